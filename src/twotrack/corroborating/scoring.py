"""Two reports to a judgement: the points of all features added up, with the reasons."""

from __future__ import annotations

from typing import Literal

from twotrack.corroborating.features import DECISIVE, FEATURES, OWN, Evidence, same_story
from twotrack.corroborating.told import Told
from twotrack.records import Judgement, Record

Decision = Literal["same", "different", "unsure"]

# Same type, town and day make 70; so do same type, both parties and one day of publication. What has less is one
# event only sometimes: those between are shown as unsure and kept apart.
SAME = 70
UNSURE = 50
_OWN = 10  # what two reports must have in common themselves before the pages around them count
_CERTAIN = -30
_SILENT = 3  # the first features of the list, which rule out most pairs


class Scored(Record, frozen=True):
    """A pair of reports, their points, and the decision."""

    left: str
    right: str
    points: int
    decision: Decision
    reasons: tuple[str, ...]


def score(left: Told, right: Told) -> Scored | None:
    """What the program thinks of two reports; None when nothing speaks for them.

    ``different`` is only given for pairs that would be the same event if one thing didn't rule it out.
    """
    found = _evidence(left, right)
    points = sum(e.points for e in found if not e.rules_out)
    against = [e.points for e in found if e.rules_out]
    if points < (SAME if against else UNSURE):
        return None
    decision: Decision = "same" if points >= SAME else "unsure"
    if against:
        # A place that one keeps back may be the one that the other names: kept apart, but nobody knows.
        decision = "different" if min(against) <= _CERTAIN else "unsure"
    # What decides stands first: what rules out, then what weighs most.
    found.sort(key=lambda e: (not e.rules_out, -abs(e.points), e.reason))
    return Scored(
        left=left.report.id,
        right=right.report.id,
        points=points,
        decision=decision,
        reasons=tuple(e.reason for e in found),
    )


def _evidence(left: Told, right: Told) -> list[Evidence]:
    """What all features say; empty for a pair that another type, day or place, or two other things, rule out.

    These are most pairs of a block, and to keep them as "different" would say nothing to anybody.
    """
    found: list[Evidence] = []
    against, own = 0, 0
    for at, feature in enumerate(FEATURES):
        evidence = feature(left, right)
        if evidence is not None:
            against += evidence.rules_out
            if against > 1 or (evidence.rules_out and at < _SILENT and evidence.points <= _CERTAIN):
                return []
            found.append(evidence)
            own += evidence.points if feature in OWN else 0
    story = same_story(left, right) if own >= _OWN else None
    return [*found, story] if story else found


def ruled_out(left: Told, right: Told) -> bool:
    """Whether two reports can't tell one event, whatever else agrees."""
    return any(e is not None and e.rules_out for e in (feature(left, right) for feature in DECISIVE))


def judgement(scored: Scored) -> Judgement:
    """The row that is kept; points over 100 become a score."""
    return Judgement(
        left=scored.left,
        right=scored.right,
        decision=scored.decision,
        score=round(scored.points / 100, 2),
        reasons=scored.reasons,
    )
