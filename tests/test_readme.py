"""What the README shows of the demo is what the demo prints."""

import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def block(beginning):
    return next(b for b in BLOCKS if b.startswith(beginning)).splitlines()


def test_the_contested_line_is_in_the_brief(demo_folder):
    brief = (demo_folder / "brief.md").read_text("utf-8")
    assert all(line in brief for line in block("- **"))


def test_the_explanation_is_what_explain_prints(demo_folder, command):
    first, *lines = block("$ twotrack explain")
    code, out, _ = command("explain", demo_folder / "ledger", first.split()[-1])
    assert code == 0
    assert all(line in out.splitlines() for line in lines if line)
