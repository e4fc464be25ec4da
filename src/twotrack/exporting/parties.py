"""What a party's PLOVER code says of it: its country, its sector, and whether it is a state, rebels or civilians.

>>> sector("UKRMIL"), sector("IGOUNO"), sector("UKR"), kind(EventParty(name="an army", code="UKRMIL"))
('MIL', None, None, 'state')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from twotrack.exporting.tables import countries
from twotrack.records import EventParty

Kind = Literal["state", "country", "rebels", "militia", "civilians", "body"]

# First letters of codes that are no country.
BODIES = ("IGO", "NGO", "IMG", "MNC", "NGM")
_KINDS: dict[str, Kind] = {
    "GOV": "state", "MIL": "state", "COP": "state", "SPY": "state",
    "REB": "rebels", "SEP": "rebels", "INS": "rebels",
    "PRM": "militia", "UAF": "militia", "CRM": "militia",
    "CVL": "civilians", "JRN": "civilians", "MED": "civilians", "EDU": "civilians", "REF": "civilians",
    "BUS": "civilians", "LAB": "civilians", "AGR": "civilians",
}  # fmt: skip


def land(party: EventParty) -> str | None:
    """ISO 3166 alpha-3 of a party, None when its code names none."""
    found = party.country or party.code[:3]
    return found if found in countries() else None


def sectors(code: str) -> list[str]:
    """The three-letter sectors of a code, none for a country alone and for bodies.

    >>> sectors("USAGOVMIL")
    ['GOV', 'MIL']
    """
    if code[:3] in BODIES:
        return []
    return [code[at : at + 3] for at in range(3, len(code) - 2, 3)]


def sector(code: str) -> str | None:
    """The first sector of a code."""
    return next(iter(sectors(code)), None)


def kind(party: EventParty) -> Kind | None:
    """What a party is in a conflict; ``country`` is a country's code alone: its state, its people or a town of it."""
    if party.code[:3] in BODIES:
        # Rebels across borders are IMG and a sector: IMGREB.
        return _KINDS.get(party.code[3:6], "body")
    if len(party.code) == 3 and party.code in countries():
        return "country"
    return _KINDS.get(sector(party.code) or "")


def kinds(side: Iterable[EventParty]) -> set[Kind]:
    """What the parties of a side are, as far as it is known: "villagers; 12 people" are civilians."""
    return {found for found in map(kind, side) if found}


def first(side: Sequence[EventParty]) -> EventParty | None:
    """The party that stands for a side where there is room for one: the first that has a code, else the first."""
    return next((party for party in side if party.code), side[0] if side else None)
