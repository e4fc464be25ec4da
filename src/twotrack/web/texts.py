"""Words round a quote, and addresses that are safe to follow."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from twotrack.briefing.markdown import web_address
from twotrack.briefing.texts import visible
from twotrack.coding.sentences import split
from twotrack.records import Article, Record

ENDS = 5  # words of each end of a quote that a text fragment needs to find it


class Passage(Record, frozen=True):
    """A quote between the sentences before and after it, as the page shows them."""

    before: str
    quote: str
    after: str


def passage(article: Article, start: int, end: int) -> Passage:
    """The words at ``[start, end)`` of an article's text, with one sentence on each side."""
    found = list(_sentences(article, start))
    before = [text for _, last, text in found if last <= start]
    after = [text for first, _, text in found if first >= end]
    return Passage(
        before=visible(before[-1]) if before else "",
        quote=visible(article.text[start:end]),
        after=visible(after[0]) if after else "",
    )


def _sentences(article: Article, at: int) -> Iterator[tuple[int, int, str]]:
    """The sentences of the paragraph at ``at`` and of its neighbours."""
    paragraphs = article.paragraphs
    home = next((n for n, p in enumerate(paragraphs) if p.start <= at < p.end), None)
    if home is not None:
        for found in paragraphs[max(0, home - 1) : home + 2]:
            yield from split(article.text[found.start : found.end], found.start)


def live(url: str | None, words: str) -> str | None:
    """The address of a page at these words of it (a text fragment), None where it is no web address.

    >>> live("https://a.example/x#top", "One, two-three.")
    'https://a.example/x#:~:text=One%2C%20two%2Dthree.'
    """
    address = web_address(url)
    if address is None:
        return None
    parts = words.split()
    ends = [parts] if len(parts) <= 2 * ENDS else [parts[:ENDS], parts[-ENDS:]]
    # Comma, hyphen and ampersand mean something in a text fragment.
    told = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{address.partition('#')[0]}#:~:text={told}"


def host(url: str | None) -> str | None:
    """The host of a web address, without ``www.``.

    >>> host("https://www.Example.org/1"), host("javascript:alert(1)")
    ('example.org', None)
    """
    address = web_address(url)
    return (urlsplit(address).netloc.lower().rpartition("@")[2].removeprefix("www.") or None) if address else None
