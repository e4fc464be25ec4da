"""Who says what, on PolNeAR's development part: ``python -m evals.attribution ../shared/data``.

Token F1 (words and punctuation marks) of all content spans and of all source spans of an article.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from evals.scores import f1, show
from training.sets import rows
from twotrack.public import read_texts

_TOKEN = re.compile(r"\w+|[^\w\s]")
Spans = Iterable[tuple[int, int]]


def tokens(text: str, spans: Spans) -> set[int]:
    """Starts of the tokens that lie in a span."""
    covered = [m.start() for m in _TOKEN.finditer(text)]
    found: set[int] = set()
    for start, end in spans:
        found.update(t for t in covered if start <= t < end)
    return found


def measure(data: Path) -> dict[str, float]:
    """Token F1 of content and source."""
    counts = {"content": [0, 0, 0], "source": [0, 0, 0]}
    articles = list(rows(data / "attribution_polnear_dev.jsonl.gz"))
    for row, coded in zip(articles, read_texts([r["text"] for r in articles]), strict=True):
        said = {
            "content": [(s.content.start, s.content.end) for s in coded.statements],
            "source": [(s.speaker.start, s.speaker.end) for s in coded.statements if s.speaker],
        }
        for layer, count in counts.items():
            truth = tokens(row["text"], ((a, b) for t in row["attributions"] for a, b in t[layer]))
            told = tokens(row["text"], said[layer])
            for i, size in enumerate((len(truth & told), len(truth - told), len(told - truth))):
                count[i] += size
    return {"articles": len(articles)} | {f"{layer} F1": round(f1(*count), 4) for layer, count in counts.items()}


if __name__ == "__main__":
    show("PolNeAR, development part", measure(Path(sys.argv[1])))
