"""GDELT 2.0's event columns: tab-separated, without header and quotes, CAMEO codes, FIPS 10-4 places.

>>> number("tt:00000000002a"), _fraction("2026-06-03")
(42, '2026.5014')
"""

from __future__ import annotations

from datetime import date
from typing import Any

from twotrack.exporting import flat
from twotrack.exporting.parties import BODIES, first, kinds, land, sectors
from twotrack.exporting.profile import Profile, Row
from twotrack.exporting.tables import cameo, country
from twotrack.exporting.told import Told, joined
from twotrack.records import Event, EventParty, Place

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
COLUMNS = (
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR.split()),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{which}Geo_{part}" for which in ("Actor1", "Actor2", "Action") for part in _GEO.split()),
    *"DATEADDED SOURCEURL".split(),
)
# CAMEO's names of sectors that PLOVER names otherwise; None where CAMEO has none.
_SECTORS = {"JRN": "MED", "MED": "HLH", "PRM": None, "PTY": "PTY"}
# QuadClass by the first two digits: verbal and material cooperation, verbal and material conflict.
_QUADS = ((5, 1), (8, 2), (13, 3), (20, 4))
_GEO_TYPES = {"country": 1, "admin1": 5, "admin2": 5, "city": 4, "exact": 4}


def row(told: Told) -> Row:
    """One event: its main actor and main recipient, as GDELT's table has one of each."""
    event, known = told.event, flat.row(told)
    return {
        "GLOBALEVENTID": number(event.id),
        **_days(known["event_date"] if known["time_precision"] == 1 else None),
        **_party("Actor1", first(event.actors)),
        **_party("Actor2", first(event.recipients)),
        "IsRootEvent": int(_leads(told)),
        **_code(event),
        "NumMentions": known["n_reports"],
        "NumSources": known["n_sources"],
        "NumArticles": known["n_documents"],
        **_place(event.place),
        "ActionGeo_Lat": known["latitude"],
        "ActionGeo_Long": known["longitude"],
        # The hour is not kept: midnight stands for the day.
        "DATEADDED": event.first_seen.replace("-", "") + "000000" if event.first_seen else None,
        "SOURCEURL": min((page.url for page in told.articles if page.url), default=None),
    }


def number(id: str) -> int:
    """An event's id as a number: its hexadecimal digits, at most 52 bits, so that R keeps it whole."""
    return int(id.removeprefix("tt:")[:13], 16)


def code(event: Event) -> tuple[str, float]:
    """CAMEO code and Goldstein value. An assault without a mode is fighting when one who bears arms does it."""
    armed = bool(kinds(event.actors) & {"state", "country", "rebels", "militia"})
    mode = event.mode or ("armed" if event.event == "ASSAULT" and armed else "")
    return cameo().get((event.event, mode)) or cameo()[event.event, ""]


def _code(event: Event) -> dict[str, Any]:
    made, goldstein = code(event)
    quad = next(quad for last, quad in _QUADS if int(made[:2]) <= last)
    return {
        "EventCode": made,
        "EventBaseCode": made[:3],
        "EventRootCode": made[:2],
        "QuadClass": quad,
        "GoldsteinScale": goldstein,
    }


def _days(day: str | None) -> dict[str, Any]:
    if day is None:
        return {}
    digits = day.replace("-", "")
    return {"SQLDATE": digits, "MonthYear": digits[:6], "Year": digits[:4], "FractionDate": _fraction(day)}


def _fraction(day: str) -> str:
    """GDELT's own reckoning: months of 30 days in a year of 365, never the next year."""
    told = date.fromisoformat(day)
    return f"{told.year + min((told.month * 30 + told.day) / 365, 0.9999):.4f}"


def _leads(told: Told) -> bool:
    """Whether a page tells it in its first paragraph."""
    ends = {page.id: page.paragraphs[0].end for page in told.articles if page.paragraphs}
    return any(report.start < ends.get(report.article_id, 0) for report in told.reports)


def _party(name: str, party: EventParty | None) -> dict[str, Any]:
    if party is None:
        return {}
    body = party.code[:3] if party.code[:3] in BODIES else None
    types = [body] if body else [_SECTORS.get(found, found) for found in sectors(party.code)]
    types = [found for found in types if found]
    return {
        f"{name}Code": f"{land(party) or ''}{''.join(types)}" if not body else party.code,
        f"{name}Name": party.name.upper(),
        f"{name}CountryCode": None if body else land(party),
        f"{name}KnownGroupCode": party.code[3:6] if body else None,
        **{f"{name}Type{n}Code": found for n, found in enumerate(types[:3], 1)},
    }


def _place(place: Place | None) -> dict[str, Any]:
    found = country(place.country) if place else None
    if place is None or found is None or place.precision is None:
        return {"ActionGeo_CountryCode": found.fips if found else None}
    region = place.admin1 if place.admin1 != place.name else None
    return {
        "ActionGeo_Type": _GEO_TYPES.get(place.precision),
        "ActionGeo_FullName": joined([place.name, region, found.name], ", "),
        "ActionGeo_CountryCode": found.fips,
    }


def profile() -> Profile:
    """The layout."""
    return Profile(columns=COLUMNS, row=row, separator="\t", header=False, quoted=False)
