"""``/api/event/ID``: an event with every passage that tells it, and all that decided it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from twotrack.briefing.markdown import web_address
from twotrack.grading.grade import letter
from twotrack.judging.applying import standing
from twotrack.ledger.reader import LedgerReader, opened
from twotrack.ledger.rows import Capture, Input, Origin
from twotrack.records import Article, Claim, Decision, Event, Grade, Judgement, Place, Record, Report
from twotrack.resolving.gazetteer import Gazetteer
from twotrack.resolving.lookup import namesakes
from twotrack.web.claims import Told, claim_row
from twotrack.web.rows import shown
from twotrack.web.snapshot import Snapshot
from twotrack.web.spots import land
from twotrack.web.texts import live, passage

JUDGEMENTS = 100  # as many as a drawer can show


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded once: it takes a third of a second."""
    return Gazetteer()


class Unknown(Exception):
    """No event, or more than one, has an id that begins so."""


class _Found(Record, frozen=True):
    """What the ledger holds of one event."""

    event: Event
    reports: dict[str, Report]
    articles: dict[str, Article]
    origins: dict[str, str]
    copies: dict[str, tuple[str, ...]]
    captures: dict[str, Capture]
    decisions: tuple[Decision, ...]
    grade: Grade | None
    claim: Claim | None
    judgements: tuple[Judgement, ...]
    others: dict[str, str]


def number_of(id: str, snapshot: Snapshot) -> int:
    """The event whose id begins so; ``tt:`` may be left out.

    Raises:
        Unknown: there is none, or there are several.
    """
    asked = id.lower() if id.lower().startswith("tt:") else f"tt:{id.lower()}"
    for start in (id, asked):
        at = bisect_left(snapshot.ids, start)
        begun = [n for n in (at, at + 1) if n < len(snapshot) and snapshot.ids[n].startswith(start)]
        if start and begun and (len(begun) == 1 or snapshot.ids[begun[0]] == start):
            return begun[0]
        if start and begun:
            raise Unknown(f"several events have an id that begins with {id[:40]!r}")
    raise Unknown(f"no event has an id that begins with {id[:40]!r}")


def drawer(path: Path, id: str, snapshot: Snapshot) -> bytes:
    """All of one event, as JSON.

    Raises:
        Unknown: there is no such event (any more).
    """
    number = number_of(id, snapshot)
    with opened(path) as ledger:
        found = _found(ledger, snapshot.ids[number], snapshot)
    letters = {d.field: d.value for d in found.decisions if d.action == "grade" and d.field and d.value}
    told = Told(reports=found.reports, articles=found.articles)
    return msgspec.json.encode(
        {
            "version": snapshot.version,
            "event": msgspec.Raw(snapshot.rows[number]),
            "grade": found.grade,
            "tellings": [_telling(r, found, letters) for r in _in_order(found)],
            "claims": claim_row(found.claim, found.event, told) if found.claim else None,
            "judgements": [_judgement(j, found) for j in found.judgements[:JUDGEMENTS]],
            "more_judgements": max(0, len(found.judgements) - JUDGEMENTS),
            "history": list(_history(found)),
        }
    )


def _found(ledger: LedgerReader, id: str, snapshot: Snapshot) -> _Found:
    event = next(iter(ledger.chosen("events", Event, [id])), None)
    if event is None:
        raise Unknown(f"the ledger no longer holds {id}")
    reports = {r.id: r for r in ledger.judged_reports(event.reports)}
    origins = {o.article_id: o.origin for o in ledger.chosen("origins", Origin, event.articles)}
    copies = {origin: snapshot.copies.get(origin, ()) for origin in origins.values()}
    known = {*event.articles, *(id for ids in copies.values() for id in ids)}
    inputs = ledger.chosen("inputs", Input, event.articles, column="article_id")
    stored = {c.sha256: c for c in ledger.chosen("captures", Capture, [i.capture for i in inputs if i.capture])}
    numbers = [n for id in (*event.reports, *event.articles) for n in snapshot.judgements.of(id)]
    judgements = [
        j
        for j in ledger.numbered("judgements", Judgement, numbers)
        if {j.left, j.right} & {*event.reports, *event.articles}
    ]
    others = {id for j in judgements for id in (j.left, j.right) if id not in reports and j.kind == "event"}
    return _Found(
        event=event,
        reports=reports,
        articles={a.id: a for a in ledger.chosen("articles", Article, known)},
        origins=origins,
        copies=copies,
        captures={i.article_id: stored[i.capture] for i in reversed(inputs) if i.article_id and i.capture in stored},
        decisions=tuple(sorted(ledger.records("decisions", Decision), key=lambda d: d.number)),
        grade=next(iter(ledger.chosen("grades", Grade, [event.id])), None),
        claim=next(iter(ledger.chosen("claims", Claim, [event.id])), None),
        judgements=tuple(sorted(judgements, key=lambda j: (j.judge == "program", j.kind, -j.score, j.left, j.right))),
        others={r.id: r.text for r in ledger.chosen("reports", Report, others)},
    )


