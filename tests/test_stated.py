"""Dates of feeds: right, or none with a reason, in every time zone."""

import os
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.stated import YEARS, read_date

ROWS = tomllib.loads(Path(__file__).with_name("stated.toml").read_text("utf-8"))["rows"]


@pytest.mark.parametrize(("words", "iso", "note"), ROWS, ids=[row[0] for row in ROWS])
def test_a_date_is_right_or_none_with_its_reason(words, iso, note):
    found = read_date(words)
    assert (found.iso, found.note) == (iso or None, note)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31), timezones=st.timezones()))
def test_what_the_standards_write_is_read_back(when):
    when = when.replace(microsecond=0, second=0)
    offset = when.utcoffset()
    if offset.total_seconds() % 60:
        return
    for words in (when.isoformat(), when.strftime("%a, %d %b %Y %H:%M:%S %z")):
        found = read_date(words)
        # With the offset alone: in the gap of a changing clock, a time of a zone is not equal to itself.
        assert found.iso == when.isoformat(), words


@given(
    st.text(max_size=60)
    | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{2,5} [0-9:]{4,8} [A-Z+0-9-]{1,6}", fullmatch=True)
)
def test_nothing_makes_it_fail(words):
    found = read_date(words)
    assert found.note or found.iso
    if found.iso:
        assert datetime.fromisoformat(found.iso).year in YEARS


def test_the_time_zone_of_the_machine_does_not_matter():
    code = "import sys, json\nfrom twotrack.stated import read_date\n"
    code += "print([read_date(w) for w in json.load(sys.stdin)])"
    import json

    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps([row[0] for row in ROWS]),
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns")
    }
    assert len(told) == 1
