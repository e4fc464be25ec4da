"""The page as the server first sends it: header, filters and a page of rows as plain HTML, before any script runs."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from twotrack.web.query import Query, filters
from twotrack.web.selecting import selected
from twotrack.web.snapshot import Snapshot
from twotrack.web.view import PAGE, chips


@cache
def _template() -> Template:
    loader = PackageLoader("twotrack.web", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("page.html")


def home(query: Query, snapshot: Snapshot, *, frozen: bool = False) -> bytes:
    """The page for a query; ``frozen`` is for ``twotrack site``."""
    chosen = selected(query, snapshot)
    part = chosen[(query.page - 1) * PAGE : query.page * PAGE]
    page = _template().render(
        header=snapshot.header,
        frozen=frozen,
        version=snapshot.version,
        total=len(chosen),
        ground=int(snapshot.ground[chosen].sum()),
        query=query,
        pages=-(-len(chosen) // PAGE),
        chips=[c | {"without": without(query, c["name"], c["value"])} for c in chips(query, snapshot)],
        rows=[msgspec.json.decode(snapshot.rows[n]) for n in part.tolist()],
        address=lambda **changes: address(query, **changes),
    )
    return page.encode("utf-8", "replace")


def without(query: Query, name: str, value: str) -> str:
    """The address without one filter value."""
    return _joined([(n, v) for n, v in filters(query) if (n, v) != (name, value)])


def address(query: Query, **changes: Any) -> str:
    """The query's own filters, with others set besides.

    >>> address(Query(track="ground"), page=2)
    '?track=ground&page=2'
    """
    kept = [(n, v) for n, v in filters(query) if n not in changes]
    sort = [] if query.sort == "-date" or "sort" in changes else [("sort", query.sort)]
    return _joined([*kept, *sort, *((n, str(v)) for n, v in changes.items() if v is not None)])


def _joined(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs)}"
