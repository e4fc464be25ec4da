"""What is announced, and what it cost: planned events by their day, and figures in their own words."""

from __future__ import annotations

from collections.abc import Sequence

from twotrack.briefing.figures import disagreeing
from twotrack.briefing.index import Index
from twotrack.briefing.lines import LineMaker, newest_first
from twotrack.briefing.shapes import Part
from twotrack.briefing.tracks import part
from twotrack.records import Event, Impact, ImpactKind, Report

ANNOUNCED = 15
FIGURES = 25
KINDS: tuple[ImpactKind, ...] = ("killed", "injured", "missing", "displaced", "detained", "destroyed")


def announced(events: Sequence[Event], newest: str | None, make: LineMaker) -> tuple[Part, int]:
    """Planned events, soonest first and undated last; and how many had their day before the newest page.

    >>> announced([], None, None)
    (Part(lines=(), more=0), 0)
    """
    planned = [e for e in events if e.status == "planned"]
    coming = [e for e in planned if not _is_past(e, newest)]
    coming.sort(key=lambda e: (_first(e) is None, _first(e) or "", -e.origins, e.id))
    return part(coming, make, ANNOUNCED), len(planned) - len(coming)


def _first(event: Event) -> str | None:
    return event.date.first if event.date else None


def _is_past(event: Event, newest: str | None) -> bool:
    last = event.date.last or event.date.first if event.date else None
    return last is not None and newest is not None and last < newest


def cost(events: Sequence[Event], index: Index, make: LineMaker) -> Part:
    """Figures, newest event first: for each kind the newest page's. They are never added up: pages overlap."""
    figures: list[tuple[Event, Report, Impact, bool]] = []
    for event in sorted((e for e in events if e.status == "happened"), key=newest_first):
        tellings = index.tellings(event)
        differ = {group[0][1].kind for group in disagreeing(tellings)}
        for kind in KINDS:
            told = [(r, i) for r in tellings for i in r.impact if i.kind == kind]
            counted = [(r, i) for r, i in told if (i.best, i.low, i.high) != (None, None, None)]
            if told:
                report, impact = (counted or told)[-1]  # tellings come earliest page first
                figures.append((event, report, impact, kind in differ))
    lines = tuple(make.impact(e, r, i, "figures differ" if d else "") for e, r, i, d in figures[:FIGURES])
    return Part(lines=lines, more=max(0, len(figures) - FIGURES))
