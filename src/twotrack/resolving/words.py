"""The words of a phrase with what matters for looking them up: key, capital, possessive.

>>> [(w.text, w.key, w.possessive) for w in words("Arnor's U.S. envoy")]
[('Arnor', 'arnor', True), ('U.S.', 'US', False), ('envoy', 'envoy', False)]
"""

from __future__ import annotations

import re
from functools import lru_cache

from twotrack.records import Record
from twotrack.resolving.folding import fold

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’ʼ][^\W_]+)*|[,;&]")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_BIG = 20_000


class Word(Record, frozen=True):
    """A word at ``[start, end)`` of its phrase. ``key`` keeps the capitals of an acronym, ``plain`` has none."""

    text: str
    start: int
    end: int
    key: str
    plain: str
    capital: bool
    possessive: bool


@lru_cache(maxsize=_BIG)
def _key(text: str) -> tuple[str, str]:
    letters = text.replace(".", "")
    plain = fold(letters)
    return (letters if len(letters) > 1 and letters.isupper() and letters.isascii() else plain), plain


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(_POSSESSIVE) and len(word) > 2 else word


def words(text: str) -> list[Word]:
    """All words of a text, commas too (their key is ``","``)."""
    found = []
    for match in _WORD.finditer(text):
        bare = _bare(match[0])
        key, plain = _key(bare) if bare[0].isalnum() else (match[0], match[0])
        end = match.start() + len(bare)
        owner = len(bare) < len(match[0]) or (bare[-1] in "sz" and text[match.end() : match.end() + 1] in ("'", "’"))
        found.append(
            Word(
                text=bare,
                start=match.start(),
                end=end,
                key=key,
                plain=plain,
                capital=bare[0].isupper(),
                possessive=owner,
            )
        )
    return found


def keys(alias: str) -> list[str]:
    """The keys of a name's words, as they are compared.

    >>> keys("U.S. Central Command"), keys("People's Liberation Army")
    (['US', 'central', 'command'], ['people', 'liberation', 'army'])
    """
    found = (_bare(m[0]) for m in _WORD.finditer(alias) if m[0][0].isalnum())
    return [key for key in (_key(word)[0] for word in found) if key]
