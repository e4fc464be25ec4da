"""The brief: what the ledger holds, in one page that an analyst can check line by line.

Every line stands on cited passages; :func:`twotrack.briefing.checking.check` holds that before a brief leaves here.
"""

from __future__ import annotations

from twotrack.briefing.checking import check, failing
from twotrack.briefing.choosing import Chosen, choose
from twotrack.briefing.doubts import contested, unknown, weaknesses
from twotrack.briefing.holding import holding, meetings
from twotrack.briefing.index import Index
from twotrack.briefing.lines import LineMaker
from twotrack.briefing.outlook import announced, cost
from twotrack.briefing.shapes import Brief, Header
from twotrack.briefing.source import BriefSource
from twotrack.briefing.sourcing import sources
from twotrack.briefing.speaking import speaking
from twotrack.briefing.texts import visible
from twotrack.briefing.tracks import changes, days, track
from twotrack.briefing.unread import unread

ALL_PAGES = 20  # a ledger of so few pages lists each as a source, cited or not


def make(source: BriefSource, *, since: str | None = None, party: str | None = None, place: str | None = None) -> Brief:
    """The brief of what the filters leave. A line that the check refuses becomes its plain evidence sentence.

    Raises:
        UsageError: ``since`` is not an ISO day.
    """
    chosen = choose(source, since, party, place)
    brief = _build(source, chosen)
    refused = frozenset(failing(brief, source))
    return _build(source, chosen, refused) if refused else brief


def _build(source: BriefSource, chosen: Chosen, plain: frozenset[str] = frozenset()) -> Brief:
    """The parts in the order in which they are read, which is the order in which sources get their numbers."""
    index = Index(source)
    make = LineMaker(index, plain)
    events = chosen.events
    seen = sorted(day for a in chosen.articles if (day := index.day(a.id)) is not None)
    newest = seen[-1] if seen else None
    key_changes = changes(events, newest, make)
    ground, table = track("ground", events, make), track("table", events, make)
    talks = meetings(source.meetings, events, make)
    held = holding(source.positions, frozenset(a.id for a in chosen.articles), index, make)
    said = speaking(chosen.statements, index, make)
    disputes, more_disputes = contested(events, index, make)
    withheld = unknown(events, index, make)
    coming, passed = announced(events, newest, make)
    harm = cost(events, index, make)
    if len(chosen.articles) <= ALL_PAGES:
        for article in chosen.articles:
            index.cite([article.id])
    return Brief(
        header=_header(source, chosen, seen, index),
        changes=key_changes,
        days=days(events),
        ground=ground,
        table=table,
        meetings=talks,
        holding=held,
        speaking=said,
        contested=disputes,
        more_contested=more_disputes,
        unknown=withheld,
        announced=coming,
        passed=passed,
        cost=harm,
        weaknesses=weaknesses(chosen, index),
        unread=unread(source.refusals),
        sources=sources(index),
        uncited=sum(a.id not in index.numbers for a in chosen.articles),
        failed=len(plain),
    )


def _header(source: BriefSource, chosen: Chosen, seen: list[str], index: Index) -> Header:
    return Header(
        name=visible(source.name),
        first=seen[0] if seen else None,
        last=seen[-1] if seen else None,
        documents=len(chosen.articles),
        origins=len({index.origin(a.id) for a in chosen.articles}),
        undated=len(chosen.articles) - len(seen),
        events=len(chosen.events),
        inputs=source.inputs,
        articles=source.inputs - source.duplicates - len(source.refusals),
        duplicates=source.duplicates,
        refusals=len(source.refusals),
        filters=tuple(visible(f) for f in chosen.filters),
        undated_left_out=chosen.undated_left_out,
        id_length=_id_length({e.id for e in source.events}),
    )


def _id_length(ids: set[str]) -> int:
    """The shortest beginning of at least seven characters that tells all ids apart.

    >>> _id_length({"tt:7f3a91", "tt:7f3a92", "tt:00"})
    9
    """
    longest = max(map(len, ids), default=7)
    return next((n for n in range(7, longest) if len({id[:n] for id in ids}) == len(ids)), longest)


__all__ = ["Brief", "BriefSource", "check", "make"]
