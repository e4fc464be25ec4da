"""Who says what, on PolNeAR's development part: ``python -m evals.attribution ../shared/data``.

Token F1 (words and punctuation marks) of all content spans and of all source spans of an article.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from evals.scores import f1
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


def main(data: Path) -> int:
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
    figures = ", ".join(f"{layer} F1 {f1(*count):.3f}" for layer, count in counts.items())
    print(f"PolNeAR development part, {len(articles)} articles: {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
