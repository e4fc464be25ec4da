"""The tabs beside the ledger: claims, positions, meetings, sources, problems, each for a query."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from twotrack.briefing.texts import visible
from twotrack.briefing.unread import next_step
from twotrack.ledger.reader import opened
from twotrack.records import Article, Claim, Event, Meeting, Position
from twotrack.web.claims import Told, claim_row
from twotrack.web.panels import iso
from twotrack.web.query import Query
from twotrack.web.rows import is_day, shown, when
from twotrack.web.selecting import parties_of, selected
from twotrack.web.snapshot import NO_DAY, Ints, Snapshot

Rows = list[dict[str, Any]]
PAGE = 100
MOST = 1000  # rows of a list that has no pages


def page_of(numbers: Ints, query: Query) -> Ints:
    """The part of a list that is a query's page."""
    return numbers[(query.page - 1) * PAGE : query.page * PAGE]


def claims(path: Path, query: Query, snapshot: Snapshot, *, whole: bool = False) -> dict[str, Any]:
    """The events of a query that rest on somebody's word, the contested first: its page of them, or all."""
    chosen = selected(query, snapshot)
    spoken = chosen[snapshot.spoken[chosen]]
    ordered = np.concatenate([spoken[snapshot.contested[spoken]], spoken[~snapshot.contested[spoken]]])
    shown_ids = [snapshot.ids[n] for n in (ordered if whole else page_of(ordered, query)).tolist()]
    with opened(path) as ledger:
        events = {e.id: e for e in ledger.chosen("events", Event, shown_ids)}
        found = {c.event: c for c in ledger.chosen("claims", Claim, shown_ids)}
        reports = {r.id: r for r in ledger.judged_reports(id for c in found.values() for id in _reports(c))}
        articles = {a.id: a for a in ledger.chosen("articles", Article, {r.article_id for r in reports.values()})}
    told = Told(reports=reports, articles=articles)
    rows = [claim_row(found[id], events[id], told) for id in shown_ids if id in found and id in events]
    return {"total": len(ordered), "rows": rows}


def _reports(claim: Claim) -> Iterable[str]:
    return (*claim.told, *(id for side in claim.sides for id in side.reports))


def positions(path: Path, query: Query, snapshot: Snapshot) -> dict[str, Any]:
    """What the parties of a query hold, newest first; a filter on events leaves positions that its events say."""
    with opened(path) as ledger:
        found = list(ledger.records("positions", Position))
    names = _names(query, snapshot)
    kept = [p for p in found if _stands(p, query) and (names is None or p.party.code in names or p.party.name in names)]
    if _asks_of_events(query):
        mask = set(selected(query, snapshot).tolist())
        kept = [p for p in kept if mask & {n for id in p.reports for n in snapshot.reports.of(id)}]
    kept.sort(key=lambda p: (p.last or "", p.origins, p.id), reverse=True)
    return {"total": len(kept), "rows": [_position(p, snapshot) for p in kept[:MOST]]}


def _names(query: Query, snapshot: Snapshot) -> frozenset[str] | None:
    """Codes and names of the parties that are asked for, None where all are."""
    if not query.parties:
        return None
    found = [snapshot.parties[n] for party in query.parties for n in parties_of(party, snapshot)]
    return frozenset(word for p in found for word in (p.code, p.name) if word) | frozenset(query.parties)


def _stands(position: Position, query: Query) -> bool:
    first, last = position.first or position.last, position.last or position.first
    if query.first and not (last and last >= query.first.isoformat()):
        return False
    return not query.last or bool(first and first <= query.last.isoformat())


def _asks_of_events(query: Query) -> bool:
    """Whether a filter is set that only an event can answer."""
    return bool(query.track or query.types or query.statuses or query.other or query.place or query.country
                or query.credibility or query.q)  # fmt: skip


def _position(position: Position, snapshot: Snapshot) -> dict[str, Any]:
    numbers = {n for id in position.reports for n in snapshot.reports.of(id)}
    return {
        "id": position.id,
        "party": shown(position.party.name),
        "party_key": position.party.code or shown(position.party.name),
        "kind": position.kind,
        "towards": [shown(p.name) for p in position.towards],
        "text": shown(position.text),
        "first": position.first,
        "last": position.last,
        "origins": position.origins,
        "events": sorted(snapshot.ids[n] for n in numbers),
    }


