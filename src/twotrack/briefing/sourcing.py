"""The numbered sources; reprints and retellings stand under the source whose origin they share."""

from __future__ import annotations

from twotrack.briefing.choosing import day_of
from twotrack.briefing.index import Index
from twotrack.briefing.shapes import SourceEntry
from twotrack.briefing.texts import visible
from twotrack.records import Article

COPIES = 3


def sources(index: Index) -> tuple[SourceEntry, ...]:
    """One entry a number, in order; pages of the same origin that no line cites are folded under the first."""
    cited = [id for id, _ in sorted(index.numbers.items(), key=lambda item: item[1])]
    first: dict[str, str] = {}
    for id in cited:
        first.setdefault(index.origin(id), id)
    folded: dict[str, list[str]] = {}
    for id in sorted(set(index.articles) | set(index.source.origins)):
        head = first.get(index.origin(id))
        if head is not None and id not in index.numbers:
            folded.setdefault(head, []).append(id)
    return tuple(_entry(id, first[index.origin(id)], folded.get(id, []), index) for id in cited)


def _entry(id: str, head: str, folded: list[str], index: Index) -> SourceEntry:
    article = index.articles[id]
    return SourceEntry(
        number=index.numbers[id],
        article_id=id,
        outlet=_shown(article.outlet),
        title=_shown(article.title),
        published=visible(article.published) if day_of(article.published) and article.published else None,
        url=_shown(article.url),
        path=_shown(index.source.places.get(id)),
        capture=index.source.captures.get(id, "")[:12] or None,
        same_as=index.numbers[head] if head != id else None,
        same_text=head != id and index.articles[head].text == article.text,
        copies=tuple(_name(copy, index) for copy in folded[:COPIES]),
        more_copies=max(0, len(folded) - COPIES),
    )


def _shown(text: str | None) -> str | None:
    return visible(text) or None if text else None


def _name(id: str, index: Index) -> str:
    """A copy in a few words: outlet and title, else where it was read, else its id."""
    article: Article | None = index.articles.get(id)
    told = [visible(t) for t in (article.outlet, article.title) if t] if article else []
    return ", ".join(told) or visible(index.source.places.get(id, id))
