"""A real server on a ledger of made-up pages, and a real browser on it. Run apart: ``pytest -m browser``."""

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STATIC = ROOT / "src" / "twotrack" / "web" / "static"
AXE = ROOT / "page" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("TWOTRACK_SHOTS")  # a folder: each test that has something to look at leaves a picture there


class Server:
    """``twotrack serve`` in a process of its own."""

    def __init__(self, ledger):
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-m", "twotrack", "serve", str(ledger), "--port", "0", "--no-open"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        found = re.match(r"(http://\S+?/)\S*#token=(\S+)", self.process.stdout.readline())
        assert found, "the server did not print its address"
        self.base, self.token = found.groups()

    def json(self, path):
        with urllib.request.urlopen(self.base + path, timeout=10) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


def chromium():
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def ledger(tmp_path_factory):
    out = tmp_path_factory.mktemp("page") / "orlune"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "twotrack", "run", str(HERE / "pages.jsonl"), "-o", str(out)]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    return out


@pytest.fixture(scope="session")
def server(ledger):
    started = Server(ledger)
    yield started
    started.stop()


@pytest.fixture
def judged(ledger, tmp_path):
    """A server on a copy of the ledger, which a test may judge."""
    copy = tmp_path / "copy"
    shutil.copytree(ledger, copy)
    started = Server(copy)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def frozen(ledger, tmp_path_factory):
    """The address of a frozen site, behind a plain file server."""
    out = tmp_path_factory.mktemp("site")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "twotrack", "site", str(ledger), "-o", str(out)]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    handler = functools.partial(Quiet, directory=str(out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{files.server_address[1]}/"
        files.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def playwright():
    api = pytest.importorskip("playwright.sync_api")
    if not chromium() or not (STATIC / "app.js").is_file():
        pytest.skip("needs Chromium and the built page (make page)")
    with api.sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    made = playwright.chromium.launch(executable_path=chromium(), headless=True)
    yield made
    made.close()


class Window:
    """One page in a fresh profile, with what went wrong in it."""

    def __init__(self, context):
        self.page = context.new_page()
        self.wrong = []
        self.asked = []
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.set_default_timeout(5000)

    def go(self, address):
        self.page.goto(address)
        self.page.wait_for_selector(".masthead")
        return self.page


@pytest.fixture
def window(browser, request):
    """Opens windows: ``window(address, width=390, scheme="dark")``; at the end none of them may have said an error."""
    made, contexts = [], []

    def opened(address, *, width=1440, height=900, scheme="light", quiet=True, **more):
        options = {"reduced_motion": "reduce"} | more
        contexts.append(
            browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        )
        one = Window(contexts[-1])
        if quiet:
            made.append(one)
        one.go(address)
        return one.page

    opened.made, opened.allowed = made, None
    yield opened
    for n, one in enumerate(made):
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            one.page.screenshot(path=Path(SHOTS) / f"{re.sub(r'[^A-Za-z0-9]+', '-', request.node.name)}{n or ''}.png")
    wrong = [words for one in made for words in one.wrong if not opened.allowed or opened.allowed not in words]
    for context in contexts:
        context.close()
    assert wrong == []
