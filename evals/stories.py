"""Articles on one story, found by the events that they share: ``python -m evals.stories ../shared/data``.

On 340 articles that people grouped by event (Giveme5W1H news cluster). Two articles are of one story when they share an
event or an origin, directly or through others. B-cubed: for each article, how much of its found group is of its true
one (precision), and how much of its true group was found (recall); F1 of the two means.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from evals.scores import show
from training.sets import rows
from twotrack.coding.coder import Coder
from twotrack.corroborating.corroborate import Corroborated, corroborate
from twotrack.public import as_article
from twotrack.records import Article
from twotrack.resolving.resolver import Resolver
from twotrack.settings import Settings

# Of the set's categories, the one whose stories are of parties and what they do to each other.
POLITICAL = frozenset({"world"})


def groups(ids: Iterable[str], links: Iterable[Iterable[str]]) -> dict[str, str]:
    """Each id to the smallest one that it is linked to, through any number of links.

    >>> groups("abcd", ["bc", "cd"])
    {'a': 'a', 'b': 'b', 'c': 'b', 'd': 'b'}
    """
    top = {id: id for id in sorted(ids)}

    def find(id: str) -> str:
        while top[id] != id:
            id = top[id]
        return id

    for linked in links:
        first, *rest = sorted(find(id) for id in linked)
        for id in rest:
            a, b = sorted((first, find(id)))
            top[b], first = a, a
    return {id: find(id) for id in top}


def b_cubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 over the items of ``truth``.

    >>> b_cubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})
    (0.5556, 1.0, 0.7143)
    """
    both = Counter((truth[id], found[id]) for id in truth)
    true, told = Counter(truth.values()), Counter(found[id] for id in truth)
    precision = sum(n * n / told[f] for (_, f), n in both.items()) / len(truth)
    recall = sum(n * n / true[t] for (t, _), n in both.items()) / len(truth)
    return round(precision, 4), round(recall, 4), round(2 * precision * recall / (precision + recall), 4)


def articles(found: Iterable[Mapping[str, Any]]) -> list[Article]:
    """The rows as articles; lines are paragraphs."""
    made = []
    for row in found:
        text = "\n\n".join(line.strip() for line in row["text"].splitlines() if line.strip())
        article = as_article(text, row["published"], row["id"])
        made.append(msgspec.structs.replace(article, url=row["url"], title=row["title"], language="en"))
    return made


def corroborated(found: list[Article]) -> Corroborated:
    """Coded, resolved, put together."""
    resolve = Resolver()
    coded = [resolve(one) for one in Coder("model", Settings()).many(found)]
    return corroborate(found, {}, [r for one in coded for r in one.reports])


def measure(data: Path) -> dict[str, float]:
    """B-cubed of the grouping by shared events, over all articles and over political ones."""
    table = [{**row, "id": f"{n:04}"} for n, row in enumerate(rows(data / "stories_giveme5w1h_news_cluster.jsonl.gz"))]
    made = corroborated(articles(table))
    origins: dict[str, set[str]] = defaultdict(set)
    for article, origin in made.origins.items():
        origins[origin] |= {article, origin}
    found = groups((row["id"] for row in table), [*(e.articles for e in made.events), *origins.values()])
    political = [row for row in table if row["category"] in POLITICAL]
    several = sum(len(e.articles) > 1 for e in made.events)
    figures: dict[str, float] = {"events": len(made.events), "events of several": several}
    for name, part in (("all", table), ("political", political)):
        told = b_cubed({r["id"]: str(r["event_id"]) for r in part}, found)
        figures |= {f"{name} articles": len(part)}
        figures |= dict(zip((f"{name} precision", f"{name} recall", f"{name} F1"), told, strict=True))
    return figures


if __name__ == "__main__":
    show("stories", measure(Path(sys.argv[1])))
