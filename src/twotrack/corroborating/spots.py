"""Whether two mentions of places can be one place."""

from __future__ import annotations

import math
from functools import lru_cache

from twotrack.corroborating.parties import kin, plain
from twotrack.records import Place, Record

_FINENESS = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}
_SUBURB_KM = 10.0  # a village and the town beside it are told for each other
_NOT_A_NAME = frozenset(
    """north south east west northern southern eastern western central region province district area town city
    village of the near outside oblast state""".split()
)


class Spot(Record, frozen=True):
    """A place for comparing. ``fine`` counts from 0, a point, to 4, a country; a name without a point is as
    fine as a town.
    """

    kind: str  # "point", "name", "region" or "withheld"
    fine: int
    id: int | None
    name: str
    proper: tuple[str, ...]
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None


def spot(place: Place | None) -> Spot | None:
    """A place made ready; None when there is none, or only words that name nothing ("the front")."""
    if place is None:
        return None
    said = place.name or place.text
    proper = tuple(w for c in said.split() if c[:1].isupper() for w in plain(c).split() if w not in _NOT_A_NAME)
    kind = "withheld" if place.reason == "withheld" else _kind(place)
    if kind in ("name", "region") and not proper:
        return None
    return Spot(
        kind=kind,
        fine=_FINENESS.get(place.precision or "", 1 if kind != "region" else 3),
        id=place.geonameid,
        name=plain(said),
        proper=proper,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
    )


def _kind(place: Place) -> str:
    if place.reason == "region":
        return "region"
    return "point" if place.geonameid is not None or place.lat is not None else "name"


@lru_cache(maxsize=1 << 17)
def compared(left: Spot, right: Spot) -> tuple[int, str, bool]:
    """Points for being one place, in words, and whether it is ruled out.

    >>> osk, town = Place(text="Osk", start=0, end=3), Place(text="a key town", start=0, end=10, reason="withheld")
    >>> compared(spot(osk), spot(osk)), compared(spot(osk), spot(town))
    ((30, 'same place: osk', False), (-20, 'one names the place, the other keeps it back', True))
    """
    if left.country and right.country and left.country != right.country:
        return -40, f"other country: {left.country}, {right.country}", True
    if "withheld" in (left.kind, right.kind):
        return _withheld(left, right)
    if left.name == right.name or (left.id is not None and left.id == right.id):
        return (30, 30, 20, 15, 10)[max(left.fine, right.fine)], f"same place: {left.name}", False
    if left.fine != right.fine or "region" in (left.kind, right.kind):
        return _inside(*sorted((left, right), key=lambda s: (s.fine, s.name)))
    return _apart(left, right)


def _withheld(left: Spot, right: Spot) -> tuple[int, str, bool]:
    if left.kind == right.kind:
        where = left.country or right.country
        return 15, f"both keep the place back{f', in {where}' if where else ''}", False
    named = left if right.kind == "withheld" else right
    if named.fine >= 3:
        return 0, f"one keeps the place back, the other says {named.name}", False
    return -20, "one names the place, the other keeps it back", True


def _inside(small: Spot, large: Spot) -> tuple[int, str, bool]:
    """A town and a district or country that may hold it."""
    if any(kin(a, b) for a in small.proper for b in large.proper):
        return 15, f"places share a name: {small.name}, {large.name}", False
    if large.fine == 3 and small.admin1 and large.admin1:
        if small.admin1 == large.admin1:
            return 10, f"{small.name} lies in {large.name}", False
        return -30, f"other district: {small.name}, {large.name}", True
    if large.fine == 4 and small.country and small.country == large.country:
        return 5, f"{small.name} lies in {large.name}", False
    return 0, f"{small.name} may lie in {large.name}", False


def _apart(left: Spot, right: Spot) -> tuple[int, str, bool]:
    if None not in (left.lat, left.lon, right.lat, right.lon) and _km(left, right) <= _SUBURB_KM:
        return 5, f"places within {_SUBURB_KM:.0f} km: {left.name}, {right.name}", False
    if any(kin(a, b) for a in left.proper for b in right.proper):
        return 10, f"places share a name: {left.name}, {right.name}", False
    return -40, "other place: " + ", ".join(sorted((left.name, right.name))), True


def _km(left: Spot, right: Spot) -> float:
    """Distance on a flat map, good enough for some tens of kilometres."""
    a, b, c, d = (math.radians(v or 0.0) for v in (left.lat, left.lon, right.lat, right.lon))
    return 6371 * math.hypot(a - c, (b - d) * math.cos((a + c) / 2))
