"""Which events, statements and pages a brief is about: the filters ``since``, ``party`` and ``place``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from twotrack.briefing.source import BriefSource
from twotrack.errors import UsageError
from twotrack.records import Article, Entity, Event, EventParty, Place, Record, Report, Statement


class Chosen(Record, frozen=True):
    """What the filters left, in a fixed order; ``undated_left_out`` counts pages that ``since`` could not judge."""

    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    articles: tuple[Article, ...]
    filters: tuple[str, ...] = ()
    undated_left_out: int = 0


def day_of(published: str | None) -> str | None:
    """The day of an ISO date or date-time, as UTC."""
    if published is None:
        return None
    try:
        moment = datetime.fromisoformat(published)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):  # not a date, or one at the edge of the calendar
        return None


def begins_word(query: str, text: str | None) -> bool:
    """Whether a word of the text begins with the query, whatever the case.

    >>> begins_word("rus", "Russian troops"), begins_word("rus", "Brussels")
    (True, False)
    """
    return bool(text) and re.search(rf"(?<!\w){re.escape(query)}", str(text), re.IGNORECASE) is not None


def _is_party(query: str, party: Entity | EventParty) -> bool:
    words = [party.name, party.country, *([party.text, party.party_id] if isinstance(party, Entity) else [])]
    return party.code.lower().startswith(query.lower()) or any(begins_word(query, w) for w in words)


def _is_place(query: str, place: Place | None) -> bool:
    if place is None:
        return False
    return (place.country or "").lower() == query.lower() or any(
        begins_word(query, w) for w in (place.name, place.text, place.admin1)
    )


def _parties(event: Event, reports: Iterable[Report]) -> Iterable[Entity | EventParty]:
    yield from (*event.actors, *event.recipients, *event.speakers)
    for report in reports:
        yield from (*report.actors, *report.recipients, *([report.speaker] if report.speaker else []))


def _checked_day(since: str) -> str:
    try:
        return date.fromisoformat(since).isoformat()
    except ValueError as error:
        raise UsageError(f"--since {since!r} is not a day", advice="--since 2026-06-01") from error


def choose(source: BriefSource, since: str | None, party: str | None, place: str | None) -> Chosen:
    """What the filters leave.

    An event stays when a page that tells it was published on or after ``since``; a page without a date is left
    out by ``since``, and counted. ``party`` is the beginning of a code or of a word of a name, ``place`` the
    beginning of a word of a place name, or a country code.

    Raises:
        UsageError: ``since`` is not an ISO day.
    """
    since = _checked_day(since) if since else None
    dated = {a.id: day_of(a.published) for a in source.articles}
    kept = {id for id, day in dated.items() if since is None or (day is not None and day >= since)}
    undated = sum(day is None for day in dated.values()) if since else 0
    reports = {r.id: r for r in source.reports}
    events, tellings = [], []
    for event in sorted(source.events, key=lambda e: e.id):
        told = [reports[id] for id in event.reports if id in reports and reports[id].article_id in dated]
        if told and any(r.article_id in kept for r in told) and _fits(event, told, party, place):
            events.append(event)
            tellings += told
    statements = _statements(source, kept, tellings, party, place)
    if party or place:
        kept &= {r.article_id for r in tellings} | {s.article_id for s in statements}
    return Chosen(
        events=tuple(events),
        statements=tuple(statements),
        articles=tuple(sorted((a for a in source.articles if a.id in kept), key=lambda a: a.id)),
        filters=_names(since, party, place),
        undated_left_out=undated,
    )


def _fits(event: Event, told: list[Report], party: str | None, place: str | None) -> bool:
    if party and not any(_is_party(party, p) for p in _parties(event, told)):
        return False
    return not place or _is_place(place, event.place) or any(_is_place(place, r.place) for r in told)


def _statements(
    source: BriefSource, kept: set[str], tellings: list[Report], party: str | None, place: str | None
) -> list[Statement]:
    """A statement fits a party by its speaker or its words, a place by its words or an event in its sentence."""
    sentences = {(r.article_id, r.start) for r in tellings}
    found = []
    for statement in sorted(source.statements, key=lambda s: (s.article_id, s.start, s.content.start, s.id)):
        words = statement.content.text
        by = statement.speaker is not None and party is not None and _is_party(party, statement.speaker)
        about = party is None or by or begins_word(party, words)
        there = place is None or begins_word(place, words) or (statement.article_id, statement.start) in sentences
        if statement.article_id in kept and about and there:
            found.append(statement)
    return found


def _names(since: str | None, party: str | None, place: str | None) -> tuple[str, ...]:
    given = (("published since", since), ("party", party), ("place", place))
    return tuple(f"{name} {value}" for name, value in given if value)
