"""Where a span begins and ends: tokens to whole words and whole phrases, and which of them can be what they are for."""

from __future__ import annotations

import re

from twotrack.coding.readings import Offsets

# An article and up to three lower-case words, right before the span; a preposition or conjunction ends a phrase.
_PHRASE = re.compile(
    r"\b((?:an?|the)\s+(?:(?!of\b|in\b|on\b|to\b|by\b|for\b|from\b|with\b|and\b|or\b|that\b|as\b|at\b)[a-z-]+\s+){0,3})$"
)
_PREPOSITION = re.compile(r"(?:of|in|on|to|by|for|from|with|and|or|at|between|against)\b\s*")
_COUNT = re.compile(
    r"((?:(?:tens|hundreds|dozens) of )?(?:dozens|scores|tens|hundreds|thousands|millions|\d[\d,.]*)\s+)$",
    re.IGNORECASE,
)


def whole_words(text: str, start: int, end: int) -> Offsets:
    """The span widened to word boundaries, without blanks or loose punctuation at its edges.

    >>> whole_words("Arnor's troops retook Osk.", 8, 10), whole_words("Arnor's troops retook Osk.", 22, 26)
    ((8, 14), (22, 25))
    """
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and not (text[start].isalnum() or text[start] in "\"“‘'$("):
        start += 1
    while end > start + 1 and (text[end - 1] in " ,;:-–—" or _full_stop(text, start, end)):
        end -= 1
    return start, end


def _full_stop(text: str, start: int, end: int) -> bool:
    """Whether the span ends with the sentence's full stop, and not with that of "U.S." or "Jan."."""
    words = text[start:end].rsplit(maxsplit=1)
    return text[end - 1] == "." and end == len(text.rstrip()) and "." not in words[-1][:-1]


def past_preposition(text: str, start: int, end: int) -> int:
    """A party or place does not begin with a preposition: where it begins behind one.

    >>> past_preposition("It went to Moscow.", 8, 17), past_preposition("The Hague", 0, 9)
    (11, 0)
    """
    found = _PREPOSITION.match(text, start, end)
    return found.end() if found else start


def whole_phrase(text: str, start: int) -> int:
    """Where the noun phrase begins that a common noun ends: its article, if that stands up to four words before.

    >>> whole_phrase("Troops retook a strategically vital town.", 36), whole_phrase("It lies near Osk.", 13)
    (14, 13)
    """
    before = _PHRASE.search(text, 0, start) if text[start : start + 1].islower() else None
    return before.start(1) if before else start


def with_count(text: str, start: int) -> int:
    """Where an impact begins that lost its count: "of people" behind "millions".

    >>> with_count("with millions of people displaced", 14), with_count("with many people displaced", 10)
    (5, 10)
    """
    before = _COUNT.search(text, 0, start) if text.startswith("of ", start) else None
    return before.start(1) if before else start


def can_be_place(text: str, at: Offsets) -> bool:
    """A possessive owns something and is no place of what happened: "Moscow's deeds".

    >>> can_be_place("Moscow's deeds", (0, 8)), can_be_place("in Moscow", (3, 9))
    (False, True)
    """
    words = text[slice(*at)]
    return not words.endswith(("'s", "’s")) and text[at[1] : at[1] + 2] not in ("'s", "’s")
