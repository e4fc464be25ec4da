"""What is read in one sentence, before names are resolved: offsets are characters of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from twotrack.records import ImpactKind, PlaceReason, Record, Stance, Status

Offsets = tuple[int, int]


class ReadImpact(Record, frozen=True):
    """``killed`` and the like, at the words that say how many of what."""

    kind: ImpactKind
    at: Offsets


class ReadEvent(Record, frozen=True):
    """One trigger with what belongs to it. ``considered`` holds the best three types with their scores."""

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
    impacts: tuple[ReadImpact, ...] = ()
    rules: tuple[str, ...] = ()


class ReadStatement(Record, frozen=True):
    """Words that are attributed, with who says them and by which cue, where these stand in the sentence."""

    content: Offsets
    stance: Stance
    speaker: Offsets | None = None
    cue: Offsets | None = None


class Reading(Record, frozen=True):
    """All that one sentence tells."""

    events: tuple[ReadEvent, ...] = ()
    statements: tuple[ReadStatement, ...] = ()
    places: tuple[Offsets, ...] = ()


class Reads(Protocol):
    """A reader of sentences: the model's (:mod:`twotrack.coding.decode`) or the stub."""

    name: str

    def __call__(self, sentences: Sequence[str]) -> list[Reading]:
        """A Reading for each sentence, in order."""
        ...
