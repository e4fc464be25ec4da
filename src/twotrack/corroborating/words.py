"""Words of a text for comparing: folded spellings, content stems, and hashes that are the same on every machine.

>>> sorted(content("Arnorian troops shelled the town of Osk on Tuesday."))
['arnorian', 'osk', 'shell', 'town', 'troop']
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Invisible characters and marks that a page may carry inside a word: they make no other word.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
STOP = frozenset(
    """a about after again against all also although am among an and another any are around as at be because been
    before being between both but by can could did do does doing down during each either even ever few for from further
    had has have having he her here hers him his how however i if in into is it its itself just last later least less
    like made make many may me might more most much must my near neither new next no nor not now of off on once one
    only onto or other our out over own per same say says said she should since so some still such than that the their
    them then there these they this those though through to told too under until up upon us very was we were what when
    where whether which while who whom whose why will with within without would yet you your
    according added earlier meanwhile monday tuesday wednesday thursday friday saturday sunday today yesterday
    tomorrow day days week year month""".split()
)
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s")


def words(text: str) -> list[str]:
    """All words, folded: case, width, accents' encoding and invisible characters make no difference."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its commonest English endings: ``shelled``, ``shelling`` and ``shells`` are one.

    >>> stem("shelling"), stem("talks"), stem("army's"), stem("gas")
    ('shell', 'talk', 'army', 'gas')
    """
    word = word.removesuffix("'s").removesuffix("’s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content(text: str) -> frozenset[str]:
    """The stems that carry what a text says; figures count, other words under three letters don't."""
    return frozenset(stem(w) for w in words(text) if w not in STOP and (len(w) > 2 or w.isdigit()))


@lru_cache(maxsize=100_000)
def word_hash(word: str) -> int:
    """:func:`key_hash` of a word, which comes again and again."""
    return key_hash(word)


def key_hash(key: str) -> int:
    """64 bits that depend on nothing but the text of the key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared part of the smaller set, 0 when one is empty.

    >>> overlap(frozenset("abc"), frozenset("bcde"))
    0.6666666666666666
    """
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0
