"""Takes out of a parsed page what its readers do not see: planted text must not become an event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# A number that is nothing, and one that is far off the screen.
_NIL = r"[+-]?0*\.?0+(?:px|em|rem|pt|ex|ch|vw|vh|%)?"
_FAR = r"-\d{3,}(?:\.\d+)?(?:px|em|rem|pt|ch|vw|vh|%)|-\d{2,}(?:em|rem|vw|vh)"
_END = r"\s*(?:;|!|$)"
_STYLE = re.compile(
    rf"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    rf"|opacity\s*:\s*{_NIL}{_END}|font-size\s*:\s*{_NIL}{_END}|font\s*:[^;]*?(?<![\w./])0(?:px|em|rem|pt|%)?[\s/]"
    rf"|(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*(?:{_FAR})"
    rf"|(?:transform\s*:\s*)?translate(?:x|y|3d)?\(\s*(?:0(?:px)?\s*,\s*)?(?:{_FAR})|transform\s*:\s*scale(?:x|y|3d)?\(\s*0\s*[,)]"
    rf"|clip\s*:\s*rect\(\s*(?:[01](?:px)?[\s,]+){{3}}[01](?:px)?\s*\)"
    rf"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*\)))",
    re.I,
)
# A box without room whose content does not stick out.
_NO_ROOM = re.compile(rf"(?<![\w-])(?:max-)?(?:height|width)\s*:\s*(?:{_NIL}|[01]px){_END}", re.I)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.I)
_TEXT_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*transparent|(?<![\w-])color\s*:\s*rgba\([^)]*,\s*0?\.?0+\s*\)", re.I)
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.I)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?|\\([^0-9a-f\n])", re.I)
# A style longer than this is no style of an element.
LONGEST = 2000
# These hold no text for readers. Scripts stay: trafilatura reads an article out of JSON-LD when all else fails.
NEVER = frozenset(("style", "template", "datalist"))
Names = tuple[frozenset[str], frozenset[str]]
NO_NAMES: Names = (frozenset(), frozenset())


def drop_hidden(tree: Any) -> int:
    """Remove elements that are hidden by attribute, style or a simple rule of the page; gives their number.

    Rules inside ``@media`` and the like are left alone: they may not apply to the reader's screen. Elements without
    text are removed but not counted.
    """
    names = names_hidden(style.text or "" for style in tree.iter("style"))
    gone = [e for e in tree.iter() if isinstance(e.tag, str) and (e.tag in NEVER or hides(e.attrib, names))]
    number = 0
    for element in gone:
        parent = element.getparent()
        if parent is not None and element.tag not in ("html", "body"):
            number += element.tag not in ("style", "datalist") and any(t.strip() for t in element.itertext())
            element.drop_tree()
    return number


def hides(given: Mapping[str, str], names: Names) -> bool:
    """Whether an element with these attributes is out of sight, and all that is in it.

    ``aria-hidden`` hides from those who listen; paragraphs behind a paywall bear it too and are the article.

    >>> hides({"style": "font-size:0"}, names_hidden([])), hides({"class": "a b"}, names_hidden([".b{display:none}"]))
    (True, True)
    """
    if "hidden" in given and given["hidden"] != "until-found":
        return True
    if (given.get("aria-hidden") or "").strip().lower() == "true" and "paywall" not in (given.get("class") or ""):
        return True
    if (style := given.get("style")) and is_hiding(style):
        return True
    classes, ids = names
    if classes and not classes.isdisjoint((given.get("class") or "").split()):
        return True
    return bool(ids) and given.get("id") in ids


def is_hiding(declarations: str) -> bool:
    """Whether a style takes an element out of sight.

    >>> is_hiding("position:absolute; left:-9999px"), is_hiding("margin-left: -8px"), is_hiding("display:no\\\\6e e")
    (True, False, True)
    """
    plain = _COMMENT.sub("", declarations[:LONGEST])
    if "\\" in plain:
        plain = _ESCAPE.sub(lambda m: m[2] or chr(min(int(m[1], 16), 0x10FFFF)), plain)
    if _STYLE.search(plain) or _TEXT_COLOUR.search(plain):
        return True
    return _CUT_OFF.search(plain) is not None and _NO_ROOM.search(plain) is not None


def names_hidden(styles: Iterable[str]) -> Names:
    """Classes and ids that a rule of just that name (``.gone``, ``p.gone``) hides and no later rule shows."""
    hidden: dict[str, bool] = {}
    for style in styles:
        for selectors, body in top_rules(style):
            if len(body) > LONGEST or len(selectors) > 10 * LONGEST:
                continue
            gone = is_hiding(body)
            for selector in selectors.split(","):
                if _SIMPLE.fullmatch(name := selector.strip()):
                    name = name[re.search(r"[.#]", name).start() :]  # type: ignore[union-attr]
                    # A rule that says nothing of being seen leaves an earlier one as it is.
                    if gone or _shows(body):
                        hidden[name] = gone
    names = [name for name, gone in hidden.items() if gone]
    return frozenset(n[1:] for n in names if n[0] == "."), frozenset(n[1:] for n in names if n[0] == "#")


def _shows(body: str) -> bool:
    return (
        re.search(r"display|visibility|opacity|font|left|top|indent|transform|clip|height|width", body, re.I)
        is not None
    )


def top_rules(css: str) -> Iterator[tuple[str, str]]:
    """``(selectors, body)`` of the rules that stand in no block.

    >>> list(top_rules("p{color:red} @media print{.a{display:none}} .b{display:none}"))
    [('p', 'color:red'), ('.b', 'display:none')]
    """
    css = _COMMENT.sub("", css)
    depth, start, selectors, nested = 0, 0, "", False
    for found in re.finditer(r"[{}]", css):
        if found[0] == "{":
            if depth == 0:
                selectors, nested = css[start : found.start()].strip(), False
            else:
                nested = True
            depth += 1
        else:
            depth = max(0, depth - 1)
            if depth == 0 and not nested and not selectors.startswith("@"):
                yield selectors, css[start : found.start()]
        if depth <= 1:
            start = found.end()
