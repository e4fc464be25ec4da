"""Parquet: the flat table with its types, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO

from twotrack.exporting import flat
from twotrack.exporting.told import Told, Written

if TYPE_CHECKING:
    import polars


def frame(rows: Sequence[flat.Flat]) -> polars.DataFrame:
    """Flat rows as a DataFrame with the same columns and types, also where there are none."""
    import polars

    return polars.DataFrame(rows, schema={name: getattr(polars, kind) for name, kind in flat.COLUMNS.items()})


def write(tolds: Iterable[Told], target: BinaryIO) -> Written:
    """All events, one row each."""
    rows = [flat.row(told) for told in tolds]
    frame(rows).write_parquet(target)
    return Written(rows=len(rows))
