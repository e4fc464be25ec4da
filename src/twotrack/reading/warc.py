"""Web archives (WARC, ISO 28500) to pages: plain, gzip'd or zstd'd, streamed, past whatever is damaged.

An input is a record that shows readers a text: a ``response`` with status 2xx and HTML or plain text in it, a
``resource`` or ``conversion`` of such a type, and a ``revisit`` of one of these. All other records are counted by kind.
``offset`` of a page is the byte of the archive at which its record begins; in a member of many records it is the
member's, and counted on through what is unpacked from it.
"""

from __future__ import annotations

import mimetypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

from msgspec.structs import replace

from twotrack.errors import Refused
from twotrack.reading.heads import FRONT, Head, http
from twotrack.reading.httpbody import undone
from twotrack.reading.originals import Originals
from twotrack.reading.resync import Block
from twotrack.reading.sniffing import sniff
from twotrack.reading.stretch import Stretch
from twotrack.reading.unpacked import BOMB
from twotrack.reading.walking import At, Form, Span, Walker
from twotrack.records import Damage, Page, Record, Refusal, Skipped
from twotrack.settings import Settings

Note = Callable[[Damage | Skipped], None]
Kind = Literal["html", "text", "markdown"]

KINDS: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
}
# All types that a record may have; another one is damage, or of a future standard: it is reported, not passed over.
TYPES = frozenset("warcinfo response resource request metadata revisit conversion continuation".split())
GROUPS = frozenset("image video audio font application text".split())
# Targets of resources that are pages; crawlers also keep their logs and what they extracted as resources.
TARGETS = ("http://", "https://", "file:", "urn:sha256:")
NO_ORIGINAL, NO_HTTP, NO_TYPE = "revisit without original", "broken HTTP header", "unknown record type"
NO_TARGET, MANY = "no target address", "many damaged spans"
# Enough to see what a body is, whatever its server called it.
LOOK = 4096
# An archive with more damaged spans has the rest told as one, from the first of them to the last.
MOST_SPANS = 10_000


class Shown(Record, frozen=True):
    """A record that shows a text: where its body stands, and what its headers say of it; ``kind`` None is not said."""

    start: int
    end: int
    kind: Kind | None
    charset: str | None = None
    transfer: str = ""
    encodings: str = ""


class Passed(Record, frozen=True):
    """A record that is no input; ``damage`` where that is because of what was done to it."""

    label: str
    damage: str = ""


class Collection:
    """Archives that were made together: a revisit in one may point into another.

    ``note`` is told of each damaged span, and of what was passed over.
    """

    def __init__(self, settings: Settings, note: Note) -> None:
        self.limit, self.note, self.originals = settings.max_input_bytes, note, Originals()


class WarcReader:
    """Pages and refusals of one archive, in order."""

    def __init__(self, source: str, file: Stretch, form: Form, collection: Collection) -> None:
        self._source, self._note = source, collection.note
        self._limit = collection.limit
        self._walker = Walker(file, form, self._limit)
        self._originals = collection.originals
        self._number = self._originals.add_archive(self._walker.reread)
        self._passed: Counter[str] = Counter()
        self._told, self._more = 0, Damage(source=source, start=0, end=0, reason=MANY)
        self._last = self._more

    def __iter__(self) -> Iterator[Page | Refusal]:
        """Every input of the archive."""
        for found in self._walker:
            one = self._damaged(found) if isinstance(found, Span) else self._read(found)
            if one is not None:
                yield one
        if self._more.end:
            self._note(self._more)
        if self._passed:
            self._note(Skipped(source=self._source, kinds=dict(sorted(self._passed.items()))))

    def _damaged(self, span: Span) -> Refusal | None:
        """Damage is told; a bomb that would have been an input is refused too."""
        self._tell(span.start, span.end, span.reason)
        if span.reason == BOMB and span.begun is not None:
            shown = sort(span.begun, span.begun.front)
            if isinstance(shown, Shown):
                return self._refusal(span.start, Refused("too large", "it expands to many times its size"))
        return None

    def _read(self, at: At) -> Page | Refusal | None:
        block = at.block
        front = block.front or at.text.read(block.inner, min(FRONT, block.end - block.inner))
        if block.head.type == "revisit":
            return self._revisited(at, front)
        shown = sort(block, front)
        if isinstance(shown, Passed):
            self._pass(shown, at)
            return None
        if not block.head.get("warc-target-uri"):
            self._tell(*at.text.place(block.start, block.end), NO_TARGET)
        self._originals.add(self._number, at.place, block.head)
        return self._page(at, shown)

    def _pass(self, passed: Passed, at: At) -> None:
        self._passed[passed.label] += 1
        if passed.damage:
            self._tell(*at.text.place(at.block.start, at.block.end), passed.damage)

    def _tell(self, start: int, end: int, reason: str) -> None:
        damage = Damage(source=self._source, start=start, end=end, reason=reason)
        if damage == self._last:
            return
        self._last, self._told = damage, self._told + 1
        if self._told <= MOST_SPANS:
            self._note(damage)
        else:
            first = self._more.start if self._more.end else start
            self._more = replace(self._more, start=first, end=max(end, self._more.end))

    def _page(self, at: At, shown: Shown) -> Page | Refusal | None:
        head = at.block.head
        try:
            raw = self._body(at, shown)
            kind = shown.kind or _seen(raw)
            if kind is None:
                self._pass(Passed(label="other type"), at)
                return None
            _readable(raw)
        except Refused as error:
            return self._refusal(at.place.offset, error)
        return Page(
            source=self._source, offset=at.place.offset, kind=kind, raw=raw, url=_address(head),
            fetched=head.get("warc-date") or None, charset=shown.charset,
        )  # fmt: skip

    def _body(self, at: At, shown: Shown) -> bytes:
        if at.text.grows(at.block.start, at.block.end):
            raise Refused("too large", "it expands to many times its size")
        if at.block.front or shown.end - shown.start > self._limit:
            raise Refused("too large", f"more than {self._limit} bytes")
        stored = at.text.read(shown.start, shown.end - shown.start)
        return undone(stored, shown.transfer, shown.encodings, self._limit)

    def _revisited(self, at: At, front: bytes) -> Page | Refusal | None:
        """The page of the earlier record that it points to, seen once more: the same article, whatever its address."""
        head = at.block.head
        for number, place in self._originals.of(head):
            original = self._originals.read(number, place)
            if original is None:
                continue
            shown = sort(original.block, original.text.read(original.block.inner, FRONT))
            found = self._page(original, shown) if isinstance(shown, Shown) else None
            return replace(found, source=self._source, offset=at.place.offset) if found is not None else None
        if _is_of_other_type(head, front):
            self._passed["revisit of other type"] += 1
            return None
        return self._refusal(at.place.offset, Refused(NO_ORIGINAL, _address(head) or ""))

    def _refusal(self, offset: int, error: Refused) -> Refusal:
        return Refusal(source=self._source, offset=offset, reason=error.reason, detail=error.detail)


