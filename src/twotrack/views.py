"""What the commands and the public functions show of a ledger: each opens it, asks, and gives it back."""

from __future__ import annotations

import contextlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from twotrack import live
from twotrack.briefing import brief as briefing
from twotrack.briefing import explaining, markdown, page
from twotrack.briefing.brief import Brief
from twotrack.briefing.reasons import Explanation
from twotrack.briefing.source import BriefSource
from twotrack.errors import UsageError
from twotrack.exporting import canonical, flat, formats
from twotrack.exporting import datapackage as packages
from twotrack.exporting.told import Told, Written, gather
from twotrack.ledger.connection import storage
from twotrack.ledger.reader import LedgerReader, opened
from twotrack.ledger.rows import Input, Origin
from twotrack.records import (
    Article,
    Claim,
    Damage,
    Decision,
    Event,
    Grade,
    Judgement,
    Meeting,
    Place,
    Position,
    Record,
    Refusal,
    encode,
)
from twotrack.resolving.lookup import namesakes

if TYPE_CHECKING:
    from twotrack.fetching.memory import Address


class SourceStatus(Record, frozen=True):
    """One source: its inputs (``sightings``), and the first and last day that they were published."""

    source: str
    kind: str
    sightings: int
    first: str | None
    last: str | None


class Feed(Record, frozen=True):
    """An address that is fetched: when it was asked last and answered well last (UTC), and what is wrong since.

    ``fails`` counts the tries that failed since, ``due`` is the time before which it is not asked again, None when it
    may be.
    """

    url: str
    kind: str
    checked: str | None
    good: str | None
    fails: int
    reason: str | None
    detail: str
    due: str | None


class Status(Record, frozen=True):
    """``inputs == articles + duplicates + len(refusals)``, always.

    ``skipped`` counts the records of each archive that are no inputs, by kind; ``feeds`` are addresses that the user
    gave.
    """

    ledger: str
    inputs: int
    articles: int
    duplicates: int
    refusals: tuple[Refusal, ...]
    damaged: tuple[Damage, ...]
    skipped: dict[str, dict[str, int]]
    sources: tuple[SourceStatus, ...]
    finished: bool
    feeds: tuple[Feed, ...] = ()


def brief_source(ledger: LedgerReader) -> BriefSource:
    """All that a brief is made of."""
    inputs = list(ledger.inputs())
    first: dict[str, Input] = {}
    for found in inputs:
        if found.article_id:
            first.setdefault(found.article_id, found)
    counts = ledger.counts()
    return BriefSource(
        name=str(ledger.path),
        articles=tuple(ledger.articles()),
        reports=tuple(ledger.reports()),
        statements=tuple(ledger.statements()),
        events=tuple(ledger.records("events", Event)),
        grades={g.event: g for g in ledger.records("grades", Grade)},
        positions=tuple(ledger.records("positions", Position)),
        meetings=tuple(ledger.records("meetings", Meeting)),
        judgements=tuple(ledger.records("judgements", Judgement)),
        origins={o.article_id: o.origin for o in ledger.records("origins", Origin)},
        refusals=tuple(ledger.refusals()),
        inputs=counts.inputs,
        duplicates=counts.duplicates,
        captures={id: found.capture or "" for id, found in first.items()},
        places={id: found.source for id, found in first.items()},
    )


def brief(path: Path, *, since: str | None = None, party: str | None = None, place: str | None = None) -> Brief:
    """The brief of a ledger."""
    with opened(path) as ledger:
        return briefing.make(brief_source(ledger), since=since, party=party, place=place)


def finished(path: Path) -> bool:
    """Whether the last run on a ledger ended: events are made at its end."""
    with opened(path) as ledger:
        return ledger.finished


def render_brief(made: Brief, format: str) -> str:
    """``md``, ``html`` or ``json``."""
    if format == "json":
        return encode(made).decode("utf-8") + "\n"
    return page.render(made) if format == "html" else markdown.render(made)


def explain(path: Path, id: str, *, as_json: bool = False) -> str:
    """Why a row is there, for the terminal or as JSON; where several ids begin with ``id``, the list of them.

    Raises:
        UsageError: no id begins with it.
    """
    with opened(path) as ledger:
        found = explaining.explain(brief_source(ledger), id)
    if isinstance(found, Explanation):
        found = replace(found, namesakes=_namesakes(found))
    return encode(found).decode("utf-8") + "\n" if as_json else explaining.render(found)


def _namesakes(found: Explanation) -> dict[str, tuple[Place, ...]]:
    """Other places of the name of each report's place: what `judge` can set it to."""
    told = [(t.report.id, t.report.place) for t in found.tellings]
    others = {id: namesakes(place) for id, place in told if place and place.reason in (None, "ambiguous", "not found")}
    return {id: places for id, places in others.items() if places}


