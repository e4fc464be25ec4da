"""``/api/view``: one query, all panels and a page of rows, as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from twotrack.web import panels
from twotrack.web.query import Query, filters
from twotrack.web.selecting import Masks, masks, ordered, together
from twotrack.web.snapshot import Bools, Ints, Snapshot
from twotrack.web.spots import land

PAGE = 100  # rows


def view(query: Query, snapshot: Snapshot) -> bytes:
    """All that the page shows of a query."""
    found = masks(query, snapshot)
    mask = together(found, len(snapshot))
    chosen = ordered(query, mask, snapshot)
    ground = int((mask & snapshot.ground).sum())
    return msgspec.json.encode(
        {
            "version": snapshot.version,
            "header": snapshot.header,
            "chips": chips(query, snapshot),
            "total": len(chosen),
            "ground": ground,
            "table": len(chosen) - ground,
            "page": query.page,
            "pages": -(-len(chosen) // PAGE),
            **_panels(query, mask, found, snapshot),
            "rows": listed(chosen[(query.page - 1) * PAGE : query.page * PAGE], snapshot),
        }
    )


def _panels(query: Query, mask: Bools, found: Masks, snapshot: Snapshot) -> dict[str, Any]:
    placed, unplaced = panels.places(mask, snapshot)
    return {
        "days": panels.days(mask, query, snapshot),
        "undated": panels.undated(mask, snapshot),
        "places": placed,
        "unplaced": unplaced,
        "parties": panels.parties(mask, snapshot),
        "dyads": panels.dyads(mask, snapshot),
        "facets": panels.facets(found, snapshot),
    }


def listed(numbers: Ints, snapshot: Snapshot) -> msgspec.Raw:
    """Rows as a JSON list."""
    return msgspec.Raw(b"[" + b",".join(snapshot.rows[n] for n in numbers.tolist()) + b"]")


def chips(query: Query, snapshot: Snapshot) -> list[dict[str, str]]:
    """The filters that are set, as the page names them."""
    return [{"name": n, "value": v, "label": f"{n}: {_label(n, v, snapshot)}"} for n, v in filters(query)]


def _label(name: str, value: str, snapshot: Snapshot) -> str:
    if name == "country":
        return land(value) or value
    if name == "place":
        number = snapshot.spot_numbers.get(value)
        spot = None if number is None else snapshot.spots[number]
        return f"{spot.name} ({spot.reason})" if spot and spot.reason else spot.name if spot else value
    if name in ("party", "with"):
        found = snapshot.party_numbers.get(value.casefold())
        return snapshot.parties[found[0]].name if found else value
    return f"{value} or better" if name == "credibility" else f"{value} or more" if name == "origins" else value
