"""Where events are, for the map: a spot is a point, or the reason why there is none."""

from __future__ import annotations

from twotrack.exporting.tables import countries
from twotrack.exporting.told import point
from twotrack.records import Place, Record
from twotrack.web.rows import shown

# How far the true place may lie from the point, in km: the order of magnitude of half a town, a district, a region.
RADIUS = {"exact": 1, "city": 5, "admin2": 30, "admin1": 100}
NOWHERE = "none given"


class Spot(Record, frozen=True):
    """A place of events. ``key`` is what the filter ``place`` takes to mean just this one.

    Without a point ``lat`` and ``lon`` are None and ``reason`` is ``country-only``, ``withheld``, ``region``,
    ``ambiguous``, ``not found`` or ``none given``. A country is no point: its middle says nothing of where in it.
    """

    key: str
    name: str
    geonameid: int | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    radius_km: int | None = None
    reason: str | None = None


def spot(place: Place | None) -> Spot:
    """The spot of a place.

    >>> spot(None).key, spot(Place(text="a village", start=0, end=9, reason="withheld", country="UKR")).key
    ('none given', 'withheld:UKR')
    """
    if place is None:
        return Spot(key=NOWHERE, name="no place told", reason=NOWHERE)
    if (found := point(place)) is None:
        return _unplaced(place)
    name = shown(place.name or place.text)
    return Spot(
        key=str(place.geonameid) if place.geonameid is not None else f"{found[0]},{found[1]}",
        name=name,
        geonameid=place.geonameid,
        country=place.country,
        lat=found[0],
        lon=found[1],
        precision=place.precision,
        radius_km=RADIUS.get(place.precision or "", RADIUS["city"]),
    )


def _unplaced(place: Place) -> Spot:
    country, name = place.country, shown(place.name or place.text)
    if place.reason == "withheld":
        return Spot(key=f"withheld:{country or ''}", name=land(country) or "place withheld", country=country,
                    reason="withheld")  # fmt: skip
    if place.reason is None and country:
        return Spot(key=f"country:{country}", name=land(country) or country, country=country, reason="country-only")
    reason = place.reason or "not found"
    return Spot(key=f"{reason}:{name.casefold()}"[:150], name=name, country=country, reason=reason)


def land(iso3: str | None) -> str | None:
    """A country's name, its code where the table has none."""
    found = countries().get(iso3 or "")
    return (found.name if found else None) or iso3
