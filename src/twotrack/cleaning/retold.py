"""Marks paragraphs that say an earlier paragraph of the same article again in other words.

Measure: the share of content words that two paragraphs have in common *in the same order* (longest common
subsequence, as a Dice coefficient), each word weighted by how rare it is in the article. A retelling follows
its original sentence by sentence and brings no number and no name of its own; two paragraphs about one subject
share words, but not their order.

>>> first = "The senior envoy of Arnor reached Keld for peace talks. He will press for a truce and safe grain convoys."
>>> again = "Arnor's senior envoy arrived in Keld for peace talks. He will push for a truce and safe convoys of grain."
>>> retold([first, "Rain fell in Velmar.", again])
[None, None, 0]
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from twotrack.cleaning.furniture import sentences
from twotrack.records import Record

# Calibrated on the three retellings of a machine-reworded article (0.25, 0.28, 0.35; the best other pair of its 91
# has 0.12) and on 1,426 real texts: docs/reading-and-cleaning.md has the counts.
MIN_ORDER = 0.20
# Each sentence of a retelling has its counterpart in the first telling.
MIN_SENTENCE = 0.12
# With two sentences there is less to go by, so each must be nearer (the false pairs had 0.15 to 0.21 in one).
MIN_ORDER_TWO = 0.27
MIN_SENTENCE_TWO = 0.22
MIN_LENGTH_RATIO = 0.6
# Under this many content words, two paragraphs are alike by chance.
MIN_WORDS = 12
# A paragraph of one sentence has no order of sentences to go by: it must be nearly the same words.
MIN_ORDER_ONE = 0.60
# Paragraphs compared with each one before it: a book in one file must not take hours.
WINDOW = 60
# A "paragraph" longer than this is a text without paragraphs; comparing takes the square of its length.
LONGEST = 5_000
# 5,000 characters of prose have under 500 content words; "1,1,1" has 2,500, and one pair of those takes seconds.
MOST_WORDS = 700
# More paragraphs than this are a book or a trap: none of them is compared. The longest of 666 news texts has under 300.
MOST = 5_000

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*(?:['’][^\W_]+)?")
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|dozens?|hundreds?|thousands?)\b"
)
_SUFFIXES = (
    "ations ation ments ment ingly edly ities ity ness ings ing ies ied ians ian ions ion ive ally ly ed es s al an"
).split()
_STOP = frozenset(
    "a an the of and or but in on at to for from by with as is are was were be been being has have had having it its"
    " this that these those he she they them his her their we our you your i not no nor do does did will would can"
    " could may might must shall should than then so such into over under about after before between while whether who"
    " which what when where why how all any both each more most other some only own same too very also even despite"
    " amid if because due toward towards though although however nonetheless yet still just there here either neither"
    " out up down off against through during until upon within without among said says say told according".split()
)


class Reading(Record, frozen=True):
    """A paragraph as it is compared: stems by sentence, all names and numbers in it.

    ``leads`` are the first word of each sentence and the first name behind it, "" for none.
    """

    sentences: tuple[tuple[str, ...], ...]
    leads: tuple[tuple[str, str], ...]
    names: frozenset[str]
    numbers: frozenset[str]

    @property
    def stems(self) -> tuple[str, ...]:
        """All stems in order."""
        return tuple(stem for sentence in self.sentences for stem in sentence)


def retold(paragraphs: Sequence[str]) -> list[int | None]:
    """For each paragraph the index of the earlier one that it retells, or None.

    A chain (a third telling) points to the first telling.
    """
    if len(paragraphs) > MOST:
        return [None] * len(paragraphs)
    readings = [read(paragraph) for paragraph in paragraphs]
    weights = rarity(readings)
    found: list[int | None] = []
    for later, reading in enumerate(readings):
        best = _best(readings, later, reading, weights)
        first = None if best is None else found[best]
        found.append(best if first is None else first)
    return found


def _best(readings: Sequence[Reading], later: int, reading: Reading, weights: Mapping[str, float]) -> int | None:
    if not MIN_WORDS <= len(reading.stems) <= MOST_WORDS:
        return None
    scored = [
        (in_order(readings[i].stems, reading.stems, weights), -i)
        for i in range(max(0, later - WINDOW), later)
        if is_retelling(readings[i], reading, weights)
    ]
    return -max(scored)[1] if scored else None


def is_retelling(first: Reading, again: Reading, weights: Mapping[str, float]) -> bool:
    """Whether ``again`` says what ``first`` says, in other words and with nothing new."""
    lengths = len(first.stems), len(again.stems)
    if min(lengths) < MIN_WORDS or min(lengths) < MIN_LENGTH_RATIO * max(lengths):
        return False
    if again.numbers - first.numbers or again.names - first.names - {_root(s) for s in first.stems}:
        return False
    counts = len(first.sentences), len(again.sentences)
    if _shared(first.stems, again.stems, weights) < MIN_ORDER or abs(counts[0] - counts[1]) > 1:
        return False
    least_order, least = _least(min(counts))
    if in_order(first.stems, again.stems, weights) < least_order:
        return False
    # Each sentence of the later one must have its counterpart: one without would be news, and would go unread.
    return aligned(first, again, weights, least) == counts[1]


def _least(sentences: int) -> tuple[float, float]:
    """How alike the paragraphs, and each pair of sentences, must be: the fewer sentences, the more."""
    if sentences == 1:
        return MIN_ORDER_ONE, MIN_ORDER_ONE
    return (MIN_ORDER_TWO, MIN_SENTENCE_TWO) if sentences == 2 else (MIN_ORDER, MIN_SENTENCE)


def aligned(first: Reading, again: Reading, weights: Mapping[str, float], least: float) -> int:
    """How many sentences have a counterpart, in order, that is alike by ``least`` or more."""
    row = [0] * (len(again.sentences) + 1)
    for a, lead in zip(first.sentences, first.leads, strict=True):
        previous, row = row, [0]
        for column, b in enumerate(again.sentences):
            alike = same_lead(lead, again.leads[column]) and in_order(a, b, weights) >= least
            match = previous[column] + alike
            row.append(max(match, row[column], previous[column + 1]))
    return row[-1]


def same_lead(first: tuple[str, str], again: tuple[str, str]) -> bool:
    """Whether two sentences can be about the same party: its answer to the other says the same words of another."""
    return not first[1] or not again[1] or first[1] in again or again[1] in first


def in_order(first: Sequence[str], again: Sequence[str], weights: Mapping[str, float]) -> float:
    """Weight of the longest common subsequence of stems, 0 to 1 (Dice)."""
    row = [0.0] * (len(again) + 1)
    for a in first:
        previous, row = row, [0.0]
        for column, b in enumerate(again):
            match = previous[column] + (weights[a] if a == b else 0.0)
            row.append(max(match, row[column], previous[column + 1]))
    return _dice(row[-1], first, again, weights)


def _shared(first: Sequence[str], again: Sequence[str], weights: Mapping[str, float]) -> float:
    """As :func:`in_order` in any order: an upper bound that is quick to have."""
    common = Counter(first) & Counter(again)
    return _dice(sum(weights[s] * n for s, n in sorted(common.items())), first, again, weights)


def _dice(common: float, first: Sequence[str], again: Sequence[str], weights: Mapping[str, float]) -> float:
    total = sum(weights[s] for s in first) + sum(weights[s] for s in again)
    return 2 * common / total if total else 0.0


def rarity(readings: Sequence[Reading]) -> dict[str, float]:
    """Weight of each stem: the logarithm of how many paragraphs there are for each that has it, plus one."""
    having = Counter(stem for reading in readings for stem in set(reading.stems))
    return {stem: math.log(1 + len(readings) / number) for stem, number in having.items()}


def read(paragraph: str) -> Reading:
    """A paragraph made ready to be compared."""
    found: list[tuple[str, ...]] = []
    leads: list[tuple[str, str]] = []
    names: set[str] = set()
    if len(paragraph) > LONGEST:
        return Reading(sentences=(), leads=(), names=frozenset(), numbers=frozenset())
    for start, end in sentences(paragraph):
        words = _WORD.findall(paragraph[start:end])
        stems = tuple(stem(word) for word in words if word.lower() not in _STOP)
        # The first word of a sentence is capital in any case.
        named = [_root(stem(word)) for word in words[1:] if word[0].isupper() and word.lower() not in _STOP]
        names.update(named)
        # Scraps of under three words (a cut abbreviation, an interjection) belong to the sentence before.
        if found and len(stems) < 3:
            found[-1] += stems
        elif stems:
            found.append(stems)
            leads.append((_root(stem(words[0])), next(iter(named), "")))
    numbers = frozenset(_NUMBER.findall(paragraph.lower()))
    return Reading(sentences=tuple(found), leads=tuple(leads), names=frozenset(names), numbers=numbers)


def stem(word: str) -> str:
    """A word without its ending, small; crude on purpose: it is only compared with others made the same way.

    >>> stem("negotiations"), stem("negotiate"), stem("Russia’s"), stem("Russian")
    ('negot', 'negotiat', 'russ', 'russ')
    """
    small = re.sub(r"['’]s?$", "", word.lower())
    suffix = next((s for s in _SUFFIXES if small.endswith(s) and len(small) - len(s) >= 4), "")
    bare = small.removesuffix(suffix)
    return bare.rstrip("aeiou") if len(bare.rstrip("aeiou")) >= 4 else bare


def _root(stem: str) -> str:
    return stem[:4]
