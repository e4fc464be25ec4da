"""When to ask again: what passes, what a server asks for, and a pause between two requests to one host."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anyio

from twotrack.errors import Refused

# Waits after the first, second, ... refusal that may pass, in seconds; a server's Retry-After wins.
STEPS = (5.0, 30.0)
# Longer than this a run does not wait for one host: the address is refused for now.
PATIENCE = 60.0
LONGEST = 86_400.0


class Later(Refused):
    """Refused for now: ``seconds`` is how long the server asked to wait, 0 where it did not say."""

    def __init__(self, reason: str, detail: str = "", seconds: float = 0.0) -> None:
        super().__init__(reason, detail)
        self.seconds = seconds


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that an answer asks to wait, at most a day; None where it does not say.

    >>> retry_after({"retry-after": "120"}, datetime(2026, 6, 5, tzinfo=UTC))
    120.0
    >>> retry_after({"retry-after": "Fri, 05 Jun 2026 00:01:00 GMT"}, datetime(2026, 6, 5, tzinfo=UTC))
    60.0
    """
    words = headers.get("retry-after", "").strip()
    if words.isdecimal():
        return min(float(words[:9]), LONGEST)
    try:
        at = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST)


class Pace:
    """One request to a host at a time, ``at_once`` to all of them, and a pause between two to the same one.

    ``jitter`` is the most seconds that the first request to a host waits, by chance: not all at the same moment.
    """

    def __init__(self, at_once: int, jitter: float = 0.0) -> None:
        self._slots = anyio.Semaphore(max(1, at_once))
        self._locks: defaultdict[str, anyio.Lock] = defaultdict(anyio.Lock)
        self._free: dict[str, float] = {}
        self._jitter = jitter

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """Wait for the host's turn; ``pause`` seconds pass after it before the next one."""
        async with self._locks[host]:
            start = anyio.current_time()
            free = self._free.setdefault(host, start + random.uniform(0, self._jitter))
            await anyio.sleep(max(0.0, free - start))
            try:
                async with self._slots:
                    yield
            finally:
                self._free[host] = max(self._free[host], anyio.current_time() + pause)

    def hold(self, host: str, seconds: float) -> None:
        """Nobody asks this host for so long."""
        self._free[host] = max(self._free.get(host, 0.0), anyio.current_time() + seconds)
