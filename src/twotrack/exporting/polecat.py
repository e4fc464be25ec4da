"""POLECAT's columns: tab-separated, missing is ``None``, lists are joined by ``; ``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from twotrack.exporting import flat
from twotrack.exporting.parties import land, sector, sectors
from twotrack.exporting.profile import Profile, Row
from twotrack.exporting.tables import country
from twotrack.exporting.told import Told, joined
from twotrack.records import EventParty, Place

COLUMNS = tuple(
    """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts
Actor Name|Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID
Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title
Recipient Name Raw|Wikipedia Recipient ID
Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type
Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version""".replace("\n", "|").split(
        "|"
    )
)


def row(told: Told) -> Row:
    """One event. A day is given only where it is one day: the table has no column for how sure it is."""
    event, known = told.event, flat.row(told)
    return {
        "Event ID": event.id,
        "Event Date": known["event_date"] if known["time_precision"] == 1 else None,
        "Event Type": event.event,
        "Event Mode": event.mode,
        "Quad Code": known["quad_code"],
        "Contexts": joined(context for report in told.reports for context in report.contexts),
        **_party("Actor", event.actors, known["actor1_raw"]),
        **_party("Recipient", event.recipients, known["actor2_raw"]),
        **_place(event.place),
        "Latitude": known["latitude"],
        "Longitude": known["longitude"],
        "Source": joined(sorted(page.outlet for page in told.articles if page.outlet)),
        "Publication Date": event.first_seen,
        "Language": joined(sorted(page.language for page in told.articles if page.language)),
        "Version": known["coder"],
    }


def _party(role: str, parties: Iterable[EventParty], words: str | None) -> dict[str, Any]:
    held = list(parties)
    lands = [country(land(party)) for party in held]
    return {
        f"{role} Name": joined(party.name for party in held),
        f"{role} Country": joined(found.iso3 for found in lands),
        f"{role} COW": joined(found.gw for found in lands),
        f"Primary {role} Sector": next((found for party in held if (found := sector(party.code))), None),
        f"{role} Sectors": joined(found for party in held for found in sectors(party.code)),
        f"{role} Name Raw": words,
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    town = place.precision in ("exact", "city")
    return {
        "Placename": place.name,
        "City": place.name if town else None,
        "District": place.name if place.precision == "admin2" else None,
        "Province": place.admin1,
        "Country": place.country,
        "GeoNames ID": place.geonameid,
        "Raw Placename": place.text,
    }


def profile(release: str = "2018") -> Profile:
    """The layout; the release of 2023 calls ``Intensity`` ``Event Intensity``."""
    columns = COLUMNS if release == "2018" else tuple("Event Intensity" if c == "Intensity" else c for c in COLUMNS)
    return Profile(columns=columns, row=row, separator="\t", missing="None")
