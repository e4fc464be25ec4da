import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from twotrack.exporting.csv import LIVE, cell, write

BEGINNINGS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


def test_no_cell_is_a_live_formula():
    for beginning in BEGINNINGS:
        for payload in ("1+1", 'HYPERLINK("http://x.example")', "cmd|' /C calc'!A0"):
            assert cell(beginning + payload)[:1] == "'"


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_cells_have_no_line_breaks_and_read_back(cells):
    columns = [f"c{n}" for n in range(len(cells))]
    target = io.StringIO(newline="")
    write(columns, [dict(zip(columns, cells, strict=True))], target)
    rows = list(csv.reader(io.StringIO(target.getvalue(), newline="")))
    assert len(rows) == 2
    for told, read in zip(cells, rows[1], strict=True):
        assert read.removeprefix("'") == " ".join(told.split()) or read == " ".join(told.split())
        assert not read or read[0] not in LIVE


def test_numbers_stay_numbers():
    target = io.StringIO(newline="")
    write(["lat", "n", "known"], [{"lat": -12.5, "n": 3, "known": True}], target)
    assert target.getvalue() == "lat,n,known\r\n-12.5,3,true\r\n"
