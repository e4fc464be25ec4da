"""One event as the page shows it: one flat row, every text made safe to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from twotrack import codebook
from twotrack.briefing.lines import stakes
from twotrack.briefing.texts import visible
from twotrack.records import Decision, Event, EventParty, Grade, Record

# Precisions of a date that is worth a bar of its own day; a month or a year would pile up on its first day.
DAILY = frozenset(["day", "range", "week", "published"])
CLAIMS, DENIES = "claims", "denies"


class Row(Record, frozen=True):
    """An event in one line. ``date`` is the event's own first day, else the day it was first published.

    ``precision`` is the date's, or ``published``; ``claimed`` is whether it rests on somebody's word only;
    ``importance`` is what is at stake (people, land, talks), never how sure it is; ``judged`` the last decision of a
    person on it.
    """

    id: str
    date: str | None
    last: str | None
    precision: str | None
    track: str
    event: str
    mode: str | None
    quad: str
    lever: bool
    status: str
    speaker: str | None
    claimed: bool
    contested: bool
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    country: str | None
    origins: int
    articles: int
    reports: int
    credibility: int | None
    reliability: str | None
    importance: int
    text: str
    judged: str | None


def shown(text: str) -> str:
    """:func:`visible`, the short way where there is nothing to hide.

    >>> shown("two  words"), shown("a\\x1b[1m")
    ('two words', 'a[1m')
    """
    return " ".join(text.split()) if text.isascii() and text.isprintable() else visible(text)


def row(event: Event, grade: Grade | None, judged: Mapping[str, Decision]) -> Row:
    """The row of an event; ``judged`` maps reports to the last decision on each."""
    day, last, precision = when(event)
    kind = codebook.load().types.get(event.event)
    decisions = [judged[id] for id in event.reports if id in judged]
    return Row(
        id=event.id,
        date=day,
        last=last,
        precision=precision,
        track=event.track,
        event=event.event,
        mode=event.mode,
        quad=kind.quad if kind else "",
        lever=bool(kind and kind.lever),
        status=event.status,
        speaker=", ".join(names(event.speakers)) or None,
        claimed=bool(event.speakers) and event.status in ("happened", "negated"),
        contested=event.contested,
        actors=names(event.actors),
        recipients=names(event.recipients),
        place=shown(event.place.name or event.place.text) or None if event.place else None,
        country=event.place.country if event.place else None,
        origins=event.origins,
        articles=len(event.articles),
        reports=len(event.reports),
        credibility=grade.credibility if grade else None,
        reliability=grade.reliability if grade else None,
        importance=stakes(event),
        text=shown(event.text),
        judged=max(decisions, key=lambda d: d.number).action if decisions else None,
    )


def names(parties: Iterable[EventParty]) -> tuple[str, ...]:
    """Names of parties, safe to show."""
    return tuple(shown(p.name) for p in parties)


def when(event: Event) -> tuple[str | None, str | None, str | None]:
    """First day, last day and precision: the event's own where a page tells it, else of the first publication."""
    if event.date is not None and is_day(event.date.first):
        last = event.date.last if is_day(event.date.last) else event.date.first
        return event.date.first, last, event.date.precision
    seen = event.first_seen[:10] if event.first_seen else None
    return (seen, seen, "published") if is_day(seen) else (None, None, None)


def is_day(text: str | None) -> bool:
    """Whether this is an ISO day of the calendar.

    >>> is_day("2026-02-29"), is_day("2026-02-28"), is_day(None)
    (False, True, False)
    """
    try:
        return text is not None and len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
