"""What was fetched, on its way into the ledger: each capture once, each entry of a feed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from twotrack import live
from twotrack.errors import Refused
from twotrack.fetching.memory import FOLDER, is_there, remembering
from twotrack.ledger import connection
from twotrack.ledger.captures import sha256
from twotrack.reading import visits
from twotrack.reading.feedentries import Entry
from twotrack.reading.sources import Note
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

if TYPE_CHECKING:
    from twotrack.fetching.memory import Capture, Memory


class Unread:
    """What was fetched and is not in the ledger yet: iterate, then :meth:`settle` when it was committed."""

    def __init__(self, ledger: Path, settings: Settings, note: Callable[[Note], None]) -> None:
        self._ledger, self._settings, self._note = ledger, settings, note
        self._captures: list[Capture] = []
        self._entries: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[Page | Refusal]:
        """Pages and refusals, in the order in which they were fetched; ``source`` is the archive in the ledger."""
        if not is_there(self._ledger):
            return
        with remembering(self._ledger) as memory:
            for capture in memory.unread():
                with (self._ledger / FOLDER / capture.file).open("rb") as file:
                    file.seek(capture.at)
                    packed = file.read(capture.length)
                yield from self._read(f"{FOLDER}/{capture.file}", capture, packed, memory)
                self._captures.append(capture)

    def _read(self, source: str, capture: Capture, packed: bytes, memory: Memory) -> Iterator[Page | Refusal]:
        if capture.kind == "page":
            yield from visits.read_page(source, capture.at, packed, self._settings, self._note)
        elif capture.kind in visits.FEEDS:
            for entry, made in visits.read_entries(source, capture.at, capture.kind, packed, self._settings):
                name = sha256(made.raw) if isinstance(made, Page) else made.reason + made.detail
                if not self._is_pointer(capture, entry, made, memory) and not memory.has_seen(capture.root, name):
                    self._entries.append((capture.root, name))
                    yield made

    def _is_pointer(self, capture: Capture, entry: Entry, made: Page | Refusal, memory: Memory) -> bool:
        """Whether an entry is no input of its own: its page was fetched, or will be, and it has no more than a word.

        Where the page was refused, what the feed says stands in for it, if it is a text.
        """
        from twotrack.fetching.targets import target

        if not entry.link or visits.is_full(entry):
            return False
        try:
            known = memory.get(target(entry.link, capture.url).url)
        except Refused:
            return False
        return known is not None and (known.state != "refused" or isinstance(made, Refusal))

    def settle(self) -> None:
        """Everything that was given is in the ledger."""
        if self._captures:
            with connection.storage(self._ledger), live.open_memory(self._ledger) as memory:
                memory.settle(self._captures, self._entries)


def has_unread(ledger: Path) -> bool:
    """Whether something was fetched that is not in the ledger."""
    if not is_there(ledger):
        return False
    with remembering(ledger) as memory:
        return bool(memory.unread())
