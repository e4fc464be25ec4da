"""Who says what of an event: the sides, each with the words in which it says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from twotrack.briefing.markdown import web_address
from twotrack.records import Article, Claim, Event, Record, Report
from twotrack.web.rows import shown, when

QUOTES = 5  # of one side


class Told(Record, frozen=True):
    """Reports and articles by id."""

    reports: dict[str, Report]
    articles: dict[str, Article]


def claim_row(claim: Claim, event: Event, told: Told) -> dict[str, Any]:
    """One claim as the page shows it."""
    return {
        "event": event.id,
        "date": when(event)[0],
        "type": event.event,
        "track": event.track,
        "text": shown(event.text),
        "contested": claim.contested,
        "sides": [
            {"party": shown(s.party.name), "says": s.says, "since": s.since, "quotes": quotes(s.reports, told)}
            for s in claim.sides
        ],
        "told": quotes(claim.told, told),
        "first": shown(claim.first.name) if claim.first else None,
        "silent": [shown(p.name) for p in claim.silent],
    }


def quotes(ids: Iterable[str], told: Told) -> list[dict[str, Any]]:
    """The first words that say so, each with its page."""
    found = [told.reports[id] for id in ids if id in told.reports]
    return [
        {
            "text": shown(report.text),
            "outlet": shown(page.outlet) if page and page.outlet else None,
            "published": page.published if page else None,
            "url": web_address(page.url) if page else None,
        }
        for report in found[:QUOTES]
        for page in [told.articles.get(report.article_id)]
    ]
