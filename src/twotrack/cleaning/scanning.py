"""One pass over the source of a page that takes time in proportion to its length, whatever stands in it.

It tells what a tree-building parser would choke on (depth, floods of attributes, endless text) before one is let loose
on the page, and finds the text of such a page without any tree. Tags, attributes, comments and raw text are told apart
as the HTML standard does; which element closes which is only approximated.

>>> [(t.name, t.text) for t in tokens("<p title='a > b'>Talks<!-- <p> --> began</p>")]
[('p', " title='a > b'"), ('', 'Talks'), ('', ' began'), ('/p', '')]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from twotrack.records import Record

_ATTRIBUTE = (
    r"[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+|(?=>)|\Z))?+"
)
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?|</(?![A-Za-z])[^>]*+>?"
    rf"|<(/?[A-Za-z][^\s/>]*+)((?:{_ATTRIBUTE})*+)[\s/]*+(?:(>)|\Z)",
    re.S,
)
_NAMES = re.compile(_ATTRIBUTE)
_PAIR = re.compile(r"[\s/]*+([^\s/>=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>\"'][^\s>]*+)))?+")
RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
# The standard closes these by itself: a page full of them is not deep.
CLOSED_BY_NEXT = frozenset(
    "p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup rb rt rp rtc html head body".split()
)
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# What these hold is furniture, a control or a drawing, for browsers or extractors. Left open at the end of the page
# they swallow the article behind them.
ROLES = frozenset(
    "aside nav footer header menu form button select label fieldset legend figure figcaption dialog details summary"
    " object applet audio video canvas map meter progress output marquee noscript search address ins del s strike nobr"
    " hgroup caption table ul ol dl blockquote pre listing center ruby picture slot q cite code kbd samp var sub sup"
    " abbr time data option optgroup rp rt".split()
)


class Token(NamedTuple):
    """``name`` is the tag, with a slash when it closes, empty for text; ``text`` is the text, or the tag's attributes.

    ``start`` and ``end`` are its place in the source.
    """

    name: str
    text: str
    start: int
    end: int


class Shape(Record, frozen=True):
    """What a page is like: ``opened`` holds the places of the tags of :data:`ROLES` that nothing closes."""

    tags: int = 0
    depth: int = 0
    formatting: int = 0
    attributes: int = 0
    text: int = 0
    opened: tuple[tuple[int, int, str], ...] = ()


def tokens(source: str) -> Iterator[Token]:
    """Tags and texts in order. The text of a raw element (script, textarea) is one piece; comments are left out."""
    place = 0
    while (found := _TOKEN.search(source, place)) is not None:
        if found.start() > place:
            yield Token("", source[place : found.start()], place, found.start())
        place = found.end()
        if found[1] is None or found[3] is None:
            continue
        name = found[1].lower()
        yield Token(name, found[2], found.start(), place)
        if name in RAW or name == "plaintext":
            end = _end_of_raw(source, name, place)
            if end > place:
                yield Token("", source[place:end], place, end)
            place = end
    if place < len(source):
        yield Token("", source[place:], place, len(source))


def _end_of_raw(source: str, name: str, place: int) -> int:
    if name == "plaintext":
        return len(source)
    found = re.compile(rf"</{name}(?=[\s/>])", re.I).search(source, place)
    return found.start() if found is not None else len(source)


def shape(source: str, most: int) -> Shape:
    """What a page is like; it stops at ``most`` tags, because then it is known to be too much."""
    stack: list[tuple[str, int, int]] = []
    inside: Counter[str] = Counter()
    tags = depth = formatting = attributes = text = 0
    raw = ""
    for name, words, start, end in tokens(source):
        if not name:
            text += len(words) if raw not in ("script", "style") else 0
            continue
        tags += 1
        raw = name
        if tags > most:
            break
        if len(words) > 4000:
            attributes = max(attributes, sum(1 for _ in _NAMES.finditer(words)))
        if name[0] == "/":
            _close(stack, inside, name[1:])
        elif name not in VOID and name not in CLOSED_BY_NEXT and words[-1:] != "/":
            stack.append((name, start, end))
            inside[name] += 1
            depth = max(depth, len(stack))
            formatting = max(formatting, sum(inside[f] for f in FORMATTING)) if name in FORMATTING else formatting
    opened = tuple((start, end, name) for name, start, end in stack if name in ROLES)
    return Shape(tags=tags, depth=depth, formatting=formatting, attributes=attributes, text=text, opened=opened)


def _close(stack: list[tuple[str, int, int]], inside: Counter[str], name: str) -> None:
    """An end tag closes all that was opened in its element; one without a start tag closes nothing."""
    if not inside[name]:
        return
    while stack:
        last = stack.pop()[0]
        inside[last] -= 1
        if last == name:
            return


def attributes(words: str) -> dict[str, str]:
    """The attributes of a tag, the first of each name, as browsers take them; at most a hundred."""
    given: dict[str, str] = {}
    for number, found in enumerate(_PAIR.finditer(words)):
        if number >= 100:
            break
        given.setdefault(found[1].lower(), unescape((found[2] or found[3] or found[4] or "")[:2000]))
    return given
