"""RSS and Atom to entries, by feedparser, which gets a stream of bytes: anything else it would try to open."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from twotrack.reading.xmltext import outside
from twotrack.records import Record

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
# As browsers do: breaks inside an address mean nothing.
_BREAK = re.compile(r"[\t\r\n\x00-\x08\x0b-\x1f\x7f]")
_BRACKETS = dict.fromkeys(map(ord, "()<>[]"), " ")
_WORD = re.compile(r"\w")
_ENTRY = re.compile(r"<(/?)(?:[\w-]{1,40}:)?(?:item|entry)\b[^<>]*>", re.I)
_MAIL = re.compile(r"(?<![^\s<>()\[\]\"',;:@])[^\s<>()\[\]\"',;:@]++@[^\s<>()\[\]\"',;:@]+")
_OPENING = re.compile(r"<(?:rss|(?:[\w-]+:)?(?:feed|RDF))\b[^<>]*>", re.I)


class Entry(Record, frozen=True):
    """What a feed says of one page; ``published`` and ``updated`` are its own words, ``body`` is HTML, "" if none."""

    link: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    body: str = ""
    language: str = ""
    outlet: str = ""
    broken: str = ""


def parsed(data: bytes) -> tuple[Entry, ...]:
    """The entries of a feed in UTF-8; where the parser fails, each entry alone, so that the good ones are kept."""
    try:
        return tuple(_entries(data))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - feedparser raises anything on hostile bytes; each entry is named
        why = f"{type(error).__name__}: {error}"[:200]
    pieces = list(_pieces(data.decode("utf-8", "replace")))
    return tuple(_alone(piece) for piece in pieces) if pieces else (Entry(broken=why),)


def _alone(piece: str) -> Entry:
    try:
        found = list(_entries(piece.encode("utf-8", "replace")))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - as above: this entry alone is lost, by name
        return Entry(broken=f"{type(error).__name__}: {error}"[:200])
    return found[0] if found else Entry(broken="nothing in it")


def _pieces(text: str) -> Iterator[str]:
    """Each entry as a feed of its own, under the root element of the whole."""
    root = _OPENING.search(text)
    if root is None:
        return
    start: int | None = None
    for tag in (tag for a, b in outside(text) for tag in _ENTRY.finditer(text, max(a, root.end()), b)):
        if start is not None:
            yield root[0] + text[start : tag.end() if tag[1] else tag.start()]
        start = None if tag[1] else tag.start()
    if start is not None:
        yield root[0] + text[start:]


def _entries(data: bytes) -> Iterator[Entry]:
    import feedparser

    # A stream and nothing else: bytes would be tried as a path, a string as an address. The declaration keeps it from
    # decoding anew by what a first line says, past the check for entities. Both switches only rewrite the content,
    # which is cleaned later; relative links are resolved below.
    stream = io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>\n' + data)
    found = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    feed = dict(found["feed"])
    is_atom = str(found["version"]).startswith("atom")
    # feedparser calls both "updated": dc:date, which is publication, and what is really a change.
    is_update = is_atom or {"dcterms", "atom10", "atom"} & set(map(str, found.get("namespaces", {})))
    for given in found["entries"]:
        yield _entry(dict(given), feed, is_atom, bool(is_update))


def _entry(given: dict[str, Any], feed: dict[str, Any], is_atom: bool, is_update: bool) -> Entry:
    updated = _string(given, "updated") or None
    published = _string(given, "published") or _string(given, "created") or None
    if published is None and not is_update:
        published, updated = updated, None
    body, language = _fullest(given)
    return Entry(
        link=_link(given, feed),
        title=plain(_string(given, "title") or "", not _is_plain(given.get("title_detail"), is_atom))[:1000],
        authors=_authors(given, is_atom) or (_authors(feed, is_atom) if is_atom else ()),
        published=published,
        updated=updated,
        body=body,
        language=language or _string(feed, "language") or "",
        outlet=plain(_string(dict(given.get("source") or {}), "title") or "", True)[:100],
    )


def _string(given: dict[str, Any], name: str) -> str | None:
    return value.strip() if isinstance(value := given.get(name), str) else None


def _is_plain(detail: Any, is_atom: bool) -> bool:
    return is_atom and isinstance(detail, dict) and detail.get("type") == "text/plain"


def _fullest(given: dict[str, Any]) -> tuple[str, str]:
    """The longest of the entry's texts as HTML, and its language; content goes before a summary of the same length."""
    contents = given.get("content")
    details = [*contents] if isinstance(contents, list) else []
    details.append(given.get("summary_detail") or {"value": given.get("summary")})
    best, language, length = "", "", 0
    for detail in details:
        if not isinstance(detail, dict) or not isinstance(value := detail.get("value"), str):
            continue
        body = as_html(value) if detail.get("type") == "text/plain" else value
        if (long := letters(body)) > length:
            best, length = body, long
            language = detail.get("language") or ""
    return best, language


def letters(body: str) -> int:
    """How many letters and digits a reader would see, roughly.

    >>> letters("<p>Osk</p>"), letters('<img src="https://herald.example/a.jpg">')
    (3, 0)
    """
    return len(_WORD.findall(html.unescape(_TAG.sub(" ", body))))


def as_html(words: str) -> str:
    """Plain text as paragraphs.

    >>> as_html("One < two.\\n\\nThree.")
    '<p>One &lt; two.</p>\\n<p>Three.</p>'
    """
    blocks = (" ".join(block.split()) for block in re.split(r"\n[ \t\r]*\n", words))
    return "\n".join(f"<p>{html.escape(block, quote=False)}</p>" for block in blocks if block)


def plain(words: str, is_html: bool) -> str:
    """Words on one line; tags and character references are undone where they mean something."""
    return " ".join((html.unescape(_TAG.sub("", words)) if is_html else words).split())


def address(words: object, base: str = "") -> str:
    """An http(s) address, "" for anything else.

    >>> address(" /1 ", "https://herald.example/feed"), address("javascript:alert(1)")
    ('https://herald.example/1', '')
    """
    if not isinstance(words, str) or not (words := _BREAK.sub("", words.strip())) or len(words) > 4096:
        return ""
    try:
        full = urljoin(base, words.replace(" ", "%20"))
        parts = urlsplit(full)
        return full if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _link(given: dict[str, Any], feed: dict[str, Any]) -> str:
    base = address(feed.get("link"))
    return address(given.get("link"), base) or address(given.get("id"))


def _authors(given: dict[str, Any], is_atom: bool) -> tuple[str, ...]:
    """Names alone: feedparser cuts addresses of newer domains wrongly, but keeps the last author's words."""
    people = given.get("authors")
    people = [p for p in people[:50] if isinstance(p, dict)] if isinstance(people, list) else []
    names = [n for p in people if isinstance(n := p.get("name"), str) and not ("email" in p and "(" in n)]
    last = people[-1] if people else {}
    if not people or ("email" in last and not is_atom):
        names = [n for n in names if n != last.get("name")] + [_string(given, "author") or ""]
    return tuple(dict.fromkeys(name for n in names if (name := person(n))))


def person(words: str) -> str:
    """A name without the address beside it.

    >>> person("ava@herald.example (Ava Alm)"), person("Jo Reed <jo@herald.example>"), person("jo@herald.example")
    ('Ava Alm', 'Jo Reed', '')
    """
    words = _MAIL.sub(" ", html.unescape(words[:1000]))
    return plain(_TAG.sub(" ", words).translate(_BRACKETS), False).strip(" ,;")[:200]
