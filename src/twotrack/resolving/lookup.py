"""A place by its GeoNames id, as a person gives it to correct a report."""

from __future__ import annotations

from twotrack.records import Place
from twotrack.resolving.gazetteer import DISTRICT, REGION, Gazetteer, Spot

_PRECISION = {0: "country", REGION: "admin1", DISTRICT: "admin2"}


def place_of(number: int) -> Place | None:
    """The place with this geonameid, without words of a text; None where the gazetteer does not have it.

    >>> found = place_of(703448)
    >>> found and (found.name, found.country, found.precision)
    ('Kyiv', 'UKR', 'city')
    """
    gazetteer = Gazetteer()
    spot = gazetteer.by_id(number)
    return pointed(Place(text="", start=0, end=0), spot, gazetteer) if spot else None


def namesakes(place: Place, most: int = 4, gazetteer: Gazetteer | None = None) -> tuple[Place, ...]:
    """Other places of the same name, the largest first: what a person may have meant instead.

    Loading the gazetteer takes long: give it where you ask often.

    >>> tripoli = Place(text="Tripoli", start=0, end=7, name="Tripoli", geonameid=2210247)
    >>> [(p.admin1, p.country) for p in namesakes(tripoli, 2)]
    [('Ash Shimāl', 'LBN'), ('Pelopónnisos', 'GRC')]
    """
    gazetteer = gazetteer or Gazetteer()
    found = {s.id: s for s in gazetteer.find(place.name or place.text) if s.id != place.geonameid and s.main}
    largest = sorted(found.values(), key=lambda s: (-s.population, s.id))[:most]
    return tuple(pointed(Place(text="", start=0, end=0), spot, gazetteer) for spot in largest)


def pointed(place: Place, spot: Spot, gazetteer: Gazetteer, precision: str | None = None) -> Place:
    """A mention of a place with the point that it means; ``precision`` is the place's own where none is given."""
    return Place(
        text=place.text,
        start=place.start,
        end=place.end,
        name=spot.name,
        geonameid=spot.id,
        lat=round(spot.lat, 5),
        lon=round(spot.lon, 5),
        country=spot.country,
        admin1=gazetteer.region(spot.admin1),
        precision=precision or _PRECISION.get(spot.level, "city"),
    )
