"""Through an archive from front to back: plain, or packed member by member, past whatever is damaged.

A member that is damaged is given up at its start: the next one is looked for from there on, because a broken stream may
run on over its good neighbours.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

from twotrack.reading.heads import FRONT, MAGIC
from twotrack.reading.packing import CUT, DICTIONARY_MAGIC, GZIP_MAGIC, ZSTD_MAGIC, Gzip, Unpacker, Zstd, dictionary
from twotrack.reading.packing import header_size as gzip_header
from twotrack.reading.resync import NO_RECORD, ZEROS, Block, Gap, records
from twotrack.reading.stretch import CHUNK, Stretch, Text, find
from twotrack.reading.unpacked import BOMB, Unpacked
from twotrack.records import Record

Form = Literal["plain", "gzip", "zstd"]
# A member up to here is unpacked before its records are given, so that one that is damaged is known to be.
SMALL = 8_000_000
# A member that begins in the middle of a record is tried up to here; and so much in all may be unpacked a second time.
_TRIED = 1_000_000
_AGAIN = 1_000_000_000
_PROBE = 512
# Chance makes one false member in 16 MB. Where so many were seen somebody made them: then only places apart are tried.
_FAILURES, _APART = 20_000, 64
_SKIPPABLE = b"\x2a\x4d\x18"
_DICTIONARY_BYTES = 8_000_000


class Span(Record, frozen=True):
    """``[start, end)`` of the file, in bytes, that is damaged; ``begun`` is the record that it cuts, or None."""

    start: int
    end: int
    reason: str
    begun: Block | None = None


class Place(NamedTuple):
    """Where a record stands: the member's first byte in the file (-1: it is not packed), and the place inside."""

    member: int
    inside: int

    @property
    def offset(self) -> int:
        """One number for it: of the file where it is plain or begins a member, else counted on through the member."""
        return max(self.member, 0) + self.inside


class At(NamedTuple):
    """A record in its place."""

    block: Block
    text: Text
    place: Place


