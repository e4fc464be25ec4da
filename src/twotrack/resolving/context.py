"""What an article is about, as far as names need it: the states that it names, where, and the theatre of its war."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from twotrack.records import Record
from twotrack.resolving.entries import TRANSNATIONAL, Directory, Entry
from twotrack.resolving.words import Word, words

# "the war in Ukraine", "fighting in eastern Congo": where an unnamed town of that article lies.
_THEATRE = re.compile(
    r"\b(?:war|conflict|fighting|crisis|invasion|battles?|offensive|frontline|front line|insurgency)\s+"
    r"(?:in|of|inside|across|over)\s+(?:\w+ern |central |the )*([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*)"
)
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+(?=[\"“A-Z])|\n")
# The names of these states are the names of many people and places too: alone they tell little.
_COMMON = frozenset(["JOR", "TCD", "GEO"])


class Named(Record, frozen=True):
    """A state named at ``start`` of the text, by any word for it or for its people; ``iso3`` as in GeoNames."""

    start: int
    iso3: str
    code: str
    kind: str


class Context(Record, frozen=True):
    """The states of an article in the order in which they stand, and the one where its war is, if it says so."""

    named: tuple[Named, ...]
    counts: dict[str, int]
    theatre: str | None
    cuts: tuple[int, ...]

    def share(self, iso3: str) -> float:
        """The part of all mentions of states that are of this one."""
        total = sum(self.counts.values())
        return self.counts.get(iso3, 0) / total if total else 0.0

    def near(self, start: int, end: int) -> frozenset[str]:
        """The states that the sentence around a mention names."""
        first, last = bisect_right(self.cuts, start), bisect_left(self.cuts, end)
        left = self.cuts[first - 1] if first else 0
        right = self.cuts[last] if last < len(self.cuts) else math.inf
        return frozenset(n.iso3 for n in self.named if left <= n.start < right)

    @property
    def only(self) -> str | None:
        """PLOVER's code of the one state that the article is about: named at least twice, and no other is."""
        codes = {n.code for n in self.named}
        return next(iter(codes)) if len(codes) == 1 and len(self.named) > 1 else None


def iso3(code: str) -> str:
    """PLOVER's code of a country as ISO 3166 alpha-3; Kosovo has none and goes by XKX."""
    return "XKX" if code == "KOS" else code


def survey(text: str, directory: Directory) -> Context:
    """Read the text once for its states."""
    found = words(text)
    named = []
    i = 0
    while i < len(found):
        hit = directory.at(found, i) if found[i].capital else None
        if hit and hit[0].kind != "agent" and hit[0].country not in TRANSNATIONAL and not _a_person(found, i, hit):
            named.append(Named(start=found[i].start, iso3=iso3(hit[0].country), code=hit[0].country, kind=hit[0].kind))
        i += hit[1] if hit else 1
    counts = Counter(n.iso3 for n in named)
    cuts = tuple(match.end() for match in _SENTENCE_END.finditer(text))
    return Context(named=tuple(named), counts=dict(counts), theatre=_theatre(text, directory), cuts=cuts)


def _a_person(found: Sequence[Word], i: int, hit: tuple[Entry, int]) -> bool:
    """ "Jordan Henderson", "Chad Smith"."""
    entry, n = hit
    after = found[i + n] if i + n < len(found) else None
    if entry.kind != "state" or entry.country not in _COMMON or after is None or found[i].possessive:
        return False
    return after.capital and after.start == found[i + n - 1].end + 1


def _theatre(text: str, directory: Directory) -> str | None:
    counts: Counter[str] = Counter()
    for match in _THEATRE.finditer(text):
        hit = directory.at(words(match[1]), 0)
        if hit and hit[0].kind == "state":
            counts[iso3(hit[0].country)] += 1
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
