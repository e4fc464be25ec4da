"""Runs the stages here: batches, resume, refusals, progress, and the balance at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from twotrack import codebook, pipeline
from twotrack.coding.coder import CoderName
from twotrack.directories import loading
from twotrack.ledger import reader, writer
from twotrack.ledger.reader import Counts
from twotrack.ledger.writer import Found, LedgerWriter
from twotrack.progress import Progress, silent
from twotrack.reading.sources import Note, Plan, plan, read
from twotrack.records import Page, Record, Refusal
from twotrack.settings import Settings


class Balance(Record, frozen=True):
    """What a run left: the ledger's counts, and how many inputs were ``new``."""

    ledger: str
    new: int
    counts: Counts


def plan_run(sources: Sequence[str], settings: Settings) -> Plan:
    """What a run would read, without reading it."""
    return plan(sources, settings)


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
) -> Balance:
    """Read, code and corroborate sources into the ledger at ``out``; what is there already is not read again.

    ``jobs`` defaults to the number of cores. ``directories`` hold the user's own entries; without them the setting
    ``directory`` does. A ledger keeps to the entries that it was made with. ``progress`` is told of each step and of
    the inputs done.

    Raises:
        UsageError: no source exists, ``out`` holds something else, or a directory has a mistake. ModelError,
            LedgerError, StorageError: see there.
    """
    chosen = settings or Settings()
    own = loading.chosen(directories, chosen)
    total = plan(sources, chosen).inputs
    loaded = pipeline.stages(chosen, coder, jobs or os.cpu_count() or 1, own)
    if fresh:
        writer.discard(Path(out))
    meta = {"coder": loaded.code.name, "codebook": codebook.load().version, "directory": own.digest}
    with writer.writing(Path(out), meta, chosen.crash_at) as ledger:
        notes: list[Note] = []
        inputs = read(sources, chosen, note=notes.append)
        new = fill(ledger, inputs, notes, loaded, size=chosen.batch_articles, tick=ticker(progress, total))
        if ledger.unfinished:
            progress("corroborate", 0, 0)
            pipeline.corroborated(ledger)
    progress("done", total, total)
    with reader.opened(Path(out)) as made:
        return Balance(ledger=out, new=new, counts=made.counts())


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
