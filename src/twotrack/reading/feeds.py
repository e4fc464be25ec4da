"""Feeds as files: RSS, Atom and JSON Feed. Each entry with text becomes a page, each without one a refusal.

``offset`` is the number of the entry, from 1. A page's bytes are an HTML document that says itself all that the feed
says of it: address, title, authors, dates. Nothing is fetched.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import IO, Any

import msgspec

from twotrack.errors import Refused
from twotrack.reading.feedchild import entries
from twotrack.reading.feedentries import Entry, address, as_html, letters, plain
from twotrack.reading.opening import whole
from twotrack.reading.xmltext import safe_xml
from twotrack.records import Page, Refusal
from twotrack.settings import Settings
from twotrack.stated import NO_ZONE, StatedDate, read_date

# Real feeds are under 5 MB. A feed is parsed as a whole, in memory.
MAX_FEED = 16_000_000


def read_feed(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """A page or refusal for each entry of an RSS or Atom feed, in its order; a damaged feed keeps its good entries.

    Raises:
        Refused: "too large", "unsafe XML", "parser timed out", "parser died", "empty feed".
    """
    return _items(source, xml_entries(stream, settings))


def xml_entries(stream: IO[bytes], settings: Settings) -> tuple[Entry, ...]:
    """The entries of an RSS or Atom feed; raises as :func:`read_feed`, but for "empty feed"."""
    text = safe_xml(whole(stream, min(settings.max_input_bytes, MAX_FEED)))
    return entries(text, settings.parse_seconds)


def read_json_feed(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """A page or refusal for each item of a JSON Feed.

    Raises:
        Refused: "too large", "broken JSON", "broken feed", "empty feed".
    """
    return _items(source, json_entries(stream, settings))


def json_entries(stream: IO[bytes], settings: Settings) -> tuple[Entry, ...]:
    """The items of a JSON Feed; raises as :func:`read_json_feed`, but for "empty feed"."""
    data = whole(stream, min(settings.max_input_bytes, MAX_FEED)).removeprefix(b"\xef\xbb\xbf")
    try:
        feed = msgspec.json.decode(data)
    except RecursionError as error:
        raise Refused("broken JSON", "nested too deep") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("broken JSON", str(error)) from error
    if not isinstance(feed, dict) or not isinstance(items := feed.get("items"), list):
        raise Refused("broken feed", "no list of items")
    return tuple(_json_entry(one, feed) for one in items)


def _items(source: str, found: tuple[Entry, ...]) -> Iterator[Page | Refusal]:
    if not found:
        raise Refused("empty feed", "it has no entries")
    return (item(source, number, entry) for number, entry in enumerate(found, 1))


def item(source: str, number: int, entry: Entry) -> Page | Refusal:
    """What an entry is as an input."""
    if entry.broken:
        return Refusal(source=source, offset=number, reason="broken feed", detail=entry.broken)
    if not letters(entry.body):
        detail = f"save the page: {entry.link}" if entry.link else f"nor a link: {entry.title or 'no title'}"
        return Refusal(source=source, offset=number, reason="no text in the feed", detail=detail)
    day = None if entry.published is None else read_date(entry.published)
    return Page(
        source=source,
        offset=number,
        kind="html",
        raw=_document(entry, day).encode("utf-8", "replace"),
        url=entry.link or None,
        fields=_fields(entry, day),
        charset="utf-8",
    )


def _fields(entry: Entry, day: StatedDate | None) -> dict[str, str]:
    """``published`` is "" where the date can't be read for certain; ``undated`` says why, or what is in doubt."""
    fields = {
        "title": entry.title,
        "authors": "; ".join(entry.authors),
        "language": entry.language,
        "outlet": entry.outlet,
    }
    fields = {name: value for name, value in fields.items() if value}
    if day is not None:
        fields["published"] = day.iso or ""
        if day.note and day.note != NO_ZONE:
            fields["undated"] = f"{day.note}: {(entry.published or '')[:60]}"
    elif entry.updated:
        fields["undated"] = f"only the time of a change: {entry.updated[:60]}"
    return fields


def _document(entry: Entry, day: StatedDate | None) -> str:
    metas = [("author", name) for name in entry.authors]
    if day is not None and day.iso:
        metas.append(("article:published_time", day.iso))
    said = [("feed:published", entry.published), ("feed:published:note", day and day.note)]
    metas += [(name, words[:200]) for name, words in (*said, ("feed:updated", entry.updated)) if words]
    head = [f'<meta name="{name}" content="{html.escape(words)}">' for name, words in metas]
    if entry.link:
        head.insert(0, f'<link rel="canonical" href="{html.escape(entry.link)}">')
    if entry.title:
        head.insert(0, f"<title>{html.escape(entry.title, quote=False)}</title>")
    lang = f' lang="{html.escape(entry.language[:35])}"' if entry.language else ""
    above = "\n".join((f'<!DOCTYPE html>\n<html{lang}><head><meta charset="utf-8">', *head))
    return f"{above}\n</head><body><article>\n{entry.body}\n</article></body></html>\n"


def _json_entry(item: Any, feed: dict[str, Any]) -> Entry:
    if not isinstance(item, dict):
        return Entry(broken=f"{type(item).__name__} instead of an item")
    # What stands first wins where two are of the same length.
    bodies = [_text(item, "content_html"), as_html(_text(item, "content_text")), as_html(_text(item, "summary"))]
    links = (address(item.get(name)) for name in ("url", "external_url", "id"))
    published, updated = (item.get(name) for name in ("date_published", "date_modified"))
    return Entry(
        link=next(filter(None, links), ""),
        title=plain(_text(item, "title"), False)[:1000],
        authors=_names(item) or _names(feed),
        published=published if isinstance(published, str) else None,
        updated=updated if isinstance(updated, str) else None,
        body=max(bodies, key=letters),
        language=_text(item, "language") or _text(feed, "language"),
    )


def _text(item: dict[str, Any], name: str) -> str:
    return value if isinstance(value := item.get(name), str) else ""


def _names(item: dict[str, Any]) -> tuple[str, ...]:
    """``authors`` of version 1.1, or ``author`` of version 1."""
    given = item.get("authors")
    people = given if isinstance(given, list) and given else [item.get("author")]
    names = (_text(person, "name") for person in people[:50] if isinstance(person, dict))
    return tuple(name[:200] for words in names if (name := plain(words, False)))
