"""At the table: the meetings, and what each party demands, refuses, offers or calls a red line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from twotrack.briefing.index import Index
from twotrack.briefing.lines import LineMaker
from twotrack.briefing.shapes import BriefLine, Held, Part
from twotrack.briefing.texts import visible
from twotrack.records import Event, Meeting, Position

MEETINGS = 12
PARTIES, HELD = 10, 4


def meetings(found: Iterable[Meeting], events: Sequence[Event], make: LineMaker) -> Part:
    """Meetings of which the brief holds an event, newest first: the event that says what became of each."""
    known = {e.id: e for e in events}
    told = [(m, known[m.history[-1][1]]) for m in found if m.history[-1][1] in known]
    told.sort(key=lambda t: (t[1].first_seen or "", t[0].id), reverse=True)
    lines = tuple(replace(make.event(event), label=meeting.state) for meeting, event in told[:MEETINGS])
    return Part(lines=lines, more=max(0, len(told) - MEETINGS))


def holding(found: Iterable[Position], articles: frozenset[str], index: Index, make: LineMaker) -> tuple[Held, ...]:
    """Parties with what they hold, those that hold most first; of each the newest that its own words tell."""
    groups: dict[str, list[BriefLine]] = {}
    for position in sorted(found, key=lambda p: (p.last or "", p.id), reverse=True):
        line = make.position(position)
        if line is not None and {p.article_id for p in line.passages} & articles:
            groups.setdefault(visible(position.party.name), []).append(line)
    ranked = sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))[:PARTIES]
    return tuple(
        Held(party=name, lines=tuple(lines[:HELD]), more=max(0, len(lines) - HELD)) for name, lines in ranked
    )  # fmt: skip
