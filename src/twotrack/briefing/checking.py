"""The check that nothing in a brief is its own invention: every word of a line is in the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twotrack import codebook
from twotrack.briefing.choosing import day_of
from twotrack.briefing.shapes import Brief, BriefLine, Held, SourceEntry, lines_of
from twotrack.briefing.source import BriefSource
from twotrack.briefing.texts import numbers_of, visible, words_of
from twotrack.briefing.wording import CONNECTING
from twotrack.records import Article

_SPELLED = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?)",
    re.IGNORECASE,
)


def check(brief: Brief, source: BriefSource) -> list[str]:
    """What in the brief is not in its sources, one sentence a fault; empty when all is well.

    Words, numbers and names of each line must stand in the passages that it cites, the passages in the articles,
    titles and addresses of the sources in the articles too. Allowed beside them are the fixed connecting words and
    the codebook's labels.
    """
    found = [f"{id}: {fault}" for id, faults in failing(brief, source).items() for fault in faults]
    articles = {a.id: a for a in source.articles}
    for speaker in brief.speaking.speakers:
        held = words_of(" ".join(p.text for line in speaker.lines for p in line.passages))
        if not words_of(speaker.name) <= held:
            found.append(f"speaker {speaker.name} is not in the cited passages")
    found += [
        f"party {held.party} is not in the cited passages"
        for held in brief.holding
        if not words_of(held.party) <= _named(held, source)
    ]
    for entry in brief.sources:
        found += [f"source {entry.number}: {fault}" for fault in _entry_faults(entry, articles.get(entry.article_id))]
    return found


def _named(held: Held, source: BriefSource) -> set[str]:
    """Words of the passages, and the names that the directory gives to mentions in their sentences."""
    ids = {line.id for line in held.lines}
    told = [p.text for line in held.lines for p in line.passages]
    told += [e.name or "" for r in source.reports if r.id in ids for e in r.actors]
    told += [s.speaker.name or "" for s in source.statements if s.id in ids and s.speaker]
    return words_of(" ".join(told))


def failing(brief: Brief, source: BriefSource) -> dict[str, list[str]]:
    """The faults of lines, by the id of the event or statement."""
    articles = {a.id: a for a in source.articles}
    cited = {s.number: s.article_id for s in brief.sources}
    origins = {e.id: e.origins for e in source.events}
    days = _days(source, articles)
    found: dict[str, list[str]] = {}
    for line in lines_of(brief):
        faults = [*_passage_faults(line, articles, cited), *_word_faults(line)]
        if line.origins and line.origins != origins.get(line.id, line.origins):
            faults.append(f"{line.origins} origins are not the event's")
        if line.date is not None and line.date not in days.get(line.id, ()):
            faults.append(f"date {line.date} is not the event's")
        if faults:
            found.setdefault(line.id, []).extend(faults)
    return found


def _days(source: BriefSource, articles: dict[str, Article]) -> dict[str, set[str]]:
    days: dict[str, set[str]] = {}
    for event in source.events:
        first, last = (event.date.first, event.date.last) if event.date else (None, None)
        days[event.id] = {d for d in (first, event.first_seen, f"{first} to {last}") if d}
    for statement in source.statements:
        article = articles.get(statement.article_id)
        days[statement.id] = {day_of(article.published) or ""} if article else set()
    for report in source.reports:
        article = articles.get(report.article_id)
        days[report.id] = {day_of(article.published) or ""} if article else set()
    return days


def _passage_faults(line: BriefLine, articles: dict[str, Article], cited: dict[int, str]) -> Iterator[str]:
    pages = {cited.get(number) for number in line.cites}
    if not line.passages:
        yield "no passage"
    for passage in line.passages:
        article = articles.get(passage.article_id)
        if passage.article_id not in pages:
            yield f"passage of {passage.article_id} is not among its sources"
        elif article is None or visible(article.text[passage.start : passage.end]) != passage.text:
            yield f"passage {passage.start}–{passage.end} is not what {passage.article_id} says"


def _word_faults(line: BriefLine) -> Iterator[str]:
    told = " ".join([line.lead, line.words, *line.marks])
    passages = " ".join(p.text for p in line.passages)
    allowed = words_of(passages) | CONNECTING | words_of(line.label)
    for number in sorted(numbers_of(told) - numbers_of(passages)):
        yield f"number {number} is not in the cited passages"
    for word in sorted(words_of(told) - allowed):
        if not word.isdigit():
            kind = "number" if _SPELLED.fullmatch(word) else "name" if word[0].isupper() else "word"
            yield f"{kind} {word} is not in the cited passages"
    book = codebook.load().types
    if line.label and line.label.split()[0] not in book and line.label not in _KINDS:
        yield f"label {line.label} is not in the codebook"


_KINDS = frozenset(
    ["killed", "injured", "missing", "displaced", "detained", "destroyed", "proposed", "agreed", "held", "called off",
     "demand", "refusal", "offer", "red line"]
)  # fmt: skip


def _entry_faults(entry: SourceEntry, article: Article | None) -> Iterator[str]:
    if article is None:
        yield "no such page"
        return
    for name in ("title", "outlet", "url"):
        told, known = getattr(entry, name), getattr(article, name)
        if told is not None and told != visible(known or ""):
            yield f"{name} is not the page's"
