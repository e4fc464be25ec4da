"""Without an address on the command line no connection is opened and no name looked up, in no process."""

import os
import subprocess
import sys

import pytest

HOOK = """
import os, sys
def hook(event, args):
    # A library in a child looks whether there is IPv6 by binding to loopback: that reaches nobody.
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname", "socket.bind"):
        with open(os.environ["AUDIT"], "a") as file:
            file.write(f"{event} {args}\\n")
sys.addaudithook(hook)
"""
FEED = "<rss version='2.0'><channel><item><link>http://outlet.example/1</link><title>One</title></item></channel></rss>"
OPML = "<opml><body><outline xmlUrl='http://outlet.example/feed'/></body></opml>"
HTML = (
    "<html><head><link rel=stylesheet href='http://outlet.example/a.css'></head><body><img src='http://a.example/b'><p>"
)


@pytest.fixture
def quiet(tmp_path):
    """The command with a hook in it and in its children: exit code and what the hook heard."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(HOOK)
    audit = tmp_path / "audit.txt"
    path = os.pathsep.join(filter(None, [str(tmp_path / "hook"), *sys.path]))

    def running(*words):
        done = subprocess.run(
            [sys.executable, *map(str, words)], env=os.environ | {"PYTHONPATH": path, "AUDIT": str(audit)},
            cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, audit.read_text() if audit.exists() else "", done.stdout + done.stderr

    return running


def test_the_hook_hears(quiet):
    _, heard, _ = quiet("-c", "import socket; socket.getaddrinfo('127.0.0.1', 1)")
    assert "socket.getaddrinfo" in heard


def test_no_connection_and_no_look_up(quiet, pile, tmp_path):
    for name, text in {"f.xml": FEED, "f.opml": OPML, "l.txt": "http://outlet.example/1\n", "p.html": HTML}.items():
        (pile / name).write_text(text)
    ledger = tmp_path / "ledger"
    for words in (
        ("run", pile, "-o", ledger, "--coder", "stub"),
        ("run", pile / "f.opml", "https://outlet.example/feed", "-o", ledger, "--fetch", "--dry-run"),
        ("status", ledger, "--problems"),
        ("brief", ledger),
        ("verify", ledger),
        ("export", ledger, "--as", "jsonl", "-o", tmp_path / "all.jsonl"),
    ):
        code, heard, said = quiet("-m", "twotrack", *words)
        assert (heard, code in (0, 1)) == ("", True), said


def test_a_local_run_does_not_even_load_the_network_libraries(quiet, pile, tmp_path):
    code, _, said = quiet(
        "-c",
        "import sys; from twotrack import runner\n"
        f"runner.run([{str(pile)!r}], {str(tmp_path / 'ledger')!r}, coder='stub', jobs=1)\n"
        "print([n for n in ('httpcore2', 'anyio', 'h11', 'ada_url', 'protego') if n in sys.modules])",
    )
    assert (code, said.splitlines()[-1]) == (0, "[]")
