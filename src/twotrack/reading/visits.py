"""What was fetched, read like any web archive: an answer is looked at, and its record becomes pages.

``offset`` is the byte of the archive at which the answer's record begins, for each entry of a feed too.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from twotrack.errors import Refused
from twotrack.reading import feedlists, feeds
from twotrack.reading.feedentries import Entry, letters
from twotrack.reading.heads import http, parse
from twotrack.reading.httpbody import undone
from twotrack.reading.sniffing import sniff
from twotrack.reading.stretch import Stretch
from twotrack.reading.warc import Collection, WarcReader
from twotrack.records import Damage, Page, Record, Refusal, Skipped
from twotrack.settings import Settings

LOOK = 65_536
# An entry with so many letters is the text itself, not a word on it: summaries of real feeds are under 600.
FULL_TEXT = 1000
FEEDS = ("feed", "json feed")


class Seen(Record, frozen=True):
    """What an answer is, the addresses that it names, and the SHA-256 of its body as its server meant it."""

    kind: str
    links: tuple[str, ...]
    digest: str


def look(response: bytes, settings: Settings) -> Seen:
    """``feed``, ``json feed``, ``list`` or ``page``: what is none of the first three is read, or refused, as a page.

    >>> look(b"HTTP/1.1 200 OK\\r\\n\\r\\nhttps://outlet.example/feed\\n", Settings()).links
    ('https://outlet.example/feed',)
    """
    try:
        body = _body(response, settings)
    except Refused:
        return Seen(kind="page", links=(), digest=hashlib.sha256(response).hexdigest())
    digest = hashlib.sha256(body).hexdigest()
    try:
        kind = sniff(body[:LOOK])
        if kind in ("opml", "addresses"):
            links = feedlists.listed(kind, io.BytesIO(body), settings)
            return Seen(kind="list", links=tuple(links), digest=digest)
        if kind in FEEDS:
            links = [entry.link for entry in _entries(kind, body, settings) if entry.link]
            return Seen(kind=kind, links=tuple(links), digest=digest)
    except Refused:
        pass
    return Seen(kind="page", links=(), digest=digest)


def read_page(
    source: str, offset: int, packed: bytes, settings: Settings, note: Callable[[Damage | Skipped], None]
) -> Iterator[Page | Refusal]:
    """The page of one gzip'd response record; an answer that shows none is a refusal."""
    collection = Collection(settings, lambda found: _moved(found, offset, note))
    number = 0
    for found in WarcReader(source, Stretch(io.BytesIO(packed)), "gzip", collection):
        number += 1
        yield replace(found, offset=offset + found.offset)
    if not number:
        yield Refusal(source=source, offset=offset, reason="not a page", detail="what came is no text")


def read_entries(
    source: str, offset: int, kind: str, packed: bytes, settings: Settings
) -> Iterator[tuple[Entry, Page | Refusal]]:
    """Each entry of a feed, and what it is as an input; a feed that can't be read gives one refusal."""
    try:
        head, block = _block(packed)
        found = _entries(kind, _body(block, settings), settings)
    except Refused as error:
        yield Entry(), Refusal(source=source, offset=offset, reason=error.reason, detail=error.detail)
        return
    for number, entry in enumerate(found, 1):
        made = feeds.item(source, number, entry)
        made = replace(made, fetched=head) if isinstance(made, Page) else made
        yield entry, replace(made, offset=offset)


def is_full(entry: Entry) -> bool:
    """Whether an entry has the text itself."""
    return letters(entry.body) >= FULL_TEXT


def _entries(kind: str, body: bytes, settings: Settings) -> tuple[Entry, ...]:
    read = feeds.xml_entries if kind == "feed" else feeds.json_entries
    return read(io.BytesIO(body), settings)


def _body(response: bytes, settings: Settings) -> bytes:
    message = http(response)
    if message is None:
        raise Refused("broken HTTP header")
    _, head = message
    encodings = head.get("content-encoding")
    return undone(response[head.size :], head.get("transfer-encoding"), encodings, settings.max_input_bytes)


def _block(packed: bytes) -> tuple[str | None, bytes]:
    """The date of a gzip'd record, and its block: this program wrote it."""
    try:
        data = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("broken gzip", str(error)) from error
    head = parse(data)
    if head is None:
        raise Refused("broken gzip", "no record")
    return head.get("warc-date") or None, data[head.size : head.size + head.length]


def _moved(found: Damage | Skipped, offset: int, note: Callable[[Damage | Skipped], None]) -> None:
    if isinstance(found, Damage):
        note(replace(found, start=found.start + offset, end=found.end + offset))
