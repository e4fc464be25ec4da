"""Whether two mentions of parties can be one party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from twotrack.corroborating.words import STOP, words
from twotrack.records import Entity, Record

# Relations, from agreement to contradiction.
SAME, NEAR, UNKNOWN, OTHER = 2, 1, 0, -1

_LEADING = frozenset(["a", "an", "the", "some", "its", "his", "her", "their", "several", "two", "three", "dozens"])
_ARMED = frozenset(["REB", "SEP", "INS", "UAF"])
_STATE = frozenset(["GOV", "MIL", "COP", "SPY", "JUD", "LEG"])
# Words that say what somebody is, not who: sharing them is no agreement.
_ROLES = frozenset(
    """army forces force troops military ministry minister president government soldiers police officials official
    authorities spokesman spokeswoman spokesperson navy guard guards general foreign defence defense prime leader
    leaders delegation envoy rebels rebel fighters militia militants group people party council commander governor
    mayor civilians residents of and for in""".split()
)


class Party(Record, frozen=True):
    """A mention for comparing. ``proper`` are its name's own words, folded; empty for "the army"."""

    code: str
    country: str | None
    party_id: str | None
    name: str
    proper: tuple[str, ...]
    initials: str


def party(entity: Entity) -> Party:
    """A mention made ready.

    >>> party(Entity(text="the Rapid Support Forces", start=0, end=24)).initials
    'rsf'
    """
    said = entity.name or entity.text
    capitals = [w for w in re.findall(r"[^\W_]+", said) if w[:1].isupper() and w.lower() not in _LEADING]
    return Party(
        code=entity.code,
        country=entity.country or _country(entity.code),
        party_id=entity.party_id,
        name=_who(said),
        proper=tuple(w for c in capitals for w in words(c) if w not in _ROLES and w not in STOP),
        initials="".join(c[0] for c in capitals).lower(),
    )


def _country(code: str) -> str | None:
    return code[:3] if len(code) >= 3 and not code.startswith(("IGO", "NGO", "MNC", "IMG")) else None


def _who(said: str) -> str:
    """The plain name; nothing for a pronoun, which is somebody else in every article."""
    name = plain(said)
    return "" if all(w in STOP for w in name.split()) else name


def plain(name: str) -> str:
    """A name without articles, case and possessive.

    >>> plain("The Arnorian army's")
    'arnorian army'
    """
    found = [w.removesuffix("'s").removesuffix("’s") for w in words(name)]
    while len(found) > 1 and found[0] in _LEADING:
        found = found[1:]
    return " ".join(found)


@lru_cache(maxsize=1 << 17)
def relation(left: Party, right: Party) -> int:
    """``SAME`` by identity, code or name; ``NEAR``: one country, or names that share a word; ``OTHER``; ``UNKNOWN``."""
    if left.party_id and left.party_id == right.party_id:
        return SAME
    if left.code and right.code:
        return _by_code(left.code, right.code)
    if left.name == right.name and left.name:
        # "Troops" and "troops" may be anybody's.
        return SAME if left.proper else NEAR
    if left.country and right.country:
        return NEAR if left.country == right.country else OTHER
    return _by_name(left, right)


def _by_code(left: str, right: str) -> int:
    if left == right:
        return SAME
    if left[:3] != right[:3] or left.startswith(("IGO", "NGO", "MNC")):
        return OTHER
    sectors = {left[3:6], right[3:6]}
    hostile = sectors & _ARMED and sectors & _STATE
    return OTHER if hostile else NEAR


def _by_name(left: Party, right: Party) -> int:
    if not left.proper or not right.proper:
        return UNKNOWN
    if left.initials in right.proper or right.initials in left.proper:
        return SAME
    if any(kin(a, b) for a in left.proper for b in right.proper):
        return NEAR
    # A name that was resolved and one that was not may be one party under two names.
    return OTHER if not left.code and not right.code else UNKNOWN


def kin(left: str, right: str) -> bool:
    """Whether two words are one name or a name and its adjective.

    >>> kin("arnor", "arnorian"), kin("veld", "velmar")
    (True, False)
    """
    short, long = sorted((left, right), key=len)
    common = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return left == right or (common >= 4 and common >= len(short) - 1 and len(long) - common <= 4)


def sides(left: Sequence[Party], right: Sequence[Party]) -> int:
    """Two lists of parties on one side of an event: the best that any pair says; ``OTHER`` only if all pairs do.

    >>> arnor, veld = (party(Entity(text=t, start=0, end=5)) for t in ("Arnor", "Veld"))
    >>> sides([arnor], [veld]), sides([arnor], [veld, arnor]), sides([arnor], [])
    (-1, 2, 0)
    """
    if not left or not right:
        return UNKNOWN
    found = [relation(a, b) for a in left for b in right]
    best = max(found)
    return best if best > UNKNOWN else (OTHER if all(f == OTHER for f in found) else UNKNOWN)


def pooled(left: Sequence[Party], right: Sequence[Party]) -> tuple[int, bool]:
    """For meetings and deals, where sides can be told either way: how many of the parties agree, and whether both
    tellings hold a party that the other contradicts.

    >>> a, b, c = (party(Entity(text=t, start=0, end=5)) for t in ("Arnor", "Veld", "Keld"))
    >>> pooled([a, b], [b, a]), pooled([a, b], [a, c])
    ((2, False), (1, True))
    """
    agree = min(_met(left, right), _met(right, left))
    return agree, _strangers(left, right) and _strangers(right, left)


def _met(left: Sequence[Party], right: Sequence[Party]) -> int:
    return sum(any(relation(a, b) > UNKNOWN for b in right) for a in left)


def _strangers(left: Sequence[Party], right: Sequence[Party]) -> bool:
    return bool(right) and any(all(relation(a, b) == OTHER for b in right) for a in left)
