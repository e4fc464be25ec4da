"""Events as flat rows: one row an event; columns as in ``docs/export.md``, ACLED's names where they mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from twotrack.exporting.told import Told, gather, joined, point
from twotrack.records import Article, Event, EventParty, Grade, Impact, Place, Report, When

# ACLED's scales: 1 the day itself, 2 within a week, 3 within a month or wider.
_TIME = {"day": 1, "week": 2, "range": 2, "month": 3, "year": 3}
_SPACE = {"exact": 1, "city": 1, "admin2": 2, "admin1": 3}
Flat = dict[str, Any]

# Columns in order, with their Polars types.
COLUMNS = {
    "event_id": "String", "track": "String",
    "event_date": "String", "event_date_end": "String", "time_precision": "Int8", "date_raw": "String",
    "event_type": "String", "sub_event_type": "String", "quad_code": "String",
    "actor1": "String", "actor1_code": "String", "actor1_iso3": "String", "actor1_raw": "String",
    "actor2": "String", "actor2_code": "String", "actor2_iso3": "String", "actor2_raw": "String",
    "country": "String", "admin1": "String", "location": "String", "place_raw": "String", "place_reason": "String",
    "geonames_id": "Int64", "latitude": "Float64", "longitude": "Float64", "geo_precision": "Int8",
    "deaths_best": "Int64", "deaths_low": "Int64", "deaths_high": "Int64", "deaths_text": "String",
    "status": "String", "claimed_by": "String", "contested": "Boolean",
    "n_reports": "Int32", "n_documents": "Int32", "n_sources": "Int32", "n_origins": "Int32",
    "first_published": "String", "last_published": "String", "quote": "String", "source_urls": "String",
    "source_reliability": "String", "information_credibility": "Int8",
    "coder": "String", "codebook": "String",
}  # fmt: skip


def rows(
    events: Iterable[Event],
    reports: Mapping[str, Report],
    articles: Mapping[str, Article],
    grades: Mapping[str, Grade],
) -> Iterator[Flat]:
    """One row an event, in the order given; unknown is None, lists are joined by ``"; "``."""
    return map(row, gather(events, reports, articles, grades))


def row(told: Told) -> Flat:
    """The row of one event."""
    event, reports, pages, grade = told.event, told.reports, told.articles, told.grade
    return {
        "event_id": event.id,
        "track": event.track,
        **_when(event.date),
        "event_type": event.event,
        "sub_event_type": event.mode,
        "quad_code": reports[0].quad_code if reports else None,
        **_party("actor1", event.actors, [e.text for r in reports for e in r.actors]),
        **_party("actor2", event.recipients, [e.text for r in reports for e in r.recipients]),
        **_where(event.place),
        **_deaths(event.impact),
        "status": event.status,
        "claimed_by": joined(p.name for p in event.speakers),
        "contested": event.contested,
        "n_reports": len(event.reports),
        "n_documents": len(event.articles),
        "n_sources": len({p.outlet or p.id for p in pages}),
        "n_origins": event.origins,
        "first_published": event.first_seen,
        "last_published": event.last_seen,
        "quote": event.text,
        "source_urls": joined(sorted(p.url for p in pages if p.url)),
        "source_reliability": grade.reliability if grade else None,
        "information_credibility": grade.credibility if grade else None,
        "coder": joined(sorted({r.coder for r in reports})),
        "codebook": joined(sorted({r.codebook for r in reports})),
    }


def _when(date: When | None) -> Flat:
    known = date is not None and date.first is not None
    return {
        "event_date": date.first if date else None,
        "event_date_end": date.last if date else None,
        "time_precision": _TIME.get(date.precision) if date and known else None,
        "date_raw": date.text if date else None,
    }


def _party(name: str, parties: Iterable[EventParty], words: Iterable[str]) -> Flat:
    held = list(parties)
    return {
        name: joined(p.name for p in held),
        f"{name}_code": joined(p.code for p in held if p.code),
        f"{name}_iso3": joined(p.country for p in held if p.country),
        f"{name}_raw": joined(words),
    }


def _where(place: Place | None) -> Flat:
    found = place or Place(text="", start=0, end=0)
    lat, lon = point(place) or (None, None)
    return {
        "country": found.country,
        "admin1": found.admin1,
        "location": found.name,
        "place_raw": found.text or None,
        "place_reason": found.reason,
        "geonames_id": found.geonameid,
        "latitude": lat,
        "longitude": lon,
        "geo_precision": _SPACE.get(found.precision or "") if lat is not None else None,
    }


def _deaths(impact: Iterable[Impact]) -> Flat:
    killed = [i for i in impact if i.kind == "killed"]
    figures = [v for i in killed for v in (i.best, i.low, i.high) if v is not None]
    best = [i.best for i in killed if i.best is not None]
    return {
        # Figures that disagree stay apart: best is given only where all tellings have the same one.
        "deaths_best": best[0] if best and len(set(best)) == 1 else None,
        "deaths_low": min(figures) if figures else None,
        "deaths_high": max(figures) if figures else None,
        "deaths_text": joined(i.text for i in killed),
    }
