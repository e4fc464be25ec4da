"""Explanations for the terminal, 100 columns wide; control characters never reach it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from twotrack.briefing.lines import shown_date
from twotrack.briefing.reasons import Candidate, Card, Explanation, Saying, Telling
from twotrack.briefing.spans import Mark
from twotrack.briefing.texts import count, shorten, visible
from twotrack.records import Entity, Event, EventParty, Grade, Impact, Judgement, Place, Report

WIDTH = 100
LABEL = 12  # columns of the names on the left
TELLINGS = 8
JUDGEMENTS = 12
CANDIDATES = 20


def candidates(found: list[Candidate]) -> str:
    """The rows that an ambiguous beginning may mean."""
    lines = [f"{count(len(found), 'row')} begin so. Give more of the id:", ""]
    lines += [f"  {row.id:<20} {row.kind:<10} {shorten(row.text, 10)}".rstrip() for row in found[:CANDIDATES]]
    if len(found) > CANDIDATES:
        lines.append(f"  and {len(found) - CANDIDATES:,} more")
    return "\n".join(lines) + "\n"


def explanation(found: Explanation) -> str:
    """The whole explanation."""
    grades = {g.event: g for g in found.grades}
    blocks = [_event(event, grades.get(event.id)) for event in found.events]
    shown = found.tellings[:TELLINGS]
    blocks += [
        _telling(t, n, len(found.tellings), found.namesakes.get(t.report.id, ())) for n, t in enumerate(shown, 1)
    ]
    if len(found.tellings) > TELLINGS:
        blocks.append(iter([f"{len(found.tellings) - TELLINGS:,} more reports: the same command with --json"]))
    if found.saying is not None:
        blocks.append(_saying(found.saying))
    if found.kind != "statement":
        blocks.append(_judgements(found.judgements))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _row(name: str, text: str) -> Iterator[str]:
    """A name on the left, words on the right, wrapped; an address is never broken."""
    indent = " " * (LABEL + 2)
    first = f"  {name:<{LABEL}}"
    yield from textwrap.wrap(
        text or "–", WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield from _row(name, text)


def _event(event: Event, grade: Grade | None) -> Iterator[str]:
    what = " ".join(filter(None, (event.event, event.mode)))
    yield f"event {event.id}  {what} · {event.track} track · {event.status}"
    pages = count(len(event.articles), "page")
    yield from _rows(
        [
            ("date", shown_date(event.date) or "not known"),
            ("place", _place(event.place) if event.place else "not known"),
            ("actors", _parties(event.actors) or "not known"),
            ("recipients", _parties(event.recipients) or "none"),
            ("stands on", f"{count(len(event.reports), 'report')} on {pages}, {count(event.origins, 'origin')}"),
            ("first told", event.first_seen or "no page says when it was published"),
            ("voice", _voice(event)),
        ]
    )
    if grade:
        yield from _row("grade", f"{grade.reliability}{grade.credibility}: {grade.reason}")
        if grade.weak:
            yield from _row("weak", f"all its pages: {', '.join(grade.weak)}")
    if event.contested:
        yield from _row("contested", "one party says that it happened, another that it did not")


def _voice(event: Event) -> str:
    if not event.speakers:
        return "an outlet's own"
    return f"only on the word of {_parties(event.speakers)}: not told as fact"


def _parties(parties: Iterable[EventParty]) -> str:
    return "; ".join(f"{visible(p.name)} [{p.code}]" if p.code else visible(p.name) for p in parties)


def _telling(telling: Telling, number: int, of: int, namesakes: Sequence[Place]) -> Iterator[str]:
    report = telling.report
    yield f"report {report.id}  ({number} of {of})"
    yield from textwrap.wrap(
        telling.sentence, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False
    )  # fmt: skip
    yield from _outside(telling.outside)
    yield ""
    yield from _rows(_decisions(telling))
    if namesakes:
        others = ", ".join(f"{', '.join(filter(None, (p.admin1, p.country)))} ({p.geonameid})" for p in namesakes)
        yield from _row("not", f"other places of that name: {others}")
    yield from _unknown(telling.unknown)
    yield from _card(telling.card)


def _outside(marks: Iterable[Mark]) -> Iterator[str]:
    for mark in marks:
        yield from _row("elsewhere", f"{mark.role}: “{visible(mark.text)}” at {mark.start}–{mark.end}")


def _decisions(telling: Telling) -> Iterator[tuple[str, str]]:
    report = telling.report
    best = report.considered or ((report.event, report.score),)
    yield "types", " · ".join(f"{name} {score:.2f}" for name, score in best)
    yield "codebook", f"{report.event} – {telling.definition} ({report.codebook}, {report.quad_code.lower()})"
    yield "mode", report.mode or "none"
    yield "status", _status(report)
    yield from (("actor", _entity(e)) for e in report.actors)
    yield from (("recipient", _entity(e)) for e in report.recipients)
    if report.place:
        yield "place", f"“{visible(report.place.text)}” → {_place(report.place)}"
    if report.date:
        when = shown_date(report.date) or "not known"
        yield "date", f"“{visible(report.date.text)}” → {when} ({report.date.precision})"
    yield from ((i.kind, f"“{visible(i.text)}” → {_counts(i)}") for i in report.impact)
    yield "speaker", _entity(report.speaker) if report.speaker else "none: the outlet's own voice"
    yield "rules", " · ".join(map(visible, report.rules)) or "none: the model's reading alone"
    yield "coder", report.coder


def _status(report: Report) -> str:
    if report.speaker is None:
        return report.status
    kind = {"happened": "a claim", "negated": "a denial"}.get(report.status)
    return f"{report.status}, {kind}" if kind else report.status


def _entity(entity: Entity) -> str:
    known = ", ".join(filter(None, (entity.name and visible(entity.name), entity.code, entity.party_id)))
    return f"“{visible(entity.text)}” → {known or 'not in the directory'}"


def _place(place: Place) -> str:
    name = ", ".join(filter(None, (visible(place.name or place.text), place.admin1, place.country)))
    if place.lat is None or place.lon is None:
        return f"{name}, no point ({place.reason})" if place.reason else f"{name}, no point"
    number = f", GeoNames {place.geonameid}" if place.geonameid else ""
    return f"{name} at {place.lat:.3f}, {place.lon:.3f} ({place.precision}{number})"


def _counts(impact: Impact) -> str:
    told = [(n, getattr(impact, n)) for n in ("best", "low", "high")]
    return ", ".join(f"{name} {value:,}" for name, value in told if value is not None) or "no number"


def _unknown(unknown: Iterable[str]) -> Iterator[str]:
    name = "unknown"
    for text in unknown:
        yield from _row(name, text)
        name = ""


def _card(card: Card) -> Iterator[str]:
    title = f"“{visible(card.title)}”" if card.title else "no title"
    paragraph = f"paragraph {card.paragraph}, " if card.paragraph else ""
    yield from _row("page", f"{visible(card.outlet or 'outlet unknown')}, {title}")
    yield from _row("", f"published {visible(card.published or 'on an unknown day')}")
    yield from _row("", f"{paragraph}characters {card.start}–{card.end} of its text")
    if card.url:
        yield from _row("", visible(card.url))
    if card.path:
        yield from _row("", f"read from {visible(card.path)}")
    yield from _row("", f"capture sha256 {card.capture}" if card.capture else "no capture")
    own = card.origin == card.article_id
    yield from _row("", "its own origin" if own else f"origin {card.origin}: a reprint or retelling of it")
    if card.notes:
        yield from _row("", f"notes: {'; '.join(map(visible, card.notes))}")


def _saying(saying: Saying) -> Iterator[str]:
    statement = saying.statement
    yield f"statement {statement.id}  {statement.stance}"
    yield from textwrap.wrap(
        saying.sentence, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False
    )  # fmt: skip
    yield from _outside(saying.outside)
    yield ""
    if statement.speaker:
        yield from _row("speaker", _entity(statement.speaker))
    yield from _row("standing", "somebody's word: never told as fact")
    yield from _unknown(saying.unknown)
    yield from _card(saying.card)


def _judgements(judgements: tuple[Judgement, ...]) -> Iterator[str]:
    yield "judgements" if judgements else "judgements  none: nothing was joined to it"
    for judgement in judgements[:JUDGEMENTS]:
        pair = f"{judgement.left} and {judgement.right}"
        reasons = "; ".join(map(visible, judgement.reasons)) or "no reasons"
        what = f"{judgement.decision} {judgement.kind} {judgement.score:.2f}"
        yield from _row(judgement.judge, f"{what}: {pair} – {reasons}")
    if len(judgements) > JUDGEMENTS:
        yield f"  {len(judgements) - JUDGEMENTS:,} more: the same command with --json"
