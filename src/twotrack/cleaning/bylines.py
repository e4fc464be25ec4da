"""Who wrote it: names out of bylines and author fields, with what is no name left out.

>>> names("By Ava Martinez and Jo Reed")
('Ava Martinez', 'Jo Reed')
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = r"(?:[A-Z][\w’'.-]*|de|da|del|der|van|von|den|bin|bint|ibn|al|el|la|le|di|du|dos|y|e)"
_NAME = rf"[A-Z][\w’'.-]*(?: {_WORD}){{0,4}}"
_OFFICE = r"(?:correspondent|reporter|editor|staff|writer|bureau|news|press|agency|in [A-Z][\w-]+)"
_BYLINE = re.compile(
    rf"(?:by|written by|story by|words by|reported by|report by)[ :]+"
    rf"({_NAME}(?:(?:,| and| &|;|, and) {_NAME}){{0,7}})"
    rf"(?:[,|·•/ –—-]+[\w ]{{0,40}}{_OFFICE}[\w ]{{0,20}})?\.?"
)
_SPLIT = re.compile(r"\s*(?:;|\||,(?! ?(?:jr|sr|phd|md)\b)|\band\b|&)\s*", re.I)
_NO_NAME = re.compile(r"https?|www\.|@|\.com\b|\.org\b|[<>{}()\[\]=]|\d{3}|^(?:image|photo)s?\b", re.I)
# A line with a verb of its own is a sentence: "By Monday, troops had left".
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december then now contrast comparison the this that these those a an all"
    " nightfall dawn noon".split()
)


def byline(line: str) -> tuple[str, ...]:
    """The names when the whole line is a byline, else none.

    >>> byline("By Jo Reed, Keld correspondent"), byline("By Monday, Arnor had left Osk.")
    (('Jo Reed',), ())
    """
    words = " ".join(line.split())
    found = _BYLINE.fullmatch(words[0].lower() + words[1:]) if 5 <= len(words) <= 200 else None
    if found is None and words.startswith("BY "):
        found = _BYLINE.fullmatch("by " + words[3:])
    if found is None or found[1].split()[0].strip(",.").lower() in _CALENDAR:
        return ()
    # A word alone may be a place or the beginning of a phrase; only initials and agencies (AFP) are written so.
    return tuple(name for name in names(found[1]) if " " in name or name.isupper())


def names(words: str, outlet: str | None = None) -> tuple[str, ...]:
    """The names in an author field, in order, each once; addresses, handles and the outlet's own name are none."""
    # Runs of blanks would cost the rules below the square of their length.
    words = " ".join(words.split())
    words = re.sub(r"^(?:written |story |words )?by[ :]+", "", words, flags=re.I)
    return distinct(_SPLIT.split(words), outlet)


def distinct(given: Iterable[str], outlet: str | None = None) -> tuple[str, ...]:
    """Names in order, each once in any spelling; if only the outlet's name is there, it stays."""
    kept: dict[str, str] = {}
    for name in given:
        name = " ".join(name.split()).strip(" ,.;|-–—")
        key = re.sub(r"[\W_]+", "", name.casefold())
        if 2 <= len(name) <= 80 and key and not _NO_NAME.search(name):
            kept.setdefault(key, name)
    own = re.sub(r"[\W_]+", "", (outlet or "").casefold())
    people = [name for key, name in kept.items() if key != own]
    return tuple(people or kept.values())
