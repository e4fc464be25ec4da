"""XML as text that a parser may have: decoded, and without anything that expands or points elsewhere.

>>> safe_xml(b'<?xml version="1.0" encoding="iso-8859-1"?><rss><a>caf\\xe9</a></rss>')
'<rss><a>café</a></rss>'
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from html.entities import html5
from xml.parsers import expat

from twotrack.errors import Refused

# What a harmless entity may say; the longest of HTML's own is one character. Feeds of the 2000s declare a few.
ENTITY_CHARS = 64
ENTITIES = 2000
# What entities of its own may add to a document, in characters.
ENTITIES_ADD = 1_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first characters of a document, ``<?xm`` or ``<``, in encodings that ASCII patterns don't match.
_STARTS = (
    (b"\x4c\x6f\xa7\x94", "cp037"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*>\s*")
# Codecs that are no charsets of documents, some of them slow on purpose-made input.
_NO_CHARSETS = frozenset("idna punycode unicode_escape raw_unicode_escape undefined mbcs oem".split())
# These look like UTF-8, because they are ASCII, and are not.
_SEVEN_BIT = re.compile(r"utf-?7|iso2022|hz")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_ENTITY = re.compile(r"<!ENTITY\s")
_ROOT = re.compile(r"<[A-Za-z]")
# Of a document that is not well-formed: the only declarations that are let through, to a parser that ignores them.
_HARMLESS = re.compile(
    rf"<!ENTITY\s+[\w.-]{{1,60}}\s+(?:\"[^\"&%<]{{0,{ENTITY_CHARS}}}\"|'[^'&%<]{{0,{ENTITY_CHARS}}}')\s*>"
)
_NAMED = re.compile(r"&([A-Za-z_][\w.-]{0,59});")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_SKIPPED = re.compile(r"<!--|<!\[CDATA\[")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}


def safe_xml(data: bytes) -> str:
    """The document as text, without its declarations; characters that XML forbids are blanks.

    Named characters, those of HTML too, are written out: without its DTD a parser would lose them without a word.

    Raises:
        Refused: "unsafe XML": it declares entities that refer to each other, are long, or stand elsewhere.
    """
    text = _REFERENCE.sub(_allowed, decoded(data).translate(_CONTROLS))
    if (declaration := _DECLARATION.match(text)) is not None:
        text = text[declaration.end() :]
    text, names = _without_entities(text.lstrip())
    return _written_out(text, names)


def outside(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that are neither comment nor CDATA; one that is never closed is passed over, not what follows it.

    >>> [slice(*span) for span in outside("a<!--b-->c")]
    [slice(0, 1, None), slice(9, 10, None)]
    """
    start, never = 0, set()
    for found in _SKIPPED.finditer(text):
        if found.start() < start or found[0] in never:
            continue
        end = text.find(_ENDS[found[0]], found.end())
        if end < 0:
            # Looked for once: what is repeated must not make this slow.
            never.add(found[0])
            continue
        yield start, found.start()
        start = end + 3
    yield start, len(text)


def _written_out(text: str, names: Mapping[str, str]) -> str:
    added = 0

    def character(found: re.Match[str]) -> str:
        nonlocal added
        name = found[1]
        if name in _XML_NAMES:
            return found[0]
        words = names.get(name, html5.get(name + ";"))
        if words is None:
            return found[0]
        added += len(words) - len(found[0])
        if added > ENTITIES_ADD:
            raise Refused("unsafe XML", f"entity {name[:40]} expands")
        return escape(words, quote=False)

    parts: list[str] = []
    last = 0
    for start, end in outside(text):
        parts += (text[last:start], _NAMED.sub(character, text[start:end]))
        last = end
    return "".join(parts)


def decoded(data: bytes) -> str:
    """Text by byte order mark, by the first character, as UTF-8, as declared, or as Windows-1252."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    for start, name in _STARTS:
        if data.startswith(start):
            return data.decode(name, "replace")
    found = _DECLARED.match(data[:1024])
    declared = _codec(found[1].decode("ascii")) if found else None
    tried = (declared, "utf-8") if declared and _SEVEN_BIT.match(declared) else ("utf-8", declared)
    for name in filter(None, tried):
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return data.decode(declared or "cp1252", "replace")


def wide_view(head: bytes) -> bytes | None:
    """The first bytes of UTF-32 or EBCDIC as UTF-8, which patterns match; None for all other bytes."""
    for start, name in (*_MARKS[1:3], *_STARTS[:3]):
        if head.startswith(start):
            return head.decode(name, "replace").lstrip("\ufeff").encode("utf-8", "replace").lstrip()
    return None


def _codec(name: str) -> str | None:
    """The codec of a declared charset; browsers take ISO 8859-1 and ASCII for Windows-1252."""
    try:
        found = codecs.lookup(name).name
        b"".decode(found)
    except (LookupError, UnicodeError, ValueError):
        return None
    if found in ("iso8859-1", "ascii"):
        return "cp1252"
    return {"gb2312": "gb18030"}.get(found, found) if found not in _NO_CHARSETS else None


def _allowed(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if len(digits) > 10:
        return "\ufffd"
    code = int(digits, 16 if found[1] else 10)
    if code in _CONTROLS or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return found[0]


class _Seen(Exception):
    """The root element is reached: no entity can be declared behind it."""


def _without_entities(text: str) -> tuple[str, dict[str, str]]:
    """The document from its root element on where it declares entities, and those: each harmless, none nested."""
    if _ENTITY.search(text) is None:
        return text, {}
    names: dict[str, str] = {}

    def declared(
        name: str, is_parameter: bool, value: str | None, base: str | None, system: str | None, *_: str | None
    ) -> None:
        if is_parameter:
            raise Refused("unsafe XML", f"parameter entity {name[:40]}")
        if value is None:
            raise Refused("unsafe XML", f"external entity {name[:40]}: {(system or '')[:100]}")
        if "&" in value.replace("&#", "") or len(value) > ENTITY_CHARS or len(names) > ENTITIES:
            raise Refused("unsafe XML", f"entity {name[:40]} expands")
        names.setdefault(name, unescape(value))

    def reached(*_: object) -> None:
        raise _Seen

    data = text.encode("utf-8", "replace")
    parser = expat.ParserCreate("utf-8")
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = reached
    try:
        parser.Parse(data, True)
    except _Seen:
        return data[parser.CurrentByteIndex :].decode("utf-8", "replace"), names
    except expat.ExpatError as error:
        # Not well-formed before the root: a lenient parser might still read what stands there.
        head = text[: found.start()] if (found := _ROOT.search(text)) else text
        if len(_ENTITY.findall(head)) > len(_HARMLESS.findall(head)):
            raise Refused("unsafe XML", "entities in a document that is not well-formed") from error
    return text, {}
