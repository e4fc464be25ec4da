"""What is read in one sentence, before names are resolved: offsets are characters of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from twotrack.records import ImpactKind, PlaceReason, Record, Stance, Status

Offsets = tuple[int, int]

# One's own speech act rests on the utterance itself: docs/codebook.md, speaker 2.
SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT", "AGREE"})


def overlap(a: Offsets, b: Offsets) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def is_own_word(event: str, speaker: Offsets, actors: Sequence[Offsets]) -> bool:
    """Whether an event is its speaker's own speech act, which then has no speaker."""
    return event in SPEECH_ACTS and any(overlap(speaker, actor) for actor in actors)


class ReadImpact(Record, frozen=True):
    """``killed`` and the like, at the words that say how many of what."""

    kind: ImpactKind
    at: Offsets


class ReadEvent(Record, frozen=True):
    """One trigger with what belongs to it. ``considered`` holds the best three types with their scores.

    ``mode`` is only set where a user's pattern gives it; else the words decide (:mod:`twotrack.coding.modes`).
    """

    type: str
    trigger: Offsets
    score: float
    considered: tuple[tuple[str, float], ...]
    status: Status
    actors: tuple[Offsets, ...] = ()
    recipients: tuple[Offsets, ...] = ()
    place: Offsets | None = None
    place_reason: PlaceReason | None = None
    date: Offsets | None = None
    speaker: Offsets | None = None
    mode: str | None = None
    impacts: tuple[ReadImpact, ...] = ()
    rules: tuple[str, ...] = ()


class ReadStatement(Record, frozen=True):
    """Words that are attributed, with who says them and by which cue, where these stand in the sentence."""

    content: Offsets
    stance: Stance
    speaker: Offsets | None = None
    cue: Offsets | None = None


class Reading(Record, frozen=True):
    """All that one sentence tells. ``mentions`` are all words for parties, with a part in an event or not."""

    events: tuple[ReadEvent, ...] = ()
    statements: tuple[ReadStatement, ...] = ()
    places: tuple[Offsets, ...] = ()
    mentions: tuple[Offsets, ...] = ()


class Reads(Protocol):
    """A reader of passages: the model's (:mod:`twotrack.coding.decode`) or the stub."""

    name: str

    def __call__(self, passages: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """A Reading for each sentence of each passage, in order; a passage is the sentences of one paragraph."""
        ...
