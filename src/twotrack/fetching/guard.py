"""What may be connected to: names, ports and addresses are checked before a connection, the peer after it.

A name is resolved once, and the connection goes to one of the addresses that were checked.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from ipaddress import ip_address, ip_network

from twotrack.errors import Refused
from twotrack.fetching.ranges import special
from twotrack.fetching.targets import UNSAFE, Target

PRIVATE, NO_HOST = "private address", "no such host"
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
# Names that are never looked up in public: asking for them would tell the local network, or Tor users' secrets.
_LOCAL_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa", "onion", "invalid")
_MOST_ADDRESSES = 16


async def by_system(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives, in its order."""
    from anyio import to_thread

    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await to_thread.run_sync(look_up, abandon_on_cancel=True)
    return [str(address[0]) for *_, address in found]


class Guard:
    """Says which addresses of a target may be connected to.

    ``given`` are host and port as the user gave them on the command line: such a port may be a low one. ``allowed``
    are networks that pass although they are special: for tests, which have nothing but loopback; no setting and no
    option reaches it.
    """

    def __init__(
        self,
        *,
        resolve: Resolve = by_system,
        allowed: Sequence[str] = (),
        given: frozenset[tuple[str, int]] = frozenset(),
    ) -> None:
        self._resolve = resolve
        self._allowed = tuple(map(ip_network, allowed))
        self._names = tuple(allowed)
        self._given = given

    def knowing(self, given: frozenset[tuple[str, int]]) -> Guard:
        """The same guard, for addresses that the user gave."""
        return Guard(resolve=self._resolve, allowed=self._names, given=given)

    async def addresses(self, target: Target) -> tuple[str, ...]:
        """The addresses of a target, each of them checked.

        Raises:
            Refused: "unsafe address" (name or port), "no such host", "private address": one of them is.
        """
        self.check(target)
        if target.is_literal:
            found: Sequence[str] = (target.name,)
        else:
            found = await self._looked_up(target)
        for ip in found:
            self.check_peer(ip)
        return tuple(dict.fromkeys(found))[:_MOST_ADDRESSES]

    def check(self, target: Target) -> None:
        """Name and port, without a look-up.

        Raises:
            Refused: "unsafe address", "private address".
        """
        if target.port not in (80, 443) and target.port < 1024 and (target.host, target.port) not in self._given:
            raise Refused(UNSAFE, f"port {target.port}")
        if target.is_literal:
            self.check_peer(target.name)
            return
        name = target.host.rstrip(".")
        if "." not in name or any(f".{name}".endswith(f".{local}") for local in _LOCAL_NAMES):
            raise Refused(PRIVATE, f"{target.host[:80]} is a local name")

    def check_peer(self, ip: str) -> None:
        """An address as it was resolved, or as the peer has it.

        Raises:
            Refused: "private address".
        """
        kind = special(ip)
        if kind is not None and not self._is_allowed(ip):
            raise Refused(PRIVATE, f"{ip[:60]}: {kind}")

    def _is_allowed(self, ip: str) -> bool:
        try:
            address = ip_address(ip)
        except ValueError:
            return False
        return any(address.version == network.version and address in network for network in self._allowed)

    async def _looked_up(self, target: Target) -> Sequence[str]:
        try:
            found = await self._resolve(target.name, target.port)
        except (OSError, UnicodeError) as error:
            raise Refused(NO_HOST, target.host[:80]) from error
        if not found:
            raise Refused(NO_HOST, target.host[:80])
        return found
