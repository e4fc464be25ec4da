"""A ledger made again from its captured bytes alone: ``twotrack rebuild``.

The database may be gone or damaged: what was read, what was refused and what people decided stands in the WARC files
(:mod:`twotrack.ledger.logbook`). Same program, same settings, same bytes: the canonical export is the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from twotrack import codebook, pipeline, runner
from twotrack.coding.coder import CoderName
from twotrack.directories import loading
from twotrack.errors import UsageError
from twotrack.ledger import logbook, reader, writer
from twotrack.ledger.captures import LOG, payload_at, sha256
from twotrack.progress import Progress, silent
from twotrack.reading import structured
from twotrack.reading.sources import Note
from twotrack.reading.stretch import Stretch
from twotrack.reading.walking import At, Walker
from twotrack.records import Decision, Page, Refusal
from twotrack.settings import Settings

LOST = "capture damaged"


class Evidence:
    """The capture files of a ledger: where each page's bytes stand, and what the logs say.

    Damaged records are passed over. ``damaged`` counts them.
    """

    def __init__(self, ledger: Path) -> None:
        self._files = sorted((ledger / "captures").glob("captures-*.warc.gz"))
        if not self._files:
            raise UsageError(f"{ledger} has no captures", advice="name the folder of a ledger")
        self._pages: dict[bytes, tuple[int, int]] = {}
        self._logs: list[tuple[int, int]] = []
        self.inputs = self.damaged = 0
        self.decisions: list[Decision] = []
        for number, path in enumerate(self._files):
            self._index(number, path)
        self._count()

    def _index(self, number: int, path: Path) -> None:
        with path.open("rb") as file:
            for found in Walker(Stretch(file), "gzip", 0):
                if not isinstance(found, At):
                    self.damaged += 1
                    continue
                head = found.block.head
                place = (number, found.place.member)
                if head.get("warc-target-uri") == LOG:
                    self._logs.append(place)
                elif (name := head.get("warc-payload-digest")).startswith("sha256:"):
                    self._pages[bytes.fromhex(name[7:])] = place

    def _count(self) -> None:
        for entry in self._entries():
            self.inputs += entry.seen is not None or entry.refused is not None
            if entry.decided is not None:
                self.decisions.append(entry.decided)

    def _entries(self) -> Iterator[logbook.Entry]:
        for number, offset in self._logs:
            try:
                yield from logbook.entries([payload_at(self._files[number], offset)])
            except ValueError:
                self.damaged += 1

    def read(self, notes: list[Note]) -> Iterator[Page | Refusal]:
        """Every input, in the order in which they were read; ``notes`` gets what was said of archives."""
        for entry in self._entries():
            if entry.damaged or entry.skipped:
                notes.extend(note for note in (entry.damaged, entry.skipped) if note)
            elif entry.refused is not None:
                yield entry.refused
            elif entry.seen is not None:
                yield self._page(entry.seen)

    def _page(self, seen: logbook.Sighting) -> Page | Refusal:
        raw = self._bytes(seen.capture)
        if raw is None:
            return Refusal(source=seen.source, offset=seen.offset, reason=LOST, detail=seen.capture)
        return seen.page(raw) if seen.kind != "json" else structured.page_of(seen.source, seen.offset, raw)

    def _bytes(self, name: str) -> bytes | None:
        place = self._pages.get(bytes.fromhex(name))
        if place is None:
            return None
        try:
            raw = payload_at(self._files[place[0]], place[1])
        except ValueError:
            return None
        return raw if sha256(raw) == name else None


def rebuild(
    ledger: Path,
    out: Path,
    *,
    coder: CoderName = "model",
    jobs: int | None = None,
    directories: Sequence[str] = (),
    settings: Settings | None = None,
    progress: Progress = silent,
) -> runner.Balance:
    """Make a ledger again from another one's captures, at ``out``.

    Raises:
        UsageError: ``ledger`` has no captures, or ``out`` is the same folder. ModelError, LedgerError, StorageError:
            see there.
    """
    if out.resolve() == ledger.resolve():
        raise UsageError("a ledger can't be rebuilt into itself", advice="choose another -o")
    chosen = settings or Settings()
    own = loading.chosen(directories, chosen)
    loaded = pipeline.stages(chosen, coder, jobs or os.cpu_count() or 1, own)
    found = Evidence(ledger)
    meta = {"coder": loaded.code.name, "codebook": codebook.load().version, "directory": own.digest}
    with writer.writing(out, meta, chosen.crash_at) as made:
        notes: list[Note] = []
        tick = runner.ticker(progress, found.inputs)
        new = runner.fill(made, found.read(notes), notes, loaded, size=chosen.batch_articles, tick=tick)
        unknown = [d for d in found.decisions if not made.knows("decisions", writer.decision_id(d))]
        if unknown:
            made.decide(unknown)
        if made.unfinished:
            progress("corroborate", 0, 0)
            pipeline.corroborated(made)
    progress("done", found.inputs, found.inputs)
    with reader.opened(out) as whole:
        return runner.Balance(ledger=str(out), new=new, counts=whole.counts())
