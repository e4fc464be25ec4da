"""Phrases for places that a text keeps back, and for areas that no gazetteer has.

>>> withheld("a strategically important town"), withheld("an undisclosed location"), withheld("the town of Osk")
(True, True, False)
>>> is_area("the front-line districts"), is_area("a hospital")
(True, False)
"""

from __future__ import annotations

import re

_UNNAMED = r"(?:undisclosed|unnamed|unidentified|unspecified|secret|unknown|classified)"
_SPOT = (
    r"(?:locations?|places?|towns?|villages?|sites?|positions?|cit(?:y|ies)|settlements?|bases?|hills?|heights|"
    r"airfields?)"
)
_WITHHELD = re.compile(
    rf"\b{_UNNAMED} (?:\w+ ){{0,2}}{_SPOT}\b|\b(?:strategic(?:ally)?|tactically|key)(?: and \w+)?(?:,? \w+)?"
    rf"(?: (?:important|crucial|vital|key|significant))? {_SPOT}\b|"
    rf"\b{_SPOT} (?:that|which|whose name|whose location) (?:\w+ ){{0,3}}(?:not|nobody|withh\w+|declined)\b",
    re.I,
)
_KEPT_BACK = re.compile(
    r"\b(?:town|village|settlement|location|city|place)\b[^.]{0,80}\b(?:has|have|had|was|were|did)(?: not|n['’]t)\b"
    r"[^.]{0,40}\b(?:named|name|identified|identify|disclosed|disclose|revealed|reveal|specified|specify)\b|"
    r"\b(?:without|declined to|refused to|did not) (?:nam\w+|identify\w*|disclos\w+|specify\w*)\b[^.]{0,40}"
    r"\b(?:town|village|location)",
    re.I,
)
_THE_TOWN = re.compile(r"^(?:the|that|this) (?:\w+ )?(?:town|village|settlement|city|place|location)$", re.I)
_AREA_WORDS = re.compile(
    r"\b(?:regions?|areas?|districts?|territor(?:y|ies)|front(?:[- ]?lines?)?|east|west|north|south|borders?|frontier|"
    r"coast|sea|waters|valley|countryside|provinces?|line of contact|strait|gulf|river|airspace|mountains|desert|zone|"
    r"(?:north|south)?(?:eastern|western)|northern|southern|island|islands|interior|hinterland|camps?)\b",
    re.I,
)
_DIRECTION = re.compile(
    r"\b(?:(?:north|south)(?:-?(?:east|west))?|east|west|(?:north|south)?(?:-?(?:east|west)?)ern|central|upper|rural|"
    r"mainland|coastal|occupied|most|parts|part)\b(?: (?:of|and \w+))?(?: the)? *$",
    re.I,
)
_BORDER = re.compile(r"\b(?:border|frontier|front ?line|coast off|sea off|waters off|airspace)\b", re.I)
_NEAR = re.compile(
    r"\b(?:near|off|outside|around|close to|towards?|(?:north|south|east|west)\w* of|from)\s+"
    r"(?:the )?(?:\w+ ){0,2}?(?:(?:city|town|village|port|settlement) of )?$",
    re.I,
)


def withheld(words: str) -> bool:
    """Whether the words of a place keep its name back."""
    return _WITHHELD.search(words) is not None


def keeps_back(text: str) -> bool:
    """Whether the article says that it does not name a town."""
    return _KEPT_BACK.search(text) is not None


def is_the_town(words: str) -> bool:
    """ "the town", with nothing more."""
    return _THE_TOWN.match(words.strip()) is not None


def is_area(words: str) -> bool:
    """Whether words without a name are an area."""
    return _AREA_WORDS.search(words) is not None


def is_border(words: str) -> bool:
    """A line or a stretch of water or air beside what is named."""
    return _BORDER.search(words) is not None


def is_part(before: str) -> bool:
    """Whether the words before a name take a part of it: "eastern", "most of"."""
    return _DIRECTION.search(before) is not None


def is_near(before: str) -> bool:
    """Whether the words before a name say that it is somewhere beside it: "near", "12 km east of"."""
    return _NEAR.search(before) is not None
