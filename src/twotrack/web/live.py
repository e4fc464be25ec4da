"""The snapshot of now: built anew, beside the answers, when the ledger has changed; and the answers made from it."""

from __future__ import annotations

import asyncio
import signal
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from twotrack.errors import TwotrackError
from twotrack.ledger.watch import Mark, Watch
from twotrack.web.building import build
from twotrack.web.snapshot import Snapshot

T = TypeVar("T")
Key = tuple[str, ...]
KEPT = 32_000_000  # bytes of answers
# From so many events on, what takes long runs in a process of its own: in a thread it would hold up the answers
# (measured with benchmarks/page.py: docs/page.md).
LARGE = 5_000


class Answers:
    """The answers of last use, up to so many bytes.

    >>> held = Answers(most=5)
    >>> held.get(("a",), lambda: b"123"), held.get(("b",), lambda: b"4567"), held.find(("a",))
    (b'123', b'4567', None)
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._size = most, 0
        self._held: OrderedDict[Key, bytes] = OrderedDict()

    def get(self, key: Key, make: Callable[[], bytes]) -> bytes:
        """The answer under a key, made where it is not held."""
        if (found := self.find(key)) is None:
            found = make()
            self.keep(key, found)
        return found

    def find(self, key: Key) -> bytes | None:
        """The answer under a key, None where there is none."""
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key]

    def keep(self, key: Key, answer: bytes) -> None:
        """Hold an answer; the ones not asked for longest make room."""
        self._size += len(answer) - len(self._held.get(key, b""))
        self._held[key] = answer
        self._held.move_to_end(key)
        while self._size > self._most and self._held:
            self._size -= len(self._held.popitem(last=False)[1])


class Live:
    """One ledger as it is served; ``name`` is what the page calls it. To be used by one event loop.

    Raises:
        LedgerError: there is no ledger, or it can't be read.
    """

    def __init__(self, path: Path, name: str, large: int = LARGE) -> None:
        self.path, self.name = path, name
        self.answers = Answers()
        self._watch = Watch(path)
        self._held = build(path, name)
        self._building: asyncio.Task[None] | None = None
        self._making: dict[Key, asyncio.Task[bytes]] = {}
        self._threads = ThreadPoolExecutor(2)
        self._aside: Executor = self._threads
        if len(self._held) >= large:
            # Ctrl-C is for the server to hear, which then ends its process too.
            deaf = (signal.SIGINT, signal.SIG_IGN)
            self._aside = ProcessPoolExecutor(1, get_context("spawn"), signal.signal, deaf)

    def snapshot(self) -> Snapshot:
        """The newest snapshot that is ready; looks whether a newer one is due."""
        self.mark()
        return self._held

    def mark(self) -> Mark:
        """The ledger's state of now, and a new snapshot on its way where it differs."""
        mark = self._watch.look()
        if mark.derived != self._held.version and (self._building is None or self._building.done()):
            self._building = asyncio.get_running_loop().create_task(self._build())
        return mark

    async def fresh(self) -> Snapshot:
        """The snapshot of the ledger as it is now, waited for."""
        for _ in range(3):  # it may change again meanwhile; the page asks again soon
            if self.mark().derived == self._held.version or self._building is None:
                break
            await self._building
        return self._held

    async def apart(self, function: Callable[..., T], *words: object) -> T:
        """Run what takes long, beside the answers: in a process of its own where the ledger is large."""
        return await asyncio.get_running_loop().run_in_executor(self._aside, function, *words)

    async def thread(self, function: Callable[..., T], *words: object) -> T:
        """Run what waits for the disk, or needs the snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *words)

    async def once(self, key: Key, make: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
        """The answer under a key; while it is being made, nobody makes it a second time."""
        if (found := self.answers.find(key)) is not None:
            return found
        if key not in self._making:
            self._making[key] = asyncio.get_running_loop().create_task(make())
            self._making[key].add_done_callback(lambda _: self._making.pop(key, None))
        found = await asyncio.shield(self._making[key])
        self.answers.keep(key, found)
        return found

    async def _build(self) -> None:
        try:
            self._held = await self.apart(build, self.path, self.name)
        except TwotrackError:
            # The ledger is being replaced or has gone; the next look tells which.
            return

    def close(self) -> None:
        """Give back what is held."""
        self._watch.close()
        for executor in (self._aside, self._threads):
            executor.shutdown(wait=False, cancel_futures=True)
