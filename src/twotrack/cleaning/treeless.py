"""The paragraphs of a page that no tree should be built of: too deep, too wide or too long. Linear in time and memory.

It finds more furniture than the extractor does, and loses no visible text.

>>> readable("<div>" * 9 + "<p>Talks <b>began</b>.</p><p hidden>Not this.</p>").blocks
('Talks began.',)
"""

from __future__ import annotations

import re
from html import unescape

from twotrack.cleaning.hidden import NEVER, Names, hides, names_hidden
from twotrack.cleaning.scanning import CLOSED_BY_NEXT, RAW, VOID, attributes, tokens
from twotrack.records import Record

# These stand inside a line; any other tag parts paragraphs.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small"
    " span strike strong sub sup time tt u var wbr img".split()
)
# Of these only what the page says of itself is taken, at most so many characters in all.
FACTS = frozenset(("meta", "link", "title", "h1", "time", "html"))
MOST_FACTS = 400_000
# A piece of text without a tag in it is cut here, and what is behind it is read; and no page has so many paragraphs.
LONGEST_PIECE = 1_000_000
MOST_BLOCKS = 50_000
SKIPPED = frozenset(("script", "style", "iframe", "noembed", "noframes", "title", "nav"))


class Readable(Record, frozen=True):
    """``head`` is the source of the tags with facts, small enough for any parser. ``cut`` says what was left."""

    head: str
    blocks: tuple[str, ...]
    hidden: int = 0
    cut: str = ""


def readable(source: str, most: int = 1 << 62) -> Readable:
    """Paragraphs of at most ``most`` characters in all, without what readers do not see."""
    work = _Work(names_hidden(_styles(source)), most)
    for name, words, start, end in tokens(source):
        if not name:
            work.words(words)
        elif name[0] == "/":
            work.closed(name[1:])
        else:
            work.opened(name, words, source[start:end] if end - start < 4000 else "")
        if work.is_full:
            break
    return work.done()


def _styles(source: str) -> list[str]:
    if re.search("<style", source, re.I) is None:
        return []
    found, inside = [], False
    for name, words, _, _ in tokens(source):
        if not name and inside:
            found.append(words)
        inside = name == "style"
    return found


class _Work:
    """One pass: which hidden element is open, the line so far, the paragraphs so far."""

    def __init__(self, names: Names, most: int) -> None:
        self._names = names
        self._most = self._left = most
        self._line: list[str] = []
        self._blocks: list[str] = []
        self._facts: list[str] = []
        self._facts_left = MOST_FACTS
        self._raw = ""
        self._gone: str | None = None
        self._nested = 0
        self._hidden = 0
        self._cut = ""
        self.is_full = False

    def opened(self, name: str, words: str, source: str) -> None:
        """A start tag."""
        self._raw = name
        self._break(name)
        if self._gone is not None:
            self._nested += name == self._gone and name not in CLOSED_BY_NEXT
            self._reopened(name)
            return
        is_fact = name in FACTS or (name == "script" and "ld+json" in words[:200])
        if is_fact and len(source) < self._facts_left and self._facts_left > 0:
            self._facts_left -= len(source)
            self._facts.append(source)
        if name in VOID or name in ("html", "body"):
            return
        given = attributes(words) if words else {}
        if name in NEVER or hides(given, self._names):
            self._gone, self._nested, self._hidden = name, 1, self._hidden + 1

    def closed(self, name: str) -> None:
        """An end tag."""
        self._break(name)
        if self._facts and self._gone is None and name in ("title", "h1", "time", "script"):
            self._facts.append(f"</{name}>")
        self._raw = ""
        if name == self._gone:
            self._nested -= 1
            if self._nested <= 0:
                self._gone = None
        elif self._gone in CLOSED_BY_NEXT and name not in INLINE and name not in CLOSED_BY_NEXT:
            self._gone = None

    def words(self, text: str) -> None:
        """Text: raw in scripts, with entities elsewhere."""
        raw, self._raw = self._raw, ""
        if self._gone is not None:
            return
        if raw in ("script", "title", "h1", "time") and len(text) < self._facts_left:
            self._facts_left -= len(text)
            self._facts.append(text if self._facts and self._facts[-1].startswith(f"<{raw}") else "")
        if raw in SKIPPED and raw in RAW:
            return
        text = text if raw in RAW or "&" not in text else unescape(text)
        if len(text) > LONGEST_PIECE:
            text, self._cut = text[:LONGEST_PIECE], f"a piece over {LONGEST_PIECE} characters"
        if len(text) > self._left:
            text, self.is_full, self._cut = text[: self._left], True, f"at character {self._most}"
        self._left -= len(text)
        self._line.append(text)

    def _reopened(self, name: str) -> None:
        """A hidden ``<p>`` or ``<li>`` without an end tag ends where the next one starts."""
        if self._gone in CLOSED_BY_NEXT and name == self._gone:
            self._gone = None

    def _break(self, name: str) -> None:
        if name not in INLINE and self._line:
            if block := " ".join("".join(self._line).split()):
                self._blocks.append(block)
            if len(self._blocks) >= MOST_BLOCKS:
                self._cut, self.is_full = f"at paragraph {MOST_BLOCKS}", True
            self._line.clear()

    def done(self) -> Readable:
        """What was found."""
        self._break("p")
        return Readable(head="".join(self._facts), blocks=tuple(self._blocks), hidden=self._hidden, cut=self._cut)


def is_sentence(block: str) -> bool:
    """Something that tells something: words enough, and a stop at the end.

    >>> is_sentence("Envoys of Veld signed a truce in Keld on Friday."), is_sentence("More news from Keld")
    (True, False)
    """
    return len(block.split()) >= 6 and re.search(r"""[.!?…。]["'”’»)\]]*$""", block) is not None
