"""Rows of the ledger: what is stored beside the public records, and the digests that chain batches.

>>> row = Row.of("origins", "a1", Origin(article_id="a1", origin="a1"))
>>> row.digest == digest("origins", "a1", row.record)
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from twotrack.records import Place, Record, encode


class Capture(Record, frozen=True):
    """Where the bytes of an input stand: a WARC record at ``[start, start + length)`` of ``captures/file``."""

    sha256: str
    file: str
    start: int
    length: int


class Input(Record, frozen=True):
    """One input and what came of it: an article, or a refusal with its reason.

    ``capture`` is the SHA-256 of its bytes, None where none could be read; ``kind`` the page's kind or
    ``"unread"``.
    """

    source: str
    offset: int
    kind: str
    capture: str | None = None
    url: str | None = None
    article_id: str | None = None
    reason: str | None = None
    detail: str = ""


class ArticlePlace(Record, frozen=True):
    """A place that an article names, of an event or not."""

    article_id: str
    place: Place


class Origin(Record, frozen=True):
    """The origin of an article; ``copy_of`` is set where it is the same article seen again."""

    article_id: str
    origin: str
    copy_of: str | None = None


Table = Literal[
    "captures", "inputs", "damaged", "skipped", "articles", "reports", "statements", "places", "decisions", "judged",
    "judgements", "origins", "events", "claims", "positions", "meetings", "grades",
]  # fmt: skip


class Row(Record, frozen=True):
    """One row as it is stored."""

    table: Table
    id: str
    record: str
    digest: str

    @classmethod
    def of(cls, table: Table, id: str, record: Record) -> Row:
        """The row of a record."""
        text = encode(record).decode("utf-8")
        return cls(table=table, id=id, record=text, digest=digest(table, id, text))


def digest(table: str, id: str, record: str) -> str:
    """SHA-256 of a row, as 64 hex digits."""
    return hashlib.sha256(f"{table}\n{id}\n{record}".encode("utf-8", "surrogatepass")).hexdigest()


def chained(previous: str, digests: Iterable[str]) -> str:
    """The digest of a batch: over the one before and its own rows, in sorted order."""
    return hashlib.sha256("\n".join([previous, *sorted(digests)]).encode()).hexdigest()
