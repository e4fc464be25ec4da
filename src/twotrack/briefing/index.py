"""Look-ups over what the ledger gave, and the numbering of sources in the order in which lines cite them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from twotrack.briefing.choosing import day_of
from twotrack.briefing.shapes import Passage
from twotrack.briefing.source import BriefSource
from twotrack.briefing.texts import visible
from twotrack.records import Article, Entity, Event, Report, Span, Statement

CITED = 4  # numbers a line carries at most: enough to see that origins differ, short enough to read


class Index:
    """Articles and reports by id, tellings of an event, origins; and ``cite``, which numbers sources."""

    def __init__(self, source: BriefSource) -> None:
        self.source = source
        self.articles: dict[str, Article] = {a.id: a for a in source.articles}
        self.reports: dict[str, Report] = {r.id: r for r in source.reports if r.article_id in self.articles}
        self.statements: dict[str, Statement] = {s.id: s for s in source.statements if s.article_id in self.articles}
        self.crowd = Counter((r.article_id, r.start) for r in self.reports.values())
        self.numbers: dict[str, int] = {}

    def tellings(self, event: Event) -> list[Report]:
        """The reports of an event whose pages are at hand: earliest page first."""
        found = [self.reports[id] for id in event.reports if id in self.reports]
        return sorted(found, key=lambda r: (self.day(r.article_id) or "9999", r.article_id, r.start, r.id))

    def day(self, article_id: str) -> str | None:
        """The publication day (UTC) of a page, None when the page does not say."""
        return day_of(self.articles[article_id].published)

    def origin(self, article_id: str) -> str:
        """The origin of a page: its own id when nothing else is known."""
        return self.source.origins.get(article_id, article_id)

    def passage(self, article_id: str, start: int, end: int) -> Passage:
        """The words that stand there, made safe to show."""
        text = self.articles[article_id].text
        start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
        return Passage(article_id=article_id, start=start, end=end, text=visible(text[start:end]))

    def speaker(self, where: Report | Statement) -> tuple[str, Passage] | None:
        """The speaker in words of the page: the name behind a pronoun, where the page has that name."""
        entity = where.speaker
        if entity is None:
            return None
        article = self.articles[where.article_id]
        at = _name_at(article.text, entity)
        passage = self.passage(article.id, at.start, at.end)
        return passage.text, passage

    def sentence(self, where: Report | Statement) -> list[Passage]:
        """The evidence sentence, and the speaker's words where they stand outside it."""
        passages = [self.passage(where.article_id, where.start, where.end)]
        spoken = self.speaker(where)
        if spoken and not (where.start <= spoken[1].start and spoken[1].end <= where.end):
            passages.append(spoken[1])
        return passages

    def cite(self, first: Iterable[str], others: Iterable[str] = ()) -> tuple[tuple[int, ...], int]:
        """Numbers for the pages a line stands on, then one page for each further origin; and how many are left."""
        needed = list(dict.fromkeys(first))
        everyone = list(dict.fromkeys([*needed, *(o for o in others if o in self.articles)]))
        origins = {self.origin(id) for id in needed}
        for id in everyone:
            if self.origin(id) not in origins and len(needed) < CITED:
                origins.add(self.origin(id))
                needed.append(id)
        for id in needed:
            self.numbers.setdefault(id, len(self.numbers) + 1)
        return tuple(sorted(self.numbers[id] for id in needed)), len(everyone) - len(needed)


_PRONOUNS = frozenset("he she they it him her them his its their this that who we i".split())


def _name_at(text: str, entity: Entity) -> Span:
    if entity.text.lower() in _PRONOUNS and entity.name and (at := text.find(entity.name)) >= 0:
        return Span(start=at, end=at + len(entity.name), text=entity.name)
    return Span(start=entity.start, end=entity.end, text=entity.text)
