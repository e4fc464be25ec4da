"""What is taken out around an article, and above all what is not."""

import time
import tomllib
from pathlib import Path

import pytest

from twotrack.cleaning.furniture import LONGEST, is_link_like, notice, rules, strip

CASES = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:40] for c in CASES])
def test_a_paragraph_stays_or_goes(case):
    kept = strip([case["text"]])
    assert list(kept.blocks) == case.get("kept", [case["text"]])
    assert list(kept.authors) == case.get("authors", [])
    assert kept.published == case.get("published")


def test_the_headline_goes_only_at_the_top():
    body = ["Envoys met in Keld.", "They left at noon.", "They will be back."]
    assert strip(["Talks in Keld", *body], titles=["Talks in Keld"]).blocks == tuple(body)
    assert strip([*body, "Talks in Keld"], titles=["Talks in Keld"]).blocks == (*body, "Talks in Keld")


def test_links_go_up_to_the_next_sentence():
    blocks = ["Related", "Port workers end their strike", "Grain prices fall", "The envoy left Keld.", "A subheading"]
    assert strip(blocks).blocks == ("The envoy left Keld.", "A subheading")


def test_an_authors_own_note_at_the_end_goes():
    blocks = ["The envoy left Keld.", "Ava Alm is a reporter for the Herald in Keld."]
    assert strip(blocks, authors=["Ava Alm"]).blocks == ("The envoy left Keld.",)
    assert strip(blocks, authors=["Jo Reed"]).blocks == tuple(blocks)


def test_what_was_removed_is_told():
    assert strip(["ADVERTISEMENT", "Envoys met."]).removed == (("ad", "ADVERTISEMENT"),)


@pytest.mark.parametrize(
    "near", ["copy link ", "we use ", "by using ", "x ", "photo: ", "By A ", "a, ", "sign up ", "© "]
)
def test_no_rule_takes_long_over_a_near_match(near):
    text = near * (LONGEST // len(near))
    start = time.process_time()
    for _ in range(20):
        notice(text)
        strip([text])
    # A rule that backtracks would take hours; the bound is generous because machines are slow at times.
    assert time.process_time() - start < 20


def test_every_kind_has_rules():
    assert {kind for kind, _ in rules()} >= {"consent", "paywall", "newsletter", "share", "ad", "copyright", "credit"}


def test_a_sentence_is_no_link():
    assert not is_link_like("The envoy left Keld.")
    assert is_link_like("Envoy leaves Keld")
