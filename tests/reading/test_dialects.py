"""JSON objects of other tools, by their keys."""

import tomllib
from pathlib import Path

import pytest

from twotrack.reading.sources import read
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

CASES = tomllib.loads(Path(__file__).with_name("lines.toml").read_text("utf-8"))["case"]
GOOD = '{"text": "A good neighbour."}'


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_line_becomes_what_it_says(case, tmp_path):
    file = tmp_path / "pile.jsonl"
    file.write_text(f"{GOOD}\n{case['line']}\n{GOOD}\n", "utf-8")
    before, item, after = read([str(file)], Settings())
    assert isinstance(before, Page) and isinstance(after, Page)
    assert item.offset == 2
    if "reason" in case:
        assert isinstance(item, Refusal)
        assert item.reason == case["reason"]
        assert item.detail == case.get("detail", item.detail)
    else:
        assert item.fields == case["fields"]
        assert (item.url, item.fetched) == (case.get("url"), case.get("fetched"))
        assert item.raw == case["line"].encode()
