"""What a ledger was given, kept beside the captured bytes: from the WARC files alone it can be made again.

Each batch ends with one ``metadata`` record in the capture file. Its block is JSON lines, one an entry: an input that
was read (:class:`Sighting`; its bytes stand in a record of their own), one that could not be, damage and what was
passed over in archives, and what people decided. Nothing that the program concluded is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from twotrack.records import Damage, Decision, Page, PageKind, Record, Refusal, Skipped, encode


class Sighting(Record, frozen=True):
    """A :class:`~twotrack.records.Page` without its bytes; ``capture`` is their SHA-256.

    ``fields`` is empty for JSON: it is read from the bytes again.
    """

    source: str
    offset: int
    kind: PageKind
    capture: str
    url: str | None = None
    fetched: str | None = None
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    charset: str | None = None

    def page(self, raw: bytes) -> Page:
        """The page again, with its bytes."""
        return Page(
            source=self.source,
            offset=self.offset,
            kind=self.kind,
            raw=raw,
            url=self.url,
            fetched=self.fetched,
            fields=self.fields,
            charset=self.charset,
        )


class Entry(Record, frozen=True, omit_defaults=True):
    """One line: exactly one of its fields is set."""

    seen: Sighting | None = None
    refused: Refusal | None = None
    damaged: Damage | None = None
    skipped: Skipped | None = None
    decided: Decision | None = None


def sighting(page: Page, capture: str) -> Entry:
    """That a page was read, and from where."""
    return Entry(
        seen=Sighting(
            source=page.source,
            offset=page.offset,
            kind=page.kind,
            capture=capture,
            url=page.url,
            fetched=page.fetched,
            fields={} if page.kind == "json" else page.fields,
            charset=page.charset,
        )
    )


def noted(note: Damage | Skipped) -> Entry:
    """What reading said of a source."""
    return Entry(damaged=note) if isinstance(note, Damage) else Entry(skipped=note)


def written(entries: Sequence[Entry]) -> bytes:
    """The block of one record.

    >>> written([Entry(refused=Refusal(source="a.html", offset=0, reason="empty file"))])
    b'{"refused":{"detail":"","offset":0,"reason":"empty file","source":"a.html"}}\\n'
    """
    return b"".join(encode(entry) + b"\n" for entry in entries)


def entries(blocks: Iterable[bytes]) -> Iterator[Entry]:
    """The entries of blocks, in order.

    Raises:
        ValueError: a block is not what :func:`written` makes.
    """
    for block in blocks:
        for line in block.splitlines():
            yield msgspec.json.decode(line, type=Entry)
