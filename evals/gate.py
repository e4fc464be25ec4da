"""Public scores with pinned floors, never lowered silently: ``python -m evals.gate ../shared/data``.

Floors are in ``floors.toml``; a figure under its floor makes the gate fail. Raise a floor when a figure rises.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from evals import attribution, corpus, news, places, relate, sample, stories
from evals.scores import show


def measured(data: Path) -> dict[str, dict[str, float]]:
    """All figures by eval; those of the public sets only where the data is there."""
    found = {"corpus": corpus.measure(corpus.CORPUS), "sample": sample.measure()}
    if data.is_dir():
        found |= {
            "news": news.measure(data),
            "relate": relate.measure(data),
            "attribution": attribution.measure(data),
            "places": places.measure(data),
            "stories": stories.measure(data),
        }
    return found


def main(data: Path) -> int:
    floors = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
    found = measured(data)
    if not data.is_dir():
        print(f"{data} is not there: the public sets are not measured")
    sunk = []
    for name, figures in found.items():
        show(name, figures)
        sunk += [
            f"{name}: {figure} is {figures.get(figure)}, its floor is {floor}"
            for figure, floor in floors.get(name, {}).items()
            if figures.get(figure, 0.0) < floor
        ]
    for line in sunk:
        print(f"SUNK {line}")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
