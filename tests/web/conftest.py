"""A small ledger with hostile pages in it, a made-up one with points, and the server as a browser would meet it."""

import json

import pytest
from starlette.testclient import TestClient

from benchmarks.made_up import make
from twotrack import runner
from twotrack.web.app import application
from twotrack.web.building import build
from twotrack.web.guard import Guard, own_hosts
from twotrack.web.live import Live

HOME, TOKEN = "http://127.0.0.1:8710", "t0ken"
LIVE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
HOSTILE = [
    {"title": f"=1+{n} {LIVE}", "url": "javascript:alert(1)//", "site": f'"><svg onload=alert(1)> {n}', "text": text}
    for n, text in enumerate(
        [
            f"Arnorian troops shelled Veld near Osk on Tuesday, {LIVE} said. "
            + "The road to Osk is closed again. " * 4,
            "=1+1 Keld condemned Veld in Ansk, Ana Dril said. " + "Nobody was hurt in the town that day. " * 4,
        ]
    )
]


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Pages of invented parties, one of them with a web address, and two that attack."""
    folder = tmp_path_factory.mktemp("pages")
    told = (
        "Arnorian troops shelled Gondorians near Osk on Tuesday, the general staff of Arnor said in a statement. "
        "Veld condemned Arnor for the attack. Veld met Arnor in Ansk on Friday. Keld rejected Veld that evening."
    )
    more = "Veld deployed Rangers near Dorn. Arnor threatened Veld with an answer of its own. " * 2
    rows = [
        {
            "title": "Shells fall",
            "url": "https://a.example/1",
            "published": "2026-06-05",
            "site": "A News",
            "text": told,
        },
        {"title": "Rangers move", "url": "https://b.example/2", "published": "2026-06-06", "text": more},
        *HOSTILE,
    ]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{broken\n")
    return folder


@pytest.fixture(scope="session")
def written(pages, tmp_path_factory):
    """The ledger of those pages, to be read only."""
    path = tmp_path_factory.mktemp("web") / "ledger"
    runner.run([str(pages)], str(path), coder="stub", jobs=1)
    return path


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    """A made-up ledger of 400 events."""
    path = tmp_path_factory.mktemp("made-up") / "ledger"
    make(path, 400)
    return path


@pytest.fixture(scope="session")
def snapshot(plain):
    return build(plain, "made up")


def served(path):
    """The server's application over a ledger, guard and all."""
    return Guard(application(Live(path, "a ledger")), own_hosts("127.0.0.1", 8710), TOKEN)


@pytest.fixture(scope="session")
def browser(written):
    """A client of the small ledger."""
    with TestClient(served(written), base_url=HOME) as client:
        yield client


@pytest.fixture
def pen(pages, tmp_path):
    """A client of a ledger of its own, that may be written: and the ledger."""
    path = tmp_path / "ledger"
    runner.run([str(pages)], str(path), coder="stub", jobs=1)
    with TestClient(served(path), base_url=HOME) as client:
        client.headers |= {"x-twotrack-token": TOKEN, "origin": HOME}
        yield client, path
