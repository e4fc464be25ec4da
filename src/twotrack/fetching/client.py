"""One request and its answer, within limits of bytes and time; nothing from the environment, nothing remembered."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

import anyio
import httpcore2

from twotrack.errors import Refused
from twotrack.fetching.guard import Guard
from twotrack.fetching.targets import Target
from twotrack.fetching.wire import TOO_LARGE, Tape, Wire
from twotrack.records import Record

TIMED_OUT, NO_CONNECTION, BROKEN = "timed out", "no connection", "broken HTTP answer"
BAD_CERTIFICATE, NOT_A_PAGE = "bad certificate", "not a page"
CONNECT_SECONDS = 10.0
# Types that pages, feeds and lists are served with; anything else is not loaded.
TYPES = frozenset(
    "text/html application/xhtml+xml text/plain text/markdown text/xml application/xml application/rss+xml "
    "application/atom+xml application/rdf+xml application/json application/feed+json text/x-opml text/x-opml+xml "
    "application/octet-stream".split()
)
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
_INTERIM = re.compile(rb"HTTP/1\.[01] 1\d\d\b.*?\r?\n\r?\n", re.S)


class Answer(Record, frozen=True):
    """An answer as it came: ``request`` and ``response`` are the bytes on the wire, ``headers`` in small letters.

    ``date`` is when it was asked for, in UTC; ``peer`` the IP address that answered.
    """

    url: str
    status: int
    headers: dict[str, str]
    request: bytes
    response: bytes
    peer: str
    date: str

    @property
    def phrase(self) -> str:
        """The status in words of the standard."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


class Client:
    """Asks for one target at a time. ``seconds`` is for the whole answer, the look-up of its name with it.

    ``authorities`` is a file of certificate authorities, "" is certifi's; the environment has no say.
    """

    def __init__(self, guard: Guard, agent: str, seconds: float, authorities: str = "") -> None:
        self._guard, self._agent, self._seconds, self._authorities = guard, agent, seconds, authorities
        self._context: ssl.SSLContext | None = None

    async def __call__(
        self, target: Target, limit: int, more: Mapping[str, str] | None = None, types: frozenset[str] = TYPES
    ) -> Answer:
        """The answer, whatever its status; more than ``limit`` bytes are refused.

        Raises:
            Refused: what :meth:`Guard.addresses` says; "timed out", "no connection", "bad certificate",
                "broken HTTP answer", "too large"; "not a page" where the type of a good answer is not of ``types``.
        """
        tape = Tape(limit)
        try:
            with anyio.fail_after(self._seconds):
                addresses = await self._guard.addresses(target)
                return await self._asked(target, Wire(addresses, self._guard, tape), tape, more or {}, types)
        except (TimeoutError, httpcore2.TimeoutException) as error:
            raise Refused(TIMED_OUT, f"no whole answer within {self._seconds:g} s") from error
        except (httpcore2.ConnectError, OSError) as error:
            raise _not_connected(error) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            reason = BROKEN if tape.got else NO_CONNECTION
            raise Refused(reason, str(error)[:200] or "the connection was cut") from error

    async def _asked(
        self, target: Target, wire: Wire, tape: Tape, more: Mapping[str, str], types: frozenset[str]
    ) -> Answer:
        origin = httpcore2.Origin(target.scheme.encode(), target.name.encode(), target.port)
        context = self._tls() if target.scheme == "https" else None
        date = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        async with httpcore2.AsyncHTTPConnection(
            origin, ssl_context=context, network_backend=wire, http1=True, http2=False
        ) as connection:
            response = await connection.handle_async_request(self._request(target, more))
            headers = _headers(response.headers)
            _check(response.status, headers, types, tape.limit)
            size = 0
            async for part in response.aiter_stream():
                size += len(part)
            await response.aclose()
        return Answer(
            url=target.url,
            status=response.status,
            headers=headers,
            request=bytes(tape.sent),
            response=_final(bytes(tape.got), headers, size),
            peer=tape.peer,
            date=date,
        )

    def _request(self, target: Target, more: Mapping[str, str]) -> httpcore2.Request:
        headers = {
            "Host": target.authority,
            "User-Agent": self._agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, br",
            "Connection": "close",
            **more,
        }
        url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.name.encode(), port=target.port, target=target.path.encode()
        )
        waits = dict.fromkeys(("read", "write", "pool"), self._seconds) | {"connect": CONNECT_SECONDS}
        pairs = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
        return httpcore2.Request("GET", url, headers=pairs, extensions={"timeout": waits})

    def _tls(self) -> ssl.SSLContext:
        """Not ``create_default_context``: that one heeds SSL_CERT_FILE and SSLKEYLOGFILE."""
        if self._context is None:
            import certifi

            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._context.load_verify_locations(cafile=self._authorities or certifi.where())
        return self._context


def _headers(pairs: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The first of each name."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name.decode("ascii", "replace").lower(), value.decode("latin-1"))
    return found


def _check(status: int, headers: Mapping[str, str], types: frozenset[str], limit: int) -> None:
    """Before the body is loaded."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:18]) > limit:
        raise Refused(TOO_LARGE, f"more than {limit} bytes on the wire")
    mime = headers.get("content-type", "").partition(";")[0].strip().lower()
    if 200 <= status < 300 and types and mime and mime not in types:
        raise Refused(NOT_A_PAGE, f"its server calls it {mime[:80]}")


def _final(got: bytes, headers: Mapping[str, str], size: int) -> bytes:
    """The last answer of what came in: what stands before it, or behind its end, is not of it."""
    while (interim := _INTERIM.match(got)) is not None:
        got = got[interim.end() :]
    head = re.search(rb"\r?\n\r?\n", got)
    if head is not None and "content-length" in headers and "transfer-encoding" not in headers:
        return got[: head.end() + size]
    return got


def _not_connected(error: Exception) -> Refused:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Refused(BAD_CERTIFICATE, cause.verify_message[:200])
        cause = cause.__cause__ or cause.__context__
    return Refused(NO_CONNECTION, str(error)[:200] or "no answer")
