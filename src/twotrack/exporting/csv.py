"""CSV for spreadsheets and R: UTF-8, RFC 4180, empty is missing, no line breaks in cells, no live formulas.

>>> cell("=1+1"), cell("-12 dead"), cell(-12.5), cell(None), cell("two\\nlines")
("'=1+1", "'-12 dead", -12.5, '', 'two lines')
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, TextIO

from twotrack.exporting import flat
from twotrack.exporting.told import Told, Written

# A cell that begins so is run as a formula by Excel, LibreOffice and Google Sheets (OWASP, CSV injection);
# the full-width forms too, since some of them fold those to ASCII.
LIVE = "=+-@\t\r\n＝＋－＠"


def cell(value: Any) -> Any:
    """A value as it stands in a cell; text that would be a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else value
    text = " ".join(value.split())
    return f"'{text}" if any(v and v[0] in LIVE for v in (value, text)) else text


def write(columns: Sequence[str], rows: Iterable[dict[str, Any]], target: TextIO) -> int:
    """Write rows; the number of them."""
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([cell(row[column]) for column in columns])
        count += 1
    return count


def write_events(tolds: Iterable[Told], target: BinaryIO) -> Written:
    """The flat table: all events, one row each."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    try:
        return Written(rows=write(list(flat.COLUMNS), (flat.row(told) for told in tolds), text))
    finally:
        text.flush()
        text.detach()
