"""Lists of addresses: OPML, and text with one address a line. Nothing is fetched: each is a refusal by name.

A feed that lies in the folder of an OPML file, or below it, is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote, urlsplit

from twotrack.errors import Refused
from twotrack.reading import feeds
from twotrack.reading.feedentries import address
from twotrack.reading.opening import lines, peek, whole
from twotrack.reading.sniffing import sniff, suffix
from twotrack.reading.xmltext import outside, safe_xml
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

MAX_LINE = 8192
# Possessive: what has been passed is never tried again in another way.
_OUTLINE = re.compile(r"<outline\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>", re.I)
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)')")


def read_opml(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """A refusal for each feed of the list, in its order, and the entries of those that are files beside it.

    Raises:
        Refused: "too large", "unsafe XML", "empty feed": it lists none.
    """
    return _listed(source, _in_opml(stream, settings), settings)


def _in_opml(stream: IO[bytes], settings: Settings) -> list[tuple[str, str]]:
    found = list(_outlines(safe_xml(whole(stream, min(settings.max_input_bytes, feeds.MAX_FEED)))))
    if not found:
        raise Refused("empty feed", "the list has no feeds")
    return found


def listed(kind: str, stream: IO[bytes], settings: Settings) -> list[str]:
    """The web addresses of an ``opml`` file or a list of ``addresses``, in its order.

    >>> import io
    >>> listed("addresses", io.BytesIO(b"# mine\\nhttps://outlet.example/feed\\nnone\\n"), Settings())
    ['https://outlet.example/feed']

    Raises:
        Refused: as :func:`read_opml`.
    """
    if kind == "opml":
        # feed: is what programs wrote before they agreed on http:.
        urls = (re.sub(r"(?i)^feed:(?://)?(?=https?:)|^feed:(?=//)", "", url) for url, _ in _in_opml(stream, settings))
        found = [f"http:{url}" if url.startswith("//") else url for url in urls]
    else:
        whole_lines = (line or b"" for _, line in lines(stream, MAX_LINE))
        found = [line.decode("utf-8", "replace").strip().lstrip("\ufeff") for line in whole_lines]
    return [url for url in found if " " not in url and _scheme(url) in ("http", "https")]


def read_addresses(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """A refusal for each line that is not blank and no ``#`` comment; ``offset`` is the number of the line."""
    for number, line in lines(stream, MAX_LINE):
        words = (line or b"").decode("utf-8", "replace").strip().lstrip("\ufeff")
        if line is not None and (not words or words.startswith("#")):
            continue
        if line is not None and " " not in words and address(words):
            yield _not_fetched(source, number, "web address", words)
        else:
            yield Refusal(
                source=source, offset=number, reason="no address", detail=words[:200] or "the line is too long"
            )


def _listed(source: str, found: list[tuple[str, str]], settings: Settings) -> Iterator[Page | Refusal]:
    for number, (url, reason) in enumerate(found, 1):
        if _scheme(url) in ("http", "https", "feed"):
            yield _not_fetched(source, number, reason, url)
        elif (path := _beside(source, url)) is None:
            yield Refusal(
                source=source, offset=number, reason=reason, detail=f"not in the folder of the list: {url[:200]}"
            )
        else:
            yield from _file(path, settings)


def _not_fetched(source: str, number: int, reason: str, url: str) -> Refusal:
    return Refusal(source=source, offset=number, reason=reason, detail=f"not fetched (twotrack watch): {url[:500]}")


def _outlines(text: str) -> Iterator[tuple[str, str]]:
    """Address and what it is, of each outline that has one; folders have none."""
    for outline in (found for start, end in outside(text) for found in _OUTLINE.finditer(text, start, end)):
        given = {name.lower(): html.unescape(a or b).strip() for name, a, b in _ATTRIBUTE.findall(outline[1])}
        if url := given.get("xmlurl"):
            yield url, "feed address"
        elif url := given.get("url"):
            yield url, "web address" if given.get("type", "").lower() == "link" else "feed address"


def _scheme(url: str) -> str:
    """The scheme of an address, "" where it has none or is none."""
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _beside(source: str, url: str) -> Path | None:
    """A file in the list's own folder: a list from elsewhere must not name files that the user did not pass."""
    name = unquote(url)
    if source == "-" or _scheme(url) or "\0" in name or PurePosixPath(name).is_absolute():
        return None
    try:
        folder = Path(source).resolve().parent
        path = (folder / name).resolve()
        return Path(source).parent / name if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _file(path: Path, settings: Settings) -> Iterator[Page | Refusal]:
    source = str(path)
    try:
        with path.open("rb") as file:
            head, stream = peek(file)
            kind = sniff(head, suffix(source))
            if kind not in ("feed", "json feed"):
                raise Refused("not a feed", f"a list names it, and it is {kind}")
            read = feeds.read_feed if kind == "feed" else feeds.read_json_feed
            yield from read(source, stream, settings)
    except Refused as error:
        yield Refusal(source=source, offset=0, reason=error.reason, detail=error.detail)
    except OSError as error:
        yield Refusal(source=source, offset=0, reason="read error", detail=error.strerror or "")
