"""Paragraphs to sentences with offsets into the article's text.

>>> [text for _, _, text in split("Mr. Alm left. He will be back.", 0)]
['Mr. Alm left.', 'He will be back.']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The encoder sees 160 word pieces, about 600 characters of news; a longer sentence is read in parts.
PART = 600
_BREAK = re.compile(r"[;:,.!?] |\s")


def split(paragraph: str, start: int) -> Iterator[tuple[int, int, str]]:
    """``(start, end, text)`` of each sentence; ``start`` is where the paragraph stands in the article."""
    from sentencex import get_sentence_boundaries

    for found in get_sentence_boundaries("en", paragraph):
        for a, b in _parts(paragraph, found["start_index"], found["end_index"]):
            words = paragraph[a:b]
            a += len(words) - len(words.lstrip())
            b -= len(words) - len(words.rstrip())
            if a < b:
                yield start + a, start + b, paragraph[a:b]


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > PART:
        cuts = [m.end() for m in _BREAK.finditer(text, start + PART // 2, start + PART)]
        marks = [c for c in cuts if text[c - 2] in ";:,.!?"]
        cut = (marks or cuts or [start + PART])[-1]
        yield start, cut
        start = cut
    yield start, end
