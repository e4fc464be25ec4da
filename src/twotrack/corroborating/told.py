"""A report made ready for comparing: what differs from outlet to outlet is folded, what can't be known is None."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from twotrack.corroborating.days import ordinal
from twotrack.corroborating.parties import Party, party
from twotrack.corroborating.spots import Spot, spot
from twotrack.corroborating.stories import Story, stories
from twotrack.corroborating.words import content, stem, words
from twotrack.records import Article, Impact, Record, Report

_WINDOW = 2  # days around the publication in which an event without a date of its own is taken to lie
_AHEAD = 30  # the same for what is planned or called off: it lies ahead

_LEMMAS = {
    form: lemma
    for lemma, forms in {
        "strike": "struck strikes striking", "shoot": "shot shooting shots", "meet": "met meeting meetings talks talk",
        "seize": "seized seizure seizing captured capture capturing took taken taking retook retaken retaking "
        "reclaimed recaptured regained conquered", "kill": "killed killing kills dead died slain",
        "hit": "hits hitting",
        "fight": "fought fighting", "withdraw": "withdrew withdrawn withdrawal pulled", "fire": "fired firing",
        "visit": "visited visiting arrived arrives reached travelled", "attack": "attacked attacks attacking",
        "shell": "shelled shelling bombarded bombardment", "bomb": "bombed bombing bombs",
    }.items()
    for form in (lemma, *forms.split())
}  # fmt: skip

# What a strike can hit: two tellings that name different ones tell two strikes.
_TARGETS = {
    word: target
    for target, forms in {
        "hospital": "hospital hospitals clinic clinics", "school": "school schools kindergarten university",
        "bridge": "bridge bridges viaduct", "power": "substation substations powerplant grid", "dam": "dam reservoir",
        "market": "market markets bazaar mall", "worship": "church mosque temple synagogue monastery cathedral",
        "airport": "airport airfield airbase aerodrome", "port": "port harbour harbor dock docks",
        "fuel": "refinery depot depots terminal pipeline", "rail": "station railway train trains",
        "home": "apartment apartments flats house houses homes dormitory", "camp": "camp camps tents",
        "convoy": "convoy convoys column columns", "bus": "bus buses coach minibus",
        "ship": "ship vessel tanker ferry",
        "factory": "factory plant warehouse warehouses", "prison": "prison jail",
        "checkpoint": "checkpoint checkpoints",
        "office": "headquarters embassy consulate courthouse",
    }.items()
    for word in forms.split()
}  # fmt: skip


class Told(Record, frozen=True):
    """``first`` and ``last`` are the days in which it can lie, as counts; ``dated`` is whether the passage says so.

    ``stems`` are the content words of its sentence besides parties, place and trigger.
    """

    report: Report
    published: int | None
    first: int | None
    last: int | None
    dated: bool
    paragraph: int
    story: Story
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Spot | None
    lemma: str
    stems: frozenset[str]
    targets: frozenset[str]
    figures: tuple[tuple[str, int], ...]


def told(report: Report, article: Article, story: Story) -> Told:
    """A report made ready; ``story`` is its article's."""
    published = ordinal(article.published)
    first, last, dated = days(report, published)
    return Told(
        report=report,
        published=published,
        first=first,
        last=last,
        dated=dated,
        paragraph=bisect_right([p.start for p in article.paragraphs], report.start),
        story=story,
        actors=tuple(party(e) for e in report.actors),
        recipients=tuple(party(e) for e in report.recipients),
        place=spot(report.place),
        lemma=lemma(report.trigger.text),
        stems=_own_words(report),
        targets=frozenset(_TARGETS[w] for w in words(report.text) if w in _TARGETS),
        figures=_figures(report.impact),
    )


def _own_words(report: Report) -> frozenset[str]:
    """The content of the evidence sentence without what has features of its own: parties, place, trigger."""
    named = [e.text for e in (*report.actors, *report.recipients)] + [report.trigger.text]
    if report.place is not None:
        named.append(report.place.text)
    return content(report.text).difference(*map(content, named))


def tell(reports: list[Report], articles: Mapping[str, Article]) -> dict[str, Told]:
    """Reports by id, made ready."""
    found = stories(articles.values())
    return {r.id: told(r, articles[r.article_id], found[r.article_id]) for r in reports}


def days(report: Report, published: int | None) -> tuple[int | None, int | None, bool]:
    """The first and last day on which it can lie, and whether the passage itself says so."""
    when = report.date
    if when is not None and (when.first or when.last):
        first, last = ordinal(when.first or when.last), ordinal(when.last or when.first)
        if first is not None and last is not None:
            return min(first, last), max(first, last), True
    if published is None:
        return None, None, False
    ahead = _WINDOW if report.status in ("happened", "possible") else _AHEAD
    return published - _WINDOW, published + ahead, False


def lemma(trigger: str) -> str:
    """The trigger's main word: ``retook`` and ``captured`` are one.

    >>> lemma("retook"), lemma("was captured"), lemma("accusing")
    ('seize', 'seize', 'accus')
    """
    found = words(trigger)
    known = [_LEMMAS[w] for w in found if w in _LEMMAS]
    return known[0] if known else (stem(max(found, key=len)) if found else "")


def _figures(impact: tuple[Impact, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted({(i.kind, n) for i in impact if (n := i.best if i.best is not None else i.low) is not None}))
