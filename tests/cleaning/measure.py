"""How well articles are found: ``python tests/cleaning/measure.py FOLDER`` over pages with expectations beside them.

FOLDER holds pages (``NAME.html`` or ``.html.gz``) and ``NAME.json`` with ``title``, ``authors``, ``published``,
``paragraphs`` and ``subheads``. A JSON-lines file instead of a folder is only cleaned: what was refused, what was
taken out and how often, and which paragraphs are marked as retold.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import msgspec

from twotrack.cleaning.cleaner import clean_page, found_in
from twotrack.cleaning.encoding import tidy
from twotrack.cleaning.furniture import strip
from twotrack.errors import Refused
from twotrack.reading.sources import read
from twotrack.records import Article, Page
from twotrack.settings import Settings


def words(text):
    """Small words, for comparing."""
    return re.findall(r"\w+", (text or "").casefold())


def key(text):
    """Words run together."""
    return "".join(words(text))


def overlap(found, expected):
    """Precision, recall and F1 of words."""
    one, two = Counter(words(found)), Counter(words(expected))
    common = (one & two).total()
    precision, recall = common / max(1, one.total()), common / max(1, two.total())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def score(article, wanted):
    """Figures of one page, each 0 to 1."""
    precision, recall, f1 = overlap(article.text, " ".join([*wanted["paragraphs"], *wanted["subheads"]]))
    whole = key(article.text)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "paragraphs": sum(key(p) in whole for p in wanted["paragraphs"]) / max(1, len(wanted["paragraphs"])),
        "title": key(article.title) == key(wanted["title"]),
        "authors": sorted(map(key, article.authors)) == sorted(map(key, wanted["authors"])),
        "published": (article.published or "")[:10] == wanted["published"][:10],
    }


def show_retold(page, article):
    """The marked paragraphs, to be looked at."""
    for paragraph in article.paragraphs:
        if paragraph.retold_of is not None:
            first = article.paragraphs[paragraph.retold_of]
            print(f"retold in {Path(page.source).name}:{page.offset}")
            print(f"    {article.text[first.start : first.end][:200]}\n    {article.text[paragraph.start :][:200]}")


def main(source):
    """Print the mean of each figure, or what became of a pile."""
    scores, removed, outcome = [], Counter(), Counter()
    for page in read([source], Settings()):
        beside = Path(re.sub(r"\.html(\.gz)?$", ".json", page.source))
        if not isinstance(page, Page):
            outcome["refused: " + page.reason] += page.source.endswith(".jsonl.gz")
            continue
        try:
            article = clean_page(page, Settings())
        except Refused as refused:
            outcome[f"refused: {refused.reason}"] += 1
            continue
        outcome["articles"] += isinstance(article, Article)
        found = found_in(page)
        removed.update(strip(map(tidy, found.blocks), found.facts.titles, found.facts.authors).removed)
        show_retold(page, article)
        if page.kind == "html" and beside.exists():
            scores.append(score(article, msgspec.json.decode(beside.read_bytes())))
    for (kind, text), number in sorted(removed.items()):
        print(f"{number:4} {kind:10} {text[:150]}")
    print(dict(outcome))
    for name in scores[0] if scores else ():
        print(f"{name:10} {sum(s[name] for s in scores) / len(scores):.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
