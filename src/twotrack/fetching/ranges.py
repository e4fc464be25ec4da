"""IP addresses that are no public servers: private, local, reserved, documentation, translated and tunnelled ones.

From IANA's registries of special-purpose addresses (IPv4 and IPv6) and of multicast. In IPv6 only global unicast
(2000::/3) is public at all: mapped IPv4, NAT64, unique local, link-local, site-local and multicast lie outside of it.

>>> special("169.254.169.254"), special("::ffff:10.0.0.1"), special("1.1.1.1")
('link-local', 'IPv4 in IPv6', None)
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

SPECIAL = """
0.0.0.0/8           this network
10.0.0.0/8          private
100.64.0.0/10       shared (carrier NAT)
127.0.0.0/8         loopback
168.63.129.16/32    cloud metadata
169.254.0.0/16      link-local
172.16.0.0/12       private
192.0.0.0/24        protocol assignments
192.0.2.0/24        documentation
192.31.196.0/24     AS112
192.52.193.0/24     AMT
192.88.99.0/24      6to4 relay
192.168.0.0/16      private
192.175.48.0/24     AS112
198.18.0.0/15       benchmarking
198.51.100.0/24     documentation
203.0.113.0/24      documentation
224.0.0.0/4         multicast
240.0.0.0/4         reserved
::/128              unspecified
::1/128             loopback
::ffff:0:0/96       IPv4 in IPv6
::ffff:0:0:0/96     IPv4 in IPv6
::/96               IPv4 in IPv6
64:ff9b::/96        NAT64
64:ff9b:1::/48      NAT64
100::/64            discard
100:0:0:1::/64      dummy prefix
2001::/32           Teredo
2001::/23           protocol assignments
2001:db8::/32       documentation
2002::/16           6to4
2620:4f:8000::/48   AS112
3ffe::/16           6bone
3fff::/20           documentation
5f00::/16           segment routing
fc00::/7            unique local
fe80::/10           link-local
fec0::/10           site-local
ff00::/8            multicast
"""
_PUBLIC_V6 = IPv6Network("2000::/3")
# The middle of an ISATAP interface identifier, with the bit for a global address or without.
_ISATAP = (0x00005EFE, 0x02005EFE)


@cache
def table() -> tuple[tuple[Network, str], ...]:
    """All special ranges, with what each is."""
    rows = (line.split(None, 1) for line in SPECIAL.strip().splitlines())
    return tuple((ip_network(network), name) for network, name in rows)


def special(ip: str | Address) -> str | None:
    """What kind of special address it is, None for a public one; what is no address is never public."""
    try:
        address = ip_address(ip)
    except ValueError:
        return "no IP address"
    for network, name in table():
        if address.version == network.version and address in network:
            return name
    if isinstance(address, IPv4Address):
        return None
    if address.scope_id is not None:
        return "with a zone"
    if address not in _PUBLIC_V6:
        return "not global unicast"
    return "ISATAP" if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP else None
