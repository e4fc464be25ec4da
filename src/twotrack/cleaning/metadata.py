"""What a page states about itself: headline, authors, date, outlet, address, language. Nothing is made up.

The order of trust: JSON-LD of the article, then meta tags, then what stands in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from twotrack.cleaning import bylines, dates
from twotrack.records import Record

DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date.available",
    "dc.date.issued",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "prism.publicationdate",
    "citation_publication_date",
    "publication_date",
    "publish-date",
    "publish_date",
    "pubdate",
    "pub_date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "date",
    "published",
)
AUTHOR_METAS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "citation_author")
_ARTICLE = re.compile(r"article|blogposting|report$", re.I)
_SITE_PARTS = re.compile(r"\s+[|–—·•-]\s+|\s*\|\s*")


class Metadata(Record, frozen=True):
    """``titles`` are all spellings of the headline that the page gives; ``title`` is the one readers see.

    ``doubt`` is what is not certain of ``published``, or why it is None though the page states one.
    """

    title: str | None = None
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    doubt: str = ""
    outlet: str | None = None
    url: str | None = None
    language: str | None = None


def metadata(tree: Any, url: str | None) -> Metadata:
    """All that the parsed page states; ``url`` is where it was found."""
    things = list(json_ld(tree))
    metas = list(_metas(tree))
    outlet = _outlet(things, metas)
    address = _address(tree, metas, url)
    titles = _titles(tree, things, metas)
    published, doubt = _published(tree, things, metas)
    return Metadata(
        title=titles[0] if titles else None,
        titles=tuple(titles),
        authors=_authors(tree, things, metas, outlet),
        published=published,
        doubt=doubt,
        outlet=outlet or host(address),
        url=address,
        language=_language(tree),
    )


def host(url: str | None) -> str | None:
    """The site's host without ``www.``.

    >>> host("https://www.outlet.example/2026/talks")
    'outlet.example'
    """
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, articles first; broken scripts are passed over."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            # Raw newlines and tabs inside strings are common and harmless.
            text = re.sub(r"[\x00-\x1f]", " ", script.text).strip().removesuffix(";")
            try:
                _collect(msgspec.json.decode(text), found, 0)
            except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
                continue
    return iter(sorted(found, key=lambda thing: not is_article(thing)))


def _collect(value: Any, found: list[dict[str, Any]], depth: int) -> None:
    if depth > 12:
        return
    if isinstance(value, dict):
        found.append(value)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _collect(item, found, depth + 1)


def is_article(thing: dict[str, Any]) -> bool:
    """NewsArticle, ReportageNewsArticle, BlogPosting, LiveBlogPosting and their kin."""
    return any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in _listed(thing.get("@type")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            yield name.lower(), content


def _first(metas: Iterable[tuple[str, str]], *names: str) -> str | None:
    given = dict(reversed(list(metas)))
    return next((given[name] for name in names if name in given), None)


def words_of(element: Any) -> str:
    """Text of an element on one line; unlike lxml's own, a break and a block part words."""
    return " ".join(" ".join(element.itertext()).split())


def _titles(tree: Any, things: Sequence[dict[str, Any]], metas: Sequence[tuple[str, str]]) -> list[str]:
    heads = [words for h1 in tree.iter("h1") if 8 <= len(words := _joined(h1)) <= 300]
    given = [t for t in (_first(metas, "og:title"), _first(metas, "twitter:title")) if t]
    given += [h for thing in things if is_article(thing) and isinstance(h := thing.get("headline"), str)][:1]
    title = tree.find(".//head/title")
    whole = words_of(title) if title is not None else ""
    # Several h1: the one that the page's own metadata calls its headline.
    same = [h for h in heads if any(_key(h) in _key(t) for t in (*given, whole))]
    best = same[:1] or (heads if len(heads) == 1 else [])
    short = [_without_site(t, metas) for t in (*given, whole) if t]
    return [t for t in dict.fromkeys((*best, *short, *heads[:1])) if t]


