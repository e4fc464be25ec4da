"""How many: the words of an impact to best, low and high counts.

>>> count("at least 11 people"), count("between seven and nine soldiers"), count("dozens of civilians")
((11, 11, None), (None, 7, 9), (None, 24, None))
"""

from __future__ import annotations

import re

Counts = tuple[int | None, int | None, int | None]

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {word: value for value, word in enumerate(_SMALL)} | _TENS | {"no": 0, "none": 0, "a": 1, "an": 1}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# A bare plural ("dozens", "hundreds of") is more than one of it: at least two, and no best figure.
_PLURALS = {f"{word}s": 2 * value for word, value in _SCALES.items()}
_NUMBER = re.compile(r"\d+(?:[,  ]\d{3})*(?:\.\d+)?|[a-z]+", re.IGNORECASE)
_LEAST = re.compile(r"\b(at least|more than|over|no fewer than|no less than|upwards of|a minimum of)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(up to|at most|as many as|no more than|fewer than|less than|under)\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:between\b.+?\band|from\b.+?\bto|\w+\s+(?:to|or)\s+\w+|\d\s*[-–]\s*\d)", re.IGNORECASE)


def numbers(text: str) -> list[int]:
    """The cardinal numbers of the text, in order: ``"two hundred and 1.2 million"`` gives 200 and 1,200,000."""
    found: list[int] = []
    value: float | None = None
    for token in _NUMBER.findall(text.lower()):
        if token[0].isdigit():
            found += [] if value is None else [int(value)]
            value = float(re.sub(r"[,  ]", "", token))
        elif token in _SCALES and value is not None:
            value *= _SCALES[token]
        elif token in _WORDS and not (token in ("a", "an") and found):
            value, found = _add(value, _WORDS[token], found)
        elif token == "and" and value is not None and value % 100 == 0 and value:
            continue
        elif value is not None:
            found.append(int(value))
            value = None
    return found if value is None else [*found, int(value)]


def _add(value: float | None, word: int, found: list[int]) -> tuple[float, list[int]]:
    if value is None:
        return word, found
    joins = (value % 10 == 0 and 20 <= value % 100 < 100 and word < 10) or (value >= 100 and word < 100)
    return (value + word, found) if joins else (word, [*found, int(value)])


def count(text: str) -> Counts:
    """``(best, low, high)``; all None where the words give no number."""
    for word, least in _PLURALS.items():
        if re.search(rf"\b{word}\b", text, re.IGNORECASE):
            return None, least, None
    found = numbers(text)
    if not found:
        return None, None, None
    if len(found) > 1 and _RANGE.search(text):
        return None, min(found[:2]), max(found[:2])
    if len(found) > 1 and re.search(r"\band\b", text, re.IGNORECASE):
        found = [sum(found)]
    if _LEAST.search(text):
        return found[0], found[0], None
    if _MOST.search(text):
        return found[0], None, found[0]
    return found[0], found[0], found[0]
