from hypothesis import given
from hypothesis import strategies as st

from twotrack.coding.sentences import PART, split


@given(st.text(max_size=2000), st.integers(0, 50))
def test_offsets_hold_and_nothing_is_lost(text, start):
    found = list(split(text, start))
    assert all(text[a - start : b - start] == words for a, b, words in found)
    assert "".join("".join(words.split()) for _, _, words in found) == "".join(text.split())


def test_a_long_sentence_is_read_in_parts_at_its_commas():
    text = ", ".join(["and the army went on"] * 120)
    parts = [words for _, _, words in split(text, 0)]
    assert all(len(p) <= PART for p in parts)
    assert all(p.startswith("and the army") for p in parts)


def test_abbreviations_do_not_end_a_sentence():
    text = "The U.S. delegation met Gen. Dorn on Jan. 5. It left at 5 p.m. on Friday."
    assert len(list(split(text, 0))) == 2
