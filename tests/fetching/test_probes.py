"""Nothing private is ever connected to: by the form of an address, by what a name leads to, by what a peer is."""

import socket
import threading
from pathlib import Path

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.errors import Refused
from twotrack.fetching.client import Client
from twotrack.fetching.guard import NO_HOST, PRIVATE, Guard, by_system
from twotrack.fetching.ranges import special, table
from twotrack.fetching.targets import UNSAFE, target

PROBES = [
    line.replace("\\0", "\0")
    for line in (Path(__file__).parent / "probes.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
NAMES = {
    "loop.example": ["127.0.0.1"],
    "loop6.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "zone.example": ["fe80::1%lo"],
    "nothing.example": [],
    "odd.example": ["127.1"],
}
PUBLIC = (
    "1.1.1.1 8.8.8.8 93.184.216.34 172.15.0.1 172.32.0.1 100.63.255.255 100.128.0.1 11.0.0.1 126.255.255.255 128.0.0.1 "
    "198.17.255.255 198.20.0.1 223.255.255.255 192.0.1.1 169.253.1.1 2606:4700::1111 2a00:1450:4001::200e "
    "2620:0:2d0:200::7 2400:cb00::1 2003::1"
).split()


async def by_table(host, port):
    if host not in NAMES:
        raise socket.gaierror("not in the table")
    return NAMES[host]


@pytest.fixture(scope="module")
def canary():
    """A listener on every loopback address that counts who comes."""
    hits = []
    listener = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    listener.settimeout(0.05)
    stopped = threading.Event()

    def count():
        while not stopped.is_set():
            try:
                connection, peer = listener.accept()
            except TimeoutError:
                continue
            hits.append(peer)
            connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    yield listener.getsockname()[1], hits
    stopped.set()
    thread.join()
    listener.close()


def test_there_are_enough_probes():
    assert len(PROBES) >= 120
    assert len(set(PROBES)) == len(PROBES)


@pytest.mark.parametrize("probe", PROBES, ids=ascii)
def test_a_probe_is_refused_and_nobody_comes(probe, canary):
    port, hits = canary
    with pytest.raises(Refused) as error:
        anyio.run(Client(Guard(resolve=by_table), "twotrack", 5.0), target(probe.replace("{port}", str(port))), 1000)
    assert error.value.reason in (PRIVATE, UNSAFE, NO_HOST)
    assert hits == []


def test_the_canary_would_have_counted(canary):
    port, hits = canary
    guard = Guard(resolve=by_table, allowed=("127.0.0.0/8",))
    with pytest.raises(Refused):
        anyio.run(Client(guard, "twotrack", 5.0), target(f"http://loop.example:{port}/"), 1000)
    assert len(hits) == 1
    hits.clear()


@pytest.mark.parametrize("network", [str(network) for network, _ in table()])
def test_first_and_last_address_of_every_special_range_are_refused(network):
    found = next(n for n, _ in table() if str(n) == network)
    for address in (found[0], found[-1]):
        host = f"[{address}]" if address.version == 6 else str(address)
        with pytest.raises(Refused, match=PRIVATE):
            Guard().check(target(f"http://{host}/"))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address):
    assert special(address) is None
    host = f"[{address}]" if ":" in address else address
    assert anyio.run(Guard().addresses, target(f"https://{host}/")) == (address,)


@given(st.ip_addresses())
def test_no_address_that_python_knows_to_be_private_passes(address):
    # is_global of this Python knows fewer ranges than the table; never more, but for 192.0.0.9 and .10 and two AS112.
    if not address.is_global or address.is_multicast:
        assert special(address) is not None


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_refused(text):
    for url in (text, "http://" + text, "https://outlet.example" + text, f"http://[{text}]/"):
        try:
            found = target(url)
        except Refused as error:
            assert error.reason == UNSAFE
            continue
        assert found.scheme in ("http", "https") and found.host.isascii() and found.path.startswith("/")
        assert target(found.url) == found
        assert "\r" not in found.path and "\n" not in found.path and " " not in found.path


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "0x{:x}", "0{:o}"]))
def test_a_number_is_the_address_that_browsers_read(number, form):
    found = target(f"http://{form.format(number)}/")
    assert found.is_literal
    assert special(found.name) == special(socket.inet_ntoa(number.to_bytes(4, "big")))


def test_low_ports_are_for_those_who_name_them():
    found = target("http://outlet.example:81/")
    with pytest.raises(Refused, match="port 81"):
        Guard().check(found)
    Guard().knowing(frozenset({("outlet.example", 81)})).check(found)
    with pytest.raises(Refused, match="port 81"):
        Guard().knowing(frozenset({("outlet.example", 81)})).check(target("http://other.example:81/"))


def test_the_systems_resolver_is_asked_for_nothing_that_is_an_address(monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: asked.append(words) or [])
    anyio.run(Guard(resolve=by_system).addresses, target("http://1.1.1.1/"))
    assert asked == []
