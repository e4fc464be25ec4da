"""A ledger to a snapshot: all of it from one read transaction, in one pass over its events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from twotrack import codebook
from twotrack.briefing.choosing import day_of
from twotrack.judging.applying import standing
from twotrack.ledger.reader import LedgerReader, opened
from twotrack.ledger.rows import Origin
from twotrack.records import Article, Claim, Decision, Event, Grade
from twotrack.web.columns import (
    articles_of,
    blob,
    bools,
    by_key,
    codes,
    copies_of,
    days,
    dyads_of,
    either_of,
    folded,
    ints,
    links,
    lookup,
    numbered,
    orders_of,
    parties_of,
)
from twotrack.web.rows import DAILY, Row, row, shown
from twotrack.web.snapshot import NO_GRADE, Header, Snapshot
from twotrack.web.spots import spot

STATUSES = ("happened", "planned", "possible", "negated")


def build(path: Path, name: str) -> Snapshot:
    """The snapshot of a ledger as it is now; ``name`` is what the page calls it.

    Raises:
        LedgerError: there is no ledger, or it can't be read.
    """
    with opened(path) as ledger:
        decisions = list(ledger.records("decisions", Decision))
        articles = list(ledger.articles())
        events = list(ledger.records("events", Event))
        rows = _rows(events, ledger, decisions)
        return Snapshot(
            **_versioned(ledger, name, articles, rows),
            **_coded(rows),
            **_placed(events),
            **_linked(events, articles),
            **_derived(ledger, events, articles, decisions),
        )


def title_of(path: Path) -> str:
    """What a page calls a ledger: its folder's name, or that of the folder round it where it is just ``ledger``.

    >>> title_of(Path("/data/sudan")), title_of(Path("/data/sudan/ledger"))
    ('sudan', 'sudan')
    """
    found = path.resolve()
    return (found.parent.name if found.name == "ledger" else found.name) or found.name or "ledger"


def judged_reports(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The last decision that holds on each report."""
    return {id: d for d in standing(decisions) if d.action != "grade" for id in (*d.reports, *d.others)}


def _rows(events: Iterable[Event], ledger: LedgerReader, decisions: Iterable[Decision]) -> list[Row]:
    grades = {g.event: g for g in ledger.records("grades", Grade)}
    judged = judged_reports(decisions)
    return [row(event, grades.get(event.id), judged) for event in events]


def _versioned(ledger: LedgerReader, name: str, articles: Sequence[Article], rows: Sequence[Row]) -> dict[str, Any]:
    mark, balance = ledger.mark(), ledger.balance()
    published = [(day, a.published) for a in articles if (day := day_of(a.published))]
    header = Header(
        name=shown(name),
        freshness=max(published, default=(None, None))[1],
        inputs=balance.inputs,
        articles=balance.articles,
        duplicates=balance.duplicates,
        refusals=balance.refusals,
        origins=balance.origins,
        events=len(rows),
        ground=sum(r.track == "ground" for r in rows),
        table=sum(r.track == "table" for r in rows),
        coder=ledger.meta().get("coder", ""),
        finished=mark.finished,
    )
    coverage = Counter(days(day for day, _ in published).tolist())
    return {"version": mark.derived, "header": header, "coverage": dict(sorted(coverage.items()))}


def _coded(rows: Sequence[Row]) -> dict[str, Any]:
    """What the rows say, as numbers."""
    types = tuple(codebook.load().types)
    lands = tuple(sorted({r.country for r in rows if r.country}))
    day, origins = days(r.date for r in rows), ints(r.origins for r in rows)
    grade = ints(r.credibility or NO_GRADE for r in rows)
    return {
        "ids": tuple(r.id for r in rows),
        "rows": blob(rows),
        "hay": pl.Series([_words(r) for r in rows], dtype=pl.String),
        "day": day,
        "bar": bools(r.precision in DAILY for r in rows),
        "ground": bools(r.track == "ground" for r in rows),
        "type": codes([r.event for r in rows], types),
        "types": types,
        "status": codes([r.status for r in rows], STATUSES),
        "statuses": STATUSES,
        "country": codes([r.country for r in rows], lands),
        "countries": lands,
        "origins": origins,
        "credibility": grade,
        "cooperation": bools("COOPERATION" in r.quad for r in rows),
        "lever": bools(r.lever for r in rows),
        "open": bools(r.status != "happened" for r in rows),
        "agreed": bools(r.event == "AGREE" and r.status == "happened" and not r.claimed for r in rows),
        "broken": bools(_is_broken(r) for r in rows),
        "orders": orders_of(day, origins, grade, ints(r.importance for r in rows)),
    }


def _is_broken(row: Row) -> bool:
    """Talks refused, called off or broken off."""
    if row.event == "CONSULT":
        return row.status == "negated"
    return (row.event, row.mode) in (("REJECT", "meet"), ("SANCTION", "discontinue")) and row.status == "happened"


def _words(row: Row) -> str:
    return folded(" | ".join([row.text, *row.actors, *row.recipients, row.place or "", row.speaker or ""]))


def _placed(events: Iterable[Event]) -> dict[str, Any]:
    found = [spot(e.place) for e in events]
    spots = {s.key: s for s in reversed(found)}
    keys, where = numbered(s.key for s in found)
    return {
        "spot": where,
        "spots": tuple(spots[key] for key in keys),
        "spot_numbers": {key: n for n, key in enumerate(keys)},
        "placed": bools(spots[key].lat is not None for key in keys),
        "spot_words": pl.Series([folded(spots[key].name) for key in keys], dtype=pl.String),
    }


def _linked(events: Sequence[Event], articles: Sequence[Article]) -> dict[str, Any]:
    """Who acts on whom, and which articles tell it."""
    parties, who, whom = parties_of(events)
    dyads, pairs = dyads_of(who, whom)
    numbers = {a.id: n for n, a in enumerate(articles)}
    return {
        "who": who,
        "whom": whom,
        "either": either_of(who, whom),
        "parties": tuple(parties),
        "party_numbers": by_key(parties),
        "party_words": pl.Series([folded(p.name) for p in parties], dtype=pl.String),
        "dyads": dyads,
        "pairs": pairs,
        "pages": links([[numbers[id] for id in e.articles if id in numbers] for e in events]),
    }


def _derived(
    ledger: LedgerReader, events: Sequence[Event], articles: Sequence[Article], decisions: Sequence[Decision]
) -> dict[str, Any]:
    """What else is derived from the pages: origins, judgements, claims, sources."""
    origins = {o.article_id: o.origin for o in ledger.records("origins", Origin)}
    spoken = {c.event for c in ledger.records("claims", Claim)}
    columns, sources = articles_of(articles, origins, standing(decisions))
    return {
        "judgements": lookup((id, n) for n, left, right in ledger.judged_pairs() for id in (left, right)),
        "reports": lookup((id, n) for n, e in enumerate(events) for id in e.reports),
        "copies": copies_of(origins),
        "contested": bools(e.contested for e in events),
        "spoken": bools(e.id in spoken for e in events),
        "articles": columns,
        "sources": sources,
    }
