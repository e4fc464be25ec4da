"""The directory: who is who, from the tables in ``directory/``, and the longest entry that starts at a word.

Names are compared by :func:`words.keys`, so that "U.S." and "US" are one and "us" is not. A ``?`` before an alias
marks a name that other countries use too ("?Security Council"): a country in the same phrase then outweighs it.
A user's own entries come before those of the tables where both have the same words.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from importlib.resources import files
from typing import Literal

from twotrack.records import Record
from twotrack.resolving.words import Word, keys

Kind = Literal["state", "adjective", "capital", "person", "body", "group", "area", "agent"]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
TRANSNATIONAL = ("IGO", "NGO", "ISM", "IMG", "MNC")


class Entry(Record, frozen=True):
    """One name of somebody. ``country`` is PLOVER's code, ``""`` for agents; ``strength`` is for agents alone.

    ``terms`` are the days in office of a person, first and last, ``""`` for still; of an own entry the days on which
    it holds. ``own`` is the user's file that an entry is from, ``""`` for the tables here.
    """

    kind: Kind
    name: str
    country: str = ""
    sector: str = ""
    strength: int = 0
    weak: bool = False
    terms: tuple[tuple[str, str], ...] = ()
    own: str = ""

    @property
    def code(self) -> str:
        """Country plus sector."""
        return self.country + self.sector

    def holds(self, day: str) -> bool:
        """Whether the day lies in one of its terms."""
        return any(first <= day and (not last or day <= last) for first, last in self.terms)


class State(Record, frozen=True):
    """A country: PLOVER's code, GeoNames' number, and a point in its middle."""

    code: str
    name: str
    geonameid: int
    lat: float
    lon: float

    @property
    def iso3(self) -> str:
        """ISO 3166 alpha-3, or the code in use where ISO has none (Kosovo)."""
        return "XKX" if self.code == "KOS" else self.code


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the directory."""
    text = files("twotrack.resolving").joinpath("directory", name).read_text("utf-8")
    return iter(csv.DictReader(text.splitlines()))


def split(cell: str) -> list[str]:
    """The parts of a cell: ``a|b``."""
    return [part for part in cell.split("|") if part]


