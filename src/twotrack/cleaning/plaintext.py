"""Plain text and Markdown to paragraphs: lines to blocks, the headline apart.

>>> headline(["Talks resume in Keld", "Envoys of Arnor and Veld met on Tuesday."])
'Talks resume in Keld'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_BLANK = re.compile(r"\n[ \t]*\n")
# Some tools join paragraphs by carriage returns or runs of blanks instead of newlines.
_JOINED = re.compile(r"\n|[ \t\xa0]{3,}")
_STOP = re.compile(r"""[.!?…]["'”’)\]]*$""")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)")
_MARKS = re.compile(r"^(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,2}[.)]\s+)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.{1,300}?)(?<=\S)\1")
LONGEST_TITLE = 200


def blocks(text: str) -> list[str]:
    """Paragraphs. Where blank lines part them, single line breaks inside are only wrapping; else each line is one."""
    parts = _BLANK.split(text)
    if len(parts) > 2 and not _is_one_a_line(text):
        return [part for part in parts if part.strip()]
    return [line for line in _JOINED.split(text) if line.strip()]


def _is_one_a_line(text: str) -> bool:
    """True when lines end like paragraphs do: a wrapped text has most of its lines end in the middle."""
    lines = [line for line in text.split("\n") if line.strip()]
    ended = sum(1 for line in lines if _STOP.search(line.rstrip()) or len(line) > 160)
    return ended > 0.5 * len(lines)


def headline(found: Sequence[str]) -> str | None:
    """The first block, when it is short, has no final stop, and text follows it."""
    if len(found) < 2:
        return None
    words = " ".join(found[0].split())
    several = len(words.split()) >= 3
    return words if several and len(words) <= LONGEST_TITLE and not _STOP.search(words) else None


def without_marks(text: str) -> str:
    """Markdown to plain text: front matter, marks of headings, lists, emphasis and links go.

    >>> without_marks("# Talks\\n\\nThe [envoy](https://outlet.example/e) **left**.")
    'Talks\\n\\nThe envoy left.'
    """
    text = re.sub(r"\A---\s*\n(?:[\w -]{1,40}:.*\n)+---\s*(?:\n|\Z)", "", text)
    lines = []
    for line in text.split("\n"):
        line = _MARKS.sub("", line.strip())
        if line.startswith("!["):
            continue
        lines.append(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line)))
    return "\n".join(lines)
