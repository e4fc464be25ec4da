"""The codebook page says what ``codebook.toml`` says: types, quads, tracks, levers and modes."""

import re
from pathlib import Path

from twotrack import codebook

PAGE = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text("utf-8")


def rows(heading):
    """The cells of the table under a heading, without its head."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_types_quads_and_tracks():
    told = {name: (quad.upper(), track) for name, quad, track, _ in rows("Types")}
    held = {
        name: (kind.quad, f"{kind.track}, lever" if kind.lever else kind.track)
        for name, kind in codebook.load().types.items()
    }
    assert told == held


def test_modes():
    told = {name: set(re.findall(r"`([^`]+)`", cell)) for names, cell in rows("Modes") for name in names.split(", ")}
    assert told == {name: set(kind.modes) for name, kind in codebook.load().types.items() if kind.modes}


def test_every_decision_that_is_cited_is_there():
    parts = re.split(r"\n(?:## Decisions: |\*\*(?=[A-Z]+\*\*))", PAGE.split("\n## Where ")[0])[1:]
    sizes = {re.match(r"[\w ]+", part)[0].strip(): len(re.findall(r"(?m)^\d+\. ", part)) for part in parts}
    cited = re.findall(r"\(((?:[A-Z]{3,}|speaker|status|scope|impact) \d+)\)", PAGE)
    assert cited
    assert {c for c in cited if int(c.split()[1]) > sizes.get(c.split()[0], 0)} == set()
