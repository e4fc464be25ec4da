"""What became of an event: the status of all its reports together, and whose word that is.

The rule is published in ``docs/corroborating.md``; the two must say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from twotrack.corroborating.parties import NEAR, Party, party, relation
from twotrack.records import Entity, Report, Status


def settled(reports: Sequence[Report]) -> Status:
    """The status after all reports, which stand in order of publication.

    An outlet's own ``happened`` holds until an outlet in its own voice says later that it did not happen. A denial by
    somebody else than the one who claimed it leaves a claim standing (it becomes contested); the claimant's own
    withdrawal does not. A plan is called off by anyone's word, and may be made anew. ``possible`` is last.
    """
    status: Status = "possible"
    own = False
    claimants: list[Party] = []
    for report in reports:
        by = None if report.speaker is None else party(report.speaker)
        if report.status == "happened":
            claimants += [by] if by is not None else []
            if by is None or not (own and status == "negated"):
                status, own = "happened", by is None or (own and status == "happened")
        elif report.status == "negated":
            if by is None or status != "happened" or (not own and _only(claimants, by)):
                status, own = "negated", by is None
        elif report.status == "planned" and status != "happened":
            status, own = "planned", False
    return status


def _only(claimants: Sequence[Party], speaker: Party) -> bool:
    """Whether nobody but the speaker claimed it."""
    return all(relation(c, speaker) >= NEAR for c in claimants)


def contested(reports: Sequence[Report]) -> bool:
    """Whether one says that it happened and somebody else that it did not; an outlet's own correction is no dispute."""
    yes = [r.speaker for r in reports if r.status == "happened"]
    no = [r.speaker for r in reports if r.status == "negated"]
    return any(_differ(a, b) for a in yes for b in no)


def _differ(yes: Entity | None, no: Entity | None) -> bool:
    if yes is None or no is None:
        return yes is not no
    return relation(party(yes), party(no)) < NEAR
