"""Countries that no directory has: "Arnorian", "Arnor's" and "the Arnorians" are Arnor's when the article says Arnor.

>>> base("Arnorian", {"Arnor", "Osk"}), base("Karsian", {"Karsia"}), base("Velmari", {"Velmar"}), base("Osk", {"Arnor"})
('Arnor', 'Karsia', 'Velmar', None)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

_ENDINGS = ("ian", "an", "n", "i", "ese", "ish", "er", "ic", "ite", "nian", "lander", "landic")
_SHORTEST = 3


def forms(name: str) -> Iterator[str]:
    """The adjectives and people that could be made of a country's name, folded as it is given."""
    low = name.lower()
    for stem in {low, low.rstrip("aeiou"), low[:-2] if low.endswith(("ia", "ea", "ya")) else low}:
        if len(stem) >= _SHORTEST:
            yield from (stem + ending + plural for ending in _ENDINGS for plural in ("", "s"))


def base(word: str, names: Collection[str]) -> str | None:
    """The name among ``names`` that an adjective is made of; of several the longest, then the first."""
    low = word.lower()
    found = [name for name in names if name.lower() != low and low[:_SHORTEST] == name.lower()[:_SHORTEST]]
    found = [name for name in found if low in set(forms(name))]
    return min(found, key=lambda name: (-len(name), name), default=None)


def guess(word: str) -> str:
    """Without the name in the article: the adjective without its ending, so that texts agree more often.

    >>> guess("arnorian"), guess("keldish"), guess("osk")
    ('arnor', 'keld', 'osk')
    """
    for ending in ("ians", "ian", "ish", "ese"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
