"""``twotrack serve``: the page on loopback, until Ctrl-C."""

from __future__ import annotations

import contextlib
import gc
import secrets
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from html import escape
from ipaddress import ip_address
from pathlib import Path

from twotrack.errors import UsageError
from twotrack.web.app import application
from twotrack.web.building import title_of
from twotrack.web.drawer import gazetteer
from twotrack.web.guard import EVERY, Guard, own_hosts
from twotrack.web.live import Live

LOCAL = "127.0.0.1"


def serve(path: Path, host: str, port: int, *, browser: bool) -> int:
    """Serve a ledger; prints the address with this start's token.

    Raises:
        UsageError: the port is taken or the host is none of this machine. LedgerError: there is no ledger.
    """
    import uvicorn

    live = Live(path, title_of(path))
    gazetteer()
    # What is held from here on is never garbage: without this, each full collection holds the answers up.
    gc.collect()
    gc.freeze()
    with contextlib.closing(bound(host, port)) as listening, contextlib.suppress(KeyboardInterrupt):
        port = listening.getsockname()[1]
        token, shut = secrets.token_urlsafe(24), not is_loopback(host)
        app = Guard(application(live), own_hosts(host, port), token, shut=shut)
        shown = LOCAL if host in EVERY else f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/{'?' if shut else '#'}token={token}"
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False,
            ws="none", h11_max_incomplete_event_size=32_768,
        )  # fmt: skip
        print(address, flush=True)
        print("open it in a browser; Ctrl-C ends it", file=sys.stderr)
        with opening(address, browser):
            uvicorn.Server(config).run(sockets=[listening])
    return 0


def bound(host: str, port: int) -> socket.socket:
    """A listening socket."""
    # Named as TCP, so that asyncio sends small packets at once (TCP_NODELAY): else every answer waits for 40 ms.
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except (OSError, OverflowError) as error:
        found.close()
        raise UsageError(
            f"can't listen on {host}, port {port}: {error}", advice="another --port, or 0 for any"
        ) from error
    return found


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("192.0.2.1")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextlib.contextmanager
def opening(address: str, browser: bool) -> Iterator[None]:
    """Open the browser by a file that only this user can read; an argument is read by all."""
    if not (browser and sys.stdout.isatty()):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="twotrack-") as folder:
        page = Path(folder) / "open.html"
        page.touch(mode=0o600)
        page.write_text(f'<!doctype html><meta http-equiv="refresh" content="0; url={escape(address)}">', "utf-8")
        webbrowser.open(page.as_uri())
        yield
