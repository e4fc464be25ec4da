"""How much two articles are on one story: the cosine of their weighted words.

A word weighs more the fewer articles of the pile hold it; so "missile" says little in a pile on one war. A report alone
seldom says enough to be known again in another outlet's words; the page around it does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from twotrack.corroborating.words import STOP, stem, word_hash, words
from twotrack.records import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

_READ = 1_000  # words of an article that count: the story is told by then
_KEPT = 200  # words of an article that are compared, those that weigh most
_SHORT = 30  # an article of fewer different words says no more than its reports do
_TOPS = 8  # words of an article under which its reports are looked up
# In a pile of two articles all words are as rare; this many made-up articles without any of them stand beside it.
_BESIDE = 10


class Story:
    """The words of one article that weigh most, as sorted hashes with weights; their squares add up to 1."""

    __slots__ = ("keys", "tops", "weights")

    def __init__(self, weights: Mapping[str, float], held: Mapping[str, int]) -> None:
        heavy = sorted(weights.items(), key=lambda w: (-w[1], w[0]))[:_KEPT]
        length = math.sqrt(sum(v * v for v in weights.values())) or 1.0
        found = sorted((word_hash(word) & 0xFFFF_FFFF, value / length) for word, value in heavy)
        # A word of one article only brings nobody together.
        self.tops = tuple(islice((word for word, _ in heavy if held[word] > 1), _TOPS))
        self.keys: NDArray[np.uint32] = np.array([k for k, _ in found], dtype=np.uint32)
        self.weights: NDArray[np.float32] = np.array([v for _, v in found], dtype=np.float32)


def stories(articles: Collection[Article]) -> dict[str, Story]:
    """Each article's story, by id.

    >>> from twotrack.public import as_article
    >>> shared, other = (" ".join(f"{word}{n}" for n in range(40)) for word in ("port", "harvest"))
    >>> texts = f"Shells hit {shared}", f"{shared} was shelled", f"Rain spoilt {other}"
    >>> found = stories([as_article(text, id=str(n)) for n, text in enumerate(texts)])
    >>> likeness(found["0"], found["1"]) > 0.9, likeness(found["0"], found["2"])
    (True, 0.0)
    """
    # Counted twice: the counts of all articles at once would take more memory than all else.
    held = Counter(word for article in articles for word in _counts(article))
    rare = {word: math.log((len(articles) + _BESIDE) / (1 + n)) for word, n in held.items()}
    return {a.id: Story({w: (1 + math.log(n)) * rare[w] for w, n in _counts(a).items()}, held) for a in articles}


def _counts(article: Article) -> Counter[str]:
    found = words(f"{article.title or ''} {article.text}")[:_READ]
    return Counter(stem(w) for w in found if len(w) > 2 and w not in STOP)


@lru_cache(maxsize=1 << 16)
def likeness(left: Story, right: Story) -> float:
    """From 0, no word in common or too short a text, to 1, the same words; the same either way round."""
    if min(len(left.keys), len(right.keys)) < _SHORT:
        return 0.0
    at = np.minimum(np.searchsorted(right.keys, left.keys), len(right.keys) - 1)
    both = right.keys[at] == left.keys
    return round(float(np.dot(left.weights[both], right.weights[at[both]])), 6)
