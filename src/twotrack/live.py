"""Live pages and feeds for a run: fetched, captured, and then read like any archive.

A connection is opened for addresses alone that stand on the command line, or in a list that the user said to fetch.
What fetching and reading need of each other is put together here; nothing of the network is imported before it is used.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from twotrack.errors import Refused, UsageError
from twotrack.ledger import connection, manifest, writer
from twotrack.ledger.durable import Durable
from twotrack.reading import feedlists, visits
from twotrack.reading.finding import find, is_address
from twotrack.reading.opening import peek
from twotrack.reading.sniffing import sniff, suffix
from twotrack.records import Record, Refusal
from twotrack.settings import Settings

if TYPE_CHECKING:
    from twotrack.fetching.client import Answer
    from twotrack.fetching.guard import Guard
    from twotrack.fetching.memory import Address, Memory
    from twotrack.fetching.rounds import Look, Outcome, Round

Tell = Callable[[int, int], None]


class Wanted(Record, frozen=True):
    """The sources of a run: ``local`` ones are read, ``addresses`` are fetched; ``given`` were not in a list.

    ``missing`` are files that are not there: beside an address that is no reason to stop.
    """

    local: tuple[str, ...]
    addresses: tuple[str, ...]
    given: tuple[str, ...]
    missing: tuple[Refusal, ...] = ()


class How(NamedTuple):
    """How to fetch. ``guard`` is for tests; ``jitter`` spreads the first requests over so many seconds; ``given`` are
    addresses of the command line, whose ports may be low ones.

    ``tries`` above 1 is for one that comes back by itself: addresses that failed wait.
    """

    guard: Guard | None = None
    tries: int = 1
    jitter: float = 0.0
    tell: Tell = lambda done, total: None
    given: Sequence[str] = ()


def wanted(sources: Sequence[str], settings: Settings, fetch: bool) -> Wanted:
    """Addresses and files apart. With ``fetch``, a list among the files stands for the addresses in it.

    >>> wanted(["https://outlet.example/feed", "pages/"], Settings(), False).addresses
    ('https://outlet.example/feed',)
    """
    local, addresses, given = [], [], []
    for source in sources:
        if is_address(source) and not os.path.lexists(source):
            addresses.append(source)
            given.append(source)
        elif fetch and (named := _in_list(source, settings)) is not None:
            addresses += named
        else:
            local.append(source)
    if addresses and local and not _any_exists(local):
        missing = [Refusal(source=s.replace("\0", ""), offset=0, reason="not found") for s in local]
        return Wanted(local=(), addresses=tuple(dict.fromkeys(addresses)), given=tuple(given), missing=tuple(missing))
    return Wanted(local=tuple(local), addresses=tuple(dict.fromkeys(addresses)), given=tuple(given))


def _any_exists(sources: Sequence[str]) -> bool:
    try:
        find(sources)
    except UsageError:
        return False
    return True


def _in_list(source: str, settings: Settings) -> list[str] | None:
    """The addresses in a list, None where the file is none."""
    if not Path(source).is_file():
        return None
    try:
        with Path(source).open("rb") as file:
            head, stream = peek(file)
            kind = sniff(head, suffix(source))
            return feedlists.listed(kind, stream, settings) if kind in ("opml", "addresses") else None
    except (Refused, OSError):
        return None


def hosts(wanted: Wanted) -> tuple[dict[str, int], list[Refusal]]:
    """How many addresses each host would be asked for, and what would be refused unseen; opens no connection."""
    from twotrack.fetching.guard import Guard
    from twotrack.fetching.targets import target

    found: Counter[str] = Counter()
    refusals = []
    guard = Guard().knowing(_ports(wanted.given))
    for url in wanted.addresses:
        try:
            guard.check(target(url))
            found[target(url).host] += 1
        except Refused as error:
            refusals.append(Refusal(source=url, offset=0, reason=error.reason, detail=error.detail))
    return dict(sorted(found.items())), refusals


def _ports(addresses: Sequence[str]) -> frozenset[tuple[str, int]]:
    from twotrack.fetching.targets import target

    found = set()
    for url in addresses:
        try:
            found.add((target(url).host, target(url).port))
        except Refused:
            continue
    return frozenset(found)


def fetch(addresses: Sequence[str], ledger: Path, settings: Settings, how: How = How()) -> Outcome:  # noqa: B008
    """Fetch addresses and what they name into ``fetched/`` of the ledger's folder.

    Raises:
        UsageError: the folder holds something else. LedgerBusy, StorageError: see there.
    """
    import anyio

    writer.claim(ledger)
    with connection.storage(ledger), connection.locked(ledger), open_memory(ledger) as memory:
        try:
            return anyio.run(_asked, partial(_round, memory, ledger, settings, how), addresses)
        except BaseExceptionGroup as group:
            raise _first(group) from group


async def _asked(made: Callable[[], Round], addresses: Sequence[str]) -> Outcome:
    return await made()(addresses)


def _round(memory: Memory, ledger: Path, settings: Settings, how: How) -> Round:
    from twotrack.fetching.captured import CaptureWriter
    from twotrack.fetching.client import Client
    from twotrack.fetching.guard import Guard
    from twotrack.fetching.rounds import Bounds, Round, Tools
    from twotrack.fetching.visitor import Manners, Visitor
    from twotrack.fetching.waiting import Pace

    agent = settings.user_agent
    guard = (how.guard or Guard()).knowing(_ports(how.given))
    client = Client(guard, agent, settings.fetch_seconds, settings.ca_file)
    manners = Manners(agent=agent, pause=settings.fetch_pause, limit=settings.fetch_bytes)
    visitor = Visitor(client, memory, Pace(settings.fetch_at_once, how.jitter), manners)
    tools = Tools(visitor, memory, CaptureWriter(ledger, memory.last(), agent), partial(_look, settings))
    return Round(tools, Bounds(most_links=settings.fetch_links, tries=how.tries), how.tell)


def _look(settings: Settings, answer: Answer) -> Look:
    from twotrack.fetching.rounds import Look

    seen = visits.look(answer.response, settings)
    return Look(kind=seen.kind, links=seen.links, digest=seen.digest)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    found = group.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found


@contextmanager
def open_memory(ledger: Path) -> Iterator[Memory]:
    """The memory for changes; the folder's manifest is written anew when they went well."""
    from twotrack.fetching.memory import FOLDER, remembering

    with remembering(ledger) as memory:
        manifest.remove(ledger / FOLDER, Durable())
        yield memory
    manifest.write(ledger / FOLDER, Durable())


def addresses(ledger: Path) -> list[Address]:
    """What is known of the addresses that the user gave."""
    from twotrack.fetching.memory import look_up

    return look_up(ledger)


def due(urls: Sequence[str], ledger: Path) -> list[str]:
    """Those that may be asked now: one that failed, or whose server asked to wait, has its time."""
    from twotrack.fetching.targets import target

    waiting = {a.url for a in addresses(ledger) if a.due > time.time()}
    found = []
    for url in urls:
        try:
            is_waiting = target(url).url in waiting
        except Refused:
            is_waiting = False
        if not is_waiting:
            found.append(url)
    return found
