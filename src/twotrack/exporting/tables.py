"""The tables beside this file: countries in the codes that others use, and CAMEO codes of event types."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from twotrack.records import Record


class Country(Record, frozen=True):
    """One country: ISO 3166 numeric, FIPS 10-4, Gleditsch and Ward's number, and the regions of ACLED and UCDP.

    ``""`` where there is none, or where it could not be made sure.
    """

    iso3: str
    name: str = ""
    numeric: str = ""
    fips: str = ""
    gw: str = ""
    acled_region: str = ""
    ucdp_region: str = ""


def _rows(name: str) -> list[dict[str, str]]:
    with files("twotrack.exporting").joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def countries() -> dict[str, Country]:
    """Countries by ISO 3166 alpha-3.

    >>> countries()["UKR"].fips, countries()["UKR"].numeric, countries()["UKR"].gw
    ('UP', '804', '369')
    """
    return {row["iso3"]: Country(**row) for row in _rows("countries.csv")}


def country(iso3: str | None) -> Country:
    """A country, all but its code empty when it is not in the table."""
    return countries().get(iso3 or "", Country(iso3=iso3 or ""))


@cache
def cameo() -> dict[tuple[str, str], tuple[str, float]]:
    """CAMEO code and Goldstein value of an event type and mode; mode ``""`` is the type alone.

    >>> cameo()["RETREAT", "ceasefire"]
    ('0871', 9.0)
    """
    return {(row["event"], row["mode"]): (row["code"], float(row["goldstein"])) for row in _rows("cameo.csv")}


@cache
def acled_types() -> dict[tuple[str, str], tuple[str, str]]:
    """ACLED's event and sub-event type of an event type and mode; mode ``""`` is any mode.

    >>> acled_types()["ASSAULT", "drone"]
    ('Explosions/Remote violence', 'Air/drone strike')
    """
    return {(row["event"], row["mode"]): (row["event_type"], row["sub_event_type"]) for row in _rows("acled.csv")}


class Column(Record, frozen=True):
    """One column of the flat table: what it is, the values it can have (``()`` for any), and its HXL tag."""

    name: str
    description: str
    values: tuple[str, ...]
    hxl: str


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the flat table, in order."""
    return tuple(
        Column(
            name=row["name"],
            description=row["description"],
            values=tuple(filter(None, row["values"].split("|"))),
            hxl=row["hxl"],
        )
        for row in _rows("columns.csv")
    )
