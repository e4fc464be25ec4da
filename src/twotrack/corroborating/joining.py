"""Judged pairs to groups of reports: best pairs first, and never two together that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import structs

from twotrack.corroborating.blocks import likely
from twotrack.corroborating.partition import Partition
from twotrack.corroborating.scoring import Decision, judgement, ruled_out, score
from twotrack.corroborating.told import Told
from twotrack.records import Judgement

_SHOWN = 60  # different tellings of a group that are checked against those of another; more are alike anyway


def join(
    told: Mapping[str, Told], decided: Iterable[Judgement], twins: Mapping[str, str]
) -> tuple[list[list[str]], list[Judgement]]:
    """Groups of report ids that tell one event, and the program's judgements that explain them.

    A person's "different" keeps two reports apart by whatever way they would come together, a person's "same" joins
    even what the program would rule out. ``twins`` names the kept report for reports of folded copies.
    """
    said = [(twins.get(j.left, j.left), twins.get(j.right, j.right), j.decision) for j in decided]
    groups = Partition(told, [(a, b) for a, b, decision in said if decision == "different"])
    for left, right, decision in sorted(said):
        if decision == "same" and left in groups and right in groups:
            groups.join(left, right)
    pairs = [Pair(-s.points, a, b, s.decision) for a, b in likely(told) if (s := score(told[a], told[b]))]
    pairs.sort()
    kept = _joined(groups, _Faces(told), pairs)
    return groups.groups(), [*_explained(told, kept), *_doubts(told, groups, pairs)]


class Pair(NamedTuple):
    """A scored pair without its reasons: there are many, and few are shown."""

    points: int
    left: str
    right: str
    decision: Decision


def _joined(groups: Partition, faces: _Faces, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that put two groups together."""
    kept: list[Pair] = []
    for pair in pairs:
        left, right = sorted((groups.top(pair.left), groups.top(pair.right)))
        if pair.decision != "same" or left == right or not groups.may(left, right):
            continue
        if faces.contradict(groups, left, right):
            groups.forbid(left, right)
        else:
            groups.join(left, right)
            faces.merge(left, right, groups.top(left))
            kept.append(pair)
    return kept


def _explained(told: Mapping[str, Told], pairs: Iterable[Pair]) -> Iterator[Judgement]:
    return (judgement(s) for p in pairs if (s := score(told[p.left], told[p.right])))


def _doubts(told: Mapping[str, Told], groups: Partition, pairs: Iterable[Pair]) -> Iterator[Judgement]:
    """For two events that stay apart, the pair that came nearest to joining them, and why it did not."""
    best: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        between = groups.top(pair.left), groups.top(pair.right)
        if between[0] != between[1]:
            best.setdefault((min(between), max(between)), pair)
    for pair, found in zip(best.values(), _explained(told, best.values()), strict=True):
        yield found if pair.decision != "same" else _kept_apart(found)


def _kept_apart(found: Judgement) -> Judgement:
    return structs.replace(
        found, decision="different", reasons=("other reports of the two events contradict each other", *found.reasons)
    )


class _Faces:
    """The different tellings in each group: what is checked before two groups come together."""

    def __init__(self, told: Mapping[str, Told]) -> None:
        self._told = told
        self._faces: dict[str, dict[object, Told]] = {}

    def contradict(self, groups: Partition, left: str, right: str) -> bool:
        """Whether any telling of one group rules out any of the other."""
        ours, theirs = (list(self._of(groups, top).values())[:_SHOWN] for top in (left, right))
        return any(ruled_out(a, b) for a in ours for b in theirs)

    def merge(self, left: str, right: str, top: str) -> None:
        """Tellings of two groups become those of the one that stands under ``top``."""
        both = self._faces.pop(left) | self._faces.pop(right)
        self._faces[top] = both

    def _of(self, groups: Partition, top: str) -> dict[object, Told]:
        if top not in self._faces:
            self._faces[top] = {_face(self._told[id]): self._told[id] for id in sorted(groups.members(top))}
        return self._faces[top]


def _face(told: Told) -> object:
    """What a contradiction can come from."""
    return told.report.event, told.first, told.last, told.place, told.actors, told.recipients, told.targets
