"""What a brief is made of: frozen records that Markdown, HTML and JSON are written from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from twotrack.records import Record, Track

Standing = Literal["fact", "claim", "denial", "ahead", "said"]
Dated = Literal["event", "reported", "none"]


class Passage(Record, frozen=True):
    """Words of an article that a line stands on: ``text`` is what ``[start, end)`` shows."""

    article_id: str
    start: int
    end: int
    text: str


class BriefLine(Record, frozen=True):
    """One line: ``lead`` is a fixed phrase round a speaker ("according to X:"), ``words`` are the passage's own.

    ``dated`` says whether ``date`` is the event's, only the day of the first page that tells it, or missing.
    ``grade`` is the event's in the Admiralty scales ("F2"). ``cites`` are
    numbers of ``Brief.sources``; ``more`` counts further pages that tell the same.
    """

    id: str
    standing: Standing
    words: str
    lead: str = ""
    label: str = ""
    lever: bool = False
    date: str | None = None
    dated: Dated = "none"
    marks: tuple[str, ...] = ()
    origins: int = 0
    grade: str = ""
    cites: tuple[int, ...] = ()
    more: int = 0
    passages: tuple[Passage, ...] = ()


class Part(Record, frozen=True):
    """Lines and how many more there are."""

    lines: tuple[BriefLine, ...] = ()
    more: int = 0


class Day(Record, frozen=True):
    """How many events of a day stand on each track; ``*_unconfirmed`` are claims, denials and plans among them."""

    day: str
    ground: int = 0
    ground_unconfirmed: int = 0
    table: int = 0
    table_unconfirmed: int = 0


class TrackView(Record, frozen=True):
    """One track: told as fact by an outlet, planned or possible, and on a speaker's word only."""

    track: Track
    reported: Part
    ahead: Part
    unconfirmed: Part


class SpeakerView(Record, frozen=True):
    """One speaker's statements, in words of the pages; ``named`` as in Statement."""

    name: str
    named: bool
    lines: tuple[BriefLine, ...]
    more: int = 0


class Speaking(Record, frozen=True):
    """Who said what; ``more`` counts statements of speakers that are left out."""

    speakers: tuple[SpeakerView, ...] = ()
    more: int = 0


class Held(Record, frozen=True):
    """What one party holds: demands, refusals, offers, red lines."""

    party: str
    lines: tuple[BriefLine, ...]
    more: int = 0


class Contest(Record, frozen=True):
    """One matter on which the pages disagree: a claim and its denial, what was
    told and withdrawn, or figures that can't both hold.
    """

    id: str
    kind: Literal["denied", "withdrawn", "figures"]
    label: str
    sides: tuple[BriefLine, ...]


class Unknown(Record, frozen=True):
    """What the pages keep back or do not say."""

    name: str
    count: int
    of: int
    lines: tuple[BriefLine, ...] = ()


class Weakness(Record, frozen=True):
    """A weak point of the pages: ``count`` of ``of``; ``cites`` are examples."""

    name: str
    count: int
    of: int
    unit: str
    cites: tuple[int, ...] = ()


class UnreadExample(Record, frozen=True):
    """One input that could not be read."""

    source: str
    offset: int
    detail: str


class Unread(Record, frozen=True):
    """Inputs refused for one reason, and what to do about it."""

    reason: str
    count: int
    next_step: str
    examples: tuple[UnreadExample, ...]


class SourceEntry(Record, frozen=True):
    """A numbered source. ``same_as`` is the number of an earlier source of the same origin.

    ``copies`` are further pages of the same origin that no line cites; ``capture`` is 12 hex digits.
    """

    number: int
    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    url: str | None
    path: str | None
    capture: str | None
    same_as: int | None = None
    same_text: bool = False
    copies: tuple[str, ...] = ()
    more_copies: int = 0


class Header(Record, frozen=True):
    """What the brief covers: publication days in UTC, counts, the balance of the ledger, the filters.

    ``id_length`` is how much of an event's id tells it from all others of the ledger.
    """

    name: str
    first: str | None
    last: str | None
    documents: int
    origins: int
    undated: int
    events: int
    inputs: int
    articles: int
    duplicates: int
    refusals: int
    filters: tuple[str, ...] = ()
    undated_left_out: int = 0
    id_length: int = 19


class Brief(Record, frozen=True):
    """The whole brief. ``failed`` counts lines that the check replaced by the plain evidence sentence."""

    header: Header
    changes: Part
    days: tuple[Day, ...]
    ground: TrackView
    table: TrackView
    meetings: Part
    holding: tuple[Held, ...]
    speaking: Speaking
    contested: tuple[Contest, ...]
    more_contested: int
    unknown: tuple[Unknown, ...]
    announced: Part
    passed: int
    cost: Part
    weaknesses: tuple[Weakness, ...]
    unread: tuple[Unread, ...]
    sources: tuple[SourceEntry, ...]
    uncited: int
    failed: int = 0


def lines_of(brief: Brief) -> Iterator[BriefLine]:
    """Every line of a brief, in order of the parts."""
    yield from brief.changes.lines
    for view in (brief.ground, brief.table):
        for part in (view.reported, view.ahead, view.unconfirmed):
            yield from part.lines
    yield from brief.meetings.lines
    for held in brief.holding:
        yield from held.lines
    for speaker in brief.speaking.speakers:
        yield from speaker.lines
    for contest in brief.contested:
        yield from contest.sides
    for unknown in brief.unknown:
        yield from unknown.lines
    yield from brief.announced.lines
    yield from brief.cost.lines
