"""The mode of an event, from words: ``modes.toml`` lists them by type, so that every mode has its reason.

>>> mode("ASSAULT", "retook", "Russian troops retook the town.")
'seize'
>>> mode("ASSAULT", "hit", "Two drones hit the port.")
'drone'
>>> mode("AID", "gave", "It gave food.") is None
True
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

Pattern = tuple[str, re.Pattern[str]]


@cache
def _lexicon() -> dict[str, tuple[list[Pattern], list[Pattern]]]:
    data = tomllib.loads(files("twotrack.coding").joinpath("modes.toml").read_text("utf-8"))
    return {event: (_patterns(table), _patterns(table.get("near", {}))) for event, table in data.items()}


def _patterns(table: dict[str, Any]) -> list[Pattern]:
    return [
        (name, re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE))
        for name, words in table.items()
        if name != "near"
    ]


def mode(event: str, trigger: str, sentence: str) -> str | None:
    """The mode that the trigger tells, else the means that the sentence names, else None."""
    own, near = _lexicon().get(event, ([], []))
    for patterns, words in ((own, trigger), (near, sentence)):
        for name, pattern in patterns:
            if pattern.search(words):
                return name
    return None
