"""HTML to headline, facts and paragraphs: lxml parses, trafilatura finds the article, what it lost is put back."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from twotrack.cleaning.encoding import decode, tidy
from twotrack.cleaning.hidden import drop_hidden
from twotrack.cleaning.metadata import Metadata, metadata, words_of
from twotrack.errors import Refused
from twotrack.records import Record

# A paragraph this long in the page that the extractor left out is looked at again.
LONG = 80
# Behind the last paragraph that was found, this many lost ones in a row are a second part of the article.
TAIL = 3
MAX_ATTRIBUTES = 10_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


class Extracted(Record, frozen=True):
    """What a page holds. ``notes`` say what the parser had to leave out."""

    facts: Metadata
    blocks: tuple[str, ...]
    notes: tuple[str, ...] = ()


def extract(raw: bytes | str, url: str | None, charset: str | None = None) -> Extracted:
    """Facts and paragraphs of a page.

    Raises:
        Refused: "wrong encoding", "no text" (not a page at all), "nested too deep", "too many attributes".
    """
    text = raw if isinstance(raw, str) else decode(raw, markup=True, charset=charset)[0]
    tree, cut = parse(text)
    facts = metadata(tree, url)
    drop_hidden(tree)
    blocks = _body(tree)
    if cut and sum(map(len, blocks)) < 2 * LONG:
        raise Refused("nested too deep", "the parser stops at 2,048 elements inside each other")
    return Extracted(facts=facts, blocks=tuple(blocks), notes=("text cut: nested too deep",) if cut else ())


def parse(text: str) -> tuple[Any, bool]:
    """The tree, and whether the parser left out what is nested too deep (it says so only in its log)."""
    from lxml import etree, html

    _count_attributes(text)
    parser = html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    try:
        tree = html.document_fromstring(_parseable(text), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Refused("no text", str(error)) from error
    return tree, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _count_attributes(text: str) -> None:
    """libxml2 compares each attribute of an element with all others: 200,000 of them take it minutes."""
    for found in _LONG_TAG.finditer(text):
        names = _QUOTED.sub("", found[0]).split()
        if len(names) > MAX_ATTRIBUTES:
            raise Refused("too many attributes", f"{len(names)} on one element")


def _parseable(text: str) -> bytes:
    # A NUL ends the document for libxml2, and a declared charset no longer holds once the text is UTF-8.
    text = re.sub(r"\A\s*<\?xml[^>]*>", "", tidy(text))
    return text.encode()


def _body(tree: Any) -> list[str]:
    lines = _extracted(tree)
    return _with_lost(tree, lines) if lines else []


def _extracted(tree: Any) -> list[str]:
    from trafilatura import bare_extraction

    # It logs what it discards, which is our business to say.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        # fast=True is quicker by a third and loses a paragraph in twenty on our pages, so it is not used;
        # deduplicate=True would make the result depend on the pages before.
        document = bare_extraction(tree, include_comments=False, with_metadata=False, deduplicate=False)
    except RecursionError as error:
        raise Refused("nested too deep", "the extractor gave up") from error
    text = getattr(document, "text", None) or ""
    return [line for line in map(_plain, text.split("\n")) if line]


def _plain(line: str) -> str:
    """A line of the extractor's text without its marks of lists and tables."""
    line = " ".join(line.split())
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        return " | ".join(cell for cell in cells if cell.strip("-: "))
    return re.sub(r"^[-•*] (?=\S)", "", line)


def _with_lost(tree: Any, lines: Sequence[str]) -> list[str]:
    """Extractors drop paragraphs now and then: those of the same make as the kept ones go back to their place."""
    keys = {_key(line): place for place, line in enumerate(lines)}
    everything = "".join(keys)
    found = [(p, words, _key(words)) for p in tree.iter("p") if len(words := words_of(p)) >= LONG]
    kept = [_is_in(everything, key) for _, _, key in found]
    if not any(kept):
        return list(lines)
    makes = {_make(p) for (p, _, _), there in zip(found, kept, strict=True) if there}
    last = len(kept) - 1 - kept[::-1].index(True)
    after: dict[int, list[str]] = {}
    place = None
    tail: list[str] = []
    for number, ((p, words, key), there) in enumerate(zip(found, kept, strict=True)):
        if there:
            place = keys.get(key, place)
        elif place is not None and _make(p) in makes:
            (after.setdefault(place, []) if number < last else tail).append(words)
    if len(tail) >= TAIL and place is not None:
        after.setdefault(place, []).extend(tail)
    return [part for number, line in enumerate(lines) for part in (line, *after.get(number, ()))]


def _is_in(everything: str, key: str) -> bool:
    """Most of it: a footnote mark or a hidden word inside a paragraph does not make it another one."""
    pieces = [key[i : i + 24] for i in range(0, len(key), 24)]
    return sum(piece in everything for piece in pieces) >= 0.5 * len(pieces)


def _make(p: Any) -> tuple[str, str | None, str | None]:
    parent = p.getparent()
    return str(parent.tag), parent.get("class"), p.get("class")


def _key(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
