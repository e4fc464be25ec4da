"""Places of given names, on the LGL articles: ``python -m evals.places ../shared/data``.

A name counts as right within 161 km (100 miles) of the truth. Names without a truth must be declined. The articles are
of small US papers, so this tests the choice among namesakes and not the world.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.scores import show
from twotrack.public import as_article
from twotrack.records import Coded, Place
from twotrack.resolving.choosing import distance
from twotrack.resolving.gazetteer import Spot
from twotrack.resolving.resolver import Resolver

LIMIT_KM = 161.0


def articles(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of the set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def answers(row: dict[str, Any], resolver: Resolver) -> list[tuple[dict[str, Any], Place]]:
    """Each given name with what the resolver says of it."""
    given = [Place(text=t["text"], start=t["start"], end=t["end"]) for t in row["toponyms"]]
    coded = Coded(article=as_article(row["text"]), reports=(), statements=(), places=tuple(given))
    return list(zip(row["toponyms"], resolver(coded).places, strict=True))


def right(truth: dict[str, Any], said: Place) -> bool:
    """Within the limit."""
    if said.lat is None or said.lon is None:
        return False
    return distance(_spot(truth["lat"], truth["lon"]), _spot(said.lat, said.lon)) <= LIMIT_KM


def _spot(lat: float, lon: float) -> Spot:
    return Spot(id=0, name="", level=3, country="", admin1=0, admin2=0, population=0, lat=lat, lon=lon, main=True)


def measure(data: Path) -> dict[str, float]:
    """Share of names within the limit, in all and by kind (names of peoples apart), and of those rightly declined."""
    resolver = Resolver()
    counts: Counter[tuple[str, str]] = Counter()
    for row in articles(data / "geo_lgl.jsonl.gz"):
        for truth, said in answers(row, resolver):
            kind = _kind(truth)
            counts[kind, "names"] += 1
            counts[kind, "hits"] += said.lat is None if kind == "no place" else right(truth, said)
    kinds = sorted({kind for kind, _ in counts} - {"no place"})
    places = [kind for kind in kinds if kind != "people"]
    return {
        "within 161 km": _share(counts, kinds),
        "within 161 km, no people": _share(counts, places),
        "names": sum(counts[kind, "names"] for kind in kinds),
        **{f"within, {kind}": _share(counts, [kind]) for kind in kinds},
        "rightly declined": _share(counts, ["no place"]),
    }


def _kind(truth: dict[str, Any]) -> str:
    """What the truth is; the set takes names of peoples ("Iraqi") for places, this project does not."""
    if truth["lat"] is None:
        return "no place"
    if re.search(r"(?:an|ans|ian|ians|i|is|ish|ese|ench|utch)$", truth["text"]) and truth["feature"] in (
        "PCLI",
        "PCLS",
    ):
        return "people" if truth["text"] != truth["country"] else "PCLI"
    return truth["feature"] if truth["feature"] in ("PPL", "PCLI", "ADM1", "ADM2") else "other"


def _share(counts: Counter[tuple[str, str]], kinds: list[str]) -> float:
    return round(sum(counts[k, "hits"] for k in kinds) / max(1, sum(counts[k, "names"] for k in kinds)), 4)


if __name__ == "__main__":
    show("LGL, names given", measure(Path(sys.argv[1])))
