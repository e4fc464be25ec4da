"""JSON objects of other tools, recognised by their keys, as the fields of a :class:`Page`.

>>> read_object({"maintext": "Troops left Osk.", "date_publish": "2026-06-05 10:00:00"})
('news-please', {'published': '2026-06-05 10:00:00', 'text': 'Troops left Osk.'})
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twotrack.errors import Refused
from twotrack.records import Record


class Dialect(Record, frozen=True):
    """``needs`` are the keys that tell it; ``keys`` maps a field to the keys that may hold it, best first."""

    name: str
    needs: frozenset[str]
    keys: Mapping[str, tuple[str, ...]]


def _dialect(name: str, needs: str, **keys: str) -> Dialect:
    return Dialect(name=name, needs=frozenset(needs.split()), keys={k: tuple(v.split()) for k, v in keys.items()})


# The last one takes whatever is left: the names that such files commonly use.
DIALECTS = (
    _dialect(
        "news-please",
        "maintext",
        text="maintext",
        published="date_publish",
        outlet="source_domain",
        fetched="date_download",
        authors="authors",
    ),
    _dialect(
        "trafilatura",
        "text source-hostname",
        text="text raw_text",
        published="date",
        outlet="source-hostname hostname",
        url="source url",
        authors="author",
    ),
    _dialect(
        "fundus",
        "body publishing_date",
        text="body plaintext",
        published="publishing_date",
        language="lang",
        outlet="publisher",
        authors="authors",
        url="html.responded_url html.requested_url url",
    ),
    _dialect(
        "newspaper4k",
        "text publish_date meta_img",
        text="text",
        published="publish_date",
        outlet="meta_site_name source_url",
        authors="authors",
        language="meta_lang language",
    ),
    _dialect(
        "Media Cloud",
        "media_name publish_date",
        text="text story_text",
        published="publish_date",
        outlet="media_name",
        fetched="indexed_date",
    ),
    _dialect("gdeltdoc", "seendate sourcecountry", text="text", outlet="domain"),
    _dialect(
        "Event Registry",
        "body dateTime",
        text="body",
        published="dateTimePub dateTime date",
        language="lang",
        outlet="source.title source.uri",
        authors="authors",
    ),
    _dialect(
        "JSON",
        "",
        text="text maintext body content article_text full_text fulltext plaintext articleBody content_text story",
        title="title headline name",
        published="published published_at publishedAt publish_date publication_date pubDate pub_date datePublished"
        " date_published date_publish date datetime timestamp",
        authors="authors author byline creator",
        language="language lang",
        outlet="outlet source_domain site_name sitename publisher source.title source.name source hostname domain",
        url="url link canonical_url uri",
        fetched="fetched crawled date_download retrieved",
        html="html raw_html page_html",
    ),
)
COMMON = DIALECTS[-1].keys


def read_object(value: object) -> tuple[str, dict[str, str]]:
    """The dialect's name and the fields that the object fills, as strings, sorted by name.

    Raises:
        Refused: "no text field": not an object, or none of its keys holds text; ``detail`` says which are there.
    """
    if not isinstance(value, dict):
        raise Refused("no text field", f"{type(value).__name__} instead of an object")
    dialect = next(d for d in DIALECTS if d.needs <= value.keys())
    fields = {}
    for field in sorted({*COMMON, *dialect.keys}):
        words = _first(value, dialect.keys.get(field, ()) or COMMON[field])
        if words:
            fields[field] = words
    if "text" in fields:
        fields.pop("html", None)
    elif "html" not in fields:
        if any(key in value for key in (*dialect.keys["text"], *COMMON["text"])):
            raise Refused("no text", "the text field is empty")
        raise Refused("no text field", _keys(dialect.name, value))
    return dialect.name, fields


def _keys(dialect: str, value: Mapping[str, Any]) -> str:
    there = ", ".join(sorted(value)[:20]) or "none"
    return f"keys: {there}" if dialect == "JSON" else f"{dialect} without text; keys: {there}"


def _first(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        if words := _words(_get(value, key)).strip():
            return words
    return ""


def _get(value: Any, path: str) -> Any:
    if isinstance(value, dict) and path in value:
        return value[path]
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "; ".join(filter(None, (_words(v).strip() for v in value)))
    return _of_object(value)


def _of_object(value: Mapping[str, Any]) -> str:
    if "sections" in value:
        return "\n\n".join(_fundus_body(value))
    return next((v for key in ("name", "title", "uri", "url") if isinstance(v := value.get(key), str)), "")


def _fundus_body(body: Mapping[str, Any]) -> list[str]:
    """Lead, then each section's headline and paragraphs, as :mod:`fundus` prints them."""
    parts = list(body.get("summary") or [])
    for section in body["sections"] or []:
        if isinstance(section, dict):
            parts += [*(section.get("headline") or []), *(section.get("paragraphs") or [])]
    return [part for part in parts if isinstance(part, str)]