class Directory:
    """All entries by their key, loaded once."""

    def __init__(self) -> None:
        self.states: dict[str, State] = {}
        self._entries: dict[str, Entry] = {}
        self._longest: dict[str, int] = {}
        self._own: dict[str, list[tuple[Entry, bool]]] = {}
        self._day = ""
        self.capitals: list[tuple[str, str]] = []
        for alias, entry in self._all():
            self._add(alias, entry)

    def with_own(self, own: Iterable[tuple[str, Entry]]) -> Directory:
        """This directory with a user's own entries; of those with the same words the first that holds counts."""
        joined = copy(self)
        joined._longest, joined._own = dict(self._longest), {}
        for alias, entry in own:
            found = keys(alias)
            if not found:
                continue
            joined._own.setdefault(" ".join(found), []).append((entry, alias != alias.lower()))
            joined._longest[found[0]] = max(joined._longest.get(found[0], 0), len(found))
        return joined

    def on(self, published: str | None) -> Directory:
        """This directory on the day of publication: an own entry with terms counts while they last, one without
        at any time when no other does."""
        dated = copy(self)
        dated._day = (published or "")[:10] if _DAY.match(published or "") else ""
        return dated

    def _all(self) -> Iterator[tuple[str, Entry]]:
        countries = list(self._countries())
        yield from _members("groups.csv", "group", ())
        yield from _members("bodies.csv", "body", {state.name for state in self.states.values()})
        yield from _people()
        yield from countries
        yield from _lands()
        yield from _agents()

    def _countries(self) -> Iterator[tuple[str, Entry]]:
        rows = list(table("states.csv"))
        for row in rows:
            code, name = row["iso3"], row["name"]
            lat, lon, number = float(row["lat"]), float(row["lon"]), int(row["geonameid"])
            self.states[code] = State(code=code, name=name, geonameid=number, lat=lat, lon=lon)
            for alias in (name, *split(row["aliases"])):
                yield alias, Entry(kind="state", name=name, country=code)
        for row in rows:
            for alias in split(row["adjectives"]):
                entry = Entry(kind="adjective", name=row["name"], country=row["iso3"])
                yield from ((alias, entry), (alias + "s", entry))
            for alias in split(row["capital"]):
                self.capitals.append((alias, self.states[row["iso3"]].iso3))
                yield alias, Entry(kind="capital", name=row["name"], country=row["iso3"], sector="GOV")

    def _add(self, alias: str, entry: Entry) -> None:
        found = keys(alias)
        key = " ".join(found)
        if key and key not in self._entries:
            self._entries[key] = entry
            self._longest[found[0]] = max(self._longest.get(found[0], 0), len(found))

    def at(self, words: Sequence[Word], i: int) -> tuple[Entry, int] | None:
        """The longest entry that starts at word ``i``, and the number of its words."""
        word = words[i]
        longest = max(self._longest.get(word.key, 0), self._longest.get(word.plain, 0))
        for n in range(min(longest, len(words) - i), 0, -1):
            part = words[i : i + n]
            spellings = list(dict.fromkeys((" ".join(w.key for w in part), " ".join(w.plain for w in part))))
            entry = self._own_at(spellings, part)
            if entry is not None:
                return entry, n
            entry = next((self._entries[key] for key in spellings if key in self._entries), None)
            if entry is not None and _fits(entry, part):
                return entry, n
        return None

    def _own_at(self, spellings: Sequence[str], part: Sequence[Word]) -> Entry | None:
        named = len(part) > 1 or any(w.capital for w in part)
        found = [
            entry for key in spellings for entry, capital in self._own.get(key, ()) if named or not capital
        ]  # fmt: skip
        dated = (entry for entry in found if entry.terms and self._day and entry.holds(self._day))
        return next(dated, None) or next((entry for entry in found if not entry.terms), None)


def _fits(entry: Entry, part: Sequence[Word]) -> bool:
    """A name starts with a capital somewhere; "turkey" and "polish" are ordinary words."""
    return entry.kind == "agent" or any(w.capital for w in part) or not entry.name[:1].isupper() or len(part) > 1


def _members(file: str, kind: Literal["body", "group"], states: Collection[str]) -> Iterator[tuple[str, Entry]]:
    """A row whose name is a state's ("Russia") lists words that stand for its government ("Kremlin"); a row with the
    name ``*`` lists bodies that share a code and nothing else."""
    for row in table(file):
        code, name = row["code"], row["name"].lstrip("?")
        for alias in (row["name"], *split(row["aliases"])):
            if alias in states or alias == "*":
                continue
            bare, weak = alias.lstrip("?"), alias.startswith("?")
            shown = bare if name == "*" else name
            yield bare, Entry(kind=kind, name=shown, country=code[:3], sector=code[3:], weak=weak)


def _people() -> Iterator[tuple[str, Entry]]:
    for row in table("people.csv"):
        ends = [term.split("..") for term in row["terms"].split()]
        entry = Entry(
            kind="person",
            name=row["name"],
            country=row["code"][:3],
            sector=row["code"][3:],
            terms=tuple((first, last) for first, last in ends),
        )
        for alias in (row["name"], *split(row["aliases"])):
            yield alias, entry


def _lands() -> Iterator[tuple[str, Entry]]:
    """Parts of countries whose names say which country an article tells of."""
    for row in (*table("lands.csv"), *table("areas.csv")):
        entry = Entry(kind="area", name=row["name"], country=row["country"])
        if entry.country and not row.get("lat"):
            yield from ((alias, entry) for alias in (row["name"], *split(row.get("aliases") or "")))


def _agents() -> Iterator[tuple[str, Entry]]:
    for row in table("agents.csv"):
        for alias in split(row["words"]):
            entry = Entry(kind="agent", name=alias, sector=row["sector"], strength=int(row["strength"]))
            yield alias, entry
            if not alias.endswith("s"):
                yield alias + "s", entry
