"""What a site's robots.txt allows (RFC 9309), as Protego reads it.

>>> rules = Rules("User-agent: *\\nDisallow: /private\\nCrawl-delay: 7")
>>> rules.allows("https://outlet.example/private/a", "twotrack"), rules.pause("twotrack")
(False, 7.0)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Protocol

import anyio

from twotrack.errors import Refused
from twotrack.fetching.client import Answer
from twotrack.fetching.guard import NO_HOST, PRIVATE
from twotrack.fetching.targets import UNSAFE, Target, target
from twotrack.fetching.waiting import Later

UNREACHABLE, BLOCKED = "robots.txt unreachable", "blocked by robots.txt"
# RFC 9309, 2.5: a crawler must read at least so much; what stands behind it counts for nothing.
MOST_READ = 512_000
MOST_BYTES = 2_000_000
# A pause that a site asks for is kept up to this many seconds.
LONGEST_PAUSE = 60.0
KEPT_SECONDS = 86_400.0


class Rules:
    """The rules of one robots.txt; "" allows everything."""

    def __init__(self, text: str) -> None:
        from protego import Protego

        self._rules = Protego.parse(text)

    def allows(self, url: str, agent: str) -> bool:
        """Whether ``agent`` may ask for ``url``."""
        return bool(self._rules.can_fetch(url, agent))

    def pause(self, agent: str) -> float:
        """Seconds between two requests, by Crawl-delay or Request-rate; 0 where nothing is said."""
        delay = self._rules.crawl_delay(agent) or 0.0
        rate = self._rules.request_rate(agent)
        asked = max(delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)
        return min(max(asked, 0.0), LONGEST_PAUSE)


class Shelf(Protocol):
    """Where texts of robots.txt are kept between runs."""

    def robots(self, origin: str, age: float) -> str | None:
        """The text, None where there is none that is younger than ``age`` seconds."""

    def keep_robots(self, origin: str, text: str) -> None:
        """Keep a text."""


class Robots:
    """The rules of each site, asked for once a day. ``follow`` gets an address and gives the last answer."""

    def __init__(self, follow: Callable[[Target], Awaitable[Answer]], shelf: Shelf) -> None:
        self._follow, self._shelf = follow, shelf
        self._known: dict[str, Rules] = {}
        self._failed: dict[str, tuple[str, str]] = {}
        self._locks: defaultdict[str, anyio.Lock] = defaultdict(anyio.Lock)

    async def of(self, asked: Target) -> Rules:
        """The rules for a target: 4xx allows everything; a server that fails allows nothing for now.

        Raises:
            Refused: "robots.txt unreachable"; or what its host is refused for.
        """
        async with self._locks[asked.origin]:
            if asked.origin in self._failed:
                raise Later(*self._failed[asked.origin])
            if asked.origin not in self._known:
                self._known[asked.origin] = Rules(await self._text(asked))
            return self._known[asked.origin]

    async def _text(self, asked: Target) -> str:
        text = self._shelf.robots(asked.origin, KEPT_SECONDS)
        if text is None:
            try:
                text = await self._fetched(target("/robots.txt", asked.url))
            except Later as error:
                self._failed[asked.origin] = (error.reason, error.detail)
                raise
            self._shelf.keep_robots(asked.origin, text)
        return text

    async def _fetched(self, where: Target) -> str:
        try:
            answer = await self._follow(where)
        except Refused as error:
            if error.reason in (PRIVATE, UNSAFE, NO_HOST):
                raise
            raise Later(UNREACHABLE, f"{where.host}: {error.reason}") from error
        if answer.status >= 500 or answer.status == 429:
            raise Later(UNREACHABLE, f"{where.host}: {answer.phrase}")
        return text_of(answer) if 200 <= answer.status < 300 else ""


def text_of(answer: Answer) -> str:
    """The text of a robots.txt that was sent as it is, up to the length that counts."""
    body = answer.response.partition(b"\r\n\r\n")[2]
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    return body[:MOST_READ].decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", "")


def _joined(body: bytes) -> bytes:
    """Chunks joined: the client has checked that they are whole."""
    parts, at = [], 0
    while (line := body.find(b"\r\n", at)) >= 0:
        size = int(body[at:line].partition(b";")[0].strip() or b"0", 16)
        if size == 0:
            break
        parts.append(body[line + 2 : line + 2 + size])
        at = line + 4 + size
    return b"".join(parts)
