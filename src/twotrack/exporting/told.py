"""An event with all that tells it, as every export gets it; and what an export says when it leaves one out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from twotrack.records import Article, Event, Grade, Place, Record, Report

NOT_HAPPENED = "planned, possible or denied"


class Told(Record, frozen=True):
    """An event, its reports, the articles they stand in, and its grade."""

    event: Event
    reports: tuple[Report, ...] = ()
    articles: tuple[Article, ...] = ()
    grade: Grade | None = None


class LeftOut(Record, frozen=True):
    """An event that a format can't hold, and why: a short fixed phrase."""

    reason: str


class Written(Record, frozen=True):
    """What an export did: ``rows`` written, and how many events were left out for which reason."""

    rows: int
    left_out: tuple[tuple[str, int], ...] = ()


def gather(
    events: Iterable[Event],
    reports: Mapping[str, Report],
    articles: Mapping[str, Article],
    grades: Mapping[str, Grade],
) -> Iterator[Told]:
    """Events in the order given, each with its reports, articles and grade."""
    for event in events:
        yield Told(
            event=event,
            reports=tuple(reports[id] for id in event.reports if id in reports),
            articles=tuple(articles[id] for id in event.articles if id in articles),
            grade=grades.get(event.id),
        )


def joined(words: Iterable[str | None], by: str = "; ") -> str | None:
    """Words without empty and repeated ones; None where none is left.

    >>> joined(["Veld", None, "Arnor", "Veld"]), joined([])
    ('Veld; Arnor', None)
    """
    return by.join(dict.fromkeys(word for word in words if word)) or None


def point(place: Place | None) -> tuple[float, float] | None:
    """Latitude and longitude; None for a country, whose middle says nothing of where in it something happened."""
    if place is None or place.lat is None or place.lon is None or place.precision == "country":
        return None
    return place.lat, place.lon
