"""Rounds of watching, stopping and being killed: on loopback, with the stand-in coder."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from twotrack import views, watching
from twotrack.errors import UsageError
from twotrack.ledger import connection
from twotrack.ledger.verify import verify
from twotrack.talk import round_done

STORY = (
    "Arnorian troops shelled Gondorians near Osk on {day}, the general staff of Arnor said in a statement.</p><p>"
    "Veld condemned Arnor for the attack and demanded an end to it, Foreign Minister Ana Dril said on {day}."
)
SCRIPT = """
import sys
from twotrack import runner, watching
from twotrack.fetching.guard import Guard
from twotrack.settings import Settings

async def to_loopback(host, port):
    return ["127.0.0.1"]

guard = Guard(resolve=to_loopback, allowed=("127.0.0.0/8",))
settings = Settings(fetch_pause=0.05)
what, url, out = sys.argv[1:]
try:
    if what == "run":
        runner.run([url], out, coder="stub", jobs=1, settings=settings, guard=guard)
    else:
        plan = watching.Plan(sources=(url,), out=out, every=900.0, coder="stub", jobs=1)
        watching.watch(plan, settings, lambda done: print(done.at, done.articles, flush=True), guard)
except KeyboardInterrupt:
    print("stopped", flush=True)
    sys.exit(3)