def _in_order(found: _Found) -> list[Report]:
    """The tellings, earliest page first."""
    known = [r for r in found.reports.values() if r.article_id in found.articles]
    return sorted(known, key=lambda r: (found.articles[r.article_id].published or "9999", r.article_id, r.start, r.id))


def _telling(report: Report, found: _Found, letters: Mapping[str, str]) -> dict[str, Any]:
    article = found.articles[report.article_id]
    capture = found.captures.get(article.id)
    origin = found.origins.get(article.id, article.id)
    speaker = report.speaker
    return {
        "report": report.id,
        "passage": passage(article, report.start, report.end),
        **page_of(article),
        "live": live(article.url, article.text[report.start : report.end]),
        "origin": origin,
        "copies": list(_copies(origin, found)),
        "speaker": shown(speaker.name or speaker.text) if speaker else None,
        "event": report.event,
        "mode": report.mode,
        "status": report.status,
        "grade": letter(article, letters),
        "capture": {"sha256": capture.sha256, "file": capture.file, "offset": capture.start} if capture else None,
        "text_offsets": [report.start, report.end],
        "score": report.score,
        "place": _place(report.place) if report.place else None,
        "alternatives": [_place(p) for p in _alternatives(report.place)],
        "considered": report.considered,
        "rules": [shown(rule) for rule in report.rules],
        "notes": article.notes,
    }


def page_of(article: Article) -> dict[str, Any]:
    """How a page is named: its address only where it is a web address."""
    return {
        "outlet": shown(article.outlet) if article.outlet else None,
        "title": shown(article.title) if article.title else None,
        "url": web_address(article.url),
        "published": article.published,
    }


def _copies(origin: str, found: _Found) -> Iterator[dict[str, Any]]:
    """Other pages of the same origin that have no telling here, each with the reason why it is no second source."""
    for id in found.copies.get(origin, ()):
        if id not in found.origins and id in found.articles:
            reasons = [j.reasons for j in found.judgements if j.kind == "origin" and id in (j.left, j.right)]
            why = shown("; ".join(reasons[0])) if reasons else "the same page, seen again"
            yield {**page_of(found.articles[id]), "article": id, "why": why}


def _alternatives(place: Place | None) -> Sequence[Place]:
    """Other places of the name, where it may have been taken for the wrong one."""
    if place is None or place.reason not in (None, "ambiguous", "not found"):
        return ()
    return namesakes(place, gazetteer=gazetteer())


def _place(place: Place) -> dict[str, Any]:
    return {
        "text": shown(place.text),
        "name": shown(place.name) if place.name else None,
        "geonameid": place.geonameid,
        "country": place.country,
        "land": land(place.country),
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "reason": place.reason,
        "why": place.admin1,
    }


def _judgement(found: Judgement, of: _Found) -> dict[str, Any]:
    """A judgement in words: of the two it is about, the one that is not of this event."""
    words = [of.others.get(id) for id in (found.left, found.right) if id in of.others]
    words += [r.text for id in (found.left, found.right) if (r := of.reports.get(id))]
    titles = [a.title or a.id for id in (found.left, found.right) if (a := of.articles.get(id))]
    return {
        "text": " — ".join(shown(w) for w in (*words, *titles) if w),
        "kind": found.kind,
        "decision": found.decision,
        "score": found.score,
        "reasons": [shown(r) for r in found.reasons],
        "judge": shown(found.judge),
        "left": found.left,
        "right": found.right,
    }


def _history(found: _Found) -> Iterator[dict[str, Any]]:
    """What people decided of the event's reports, in order, with what was taken back."""
    holding = {d.number for d in standing(found.decisions)}
    own = {d.number for d in found.decisions if {*d.reports, *d.others} & set(found.event.reports)}
    for decision in found.decisions:
        if decision.number in own or decision.undoes in own:
            yield history_row(decision, undone=decision.number not in holding and decision.action != "undo")


def history_row(decision: Decision, undone: bool) -> dict[str, Any]:
    """A decision in words."""
    field = f" {decision.field} = {decision.value}" if decision.field else ""
    whole = f" decision {decision.undoes}" if decision.undoes is not None else field
    return {
        "number": decision.number,
        "action": decision.action,
        "by": shown(decision.by),
        "note": shown(decision.note),
        "text": shown(f"{decision.action}{whole}"),
        "undone": undone,
    }
