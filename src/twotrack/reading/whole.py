"""HTML, plain text and Markdown: the whole file is one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Literal

from twotrack.reading.opening import whole
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

HEADER = 16_384
# ``<!-- Page saved with SingleFile / url: ... / saved date: Mon Jun 01 2026 10:00:00 GMT+0200 (...) -->``
_SINGLEFILE = re.compile(rb"<!--\s*Page saved with SingleFile\s*?\n\s*url:\s*(\S+)(?:\s+saved date:\s*([^\n]{1,120}))?")
# ``<!-- saved from url=(0042)https://... -->``, which browsers write; the number is the length.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_FRONT = re.compile(r"\A---\s*\n((?:[\w -]{1,40}:.*\n)+)---\s*(?:\n|\Z)")
_FRONT_KEYS = {
    "title": "title",
    "date": "published",
    "published": "published",
    "author": "authors",
    "authors": "authors",
    "url": "url",
    "source": "url",
    "lang": "language",
    "language": "language",
}


def read_html(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """One page; address and day of capture from the header that browsers and SingleFile write."""
    raw = whole(stream, settings.max_input_bytes)
    url, saved = saved_from(raw[:HEADER])
    yield Page(source=source, offset=0, kind="html", raw=raw, url=url, fetched=saved)


def read_text(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """One page of plain text."""
    return _plain(source, stream, settings, "text")


def read_markdown(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """One page; what the front matter says is in ``fields``."""
    return _plain(source, stream, settings, "markdown")


def count_one(stream: IO[bytes], settings: Settings) -> int:
    """A whole file is one input, read or refused."""
    return 1


def _plain(
    source: str, stream: IO[bytes], settings: Settings, kind: Literal["text", "markdown"]
) -> Iterator[Page | Refusal]:
    raw = whole(stream, settings.max_input_bytes)
    fields = front_matter(raw[:HEADER].decode("utf-8", "replace")) if kind == "markdown" else {}
    yield Page(source=source, offset=0, kind=kind, raw=raw, url=fields.pop("url", None), fields=fields)


def saved_from(head: bytes) -> tuple[str | None, str | None]:
    """Address and time of capture, as the header of a saved page gives them.

    >>> saved_from(b"<!-- saved from url=(0022)https://outlet.example/ -->")
    ('https://outlet.example/', None)
    """
    if (found := _SINGLEFILE.search(head)) is not None:
        day = _javascript_date(found[2].decode("utf-8", "replace")) if found[2] else None
        return _address(found[1]), day
    if (found := _SAVED_FROM.search(head)) is not None:
        return _address(found[1]), None
    return None, None


def _address(raw: bytes) -> str | None:
    url = raw.decode("utf-8", "replace")
    return url if url.startswith(("http://", "https://")) else None


def _javascript_date(words: str) -> str | None:
    """``Mon Jun 01 2026 10:00:00 GMT+0200 (Central European Summer Time)`` to ISO.

    >>> _javascript_date("Mon Jun 01 2026 10:00:00 GMT+0200 (x)")
    '2026-06-01T10:00:00+02:00'
    """
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    found = re.match(r"\w{3} (\w{3}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d\d)(\d\d)", words.strip())
    if found is None or found[1] not in months:
        return None
    try:
        return datetime.fromisoformat(
            f"{found[3]}-{months.index(found[1]) + 1:02}-{found[2]}T{found[4]}{found[5]}:{found[6]}"
        ).isoformat()
    except ValueError:
        return None


def front_matter(text: str) -> dict[str, str]:
    """The fields that the head of a Markdown file gives.

    >>> front_matter("---\\ntitle: Talks in Keld\\ndate: 2026-06-05\\n---\\nText.")
    {'title': 'Talks in Keld', 'published': '2026-06-05'}
    """
    found = _FRONT.match(text)
    fields: dict[str, str] = {}
    for line in found[1].splitlines() if found else ():
        key, _, value = line.partition(":")
        name = _FRONT_KEYS.get(key.strip().lower())
        if name and (value := value.strip().strip("\"'")):
            fields.setdefault(name, value)
    return fields
