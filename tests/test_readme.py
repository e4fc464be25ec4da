"""What the README shows of the demo is what the demo prints."""

import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def block(beginning):
    return next(b for b in BLOCKS if b.startswith(beginning)).splitlines()


def test_the_contested_line_is_in_the_brief(demo_folder):
    # A source's number moves with every other line of the brief, and says nothing by itself.
    brief, shown = (re.sub(r"\[\d+\]", "[n]", text) for text in ((demo_folder / "brief.md").read_text("utf-8"), README))
    lines = next(b for b in re.findall(r"^```\n(.*?)^```$", shown, re.DOTALL | re.MULTILINE) if b.startswith("- **"))
    assert all(line in brief for line in lines.splitlines())


def test_the_explanation_is_what_explain_prints(demo_folder, command):
    first, *lines = block("$ twotrack explain")
    code, out, _ = command("explain", demo_folder / "ledger", first.split()[-1])
    assert code == 0
    assert all(line in out.splitlines() for line in lines if line)
