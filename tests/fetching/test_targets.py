"""Addresses are read as browsers read them, or refused; the cases state their own expectation."""

import tomllib
from pathlib import Path

import pytest

from twotrack.errors import Refused
from twotrack.fetching.targets import target

CASES = tomllib.loads((Path(__file__).parent / "urls.toml").read_text("utf-8"))["url"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["given"]))
def test_an_address(case):
    if "is" not in case:
        with pytest.raises(Refused, match="unsafe address"):
            target(case["given"], case.get("base", ""))
        return
    found = target(case["given"], case.get("base", ""))
    assert [found.host, found.port, found.path] == case["is"]
