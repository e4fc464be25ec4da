"""What a robots.txt allows, by cases of our own, and that no robots.txt at all breaks or holds the reader."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.fetching.client import Answer
from twotrack.fetching.robots import MOST_READ, Rules, text_of

CASES = tomllib.loads((Path(__file__).parent / "robots.toml").read_text("utf-8"))["case"]
SITE = "https://outlet.example"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case(case):
    rules = Rules(case["text"].removeprefix("\ufeff"))
    assert [p for p in case.get("yes", ()) if not rules.allows(SITE + p, "twotrack")] == []
    assert [p for p in case.get("no", ()) if rules.allows(SITE + p, "twotrack")] == []
    assert rules.pause("twotrack") == case.get("pause", 0.0)


LINES = st.sampled_from(
    ["User-agent: *", "User-agent: twotrack", "Disallow: /", "Allow: /*a*$", "Crawl-delay: 1e400", "Request-rate: 1/0",
     "Request-rate: /", "Visit-time: 9-5", "\x00", "Disallow: %", "Disallow: %zz*%", "Crawl-delay:", ":", "User-agent",
     "Allow: http://[::1", "Disallow: //[", "Request-rate: 0/9s 1-2"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=30)).map("\n".join))
def test_any_text_is_rules(text):
    rules = Rules(text)
    assert rules.allows(f"{SITE}/a", "twotrack") in (True, False)
    assert 0.0 <= rules.pause("twotrack") <= 60.0


@pytest.mark.parametrize(
    "rule", ["Disallow: /" + "*a" * 1000, "Disallow: /" + "*" * 5000 + "$", "Disallow: /" + "%41" * 1000]
)
def test_no_robots_holds_the_reader(rule):
    text = "User-agent: *\n" + (rule + "\n") * (MOST_READ // len(rule))
    begun = time.process_time()
    Rules(text).allows(SITE + "/" + "a" * 2000, "twotrack")
    assert time.process_time() - begun < 5.0


def answer(body, **headers):
    response = b"HTTP/1.1 200 OK\r\n\r\n" + body
    return Answer(url=SITE, status=200, headers=headers, request=b"", response=response, peer="", date="")


def test_what_stands_behind_the_first_500_kib_does_not_count():
    found = text_of(answer(b"User-agent: *\nDisallow: /a\n" + b"#" * MOST_READ + b"\nDisallow: /b\n"))
    assert Rules(found).allows(f"{SITE}/b", "twotrack") and not Rules(found).allows(f"{SITE}/a", "twotrack")


def test_chunks_are_joined():
    body = b"e\r\nUser-agent: *\n\r\nd;x=1\r\nDisallow: /a\n\r\n0\r\n\r\n"
    assert not Rules(text_of(answer(body, **{"transfer-encoding": "chunked"}))).allows(f"{SITE}/a", "twotrack")
