"""``twotrack watch``: round after round of fetching, reading and corroborating, until somebody stops it.

A round that brings nothing new loads no model and leaves the ledger's rows as they are.
"""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twotrack import fetched, live, runner
from twotrack.coding.coder import CoderName
from twotrack.errors import LedgerBusy, UsageError
from twotrack.ledger import connection, reader
from twotrack.records import Record
from twotrack.settings import Settings

if TYPE_CHECKING:
    from twotrack.fetching.guard import Guard
    from twotrack.fetching.rounds import Outcome

TRIES = 3
SHORTEST = 60.0
# The first requests of a round are spread by chance over so much of the time to the next one, at most so long.
SPREAD, MOST_SPREAD = 0.1, 30.0
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Plan(Record, frozen=True):
    """What to watch, and how; ``every`` is in seconds, from the beginning of one round to that of the next."""

    sources: tuple[str, ...]
    out: str
    every: float
    once: bool = False
    coder: CoderName = "model"
    jobs: int | None = None
    directories: tuple[str, ...] = ()


class Failing(Record, frozen=True):
    """An address that failed ``fails`` times running."""

    url: str
    host: str
    reason: str
    fails: int


class Done(Record, frozen=True):
    """One round: at which time, what was asked, what is new and in the ledger now, and when the next one is."""

    at: str
    asked: int
    unchanged: int
    new: int
    articles: int
    events: int
    failing: tuple[Failing, ...]
    next: str | None
    busy: bool = False


def seconds(words: str) -> float:
    """A time such as ``15m``, ``1h`` or ``90s``; a minute at least.

    >>> seconds("15m"), seconds("1.5h")
    (900.0, 5400.0)

    Raises:
        UsageError: it is none, or too short.
    """
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])", words.strip().lower(), re.ASCII)
    if found is None:
        raise UsageError(f"--every {words}: not a time", advice="give a number with s, m, h or d: --every 15m")
    every = float(found[1]) * _UNITS[found[2]]
    if every < SHORTEST:
        raise UsageError(f"--every {words}: too often for the servers", advice="give a minute at least: --every 15m")
    return every


def watch(plan: Plan, settings: Settings, tell: Callable[[Done], object], guard: Guard | None = None) -> int:
    """Rounds until SIGINT or SIGTERM, or one; ``tell`` hears of each. Exit code 1 where an address fails.

    Raises:
        UsageError: nothing to fetch among the sources. StorageError, ModelError, LedgerError: the rounds can't go on.
    """
    if not _wanted(plan, settings).addresses:
        raise UsageError("no address to watch", advice="twotrack watch https://outlet.example/feed.xml -o ledger")
    with _stoppable():
        # The first round is waited for by somebody; the later ones need not come all at the same moment.
        for jitter in chain([0.0], repeat(min(plan.every * SPREAD, MOST_SPREAD))):
            begun = time.time()
            done = _round(plan, settings, guard, jitter)
            ahead = max(SHORTEST, plan.every - (time.time() - begun)) if not plan.once else None
            tell(_with_next(done, ahead))
            if ahead is None:
                break
            time.sleep(ahead)
    return 1 if done.failing or done.busy else 0


def _wanted(plan: Plan, settings: Settings) -> live.Wanted:
    """Read anew for each round: a list that was edited counts at once. Only lists and addresses can be watched."""
    wanted = live.wanted(plan.sources, settings, fetch=True)
    if wanted.local:
        raise UsageError(
            f"can't be watched: {', '.join(wanted.local[:3])}", advice="give addresses, or files that list them"
        )
    return wanted


def _round(plan: Plan, settings: Settings, guard: Guard | None, jitter: float) -> Done:
    ledger = Path(plan.out)
    try:
        wanted = _wanted(plan, settings)
        how = live.How(guard=guard, tries=TRIES, jitter=jitter, given=wanted.given)
        outcome = live.fetch(live.due(wanted.addresses, ledger), ledger, settings, how)
        new = _taken_in(plan, settings, outcome)
    except LedgerBusy:
        return _done(plan, None, 0, busy=True)
    return _done(plan, outcome, new)


def _taken_in(plan: Plan, settings: Settings, outcome: Outcome) -> int:
    """Read what came; a ledger is made also where nothing did, so that it can be asked for its status."""
    ledger = Path(plan.out)
    if not (outcome.refusals or fetched.has_unread(ledger) or not connection.is_ledger(ledger)):
        return 0
    return runner.run(
        (), plan.out, coder=plan.coder, jobs=plan.jobs, directories=plan.directories, settings=settings,
        refused=outcome.refusals, empty=True,
    ).new  # fmt: skip


def _done(plan: Plan, outcome: Outcome | None, new: int, busy: bool = False) -> Done:
    ledger = Path(plan.out)
    failing = [f for f in live.addresses(ledger) if f.fails]
    articles, events = _counts(ledger)
    return Done(
        at=_clock(time.time()), asked=outcome.asked if outcome else 0, unchanged=outcome.unchanged if outcome else 0,
        new=new, articles=articles, events=events, next=None, busy=busy,
        failing=tuple(Failing(url=f.url, host=_host(f.url), reason=f.reason, fails=f.fails) for f in failing),
    )  # fmt: skip


def _counts(ledger: Path) -> tuple[int, int]:
    if not connection.is_ledger(ledger):
        return 0, 0
    with reader.opened(ledger) as found:
        counts = found.counts()
    return counts.articles, counts.events


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _with_next(done: Done, ahead: float | None) -> Done:
    from msgspec.structs import replace

    return replace(done, next=_clock(time.time() + ahead)) if ahead is not None else done


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _stop(number: int, frame: object) -> None:
    """As Ctrl-C does, also where a shell has started the program with Ctrl-C switched off."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM stops like Ctrl-C; outside of the main thread the caller has to."""
    try:
        before = signal.signal(signal.SIGTERM, _stop)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
