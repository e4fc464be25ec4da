"""All formats that events are exported in, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import BinaryIO

from twotrack.exporting import acled, csv, gdelt, ged, geojson, graphml, parquet, polecat, profile, xlsx
from twotrack.exporting.told import Told, Written

Writer = Callable[[Iterable[Told], BinaryIO], Written]

FORMATS: dict[str, Writer] = {
    "csv": csv.write_events,
    "parquet": parquet.write,
    "xlsx": xlsx.write,
    "geojson": geojson.write,
    "graphml": graphml.write,
    "polecat": partial(profile.write, polecat.profile()),
    "polecat-2023": partial(profile.write, polecat.profile("2023")),
    "gdelt": partial(profile.write, gdelt.profile()),
    "acled": partial(profile.write, acled.profile()),
    "ged": partial(profile.write, ged.profile()),
}
