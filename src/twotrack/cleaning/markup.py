"""HTML to headline, facts and paragraphs: lexbor parses, trafilatura finds the article, what it lost is put back."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from twotrack.cleaning.encoding import decode, tidy, turned
from twotrack.cleaning.hidden import NO_NAMES, drop_hidden, hides
from twotrack.cleaning.metadata import Metadata, json_ld, metadata, words_of
from twotrack.cleaning.scanning import Shape, shape
from twotrack.cleaning.treeless import INLINE, is_sentence, readable
from twotrack.errors import Refused
from twotrack.records import Record

# A paragraph this long in the page that the extractor left out is looked at again.
LONG = 80
# Behind the last paragraph that was found, this many lost ones in a row are a second part of the article.
TAIL = 3
# No tree is built beyond these. The 56 real pages of docs/reading-and-cleaning.md have at most 55, 5, under 100, 5,840.
MOST_DEEP = 200
MOST_FORMATTING = 30
MOST_ATTRIBUTES = 1000
MOST_TAGS = 40_000
# Browsers open all marks again in each new paragraph, so marks times tags is what a tree grows to.
# Characters of text that are read, and bytes of source.
MOST_TEXT = 3_000_000
MOST_BYTES = 32_000_000
WITH_PICTURES = 2_000_000
_PICTURE = re.compile(rb"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]{1000,}+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")


class Extracted(Record, frozen=True):
    """What a page holds. ``notes`` say what the parser had to leave out."""

    facts: Metadata
    blocks: tuple[str, ...]
    notes: tuple[str, ...] = ()


def extract(raw: bytes | str, url: str | None, charset: str | None = None) -> Extracted:
    """Facts and paragraphs of a page.

    Raises:
        Refused: "wrong encoding", "no text" (not a page at all).
    """
    data, cut_at = shortened(raw.encode("utf-8", "replace") if isinstance(raw, str) else raw)
    text = decode(data, markup=True, charset=charset)[0]
    del data
    notes = (*((f"text cut at byte {cut_at}",) if cut_at is not None else ()), *turned(text))
    text = _parseable(text)
    seen = shape(text, MOST_TAGS)
    if (trouble := _trouble(seen)) is not None:
        return _without_tree(text, url, (*notes, f"read plainly: {trouble}"))
    if seen.opened:
        text = _closed_nowhere(text, seen.opened)
        notes = (*notes, "tags never closed: " + ", ".join(sorted({name for _, _, name in seen.opened})[:5]))
    try:
        found = _by_tree(text, url)
    except (Refused, RecursionError, MemoryError):
        return _without_tree(text, url, (*notes, "read plainly: the parser gave up"))
    if sum(map(len, found.blocks)) < 2 * LONG:
        found = _looked_again(text, found)
    return msgspec.structs.replace(found, notes=(*notes, *found.notes))


def _looked_again(text: str, found: Extracted) -> Extracted:
    """Where the extractor finds next to nothing, the sentences that the page shows are better than none."""
    sentences = [block for block in readable(text, MOST_TEXT).blocks if is_sentence(block)]
    if sum(map(len, sentences)) <= sum(map(len, found.blocks)):
        return found
    return msgspec.structs.replace(found, blocks=tuple(sentences))


def shortened(raw: bytes) -> tuple[bytes, int | None]:
    """A page of a size that can be worked on in bounded memory, and where it was cut, if it was.

    Pictures that are saved inside a page are most of its bytes, and say nothing.
    """
    if len(raw) > WITH_PICTURES:
        raw = _PICTURE.sub(b"data:,", raw)
    if len(raw) <= MOST_BYTES:
        return raw, None
    end = raw.rfind(b"<", MOST_BYTES - 1_000_000, MOST_BYTES)
    end = MOST_BYTES if end < 0 else end
    # Never in the middle of a character of UTF-8.
    while end > MOST_BYTES - 4 and raw[end] & 0xC0 == 0x80:
        end -= 1
    return raw[:end], end


def _trouble(seen: Shape) -> str | None:
    """Why no tree is built of a page: what it is too much of."""
    limits = (
        ("deep", seen.depth, MOST_DEEP),
        ("many open marks", max(seen.formatting, seen.formatting * seen.tags // 10_000), MOST_FORMATTING),
        ("many attributes", seen.attributes, MOST_ATTRIBUTES),
        ("many tags", seen.tags, MOST_TAGS),
        ("long", seen.text, MOST_TEXT),
    )
    return next((f"too {name}" for name, found, most in limits if found > most), None)


def _closed_nowhere(text: str, opened: Sequence[tuple[int, int, str]]) -> str:
    """A tag that is never closed does not say what all the rest of the page is: it becomes a mere division."""
    parts, place = [], 0
    for start, end, name in opened:
        parts += [text[place:start], _neutral(text[start:end], name)]
        place = end
    return "".join((*parts, text[place:]))


def _neutral(tag: str, name: str) -> str:
    return f"<{'div' if name not in INLINE else 'span'}{tag[1 + len(name) :].rstrip('>')}>"


def _without_tree(text: str, url: str | None, notes: tuple[str, ...]) -> Extracted:
    found = readable(text, MOST_TEXT)
    facts = metadata(_tree(f"<html><head></head><body>{found.head}</body></html>"), url)
    if found.hidden:
        notes = (*notes, f"hidden text left out: {found.hidden}")
    if found.cut:
        notes = (*notes, f"text cut: {found.cut}")
    return Extracted(facts=facts, blocks=found.blocks, notes=notes)


def _by_tree(text: str, url: str | None) -> Extracted:
    """As a browser takes the page: lexbor builds the tree that browsers do, lxml's is made from what it shows."""
    from selectolax.lexbor import LexborHTMLParser

    parsed = LexborHTMLParser(text)
    _as_shown(parsed)
    tree = _tree(parsed.html or "")
    del parsed
    facts = metadata(tree, url)
    hidden = drop_hidden(tree)
    notes = (f"hidden text left out: {hidden}",) if hidden else ()
    written = _in_data(tree)
    blocks = _body(tree)
    if written and not _is_in(_key(" ".join(blocks)), _key(written)):
        notes = (*notes, "text in JSON-LD differs, left out")
    return Extracted(facts=facts, blocks=tuple(blocks), notes=notes)


