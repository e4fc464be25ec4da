"""The brief of a query: the events that its filters leave, as ``twotrack brief`` tells them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path, PurePath
from typing import Any

import msgspec
from msgspec.structs import replace

from twotrack import views
from twotrack.briefing import brief as briefing
from twotrack.briefing import markdown, page, phrases
from twotrack.briefing.markdown import web_address
from twotrack.briefing.shapes import Brief, BriefLine, Contest, Part, TrackView
from twotrack.briefing.source import BriefSource
from twotrack.ledger.reader import opened


def brief(path: Path, ids: Collection[str] | None, chips: tuple[str, ...], name: str | None = None) -> Brief:
    """The brief of the events with these ids, of all where ids is None; ``chips`` say what was asked for.

    With a ``name`` it is for others: under that name, and without the folders of this machine.
    """
    with opened(path) as ledger:
        source = views.brief_source(ledger)
    source = source if name is None else _public(source, name)
    made = briefing.make(source if ids is None else _only(source, frozenset(ids)))
    return replace(made, header=replace(made.header, filters=chips)) if chips else made


def _public(source: BriefSource, name: str) -> BriefSource:
    return replace(
        source,
        name=name,
        places={id: file_name(place) for id, place in source.places.items()},
        refusals=tuple(replace(r, source=file_name(r.source)) for r in source.refusals),
    )


def file_name(source: str) -> str:
    """A source without its folder; a web address as it is.

    >>> file_name("/home/ana/pages/1.html"), file_name("https://a.example/1")
    ('1.html', 'https://a.example/1')
    """
    return source if "://" in source else PurePath(source.replace("\\", "/")).name


def _only(source: BriefSource, ids: frozenset[str]) -> BriefSource:
    """The events, and of all else what stands on a page that tells one of them."""
    events = tuple(e for e in source.events if e.id in ids)
    pages = {id for e in events for id in e.articles}
    told = {id for e in events for id in e.reports}
    return replace(
        source,
        events=events,
        reports=tuple(r for r in source.reports if r.id in told),
        articles=tuple(a for a in source.articles if a.id in pages),
        statements=tuple(s for s in source.statements if s.article_id in pages),
        positions=tuple(p for p in source.positions if not told.isdisjoint(p.reports)),
        meetings=tuple(m for m in source.meetings if not ids.isdisjoint(id for _, id in m.history)),
    )


def written(
    path: Path, form: str, ids: Collection[str] | None = None, chips: tuple[str, ...] = (), name: str | None = None
) -> bytes:
    """The brief as ``md``, ``html`` or the JSON of the page's tab."""
    made = brief(path, ids, chips, name)
    if form == "json":
        return msgspec.json.encode(tab(made))
    return (page.render(made) if form == "html" else markdown.render(made)).encode("utf-8", "replace")


def tab(made: Brief) -> dict[str, Any]:
    """The brief in parts of lines."""
    header = made.header
    return {
        "title": f"Brief: {header.name}",
        "notes": [n for n in (phrases.period(header), *phrases.holdings(header), phrases.balance(header),
                              phrases.filtered(header), phrases.failed(made), phrases.READING_NOTE) if n],
        "parts": [{"title": title, "note": note or None, "lines": [line(one) for one in lines]}
                  for title, note, lines in parts(made) if lines],
        "sources": [{"n": s.number, "outlet": s.outlet, "title": s.title, "url": web_address(s.url),
                     "published": s.published, "capture": s.capture, "same_as": s.same_as} for s in made.sources],
    }  # fmt: skip


def parts(made: Brief) -> Iterator[tuple[str, str, list[BriefLine]]]:
    """Title, note and lines of each part, in the order in which they are read."""
    yield "Key changes", "", list(made.changes.lines)
    for view in (made.ground, made.table):
        yield from _track(view)
    yield _part("Meetings", made.meetings)
    for held in made.holding:
        yield f"Who holds what: {held.party}", _more(held.more), list(held.lines)
    for speaker in made.speaking.speakers:
        yield f"Who said what: {speaker.name or 'speaker not given'}", _more(speaker.more), list(speaker.lines)
    for contest in made.contested:
        yield _contest(contest)
    for unknown in made.unknown:
        told = f"{unknown.count:,} of {unknown.of:,} events"
        yield f"Withheld or unknown: {unknown.name}", told, list(unknown.lines)
    yield _part("Announced next", made.announced)
    yield _part("Human cost and damage", made.cost)


def _track(view: TrackView) -> Iterator[tuple[str, str, list[BriefLine]]]:
    for name, _, lines, more in phrases.groups(view):
        yield f"{phrases.TRACKS[view.track]}: {name}", _more(more), list(lines)


def _part(title: str, part: Part) -> tuple[str, str, list[BriefLine]]:
    return title, _more(part.more), list(part.lines)


def _contest(contest: Contest) -> tuple[str, str, list[BriefLine]]:
    return f"Contested: {contest.label}{phrases.contest(contest)}", "", list(contest.sides)


def _more(count: int) -> str:
    return f"{count:,} more" if count else ""


def line(made: BriefLine) -> dict[str, Any]:
    """One line; ``event`` is its row's id where it is an event's."""
    return {
        "text": " ".join(filter(None, (made.lead, made.words))),
        "label": made.label or None,
        "event": made.id if made.id.startswith("tt:") else None,
        "cites": made.cites,
        "more": made.more,
        "grade": made.grade or None,
        "claimed": made.standing in ("claim", "denial"),
        "status": made.standing,
        "date": made.date,
        "dated": made.dated,
        "marks": made.marks,
        "origins": made.origins,
    }
