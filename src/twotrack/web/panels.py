"""What the panels show of the events that a query leaves: days, places, parties, dyads, facets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twotrack.records import Record
from twotrack.web.columns import EPOCH
from twotrack.web.query import Query
from twotrack.web.selecting import Masks, together
from twotrack.web.snapshot import NO_DAY, Bools, Ints, Snapshot

PLACES, UNPLACED, PARTIES, DYADS = 1000, 200, 60, 120  # as many as a panel can show
MARKED = 5  # agreements, and talks broken off, that a day can show
Panel = list[dict[str, Any]]


@lru_cache(maxsize=50_000)
def iso(day: int) -> str:
    """A day as it is written."""
    return date.fromordinal(day + EPOCH).isoformat()


class Day(Record, frozen=True):
    """Events of a day on each track, and the articles published on it.

    ``*_open`` are those that are planned, possible or denied, ``levers`` the other ones that are AID or SANCTION;
    ``agreements`` and ``broken`` (talks refused or broken off) some ids.
    """

    day: str
    ground: int
    ground_open: int
    table: int
    table_open: int
    levers: int
    articles: int
    agreements: list[str]
    broken: list[str]


def days(mask: Bools, query: Query, snapshot: Snapshot) -> list[Day]:
    """Events a day on each track, the articles published on it, and its agreements; days with nothing are left out."""
    barred = mask & snapshot.bar
    ground, table = (_by_day(barred & track, snapshot) for track in (snapshot.ground, ~snapshot.ground))
    undone = barred & snapshot.open
    ground_open, table_open = (_by_day(undone & track, snapshot) for track in (snapshot.ground, ~snapshot.ground))
    levers = _by_day(barred & snapshot.lever & ~snapshot.open, snapshot)
    agreed, broken = (_marked(barred & marks, snapshot) for marks in (snapshot.agreed, snapshot.broken))
    articles, none = _coverage(query, snapshot), list[str]()
    return [
        Day(
            day=iso(day),
            ground=ground.get(day, 0),
            ground_open=ground_open.get(day, 0),
            table=table.get(day, 0),
            table_open=table_open.get(day, 0),
            levers=levers.get(day, 0),
            articles=articles.get(day, 0),
            agreements=agreed.get(day, none),
            broken=broken.get(day, none),
        )
        for day in sorted(ground.keys() | table.keys() | articles.keys())
    ]


def _by_day(mask: Bools, snapshot: Snapshot) -> dict[int, int]:
    found = snapshot.day[mask]
    first = int(found.min(initial=0))
    counts = np.bincount(found - first)
    held = np.flatnonzero(counts)
    return dict(zip((held + first).tolist(), counts[held].tolist(), strict=True))


def _marked(mask: Bools, snapshot: Snapshot) -> dict[int, list[str]]:
    """The first events of each day, at most :data:`MARKED`."""
    numbers = np.flatnonzero(mask)
    numbers = numbers[np.argsort(snapshot.day[numbers], kind="stable")]
    day = snapshot.day[numbers]
    place = np.arange(len(day)) - np.searchsorted(day, day)
    kept = place < MARKED
    found: dict[int, list[str]] = {}
    for n, when in zip(numbers[kept].tolist(), day[kept].tolist(), strict=True):
        found.setdefault(when, []).append(snapshot.ids[n])
    return found


def _coverage(query: Query, snapshot: Snapshot) -> dict[int, int]:
    if query.first is None and query.last is None:
        return snapshot.coverage
    first = query.first.toordinal() - EPOCH if query.first else NO_DAY
    last = query.last.toordinal() - EPOCH if query.last else -NO_DAY
    return {day: articles for day, articles in snapshot.coverage.items() if first <= day <= last}


def undated(mask: Bools, snapshot: Snapshot) -> dict[str, int]:
    """Events that no day can be given: no date, or only a month or year."""
    rest = mask & ~snapshot.bar
    return {"ground": int((rest & snapshot.ground).sum()), "table": int((rest & ~snapshot.ground).sum())}


def places(mask: Bools, snapshot: Snapshot) -> tuple[Panel, Panel]:
    """Events by point, and those without a point by what is known instead; the most first."""
    size = len(snapshot.spots)
    events = _count(snapshot.spot, mask, size)
    ground = _count(snapshot.spot, mask & snapshot.ground, size)
    many = _count(snapshot.spot, mask & (snapshot.origins > 1), size)
    placed = [
        {"key": s.key, "geonameid": s.geonameid, "name": s.name, "country": s.country, "lat": s.lat, "lon": s.lon,
         "precision": s.precision, "radius_km": s.radius_km, "ground": int(ground[n]),
         "table": int(events[n] - ground[n]), "events": int(events[n]), "single": not many[n]}
        for n in _most(events * snapshot.placed, PLACES) if (s := snapshot.spots[n])
    ]  # fmt: skip
    unplaced = [
        {"key": s.key, "label": s.name, "country": s.country, "events": int(events[n]), "reason": s.reason}
        for n in _most(events * ~snapshot.placed, UNPLACED) if (s := snapshot.spots[n])
    ]  # fmt: skip
    return placed, unplaced


def parties(mask: Bools, snapshot: Snapshot) -> Panel:
    """The parties of most events, whichever side they are on."""
    either = snapshot.either
    events = _count(either.other, mask[either.event], len(snapshot.parties))
    return [
        {"key": p.key, "code": p.code, "name": p.name, "country": p.country, "sector": p.sector,
         "events": int(events[n])}
        for n in _most(events, PARTIES) if (p := snapshot.parties[n])
    ]  # fmt: skip


def dyads(mask: Bools, snapshot: Snapshot) -> Panel:
    """Who acts on whom, the most frequent first; ``origins`` adds up those of the events."""
    pairs, size = snapshot.pairs, len(snapshot.dyads)
    kept = mask[pairs.event]
    event, dyad = pairs.event[kept], pairs.other[kept]
    events = whole(np.bincount(dyad, minlength=size))
    friendly = np.bincount(dyad[snapshot.cooperation[event]], minlength=size)
    origins = np.bincount(dyad, weights=snapshot.origins[event], minlength=size)
    made: Panel = []
    for n in _most(events, DYADS):
        actor, recipient = snapshot.parties[snapshot.dyads.actor[n]], snapshot.parties[snapshot.dyads.other[n]]
        made.append({"actor": actor.name, "actor_key": actor.key, "recipient": recipient.name,
                     "recipient_key": recipient.key, "cooperation": int(friendly[n]),
                     "conflict": int(events[n] - friendly[n]), "events": int(events[n]),
                     "origins": int(origins[n])})  # fmt: skip
    return made


def facets(found: Masks, snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """For each filter with few values, what each of them would leave, the other filters as they are."""
    size = len(snapshot)
    ground = together(found, size, "track")
    return {
        "type": _facet(snapshot.type, snapshot.types, together(found, size, "type")),
        "status": _facet(snapshot.status, snapshot.statuses, together(found, size, "status")),
        "track": {
            "ground": int((ground & snapshot.ground).sum()),
            "table": int((ground & ~snapshot.ground).sum()),
        },
        "country": _facet(snapshot.country, snapshot.countries, together(found, size, "country")),
    }


def _facet(values: Ints, names: Sequence[str], mask: Bools) -> dict[str, int]:
    counts = _count(values, mask & (values >= 0), len(names))
    return {names[n]: int(counts[n]) for n in np.argsort(-counts, kind="stable").tolist() if counts[n]}


def whole(counts: NDArray[Any]) -> Ints:
    """Counts as a column."""
    return counts.astype(np.int32)


def _count(values: Ints, mask: Bools, size: int) -> Ints:
    return whole(np.bincount(values[mask], minlength=size))


def _most(counts: Ints, limit: int) -> list[int]:
    """The numbers of the largest counts, but for zeros; of equal ones the first."""
    held = np.flatnonzero(counts)
    if len(held) > limit:
        least = np.partition(counts[held], -limit)[-limit]
        held = held[counts[held] >= least]
    order = held[np.argsort(-counts[held], kind="stable")]
    return [int(n) for n in order[:limit]]