def sort(block: Block, front: bytes) -> Shown | Passed:
    """What a record is; ``front`` is how its block begins."""
    head, type = block.head, block.head.type
    if type not in TYPES:
        return Passed(label="unknown type", damage=NO_TYPE)
    if type == "response":
        return _response(block, front)
    if type not in ("resource", "conversion"):
        return Passed(label=type)
    mime, charset = _mime(head)
    if mime not in KINDS or not head.get("warc-target-uri").strip("<>").startswith(TARGETS):
        return Passed(label=f"{type}: {_group(mime)}")
    return Shown(start=block.inner, end=block.end, kind=KINDS[mime], charset=charset)


def _response(block: Block, front: bytes) -> Shown | Passed:
    stated, charset = _mime(block.head)
    message = http(front)
    if message is None and stated in KINDS:
        return Shown(start=block.inner, end=block.end, kind=KINDS[stated], charset=charset)
    if message is None and stated not in ("", "application/http"):
        return Passed(label=f"response: {_group(stated)}")
    if message is None or not message[0]:
        return Passed(label=NO_HTTP, damage=NO_HTTP)
    status, head = message
    mime, charset = _mime(head)
    if not 200 <= status < 300:
        return Passed(label="redirect" if 300 <= status < 400 else "error status")
    if mime and mime not in KINDS:
        return Passed(label=f"response: {_group(mime)}")
    if _path(block.head).endswith("/robots.txt"):
        return Passed(label="robots.txt")
    return Shown(
        start=block.inner + head.size, end=block.end, kind=KINDS.get(mime), charset=charset,
        transfer=head.get("transfer-encoding"), encodings=head.get("content-encoding"),
    )  # fmt: skip


def _mime(head: Head) -> tuple[str, str | None]:
    """Type and charset of Content-Type.

    >>> _mime(Head(size=0, fields={"content-type": 'Text/HTML; Charset="windows-1251"'}, length=0))
    ('text/html', 'windows-1251')
    """
    stated = head.get("content-type")
    charset = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", stated, re.I | re.A)
    return stated.partition(";")[0].strip().lower(), charset[1].lower() if charset else None


def _group(mime: str) -> str:
    group = mime.partition("/")[0]
    return group if group in GROUPS else "other"


def _address(head: Head) -> str | None:
    url = head.get("warc-target-uri").strip("<> ")
    return url if url.lower().startswith(("http://", "https://")) else None


def _path(head: Head) -> str:
    try:
        return urlsplit(_address(head) or "").path.lower()
    except ValueError:
        return ""


def _seen(raw: bytes) -> Kind | None:
    """The server gave no type: markup is read, anything else is no page."""
    try:
        return "html" if sniff(raw[:LOOK]) == "html" else None
    except Refused:
        return None


def _readable(raw: bytes) -> None:
    """Whatever the server called it.

    Raises:
        Refused: "empty file", "not text".
    """
    try:
        sniff(raw[:LOOK])
    except Refused as error:
        if error.reason in ("empty file", "not text"):
            raise


def _is_of_other_type(head: Head, front: bytes) -> bool:
    """Whether what it points to was no page: by its own headers, else by its address."""
    message = http(front)
    mime = _mime(message[1])[0] if message else ""
    if message and not (200 <= message[0] < 300 or message[0] == 304):
        return True
    mime = mime or mimetypes.guess_type(_path(head), strict=True)[0] or ""
    return mime not in ("", *KINDS)
