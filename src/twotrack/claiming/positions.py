"""What each party holds, from its statements and speech acts: demands, refusals, offers and red lines, over time.

| kind | from |
|---|---|
| red line | words of a party that hold a phrase of :data:`RED_LINES` ("no compromise", "will never", "without …") |
| demand | a statement with stance ``demands``; a REQUEST |
| refusal | a statement with stance ``rejects``; a REJECT |
| offer | a CONCEDE; an AGREE whose trigger offers or proposes |

Two are one position when the party and the kind are the same and half of the shorter one's words are in the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from twotrack.claiming.who import is_somebody, key, shown
from twotrack.records import Entity, Position, Record, Report, Statement, content_id

RED_LINES = re.compile(
    r"\bred lines?\b|\bnon-negotiable\b|\bnot negotiable\b|\bunder no circumstances\b|\bno compromises?\b|"
    r"\bwill never\b|\bwould never\b|\bmust never\b|\bnever (?:accept|agree|recogni[sz]e|surrender|give up)\b|"
    r"\bpreconditions?\b|\bnothing about \w+ without \w+",
    re.IGNORECASE,
)
_OFFERS = re.compile(r"\b(?:offer|propos|suggest|invit|ready|willing|prepared to)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{3,}")
_PLAIN = frozenset("the and that its for with has have had was were are not will would must should from this".split())
ALIKE = 0.5  # the share of the shorter one's words from which two sayings are one
_COMPARED = 200  # positions of one party and kind that a new one is compared with, the newest


Kind = Literal["demand", "refusal", "offer", "red line"]
_STANCES: dict[str, Kind] = {"demands": "demand", "rejects": "refusal"}
_EVENTS: dict[str, Kind] = {"REQUEST": "demand", "REJECT": "refusal", "CONCEDE": "offer"}


class Saying(Record, frozen=True):
    """One passage that says a position."""

    speaker: Entity
    kind: Kind
    towards: tuple[Entity, ...]
    text: str
    row: str
    is_statement: bool
    article_id: str


def positions(
    statements: Iterable[Statement],
    reports: Iterable[Report],
    published: Mapping[str, str | None],
    origins: Mapping[str, str],
) -> list[Position]:
    """All positions, by party, kind and first day. ``origins`` maps an article to the one that it repeats."""
    said = [*_of_statements(statements), *_of_reports(reports)]
    said.sort(key=lambda s: (published.get(s.article_id) or "9999", s.article_id, s.row))
    groups: dict[tuple[str, str], list[list[Saying]]] = defaultdict(list)
    for saying in said:
        _put(groups[key(saying.speaker), saying.kind], saying)
    found = [_position(group, published, origins) for told in groups.values() for group in told]
    return sorted(found, key=lambda p: (p.party.name, p.kind, p.first or "9999", p.id))


def _of_statements(statements: Iterable[Statement]) -> Iterator[Saying]:
    for statement in statements:
        speaker, text = statement.speaker, statement.content.text
        kind = _STANCES.get(statement.stance)
        if RED_LINES.search(text):
            kind = "red line"
        if speaker is not None and statement.named and kind and is_somebody(speaker.text):
            yield Saying(speaker, kind, (), text, statement.id, True, statement.article_id)


def _of_reports(reports: Iterable[Report]) -> Iterator[Saying]:
    for report in reports:
        kind = _kind(report)
        if kind and report.status in ("happened", "planned"):
            for actor in report.actors:
                if is_somebody(actor.text) and (actor.code or actor.party_id or actor.text[:1].isupper()):
                    yield Saying(actor, kind, report.recipients, report.text, report.id, False, report.article_id)


def _kind(report: Report) -> Kind | None:
    offered = report.event == "AGREE" and _OFFERS.search(report.trigger.text)
    return "offer" if offered else _EVENTS.get(report.event)


def _put(told: list[list[Saying]], saying: Saying) -> None:
    """Into the group that says the same, else as a new one."""
    own = _words(saying.text)
    for group in reversed(told[-_COMPARED:]):
        other = _words(group[0].text)
        if own and other and len(own & other) >= ALIKE * min(len(own), len(other)):
            group.append(saying)
            return
    told.append([saying])


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in _WORD.findall(text.casefold()) if w not in _PLAIN)


def _position(group: Sequence[Saying], published: Mapping[str, str | None], origins: Mapping[str, str]) -> Position:
    days = sorted(day for s in group if (day := published.get(s.article_id)))
    towards: dict[str, list[Entity]] = defaultdict(list)
    for entity in (e for s in group for e in s.towards):
        towards[key(entity)].append(entity)
    first = group[0]
    return Position(
        id=content_id("position", *sorted(s.row for s in group), key(first.speaker), first.kind),
        party=shown(s.speaker for s in group),
        kind=first.kind,
        towards=tuple(shown(mentions) for _, mentions in sorted(towards.items())),
        text=first.text,
        statements=tuple(sorted({s.row for s in group if s.is_statement})),
        reports=tuple(sorted({s.row for s in group if not s.is_statement})),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        origins=len({origins.get(s.article_id, s.article_id) for s in group}),
    )
