"""Whether a speaker is a named person or body, or one of the unnamed ("experts", "officials", "a source").

>>> named("Foreign Minister Ana Dril"), named("the defence ministry"), named("Ukrainian officials"), named("Observers")
(True, True, False, False)
"""

from __future__ import annotations

import re

_UNNAMED = frozenset(
    """activists advocates aide aides analyst analysts authorities campaigners commander commanders commentators
    critics delegation delegations detractors diplomat diplomats economists executives expert experts families
    fighters historians insiders lawmakers lawyers leaders locals many member members neighbors neighbours
    observer observers official officials opponents others people person policymakers politicians proponents
    pundits relatives reporters researchers resident residents sceptics scholars scientists skeptics soldier
    soldiers some someone source sources specialists strategists supporters survivor survivors team teams that
    these this those villagers volunteers witness witnesses workers""".split()
)
_UNIQUE = re.compile(
    r"\b(president|premier|prime minister|minister|ministry|government|army|general staff|spokes\w+|parliament|"
    r"police|court|kremlin|council|commission|secretary|chancellor|king|queen|pope|ambassador|envoy|mayor|governor|"
    r"emergency service|agency|office|command|party|movement|bank|company|union)\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i"])
_CLAUSE = re.compile(r"\s+(?:of|in|at|from|for|on|with|who|to|near|inside|familiar|close)\b|,", re.IGNORECASE)


_ONLOOKERS = frozenset(
    """advocates analyst analysts commentators critics detractors economists expert experts historians insiders
    observer observers opponents proponents pundits scholars sceptics skeptics specialists strategists supporters
    watchers""".split()
)


def is_onlooker(text: str) -> bool:
    """Whether words name nobody but people who look on and judge (docs/codebook.md, ACCUSE 5).

    >>> is_onlooker("Detractors of the U.S. policy"), is_onlooker("Arnor's critics"), is_onlooker("activists")
    (True, True, False)
    """
    words = _CLAUSE.split(text.strip(), maxsplit=1)[0].split()
    return bool(words) and words[-1].lower() in _ONLOOKERS


def named(text: str) -> bool:
    """Decided by the head noun (docs/codebook.md, statements 6). "He" stands for a named speaker, "they" does not."""
    words = _CLAUSE.split(text.strip(), maxsplit=1)[0].split()
    if not words:
        return False
    if len(words) == 1 and words[0].lower() in _PRONOUNS:
        return words[0].lower() not in ("they", "we")
    if words[-1].lower().strip("'’s") in _UNNAMED or words[-1].lower() in _UNNAMED:
        return False
    capitals = [w for w in words if w[:1].isupper() and w.lower() not in ("the", "a", "an", "some", "many")]
    later = [w for w in capitals if w is not words[0]]
    return bool(later or _UNIQUE.search(text) or (capitals and len(words) == 1))
