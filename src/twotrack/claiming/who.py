"""Who a mention is, so that "the Kremlin" and "Moscow" are one speaker: by party id, code, else by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from twotrack.records import Entity, EventParty

_LEADING = ("the ", "a ", "an ", "its ", "his ", "her ", "their ")


def key(entity: Entity) -> str:
    """One key a party: a state and its organs share it, as they share the party id.

    >>> key(Entity(text="The Veldish army's", start=0, end=18))
    'veldish army'
    """
    return entity.party_id or entity.code or _plain(entity.name or entity.text)


def _plain(name: str) -> str:
    plain = name.casefold().removesuffix("'s").removesuffix("’s")
    for word in _LEADING:
        plain = plain.removeprefix(word)
    return plain


_NOBODY = frozenset("he she it they them their his her its we us our i you who those both sides".split())


def is_somebody(name: str) -> bool:
    """Whether words name a party at all: a pronoun is somebody else in every passage.

    >>> is_somebody("They"), is_somebody("both sides"), is_somebody("Veld")
    (False, False, True)
    """
    return not set(_plain(name).split()) <= _NOBODY


def shown(entities: Iterable[Entity]) -> EventParty:
    """Mentions of one party as a party: its commonest name and code."""
    found = list(entities)
    names = Counter(e.name or e.text for e in found)
    codes = Counter(e.code for e in found if e.code)
    countries = Counter(e.country for e in found if e.country)
    return EventParty(name=_most(names) or "", code=_most(codes) or "", country=_most(countries))


def _most(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None
