"""Words that speak for an event type, beside what the encoder says of the trigger.

The encoder knows a verb by the few hundred sentences that it was trained on; a word list knows many verbs and nothing
of their sense. The list lifts the log share of a type by :data:`LIFT` where the trigger has one of its words, and by
:data:`NEAR` where the words after it do. Both were chosen on the kept-out part of the corpus (``evals/corpus.py``):
type accuracy at matched triggers rose from 0.809 to 0.820.

>>> lifts("enforcing", " economic sanctions on Veld")["SANCTION"] > 0
True
>>> lifts("gave", " it up")
{}
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

LIFT = 3.0
NEAR = 2.0
WINDOW = 60
# The kind of an impact by its own words, else those before it, else the trigger's; where none tells, the encoder's kind
# stands.
_KINDS = {
    "displaced": r"displac|uproot|evacuat|homeless|refugee|fled|flee|driven from",
    "injured": r"injur|wound|hurt",
    "detained": r"detain|arrest|captured alive",
    "killed": r"kill|dead|death|died|slain",
}
# What ends in such a noun is a thing, and can't be killed or hurt.
_THINGS = re.compile(
    r"\b(?:tanks?|vehicles?|cars?|trucks?|lorries|bus(?:es)?|trains?|houses?|homes?|buildings?|flats?|apartments?|"
    r"schools?|shops?|windows?|bridges?|stores?|depots?|drones?|missiles?|aircraft|planes?|helicopters?|ships?|boats?|"
    r"vessels?|carriers?|guns?|launchers?|substations?|hectares|villages?)$",
    re.IGNORECASE,
)


@cache
def _lexicon() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    data = tomllib.loads(files("twotrack.coding").joinpath("triggers.toml").read_text("utf-8"))
    return {name: (_pattern(table["words"]), _pattern(table["near"])) for name, table in data.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    # An empty list must match nowhere.
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")" if words else r"(?!)", re.IGNORECASE)


def lifts(trigger: str, after: str) -> dict[str, float]:
    """What the words add to the log share of each type; types without a word are left out."""
    found = {}
    for name, (words, near) in _lexicon().items():
        lift = LIFT * bool(words.search(trigger)) + NEAR * bool(near.search(after[:WINDOW]))
        if lift:
            found[name] = lift
    return found


def impact_kind(words: str, before: str, trigger: str) -> str | None:
    """What befell the people that an impact counts, where its words, those right before it, or the trigger tell.

    >>> impact_kind("millions", "with ", "displaced"), impact_kind("31", "and wounding ", "hit")
    ('displaced', 'injured')
    >>> impact_kind("nine", "of ", "hit") is None, impact_kind("four storage tanks", "and killing ", "struck")
    (True, 'destroyed')
    """
    if _THINGS.search(words):
        return "destroyed"
    for told in (words, " ".join(before.split()[-2:]), trigger):
        for kind, pattern in _KINDS.items():
            if re.search(rf"\b(?:{pattern})", told, re.IGNORECASE):
                return kind
    return None


def lifted(shares: tuple[float, ...], names: tuple[str, ...], trigger: str, after: str) -> tuple[float, ...]:
    """Shares of the types after the lift, adding up to 1.

    >>> lifted((0.6, 0.4), ("RETREAT", "ASSAULT"), "reclaiming", " the town")[1] > 0.6
    True
    """
    from math import exp

    found = lifts(trigger, after)
    raised = [share * exp(found.get(name, 0.0)) for share, name in zip(shares, names, strict=True)]
    total = sum(raised) or 1.0
    return tuple(round(v / total, 4) for v in raised)
