"""What the ledger gives to a brief: records only, so that a brief needs no database."""

from __future__ import annotations

import msgspec

from twotrack.records import Article, Event, Grade, Judgement, Meeting, Position, Record, Refusal, Report, Statement


class BriefSource(Record, frozen=True):
    """Everything that a brief or an explanation draws on.

    ``articles`` leaves folded copies out; ``origins`` maps an article id to the id of its origin; ``captures``
    to the SHA-256 of the captured bytes; ``places`` to the source path or address as the user gave it.
    ``inputs = articles + duplicates + refusals`` in the ledger.
    """

    name: str
    articles: tuple[Article, ...] = ()
    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    grades: dict[str, Grade] = msgspec.field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    origins: dict[str, str] = msgspec.field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    inputs: int = 0
    duplicates: int = 0
    captures: dict[str, str] = msgspec.field(default_factory=dict)
    places: dict[str, str] = msgspec.field(default_factory=dict)
