"""The records that every stage takes and gives: frozen, and nothing but data.

Offsets are Unicode code points (Python ``str`` indices), half-open ``[start, end)``, into ``Article.text``
unless a docstring says otherwise. JSON keys are the attribute names. A value that is not known is ``None``
(or ``""`` for a code), never a sentence about its absence; where a reason exists it has a field of its own.

>>> span = Span(start=0, end=5, text="Arnor")
>>> encode(span)
b'{"end":5,"start":0,"text":"Arnor"}'
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

Status = Literal["happened", "planned", "possible", "negated"]
Stance = Literal["asserts", "denies", "demands", "rejects", "expects", "speculates"]
ImpactKind = Literal["killed", "injured", "displaced", "detained", "missing", "destroyed"]
Track = Literal["ground", "table"]
PageKind = Literal["html", "text", "markdown", "json"]
PlaceReason = Literal["withheld", "ambiguous", "not found", "region"]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, compared by value, named fields only."""


class Page(Record, frozen=True):
    """One input as it was read: the bytes are the evidence, the rest is what the carrier said of them.

    ``source`` is the path or address as the user gave or found it; ``offset`` is the line number (JSON lines,
    from 1) or byte offset (web archives) inside it, 0 for a whole file. ``fields`` holds what a structured
    source says itself (``title``, ``published``, ``authors``, ``language``, ``text``), as strings. ``charset`` is what
    the HTTP header declared.
    """

    source: str
    offset: int
    kind: PageKind
    raw: bytes
    url: str | None = None
    fetched: str | None = None
    fields: dict[str, str] = {}
    charset: str | None = None


class Refusal(Record, frozen=True):
    """An input that did not become an article. ``reason`` is a short fixed phrase, ``detail`` says more."""

    source: str
    offset: int
    reason: str
    detail: str = ""


class Damage(Record, frozen=True):
    """``[start, end)`` of a source, in bytes, that is damaged: what stood there was left out, or is not vouched for."""

    source: str
    start: int
    end: int
    reason: str


class Skipped(Record, frozen=True):
    """Records of an archive that are no inputs (requests, images, redirects, errors), counted by kind."""

    source: str
    kinds: dict[str, int]


class Paragraph(Record, frozen=True):
    """``retold_of`` is the index of the earlier paragraph that this one says again in other words, or None."""

    start: int
    end: int
    retold_of: int | None = None


class Article(Record, frozen=True):
    """The readable body of a page; paragraphs are joined by a blank line.

    ``published`` is an ISO date or date-time as the page gives it (``2026-05-26`` or
    ``2026-05-26T14:05:00+00:00``), None when the page does not say. ``outlet`` is the site's own name or host,
    None when unknown. ``notes`` are page-quality notes such as ``no date`` or ``no byline``.
    """

    id: str
    url: str | None
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    outlet: str | None = None
    notes: tuple[str, ...] = ()


class Span(Record, frozen=True):
    """Words of the text: ``text == article.text[start:end]``."""

    start: int
    end: int
    text: str


class Entity(Record, frozen=True):
    """A mention of a party. ``code`` is the PLOVER/CAMEO code (``USAGOV``), ``""`` when unknown."""

    text: str
    start: int
    end: int
    name: str | None = None
    code: str = ""
    country: str | None = None
    sector: str | None = None
    party_id: str | None = None


class Place(Record, frozen=True):
    """A mention of a place. Without a point ``lat`` and ``lon`` are None and ``reason`` says why.

    ``country`` is ISO 3166 alpha-3; ``precision`` is one of ``exact city admin2 admin1 country``.
    """

    text: str
    start: int
    end: int
    name: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: str | None = None
    reason: PlaceReason | None = None


class When(Record, frozen=True):
    """A date as told. ``first`` and ``last`` are ISO days, both inclusive, None when they can't be known.

    ``precision`` is one of ``day week month year range unknown``.
    """

    text: str
    start: int
    end: int
    first: str | None = None
    last: str | None = None
    precision: str = "unknown"


class Impact(Record, frozen=True):
    """What it cost: ``best``, ``low``, ``high`` are counts of people (objects for ``destroyed``) or None."""

    kind: ImpactKind
    best: int | None
    low: int | None
    high: int | None
    text: str
    start: int
    end: int


