"""Words of a page made safe to show, cut and compared.

>>> visible("red\\x1b[31m alert,\\n  now\\u202e!")
'red[31m alert, now‹U+202E›!'
>>> shorten("one two three four", 3)
'one two …'
"""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Joiners (U+200C, U+200D) carry meaning in many scripts and stay; other format characters only hide things.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def visible(text: str) -> str:
    """One line: blanks joined, control characters gone, direction marks and broken characters spelled out."""
    marked = _BIDI.sub(lambda found: f"‹U+{ord(found[0]):04X}›", _INVISIBLE.sub("", text))
    spaced = " ".join(marked.split())
    return "".join(c for c in spaced if unicodedata.category(c) != "Cc")


def count_words(text: str) -> int:
    """Words as blanks part them: what a limit of words counts."""
    return len(text.split())


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` words, the ellipsis counted as one."""
    words = text.split()
    return text if len(words) <= limit else " ".join([*words[: limit - 1], ELLIPSIS])


def quoted(text: str) -> str:
    """In curly quotation marks, once.

    >>> quoted("“We met.”"), quoted("met “twice”")
    ('“We met.”', '“met ‘twice’”')
    """
    inner = text.strip()
    if inner[:1] in '“"' and inner[-1:] in '”"' and len(inner) > 1 and not re.search('[“”"]', inner[1:-1]):
        inner = inner[1:-1].strip()
    return "“" + re.sub('"([^"]*)"', "‘\\1’", inner).replace("“", "‘").replace("”", "’") + "”"


def words_of(text: str) -> set[str]:
    """Runs of letters and digits, as written."""
    return set(_WORD.findall(text))


def numbers_of(text: str) -> set[str]:
    """Numbers in digits, with their separators.

    >>> sorted(numbers_of("1,200 people in 3 towns."))
    ['1,200', '3']
    """
    return set(_NUMBER.findall(text))


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, made to begin and end at word edges; abbreviations stay whole.

    >>> widened("Arnorian strikes", 2, 12), widened("the U.S. army", 6, 13)
    ((0, 16), (4, 13))
    """
    while 0 < start < len(text) and not text[start - 1].isspace() and text[start - 1] not in '“"‘([—–':
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def count(number: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> count(1, "page"), count(1200, "page"), count(2, "copy", "copies")
    ('1 page', '1,200 pages', '2 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
