"""A ledger held in columns, so that a filter and all panels over 50,000 events take a few milliseconds.

Events are numbered by id; every array has one entry an event unless it says otherwise. Nothing in it is ever changed:
a new version of the ledger is a new snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from twotrack.records import Record
from twotrack.web.spots import Spot

Ints: TypeAlias = "NDArray[np.int32]"
Bools: TypeAlias = "NDArray[np.bool_]"

NO_DAY = -(2**31)  # no day is known
NO_GRADE = 9  # worse than every credibility


class Party(Record, frozen=True):
    """A party of events. ``key`` is what the filter ``party`` takes to mean just this one: its code, else its name."""

    key: str
    code: str
    name: str
    country: str | None
    sector: str | None


class Header(Record, frozen=True):
    """What the ledger holds: ``inputs == articles + duplicates + refusals``; ``freshness`` the newest publication."""

    name: str
    freshness: str | None
    inputs: int
    articles: int
    duplicates: int
    refusals: int
    origins: int
    events: int
    ground: int
    table: int
    coder: str
    finished: bool


@dataclass(frozen=True, slots=True)
class Links:
    """Many to many: ``event[k]`` has ``other[k]``; sorted by event."""

    event: Ints
    other: Ints


@dataclass(frozen=True, slots=True)
class Dyads:
    """Pairs of parties: who acts, and on whom."""

    actor: Ints
    other: Ints

    def __len__(self) -> int:
        return len(self.actor)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as JSON bytes, all in one, so that they are small and quickly handed from process to process."""

    data: bytes
    ends: NDArray[np.int64]

    def __getitem__(self, number: int) -> bytes:
        return self.data[self.ends[number - 1] if number else 0 : self.ends[number]]


def id_key(id: str) -> int:
    """A row's id as a 64-bit number."""
    return int.from_bytes(blake2b(id.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Numbers by id: ``row[k]`` is about the id ``key[k]``; an id may have several."""

    key: NDArray[np.uint64]
    row: NDArray[np.int64]

    def of(self, id: str) -> list[int]:
        """The numbers of an id."""
        key = np.uint64(id_key(id))
        first, last = np.searchsorted(self.key, key, "left"), np.searchsorted(self.key, key, "right")
        return [int(n) for n in self.row[first:last]]


class Source(Record, frozen=True):
    """Where articles are from, by outlet, host and language; ``reliability`` is the letter that a person gave."""

    outlet: str | None
    host: str | None
    language: str | None
    reliability: str


@dataclass(frozen=True, slots=True)
class Articles:
    """One entry an article: its source, its origin and the day of its publication."""

    source: Ints
    origin: Ints
    day: Ints


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a ledger. ``bar`` is whether an event counts for its day; ``hay`` its words, folded.

    ``orders`` are all events in each order that they can be sorted in, first to last; ``dyads`` the pairs of parties
    that ``pairs.other`` counts; ``spot_numbers`` and ``party_numbers`` find spots and parties by their keys, the latter
    without regard to case; ``placed`` is whether a spot is a point; ``coverage`` articles by day; ``copies`` the
    articles of each origin that more than one has; ``judgements`` finds rows of that table, ``reports`` events;
    ``spoken`` is whether an event has a claim; ``pages`` are the articles of events; ``open`` is whether it did not
    (yet) happen.
    """

    version: str
    header: Header
    ids: tuple[str, ...]
    rows: Rows
    hay: pl.Series
    day: Ints
    bar: Bools
    ground: Bools
    type: Ints
    types: tuple[str, ...]
    status: Ints
    statuses: tuple[str, ...]
    country: Ints
    countries: tuple[str, ...]
    origins: Ints
    credibility: Ints
    cooperation: Bools
    lever: Bools
    open: Bools
    agreed: Bools
    broken: Bools
    spot: Ints
    spots: tuple[Spot, ...]
    spot_words: pl.Series
    spot_numbers: dict[str, int]
    placed: Bools
    who: Links
    whom: Links
    either: Links
    parties: tuple[Party, ...]
    party_words: pl.Series
    party_numbers: dict[str, tuple[int, ...]]
    pairs: Links
    dyads: Dyads
    orders: dict[str, Ints]
    coverage: dict[int, int]
    judgements: Lookup
    reports: Lookup
    copies: dict[str, tuple[str, ...]]
    spoken: Bools
    contested: Bools
    pages: Links
    articles: Articles
    sources: tuple[Source, ...]

    def __len__(self) -> int:
        return len(self.ids)