def _as_shown(parsed: Any) -> None:
    """Text that browsers show as it stands in the source, or in a drawing, becomes text like any other."""
    for node in parsed.css("svg, math"):
        for label in node.css("script, style, title"):
            label.decompose()
        words = " ".join((node.text(deep=True, separator=" ") or "").split())
        _in_its_place(parsed, node, [words] if is_sentence(words) else [])
    for node in parsed.css("plaintext, xmp, textarea"):
        _in_its_place(parsed, node, _TAG.split(node.text(deep=True) or ""))


def _in_its_place(parsed: Any, node: Any, texts: Sequence[str]) -> None:
    for text in texts:
        if text.strip() and not hides(node.attributes, NO_NAMES):
            paragraph = parsed.create_node("p")
            paragraph.insert_child(text)
            node.insert_before(paragraph)
    node.decompose()


def _tree(text: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    try:
        return html.document_fromstring(text.encode(), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Refused("no text", str(error)) from error


def _in_data(tree: Any) -> str:
    """Takes the scripts out: the extractor would read an article out of JSON-LD that no reader has seen."""
    written = [body for thing in json_ld(tree) if isinstance(body := thing.get("articleBody"), str)]
    for script in list(tree.iter("script")):
        if script.getparent() is not None:
            script.drop_tree()
    return " ".join(written)


def _parseable(text: str) -> str:
    # A NUL ends the document for libxml2, and a declared charset no longer holds once the text is UTF-8.
    return re.sub(r"\A\s*<\?xml[^>]*>", "", tidy(text))


def _body(tree: Any) -> list[str]:
    lines = _extracted(tree)
    return _with_lost(tree, lines) if lines else []


def _extracted(tree: Any) -> list[str]:
    from trafilatura import bare_extraction

    # It logs what it discards, which is our business to say.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # fast=True is quicker by a third and loses a paragraph in twenty on our pages, so it is not used;
    # deduplicate=True would make the result depend on the pages before.
    document = bare_extraction(tree, include_comments=False, with_metadata=False, deduplicate=False)
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