class Report(Record, frozen=True):
    """One passage's telling of one event. ``text`` is the evidence sentence at ``[start, end)``.

    ``score`` is the coder's probability of the type at the trigger, rounded to 4 places. ``considered`` holds
    the best three types with their scores, ``rules`` the names of rules and directory entries that decided.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    event: str
    mode: str | None
    contexts: tuple[str, ...]
    quad_code: str
    track: Track
    trigger: Span
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    place: Place | None
    date: When | None
    status: Status
    speaker: Entity | None
    impact: tuple[Impact, ...]
    score: float
    coder: str
    codebook: str
    considered: tuple[tuple[str, float], ...] = ()
    rules: tuple[str, ...] = ()


class Statement(Record, frozen=True):
    """Who says what. ``named`` is whether the speaker is a named person or body."""

    id: str
    article_id: str
    start: int
    end: int
    speaker: Entity | None
    cue: Span | None
    content: Span
    stance: Stance
    named: bool


class Coded(Record, frozen=True):
    """An article with everything that its text tells."""

    article: Article
    reports: tuple[Report, ...]
    statements: tuple[Statement, ...]
    places: tuple[Place, ...]


class EventParty(Record, frozen=True):
    """A party of an event: the resolved ``name`` where there is one, else the words."""

    name: str
    code: str = ""
    country: str | None = None


class Event(Record, frozen=True):
    """Reports of the same thing.

    ``date`` is ``{first, last, precision}``; ``place`` the most precise member place; ``reports`` and
    ``articles`` are sorted ids; ``origins`` counts independent origins: a reprint or a retelling is not a
    second one. ``speakers`` are those on whose word the event rests, empty when an outlet told it itself.
    ``first_seen`` and ``last_seen`` are ISO publication days, None when no page says. ``contested`` is true
    when one party says that it happened and another that it did not.
    """

    id: str
    track: Track
    event: str
    mode: str | None
    date: When | None
    place: Place | None
    actors: tuple[EventParty, ...]
    recipients: tuple[EventParty, ...]
    status: Status
    impact: tuple[Impact, ...]
    reports: tuple[str, ...]
    articles: tuple[str, ...]
    origins: int
    first_seen: str | None
    last_seen: str | None
    speakers: tuple[EventParty, ...] = ()
    contested: bool = False
    text: str = ""


class Judgement(Record, frozen=True):
    """Two reports (or articles) are the same, or not: by the program, or by a person, who outranks it."""

    left: str
    right: str
    decision: Literal["same", "different", "unsure"]
    score: float
    reasons: tuple[str, ...]
    judge: str = "program"
    kind: Literal["event", "origin"] = "event"


class Side(Record, frozen=True):
    """What one party says of an event: that it happened (``claims``) or that it did not (``denies``).

    ``since`` is the publication day of the earliest of ``reports``, None when no page says.
    """

    party: EventParty
    says: Literal["claims", "denies"]
    reports: tuple[str, ...]
    since: str | None


class Claim(Record, frozen=True):
    """An event that rests on somebody's word: who says what, who was first, who is silent.

    ``told`` are reports in an outlet's own voice; ``first`` the party that spoke first, None when two did or no page
    has a date; ``silent`` the event's own parties that say neither; ``contested`` whether two sides disagree.
    """

    event: str
    sides: tuple[Side, ...]
    told: tuple[str, ...]
    first: EventParty | None
    silent: tuple[EventParty, ...]
    contested: bool


class Position(Record, frozen=True):
    """What a party holds: a demand, a refusal, an offer or a red line, in the words in which it was said first.

    ``towards`` are those it is put to. ``statements`` and ``reports`` are the rows that say it, ``first`` and ``last``
    the publication days between which they stand, ``times`` how many independent origins carry it.
    """

    id: str
    party: EventParty
    kind: Literal["demand", "refusal", "offer", "red line"]
    towards: tuple[EventParty, ...]
    text: str
    statements: tuple[str, ...]
    reports: tuple[str, ...]
    first: str | None
    last: str | None
    origins: int


class Grade(Record, frozen=True):
    """How far an event can be relied on, in the Admiralty scales: never a measure of how much it matters.

    ``reliability`` is the best letter, A to F, that a person gave to a source that tells it; ``F`` (cannot be judged)
    where nobody gave one. ``credibility`` is 1 (confirmed) to 6 (cannot be judged) by the rule of ``docs/grading.md``,
    ``reason`` the rule's words. ``weak`` are the weak points that all its pages share.
    """

    event: str
    reliability: str
    credibility: int
    reason: str
    weak: tuple[str, ...]


Stage = Literal["pre-negotiation", "ceasefire", "partial", "comprehensive", "implementation"]


class Meeting(Record, frozen=True):
    """One meeting at the negotiating table: what became of it, and what came of it.

    ``state`` is that of the newest page; ``history`` its states with the events that say so, in order of day.
    ``outcome`` are events of the same parties that a page of the meeting tells as its result. ``stage`` is PA-X's, None
    when no passage names one.
    """

    id: str
    parties: tuple[EventParty, ...]
    state: Literal["proposed", "agreed", "held", "called off"]
    history: tuple[tuple[str, str], ...]
    date: When | None
    place: Place | None
    outcome: tuple[str, ...]
    stage: Stage | None


Action = Literal["accept", "reject", "merge", "split", "correct", "grade", "undo"]


class Decision(Record, frozen=True):
    """What a person says of reports. It outranks the program, a later one an earlier, and none is ever deleted.

    ``accept``: they are right; ``reject``: they tell no event; ``merge``: they tell one event; ``split``: they tell
    another event than ``others``; ``correct``: their ``field`` is ``value``; ``grade``: the source named in ``field``
    has the reliability ``value``; ``undo``: the decision numbered ``undoes`` holds no longer. ``number`` counts from 1
    in each ledger.
    """

    number: int
    action: Action
    reports: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    field: str | None = None
    value: str | None = None
    undoes: int | None = None
    by: str = "a person"
    note: str = ""


class Judged(Record, frozen=True):
    """A report as people left it: corrected, or None where they rejected it, by ``decisions`` of these numbers."""

    report_id: str
    report: Report | None
    decisions: tuple[int, ...]


def encode(record: object) -> bytes:
    """The canonical JSON of a record: keys sorted, no blanks, UTF-8."""
    return msgspec.json.encode(record, order="sorted")


def content_id(*parts: object) -> str:
    """16 hex digits of SHA-256 over the canonical JSON of the parts.

    >>> content_id("a", 1) == content_id("a", 1), content_id("a", 1) == content_id("a1")
    (True, False)
    """
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()[:16]
