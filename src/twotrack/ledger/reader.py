"""Reading a ledger: records by table, counts and the balance, each from one snapshot."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from twotrack.ledger import connection
from twotrack.ledger.rows import ArticlePlace, Capture, Input, Origin, Table
from twotrack.ledger.watch import Mark, mark
from twotrack.records import (
    Article,
    Claim,
    Damage,
    Decision,
    Event,
    Grade,
    Judged,
    Judgement,
    Meeting,
    Position,
    Record,
    Refusal,
    Report,
    Skipped,
    Statement,
)

R = TypeVar("R", bound=Record)
_VALUES = 10_000  # of one query
TYPES: dict[Table, type[Record]] = {
    "captures": Capture,
    "inputs": Input,
    "damaged": Damage,
    "skipped": Skipped,
    "articles": Article,
    "reports": Report,
    "statements": Statement,
    "places": ArticlePlace,
    "decisions": Decision,
    "judged": Judged,
    "judgements": Judgement,
    "origins": Origin,
    "events": Event,
    "claims": Claim,
    "positions": Position,
    "meetings": Meeting,
    "grades": Grade,
}


class Counts(Record, frozen=True):
    """The balance of a ledger: ``inputs == articles + duplicates + refusals``, always."""

    inputs: int
    articles: int
    duplicates: int
    refusals: int
    reasons: dict[str, int]
    damaged: int
    reports: int
    statements: int
    events: int
    ground: int
    table: int
    origins: int


class Balance(Record, frozen=True):
    """What went in and what came of it; see :class:`Counts`."""

    inputs: int
    articles: int
    duplicates: int
    refusals: int
    origins: int


class LedgerReader:
    """Read-only; all reads of one ``with opened(path)`` see the same state, also while a run is adding."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    def records(self, table: Table, type: type[R]) -> Iterator[R]:
        """The records of a table, by id."""
        for (record,) in self._connection.execute(f"SELECT record FROM {table} ORDER BY id"):
            yield msgspec.json.decode(record, type=type)

    def chosen(self, table: Table, type: type[R], ids: Iterable[str], column: str = "id") -> list[R]:
        """The records with these ids, by id; ``column`` may be another one that is indexed (schema.INDEXES)."""
        return self._among(table, type, column, sorted(set(ids)))

    def numbered(self, table: Table, type: type[R], numbers: Iterable[int]) -> list[R]:
        """The records in these rows of a table."""
        return self._among(table, type, "rowid", sorted(set(numbers)))

    def _among(self, table: Table, type: type[R], column: str, values: Sequence[str | int]) -> list[R]:
        """Some at a time: SQLite takes 32,766 values in one query."""
        found: list[R] = []
        for start in range(0, len(values), _VALUES):
            some = values[start : start + _VALUES]
            query = f"SELECT record FROM {table} WHERE {column} IN ({','.join('?' * len(some))}) ORDER BY id"
            found += [msgspec.json.decode(record, type=type) for (record,) in self._connection.execute(query, some)]
        return found

    def judged_reports(self, ids: Iterable[str]) -> list[Report]:
        """These reports as people left them; those that they rejected are not among them."""
        wanted = set(ids)
        judged = {j.report_id: j.report for j in self.chosen("judged", Judged, wanted)}
        found = (judged.get(r.id, r) for r in self.chosen("reports", Report, wanted))
        return [r for r in found if r is not None]

    def judged_pairs(self) -> Iterator[tuple[int, str, str]]:
        """Row number, left and right id of every judgement."""
        yield from self._connection.execute("SELECT rowid, left_id, right_id FROM judgements ORDER BY rowid")

    def mark(self) -> Mark:
        """What this snapshot holds, by name."""
        return mark(self._connection)

    def copies(self) -> dict[str, str]:
        """Articles that are another one seen again: id to id."""
        return {o.article_id: o.copy_of for o in self.records("origins", Origin) if o.copy_of}

    def articles(self) -> Iterator[Article]:
        """The articles, without copies."""
        copies = self.copies()
        return (a for a in self.records("articles", Article) if a.id not in copies)

    def reports(self) -> Iterator[Report]:
        """The reports of those articles as people left them: corrected, and without those that they rejected."""
        copies = self.copies()
        judged = {j.report_id: j.report for j in self.records("judged", Judged)}
        found = (judged.get(r.id, r) for r in self.records("reports", Report) if r.article_id not in copies)
        return (r for r in found if r is not None)

    def statements(self) -> Iterator[Statement]:
        """The statements of those articles."""
        copies = self.copies()
        return (s for s in self.records("statements", Statement) if s.article_id not in copies)

    def places(self) -> Iterator[ArticlePlace]:
        """The places that those articles name."""
        copies = self.copies()
        return (p for p in self.records("places", ArticlePlace) if p.article_id not in copies)

    def inputs(self) -> Iterator[Input]:
        """Every input with what came of it, in the order in which they were read."""
        for (record,) in self._connection.execute("SELECT record FROM inputs ORDER BY rowid"):
            yield msgspec.json.decode(record, type=Input)

    def refusals(self) -> list[Refusal]:
        """What did not become an article, by source and offset."""
        found = [
            Refusal(source=i.source, offset=i.offset, reason=i.reason, detail=i.detail)
            for i in self.inputs()
            if i.reason is not None
        ]
        return sorted(found, key=lambda r: (r.source, r.offset))

    def damaged(self) -> list[Damage]:
        """The damaged spans of the sources, by source and place."""
        return sorted(self.records("damaged", Damage), key=lambda d: (d.source, d.start, d.end, d.reason))

    def skipped(self) -> dict[str, dict[str, int]]:
        """The records of each archive that are no inputs, by kind, as the newest run counted them."""
        rows = self._connection.execute("SELECT record FROM skipped ORDER BY rowid")
        found = (msgspec.json.decode(record, type=Skipped) for (record,) in rows)
        return {one.source: one.kinds for one in found}

    def meta(self) -> dict[str, str]:
        """What the ledger was made with: ``schema``, ``coder``, ``codebook``."""
        return dict(self._connection.execute("SELECT key, value FROM meta").fetchall())

    @property
    def finished(self) -> bool:
        """Whether events were derived from all rows: false while a run is adding, and after one that was stopped."""
        last, derived = self._connection.execute(
            "SELECT (SELECT digest FROM batches ORDER BY n DESC LIMIT 1), (SELECT previous FROM batches WHERE n = 0)"
        ).fetchone()
        return bool(last == derived)

    def _count(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])

    def balance(self) -> Balance:
        """What went in and what came of it."""
        inputs, refusals = self._count("SELECT count(*) FROM inputs"), len(self.refusals())
        origins = list(self.records("origins", Origin))
        copies = sum(o.copy_of is not None for o in origins)
        articles = self._count("SELECT count(*) FROM articles") - copies
        return Balance(
            inputs=inputs,
            articles=articles,
            duplicates=inputs - articles - refusals,
            refusals=refusals,
            origins=len({o.origin for o in origins if o.copy_of is None}),
        )

    def counts(self) -> Counts:
        """The balance, and how many of each there are."""
        reasons = Counter(r.reason for r in self.refusals())
        balance = self.balance()
        tracks = Counter(e.track for e in self.records("events", Event))
        return Counts(
            inputs=balance.inputs,
            articles=balance.articles,
            duplicates=balance.duplicates,
            refusals=balance.refusals,
            reasons=dict(sorted(reasons.items())),
            damaged=self._count("SELECT count(*) FROM damaged"),
            reports=sum(1 for _ in self.reports()),
            statements=sum(1 for _ in self.statements()),
            events=tracks.total(),
            ground=tracks["ground"],
            table=tracks["table"],
            origins=balance.origins,
        )


@contextmanager
def opened(path: Path) -> Iterator[LedgerReader]:
    """A ledger for reading, one snapshot.

    Raises:
        LedgerError: there is none, or it can't be read.
    """
    with connection.storage(path):
        found = connection.for_reading(path)
        try:
            found.execute("BEGIN")
            yield LedgerReader(path, found)
        finally:
            found.close()
