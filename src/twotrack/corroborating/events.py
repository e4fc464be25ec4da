"""A group of reports to an event: for each field, the rule by which one value is taken from many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from twotrack.corroborating.days import day, moment
from twotrack.corroborating.parties import plain
from twotrack.corroborating.status import contested, settled
from twotrack.records import Article, Entity, Event, EventParty, Impact, Place, Report, When

_KINDS = ("killed", "injured", "displaced", "detained", "missing", "destroyed")
_DATES = ("day", "range", "week", "month", "year", "unknown")
_PLACES = ("exact", "city", "admin2", "admin1", "country")


def event_id(reports: Iterable[str]) -> str:
    """``tt:`` and 12 hex digits from the smallest report id: it stays when later reports join.

    >>> event_id(["b", "a"]) == event_id(["a", "c"])
    True
    """
    return "tt:" + sha256(min(reports).encode()).hexdigest()[:12]


def event(
    reports: Sequence[Report], articles: Mapping[str, Article], whole: Mapping[str, str], origins: Mapping[str, str]
) -> Event:
    """The event that the reports tell. ``whole`` maps folded copies to the article that stands for them."""
    told = sorted(reports, key=lambda r: (moment(articles[r.article_id].published), r.id))
    status = settled(told)
    # What the event is, is taken from the reports that say what became of it.
    bearing = [r for r in told if r.status == status]
    kind = event_type(bearing)
    of_kind = [r for r in bearing if r.event == kind]
    seen = sorted(d for r in told if (d := day(articles[r.article_id].published)))
    where = sorted({whole.get(r.article_id, r.article_id) for r in told})
    return Event(
        id=event_id(r.id for r in told),
        track=of_kind[0].track,
        event=kind,
        mode=_commonest(r.mode for r in of_kind if r.mode),
        date=date(bearing) or date(told),
        place=place(told),
        actors=parties(r.actors for r in told),
        recipients=parties(r.recipients for r in told),
        status=status,
        impact=impacts(told),
        reports=tuple(sorted(r.id for r in told)),
        articles=tuple(where),
        origins=len({origins.get(id, id) for id in where}),
        first_seen=seen[0] if seen else None,
        last_seen=seen[-1] if seen else None,
        speakers=_speakers(bearing),
        contested=contested(told),
        text=_headline(of_kind, articles),
    )


def _headline(reports: Sequence[Report], articles: Mapping[str, Article]) -> str:
    """The evidence sentence of the earliest report; of several at one time, the one that the coder was surest of."""
    return min(reports, key=lambda r: (moment(articles[r.article_id].published), -r.score, r.id)).text


def _commonest(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def event_type(reports: Sequence[Report]) -> str:
    """The type that most reports give; of several, the one with the highest score, then by name."""
    counts = Counter(r.event for r in reports)
    best = {kind: max(r.score for r in reports if r.event == kind) for kind in counts}
    return min(counts, key=lambda kind: (-counts[kind], -best[kind], kind))


def date(reports: Sequence[Report]) -> When | None:
    """The member date that overlaps most of the others; of several the most precise, then the earliest told."""
    told = [r.date for r in reports if r.date is not None]
    known = [w for w in told if w.first is not None]
    if not known:
        return told[0] if told else None
    spans = Counter((w.first or "", w.last or w.first or "") for w in known)
    agreeing = {(a, b): sum(n for (c, d), n in spans.items() if a <= d and c <= b) for a, b in spans}

    def rank(when: When) -> tuple[int, int, str, str]:
        span = (when.first or "", when.last or when.first or "")
        return -agreeing[span], _rank(_DATES, when.precision), *span

    return min(known, key=rank)


def _rank(order: Sequence[str], value: str | None) -> int:
    return order.index(value) if value in order else len(order)


def place(reports: Sequence[Report]) -> Place | None:
    """The most precise member place: a point before a name, a name before a region, a region before one kept back.

    Of equally precise ones the most told, then by name.
    """
    told = [r.place for r in reports if r.place is not None]
    counts = Counter(plain(p.name or p.text) for p in told)

    def rank(place: Place) -> tuple[int, int, int, str]:
        name = plain(place.name or place.text)
        kind = 0 if place.lat is not None else {"region": 2, "withheld": 3}.get(place.reason or "", 1)
        return kind, _rank(_PLACES, place.precision), -counts[name], name

    return min(told, key=rank) if told else None


def parties(told: Iterable[Sequence[Entity]]) -> tuple[EventParty, ...]:
    """The parties of all reports, each once (by code, else by name), most told first."""
    counts: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    country: dict[str, str | None] = {}
    codes: dict[str, str] = {}
    for entities in told:
        for key, entity in {entity.code or plain(entity.name or entity.text): entity for entity in entities}.items():
            counts[key] += 1
            names.setdefault(key, Counter())[entity.name or entity.text] += 1
            codes[key] = entity.code
            country[key] = min(filter(None, (country.get(key), entity.country)), default=None)
    found = []
    for key in sorted(counts, key=lambda key: (-counts[key], key)):
        name = _commonest(names[key].elements()) or ""
        found.append(EventParty(name=name, code=codes[key], country=country[key]))
    return tuple(found)


def impacts(reports: Sequence[Report]) -> tuple[Impact, ...]:
    """All distinct figures of all reports side by side, by kind and size; words without a figure once each."""
    found: dict[tuple[object, ...], Impact] = {}
    for impact in (i for r in reports for i in r.impact):
        figures = (impact.best, impact.low, impact.high)
        key = figures if any(f is not None for f in figures) else (impact.text.casefold(),)
        found.setdefault((impact.kind, *key), impact)
    return tuple(sorted(found.values(), key=_size))


def _size(impact: Impact) -> tuple[int, int, int, int, str]:
    figures = (-1 if n is None else n for n in (impact.best, impact.low, impact.high))
    best, low, high = figures
    return _rank(_KINDS, impact.kind), best, low, high, impact.text


def _speakers(reports: Sequence[Report]) -> tuple[EventParty, ...]:
    """On whose word it rests; none when an outlet tells it in its own voice."""
    if any(r.speaker is None for r in reports):
        return ()
    return parties([r.speaker] for r in reports if r.speaker is not None)
