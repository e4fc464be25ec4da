"""Who a mention is, as it is found: the record, and what its party is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from twotrack.records import Record
from twotrack.resolving.entries import TRANSNATIONAL
from twotrack.resolving.folding import fold
from twotrack.resolving.phrases import Part, Phrase

# The organs through which a state acts; a report on "Moscow" and one on "Russian forces" are of one party.
STATE_SECTORS = ("", "GOV", "MIL", "SPY", "COP", "JUD", "PRM")
NOT_THERE = "not in the directory"
_DETERMINER = re.compile(r"^(?:(?:the|a|an|its|their|his|her|our|some|many|several|both|all|two|three)\s+)+", re.I)

Where = Callable[[str, bool], str | None]


class Found(Record, frozen=True):
    """Who a mention is. ``country`` is PLOVER's code. ``person`` is a personal name that stands in the mention,
    ``nation`` the folded name of a country or body that the directory does not have, ``rule`` what decided, ``own``
    the user's own entries that did."""

    name: str | None = None
    country: str = ""
    sector: str = ""
    party: str | None = None
    person: str | None = None
    nation: str | None = None
    rule: str = "not known"
    own: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Country plus sector, ``""`` when the country is not known."""
        return self.country + self.sector if self.country else ""


def party_of(country: str, sector: str, name: str | None) -> str | None:
    """The stable id of a party: a state and its organs share one, everybody else has an own.

    Only the first part of a sector of several ("GOVFRM", as in a dictionary of the user's) counts.
    """
    main = sector[:3]
    if country in TRANSNATIONAL:
        return country + sector if sector in ("UNO", "EUR") else fold(name or "") or None
    if country and main in STATE_SECTORS:
        return country
    if main in ("REB", "ELI", "OPP", "PTY", "CRM") and name:
        return fold(name)
    return country + sector if country else None


def nation_party(nation: str | None, sector: str, person: str | None) -> str | None:
    """The party of an unknown nation: its organs share its name; without a nation a person stands for himself."""
    if nation is None:
        return fold(person.split()[-1]) if person else None
    return nation if sector in STATE_SECTORS else f"{nation} {sector}"


def clean(text: str) -> str:
    """A mention without its article and possessive ending.

    >>> clean("the Arnorian army's")
    'Arnorian army'
    """
    return re.sub(r"['’]s?$", "", _DETERMINER.sub("", text.strip()).strip(' ,"“”'))


def countries(part: Part) -> Iterator[str]:
    """PLOVER's codes of the countries that its entries name or belong to."""
    for item in part.items:
        entry = item.entry
        if entry and entry.kind != "agent" and not entry.weak and entry.country not in ("", *TRANSNATIONAL):
            yield entry.country


def head_text(phrase: Phrase) -> str:
    """The words up to the first joint."""
    items = phrase.head.items
    return phrase.text[: items[-1].words[-1].end] if items else phrase.text