def status(path: Path) -> Status:
    """What went in and what came of it."""
    with opened(path) as ledger:
        counts = ledger.counts()
        published = {a.id: a.published for a in ledger.records("articles", Article)}
        grouped: dict[tuple[str, str], list[str | None]] = defaultdict(list)
        for found in ledger.inputs():
            grouped[found.source, found.kind].append(published.get(found.article_id or ""))
        return Status(
            ledger=str(path),
            inputs=counts.inputs,
            articles=counts.articles,
            duplicates=counts.duplicates,
            refusals=tuple(ledger.refusals()),
            damaged=tuple(ledger.damaged()),
            skipped=ledger.skipped(),
            sources=tuple(_source(*key, days) for key, days in sorted(grouped.items())),
            finished=ledger.finished,
            feeds=tuple(map(_feed, live.addresses(path))),
        )


def _feed(known: Address) -> Feed:
    due = datetime.fromtimestamp(known.due, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if known.due else None
    return Feed(
        url=known.url, kind=known.kind or "not known", checked=known.checked or None, good=known.good or None,
        fails=known.fails, reason=known.reason or None, detail=known.detail, due=due,
    )  # fmt: skip


def _source(source: str, kind: str, published: list[str | None]) -> SourceStatus:
    days = sorted(day[:10] for day in published if day)
    return SourceStatus(
        source=source,
        kind=kind,
        sightings=len(published),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def export(path: Path, format: str, out: str, *, datapackage: bool = False) -> Written:
    """Write an export to a file, or ``-`` for standard output: ``jsonl``, or one of ``formats.FORMATS``.

    ``datapackage`` writes ``datapackage.json`` beside a CSV file.

    Raises:
        UsageError: a description is asked for where there is no CSV file, or the format can't hold so much.
        StorageError: ``out`` can't be written.
    """
    if datapackage and (format != "csv" or out == "-"):
        raise UsageError("a datapackage.json describes a CSV file", advice="twotrack export LEDGER --as csv -o FILE")
    with opened(path) as ledger, storage(Path(out)), _binary(out) as target:
        if format == "jsonl":
            return Written(rows=_write_lines(canonical.lines(canonical_kinds(ledger)), target))
        done = formats.FORMATS[format](told(ledger), target)
    if datapackage:
        with storage(Path(out)):
            Path(out).with_name("datapackage.json").write_bytes(packages.describe(Path(out)))
    return done


def told(ledger: LedgerReader) -> Iterator[Told]:
    """The events with all that tells them, by id."""
    reports = {r.id: r for r in ledger.reports()}
    articles = {a.id: a for a in ledger.articles()}
    grades = {g.event: g for g in ledger.records("grades", Grade)}
    return gather(ledger.records("events", Event), reports, articles, grades)


def flat_events(ledger: LedgerReader) -> Iterator[flat.Flat]:
    """The events as flat rows, by id."""
    return map(flat.row, told(ledger))


def canonical_kinds(ledger: LedgerReader) -> canonical.Kinds:
    """All that a ledger holds of the world, nothing of where its files lay."""
    refused = (
        Refused(capture=i.capture, offset=i.offset, reason=i.reason) for i in ledger.inputs() if i.reason is not None
    )
    return (
        ("article", ledger.articles()),
        ("report", ledger.reports()),
        ("statement", ledger.statements()),
        ("place", ledger.places()),
        ("origin", ledger.records("origins", Origin)),
        ("decision", ledger.records("decisions", Decision)),
        ("judgement", ledger.records("judgements", Judgement)),
        ("event", ledger.records("events", Event)),
        ("claim", ledger.records("claims", Claim)),
        ("position", ledger.records("positions", Position)),
        ("grade", ledger.records("grades", Grade)),
        ("meeting", ledger.records("meetings", Meeting)),
        ("refusal", refused),
        ("damage", (Hurt(start=d.start, end=d.end, reason=d.reason) for d in ledger.damaged())),
    )


class Hurt(Record, frozen=True):
    """A damaged span in the canonical export: without the path of its file."""

    start: int
    end: int
    reason: str


class Refused(Record, frozen=True):
    """A refusal in the canonical export: by the hash of its bytes, not by its path."""

    capture: str | None
    offset: int
    reason: str


def _write_lines(lines: Iterator[bytes], target: BinaryIO) -> int:
    count = 0
    for line in lines:
        target.write(line)
        count += 1
    return count


@contextlib.contextmanager
def _binary(out: str) -> Iterator[BinaryIO]:
    if out != "-":
        with Path(out).open("wb") as target:
            yield target
        return
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
