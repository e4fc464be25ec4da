"""How well copies are found, on two piles of real news that are not in this repository.

    .venv/bin/python benchmarks/origins.py DATA

DATA holds ``stories_giveme5w1h_news_cluster.jsonl.gz`` (articles that people grouped by event) and
``pile_dumpster_0526.jsonl.gz`` (one day of 38 feeds). Prints what was judged in each; how many pairs of different
outlets within one event, and across events, came to one origin; and how many made copies of real articles were found.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from twotrack.corroborating.corroborate import corroborate
from twotrack.records import Article, Paragraph, content_id

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article(id: str, row: dict[str, Any], text: str | None = None, url: str | None = None) -> Article:
    """A row as an article; lines are paragraphs, in a text of one line three sentences."""
    words = text or row["text"]
    cuts = [m.end() for m in re.finditer(r"\n+", words)]
    if not cuts:
        cuts = [m.end() for m in _SENTENCE.finditer(words)][2::3]
    edges = [0, *cuts, len(words)]
    return Article(
        id=id,
        url=url or row["url"],
        title=row["title"],
        authors=(),
        published=row["published"] if row["published"][:2] == "20" else "2025-05-26",
        language="en",
        text=words,
        paragraphs=tuple(Paragraph(start=a, end=b) for a, b in pairwise(edges) if b > a),
    )


def origins(articles: list[Article]) -> tuple[dict[str, str], Counter[str]]:
    """Origins, and what was judged."""
    same_text = {a.id: content_id(re.sub(r"\W+", "", a.text.casefold())) for a in articles}
    found = corroborate(articles, same_text, [])
    kinds = Counter(f"{j.decision}: {re.sub('[0-9]+ %', '…', j.reasons[0])}" for j in found.judgements)
    return found.origins, kinds


def within(found: list[dict[str, Any]]) -> None:
    """Pairs of two outlets, within an event and across."""
    origin, kinds = origins([article(f"{n:04}", row) for n, row in enumerate(found)])
    pairs: Counter[tuple[bool, bool]] = Counter()
    for a, b in combinations(range(len(found)), 2):
        if urlsplit(found[a]["url"]).netloc != urlsplit(found[b]["url"]).netloc:
            one = found[a]["event_id"] == found[b]["event_id"]
            pairs[one, origin[f"{a:04}"] == origin[f"{b:04}"]] += 1
    print(f"{len(found)} grouped articles, {len(set(origin.values()))} origins; {dict(kinds)}")
    print(f"  within an event: {pairs[True, True]} of {pairs[True, True] + pairs[True, False]} pairs of two outlets")
    print(f"  across events: {pairs[False, True]} of {pairs[False, True] + pairs[False, False]}")


def made(kind: str, text: str, dice: Random) -> str:
    """A copy of a text: its beginning, or with words changed."""
    if kind.startswith("first"):
        sentences = _SENTENCE.split(text)
        return " ".join(sentences[: max(4, len(sentences) // (2 if "half" in kind else 4))])
    share = 0.06 if "6" in kind else 0.12
    return " ".join("changed" if dice.random() < share else word for word in text.split())


def recall(found: list[dict[str, Any]]) -> None:
    """Made copies of 150 articles, found or not."""
    dice = Random(3)
    long = sorted((r for r in found if len(r["text"].split()) > 150 and r["lang"] == "en"), key=lambda r: r["id"])
    chosen = dice.sample(long, 150)
    for kind in ("first half", "first quarter", "6 % of words changed", "12 % of words changed"):
        pile = [article(f"a{n}", row) for n, row in enumerate(chosen)]
        copies = [made(kind, row["text"], dice) for row in chosen]
        pile += [article(f"b{n}", chosen[n], text, f"https://copy{n}.example/x") for n, text in enumerate(copies)]
        origin, _ = origins(pile)
        print(f"  {kind}: {sum(origin[f'a{n}'] == origin[f'b{n}'] for n in range(150))} of 150")


def main() -> None:
    """Both piles."""
    data = Path(sys.argv[1])
    within(rows(data / "stories_giveme5w1h_news_cluster.jsonl.gz"))
    day = rows(data / "pile_dumpster_0526.jsonl.gz")
    origin, kinds = origins([article(f"{n:04}", row) for n, row in enumerate(day)])
    print(f"{len(day)} articles of one day, {len(set(origin.values()))} origins; {dict(kinds)}")
    recall(day)


if __name__ == "__main__":
    main()
