"""Admiralty grades: the letter is a person's, the digit follows from origins and parties.

| digit | means | when |
|---|---|---|
| 1 | confirmed by other sources | two independent origins tell it, one in its own voice or for two parties; no denial |
| 2 | probably true | one origin tells it in its own voice, or two carry one party's word; no denial |
| 3 | possibly true | one origin carries one party's word; no denial |
| 4 | doubtful | one says that it happened, somebody else that it did not |
| 5 | improbable | it is told as not happened, though somebody said that it did |
| 6 | cannot be judged | planned or possible; or every page of it has neither a date nor a named outlet |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from twotrack.records import Article, Decision, Event, Grade, Report

LETTERS = "ABCDEF"
_WEAK = ("no date", "no byline", "no named outlet")


def grades(
    events: Iterable[Event],
    reports: Mapping[str, Report],
    articles: Mapping[str, Article],
    origins: Mapping[str, str],
    decided: Sequence[Decision],
) -> Iterator[Grade]:
    """A grade for each event, in order. ``decided`` are the standing decisions; those that grade sources count here."""
    letters = {d.field: d.value for d in decided if d.action == "grade" and d.field and d.value}
    for event in events:
        told = [reports[id] for id in event.reports if id in reports]
        pages = [articles[id] for id in event.articles if id in articles]
        digit, reason = credibility(event, told, pages, origins)
        yield Grade(
            event=event.id,
            reliability=min((letter(page, letters) for page in pages), default="F"),
            credibility=digit,
            reason=reason,
            weak=tuple(w for w in _WEAK if pages and all(w in weak(page) for page in pages)),
        )


def letter(page: Article, letters: Mapping[str, str]) -> str:
    """The reliability of a page's source: by outlet, else by the host of its address; F where nobody gave one."""
    return next((letters[name] for name in sources_of(page) if name in letters), "F")


def sources_of(page: Article) -> list[str]:
    """How a page's source can be named: its outlet, and the host of its address without ``www.``."""
    host = (page.url or "").partition("://")[2].partition("/")[0].lower().removeprefix("www.")
    return [name for name in (page.outlet, host) if name]


def weak(page: Article) -> set[str]:
    """What a page does not say of itself."""
    said = {"no date": page.published, "no byline": page.authors, "no named outlet": page.outlet}
    return {name for name, found in said.items() if not found}


def credibility(
    event: Event, told: Sequence[Report], pages: Sequence[Article], origins: Mapping[str, str]
) -> tuple[int, str]:
    """The digit, and why."""
    if event.status in ("planned", "possible"):
        return 6, f"{event.status}: nothing to confirm yet"
    if pages and all({"no date", "no named outlet"} <= weak(page) for page in pages):
        return 6, "no page of it has a date or a named outlet"
    if event.contested:
        return 4, "one says that it happened, somebody else that it did not"
    if event.status == "negated":
        return _negated(told)
    return _confirmed(told, origins)


def _negated(told: Sequence[Report]) -> tuple[int, str]:
    if any(r.status == "happened" for r in told):
        return 5, "told as not happened, though it was said to have happened"
    return 6, "nobody says that it happened"


def _confirmed(told: Sequence[Report], origins: Mapping[str, str]) -> tuple[int, str]:
    happened = [r for r in told if r.status == "happened"]
    sources = {origins.get(r.article_id, r.article_id) for r in happened}
    own = any(r.speaker is None for r in happened)
    parties = {r.speaker.party_id or r.speaker.code or r.speaker.text.casefold() for r in happened if r.speaker}
    count = f"{len(sources)} independent origins" if len(sources) > 1 else "one origin"
    if len(sources) > 1 and (own or len(parties) > 1):
        return 1, f"{count}, {'in an own voice' if own else f'the word of {len(parties)} parties'}"
    if own or len(sources) > 1:
        return 2, f"{count}, {'in its own voice' if own else 'the word of one party'}"
    return 3, f"{count}, the word of {'one party' if len(parties) == 1 else f'{len(parties)} parties'}"
