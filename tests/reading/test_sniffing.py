"""What a file is taken for, by its first bytes."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.errors import Refused
from twotrack.reading.sniffing import sniff, suffix

CASES = tomllib.loads(Path(__file__).with_name("heads.toml").read_text("utf-8"))["case"]

KINDS = ("html", "text", "markdown", "jsonl", "json", "feed", "json feed", "opml", "addresses")


def _bytes(written):
    return written.encode().decode("unicode_escape").encode("latin-1")


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{c['head'][:20]!r}" for n, c in enumerate(CASES)])
def test_a_head_is_taken_for_what_it_is(case):
    head = _bytes(case["head"])
    if "kind" in case:
        assert sniff(head, case.get("suffix", "")) == case["kind"]
    else:
        with pytest.raises(Refused) as refused:
            sniff(head, case.get("suffix", ""))
        assert refused.value.reason == case["reason"]
        assert refused.value.detail == case.get("detail", refused.value.detail)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(head):
    try:
        assert sniff(head) in KINDS
    except Refused as refused:
        assert refused.reason


@pytest.mark.parametrize(
    "start", ["<!-- --> ", "<!DOCTYPE a [", "]> ", "<rss", "# ", "{", "[", "https://a ", "a,b,", "---\na: b\n", " "]
)
def test_sniffing_is_quick_whatever_is_repeated(start):
    # A rule that backtracks would not come back from this.
    assert sniff((start * 40_000 + "text").encode()[:65_536]) if start == "a,b," else True
    try:
        sniff((start * 40_000).encode()[:65_536])
    except Refused as refused:
        assert refused.reason


def test_the_ending_before_gz_counts():
    assert suffix("a/B.HTML.gz") == ".html"
    assert suffix("a/b") == ""