def _joined(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _without_site(title: str, metas: Sequence[tuple[str, str]]) -> str:
    """``Talks resume | The Herald`` without the outlet's name."""
    parts = _SITE_PARTS.split(title)
    longest = max(parts, key=len)
    site = _key(_first(metas, "og:site_name") or "")
    if len(parts) > 1 and (
        "|" in title or (site and any(_key(p) in site or site in _key(p) for p in parts[1:] if _key(p)))
    ):
        return longest if title.startswith(longest) else title
    return title


def _authors(
    tree: Any, things: Sequence[dict[str, Any]], metas: Sequence[tuple[str, str]], outlet: str | None
) -> tuple[str, ...]:
    known = {t["@id"]: t["name"] for t in things if isinstance(t.get("@id"), str) and isinstance(t.get("name"), str)}
    for thing in things:
        given = [name for person in _listed(thing.get("author")) for name in _person(person, known)]
        if (is_article(thing) or "WebPage" in _listed(thing.get("@type"))) and given:
            return bylines.names("; ".join(given), outlet)
    given = [content for name, content in metas if name in AUTHOR_METAS]
    if found := bylines.names("; ".join(given), outlet):
        return found
    marked = tree.xpath(
        '//*[@rel="author" or @itemprop="author" or contains(@class, "byline") or contains(@class, "author-name")]'
    )
    for element in marked[:6]:
        words = words_of(element)
        if 3 <= len(words) <= 100 and (found := bylines.byline(words) or bylines.byline(f"By {words}")):
            return found
    return ()


def _person(value: Any, known: dict[str, str]) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        name = value.get("name") or value.get("byline") or known.get(str(value.get("@id")))
        return [n for n in _listed(name) if isinstance(n, str)]
    return []


def _published(tree: Any, things: Sequence[dict[str, Any]], metas: Sequence[tuple[str, str]]) -> tuple[str | None, str]:
    """The day of publication, and what is not certain of it."""
    stated = [t.get("datePublished") for t in things if is_article(t)]
    stated += [_first(metas, name) for name in DATE_METAS]
    stated += [t.get("datePublished") for t in things if "WebPage" in _listed(t.get("@type"))]
    doubt = ""
    for words in stated:
        if not isinstance(words, str) or not words.strip():
            continue
        found = dates.read(words)
        told = f"{found.note}: {' '.join(words.split())[:60]}" if found.note else ""
        if found.iso is not None:
            return found.iso, told
        doubt = doubt or told
    day = _timed(tree) or _dated(tree)
    return day, "" if day else doubt


def _timed(tree: Any) -> str | None:
    """The first ``time`` element outside of lists of other stories that isn't the time of a change."""
    for time in tree.iter("time"):
        around = {e.tag for e in time.iterancestors()}
        about = f"{time.get('class') or ''} {time.get('itemprop') or ''}".lower()
        if around & {"aside", "footer", "nav", "li"} or re.search(r"updat|modif|comment|card", about):
            continue
        if (day := dates.iso(time.get("datetime") or words_of(time))) is not None:
            return day
    return None


def _dated(tree: Any) -> str | None:
    """A visible date line between the headline and the first long paragraph: the page's header shows today's."""
    below = False
    for element in tree.iter("h1", "p", "span", "div", "time", "small", "em"):
        if element.tag == "h1":
            below = True
            continue
        words = _joined(element) if len(element) < 4 else ""
        if below and element.tag == "p" and len(words) > 200:
            return None
        if below and 8 <= len(words) <= 100 and (day := dates.in_line(words)) is not None:
            return day
    return None


def _outlet(things: Sequence[dict[str, Any]], metas: Sequence[tuple[str, str]]) -> str | None:
    name = _first(metas, "og:site_name")
    if name is None:
        publishers = [p for t in things if is_article(t) for p in _listed(t.get("publisher")) if isinstance(p, dict)]
        name = next((p["name"] for p in publishers if isinstance(p.get("name"), str) and p["name"].strip()), None)
    name = name or _first(metas, "application-name")
    return " ".join(name.split())[:100] if name else None


def _address(tree: Any, metas: Sequence[tuple[str, str]], url: str | None) -> str | None:
    """Its canonical address, unless it names another site than the one where it was found."""
    links = tree.xpath('//link[@rel="canonical"]/@href')
    for given in (*links, _first(metas, "og:url")):
        if given and given.startswith(("http://", "https://")) and (url is None or host(given) == host(url)):
            return str(given).split("#", 1)[0]
    return url


def _language(tree: Any) -> str | None:
    declared = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    return declared[:2] if re.match(r"[a-z]{2}(?:[-_]|$)", declared) else None


def _key(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
