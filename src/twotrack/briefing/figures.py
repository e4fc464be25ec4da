"""Figures as told: what each allows, and which exclude each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from twotrack.records import Impact, Report

Figure = tuple[Report, Impact]


def bounds(impact: Impact) -> tuple[float, float] | None:
    """The least and the most that a figure allows; None when it gives no number.

    "At least 12" is 12 and more, "12" is 12.
    """
    if impact.best is None and impact.low is None and impact.high is None:
        return None
    low = impact.low if impact.low is not None else impact.best if impact.high is None else 0
    exact = impact.low is None and impact.high is None
    high = impact.high if impact.high is not None else impact.best if exact else float("inf")
    return float(low or 0), float(high if high is not None else "inf")


def disagreeing(tellings: Sequence[Report]) -> list[list[Figure]]:
    """For each kind of impact with two figures that exclude each other: one telling a figure."""
    kinds: dict[str, dict[tuple[float, float], Figure]] = {}
    for report in tellings:
        for impact in report.impact:
            if (at := bounds(impact)) is not None:
                kinds.setdefault(impact.kind, {}).setdefault(at, (report, impact))
    return [
        [figure for _, figure in sorted(figures.items(), key=lambda f: f[0])]
        for _, figures in sorted(kinds.items())
        if any(a[1] < b[0] or b[1] < a[0] for a, b in combinations(figures, 2))
    ]
