"""The reader on articles of one real news day that we marked: ``python -m evals.news ../shared/data``.

The articles were drawn by chance, before anything was known of them, and are in no training set. Their marks are in
``training/standoff/news-day-dev.jsonl``, by two annotators; scored as :mod:`evals.corpus` scores.
"""

from __future__ import annotations

import sys
from pathlib import Path

from evals.corpus import scored
from evals.scores import show
from training import standoff


def measure(data: Path) -> dict[str, float]:
    """Events, parties, statements; ``data`` is the folder that holds the articles."""
    return scored(standoff.read(standoff.FOLDER / "news-day-dev.jsonl", data))


if __name__ == "__main__":
    show("news day", measure(Path(sys.argv[1])))
