"""The reader on the sample pages of the demo, which it was not trained on: ``python -m evals.sample``.

``demo/pages/expected.toml`` says what an expert would code. A hit has an accepted type at overlapping trigger words;
optional and background events are neither hit nor miss. Parties are right when all words given are read as such.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import twotrack
from evals.scores import f1, show

PAGES = Path(str(files("twotrack.demo") / "pages"))


def _found(event: dict[str, Any], text: str, reports: list[twotrack.Report]) -> twotrack.Report | None:
    start = text.find(event["sentence"])
    trigger = start + event["sentence"].find(event["trigger"])
    types = {event["type"], *event.get("accepted", ())}
    inside = (r for r in reports if r.event in types and r.trigger.start < trigger + len(event["trigger"]))
    return next((r for r in inside if r.trigger.end > trigger), None)


def _score(page: dict[str, Any], counts: Counter[str]) -> None:
    article = twotrack.clean((PAGES / page["file"]).read_bytes())
    reports = twotrack.code(article.text, article.published)
    used: set[str] = set()
    for event in page.get("event", ()):
        report = _found(event, article.text, [r for r in reports if r.id not in used])
        soft = event.get("optional", False) or event.get("background", False)
        if report is None:
            counts["miss"] += not soft
            continue
        used.add(report.id)
        if soft:
            continue
        counts["hit"] += 1
        counts["status right"] += report.status == event.get("status", "happened")
        counts["speaker right"] += bool(event.get("speaker")) == (report.speaker is not None)
        for role, told in (("actors", report.actors), ("recipients", report.recipients)):
            counts[f"{role} right"] += {e.text for e in told} == set(event.get(role, ()))
    counts["invented"] += sum(r.id not in used for r in reports)


def measure() -> dict[str, float]:
    """Event F1; and of events that were hit, how often status, speaker and each side's parties are right."""
    expected = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))
    counts: Counter[str] = Counter()
    for page in expected["page"]:
        if page["kind"] == "article":
            _score(page, counts)
    made = {"events": float(counts["hit"] + counts["miss"])}
    made["event F1"] = round(f1(counts["hit"], counts["miss"], counts["invented"]), 4)
    hits = max(counts["hit"], 1)
    for name in ("status right", "speaker right", "actors right", "recipients right"):
        made[name] = round(counts[name] / hits, 4)
    return made


if __name__ == "__main__":
    show("sample pages", measure())
    sys.exit(0)
