"""Whether one article tells another again in other words, passage by passage.

Two reporters at one event share names and figures too, so this is conservative: nearly every passage of the shorter
article must have its counterpart, in the same order, in an article of similar length. Calibrated in
``docs/corroborating.md``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from twotrack.corroborating.sketches import Hashes, shared, shingles
from twotrack.corroborating.words import content, overlap
from twotrack.records import Article

Stems = frozenset[str]
_PASSAGE = 10  # content stems; shorter paragraphs are put together with the next
_COUNTERPART = 0.33  # overlap of two passages: paragraphs told again in other words had 0.37 to 0.47
_SHARE = 0.8  # of the passages of the shorter article
_WHOLE = 0.30  # of all content stems of both
_WHOLE_ALL = 0.24  # the same, where every passage has its counterpart and the two have about as many
_PASSAGES = 1.5
_LENGTHS = 2.0  # times as many stems


def passages(article: Article, furniture: Hashes | None = None) -> list[Stems]:
    """The article's paragraphs as content stems, short ones joined.

    Left out are paragraphs marked as retold, and those that are mostly the outlet's ``furniture``.
    """
    found: list[Stems] = []
    current: set[str] = set()
    for paragraph in article.paragraphs:
        words = article.text[paragraph.start : paragraph.end]
        if paragraph.retold_of is None and not _mostly(words, furniture):
            current |= content(words)
            if len(current) >= _PASSAGE:
                found.append(frozenset(current))
                current = set()
    if current:
        found.append(frozenset(current))
    return found


def _mostly(words: str, furniture: Hashes | None) -> bool:
    if furniture is None:
        return False
    runs = shingles(words)
    return 2 * shared(runs, furniture) > len(runs)


def retold(left: Sequence[Stems], right: Sequence[Stems]) -> float:
    """Shared part of all content when one tells the other again, else 0."""
    short, long = sorted((left, right), key=lambda p: (len(p), sorted(map(sorted, p))))
    if len(short) < 3:
        return 0.0
    all_short, all_long = frozenset().union(*short), frozenset().union(*long)
    if max(len(all_short), len(all_long)) > _LENGTHS * min(len(all_short), len(all_long)):
        return 0.0
    whole = len(all_short & all_long) / len(all_short | all_long)
    share = _in_order(short, long) / len(short)
    by_passage = share == 1 and len(long) <= _PASSAGES * len(short)
    return whole if (share >= _SHARE and whole >= _WHOLE) or (by_passage and whole >= _WHOLE_ALL) else 0.0


def _in_order(short: Sequence[Stems], long: Sequence[Stems]) -> int:
    """How many passages of the shorter have their best counterpart later than the one before has."""
    line: list[int] = []
    for passage in short:
        best = max(range(len(long)), key=lambda at: (overlap(passage, long[at]), -at))
        if overlap(passage, long[best]) >= _COUNTERPART:
            # Length of the longest rising row of counterparts; equal ones may follow each other.
            at = bisect_right(line, best)
            line[at : at + 1] = [best]
    return len(line)
