"""What a file is, from its first bytes: names and endings are hints at most.

>>> sniff(b"<!doctype html><title>Talks</title>")
'html'
>>> sniff(b'{"title": "Talks", "text": "..."}')
'jsonl'
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

import msgspec

from twotrack.errors import Refused
from twotrack.reading.xmltext import wide_view

# What it looks like, by its first bytes; none of these is read.
MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"RIFF", "RIFF media file"),
    (b"II*\x00", "TIFF image"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"PK\x03\x04", "zip archive"),
    (b"PK\x05\x06", "empty zip archive"),
    (b"\x1f\x8b", "gzip inside gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office document"),
    (b"{\\rtf", "RTF document"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"PAR1", "Parquet table"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"OggS", "Ogg media file"),
    (b"ID3", "MP3 audio"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
)
CODE = frozenset(".css .js .mjs .ts .svg .map .py .php .sql .toml .yaml .yml .ini .woff .ttf .log .bib".split())
# Atomic groups: a comment that has been passed is never tried again in another way.
_SPACE = rb"(?>\s+|<!--.*?-->|<\?xml[^>]*>)*+"
_FEED_ROOT = rb"<(?:[\w-]+:)?(rss|feed|opml|rdf|channel|urlset|sitemapindex)\b"
_DOCTYPE = rb"(?><!DOCTYPE\s[^<>\[]*(?:\[.*?\]\s*)?>)?"
_FEED = re.compile(_SPACE + _DOCTYPE + _SPACE + _FEED_ROOT, re.I | re.S)
_FEED_LATER = re.compile(
    rb"<(?:[\w-]{1,40}:)?(?:(rss|feed|opml|rdf)\s[^<>]{0,2000}(?:xmlns|version)|(?:item|entry)\b)", re.I
)
_FEED_SUFFIXES = (".xml", ".rss", ".rdf", ".atom", ".opml")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
_HTML = re.compile(
    _SPACE
    + rb"<(?:!doctype\s+html|html|head|body|meta|title|script|style|link|base|div|p|article|main|section|table|h[1-6]"
    rb"|span|a|b|br|img|ul|ol|header|nav|font|center|pre|blockquote|template|iframe|form|noscript)\b",
    re.I | re.S,
)
_MARKDOWN = re.compile(rb"\A\s*(?:---\s*\n(?:[\w -]+:.*\n)+---\s*\n|#{1,3} \S)")
# One address a line; blank lines and comments between them.
_URLS = re.compile(rb"(?>[^\S\n]*(?:https?://\S+|#[^\n]*)?[^\S\n]*(?:\n|\Z))++", re.I)


def sniff(head: bytes, suffix: str = "") -> str:
    """``html``, ``text``, ``markdown``, ``jsonl``, ``json``, ``feed``, ``json feed``, ``opml`` or ``addresses``.

    Raises:
        Refused: empty, not text, or of a kind that is known and not read; ``detail`` says what it looks like.
    """
    _known_binary(head)
    if (wide := wide_view(head)) is not None and (kind := _feed_kind(wide, suffix)) is not None:
        return kind
    text = _ascii_view(head)
    if not text.strip():
        raise Refused("empty file")
    if (kind := _feed_kind(text, suffix)) is not None:
        return kind
    _not_read_yet(text, suffix)
    if _HTML.match(text):
        return "html"
    if (kind := _json_kind(text)) is not None:
        if text is not head and not head.startswith(codecs.BOM_UTF8):
            raise Refused("wrong encoding", "JSON must be UTF-8")
        return kind
    if text.startswith(b"<?xml"):
        raise Refused("not a page", "XML of an unknown kind")
    if suffix in CODE:
        raise Refused("not a page", f"a {suffix} file")
    return "markdown" if suffix in (".md", ".markdown") or _MARKDOWN.match(text) else "text"


def suffix(source: str) -> str:
    """The last ending that is not ``.gz``, in small letters.

    >>> suffix("pages/Story.HTML.gz")
    '.html'
    """
    name = PurePath(source.lower())
    return name.with_suffix("").suffix if name.suffix == ".gz" else name.suffix


def _known_binary(head: bytes) -> None:
    for magic, name in MAGIC:
        if head.startswith(magic):
            if b"datapackage.json" in head or b"archive/data.warc" in head:
                raise Refused("web archive", "WACZ packed in another file")
            raise Refused("not text", f"looks like: {name}")
    if head[4:8] == b"ftyp":
        raise Refused("not text", "looks like: MP4 media file")


def _ascii_view(head: bytes) -> bytes:
    """The head in a form that ASCII patterns match; binary data is refused here.

    Raises:
        Refused: "not text".
    """
    if head.startswith(codecs.BOM_UTF8):
        return head[3:].lstrip()
    for bom, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(bom):
            return head[2:].decode(name, "replace").encode().lstrip()
    if b"\x00" in head:
        # Without a byte order mark, UTF-16 of a Latin script has a zero in every second place.
        for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[first::2].count(0) > 0.4 * len(head) / 2 and head[1 - first :: 2].count(0) == 0:
                return head.decode(name, "replace").encode().lstrip()
    controls = sum(head.count(bytes([c])) for c in (*range(9), *range(14, 27), *range(28, 32)))
    if controls > 0.01 * len(head):
        raise Refused("not text", "looks like: binary data")
    return head.lstrip() if head[:1].isspace() else head


def _not_read_yet(text: bytes, suffix: str) -> None:
    if text.startswith(b"WARC/1."):
        raise Refused("web archive", "WARC packed in another file")
    if b"multipart/related" in text[:4096] and b"MIME-Version:" in text[:4096]:
        raise Refused("web archive", "MHTML, not read yet: save the page as HTML")
    if suffix in (".csv", ".tsv") or _is_table(text):
        raise Refused("table", "CSV, not read yet: one JSON object a line is read")


def _feed_kind(text: bytes, suffix: str) -> str | None:
    """A feed, a list of feeds or a list of addresses.

    Raises:
        Refused: a sitemap.
    """
    found = _FEED.match(text)
    if found is None and (suffix in _FEED_SUFFIXES or text.startswith(b"<?xml")):
        # Broken feeds begin with warnings of the program that made them, among other things.
        found = _FEED_LATER.search(text)
    if found is not None:
        root = (found[1] or b"feed").decode().lower()
        if root in ("urlset", "sitemapindex"):
            raise Refused("web address", "a sitemap: save the pages and pass the files")
        return "opml" if root == "opml" else "feed"
    if text.startswith(b"{") and _JSON_FEED.search(text):
        return "json feed"
    lines = text[: text.rfind(b"\n") + 1] or text
    if b"://" in lines and suffix not in (".md", ".markdown") and _URLS.fullmatch(lines):
        return "addresses"
    return None


def _is_table(text: bytes) -> bool:
    """A header row that names known columns: prose with commas is not taken for one."""
    header = re.split(rb"[,;\t]", text.split(b"\n", 1)[0].strip().lower())
    names = {cell.strip(b'" \r') for cell in header}
    return len(header) > 1 and len(names & {b"url", b"title", b"text", b"date", b"source", b"body", b"content"}) > 1


def _json_kind(text: bytes) -> str | None:
    if not re.match(rb'[\[{]\s*[\[{"}\]]', text):
        return None
    first, newline, rest = text.partition(b"\n")
    if _is_object(first) or any(_is_object(line) for line in rest.split(b"\n", 3)[:3] if text.startswith(b"{")):
        return "jsonl"
    # A broken line, or one that is longer than the head: an object over several lines does not close in the first.
    one_line = first.rstrip().endswith(b"}") if newline else True
    return "jsonl" if text.startswith(b"{") and one_line else "json"


def _is_object(line: bytes) -> bool:
    line = line.strip()
    if not (line.startswith(b"{") and line.endswith(b"}")):
        return False
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True
