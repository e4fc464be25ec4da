"""A real server on loopback, asked as no browser would: forged hosts, raw paths, other protocols."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from twotrack.web.guard import HEADERS


@pytest.fixture(scope="module")
def server(written):
    """The command as a user starts it: its port and its token."""
    with started(written) as found:
        yield found


@contextlib.contextmanager
def started(ledger, *words):
    command = [sys.executable, "-W", "ignore", "-m", "twotrack", "serve", ledger, "--port", "0", "--no-open", *words]
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = urlsplit(process.stdout.readline().strip())
        yield address.port, (address.fragment or address.query).removeprefix("token=")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0


def ask(port, *lines, host="127.0.0.1"):
    """Raw lines to the server: the status and the whole answer."""
    with socket.create_connection((host, port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8", "replace")
    return int(answer.split()[1]), answer


OWN = ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"]
# Each line is a request for the page that must not get it; {} is the port.
FORGED = {
    "foreign": ["GET / HTTP/1.1", "Host: evil.example"],
    "foreign with our port": ["GET / HTTP/1.1", "Host: evil.example:{}"],
    "a name that resolves to us": ["GET / HTTP/1.1", "Host: 127.0.0.1.nip.io:{}"],
    "a trailing dot": ["GET / HTTP/1.1", "Host: localhost.:{}"],
    "our name as a part": ["GET / HTTP/1.1", "Host: localhost.evil.example:{}"],
    "no port": ["GET / HTTP/1.1", "Host: 127.0.0.1"],
    "another port": ["GET / HTTP/1.1", "Host: 127.0.0.1:1"],
    "another way to write it": ["GET / HTTP/1.1", "Host: 0x7f000001:{}"],
    "all addresses": ["GET / HTTP/1.1", "Host: 0.0.0.0:{}"],
    "with a user": ["GET / HTTP/1.1", "Host: 127.0.0.1:{}@evil.example"],
    "an absolute address": ["GET http://evil.example/ HTTP/1.1", "Host: 127.0.0.1:{}"],
    "two hosts": ["GET / HTTP/1.1", "Host: 127.0.0.1:{}", "Host: evil.example"],
    "none": ["GET / HTTP/1.0"],
    "empty": ["GET / HTTP/1.1", "Host:"],
    "forwarded": ["GET / HTTP/1.1", "Host: 127.0.0.1:{}", "X-Forwarded-Host: evil.example"],
    "forwarded, newer": ["GET / HTTP/1.1", "Host: 127.0.0.1:{}", "Forwarded: host=evil.example"],
    "rewritten": ["GET / HTTP/1.1", "Host: 127.0.0.1:{}", "X-Original-URL: /api/view"],
    "a foreign origin": ["GET /api/view HTTP/1.1", "Host: 127.0.0.1:{}", "Origin: http://evil.example"],
    "another site": ["GET /api/view HTTP/1.1", "Host: 127.0.0.1:{}", "Sec-Fetch-Site: cross-site"],
    "a frame of another site": [
        "GET / HTTP/1.1", "Host: 127.0.0.1:{}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: iframe",
    ],
    "a web socket of another page": [
        "GET / HTTP/1.1", "Host: 127.0.0.1:{}", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: http://evil.example",
    ],
    "a web socket": [
        "GET / HTTP/1.1", "Host: 127.0.0.1:{}", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: http://127.0.0.1:{}",
    ],
}  # fmt: skip
PATHS = [
    "/..", "/../../etc/passwd", "/static/../../app.py", "/static/..%2f..%2fapp.py", "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..\\..\\app.py", "/static/%252e%252e/app.py", "/static//etc/passwd", "/static/app.js%00.css",
    "/api/event/..%2f..%2fledger.sqlite", "/static/....//app.py", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
    "/ledger.sqlite", "/captures/captures-00001.warc.gz", "/static/%c0%ae%c0%ae/app.py", "/\xff", "/%ff", "/~root",
]  # fmt: skip


@pytest.mark.parametrize("host", OWN)
def test_our_own_names_are_answered(server, host):
    assert ask(server[0], "GET /api/view HTTP/1.1", f"Host: {host}:{server[0]}")[0] == 200


@pytest.mark.parametrize("why", FORGED)
def test_a_forged_request_is_refused(server, why):
    status, answer = ask(server[0], *(line.replace("{}", str(server[0])) for line in FORGED[why]))
    assert status in (400, 403)
    assert "events" not in answer
    assert status == 400 or all(f"{name}: {value}" in answer for name, value in HEADERS.items())


@pytest.mark.parametrize("path", PATHS)
def test_no_file_but_the_built_ones(server, path):
    status, answer = ask(server[0], f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{server[0]}")
    assert status in (400, 404)
    assert "root:" not in answer
    assert "import" not in answer


def test_a_link_from_another_site_may_open_the_page_but_nothing_else(server):
    head = [f"Host: 127.0.0.1:{server[0]}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]
    head.append("Sec-Fetch-Dest: document")
    assert ask(server[0], "GET / HTTP/1.1", *head)[0] == 200
    assert ask(server[0], "GET /api/view HTTP/1.1", *head)[0] == 403


def test_each_start_has_a_token_of_its_own(server, written):
    with started(written) as (_, token):
        assert len(token) >= 32
        assert token != server[1]


def test_it_listens_on_loopback_only(server):
    addresses = {a[4][0] for a in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in (a for a in addresses if not a.startswith("127.")):
        with pytest.raises(OSError):
            ask(server[0], "GET / HTTP/1.1", f"Host: {address}:{server[0]}", host=address)


def test_a_large_body_is_refused_unread(server):
    head = [f"Host: 127.0.0.1:{server[0]}", "Content-Length: 99999999"]
    assert ask(server[0], "POST /api/judge HTTP/1.1", *head)[0] == 413
    assert ask(server[0], "POST /api/judge HTTP/1.1", head[0], "Transfer-Encoding: chunked")[0] == 413


@pytest.mark.skipif(os.name == "nt", reason="0.0.0.0 is asked for on systems that have it")
def test_where_others_can_reach_it_every_address_needs_the_token(written):
    with started(written, "--host", "0.0.0.0") as (port, token):
        host = f"Host: 127.0.0.1:{port}"
        assert ask(port, "GET / HTTP/1.1", host)[0] == 401
        assert ask(port, "GET /?token=wrong HTTP/1.1", host)[0] == 401
        status, answer = ask(port, f"GET /?token={token} HTTP/1.1", host)
        assert status == 303
        assert f"location: /#token={token}" in answer
        assert "HttpOnly; SameSite=Strict" in answer
        assert ask(port, "GET /api/view HTTP/1.1", host, f"Cookie: twotrack={token}")[0] == 200
        assert ask(port, "GET /api/view HTTP/1.1", host, "Cookie: twotrack=other")[0] == 401


def test_a_port_that_is_taken_is_named(server, written, command):
    code, _, err = command("serve", written, "--port", server[0], "--no-open")
    assert code == 2
    assert f"port {server[0]}" in err


def test_no_ledger_is_named(tmp_path, command):
    code, _, err = command("serve", tmp_path, "--port", "0", "--no-open")
    assert code == 3
    assert "is not a ledger" in err
