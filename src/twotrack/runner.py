"""Runs the stages here: batches, resume, refusals, progress, and the balance at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from twotrack import codebook, fetched, live, pipeline
from twotrack.coding.coder import CoderName
from twotrack.directories import loading
from twotrack.ledger import reader, writer
from twotrack.ledger.reader import Counts
from twotrack.ledger.writer import Found, LedgerWriter
from twotrack.progress import Progress, silent
from twotrack.reading.sources import Note, Plan, plan, read
from twotrack.records import Page, Record, Refusal
from twotrack.settings import Settings

if TYPE_CHECKING:
    from twotrack.fetching.guard import Guard
    from twotrack.fetching.rounds import Outcome


NOTHING = Plan(files=0, inputs=0, bytes=0, kinds={}, refusals=(), open_ended=False)


class Balance(Record, frozen=True):
    """What a run left: the ledger's counts, and how many inputs were ``new``.

    ``asked`` addresses were fetched, ``unchanged`` ones among them had nothing new, ``left`` wait for the next run.
    """

    ledger: str
    new: int
    counts: Counts
    asked: int = 0
    unchanged: int = 0
    left: int = 0


def plan_run(sources: Sequence[str], settings: Settings, fetch: bool = False) -> Plan:
    """What a run would read and whom it would ask, without reading or asking."""
    wanted = live.wanted(sources, settings, fetch)
    found = plan(wanted.local, settings) if wanted.local or not wanted.addresses else NOTHING
    if not wanted.addresses:
        return found
    hosts, refusals = live.hosts(wanted)
    return replace(
        found,
        inputs=found.inputs + len(refusals) + len(wanted.missing),
        refusals=(*found.refusals, *wanted.missing, *refusals),
        open_ended=found.open_ended or bool(hosts),
        hosts=hosts,
    )


def run(
    sources: Sequence[str],
    out: str,
    *,
    coder: CoderName = "model",
    jobs: int | None = None,
    fresh: bool = False,
    directories: Sequence[str] = (),
    settings: Settings | None = None,
    progress: Progress = silent,
    fetch: bool = False,
    guard: Guard | None = None,
    refused: Sequence[Refusal] = (),
    empty: bool = False,
) -> Balance:
    """Read, code and corroborate sources into the ledger at ``out``; what is there already is not read again.

    ``jobs`` defaults to the number of cores. ``directories`` hold the user's own entries; without them the setting
    ``directory`` does. A ledger keeps to the entries that it was made with. ``progress`` is told of each step and of
    the inputs done.

    Addresses among the sources are fetched; with ``fetch`` also those in a list among them. ``guard`` says what may be
    connected to, for tests; ``refused`` is what was refused when it was fetched before; ``empty`` lets there be no
    source, because what was fetched before is read in any case.

    Raises:
        UsageError: no source exists, ``out`` holds something else, or a directory has a mistake. ModelError,
            LedgerError, StorageError: see there.
    """
    chosen = settings or Settings()
    own = loading.chosen(directories, chosen)
    wanted = live.wanted(sources, chosen, fetch)
    total = plan(wanted.local, chosen).inputs if wanted.local or not (wanted.addresses or empty) else 0
    loaded = pipeline.stages(chosen, coder, jobs or os.cpu_count() or 1, own)
    if fresh:
        writer.discard(Path(out))
    outcome = _fetch(wanted, Path(out), chosen, guard, progress)
    meta = {"coder": loaded.code.name, "codebook": codebook.load().version, "directory": own.digest}
    with writer.writing(Path(out), meta, chosen.crash_at) as ledger:
        notes: list[Note] = []
        files = read(wanted.local, chosen, note=notes.append) if wanted.local else ()
        unread = fetched.Unread(Path(out), chosen, notes.append)
        given = chain(files, wanted.missing, unread, refused, outcome.refusals if outcome else ())
        new = fill(ledger, given, notes, loaded, size=chosen.batch_articles, tick=ticker(progress, total))
        unread.settle()
        if ledger.unfinished:
            progress("corroborate", 0, 0)
            pipeline.corroborated(ledger)
    progress("done", total, total)
    with reader.opened(Path(out)) as made:
        return _balance(out, new, made.counts(), outcome)


def _fetch(
    wanted: live.Wanted, out: Path, settings: Settings, guard: Guard | None, progress: Progress
) -> Outcome | None:
    if not wanted.addresses:
        return None
    how = live.How(guard=guard, given=wanted.given, tell=lambda done, total: progress("fetch", done, total))
    return live.fetch(wanted.addresses, out, settings, how)


def _balance(out: str, new: int, counts: Counts, outcome: Outcome | None) -> Balance:
    if outcome is None:
        return Balance(ledger=out, new=new, counts=counts)
    return Balance(
        ledger=out, new=new, counts=counts, asked=outcome.asked, unchanged=outcome.unchanged, left=outcome.left
    )


def fill(
    ledger: LedgerWriter,
    inputs: Iterable[Page | Refusal],
    notes: list[Note],
    stages: pipeline.Stages,
    *,
    size: int,
    tick: Callable[[int], None],
) -> int:
    """Code the inputs that a ledger does not hold yet and commit them, ``size`` at a time; how many there were.

    ``notes`` is what reading ``inputs`` says of their sources; it is emptied with each batch.
    """
    unknown = _unknown(inputs, ledger, tick)
    return _append(pipeline.coded(unknown, stages, size, ledger.knows_article), ledger, notes, tick)


def ticker(progress: Progress, total: int) -> Callable[[int], None]:
    """Tells ``progress`` of inputs done, as they are counted to it."""
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        progress("read", done, total)

    return tick


def _unknown(
    found: Iterable[Page | Refusal], ledger: LedgerWriter, tick: Callable[[int], None]
) -> Iterator[Page | Refusal]:
    """The inputs that the ledger does not hold yet."""
    for one in found:
        if ledger.knows("inputs", writer.input_id(one)):
            tick(1)
        else:
            yield one


def _append(
    batches: Generator[list[Found]], ledger: LedgerWriter, notes: list[Note], tick: Callable[[int], None]
) -> int:
    """Commit the batches, each with what reading noted until then; how many inputs there were."""
    new = 0
    with closing(batches):
        for batch in batches:
            ledger.append(batch, notes)
            notes.clear()
            new += len(batch)
            tick(len(batch))
    ledger.append([], notes)
    return new
