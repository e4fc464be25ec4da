"""Sources to pages: the files are found, sniffed, and read by the reader of their kind, one page at a time.

A new kind is a new line in :data:`READERS` and a module with its two functions; archives, which are read at any place
and not from front to back, are in :mod:`archives`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from twotrack.errors import Refused
from twotrack.reading import archives, feedlists, feeds, structured, whole
from twotrack.reading.finding import STDIN, Found, find
from twotrack.reading.opening import glance, peek
from twotrack.reading.sniffing import sniff, suffix
from twotrack.records import Damage, Page, Record, Refusal, Skipped
from twotrack.settings import Settings

Read = Callable[[str, IO[bytes], Settings], Iterator[Page | Refusal]]
Count = Callable[[IO[bytes], Settings], int]
Note = Damage | Skipped
Tell = Callable[[Note], None]


def ignore(note: Note) -> None:
    """Nobody asked."""


# A kind without a counter is counted by reading it.
READERS: dict[str, tuple[Read, Count | None]] = {
    "html": (whole.read_html, whole.count_one),
    "text": (whole.read_text, whole.count_one),
    "markdown": (whole.read_markdown, whole.count_one),
    "jsonl": (structured.read_lines, structured.count_lines),
    "json": (structured.read_file, structured.count_file),
    "feed": (feeds.read_feed, None),
    "json feed": (feeds.read_json_feed, None),
    "opml": (feedlists.read_opml, None),
    "addresses": (feedlists.read_addresses, None),
}


class Plan(Record, frozen=True):
    """What a run would read. ``inputs`` is exactly how many pages and refusals :func:`read` gives.

    ``kinds`` counts files by kind, ``bytes`` is their size on disk. Standard input is not counted, because
    counting would use it up: ``open_ended`` is true where it is among the sources. ``hosts`` are those that would be
    asked for pages, with the number of addresses that are known before: what comes of them is not counted either.
    """

    files: int
    inputs: int
    bytes: int
    kinds: dict[str, int]
    refusals: tuple[Refusal, ...]
    open_ended: bool
    hosts: dict[str, int] = {}  # noqa: RUF012 - frozen, and msgspec makes a new one


def read(
    sources: Sequence[str], settings: Settings, stdin: BinaryIO | None = None, note: Tell = ignore
) -> Iterator[Page | Refusal]:
    """Every page of ``sources``, in a fixed order; what can't be read is a refusal in its place.

    ``note`` is told of damaged spans of archives, and of their records that are no inputs. Memory does not grow with
    the sources: JSON lines are read line by line, archives record by record, other files up to
    ``settings.max_input_bytes``.

    Raises:
        UsageError: no source is given or none exists; raised by the call, before anything is read.
    """
    return _pages(find(sources), settings, stdin, note)


def plan(sources: Sequence[str], settings: Settings) -> Plan:
    """What :func:`read` would give, counted without parsing pages.

    Raises:
        UsageError: as :func:`read`.
    """
    kinds: Counter[str] = Counter()
    refusals: list[Refusal] = []
    inputs = size = 0
    open_ended = False
    for found in find(sources):
        if isinstance(found, Refusal):
            refusals.append(found)
        elif found.path == STDIN:
            open_ended = True
        else:
            number = _counted(found, settings, kinds, refusals)
            inputs += number
            size += _size(found) if number else 0
    return Plan(
        files=sum(kinds.values()),
        inputs=inputs + len(refusals),
        bytes=size,
        kinds=dict(sorted(kinds.items())),
        refusals=tuple(refusals),
        open_ended=open_ended,
    )


def count(sources: Sequence[str], settings: Settings) -> int | None:
    """How many items :func:`read` will give; None when standard input is among the sources.

    Raises:
        UsageError: as :func:`read`.
    """
    planned = plan(sources, settings)
    return None if planned.open_ended else planned.inputs


def _pages(
    files: Iterator[Found | Refusal], settings: Settings, stdin: BinaryIO | None, note: Tell
) -> Iterator[Page | Refusal]:
    for found in files:
        if isinstance(found, Refusal):
            yield found
        else:
            yield from _read_one(found, settings, stdin, note)


def _read_one(found: Found, settings: Settings, stdin: BinaryIO | None, note: Tell) -> Iterator[Page | Refusal]:
    try:
        with _opened(found, stdin) as stream:
            head, stream = glance(stream)
            if archives.kind_of(head, found.source):
                with archives.anywhere(stream) as file:
                    yield from archives.read(found.source, file, settings, note)
                return
            head, stream = peek(stream)
            reader, _ = READERS[sniff(head, suffix(found.source))]
            yield from reader(found.source, stream, settings)
    except (Refused, OSError) as error:
        yield _refusal(found, error)


def _counted(found: Found, settings: Settings, kinds: Counter[str], refusals: list[Refusal]) -> int:
    try:
        with _opened(found, None) as stream:
            kind, number = _count_one(found, stream, settings)
    except (Refused, OSError) as error:
        refusals.append(_refusal(found, error))
        return 0
    kinds[kind] += 1
    return number


def _count_one(found: Found, stream: IO[bytes], settings: Settings) -> tuple[str, int]:
    head, stream = glance(stream)
    if (archive := archives.kind_of(head, found.source)) is not None:
        with archives.anywhere(stream) as file:
            return archive, archives.count(found.source, file, settings)
    head, stream = peek(stream)
    kind = sniff(head, suffix(found.source))
    reader, counter = READERS[kind]
    return kind, counter(stream, settings) if counter else _tally(reader(found.source, stream, settings))


def _tally(items: Iterator[Page | Refusal]) -> int:
    """How many they are, with the refusal where they break off; raises what breaks them off at once."""
    number = 0
    try:
        for _ in items:
            number += 1
    except (Refused, OSError):
        if not number:
            raise
        return number + 1
    return number


@contextmanager
def _opened(found: Found, stdin: BinaryIO | None) -> Iterator[IO[bytes]]:
    if found.path == STDIN:
        yield stdin or sys.stdin.buffer
        return
    with Path(found.path).open("rb") as stream:
        yield stream


def _size(found: Found) -> int:
    try:
        return Path(found.path).stat().st_size
    except OSError:
        return 0


def _refusal(found: Found, error: Refused | OSError) -> Refusal:
    if isinstance(error, Refused):
        return Refusal(source=found.source, offset=0, reason=error.reason, detail=error.detail)
    reasons = {FileNotFoundError: "not found", PermissionError: "no permission"}
    reason = next((r for kind, r in reasons.items() if isinstance(error, kind)), "read error")
    return Refusal(source=found.source, offset=0, reason=reason, detail=error.strerror or "")
