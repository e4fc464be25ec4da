"""A person's decisions written into a ledger, and what they change: ``twotrack judge``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from twotrack import pipeline
from twotrack.errors import UsageError
from twotrack.grading.grade import sources_of
from twotrack.judging import applying, deciding
from twotrack.ledger.reader import LedgerReader, opened
from twotrack.ledger.writer import writing
from twotrack.records import Article, Decision, Event, Record, Report
from twotrack.resolving.lookup import place_of


class Review(Record, frozen=True):
    """What was decided, and the events before and after that are not the same, by id.

    ``decisions`` are all of the ledger, in order; ``holding`` the numbers of those that hold.
    """

    ledger: str
    made: tuple[Decision, ...]
    decisions: tuple[Decision, ...]
    holding: tuple[int, ...]
    gone: tuple[Event, ...] = ()
    come: tuple[Event, ...] = ()


def decided(path: Path) -> Review:
    """The decisions that a ledger holds; nothing is changed."""
    with opened(path) as ledger:
        return _review(path, (), tuple(_all(ledger)), {}, {})


def judge(path: Path, action: str, words: Sequence[str], by: str, note: str) -> Review:
    """Write the decisions of one command line, and derive the events anew.

    Raises:
        UsageError: the words can't be understood, or a correction can't be. LedgerError, StorageError: see there.
    """
    with opened(path) as ledger:
        made = deciding.from_words(action, words, _known(ledger), by, note)
    return _written(path, made)


def judge_file(path: Path, file: Path, by: str) -> Review:
    """Write the decisions of a file that the ledger does not hold yet, and derive the events anew.

    Raises:
        UsageError: the file can't be read or understood. LedgerError, StorageError: see there.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} can't be read: {error}") from error
    with opened(path) as ledger:
        made = deciding.from_file(text, _known(ledger), by)
    return _written(path, made)


def _written(path: Path, made: Sequence[Decision]) -> Review:
    with opened(path) as ledger:
        before = {e.id: e for e in ledger.records("events", Event)}
        meta = {k: v for k, v in ledger.meta().items() if k != "schema"}
        reports = {r.id: r for r in ledger.records("reports", Report)}
    for decision in made:
        applying.check(decision, reports, place_of)
    if made:
        with writing(path, meta) as writer:
            writer.decide(made)
            pipeline.corroborated(writer)
    with opened(path) as ledger:
        after = {e.id: e for e in ledger.records("events", Event)}
        return _review(path, tuple(made), tuple(_all(ledger)), before, after)


def _review(
    path: Path,
    made: tuple[Decision, ...],
    held: tuple[Decision, ...],
    before: dict[str, Event],
    after: dict[str, Event],
) -> Review:
    return Review(
        ledger=str(path),
        made=made,
        decisions=held,
        holding=tuple(d.number for d in applying.standing(held)),
        gone=tuple(e for id, e in before.items() if after.get(id) != e),
        come=tuple(e for id, e in after.items() if before.get(id) != e),
    )


def _all(ledger: LedgerReader) -> list[Decision]:
    return sorted(ledger.records("decisions", Decision), key=lambda d: d.number)


def _known(ledger: LedgerReader) -> deciding.Known:
    return deciding.Known(
        events={e.id: e for e in ledger.records("events", Event)},
        reports=tuple(r.id for r in ledger.records("reports", Report)),
        decisions=tuple(_all(ledger)),
        sources=frozenset(name for a in ledger.records("articles", Article) for name in sources_of(a)),
    )
