"""Takes out of a parsed page what its readers do not see: planted text must not become an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}(?:px|em|rem|%)",
    re.I,
)
_SIMPLE = re.compile(r"[.#][\w-]+")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
# These hold no text for readers. Scripts stay: trafilatura reads an article out of JSON-LD when all else fails.
_NEVER = frozenset(("style", "template", "datalist"))


def drop_hidden(tree: Any) -> int:
    """Remove elements that are hidden by attribute, style or a simple rule of the page; gives their number.

    Rules inside ``@media`` and the like are left alone: they may not apply to the reader's screen.
    """
    classes, ids = hidden_by_rule(tree)
    gone = [e for e in tree.iter() if isinstance(e.tag, str) and _is_hidden(e, classes, ids)]
    for element in gone:
        parent = element.getparent()
        if parent is not None and element.tag not in ("html", "body"):
            element.drop_tree()
    return len(gone)


def _is_hidden(element: Any, classes: frozenset[str], ids: frozenset[str]) -> bool:
    if element.tag in _NEVER:
        return True
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if (style := element.get("style")) and _STYLE.search(style):
        return True
    if classes and not classes.isdisjoint((element.get("class") or "").split()):
        return True
    named: str | None = element.get("id")
    return named in ids


def hidden_by_rule(tree: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Classes and ids that a rule of just that name hides and no later rule shows."""
    hidden: dict[str, bool] = {}
    for style in tree.iter("style"):
        for selectors, body in top_rules(style.text or ""):
            if "display" in body or "visibility" in body or "opacity" in body or "-" in body:
                for selector in selectors.split(","):
                    if _SIMPLE.fullmatch(selector.strip()):
                        hidden[selector.strip()] = _STYLE.search(body) is not None
    names = [name for name, gone in hidden.items() if gone]
    return frozenset(n[1:] for n in names if n[0] == "."), frozenset(n[1:] for n in names if n[0] == "#")


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