class Walker:
    """Reads one archive; ``keep`` is how many bytes of a record may be read a second time."""

    def __init__(self, file: Stretch, form: Form, keep: int) -> None:
        self._file, self._form = file, form
        self._keep = max(keep + 2 * FRONT, SMALL + FRONT)
        self._dictionary: Any = None
        self._again = self._tries = self._failed = 0

    def __iter__(self) -> Iterator[At | Span]:
        """Every record and every damaged span, in order."""
        return _merged(self._plain() if self._form == "plain" else self._packed())

    def reread(self, place: Place) -> At | None:
        """A record that was given before; None where that would take too long, or the file was given back."""
        if self._file.is_closed:
            return None
        if place.member < 0:
            found = self._plain(place.inside)
        else:
            self._again += place.inside
            if self._again > _AGAIN:
                return None
            text = self._text(place.member)
            found = (self._at(f, text, place.member) for f in records(text) if isinstance(f, Block))
        return next((at for at in found if isinstance(at, At) and at.place == place), None)

    def _plain(self, start: int = 0) -> Iterator[At | Span]:
        for found in records(self._file, start):
            if isinstance(found, Block):
                yield At(found, self._file, Place(-1, found.start))
                if found.damage:
                    yield self._span(found.damage, self._file)
            else:
                yield self._span(found, self._file)

    def _packed(self) -> Iterator[At | Span]:
        at = 0
        while at < self._file.size:
            if (skipped := self._skipped(at)) is not None:
                at = skipped
            elif self._begins(at):
                at = yield from self._member(at)
            else:
                first = self._file.read(at, 4096)
                end = self._next(at + 1)
                yield Span(start=at, end=end, reason=NO_RECORD if first[: end - at].strip(b"\0") else ZEROS)
                at = end

    def _member(self, at: int) -> Generator[At | Span, None, int]:
        """The records of a member; gives back where to go on."""
        text = self._text(at)
        found: Iterable[Block | Gap] = records(text)
        if text.unpack(SMALL):
            found = list(found)
            if text.error:
                found = found if text.error == CUT else list(_proven(found, self._reason(text)))
                # A broken stream may have run on into its neighbours.
                kept = max((one.end for one in found if isinstance(one, Block)), default=0)
                text.end = self._next(max(text.member + 1, text.place(kept, kept)[0]))
            elif found and isinstance(found[-1], Gap) and self._goes_on(text.end):
                text = self._text(at, goes_on=True)
                found = records(text)
        good, last, proven, skipped = 0, 0, True, None
        for one in found:
            if isinstance(one, Gap) and text.error and one.end >= text.length():
                skipped = one.begun
                break
            if isinstance(one, Gap):
                yield self._span(one, text)
                continue
            yield self._at(one, text, at)
            if one.damage:
                yield self._span(one.damage, text)
            # A member that only breaks off is right up to there; of one that is damaged, what its digests prove.
            proven = proven and one.proof == "digest"
            last, good = one.end, one.end if proven else good
        if not text.error:
            return max(text.end, at + 1)
        return (yield from self._broken(text, last if text.error == CUT else good, last, skipped))

    def _broken(self, text: Unpacked, good: int, last: int, begun: Block | None) -> Generator[Span, None, int]:
        start, search = text.place(good, good)[0], max(text.member + 1, text.place(last, last)[0])
        self._again += max(0, text.end - search)
        next = self._next(search if self._again <= _AGAIN else max(search, text.end))
        yield Span(start=start, end=next, reason=self._reason(text), begun=begun)
        return next

    def _reason(self, text: Unpacked) -> str:
        return text.error if text.error in (CUT, BOMB) else f"broken {self._form}"

    def _at(self, block: Block, text: Text, member: int) -> At:
        return At(block, text, Place(member, block.start))

    def _span(self, gap: Gap, text: Text) -> Span:
        start, end = text.place(gap.start, gap.end)
        return Span(start=start, end=end, reason=gap.reason)

    def _text(self, at: int, goes_on: bool = False) -> Unpacked:
        return Unpacked(self._file, at, self._unpacker, self._keep, self._goes_on if goes_on else _never)

    def _unpacker(self) -> Unpacker:
        return Gzip() if self._form == "gzip" else Zstd(self._dictionary)

    def _goes_on(self, at: int) -> bool:
        """Whether the member there is the rest of a record, not the start of one."""
        return self._begins(at) and not self._first(at, 16)[0].lstrip().startswith(MAGIC)

    def _begins(self, at: int) -> bool:
        head = self._file.read(at, 64)
        return head.startswith(ZSTD_MAGIC) if self._form == "zstd" else (gzip_header(head) or 1) > 0 and bool(head)

    def _skipped(self, at: int) -> int | None:
        """The end of a zstd frame that holds no data; the first may be the dictionary."""
        head = self._file.read(at, 8) if self._form == "zstd" else b""
        if head[1:4] != _SKIPPABLE or head[0] & 0xF0 != 0x50 or len(head) < 8:
            return None
        size = int.from_bytes(head[4:], "little")
        if at + 8 + size > self._file.size:
            return None
        if at == 0 and head.startswith(DICTIONARY_MAGIC) and size <= _DICTIONARY_BYTES:
            try:
                self._dictionary = dictionary(self._file.read(8, size))
            except ValueError:
                return None
        return at + 8 + size

    def _next(self, at: int) -> int:
        """The first place from ``at`` where a member begins that holds a record, or the end."""
        magic = ZSTD_MAGIC if self._form == "zstd" else GZIP_MAGIC
        while (at := find(self._file, magic, at)) >= 0:
            if self._begins(at):
                data, is_whole = self._first(at, 16) if self._promises(at) else (b"", False)
                if data.lstrip().startswith(MAGIC) or (is_whole and data):
                    return at
                self._failed += 1
            at += 1 if self._failed < _FAILURES else _APART
        return self._file.size

    def _promises(self, at: int) -> bool:
        """Whether a first look, as cheap as can be, finds no error: what is made to look like members is many."""
        if self._form == "zstd":
            return True
        try:
            zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(self._file.read(at, _PROBE), 64)
        except zlib.error:
            return False
        return True

    def _first(self, at: int, size: int) -> tuple[bytes, bool]:
        """The first bytes of a member, and whether it is whole and small; trying that has an end."""
        unpacker, given, total = self._unpacker(), b"", 0
        while not unpacker.ended and not unpacker.error and total < _TRIED:
            data = self._file.read(at, 4096 if total else _PROBE)
            at += len(data)
            part = unpacker.feed(data, CHUNK)
            given, total = (given + part)[:size], total + len(part)
            if not data or given.lstrip().startswith(MAGIC) or self._tries > _AGAIN:
                break
            self._tries += len(data) + len(part)
        return given, unpacker.ended and not unpacker.error


def _proven(found: Sequence[Block | Gap], reason: str) -> Iterator[Block | Gap]:
    """A damaged member: what its digest proves is believed; and, where the member holds many records and these have no
    digest, those that another one follows where they say that they end. The others become gaps."""
    blocks = sum(isinstance(one, Block) for one in found)
    for one, next in zip_longest(found, found[1:]):
        followed = blocks > 1 and isinstance(next, Block)
        if isinstance(one, Gap) or one.proof == "digest" or (one.proof != "no" and followed):
            yield one
        else:
            yield Gap(start=one.start, end=one.end, reason=reason)


def _merged(found: Iterator[At | Span]) -> Iterator[At | Span]:
    """Spans that touch and have one reason are one."""
    held: Span | None = None
    for one in found:
        if isinstance(one, Span) and held and one.reason == held.reason and one.start <= held.end:
            held = Span(
                start=min(held.start, one.start),
                end=max(held.end, one.end),
                reason=one.reason,
                begun=held.begun or one.begun,
            )
            continue
        if held:
            yield held
        held = one if isinstance(one, Span) else None
        if isinstance(one, At):
            yield one
    if held:
        yield held


def _never(at: int) -> bool:
    return False
