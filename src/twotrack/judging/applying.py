"""A person's decisions to what corroborating needs: reports corrected or left out, and judgements of pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product

import msgspec

from twotrack.errors import UsageError
from twotrack.judging.correcting import corrected
from twotrack.records import Decision, Judged, Judgement, Place, Record, Report

Lookup = Callable[[int], Place | None]


class Applied(Record, frozen=True):
    """``judged``: the reports that decisions change, by id; ``judgements``: pairs that belong together, or do not."""

    judged: tuple[Judged, ...]
    judgements: tuple[Judgement, ...]


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold, in order of number: without those undone, where the undoing is not undone itself.

    >>> made = [Decision(1, "reject", ("r",)), Decision(2, "undo", undoes=1), Decision(3, "undo", undoes=2)]
    >>> [d.number for d in standing(made[:2])], [d.number for d in standing(made)]
    ([], [1])
    """
    holding: dict[int, Decision] = {}
    undone: set[int] = set()
    for decision in sorted(decisions, key=lambda d: -d.number):
        if decision.number in undone:
            continue
        if decision.action == "undo" and decision.undoes is not None:
            undone.add(decision.undoes)
        else:
            holding[decision.number] = decision
    return [holding[number] for number in sorted(holding)]


def apply(decisions: Sequence[Decision], reports: Mapping[str, Report], lookup: Lookup) -> Applied:
    """What the decisions that hold make of the reports; those on a report that is not there change nothing.

    ``lookup`` gives the place of a GeoNames id. Of two decisions on one field the later holds; a report rejected and
    then accepted or corrected is in again.
    """
    holding = standing(decisions)
    touching: dict[str, list[Decision]] = defaultdict(list)
    for decision in holding:
        if decision.action in ("reject", "accept", "correct"):
            for id in decision.reports:
                touching[id].append(decision)
    judged = [_judged(reports[id], found, lookup) for id, found in sorted(touching.items()) if id in reports]
    return Applied(
        judged=tuple(j for j in judged if j.report != reports[j.report_id]),
        judgements=tuple(j for d in holding for j in _judgements(d)),
    )


def _judged(report: Report, decisions: Sequence[Decision], lookup: Lookup) -> Judged:
    made, rejected = report, False
    for decision in decisions:
        rejected = decision.action == "reject"
        if decision.action == "correct" and decision.field and decision.value is not None:
            made = corrected(made, decision.field, decision.value, lookup)
    if made != report:
        numbers = ", ".join(str(d.number) for d in decisions if d.action == "correct")
        made = _with_rule(made, f"corrected by {decisions[-1].by} (decision {numbers})")
    return Judged(
        report_id=report.id, report=None if rejected else made, decisions=tuple(d.number for d in decisions)
    )  # fmt: skip


def _with_rule(report: Report, rule: str) -> Report:
    return msgspec.structs.replace(report, rules=(*report.rules, rule))


def _judgements(decision: Decision) -> Iterable[Judgement]:
    pairs: Iterable[tuple[str, str]] = ()
    if decision.action == "merge":
        pairs = combinations(sorted(set(decision.reports)), 2)
    elif decision.action == "split":
        pairs = product(decision.reports, decision.others)
    word = f"decision {decision.number}" + (f": {decision.note}" if decision.note else "")
    for left, right in pairs:
        yield Judgement(
            left=min(left, right),
            right=max(left, right),
            decision="same" if decision.action == "merge" else "different",
            score=1.0,
            reasons=(word,),
            judge=decision.by,
        )


def check(decision: Decision, reports: Mapping[str, Report], lookup: Lookup) -> None:
    """Try a correction on its reports before it is written.

    Raises:
        UsageError: the field or the value can't be.
    """
    if decision.action == "correct":
        if decision.field is None or decision.value is None:
            raise UsageError("a correction is FIELD=VALUE", advice="twotrack judge --help")
        for id in decision.reports:
            corrected(reports[id], decision.field, decision.value, lookup)
