"""One article that was seen more than once: copies fold into one, reprints elsewhere stay articles of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from twotrack.corroborating.days import moment
from twotrack.records import Article, Report

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "ocid", "cmpid")


def address(url: str | None) -> str | None:
    """What a web address points to, without what differs from click to click.

    >>> address("http://www.veld.example/a/?utm_source=x&id=7#top"), address("https://veld.example/a?id=7")
    ('veld.example/a?id=7', 'veld.example/a?id=7')
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = parts.netloc.lower().removeprefix("www.")
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(_TRACKING)])
    return f"{host}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def fold(articles: Sequence[Article], fingerprints: Mapping[str, str]) -> dict[str, str]:
    """Article id to the id of the article that it is a copy of; articles that stand for themselves are not in it.

    Copies have one text (equal fingerprints) and one address, or one of them has no address.
    """
    same: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        # Pages without any text have equal fingerprints too, and nothing else in common.
        if fingerprints.get(article.id) and article.text.strip():
            same[fingerprints[article.id]].append(article)
    found: dict[str, str] = {}
    for group in same.values():
        found.update(_folded(sorted(group, key=_rank)))
    return dict(sorted(found.items()))


def _rank(article: Article) -> tuple[bool, bool, str]:
    """Who stands for the copies: one with an address, then with a date, then the smallest id."""
    return (not article.url, article.published is None, article.id)


def _folded(group: Sequence[Article]) -> dict[str, str]:
    chosen: dict[str | None, str] = {}
    found: dict[str, str] = {}
    for article in group:
        where = address(article.url)
        into = chosen.setdefault(where, article.id) if where else group[0].id
        if into != article.id:
            found[article.id] = into
    return found


def kept_reports(
    articles: Mapping[str, Article], folds: Mapping[str, str], reports: Iterable[Report]
) -> tuple[list[Report], dict[str, str]]:
    """The reports of one sighting of each article, and for each left out the kept one that says the same.

    The sighting is the representative, or where it told nothing, the first copy that did.
    """
    by_article: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_article[report.article_id].append(report)
    copies: defaultdict[str, list[str]] = defaultdict(list)
    for id in by_article:
        copies[folds.get(id, id)].append(id)
    kept: list[Report] = []
    twins: dict[str, str] = {}
    for whole, ids in copies.items():
        first, *others = sorted(ids, key=lambda i: (i != whole, moment(articles[i].published), i))
        kept += by_article[first]
        standing = _numbered(by_article[first])
        for other in others:
            twins |= {r.id: standing[key].id for key, r in _numbered(by_article[other]).items() if key in standing}
    return sorted(kept, key=lambda r: r.id), dict(sorted(twins.items()))


def _numbered(reports: Iterable[Report]) -> dict[tuple[str, int], Report]:
    """Reports by type and how many of that type came before: offsets differ between spellings of one text."""
    found: dict[tuple[str, int], Report] = {}
    counts: defaultdict[str, int] = defaultdict(int)
    for report in sorted(reports, key=lambda r: (r.trigger.start, r.trigger.end, r.id)):
        found[report.event, counts[report.event]] = report
        counts[report.event] += 1
    return found
