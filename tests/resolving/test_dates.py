"""Dates relative to publication. A new case is a new line in ``dates.toml``."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.records import When
from twotrack.resolving.dates import resolve, when

TABLES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text("utf-8"))
PUBLISHED = dt.date(2026, 6, 3)
CASES = [(table, words, told) for table, group in TABLES.items() for words, told in group.items()]
EVERY_WORDING = sorted({words for _, words, _ in CASES})


@pytest.mark.parametrize(("table", "words", "told"), CASES)
def test_days(table, words, told):
    published = None if table == "undated" else PUBLISHED
    status = "planned" if table == "planned" else "happened"
    first, last, precision = resolve(words, published, status)
    assert f"{first or '-'} {last or '-'} {precision}" == told


def test_enough_cases():
    assert len(CASES) >= 60


days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@given(
    words=st.sampled_from(EVERY_WORDING), published=days, status=st.sampled_from(["happened", "planned", "possible"])
)
def test_first_is_not_after_last(words, published, status):
    first, last, precision = resolve(words, published, status)
    assert first is None or last is None or first <= last
    assert (first is None and last is None) is (precision == "unknown")


@given(words=st.sampled_from(EVERY_WORDING), published=days, status=st.sampled_from(["happened", "negated"]))
def test_what_happened_is_not_after_publication(words, published, status):
    first, last, _ = resolve(words, published, status)
    assert first is None or first <= published
    assert last is None or last <= published


@given(words=st.text(max_size=60), published=st.none() | days)
def test_any_words_are_survived(words, published):
    resolve(words, published, "happened")


@given(day=days, clock=st.sampled_from(["", "T00:10:00+14:00", "T23:59:59-11:00", "T12:00:00Z"]))
def test_the_time_zone_changes_nothing(day, clock):
    found = when(When(text="yesterday", start=0, end=9), day.isoformat() + clock, "happened")
    assert found.first == found.last == (day - dt.timedelta(days=1)).isoformat()


def test_words_and_span_stay():
    found = when(When(text="last Tuesday", start=4, end=16), "not a date", "happened")
    assert found == When(text="last Tuesday", start=4, end=16)
