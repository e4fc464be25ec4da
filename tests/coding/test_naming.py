import pytest

from twotrack.coding.naming import named

CASES = {
    "Foreign Minister Ana Dril": True,
    "the defence ministry": True,
    "the Kremlin": True,
    "Moscow": True,
    "a spokesman for the general staff": True,
    "the president": True,
    "He": True,
    "they": False,
    "Ukrainian officials": False,
    "Experts": False,
    "Observers": False,
    "Detractors of the U.S. policy": False,
    "a source close to the talks": False,
    "residents of Osk": False,
    "two diplomats": False,
    "": False,
}


@pytest.mark.parametrize(("words", "expected"), CASES.items())
def test_named(words, expected):
    assert named(words) is expected
