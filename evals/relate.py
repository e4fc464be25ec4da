"""Event type of a given pair, on the kept-out 15 % of PLV: ``python -m evals.relate ../shared/data``.

CONCEDE and RETREAT count as YIELD, as the set has them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from evals.scores import by_label, interval, macro_f1, show
from training.sets import is_dev, rows
from twotrack import codebook
from twotrack.public import relate_many

QUADS = {"VERBAL COOPERATION": "1", "MATERIAL COOPERATION": "2", "VERBAL CONFLICT": "3", "MATERIAL CONFLICT": "4"}


def root(types: dict[str, float]) -> str:
    """The best of the set's 15 roots."""
    merged = {**types, "YIELD": types["CONCEDE"] + types["RETREAT"]}
    return max((name for name in merged if name not in ("CONCEDE", "RETREAT")), key=lambda name: merged[name])


def development(path: Path) -> list[dict[str, Any]]:
    """The rows that training leaves out and that name both parties."""
    return [r for r in rows(path) if is_dev(r["sentence"]) and r["source_span"] and r["target_span"]]


def quad(name: str) -> str:
    """The quad of a root; YIELD lies in material cooperation in the set."""
    return "2" if name == "YIELD" else QUADS[codebook.quad(name)]


def measure(data: Path) -> dict[str, float]:
    """Root and quad macro-F1 with the root's 95 % interval, accuracy, and F1 of each root."""
    found = development(data / "event_plv_train.jsonl.gz")
    pairs = [(r["sentence"], tuple(r["source_span"]), tuple(r["target_span"])) for r in found]
    said = [root(types) for types in relate_many(pairs)]
    truth = [r["root"] for r in found]
    scored = list(zip(truth, said, strict=True))
    low, high = interval(scored, lambda rs: macro_f1([t for t, _ in rs], [s for _, s in rs]))
    return {
        "rows": len(found),
        "root macro-F1": macro_f1(truth, said),
        "root macro-F1, low": low,
        "root macro-F1, high": high,
        "quad macro-F1": macro_f1([str(r["quad"]) for r in found], [quad(s) for s in said]),
        "accuracy": round(sum(t == s for t, s in scored) / len(scored), 4),
        **{f"F1 {label}": score for label, score in by_label(truth, said).items()},
    }


if __name__ == "__main__":
    show("PLV, kept-out part", measure(Path(sys.argv[1])))
