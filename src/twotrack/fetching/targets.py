"""Addresses as browsers read them (the WHATWG URL standard), by one parser for the check and for the request.

>>> target("HTTP://Outlet.Example:80/a/../b?q=1#top").url
'http://outlet.example/b?q=1'
>>> target("http://0x7f.1/").host
'127.0.0.1'
>>> target("../story", "https://outlet.example/feeds/all.xml").url
'https://outlet.example/story'
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from twotrack.errors import Refused
from twotrack.records import Record

UNSAFE = "unsafe address"
MAX_LENGTH = 8192
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]{1,253}|\[[0-9a-f:]{2,45}\]")
_PATH = re.compile(r"/[!-~]*")


class Target(Record, frozen=True):
    """Where to ask for what. ``host`` is an ASCII name, an IPv4 address, or an IPv6 address in brackets.

    ``url`` is the whole address, written as browsers write it, without what stands after ``#``. ``is_literal`` is
    whether the host is an IP address.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str
    is_literal: bool

    @property
    def name(self) -> str:
        """The host without brackets."""
        return self.host.strip("[]")

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def authority(self) -> str:
        """The Host header."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def target(url: str, base: str = "") -> Target:
    """The target that an address means, seen from ``base``.

    Raises:
        Refused: "unsafe address": none, not http(s), with a password, or with a host that can't be asked.
    """
    from ada_url import URL

    if len(url) > MAX_LENGTH:
        raise Refused(UNSAFE, f"longer than {MAX_LENGTH} characters")
    try:
        found = URL(url, base) if base else URL(url)
    except ValueError as error:
        raise Refused(UNSAFE, "no web address") from error
    scheme = found.protocol.removesuffix(":")
    if scheme not in _PORTS:
        raise Refused(UNSAFE, f"{scheme[:20]}: is not http or https")
    if found.username or found.password:
        raise Refused(UNSAFE, "it holds a user name or password")
    found.hash = ""
    path = found.pathname + found.search
    if not _HOST.fullmatch(found.hostname) or not _PATH.fullmatch(path):
        raise Refused(UNSAFE, "its host or path has characters that no server is asked with")
    return Target(
        url=found.href.removesuffix("#"),
        scheme=scheme,
        host=found.hostname,
        port=int(found.port or _PORTS[scheme]),
        path=path,
        is_literal=_is_ip(found.hostname),
    )


def _is_ip(host: str) -> bool:
    """Not by the parser's word for it, which forgets it where an address was joined to a base."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
