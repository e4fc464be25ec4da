"""Pages to articles in child processes that can be killed: in input order, with flat memory, for any number of jobs."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from twotrack.cleaning.child import LENGTH, Answer, write_frame
from twotrack.records import Article, Page, Refusal
from twotrack.settings import Settings

Result = tuple[Page, Article | Refusal] | Refusal

# Pages that are read ahead, for each job, and their bytes for all jobs: what memory the queue may take.
AHEAD = 4
AHEAD_BYTES = 64_000_000
# Processor time decides (the same on a busy machine); the clock is for a child that waits without working.
CLOCK_TIMES = 3
START_SECONDS = 30
LAST_SECONDS = 2
_OUT_OF_TIME = tuple(-number for name in ("SIGXCPU", "SIGPROF") if (number := getattr(signal, name, None)))
DIED, TIMED_OUT = "parser died", "parser timed out"


class Cleaner:
    """Cleans pages in ``jobs`` child processes; refusals pass through in their place.

    A child that hangs or dies is killed and replaced, its page is refused by name and its neighbours are kept.
    The children end with the iterator: when it is exhausted, closed, or an error goes through it.
    """

    def __init__(self, settings: Settings, jobs: int = 1) -> None:
        self._settings = settings
        self._jobs = max(1, jobs)

    def __call__(self, pages: Iterable[Page | Refusal]) -> Iterator[Result]:
        """``(page, article or refusal)`` for each page, in the order given."""
        pool = _Pool(self._settings, self._jobs)
        try:
            yield from pool.run(iter(pages))
        finally:
            pool.close()


class _Slot:
    """An item in its place of the queue; ``result`` is None while it is being worked on."""

    def __init__(self, item: Page | Refusal) -> None:
        self.page = item if isinstance(item, Page) else None
        self.result: Result | None = None if isinstance(item, Page) else item
        self.size = len(item.raw) if isinstance(item, Page) else 0
        self.deaths = 0


class _Pool:
    """The queue and the children."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs
        self._slots: deque[_Slot] = deque()
        self._waiting: deque[_Slot] = deque()
        self._children: list[_Child] = []

    def run(self, items: Iterator[Page | Refusal]) -> Iterator[Result]:
        """Results in order."""
        ended = False
        while not ended or self._slots:
            while not ended and self._has_room():
                ended = not self._add(next(items, None))
            self._dispatch()
            if self._slots and self._slots[0].result is None:
                self._wait()
            while self._slots and (done := self._slots[0].result) is not None:
                self._slots.popleft()
                yield done

    def close(self) -> None:
        """End all children."""
        for child in self._children:
            child.end()
        self._children.clear()

    def _has_room(self) -> bool:
        return len(self._slots) < AHEAD * self._jobs and sum(slot.size for slot in self._slots) < AHEAD_BYTES

    def _add(self, item: Page | Refusal | None) -> bool:
        if item is None:
            return False
        slot = _Slot(item)
        self._slots.append(slot)
        if slot.page is not None:
            self._waiting.append(slot)
        return True

    def _dispatch(self) -> None:
        while self._waiting:
            child = next((c for c in self._children if c.slot is None), None)
            if child is None:
                if len(self._children) >= self._jobs:
                    return
                child = _Child(self._settings)
                self._children.append(child)
            child.take(self._waiting.popleft())
            if child.is_gone:
                self._lose(child)

    def _wait(self) -> None:
        busy = [child for child in self._children if child.slot is not None]
        with selectors.DefaultSelector() as selector:
            for child in busy:
                selector.register(child.output, selectors.EVENT_READ, child)
            nearest = min(child.deadline for child in busy) - time.monotonic()
            ready = {id(key.data) for key, _ in selector.select(max(0.0, nearest))}
        for child in busy:
            if id(child) in ready:
                child.receive()
            elif time.monotonic() >= child.deadline:
                child.overdue = True
                child.is_gone = True
            if child.is_gone:
                self._lose(child)

    def _lose(self, child: _Child) -> None:
        """Its page is tried once more when it died (that may have been the machine's fault), not when it hung."""
        slot, reason, detail = child.slot, *child.end()
        self._children.remove(child)
        if slot is None or slot.page is None or slot.result is not None:
            return
        slot.deaths += 1
        if reason == DIED and slot.deaths < 2:
            self._waiting.appendleft(slot)
        else:
            slot.result = (slot.page, _refusal(slot.page, reason, detail))


class _Child:
    """One child process and the page that it has."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.parse_seconds
        self._buffer = bytearray()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "twotrack.cleaning.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Its own group: Ctrl-C reaches the parent alone, which ends its children in order.
            start_new_session=True,
        )
        self.slot: _Slot | None = None
        self.overdue = self.is_gone = False
        self._is_fresh = True
        self.deadline = time.monotonic() + START_SECONDS
        self._send(msgspec.msgpack.encode(settings))

    @property
    def output(self) -> int:
        """The descriptor that answers come from."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def take(self, slot: _Slot) -> None:
        """Give it a page."""
        self.slot = slot
        self._send(msgspec.msgpack.encode(slot.page))
        # The first page waits for imports too, and on a busy machine these take long.
        spare = START_SECONDS if self._is_fresh else LAST_SECONDS
        self.deadline = time.monotonic() + CLOCK_TIMES * self._seconds + spare

    def receive(self) -> None:
        """Take in what it has written; a whole answer is put into its slot."""
        part = os.read(self.output, 1 << 20)
        self._buffer += part
        size = int.from_bytes(self._buffer[:LENGTH], "big")
        if not part:
            self.is_gone = True
        elif len(self._buffer) >= LENGTH + size and self.slot is not None and self.slot.page is not None:
            page = self.slot.page
            self.slot.result = (page, _checked(page, bytes(self._buffer[LENGTH : LENGTH + size])))
            self.slot = None
            self._is_fresh = False
            self._buffer.clear()

    def end(self) -> tuple[str, str]:
        """Kill it, if it is still there, and say what it died of."""
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        # What was not sent can't be sent any more.
        with contextlib.suppress(OSError):
            process.stdin.close()
        if self.overdue or not self.is_gone:
            process.kill()
        process.stdout.close()
        try:
            code = process.wait(timeout=LAST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if self.overdue or code in _OUT_OF_TIME:
            return TIMED_OUT, f"more than {self._seconds:g} s"
        return DIED, f"signal {-code}" if code < 0 else f"exit code {code}"

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, data)
        except OSError:
            self.is_gone = True


def _checked(page: Page, data: bytes) -> Article | Refusal:
    """A child that parsed hostile bytes is not trusted: its answer must be a record of the right shape."""
    try:
        answer = msgspec.msgpack.decode(data, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _refusal(page, DIED, str(error))
    if answer.article is None:
        return _refusal(page, answer.reason, answer.detail)
    return answer.article


def _refusal(page: Page, reason: str, detail: str) -> Refusal:
    return Refusal(source=page.source, offset=page.offset, reason=reason, detail=detail)


def _environment() -> dict[str, str]:
    """The child finds this very package, wherever it was imported from, and takes one core."""
    home = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
