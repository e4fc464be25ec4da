"""Each case states its words and what they count."""

import pytest

from twotrack.coding.counts import count, numbers

CASES = [
    ("12 civilians", (12, 12, 12)),
    ("at least 11 people", (11, 11, None)),
    ("more than 1,200 families", (1200, 1200, None)),
    ("up to 40 prisoners", (40, None, 40)),
    ("between seven and nine soldiers", (None, 7, 9)),
    ("20 to 25 fighters", (None, 20, 25)),
    ("a dozen houses", (12, 12, 12)),
    ("two dozen people", (24, 24, 24)),
    ("dozens of civilians", (None, 24, None)),
    ("millions of individuals", (None, 2_000_000, None)),
    ("1.2 million people", (1_200_000, 1_200_000, 1_200_000)),
    ("one hundred and twenty hostages", (120, 120, 120)),
    ("forty-two passengers", (42, 42, 42)),
    ("a woman and two children", (3, 3, 3)),
    ("no casualties", (0, 0, 0)),
    ("a child", (1, 1, 1)),
    ("casualties", (None, None, None)),
    ("heavy losses", (None, None, None)),
]


@pytest.mark.parametrize(("words", "counts"), CASES)
def test_count(words, counts):
    assert count(words) == counts


def test_numbers_in_order():
    assert numbers("two of 14 ships and one hundred men") == [2, 14, 100]
