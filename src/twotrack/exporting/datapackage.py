"""``datapackage.json`` beside a CSV file: the Frictionless description of its columns, as a codebook for programs."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from twotrack import codebook
from twotrack.exporting import flat
from twotrack.exporting.tables import Column, columns

_TYPES = {"String": "string", "Boolean": "boolean", "Float64": "number"}
_DATES = {"event_date", "event_date_end", "first_published", "last_published"}


def describe(table: Path) -> bytes:
    """The description of a CSV file that was just written, with its length and hash."""
    with table.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    resource = {
        "name": "events",
        "path": table.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": table.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {"fields": [_field(column) for column in columns()], "missingValues": [""], "primaryKey": "event_id"},
    }
    package = {"name": "twotrack-events", "profile": "tabular-data-package", "resources": [resource]}
    return msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"


def _field(column: Column) -> dict[str, Any]:
    type = "date" if column.name in _DATES else _TYPES.get(flat.COLUMNS[column.name], "integer")
    values: list[Any] = list(column.values)
    if column.name == "event_type":
        values = list(codebook.load().types)
    if type == "integer":
        values = [int(value) for value in values]
    made: dict[str, Any] = {"name": column.name, "type": type, "description": column.description}
    if values and type != "boolean":
        made["constraints"] = {"enum": values}
    return {**made, "hxl_tag": column.hxl}
