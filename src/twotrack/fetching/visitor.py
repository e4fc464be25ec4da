"""One address through robots.txt, pauses and redirects to its last answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from twotrack.errors import Refused
from twotrack.fetching.client import BAD_CERTIFICATE, BROKEN, NO_CONNECTION, TIMED_OUT, Answer, Client
from twotrack.fetching.guard import NO_HOST
from twotrack.fetching.robots import BLOCKED, MOST_BYTES, UNREACHABLE, Robots, Rules, Shelf
from twotrack.fetching.targets import Target, target
from twotrack.fetching.waiting import PATIENCE, STEPS, Later, Pace, retry_after
from twotrack.records import Record

MAX_REDIRECTS = 10
MAX_ROBOTS_REDIRECTS = 5
ASKED_TO_WAIT, HTTP_ERROR, SERVER_ERROR = "asked to wait", "HTTP error", "server error"
MANY_REDIRECTS = "too many redirects"
# Refusals that may pass: asked again later.
PASSING = frozenset(
    (TIMED_OUT, NO_CONNECTION, NO_HOST, UNREACHABLE, ASKED_TO_WAIT, SERVER_ERROR, BROKEN, BAD_CERTIFICATE)
)
# A host that fails so often running is left alone until the next round.
MOST_FAILURES = 3


class Known(Record, frozen=True):
    """What is known of an address from the last time: where it led to, and the validators of that answer."""

    url: str = ""
    etag: str = ""
    modified: str = ""

    def headers(self, asked: Target) -> dict[str, str]:
        """Ask only for what is new."""
        if asked.url != self.url:
            return {}
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in given.items() if value and value.isascii() and value.isprintable()}


class Manners(Record, frozen=True):
    """``pause`` is the least number of seconds between two requests to one host, ``limit`` the most bytes of an answer.

    ``agent`` is what servers are told; ``patience`` how many seconds it waits where a server asks for it.
    """

    agent: str
    pause: float
    limit: int
    patience: float = PATIENCE


class Visitor:
    """Fetches politely, by ``manners``."""

    def __init__(self, client: Client, shelf: Shelf, pace: Pace, manners: Manners) -> None:
        self._client, self._pace = client, pace
        self._pause, self._limit, self._patience = manners.pause, manners.limit, manners.patience
        self._agent = manners.agent.partition("/")[0].strip()
        self._robots = Robots(self._robots_txt, shelf)
        self._failures: Counter[str] = Counter()
        self._shut: dict[str, Refused] = {}

    async def __call__(self, url: str, known: Known = Known()) -> tuple[Answer, ...]:  # noqa: B008 - frozen
        """Every answer on the way, the page last: its status is 2xx, or 304 where nothing is new.

        Raises:
            Refused: see :class:`Client`; "blocked by robots.txt", "too many redirects", "HTTP error".
            Later: "robots.txt unreachable", "asked to wait", "server error".
        """
        answers: list[Answer] = []
        asked = target(url)
        while True:
            answers.append(await self._patiently(asked, known.headers(asked)))
            led = redirected(answers[-1])
            if led is None:
                _good(answers[-1])
                return tuple(answers)
            if len(answers) > MAX_REDIRECTS:
                raise Refused(MANY_REDIRECTS, f"more than {MAX_REDIRECTS}")
            asked = led

    async def _patiently(self, asked: Target, headers: Mapping[str, str]) -> Answer:
        rules = await self._robots.of(asked)
        if not rules.allows(asked.url, self._agent):
            raise Refused(BLOCKED, f"{asked.host} does not want it fetched")
        for step in (*STEPS, None):
            answer = await self._once(asked, headers, rules)
            if answer.status not in (429, 503):
                return answer
            wait = retry_after(answer.headers, datetime.now(UTC))
            if step is None or (wait if wait is not None else step) > self._patience:
                break
            self._pace.hold(asked.host, wait if wait is not None else step)
        self._shut[asked.host] = Later(ASKED_TO_WAIT, answer.phrase, wait or 0.0)
        raise self._shut[asked.host]

    async def _once(self, asked: Target, headers: Mapping[str, str], rules: Rules) -> Answer:
        async with self._pace.turn(asked.host, max(self._pause, rules.pause(self._agent))):
            if asked.host in self._shut:
                raise _again(self._shut[asked.host])
            try:
                answer = await self._client(asked, self._limit, headers)
            except Refused as error:
                self._count(asked.host, error)
                raise
        self._failures[asked.host] = 0
        return answer

    def _count(self, host: str, error: Refused) -> None:
        self._failures[host] += 1 if error.reason in (TIMED_OUT, NO_CONNECTION) else 0
        if self._failures[host] >= MOST_FAILURES:
            self._shut[host] = Later(error.reason, f"{host} failed {MOST_FAILURES} times running")

    async def _robots_txt(self, where: Target) -> Answer:
        """The last answer on the way to a robots.txt; sites are not asked whether it may be asked for."""
        for _ in range(MAX_ROBOTS_REDIRECTS + 1):
            async with self._pace.turn(where.host, self._pause):
                plain = {"Accept-Encoding": "identity", "Accept": "text/plain,*/*;q=0.5"}
                answer = await self._client(where, MOST_BYTES, plain, frozenset())
            led = redirected(answer)
            if led is None:
                return answer
            where = led
        raise Refused(MANY_REDIRECTS, f"more than {MAX_ROBOTS_REDIRECTS}")


def _again(error: Refused) -> Refused:
    """The same refusal for another address of the host; one object can't be raised by two."""
    seconds = error.seconds if isinstance(error, Later) else 0.0
    return Later(error.reason, error.detail, seconds)


def redirected(answer: Answer) -> Target | None:
    """Where an answer sends on to, None where it does not.

    Raises:
        Refused: "unsafe address".
    """
    if answer.status not in (301, 302, 303, 307, 308) or not answer.headers.get("location"):
        return None
    # Servers send UTF-8 in headers, and browsers read it so.
    location = answer.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace")
    return target(location, answer.url)


def _good(answer: Answer) -> None:
    if answer.status >= 500:
        raise Later(SERVER_ERROR, answer.phrase)
    if not 200 <= answer.status < 300 and answer.status != 304:
        raise Refused(HTTP_ERROR, answer.phrase)
