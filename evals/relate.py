"""Event type of a given pair, on the kept-out 15 % of PLV: ``python -m evals.relate ../shared/data``.

CONCEDE and RETREAT count as YIELD, as the set has them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from evals.scores import by_label, interval, macro_f1
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


def main(data: Path) -> int:
    found = development(data / "event_plv_train.jsonl.gz")
    pairs = [(r["sentence"], tuple(r["source_span"]), tuple(r["target_span"])) for r in found]
    said = [root(types) for types in relate_many(pairs)]
    truth = [r["root"] for r in found]
    scored = list(zip(truth, said, strict=True))
    low, high = interval(scored, lambda rs: macro_f1([t for t, _ in rs], [s for _, s in rs]))
    quads = macro_f1([str(r["quad"]) for r in found], [quad(s) for s in said])
    accuracy = sum(t == s for t, s in scored) / len(scored)
    print(
        f"PLV development part, {len(found)} rows: root macro-F1 {macro_f1(truth, said):.3f} ({low}-{high}), ", end=""
    )
    print(f"accuracy {accuracy:.3f}, quad macro-F1 {quads:.3f}")
    print("  ".join(f"{label} {score:.2f}" for label, score in by_label(truth, said).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
