"""A place's words taken apart: the names in it with all that they could be, and the words that say what kind.

"the eastern Ukrainian city of Pokrovsk" names Pokrovsk, is said to be a city, and to be Ukraine's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twotrack.records import Record
from twotrack.resolving.context import iso3
from twotrack.resolving.entries import TRANSNATIONAL, Directory, State, split, table
from twotrack.resolving.gazetteer import CITY, DISTRICT, REGION, Gazetteer, Spot
from twotrack.resolving.words import Word, keys, words

_REGIONS = "oblast|region|province|governorate|state|prefecture|krai|republic|territory|emirate|canton|voivodeship"
_DISTRICTS = "district|county|raion|parish|department|township|municipality|division"
_TYPES = frozenset(f"{_REGIONS}|{_DISTRICTS}".split("|"))
_CITIES = "city|town|village|port|capital|settlement|suburb|hamlet|community|hub|camp"
_KINDS = {REGION: f"(?:{_REGIONS})", DISTRICT: f"(?:{_DISTRICTS})", CITY: f"(?:{_CITIES})"}
_AFTER = {level: re.compile(rf"^\W*{kind}s?\b", re.I) for level, kind in _KINDS.items()}
_BEFORE = {level: re.compile(rf"\b{kind}s? of (?:the )?$", re.I) for level, kind in _KINDS.items()}
_NOT_NAMES = frozenset(
    """north south east west northern southern eastern western central northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern city town village county region province district oblast
    state the port sea river lake mount valley hospital school airport street road square park bridge university
    base market church mosque island islands mountain mountains bay camp border front old new great saint upper
    lower downtown inner outer mr mrs in of at near on and for from to by is us""".split()
)
_LINKS = frozenset(
    """al el as ash an ad ar at de la le les los las del da do di du der den van von bin of the and y e ez au aux sur
    upon under on am im in""".split()
)
SOVEREIGN = 5_000_000
LONGEST = 5


class Area(Record, frozen=True):
    """A place of the hand list: seas, regions without an entry, a few spots with a point. ``country`` is ISO's."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None


class Hit(Record, frozen=True):
    """A name in a place's words, at ``[start, end)`` of them, with what it could be. ``level`` is what the words
    beside it say; ``owner`` whether it stands in the possessive ("Ukraine's Sumy region")."""

    text: str
    start: int
    end: int
    spots: tuple[Spot, ...]
    area: Area | None
    level: int | None
    owner: bool


class Words(Record, frozen=True):
    """The words of a place: names known and unknown, and the countries that adjectives in it name."""

    hits: tuple[Hit, ...]
    unknown: tuple[str, ...]
    adjectives: tuple[str, ...]


