"""Paragraphs that say an earlier one again, and those that only look like it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.cleaning.retold import retold

CASES = tomllib.loads(Path(__file__).with_name("retold.toml").read_text("utf-8"))["case"]
BETWEEN = [
    "Grain prices rose for the third week in a row as traders waited for news from the coast. Ships stayed in port.",
    "The central bank of Karsia left its rate where it was. Its governor pointed to the weak harvest and dear fuel.",
    "In the capital, thousands marched against the new service law. The police counted fewer of them than a year ago.",
    "Football returned to the stadium of Velmar after two years. The home side lost by a late goal, and few minded.",
]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{c['first'][:30]}" for n, c in enumerate(CASES)])
def test_a_paragraph_is_retold_or_not(case):
    found = retold([case["first"], *BETWEEN, case["again"]])
    assert found == [None] * 5 + [0 if case["retold"] else None]


def test_a_third_telling_points_to_the_first():
    first, again = CASES[0]["first"], CASES[0]["again"]
    assert retold([BETWEEN[0], first, again, BETWEEN[1], first]) == [None, None, 1, None, 1]


def test_no_paragraph_of_an_ordinary_article_is_retold():
    assert retold([c["first"] for c in CASES[:4]] + BETWEEN) == [None] * 8


@given(st.lists(st.text(max_size=60), max_size=8))
def test_only_earlier_paragraphs_are_retold(paragraphs):
    found = retold(paragraphs)
    assert len(found) == len(paragraphs)
    assert all(first is None or (first < place and found[first] is None) for place, first in enumerate(found))
