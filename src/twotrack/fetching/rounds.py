"""One round: what the user named is asked for, then the pages that feeds and lists name, all within one pace.

Each visit is captured before anything else is done, and remembered with what it names in one step: a round that was
stopped goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup
from msgspec.structs import replace

from twotrack.errors import Refused
from twotrack.fetching.captured import CaptureWriter
from twotrack.fetching.client import Answer
from twotrack.fetching.memory import Address, Memory
from twotrack.fetching.targets import target
from twotrack.fetching.visitor import ASKED_TO_WAIT, PASSING, Known, Visitor
from twotrack.fetching.waiting import LONGEST, Later
from twotrack.records import Record, Refusal

LIST_IN_LIST = "list in a list"
# Addresses that one feed or list may name; real lists have under 2,000.
MOST_NAMED = 10_000
# A page that a feed names is given up after so many failures that might have passed.
MOST_TRIES = 5
BACK_OFF = 300.0


class Look(Record, frozen=True):
    """What an answer is: ``page``, ``feed`` (RSS, Atom), ``json feed`` or ``list``, and the addresses that it names.

    ``digest`` is of its content, without how it was sent.
    """

    kind: str
    links: tuple[str, ...]
    digest: str


class Outcome(Record, frozen=True):
    """What a round did. ``left`` are addresses that wait for the next one; ``failing`` are the user's own."""

    asked: int
    captured: int
    unchanged: int
    left: int
    refusals: tuple[Refusal, ...]
    failing: tuple[Address, ...]


class Bounds(Record, frozen=True):
    """``most_links`` pages are asked for of one feed. A failure that may pass is a refusal after ``tries`` of them.

    With more than one try, each waits longer than the last, and the user's own addresses are tried for ever.
    """

    most_links: int
    tries: int = 1


class Tools(NamedTuple):
    """What a round works with."""

    visit: Visitor
    memory: Memory
    capture: CaptureWriter
    look: Callable[[Answer], Look]


class Round:
    """``look`` says what an answer is; ``tell`` hears how many of how many addresses are done."""

    def __init__(
        self, tools: Tools, bounds: Bounds, tell: Callable[[int, int], None] = lambda done, total: None
    ) -> None:
        self._visit, self._memory, self._capture, self._look = tools
        self._most_links, self._tries, self._tell = bounds.most_links, bounds.tries, tell
        self._looking = anyio.Lock()
        self._begun: set[str] = set()
        self._done = self._captured = self._unchanged = self._left = 0
        self._refusals: list[Refusal] = []
        self._failing: list[Address] = []

    async def __call__(self, urls: Sequence[str]) -> Outcome:
        """Ask for addresses of the user, and for what they name."""
        async with anyio.create_task_group() as group:
            for url in urls:
                try:
                    found = target(url).url
                except Refused as error:
                    self._refusals.append(Refusal(source=url, offset=0, reason=error.reason, detail=error.detail))
                    continue
                self._start(group, self._known(found))
        refusals = sorted(self._refusals, key=lambda r: (r.source, r.reason))
        return Outcome(
            asked=self._done, captured=self._captured, unchanged=self._unchanged, left=self._left,
            refusals=tuple(refusals), failing=tuple(sorted(self._failing, key=lambda a: a.url)),
        )  # fmt: skip

    def _known(self, url: str) -> Address:
        known = self._memory.get(url)
        if known is None:
            known = Address(url=url)
            self._memory.put(known)
        return known

    def _start(self, group: TaskGroup, asked: Address, above: str = "") -> None:
        """``above`` is the kind of what names it."""
        if asked.url not in self._begun:
            self._begun.add(asked.url)
            group.start_soon(self._one, group, asked, above)

    async def _one(self, group: TaskGroup, asked: Address, above: str) -> None:
        known = Known(url=asked.final, etag=asked.etag, modified=asked.modified)
        try:
            if asked.due > time.time():
                raise Later(ASKED_TO_WAIT, asked.detail, asked.due - time.time())
            answers = await self._visit(asked.url, known)
            asked = await self._answered(asked, answers, above)
        except Refused as error:
            asked = self._failed(asked, error, above)
        self._done += 1
        for named in self._to_ask(asked, above):
            self._start(group, named, asked.kind)
        self._tell(self._done, len(self._begun))

    async def _answered(self, asked: Address, answers: tuple[Answer, ...], above: str) -> Address:
        last, now = answers[-1], _now()
        well = replace(asked, checked=now, good=now, fails=0, due=0.0, reason="", detail="", state="done")
        if last.status == 304:
            self._unchanged += 1
            self._memory.put(well)
            return well
        # One at a time: each may unpack as much as an input may have.
        async with self._looking:
            look = await to_thread.run_sync(self._look, last)
        if look.kind == "list" and above == "list":
            raise Refused(LIST_IN_LIST, "its addresses are not fetched")
        kind = "page" if above not in ("", "list") else look.kind
        new = replace(
            well, kind=kind, final=last.url, digest=look.digest, etag=last.headers.get("etag", "")[:1000],
            modified=last.headers.get("last-modified", "")[:100],
        )  # fmt: skip
        if look.digest == asked.digest:
            self._unchanged += 1
            self._memory.put(new)
            return new
        self._captured += 1
        root = asked.root if kind == "page" else asked.url
        self._memory.keep(self._capture(answers, root, kind), new, _named(look, new) if kind != "page" else ())
        return new

    def _failed(self, asked: Address, error: Refused, above: str) -> Address:
        passes, is_own = error.reason in PASSING, above in ("", "list")
        fails = asked.fails + 1
        is_final = not passes or (fails >= self._tries and not (is_own and self._tries > 1))
        asked = replace(
            asked, checked=_now(), fails=fails, reason=error.reason, detail=error.detail,
            due=time.time() + self._wait(fails, error) if passes else 0.0,
            state="refused" if is_final and asked.state != "done" else asked.state,
        )  # fmt: skip
        self._memory.put(asked)
        if is_final:
            self._refusals.append(Refusal(source=asked.url, offset=0, reason=error.reason, detail=error.detail))
        if is_own:
            self._failing.append(asked)
        return asked

    def _wait(self, fails: int, error: Refused) -> float:
        asked = error.seconds if isinstance(error, Later) else 0.0
        return max(asked, min(BACK_OFF * 2**fails, LONGEST) if self._tries > 1 else 0.0)

    def _to_ask(self, asked: Address, above: str) -> Iterator[Address]:
        """What an address names and is not there yet; of a list, all."""
        if asked.kind in ("", "page"):
            return
        if asked.kind == "list":
            yield from self._memory.named_by(asked.url) if not above else ()
            return
        waiting = [a for a in self._memory.named_by(asked.url) if _is_waiting(a)]
        self._left += max(0, len(waiting) - self._most_links)
        yield from waiting[: self._most_links]


def _is_waiting(page: Address) -> bool:
    if page.due > time.time() or page.fails >= MOST_TRIES:
        return False
    return page.state == "new" or (page.state == "refused" and page.reason in PASSING)


def _named(look: Look, base: Address) -> Iterator[Address]:
    """The addresses that a feed or list names, as they will be asked for; what can't be one is refused when asked."""
    for link in dict.fromkeys(look.links[:MOST_NAMED]):
        try:
            url = target(link, base.final).url
        except Refused:
            url = link[:2000]
        yield Address(url=url, root=base.url)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
