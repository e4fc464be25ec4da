"""A web on loopback: one server for all hosts, and a guard that lets it be reached. No name is looked up."""

import socket
import threading
import time
from dataclasses import dataclass, field

import anyio
import pytest

from twotrack.fetching.client import Client
from twotrack.fetching.guard import Guard
from twotrack.fetching.memory import remembering
from twotrack.fetching.visitor import Manners, Visitor
from twotrack.fetching.waiting import Pace
from twotrack.settings import Settings


@dataclass
class Asked:
    host: str
    path: str
    headers: dict
    at: float
    raw: bytes


@dataclass
class Web:
    """``pages`` are answers by host and path, or by path alone: bytes, or a function of the request to its parts."""

    port: int
    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def url(self, path, host="outlet.example"):
        return f"http://{host}:{self.port}{path}"

    def serve(self, path, body, *, host=None, status="200 OK", type="text/html; charset=utf-8", **headers):
        body = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {type}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.pages[host, path] = ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def send(self, path, *parts, host=None):
        """Bytes as they are; a number is a pause in seconds."""
        self.pages[host, path] = lambda asked: parts

    def redirect(self, path, to, status="302 Found"):
        self.pages[None, path] = f"HTTP/1.1 {status}\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()

    def paths(self, robots=False):
        return [a.path for a in self.asked if robots or a.path != "/robots.txt"]

    def parts(self, asked):
        for key in ((asked.host, asked.path), (None, asked.path)):
            if key in self.pages:
                found = self.pages[key]
                return found(asked) if callable(found) else (found,)
        return (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",)


def _answer(web, connection):
    with connection:
        data = b""
        try:
            while b"\r\n\r\n" not in data and (part := connection.recv(65536)):
                data += part
            first, *lines = data.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
            asked = Asked(headers.get("host", "").split(":")[0], first.split(" ")[1], headers, time.monotonic(), data)
            web.asked.append(asked)
            for part in web.parts(asked):
                if isinstance(part, bytes):
                    connection.sendall(part)
                else:
                    time.sleep(part)
        except (OSError, IndexError):
            return


@pytest.fixture
def web():
    server = socket.create_server(("127.0.0.1", 0), backlog=128)
    found = Web(server.getsockname()[1])
    stopped = threading.Event()

    def accept():
        while not stopped.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            connection.settimeout(10)
            threading.Thread(target=_answer, args=(found, connection), daemon=True).start()

    server.settimeout(0.05)
    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield found
    stopped.set()
    thread.join()
    server.close()


async def to_loopback(host, port):
    return ["127.0.0.1"]


@pytest.fixture
def guard():
    return Guard(resolve=to_loopback, allowed=("127.0.0.0/8",))


@pytest.fixture
def fast():
    """Settings without the pauses that real servers need."""
    return Settings(fetch_pause=0.0, fetch_seconds=5.0)


@pytest.fixture
def visit(tmp_path, guard):
    """One address through the visitor: its answers; what it raises comes through."""

    def visiting(url, *args, pause=0.0, seconds=5.0, limit=1_000_000, patience=60.0, guard=guard):
        async def go():
            with remembering(tmp_path / "ledger") as memory:
                client = Client(guard, "twotrack/0.1", seconds)
                manners = Manners(agent="twotrack/0.1", pause=pause, limit=limit, patience=patience)
                return await Visitor(client, memory, Pace(4), manners)(url, *args)

        return anyio.run(go)

    return visiting
