"""Re-check everything: file hashes, row digests and their chain, spans, captured bytes, the balance.

Each finding names the file and, where it can be told, the row.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from twotrack.ledger import connection, manifest
from twotrack.ledger.captures import payload, sha256
from twotrack.ledger.reader import TYPES
from twotrack.ledger.rows import ArticlePlace, Capture, Input, Table, chained, digest
from twotrack.records import Article, Entity, Impact, Place, Record, Report, Span, Statement, When

CHILDREN: tuple[Table, ...] = ("reports", "statements", "places")


class Finding(Record, frozen=True):
    """Something that is not as it was written: the file, the row in it ("" for the file itself), and what is off."""

    file: str
    row: str
    reason: str


def verify(path: Path) -> list[Finding]:
    """All findings; an empty list is a sound ledger.

    Raises:
        LedgerError: there is no ledger at ``path``.
    """
    with connection.storage(path):
        if not connection.is_ledger(path):
            connection.for_reading(path)
        found = list(_files(path))
        if (path / manifest.FETCHED).is_dir():
            fetched = _files(path / manifest.FETCHED)
            found += [replace(one, file=f"{manifest.FETCHED}/{one.file}") for one in fetched]
        try:
            found += _database(path)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            found.append(Finding(file=connection.FILE, row="", reason=f"can't be read: {error}"))
    return found


def _files(path: Path) -> Iterator[Finding]:
    try:
        held = manifest.read(path)
    except (ValueError, msgspec.DecodeError) as error:
        yield Finding(file=manifest.NAME, row="", reason=f"damaged: {error}")
        return
    if held is None:
        yield Finding(file=manifest.NAME, row="", reason="missing: the last run did not finish; run it again")
        return
    there = {p.relative_to(path).as_posix(): p for p in manifest.files(path)}
    for entry in held.files:
        file = there.pop(entry.file, None)
        if file is None:
            yield Finding(file=entry.file, row="", reason="missing")
        elif manifest.entry(path, file) != entry:
            yield Finding(file=entry.file, row="", reason="bytes changed since the run that wrote it")
    for name in sorted(there):
        yield Finding(file=name, row="", reason="not in the manifest")


def _database(path: Path) -> Iterator[Finding]:
    found = connection.for_reading(path)
    try:
        for (line,) in found.execute("PRAGMA quick_check(5)"):
            if line != "ok":
                yield _finding("", f"SQLite: {line}")
        records: dict[Table, dict[str, Any]] = {}
        batches: dict[int, list[str]] = defaultdict(list)
        for table in TYPES:
            records[table] = {}
            yield from _rows(found, table, records[table], batches)
        yield from _chain(found, batches)
        yield from _links(records)
        yield from _spans(records)
        yield from _captures(path, records["captures"])
    finally:
        found.close()


def _finding(row: str, reason: str) -> Finding:
    return Finding(file=connection.FILE, row=row, reason=reason)


def _rows(
    found: sqlite3.Connection, table: Table, records: dict[str, Any], batches: dict[int, list[str]]
) -> Iterator[Finding]:
    for id, record, held, batch in found.execute(f"SELECT id, record, digest, batch FROM {table}"):
        row = f"{table} {id}"
        batches[batch].append(held)
        if held != digest(table, id, record):
            yield _finding(row, "the row is not what its digest says")
        try:
            records[id] = msgspec.json.decode(record, type=TYPES[table])
        except (msgspec.DecodeError, TypeError) as error:
            yield _finding(row, f"the record can't be read: {error}")


def _chain(found: sqlite3.Connection, batches: dict[int, list[str]]) -> Iterator[Finding]:
    meta = dict(found.execute("SELECT key, value FROM meta").fetchall())
    order = [
        (n, previous, held) for n, previous, held in found.execute("SELECT n, previous, digest FROM batches ORDER BY n")
    ]
    chain = {n: (previous, held) for n, previous, held in order}
    last = ""
    for n, (previous, held) in chain.items():
        if n == 0:
            continue
        rows = [f"{k}={v}" for k, v in _meta_order(meta)] if n == 1 else batches.get(n, [])
        if previous != last or held != chained(previous, rows):
            yield _finding(f"batches {n}", "the batch is not what its digest says, or one before it is missing")
        last = held
    if sorted(n for n in chain if n) != list(range(1, max(chain, default=0) + 1)):
        yield _finding("batches", "a batch is missing")
    if set(batches) - set(chain):
        yield _finding("batches", f"rows of unknown batches {sorted(set(batches) - set(chain))}")
    previous, held = chain.get(0, ("", ""))
    if previous != last:
        yield _finding("batches 0", "events are older than the rows: the last run did not finish; run it again")
    elif held != chained(previous, batches.get(0, [])):
        yield _finding("batches 0", "events, origins or judgements are not what their digest says")


def _meta_order(meta: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(meta.items())


def _links(records: dict[Table, dict[str, Any]]) -> Iterator[Finding]:
    articles, captures = records["articles"], records["captures"]
    told = set()
    for id, found in cast("dict[str, Input]", records["inputs"]).items():
        told.add(found.article_id)
        if (found.article_id is None) == (found.reason is None):
            yield _finding(f"inputs {id}", "neither an article nor a refusal, or both: the balance is off")
        if found.article_id and found.article_id not in articles:
            yield _finding(f"inputs {id}", f"its article {found.article_id} is missing")
        if found.capture and found.capture not in captures:
            yield _finding(f"inputs {id}", f"its capture {found.capture} is missing")
    for id in articles.keys() - told:
        yield _finding(f"articles {id}", "no input led to it")
    for table in CHILDREN:
        for id, record in records[table].items():
            if record.article_id not in articles:
                yield _finding(f"{table} {id}", f"its article {record.article_id} is missing")
    meant = [(f"events {id}", event.reports) for id, event in records["events"].items()]
    meant += [(f"positions {id}", position.reports) for id, position in records["positions"].items()]
    meant += [(f"claims {id}", s.reports) for id, claim in records["claims"].items() for s in claim.sides]
    meant += [(f"decisions {id}", (*d.reports, *d.others)) for id, d in records["decisions"].items()]
    for row, reports in meant:
        for report in set(reports) - records["reports"].keys():
            yield _finding(row, f"its report {report} is missing")


Marked = Span | Entity | Place | When | Impact


def _marked(record: Report | Statement | ArticlePlace) -> Iterator[Marked]:
    if isinstance(record, Report):
        yield Span(start=record.start, end=record.end, text=record.text)
        yield record.trigger
        found: tuple[Marked | None, ...] = (*record.actors, *record.recipients, *record.impact)
        yield from (f for f in (*found, record.place, record.date, record.speaker) if f)
    elif isinstance(record, Statement):
        said: tuple[Marked | None, ...] = (record.speaker, record.cue, record.content)
        yield from (found for found in said if found)
    else:
        yield record.place


def _spans(records: dict[Table, dict[str, Any]]) -> Iterator[Finding]:
    articles = cast("dict[str, Article]", records["articles"])
    for id, article in articles.items():
        parts = [article.text[p.start : p.end] for p in article.paragraphs]
        if "\n\n".join(parts) != article.text:
            yield _finding(f"articles {id}", "its paragraphs are not its text")
    children = [(f"{table} {id}", record) for table in CHILDREN for id, record in records[table].items()]
    judged = [(f"judged {id}", found.report) for id, found in records["judged"].items() if found.report]
    for row, record in [*children, *judged]:
        text = articles[record.article_id].text if record.article_id in articles else None
        for span in _marked(record):
            if text is not None and text[span.start : span.end] != span.text:
                yield _finding(row, f"its words {span.text!r} are not at [{span.start}, {span.end})")


def _captures(path: Path, captures: dict[str, Capture]) -> Iterator[Finding]:
    for name, capture in captures.items():
        file = f"captures/{capture.file}"
        row = f"captures {name}"
        try:
            with (path / file).open("rb") as warc:
                warc.seek(capture.start)
                raw = payload(warc.read(capture.length))
        except (OSError, ValueError) as error:
            yield Finding(file=file, row=row, reason=f"the captured bytes can't be read: {error}")
            continue
        if sha256(raw) != name:
            yield Finding(file=file, row=row, reason="the captured bytes are not those that were read")
