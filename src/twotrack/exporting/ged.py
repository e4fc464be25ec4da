"""UCDP GED's columns: only what killed, note the order best, high, low. Ids that are UCDP's to give stay empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import floor
from typing import Any

from twotrack.exporting import flat
from twotrack.exporting.gdelt import number
from twotrack.exporting.parties import kind, kinds, land
from twotrack.exporting.profile import Profile, Row
from twotrack.exporting.tables import country
from twotrack.exporting.told import LeftOut, Told, joined, point
from twotrack.records import EventParty, Impact, Place

COLUMNS = tuple(
    """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original
    where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid
    country country_id region event_clarity date_prec date_start date_end
    deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob""".split()
)
NO_DEATH = "nobody is said to be killed"
# UCDP's scale of places: 1 the point, 3 the district, 4 the region, 6 the country.
_WHERE = {"exact": 1, "city": 1, "admin2": 3, "admin1": 4, "country": 6}
# Days that each step of UCDP's scale of dates covers at most, from 2; above the last it is 5.
_SPANS = ((6, 2), (7, 3), (31, 4))
_STATE = ("state", "country")
_ARMED = ("rebels", "militia")


def row(told: Told) -> Row:
    """One event in which somebody is killed."""
    event, known = told.event, flat.row(told)
    if not any(_kills(impact) for impact in event.impact):
        return LeftOut(reason=NO_DEATH)
    return {
        "id": number(event.id),
        "relid": event.id,
        "year": known["event_date"][:4] if known["event_date"] else None,
        "type_of_violence": violence(event.actors, event.recipients),
        "side_a": known["actor1"],
        "side_b": known["actor2"],
        "gwnoa": _state(event.actors),
        "gwnob": _state(event.recipients),
        "number_of_sources": event.origins,
        **_sources(told),
        **_place(event.place),
        **_days(known["event_date"], known["event_date_end"]),
        # None of our figures says whose dead they are: all are of unknown side, and add up to best.
        "deaths_unknown": known["deaths_best"],
        "best": known["deaths_best"],
        "high": known["deaths_high"],
        "low": known["deaths_low"],
    }


def _kills(impact: Impact) -> bool:
    figures = [v for v in (impact.best, impact.low, impact.high) if v is not None]
    return impact.kind == "killed" and (not figures or max(figures) > 0)


def violence(one: Sequence[EventParty], two: Sequence[EventParty]) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None where the codes don't say who they are."""
    first, second = kinds(one), kinds(two)
    if not first or not second or not first <= {*_STATE, *_ARMED}:
        return None
    if second == {"civilians"}:
        return 3
    if not second <= {*_STATE, *_ARMED}:
        return None
    return 1 if (first | second) & {*_STATE} else 2


def _state(side: Sequence[EventParty]) -> str | None:
    """Gleditsch and Ward's numbers of the states on a side."""
    return joined(country(land(party)).gw for party in side if kind(party) in _STATE)


def _sources(told: Told) -> dict[str, Any]:
    pages = told.articles
    return {
        "source_article": joined(sorted(page.url for page in pages if page.url)),
        "source_office": joined(sorted(page.outlet for page in pages if page.outlet)),
        "source_date": joined(sorted(page.published[:10] for page in pages if page.published)),
        "source_headline": joined(sorted(page.title for page in pages if page.title)),
        "source_original": joined(speaker.name for speaker in told.event.speakers),
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    held = country(place.country)
    spot = point(place)
    return {
        "where_prec": _WHERE.get(place.precision or ""),
        "where_coordinates": place.name,
        "where_description": place.text,
        "adm_1": place.admin1,
        "adm_2": place.name if place.precision == "admin2" else None,
        "latitude": spot[0] if spot else None,
        "longitude": spot[1] if spot else None,
        "geom_wkt": f"POINT ({spot[1]} {spot[0]})" if spot else None,
        "priogrid_gid": cell_of(*spot) if spot else None,
        "country": held.name,
        "country_id": held.gw,
        "region": held.ucdp_region,
    }


def cell_of(lat: float, lon: float) -> int:
    """PRIO-GRID's number of the half-degree cell of a point, counted from the south-west.

    >>> cell_of(-90, -180), cell_of(89.9, 179.9)
    (1, 259200)
    """
    line, column = min(floor((lat + 90) * 2), 359), min(floor((lon + 180) * 2), 719)
    return line * 720 + column + 1


def _days(first: str | None, last: str | None) -> dict[str, Any]:
    if first is None or last is None:
        return {"date_start": first, "date_end": last}
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    precision = 1 if days <= 1 else next((step for most, step in _SPANS if days <= most), 5)
    return {"date_prec": precision, "date_start": first, "date_end": last}


def profile() -> Profile:
    """The layout."""
    return Profile(columns=COLUMNS, row=row)
