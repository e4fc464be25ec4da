"""GeoNames' places, districts and regions by name, from the one file beside this module (``NOTICE.md``).

A name is found by bisection in one sorted block of keys: 600,000 Python strings would take ten times the memory.
"""

from __future__ import annotations

from bisect import bisect_left
from importlib.resources import as_file, files

import numpy as np
import polars as pl

from twotrack.records import Record
from twotrack.resolving.folding import fold

REGION, DISTRICT, CITY = 1, 2, 3


class Spot(Record, frozen=True):
    """A place of the gazetteer. ``level`` is 0 for countries and territories, 1 for regions, 2 for districts, 3 for
    cities, towns and villages; ``country`` is ISO 3166 alpha-3; ``main`` whether it was found by its main name."""

    id: int
    name: str
    level: int
    country: str
    admin1: int
    admin2: int
    population: int
    lat: float
    lon: float
    main: bool


class Gazetteer:
    """``Gazetteer().find("Pokrovsk")``: all places of that name. Loading takes a third of a second."""

    def __init__(self) -> None:
        with as_file(files("twotrack.resolving").joinpath("gazetteer.parquet")) as path:
            frame = pl.read_parquet(path)
        index = frame.select("keys", pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")).explode("keys")
        index = index.sort("keys", "row")
        self._rows = index["row"].to_numpy()
        self._ends = index["keys"].str.len_bytes().cum_sum().to_numpy()
        self._blob = str(index["keys"].str.join("").item()).encode()
        self._names = frame["name"]
        self._countries = frame["country"]
        self._numbers = {
            column: frame[column].fill_null(0).to_numpy()
            for column in ("id", "level", "admin1", "admin2", "population", "lat", "lon")
        }
        regions = frame.filter(pl.col("level") == REGION)
        self._regions = dict(zip(regions["id"].to_list(), regions["name"].to_list(), strict=True))

    def find(self, name: str) -> list[Spot]:
        """All places that have this name, in the order of the file."""
        key = fold(name)
        return [self._spot(int(row), key) for row in self._matches(key.encode())] if key else []

    def by_id(self, number: int) -> Spot | None:
        """The place with this geonameid."""
        rows = np.flatnonzero(self._numbers["id"] == number)
        return self._spot(int(rows[0]), fold(str(self._names[int(rows[0])]))) if len(rows) else None

    def region(self, number: int) -> str | None:
        """The name of a region (level 1) by its geonameid."""
        return self._regions.get(number)

    def _key(self, i: int) -> bytes:
        start = int(self._ends[i - 1]) if i else 0
        return self._blob[start : int(self._ends[i])]

    def _matches(self, key: bytes) -> np.ndarray:
        first = bisect_left(range(len(self._rows)), key, key=self._key)
        last = first
        while last < len(self._rows) and self._key(last) == key:
            last += 1
        return self._rows[first:last]

    def _spot(self, row: int, key: str) -> Spot:
        number = {column: int(values[row]) for column, values in self._numbers.items()}
        name = str(self._names[row])
        return Spot(
            id=number["id"],
            name=name,
            level=number["level"],
            country=str(self._countries[row]),
            admin1=number["admin1"],
            admin2=number["admin2"],
            population=number["population"],
            lat=number["lat"] / 10_000,
            lon=number["lon"] / 10_000,
            main=fold(name) == key,
        )
