"""GraphML for Gephi, igraph, Cytoscape and NetworkX: parties are nodes, each event an edge from doer to recipient."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import Any, BinaryIO

from lxml import etree

from twotrack.exporting import flat
from twotrack.exporting.parties import land, sector
from twotrack.exporting.told import Told, Written
from twotrack.records import EventParty

NO_PAIR = "no recipient, or nobody who did it"
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {"label": "string", "code": "string", "country": "string", "sector": "string"}
_FLAT = (
    "event_id track event_date event_date_end event_type sub_event_type quad_code location country status contested "
    "deaths_best n_origins quote"
).split()
_EDGE = {"label": "string", "sign": "int", **dict.fromkeys(_FLAT, "string")} | {
    "contested": "boolean", "deaths_best": "int", "n_origins": "int",
}  # fmt: skip
# What XML 1.0 can't hold at all.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(tolds: Iterable[Told], target: BinaryIO) -> Written:
    """One edge for each pair of an actor and a recipient; an event with one side only has none, and is counted."""
    nodes: dict[str, EventParty] = {}
    edges: list[tuple[str, str, dict[str, Any]]] = []
    alone = 0
    for told in tolds:
        event = told.event
        nodes |= {_id(party): party for party in (*event.actors, *event.recipients)}
        pairs = list(product(event.actors, event.recipients))
        alone += not pairs
        edges += [(_id(one), _id(two), _edge(told)) for one, two in pairs]
    _write(nodes, edges, target)
    return Written(rows=len(edges), left_out=((NO_PAIR, alone),) if alone else ())


def _id(party: EventParty) -> str:
    # Two parties can share a code (two ministers, one government), and a name has at times none.
    return f"{party.code} {party.name}".strip()


def _edge(told: Told) -> dict[str, Any]:
    known = flat.row(told)
    quad = known["quad_code"]
    sign = None if quad is None else 1 if quad.endswith("COOPERATION") else -1
    return {"label": told.event.event, "sign": sign, **{name: known[name] for name in _FLAT}}


def _node(party: EventParty) -> dict[str, Any]:
    return {"label": party.name, "code": party.code, "country": land(party), "sector": sector(party.code)}


def _write(nodes: dict[str, EventParty], edges: list[tuple[str, str, dict[str, Any]]], target: BinaryIO) -> None:
    numbers = {id: f"n{at}" for at, id in enumerate(sorted(nodes))}
    with etree.xmlfile(target, encoding="utf-8") as out:
        out.write_declaration()
        with out.element("graphml", nsmap={None: _SPACE}):
            for kind, keys in (("node", _NODE), ("edge", _EDGE)):
                for name, type in keys.items():
                    key = {"id": f"{kind[0]}_{name}", "for": kind, "attr.name": name, "attr.type": type}
                    out.write(etree.Element("key", key))
            with out.element("graph", id="events", edgedefault="directed"):
                for id, number in numbers.items():
                    out.write(_element("node", {"id": number}, _node(nodes[id])))
                for at, (one, two, data) in enumerate(edges):
                    ends = {"id": f"e{at}", "source": numbers[one], "target": numbers[two]}
                    out.write(_element("edge", ends, data))


def _element(kind: str, attributes: dict[str, str], data: dict[str, Any]) -> Any:
    made = etree.Element(kind, attributes)
    for name, value in data.items():
        if value is not None and value != "":
            text = str(value).lower() if isinstance(value, bool) else str(value)
            etree.SubElement(made, "data", key=f"{kind[0]}_{name}").text = _FORBIDDEN.sub("", text)
    return made
