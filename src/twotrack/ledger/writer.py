"""Writing a ledger: batches that commit whole, then what is derived from them, then the manifest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TypeVar, cast

import msgspec

from twotrack.errors import LedgerError, UsageError
from twotrack.ledger import connection, logbook, manifest, schema
from twotrack.ledger.captures import CaptureWriter, sha256
from twotrack.ledger.durable import Durable
from twotrack.ledger.rows import ArticlePlace, Capture, Input, Row, Table, chained
from twotrack.records import Coded, Damage, Decision, Page, Record, Refusal, Skipped, content_id

R = TypeVar("R", bound=Record)
Found = tuple[Page, Coded | Refusal] | Refusal


def input_id(found: Page | Refusal) -> str:
    """Id of an input: the same bytes at the same place are the same input; without bytes, the same refusal."""
    if isinstance(found, Refusal):
        return content_id("input", found.source, found.offset, found.reason, found.detail)
    return content_id("input", found.source, found.offset, sha256(found.raw))


def decision_id(decision: Decision) -> str:
    """Id of what a person decided."""
    return content_id("decision", decision)


class LedgerWriter:
    """The one writer of a ledger; made by :func:`writing`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, durable: Durable) -> None:
        self._path, self._connection, self._durable = path, connection, durable
        last = self._newest("captures")
        self._captures = CaptureWriter(path / "captures", last, durable)
        self._touched = manifest_is_missing(path)

    def _newest(self, table: str) -> Capture | None:
        query = f"SELECT record FROM {table} ORDER BY file DESC, start DESC LIMIT 1"
        row = self._connection.execute(query).fetchone()
        return msgspec.json.decode(row[0], type=Capture) if row else None

    def knows(self, table: Table, id: str) -> bool:
        """Whether a row is there already."""
        return self._connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,)).fetchone() is not None

    def knows_article(self, id: str) -> bool:
        """Whether an article is there, and so coded, already."""
        return self.knows("articles", id)

    @property
    def unfinished(self) -> bool:
        """Whether rows were added that nothing was derived from yet."""
        return self._touched

    def append(self, batch: Sequence[Found], notes: Sequence[Damage | Skipped] = ()) -> None:
        """Commit inputs with all that came of them: capture first, then the rows, whole or not at all.

        ``notes`` are what reading said of the sources since the last batch; those that are known change nothing.
        """
        noted = [row for row in map(_note, notes) if not self.knows(row.table, row.id)]
        if not batch and not noted:
            return
        self._touch()
        pages = {sha256(found[0].raw): found[0] for found in batch if isinstance(found, tuple)}
        fresh = [page for name, page in pages.items() if not self.knows("captures", name)]
        known = {row.id for row in noted}
        log = [*map(_entry, batch), *(logbook.noted(note) for note in notes if _note(note).id in known)]
        self._capture(fresh, log, [*noted, *(row for found in batch for row in _rows(found))])

    def _capture(self, pages: Sequence[Page], log: Sequence[logbook.Entry], rows: Sequence[Row]) -> None:
        """The bytes first, then the rows that speak of them."""
        made = self._captures.append(pages, logbook.written(log))
        self._commit([*(Row.of("captures", c.sha256, c) for c in made), *rows])

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Commit what a person decided; what is derived is then to be derived again."""
        self._touch()
        log = [logbook.Entry(decided=decision) for decision in decisions]
        self._capture([], log, [Row.of("decisions", decision_id(d), d) for d in decisions])

    def _touch(self) -> None:
        if not self._touched:
            manifest.remove(self._path, self._durable)
            self._touched = True

    def _commit(self, rows: Sequence[Row]) -> None:
        number, previous = self._last_batch()
        self._connection.execute("BEGIN IMMEDIATE")
        added = self._insert(rows, number + 1)
        self._connection.execute(
            "INSERT INTO batches VALUES (?, ?, ?)", (number + 1, previous, chained(previous, added))
        )
        self._durable.commit(self._connection)

    def _last_batch(self) -> tuple[int, str]:
        row = self._connection.execute("SELECT n, digest FROM batches ORDER BY n DESC LIMIT 1").fetchone()
        return cast("tuple[int, str]", row)

    def _insert(self, rows: Iterable[Row], batch: int) -> list[str]:
        added = []
        for row in rows:
            done = self._connection.execute(
                f"INSERT OR IGNORE INTO {row.table} (id, record, digest, batch) VALUES (?, ?, ?, ?)",
                (row.id, row.record, row.digest, batch),
            )
            if done.rowcount:
                added.append(row.digest)
                if row.table == "articles":
                    self._connection.execute(
                        "INSERT INTO articles_search (rowid, title, text) SELECT rowid, title, text FROM articles "
                        "WHERE id = ?", (row.id,),
                    )  # fmt: skip
        return added

    def derive(self, rows: Iterable[Row]) -> None:
        """Replace what is derived from the other rows, as batch 0, in one commit."""
        _, last = self._last_batch()
        self._connection.execute("BEGIN IMMEDIATE")
        for table in schema.DERIVED:
            self._connection.execute(f"DELETE FROM {table}")
        digest = chained(last, self._insert(rows, 0))
        self._connection.execute("INSERT OR REPLACE INTO batches VALUES (0, ?, ?)", (last, digest))
        self._durable.commit(self._connection)

    def close(self, finished: bool) -> None:
        """Move everything into the main file; a finished run also writes the manifest."""
        if finished and self._touched:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        if finished and self._touched:
            manifest.write(self._path, self._durable)

    def records(self, table: Table, type: type[R]) -> Iterator[R]:
        """The records of a table, by id."""
        for (record,) in self._connection.execute(f"SELECT record FROM {table} ORDER BY id"):
            yield msgspec.json.decode(record, type=type)


def manifest_is_missing(path: Path) -> bool:
    """Whether the last run did not finish (or there was none)."""
    return not (path / manifest.NAME).exists()


def _entry(found: Found) -> logbook.Entry:
    if isinstance(found, Refusal):
        return logbook.Entry(refused=found)
    return logbook.sighting(found[0], sha256(found[0].raw))


def _note(note: Damage | Skipped) -> Row:
    """The same said of the same source again is the same row."""
    table: Table = "damaged" if isinstance(note, Damage) else "skipped"
    return Row.of(table, content_id(table, note), note)


def _rows(found: Found) -> Iterator[Row]:
    if isinstance(found, Refusal):
        made = Input(
            source=found.source, offset=found.offset, kind="unread", reason=found.reason, detail=found.detail
        )  # fmt: skip
        yield Row.of("inputs", input_id(found), made)
        return
    page, outcome = found
    refused = outcome if isinstance(outcome, Refusal) else None
    yield Row.of(
        "inputs",
        input_id(page),
        Input(
            source=page.source,
            offset=page.offset,
            kind=page.kind,
            capture=sha256(page.raw),
            url=page.url,
            article_id=None if isinstance(outcome, Refusal) else outcome.article.id,
            reason=refused.reason if refused else None,
            detail=refused.detail if refused else "",
        ),
    )
    if isinstance(outcome, Coded):
        yield from _coded(outcome)


def _coded(coded: Coded) -> Iterator[Row]:
    yield Row.of("articles", coded.article.id, coded.article)
    yield from (Row.of("reports", report.id, report) for report in coded.reports)
    yield from (Row.of("statements", statement.id, statement) for statement in coded.statements)
    for place in coded.places:
        id = content_id("place", coded.article.id, place.start, place.end)
        yield Row.of("places", id, ArticlePlace(article_id=coded.article.id, place=place))


def _start(path: Path, found: sqlite3.Connection, meta: dict[str, str], durable: Durable) -> None:
    found.execute("BEGIN IMMEDIATE")
    if found.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        found.execute("COMMIT")
        held = dict(found.execute("SELECT key, value FROM meta").fetchall())
        for key, value in meta.items():
            if held.get(key) != value:
                raise LedgerError(
                    f"{path} was made with {key} {held.get(key)!r}, this is {value!r}",
                    advice="write to another -o, or start anew with --fresh",
                )
        return
    connection.make(found, meta)
    genesis = chained("", [f"{key}={value}" for key, value in meta.items()])
    found.execute("INSERT INTO batches VALUES (0, '', '')")
    found.execute("INSERT INTO batches VALUES (1, '', ?)", (genesis,))
    durable.commit(found)


@contextmanager
def writing(path: Path, meta: dict[str, str], crash_at: int = 0) -> Iterator[LedgerWriter]:
    """Open a ledger for writing, or make it; ``meta`` (coder, codebook) must fit what it was made with.

    Leaving without an error finishes the run; with one, what was committed stays and the next run goes on.

    Raises:
        UsageError: the folder holds something else. LedgerBusy, LedgerError, StorageError: see there.
    """
    with connection.storage(path):
        claim(path)
        with connection.locked(path):
            durable = Durable(crash_at)
            found = connection.for_writing(path)
            try:
                _start(path, found, meta | {"schema": schema.VERSION}, durable)
                writer = LedgerWriter(path, found, durable)
            except BaseException:
                found.close()
                raise
            finished = False
            try:
                yield writer
                finished = True
            finally:
                writer.close(finished)


def claim(path: Path) -> None:
    """Make the folder of a ledger, or see that it may be one.

    Raises:
        UsageError: it is a file, or holds something else. StorageError: see there.
    """
    with connection.storage(path):
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path} is a file, not a folder", advice="choose another -o")
        foreign = path.is_dir() and not connection.is_ledger(path) and any(_foreign(path))
        if foreign:
            raise UsageError(
                f"{path} holds other files and is not a ledger", advice="choose an empty or new folder for -o"
            )
        path.mkdir(parents=True, exist_ok=True)


def _foreign(path: Path) -> Iterator[Path]:
    own = (connection.FILE, connection.LOCK, "captures", manifest.NAME, manifest.FETCHED)
    return (p for p in path.iterdir() if not p.name.startswith(own))


def discard(path: Path) -> None:
    """Throw a ledger's own files away (``--fresh``); anything else in the folder stays."""
    if not connection.is_ledger(path):
        return
    with connection.storage(path), connection.locked(path):
        for file in [*path.glob(connection.FILE + "*"), path / manifest.NAME]:
            file.unlink(missing_ok=True)
        rmtree(path / "captures", ignore_errors=True)
        rmtree(path / manifest.FETCHED, ignore_errors=True)
