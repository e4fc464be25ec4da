"""GeoJSON (RFC 7946): one point an event, WGS 84, longitude first. An event without a point is left out and counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from twotrack.exporting import flat
from twotrack.exporting.told import Told, Written, point

NO_POINT = "no point"


def write(tolds: Iterable[Told], target: BinaryIO) -> Written:
    """One feature a line; properties are the columns of the flat table."""
    rows = without = 0
    target.write(b'{"type":"FeatureCollection","features":[')
    for told in tolds:
        made = _feature(told)
        if made is None:
            without += 1
            continue
        target.write((b",\n" if rows else b"\n") + made)
        rows += 1
    target.write(b"\n]}\n")
    return Written(rows=rows, left_out=((NO_POINT, without),) if without else ())


def _feature(told: Told) -> bytes | None:
    spot = point(told.event.place)
    if spot is None:
        return None
    known = flat.row(told)
    properties = {name: known[name] for name in flat.COLUMNS if name not in ("latitude", "longitude")}
    return msgspec.json.encode(
        {
            "type": "Feature",
            "id": told.event.id,
            "geometry": {"type": "Point", "coordinates": [spot[1], spot[0]]},
            "properties": properties,
        }
    )