class Reader:
    """``Reader(directory, gazetteer)("Pokrovsk in the Donetsk region")``."""

    def __init__(self, directory: Directory, gazetteer: Gazetteer) -> None:
        self._directory = directory
        self._gazetteer = gazetteer
        self._areas = _areas()

    def __call__(self, text: str) -> Words:
        """Longest names first, from left to right."""
        found = words(text)
        hits, unknown, adjectives = list[Hit](), list[str](), list[str]()
        i, tail = 0, -1  # tail: the word after a name that is not known, which may go on
        while i < len(found):
            hit, n = self._at(text, found, i)
            people = self._adjective(found, i) if hit is None else None
            joined = i == tail and not found[i - 1].possessive
            if hit and (joined or _is_part(found, i, n)):
                unknown.append(hit.text)
                tail = i + n
            elif hit:
                hits.append(hit)
            elif people:
                adjectives.append(people[0])
                n = people[1]
            elif _is_name(found[i]):
                unknown.append(found[i].text)
                tail = i + 1
            i += n
        return Words(hits=tuple(hits), unknown=tuple(unknown), adjectives=tuple(adjectives))

    def spots(self, name: str) -> list[Spot]:
        """Everything of that name: states first."""
        state = self._state(words(name))
        return [*([state] if state else []), *self._gazetteer.find(name)]

    def _at(self, text: str, found: Sequence[Word], i: int) -> tuple[Hit | None, int]:
        if not _may_start(found[i]):
            return None, 1
        for n in range(min(LONGEST, len(found) - i), 0, -1):
            part = found[i : i + n]
            if not _may_be(part):
                continue
            hit = self._hit(text, part)
            if hit:
                return hit, n
        return None, 1

    def _hit(self, text: str, part: Sequence[Word]) -> Hit | None:
        start, end = part[0].start, part[-1].end
        name = text[start:end]
        area = None if text[end : end + 4] == " of " else self._area(part)
        state = self._state(part)
        spots = [] if area else self._gazetteer.find(name)
        if _acronym(name):  # "LA" is Louisiana here, or nothing: never a village called La
            spots = [spot for spot in spots if spot.level == REGION and spot.country in ("USA", "CAN")]
        if not area and not state and not spots:
            return None
        return Hit(
            text=name,
            start=start,
            end=end,
            spots=tuple([state, *spots] if state else spots),
            area=area,
            level=_level(text, start, end),
            owner=part[-1].possessive,
        )

    def _area(self, part: Sequence[Word]) -> Area | None:
        return self._areas.get(" ".join(w.key for w in part)) or self._areas.get(" ".join(w.plain for w in part))

    def _state(self, part: Sequence[Word]) -> Spot | None:
        hit = self._directory.at(part, 0) if part else None
        if hit is None or hit[1] != len(part) or hit[0].kind != "state":
            return None
        return _spot(self._directory.states[hit[0].country])

    def _adjective(self, found: Sequence[Word], i: int) -> tuple[str, int] | None:
        hit = self._directory.at(found, i) if found[i].capital else None
        if hit is None or hit[0].kind == "agent" or hit[0].country in TRANSNATIONAL:
            return None
        return iso3(hit[0].country), hit[1]


def _is_name(word: Word) -> bool:
    return word.capital and word.plain not in _NOT_NAMES and word.plain not in _TYPES


def _is_part(found: Sequence[Word], i: int, n: int) -> bool:
    """Whether the words are part of a longer name: "Ain al-Asad", "Washington Post", "Paris Hilton" are not Ain,
    Washington and Paris."""
    after = found[i + n :]
    while after and after[0].plain in ("al", "el") and after[0].text.islower():
        after = after[1:]
    if not after or not _is_name(after[0]) or found[i + n - 1].possessive:
        return False
    gap = after[0].start - found[i + n - 1].end
    return gap <= 1 or len(after) < len(found) - i - n


def _may_start(word: Word) -> bool:
    return word.capital or word.text[0].isdigit() or (word.plain in ("al", "el", "as", "ash") and word.text.islower())


def _may_be(part: Sequence[Word]) -> bool:
    """Capitalised words with small links between them, no comma, not one plain word ("City")."""
    if not part[-1].capital or any(w.text in ",;&" for w in part) or any(w.possessive for w in part[:-1]):
        return False
    if any(not w.capital and w.plain not in _LINKS for w in part):
        return False
    return not all(w.plain in _NOT_NAMES or not w.capital for w in part) or part[0].key.isupper()


def _acronym(name: str) -> bool:
    return name.isupper() and len(name.replace(".", "")) <= 4


def _level(text: str, start: int, end: int) -> int | None:
    after, before = text[end:], text[:start]
    for level in (REGION, DISTRICT, CITY):
        if _AFTER[level].match(after) or _BEFORE[level].search(before):
            return level
    return None


def _spot(state: State) -> Spot:
    return Spot(
        id=state.geonameid,
        name=state.name,
        level=0,
        country=state.iso3,
        admin1=0,
        admin2=0,
        population=SOVEREIGN,
        lat=state.lat,
        lon=state.lon,
        main=True,
    )


def _areas() -> dict[str, Area]:
    found: dict[str, Area] = {}
    for row in table("areas.csv"):
        point = (float(row["lat"]), float(row["lon"])) if row["lat"] else (None, None)
        area = Area(name=row["name"], country=row["country"] or None, lat=point[0], lon=point[1])
        for alias in (row["name"], *split(row["aliases"])):
            found.setdefault(" ".join(keys(alias)), area)
    return found
