"""The network under a request: connects to checked addresses only, keeps every byte, stops at a limit."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import Any

import httpcore2

from twotrack.errors import Refused
from twotrack.fetching.guard import PRIVATE, Guard

TOO_LARGE = "too large"


class Tape:
    """What went over one connection, after TLS; more than ``limit`` bytes are refused by name."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.sent, self.got = bytearray(), bytearray()
        self.peer = ""

    def hear(self, data: bytes) -> bytes:
        """Keep what came in.

        Raises:
            Refused: "too large".
        """
        self.got += data
        if len(self.got) > self.limit:
            raise Refused(TOO_LARGE, f"more than {self.limit} bytes on the wire")
        return data


class Stream(httpcore2.AsyncNetworkStream):
    """A connection that is written down."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream, tape: Tape) -> None:
        self._inner, self._tape = inner, tape

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes, b"" at the end."""
        return self._tape.hear(await self._inner.read(max_bytes, timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it."""
        await self._inner.write(buffer, timeout)
        self._tape.sent += buffer

    async def aclose(self) -> None:
        """End the connection."""
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """The same connection, encrypted; the tape has what is inside."""
        return Stream(await self._inner.start_tls(ssl_context, server_hostname, timeout), self._tape)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)


class Wire(httpcore2.AsyncNetworkBackend):
    """Connects to the first of ``addresses`` that answers, whatever name is asked for; the peer is checked again."""

    def __init__(self, addresses: Sequence[str], guard: Guard, tape: Tape) -> None:
        self._addresses, self._guard, self._tape = addresses, guard, tape
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to one of the addresses.

        Raises:
            Refused: "private address": the peer is another one than was asked for.
            httpcore2.ConnectError, httpcore2.ConnectTimeout: none of them answers.
        """
        failed: Exception | None = None
        for ip in self._addresses:
            try:
                inner = await self._network.connect_tcp(ip, port, timeout)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
                continue
            try:
                self._check(inner, ip)
            except Refused:
                await inner.aclose()
                raise
            return Stream(inner, self._tape)
        raise failed or httpcore2.ConnectError("no address")

    def _check(self, inner: httpcore2.AsyncNetworkStream, ip: str) -> None:
        peer = str(inner.get_extra_info("server_addr")[0])
        self._guard.check_peer(peer)
        if ip_address(peer) != ip_address(ip):
            raise Refused(PRIVATE, f"asked {ip}, answered by {peer}")
        self._tape.peer = peer

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """Never.

        Raises:
            Refused: always.
        """
        raise Refused(PRIVATE, "a local socket")

    async def sleep(self, seconds: float) -> None:
        """Nothing is tried again down here."""
