"""Who said what: statements by speaker, in the pages' words. None of it is told as fact."""

from __future__ import annotations

from collections.abc import Sequence

from twotrack.briefing.index import Index
from twotrack.briefing.lines import LineMaker
from twotrack.briefing.shapes import SpeakerView, Speaking
from twotrack.briefing.texts import visible
from twotrack.records import Statement

SPEAKERS = 20
UNNAMED = 8
STATEMENTS = 4


def speaking(statements: Sequence[Statement], index: Index, make: LineMaker) -> Speaking:
    """Named speakers first, then "experts", "observers", "critics", then words without a speaker.

    Within those the most quoted first, each speaker's newest words first; what says the same again is left out.
    """
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.article_id in index.articles:
            groups.setdefault(_key(statement, index), []).append(statement)
    named = [g for k, g in groups.items() if k and any(s.named for s in g)]
    unnamed = [g for k, g in groups.items() if k and not any(s.named for s in g)]
    chosen = [
        *sorted(named, key=lambda g: (-len(g), _key(g[0], index)))[:SPEAKERS],
        *sorted(unnamed, key=lambda g: (-len(g), _key(g[0], index)))[:UNNAMED],
        *([groups[""]] if "" in groups else []),
    ]
    views = tuple(_view(group, index, make) for group in chosen)
    return Speaking(speakers=views, more=sum(map(len, groups.values())) - sum(map(len, chosen)))


def _key(statement: Statement, index: Index) -> str:
    speaker = statement.speaker
    if speaker is None:
        return ""
    spoken = index.speaker(statement)
    return (speaker.name or (spoken[0] if spoken else visible(speaker.text))).casefold()


def _view(group: list[Statement], index: Index, make: LineMaker) -> SpeakerView:
    fresh: dict[str, Statement] = {}
    for statement in sorted(group, key=lambda s: index.day(s.article_id) or "", reverse=True):
        fresh.setdefault(visible(statement.content.text).casefold(), statement)
    kept = list(fresh.values())
    spoken = [found[0] for s in kept[:STATEMENTS] if (found := index.speaker(s))]
    return SpeakerView(
        name=max(spoken, key=lambda w: (len(w), w)) if spoken else "",
        named=any(s.named for s in group),
        lines=tuple(make.statement(s) for s in kept[:STATEMENTS]),
        more=max(0, len(kept) - STATEMENTS),
    )
