"""Text tables in the columns of others: how their files are laid out, and writing them.

Each profile is a small file of its own: its columns as published, and one function from an event to a row.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from twotrack.exporting.csv import cell
from twotrack.exporting.told import NOT_HAPPENED, LeftOut, Told, Written
from twotrack.records import Record

Row = dict[str, Any] | LeftOut


class Profile(Record, frozen=True):
    """A published table. A column that ``row`` does not give is ``missing``; ``quoted`` is whether cells may be."""

    columns: tuple[str, ...]
    row: Callable[[Told], Row]
    separator: str = ","
    header: bool = True
    missing: str = ""
    quoted: bool = True


def kept(tolds: Iterable[Told], row: Callable[[Told], Row], left: Counter[str]) -> Iterator[dict[str, Any]]:
    """Rows of what happened; what did not, and what the format can't hold, is counted in ``left``.

    The published formats have no column for "planned" or "denied": such a row would be read as a fact.
    """
    for told in tolds:
        made = row(told) if told.event.status == "happened" else LeftOut(reason=NOT_HAPPENED)
        if isinstance(made, LeftOut):
            left[made.reason] += 1
        else:
            yield made


def write(profile: Profile, tolds: Iterable[Told], target: BinaryIO) -> Written:
    """Write a table in a published layout, in UTF-8."""
    left: Counter[str] = Counter()
    rows = 0
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    try:
        writer = _writer(profile, text)
        if profile.header:
            writer.writerow(profile.columns)
        for made in kept(tolds, profile.row, left):
            writer.writerow([_cell(profile, made.get(column)) for column in profile.columns])
            rows += 1
    finally:
        text.flush()
        text.detach()
    return Written(rows=rows, left_out=tuple(sorted(left.items())))


def _writer(profile: Profile, text: io.TextIOWrapper) -> Any:
    if profile.quoted:
        return csv.writer(text, delimiter=profile.separator, lineterminator="\n")
    return csv.writer(text, delimiter=profile.separator, lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)


def _cell(profile: Profile, value: Any) -> Any:
    made = cell(value)
    if made == "":
        return profile.missing
    # Files without quoting are read so, and by readers that do not know it: a cell must never begin with one.
    return made if profile.quoted or not isinstance(made, str) else made.replace('"', "'")
