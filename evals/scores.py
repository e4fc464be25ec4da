"""F1 figures, with a bootstrap interval so that nobody reads noise as progress.

>>> macro_f1(["a", "b", "b"], ["a", "b", "a"])
0.6667
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def f1(hits: int, missed: int, invented: int) -> float:
    """Harmonic mean of precision and recall; 0 where there is nothing."""
    return 2 * hits / (2 * hits + missed + invented) if hits else 0.0


def by_label(truth: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """F1 of each label that the truth or the answers hold."""
    hits = Counter(t for t, s in zip(truth, said, strict=True) if t == s)
    true, told = Counter(truth), Counter(said)
    labels = sorted({*true, *told})
    return {label: round(f1(hits[label], true[label] - hits[label], told[label] - hits[label]), 4) for label in labels}


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """Mean of the labels' F1, over labels that the truth holds."""
    scores = by_label(truth, said)
    held = sorted(set(truth))
    return round(sum(scores[label] for label in held) / len(held), 4)


def interval(rows: Sequence[T], score: Callable[[Sequence[T]], float], rounds: int = 500) -> tuple[float, float]:
    """95 % bootstrap interval of a score over rows; seeded, so the same rows give the same figures."""
    rng = random.Random(7)
    found = sorted(score(rng.choices(rows, k=len(rows))) for _ in range(rounds))
    return round(found[int(0.025 * rounds)], 3), round(found[int(0.975 * rounds)], 3)


def show(title: str, figures: dict[str, float]) -> None:
    """Print figures, a line each."""
    print(title)
    for name, value in figures.items():
        print(f"  {name:24} {value:g}")
