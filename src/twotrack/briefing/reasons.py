"""What an explanation is made of: frozen records that the terminal and JSON are written from."""

from __future__ import annotations

from typing import Literal

import msgspec

from twotrack.briefing.spans import Mark
from twotrack.records import Event, Grade, Judgement, Place, Record, Report, Statement

Kind = Literal["event", "report", "statement"]


class Candidate(Record, frozen=True):
    """A row whose id begins with what was asked for."""

    id: str
    kind: Kind
    text: str


class Card(Record, frozen=True):
    """The page that a sentence stands on. ``paragraph`` counts from 1; offsets are characters of its text."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    path: str | None
    capture: str | None
    origin: str
    paragraph: int | None
    start: int
    end: int
    notes: tuple[str, ...] = ()


class Telling(Record, frozen=True):
    """One report and all that decided it. ``sentence`` has its spans marked, ``outside`` are marks elsewhere."""

    report: Report
    definition: str
    sentence: str
    outside: tuple[Mark, ...]
    card: Card
    unknown: tuple[str, ...]


class Saying(Record, frozen=True):
    """One statement."""

    statement: Statement
    sentence: str
    outside: tuple[Mark, ...]
    card: Card
    unknown: tuple[str, ...]


class Explanation(Record, frozen=True):
    """Why a row is there. ``events`` are the events that a report belongs to, or the event itself.

    ``namesakes`` are other places of the name of a report's place, by report. ``judgements`` are those that joined or
    parted the reports, or put their pages under one origin.
    """

    id: str
    kind: Kind
    events: tuple[Event, ...] = ()
    tellings: tuple[Telling, ...] = ()
    saying: Saying | None = None
    grades: tuple[Grade, ...] = ()
    namesakes: dict[str, tuple[Place, ...]] = msgspec.field(default_factory=dict)
    judgements: tuple[Judgement, ...] = ()
