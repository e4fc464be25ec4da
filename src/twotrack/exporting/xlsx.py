"""An Excel workbook: events, their sources, the codebook, and about. Text is written as text, never as a formula.

The same ledger gives the same bytes: the workbook's own date is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from twotrack import codebook
from twotrack.errors import UsageError
from twotrack.exporting import flat
from twotrack.exporting.csv import LIVE
from twotrack.exporting.tables import columns
from twotrack.exporting.told import Told, Written
from twotrack.records import Article

# Excel's own bounds: characters of a cell, rows of a sheet, and the first day that it knows.
_CELL = 32_767
_ROWS = 1_048_576
_FIRST = "1900-03-01"
_DATES = {"event_date", "event_date_end", "first_published", "last_published"}
_SOURCE = "event_id article_id outlet title published url".split()
_BOOK = "column description values hxl".split()
_TYPES = "event_type definition track quad_code modes".split()
_ABOUT = (
    ("events", "one row an event; an empty cell is not known"),
    ("sources", "one row an event and article that tells it"),
    ("columns", "what each column of events is"),
    ("codebook", "the event types and their modes"),
)


def write(tolds: Iterable[Told], target: BinaryIO) -> Written:
    """Write the workbook.

    Raises:
        UsageError: more rows than a sheet holds.
    """
    import xlsxwriter

    held = list(tolds)
    sources = [row for told in held for row in _sources(told)]
    if max(len(held), len(sources)) >= _ROWS:
        raise UsageError(
            f"a sheet holds {_ROWS:,} rows", advice="twotrack export LEDGER --as parquet -o events.parquet"
        )
    # Rows go to a temporary file one by one: 50,000 events take 80 MB so, and 600 MB when they are held.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": "twotrack events", "created": datetime(2000, 1, 1)})
    sheets = Sheets(book)
    names = list(flat.COLUMNS)
    sheets.add("events", names, ([row[name] for name in names] for row in map(flat.row, held)))
    sheets.add("sources", _SOURCE, sources)
    sheets.add("columns", _BOOK, _columns())
    sheets.add("codebook", _TYPES, _types())
    sheets.add("about", ["sheet", "holds"], _ABOUT)
    book.close()
    return Written(rows=len(held))


class Sheets:
    """The sheets of a workbook, with its cell styles."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        # Keeps text that begins like a formula text when somebody edits the cell or saves it as CSV anew.
        self.plain = book.add_format({"quote_prefix": True})

    def add(self, name: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """A sheet with a frozen header and filters."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(names) - 1, 18)
        last = 0
        for at, title in enumerate(names):
            sheet.write_string(0, at, title, self.bold)
        for last, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                self._cell(sheet, last, at, value, names[at] in _DATES)
        sheet.autofilter(0, 0, last, len(names) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: Any, dated: bool) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value)
        elif dated and value[:10] >= _FIRST:
            sheet.write_datetime(row, column, date.fromisoformat(value[:10]), self.day)
        else:
            text = value if len(value) <= _CELL else f"{value[: _CELL - 1]}…"
            sheet.write_string(row, column, text, self.plain if text.lstrip()[:1] in LIVE else None)


def _sources(told: Told) -> Iterator[list[str | None]]:
    for page in told.articles:
        yield [told.event.id, page.id, page.outlet, page.title, _published(page), page.url]


def _published(page: Article) -> str | None:
    return page.published[:10] if page.published else None


def _columns() -> Iterator[list[str]]:
    for column in columns():
        yield [column.name, column.description, ", ".join(column.values), column.hxl]


def _types() -> Iterator[list[str]]:
    for name, type in codebook.load().types.items():
        yield [name, type.definition, type.track, type.quad, ", ".join(type.modes)]
