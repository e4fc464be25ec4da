"""The query of an address: filters by name, everything else refused by name.

>>> parse("type=ASSAULT&origins=2").types
('ASSAULT',)
>>> parse("colour=red")
Traceback (most recent call last):
    ...
twotrack.web.query.BadQuery: no filter is called 'colour'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import get_args
from urllib.parse import parse_qsl, urlencode

import msgspec

from twotrack import codebook
from twotrack.records import Record, Status

LONGEST = 4096  # bytes of a whole query
MOST = 20  # values of one filter, and words of `q`
VALUE = 200  # characters of one value
TABS = ("ledger", "claims", "table", "brief", "sources")
SORTS = ("date", "origins", "credibility", "importance")
_REPEATED = {"type": "types", "status": "statuses", "party": "parties"}
_COUNTRY = re.compile(r"[A-Z]{3}")
_ID = re.compile(r"[A-Za-z0-9:_-]{1,64}")


class BadQuery(Exception):
    """A query that can't be understood: what is wrong, and what would be right."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Query(Record, frozen=True):
    """What an address asks for. ``first`` and ``last`` are days, both inclusive; ``other`` is the filter ``with``."""

    first: date | None = None
    last: date | None = None
    track: str | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    other: str | None = None
    place: str | None = None
    country: str | None = None
    origins: int | None = None
    credibility: int | None = None
    q: str | None = None
    sort: str = "-date"
    page: int = 1
    event: str | None = None
    tab: str | None = None

    @property
    def key(self) -> str:
        """The same for all addresses that ask for the same rows."""
        return urlencode([*filters(self), ("sort", self.sort), ("page", str(self.page))])


# The query's field and the address's name, where they differ.
NAMES = {"from": "first", "to": "last", "with": "other"} | _REPEATED
FILTERS = (
    "from", "to", "track", "type", "status", "party", "with", "place", "country", "origins", "credibility", "q",
)  # fmt: skip


def filters(query: Query) -> list[tuple[str, str]]:
    """The filters that are set, as name and value, in a fixed order."""
    found = [(name, getattr(query, NAMES.get(name, name))) for name in FILTERS]
    return [
        (name, str(one))
        for name, value in found
        if value not in (None, ())
        for one in (value if isinstance(value, tuple) else (value,))
    ]


def parse(text: str) -> Query:
    """The query of an address, without its question mark.

    Raises:
        BadQuery: a name or a value is not known.
    """
    given: dict[str, list[str]] = {}
    for name, value in _pairs(text):
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        if name not in _READERS:
            raise BadQuery(f"no filter is called {name[:40]!r}", f"one of: {' '.join(_READERS)}")
        if len(values) > (MOST if name in _REPEATED else 1):
            raise BadQuery(f"{name} is given {len(values)} times", f"at most {MOST if name in _REPEATED else 1}")
    made = {NAMES.get(name, name): _read(name, values) for name, values in given.items()}
    query = msgspec.convert(made, Query)
    if query.first and query.last and query.first > query.last:
        raise BadQuery("from lies after to", "from=2026-06-01&to=2026-06-30")
    return query


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    if len(text) > LONGEST:
        raise BadQuery("the query is too long", f"at most {LONGEST} characters")
    try:
        pairs = parse_qsl(text, errors="strict", max_num_fields=64)
    except ValueError as error:  # also what is not UTF-8
        raise BadQuery("the query can't be read", "NAME=VALUE&NAME=VALUE, percent-encoded UTF-8") from error
    for name, value in pairs:
        if len(value) > VALUE or not all(c.isprintable() for c in value):
            raise BadQuery(f"the value of {name[:40]!r} can't be", f"at most {VALUE} characters, none of control")
    return [(name, value.strip()) for name, value in pairs if value.strip()]


def _read(name: str, values: list[str]) -> object:
    reader = _READERS[name]
    if name in _REPEATED:
        return tuple(sorted({str(reader(value)) for value in values}))
    return reader(values[0])


def _day(value: str) -> date:
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadQuery(f"{value!r} is not a day", "YYYY-MM-DD")


def _one_of(name: str, words: Iterable[str]) -> Callable[[str], str]:
    known = tuple(words)

    def read(value: str) -> str:
        if value not in known:
            raise BadQuery(f"{value!r} is no {name}", f"one of: {' '.join(known)}")
        return value

    return read


def _number(name: str, low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high):
            raise BadQuery(f"{name} can't be {value!r}", f"a number from {low} to {high}")
        return int(value)

    return read


def _matching(name: str, shape: re.Pattern[str], hint: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not shape.fullmatch(value):
            raise BadQuery(f"{name} can't be {value!r}", hint)
        return value

    return read


def _words(value: str) -> str:
    if len(value.split()) > MOST:
        raise BadQuery("q has too many words", f"at most {MOST}")
    return " ".join(value.split())


_READERS: dict[str, Callable[[str], object]] = {
    "from": _day,
    "to": _day,
    "track": _one_of("track", ("ground", "table")),
    "type": _one_of("type", codebook.load().types),
    "status": _one_of("status", get_args(Status)),
    "party": str,
    "with": str,
    "place": str,
    "country": _matching("country", _COUNTRY, "three capital letters (ISO 3166): UKR"),
    "origins": _number("origins", 1, 1_000_000),
    "credibility": _number("credibility", 1, 6),
    "q": _words,
    "sort": _one_of("sort", [f"{sign}{name}" for name in SORTS for sign in ("", "-")]),
    "page": _number("page", 1, 100_000),
    "event": _matching("event", _ID, "an id, or its beginning"),
    "tab": _one_of("tab", TABS),
}