"""


def page(name):
    text = STORY.format(day=name)
    return f"<html><head><title>{name}</title></head><body><article><p>{text}</p></article></body></html>"


def rss(web, *paths):
    items = "".join(f"<item><title>{p}</title><link>{web.url(p)}</link></item>" for p in paths)
    return f"<rss version='2.0'><channel><title>O</title>{items}</channel></rss>"


@pytest.fixture
def site(web):
    paths = [f"/{n}" for n in range(12)]
    web.serve("/feed", rss(web, *paths), type="text/xml")
    for path in paths:
        web.serve(path, page(f"day {path[1:]}"))
    return web


@pytest.fixture
def rounds(tmp_path, guard, fast):
    """One round each time it is called."""

    def going(*sources):
        done = []
        plan = watching.Plan(
            sources=sources, out=str(tmp_path / "ledger"), every=900.0, once=True, coder="stub", jobs=1
        )  # fmt: skip
        code = watching.watch(plan, fast, done.append, guard)
        return code, done[0]

    return going


def test_rounds_bring_what_is_new(web, rounds, tmp_path):
    web.serve("/1", page("Monday"))
    web.serve("/2", page("Tuesday"))
    web.serve("/feed", rss(web, "/1"), type="text/xml")
    assert [rounds(web.url("/feed"))[1].new for _ in range(2)] == [1, 0]
    web.serve("/feed", rss(web, "/2", "/1"), type="text/xml")
    code, done = rounds(web.url("/feed"))
    assert (code, done.new, done.articles) == (0, 1, 2)
    assert web.paths().count("/1") == 1
    status = views.status(tmp_path / "ledger")
    assert status.finished and status.feeds[0].reason is None
    assert verify(tmp_path / "ledger") == []


def test_a_round_without_news_leaves_the_rows_alone(web, rounds, tmp_path):
    web.serve("/1", page("Monday"))
    web.serve("/feed", rss(web, "/1"), type="text/xml")
    rounds(web.url("/feed"))
    before = (tmp_path / "ledger/ledger.sqlite").read_bytes()
    rounds(web.url("/feed"))
    assert (tmp_path / "ledger/ledger.sqlite").read_bytes() == before


def test_a_failing_feed_waits_and_its_neighbours_go_on(web, rounds, tmp_path, capsys):
    web.serve("/1", page("Monday"))
    web.serve("/feed", rss(web, "/1"), type="text/xml")
    web.serve("/bad", "", status="500 Oops")
    code, done = rounds(web.url("/bad", "bad.example"), web.url("/feed"))
    assert (code, done.new, [f.host for f in done.failing]) == (1, 1, ["bad.example"])
    asked = len(web.paths())
    code, done = rounds(web.url("/bad", "bad.example"), web.url("/feed"))
    # It has its time to wait: not asked again, still named.
    assert (web.paths()[asked:], [f.fails for f in done.failing]) == (["/feed"], [1])
    round_done(done, as_json=False)
    assert "failing: bad.example (server error, 1 time)" in capsys.readouterr().out
    status = views.status(tmp_path / "ledger")
    (bad,) = (f for f in status.feeds if f.reason)
    assert (bad.reason, bad.fails, bad.good) == ("server error", 1, None)
    # What may pass is no refusal of the ledger yet.
    assert status.refusals == ()


def test_what_will_not_pass_is_a_refusal_once(web, rounds, tmp_path):
    web.serve("/robots.txt", "User-agent: *\nDisallow: /\n", type="text/plain")
    for _ in range(2):
        rounds(web.url("/feed"))
    assert [r.reason for r in views.status(tmp_path / "ledger").refusals] == ["blocked by robots.txt"]


def test_a_feed_that_is_back_is_not_failing(web, rounds, tmp_path, monkeypatch):
    web.serve("/feed", "", status="500 Oops", type="text/xml")
    rounds(web.url("/feed"))
    web.serve("/1", page("Monday"))
    web.serve("/feed", rss(web, "/1"), type="text/xml")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400 * 2)
    assert rounds(web.url("/feed"))[1].failing == ()


def test_another_writer_is_waited_for(web, rounds, tmp_path):
    web.serve("/feed", rss(web), type="text/xml")
    rounds(web.url("/feed"))
    with connection.locked(tmp_path / "ledger"):
        code, done = rounds(web.url("/feed"))
    assert (code, done.busy) == (1, True)


def test_a_list_is_read_anew_for_each_round(web, rounds, tmp_path):
    web.serve("/1", page("Monday"))
    web.serve("/2", page("Tuesday"))
    found = tmp_path / "list.txt"
    found.write_text(web.url("/1") + "\n")
    rounds(str(found))
    found.write_text(web.url("/1") + "\n" + web.url("/2") + "\n")
    assert rounds(str(found))[1].articles == 2


@pytest.mark.parametrize("source", ["pages", "no-such-file"])
def test_only_addresses_and_lists_can_be_watched(rounds, source, tmp_path):
    with pytest.raises(UsageError):
        rounds(source)


@pytest.mark.parametrize(("words", "found"), [("15m", 900), ("90s", 90), ("2h", 7200), ("1d", 86400), (" 1.5H ", 5400)])
def test_times(words, found):
    assert watching.seconds(words) == found


@pytest.mark.parametrize("words", ["", "15", "m", "-5m", "1s", "0h", "15 min", "1e9h", "٣m"])
def test_no_times(words):
    with pytest.raises(UsageError):
        watching.seconds(words)


@pytest.fixture
def program(tmp_path):
    """A run or a watch in a process of its own, which signals can reach."""
    file = tmp_path / "program.py"
    file.write_text(SCRIPT)

    def start(what, url, out):
        path = os.pathsep.join(filter(None, sys.path))
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", str(file), what, url, str(out)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path},
        )  # fmt: skip

    return start


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watching_ends_at_a_signal(site, program, tmp_path, number):
    process = program("watch", site.url("/feed"), tmp_path / "ledger")
    assert process.stdout.readline().endswith(" 12\n")
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (3, "stopped\n", "")
    assert time.monotonic() - begun < 5
    assert verify(tmp_path / "ledger") == []


def test_a_fetch_that_is_interrupted_goes_on(site, program, tmp_path):
    process = program("run", site.url("/feed"), tmp_path / "ledger")
    while len(site.paths()) < 4:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (3, "stopped\n")
    asked = len(site.paths())
    assert asked < 13
    process = program("run", site.url("/feed"), tmp_path / "ledger")
    assert process.wait(timeout=60) == 0
    process.communicate()
    assert len(site.paths()) <= asked + 1 + 12 - (asked - 1) + 1
    assert views.status(tmp_path / "ledger").articles == 12


def kill_until_done(site, program, ledger, seed, times):
    rng = random.Random(seed)
    for _ in range(times):
        process = program("run", site.url("/feed"), ledger)
        seen = len(site.asked)
        wait = rng.uniform(0, 1.5)
        limit = time.monotonic() + 20
        while process.poll() is None and len(site.asked) == seen and time.monotonic() < limit:
            time.sleep(0.005)
        time.sleep(wait)
        process.kill()
        process.communicate()
    process = program("run", site.url("/feed"), ledger)
    process.communicate(timeout=120)
    assert process.returncode == 0


def same(tmp_path, *names):
    found = []
    for name in names:
        views.export(tmp_path / name, "jsonl", str(tmp_path / f"{name}.jsonl"))
        found.append((tmp_path / f"{name}.jsonl").read_bytes())
    return all(one == found[0] for one in found)


def test_killed_while_fetching_it_ends_in_the_same_ledger(site, program, tmp_path):
    kill_until_done(site, program, tmp_path / "killed", 1, 3)
    assert views.status(tmp_path / "killed").inputs == 12
    assert verify(tmp_path / "killed") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_killed_at_any_moment_nothing_is_lost_or_twice(site, program, tmp_path, seed):
    kill_until_done(site, program, tmp_path / "whole", seed, 0)
    kill_until_done(site, program, tmp_path / "killed", seed, 4)
    assert views.status(tmp_path / "killed").inputs == 12
    assert same(tmp_path, "whole", "killed")
    assert verify(tmp_path / "killed") == []
