"""Who stands beside some words of a sentence: the mentions that were read there, or a noun phrase.

>>> text = "On Tuesday Arnor and Veld shelled the harbour."
>>> groups = parties(text, [(11, 16), (21, 25)])
>>> before(text, (26, 33), groups, 0), after(text, (26, 33), groups, 0)
(((11, 16), (21, 25)), ((34, 45),))
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twotrack.coding.readings import Offsets
from twotrack.records import Record

Group = tuple[Offsets, ...]

_JOINT = re.compile(r"\s*(?:,|(,?\s+and|&))\s+")
_WORD = re.compile(r"\w+")
# A noun phrase that can be told without a parser: capitalised words, or an article, with a few small words behind.
_ARTICLE = "(?:the|an?|its|their|his|her|our|some|several|both|two|three|many)"
_NO_NOUN = (
    "(?!(?i:and|or|but|as|at|by|for|from|in|into|of|on|over|to|with|after|before|against|near|that|who|which|when|"
    "while|because|if|is|are|was|were|be|been|has|have|had|will|would|may|could|said|says|not|he|she|it|they|we|"
    r"\w+day|january|february|march|april|may|june|july|august|september|october|november|december)\b)"
)
_CAPITAL = _NO_NOUN + r"[A-Z][\w.’'-]*"
_CAPITALS = rf"{_CAPITAL}(?:\s+(?:of\s+)?{_CAPITAL})*"
_SMALL = _NO_NOUN + r"[a-z][\w’'-]*"
_NOUNS = (
    rf"\b(?:(?:(?i:{_ARTICLE})\s+)?{_CAPITALS}(?:\s+{_SMALL}){{0,2}}|(?i:{_ARTICLE})(?:\s+{_SMALL}){{1,3}})"
)  # fmt: skip
_LAST, _FIRST = re.compile(rf"({_NOUNS})[\s,]*$"), re.compile(rf"[\s,]*({_NOUNS})")


class Slot(Record, frozen=True):
    """A party at the end of a pattern: its role, and how many words may stand between."""

    role: str
    gap: int


def parties(text: str, mentions: Sequence[Offsets]) -> list[Group]:
    """Mentions in order, those that a list joins ("Arnor, Keld and Veld") together; a comma alone joins nothing."""
    groups: list[list[Offsets]] = []
    listed: list[bool] = []
    for mention in sorted(mentions):
        joint = _JOINT.fullmatch(text, groups[-1][-1][1], mention[0]) if groups else None
        if joint:
            groups[-1].append(mention)
            listed[-1] |= joint[1] is not None
        else:
            groups.append([mention])
            listed.append(False)
    return [g for group, told in zip(groups, listed, strict=True) for g in ([tuple(group)] if told else _each(group))]


def _each(group: Sequence[Offsets]) -> list[Group]:
    return [(mention,) for mention in group]


def before(text: str, at: Offsets, groups: Sequence[Group], gap: int | None) -> Group:
    """The nearest party before the words, with at most ``gap`` words between (None: any number); ``()`` for nobody."""
    found = next((g for g in reversed(groups) if g[-1][1] <= at[0]), None)
    if found and _near(text, found[-1][1], at[0], gap):
        return found
    phrase = _LAST.search(text, 0, at[0]) if gap is not None else None
    return (phrase.span(1),) if phrase else ()


def after(text: str, at: Offsets, groups: Sequence[Group], gap: int | None) -> Group:
    """The nearest party after the words, as :func:`before`."""
    found = next((g for g in groups if g[0][0] >= at[1]), None)
    if found and _near(text, at[1], found[0][0], gap):
        return found
    phrase = _FIRST.match(text, at[1]) if gap is not None else None
    return (phrase.span(1),) if phrase else ()


def inside(at: Offsets, groups: Sequence[Group]) -> Group:
    """The mentions in a span, or the span."""
    found = tuple(m for group in groups for m in group if at[0] <= m[0] and m[1] <= at[1])
    return found or (at,)


def _near(text: str, start: int, end: int, gap: int | None) -> bool:
    return gap is None or len(_WORD.findall(text, start, end)) <= gap
