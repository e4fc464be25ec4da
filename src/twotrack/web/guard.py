"""What a request must be to be answered at all, and what every answer says to the browser.

A page on another site must not read this one (DNS rebinding), write to it (cross-site requests), frame it or run code
in it. So: the Host is one of our own, a foreign Origin or Sec-Fetch-Site is refused, a change needs the token of this
start, nothing is cached, and the policy of every answer lets only our own files in.
"""

from __future__ import annotations

from collections.abc import Iterable
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A document that others' words are in and that needs no script: shut in, with its own style only.
SANDBOX = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "sandbox allow-popups"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "x-robots-tag": "noindex, nofollow",
}
# Headers by which a proxy says another host: there is no proxy here, so whoever sends one forges it.
FORWARDED = frozenset(
    b"x-forwarded-host x-forwarded-server x-forwarded-port x-forwarded-proto x-host x-original-host "
    b"x-http-host-override x-http-method-override x-original-url x-rewrite-url forwarded".split()
)
BODY = 64_000  # bytes that a request may send
TOKEN, COOKIE = b"x-twotrack-token", "twotrack"
Given = dict[bytes, list[str]]
Wrong = tuple[int, str]


class Guard:
    """ASGI middleware: refuses what is forged, and puts the headers on every answer.

    ``hosts`` are the Host values that are ours, ``token`` is that of this start. ``shut`` asks for the token at every
    address, for a server that other machines can reach.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], token: str, *, shut: bool = False) -> None:
        self._app, self._token, self._shut = app, token, shut
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._http(scope, receive, _Answer(send))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        given: Given = {}
        for name, value in scope["headers"]:
            given.setdefault(name.lower(), []).append(value.decode("latin-1"))
        if wrong := self._forged(scope, given) or self._foreign(scope, given):
            await refuse(send, *wrong)
        elif self._shut and self._enters(scope):
            await _let_in(send, self._token)
        elif wrong := self._locked(given) or self._changing(scope, given):
            await refuse(send, *wrong)
        else:
            await self._app(scope, receive, send)

    def _forged(self, scope: Scope, given: Given) -> Wrong | None:
        """A host that is not ours, or a request that no browser sends."""
        hosts = given.get(b"host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 403, "this address is not one of the page's own"
        if FORWARDED & given.keys() or b"upgrade" in given:
            return 403, "no proxy and no other protocol is spoken here"
        if not scope["path"].startswith("/"):
            return 400, "the address must begin with /"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "GET, HEAD and POST only"
        return (413, f"at most {BODY} bytes, told before") if _is_long(given) else None

    def _foreign(self, scope: Scope, given: Given) -> Wrong | None:
        """A request that another page makes; a link from elsewhere may only open the page."""
        if any(origin not in self._origins for origin in given.get(b"origin", [])):
            return 403, "the request comes from another page"
        sites = given.get(b"sec-fetch-site", ["none"])
        opens = given.get(b"sec-fetch-mode") == ["navigate"] and given.get(b"sec-fetch-dest") == ["document"]
        if all(site in ("same-origin", "none") for site in sites):
            return None
        if opens and scope["method"] == "GET" and scope["path"] == "/":
            return None
        return 403, "the request comes from another site"

    def _changing(self, scope: Scope, given: Given) -> Wrong | None:
        """What a request that changes something must bring besides."""
        if scope["method"] != "POST":
            return None
        if len(given.get(b"origin", [])) != 1:
            return 403, "a change needs an Origin"
        if given.get(b"sec-fetch-site", ["same-origin"]) != ["same-origin"]:
            return 403, "a change must come from the page itself"
        if not self._knows(given.get(TOKEN, [])):
            return 403, "the token is missing or from another start: open the address that `twotrack serve` printed"
        kind = [value.partition(";")[0].strip().lower() for value in given.get(b"content-type", [])]
        return None if kind == ["application/json"] else (415, "the content type must be application/json")

    def _locked(self, given: Given) -> Wrong | None:
        if not self._shut or self._knows(given.get(TOKEN, [])) or self._knows(_cookies(given)):
            return None
        return 401, "open the address that `twotrack serve` printed"

    def _knows(self, tokens: list[str]) -> bool:
        return len(tokens) == 1 and compare_digest(tokens[0].encode(), self._token.encode())

    def _enters(self, scope: Scope) -> bool:
        asked = bytes(scope["query_string"])
        return scope["path"] == "/" and compare_digest(asked, f"token={self._token}".encode())


def _cookies(given: Given) -> list[str]:
    try:
        found = SimpleCookie("; ".join(given.get(b"cookie", [])))
    except CookieError:
        return []
    return [found[COOKIE].value] if COOKIE in found else []


def _is_long(given: Given) -> bool:
    lengths = given.get(b"content-length", ["0"])
    fits = all(n.isascii() and n.isdigit() and len(n) < 9 and int(n) <= BODY for n in lengths)
    return b"transfer-encoding" in given or not fits


class _Answer:
    """``send`` that adds the headers; what a route set itself stays."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            held = {name.lower() for name, _ in message["headers"]}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in held]
            message = {**message, "headers": [*message["headers"], *more]}
        await self._send(message)


async def refuse(send: Send, status: int, reason: str) -> None:
    """An error as JSON."""
    body = msgspec.json.encode({"error": reason, "hint": ""})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _let_in(send: Send, token: str) -> None:
    """To the page, with the token in a cookie for addresses and in the fragment for changes."""
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
    headers = [(b"location", f"/#token={token}".encode()), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


EVERY = ("0.0.0.0", "::")  # listening on every address, as in a container: no name to be called by


def own_hosts(host: str, port: int) -> tuple[str, ...]:
    """The Host values that are ours: loopback by its names, and the host that was asked for.

    >>> own_hosts("127.0.0.1", 8710)
    ('127.0.0.1:8710', 'localhost:8710', '[::1]:8710')
    """
    names = ["127.0.0.1", "localhost", "[::1]"]
    asked = f"[{host}]" if ":" in host else host.lower()
    names += [] if asked in names or host in EVERY else [asked]
    return (*(f"{name}:{port}" for name in names), *(names if port == 80 else ()))