def meetings(path: Path, query: Query, snapshot: Snapshot) -> dict[str, Any]:
    """The meetings of which a query leaves an event, newest first."""
    left = {snapshot.ids[n] for n in selected(query, snapshot).tolist()}
    with opened(path) as ledger:
        found = [m for m in ledger.records("meetings", Meeting) if left & {*(id for _, id in m.history), *m.outcome}]
        ids = {id for m in found for id in (*(id for _, id in m.history), *m.outcome)}
        events = {e.id: e for e in ledger.chosen("events", Event, ids)}
    rows = [_meeting(m, events) for m in found]
    rows.sort(key=lambda r: (r["date"] or "", r["id"]), reverse=True)
    return {"total": len(rows), "rows": rows[:MOST]}


def _meeting(meeting: Meeting, events: dict[str, Event]) -> dict[str, Any]:
    steps = [(state, id, events[id]) for state, id in meeting.history if id in events]
    told = meeting.date.first if meeting.date and is_day(meeting.date.first) else None
    return {
        "id": meeting.id,
        "parties": [shown(p.name) for p in meeting.parties],
        "state": meeting.state,
        "date": told or (when(steps[-1][2])[0] if steps else None),
        "announced": told,
        "last": meeting.date.last if meeting.date and is_day(meeting.date.last) else None,
        "place": shown(meeting.place.name or meeting.place.text) if meeting.place else None,
        "stage": meeting.stage,
        "history": [{"state": s, "event": id, "date": when(e)[0], "text": shown(e.text)} for s, id, e in steps],
        "outcome": [
            {"event": id, "type": events[id].event, "text": shown(events[id].text)}
            for id in meeting.outcome
            if id in events
        ],
    }


def sources(query: Query, snapshot: Snapshot) -> dict[str, Any]:
    """The sources of the articles that tell a query's events; without a filter, of all articles."""
    chosen = selected(query, snapshot)
    mask = np.zeros(len(snapshot), dtype=np.bool_)
    mask[chosen] = True
    kept = mask[snapshot.pages.event]
    told = snapshot.pages.other[kept]
    everything = len(chosen) == len(snapshot)
    articles = np.arange(len(snapshot.articles.source), dtype=np.int32) if everything else np.unique(told)
    size, source = len(snapshot.sources), snapshot.articles.source
    counts = np.bincount(source[articles], minlength=size)
    pairs = np.unique(snapshot.pages.event[kept].astype(np.int64) * max(size, 1) + source[told])
    events = np.bincount(pairs % max(size, 1), minlength=size)
    rows = [_source(int(n), articles, snapshot) | {"events": int(events[n])} for n in np.flatnonzero(counts)]
    rows.sort(key=lambda r: (-r["articles"], r["outlet"] or "", r["host"] or ""))
    return {"total": len(rows), "rows": rows}


def _source(number: int, articles: Ints, snapshot: Snapshot) -> dict[str, Any]:
    own = articles[snapshot.articles.source[articles] == number]
    source, known = snapshot.sources[number], snapshot.articles.day[own]
    known = known[known != NO_DAY]
    return {
        "outlet": source.outlet,
        "host": source.host,
        "language": source.language,
        "articles": len(own),
        "origins": len(np.unique(snapshot.articles.origin[own])),
        "reliability": source.reliability,
        "first": iso(int(known.min())) if len(known) else None,
        "last": iso(int(known.max())) if len(known) else None,
    }


def problems(path: Path) -> dict[str, Any]:
    """What could not be read, and what to do about it; after the refusals the damaged spans of archives."""
    with opened(path) as ledger:
        found, hurt = ledger.refusals(), ledger.damaged()
    rows = [
        {"source": visible(r.source), "offset": r.offset, "reason": visible(r.reason), "detail": visible(r.detail),
         "next": next_step(r.reason)}
        for r in found[:MOST]
    ]  # fmt: skip
    rows += [
        {"source": visible(d.source), "offset": d.start, "reason": f"damaged: {d.reason}",
         "detail": f"bytes {d.start} to {d.end}", "next": next_step("damaged")}
        for d in hurt[: MOST - len(rows)]
    ]  # fmt: skip
    return {"total": len(found) + len(hurt), "rows": rows}
