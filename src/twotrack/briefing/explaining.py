"""Why a row is there: evidence, scores, rules, judgements, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twotrack import codebook
from twotrack.briefing import explained
from twotrack.briefing.index import Index
from twotrack.briefing.reasons import Candidate, Card, Explanation, Saying, Telling
from twotrack.briefing.source import BriefSource
from twotrack.briefing.spans import marked, report_marks, statement_marks
from twotrack.briefing.texts import visible
from twotrack.errors import UsageError
from twotrack.records import Impact, Judgement, Report, Statement


def explain(source: BriefSource, id: str) -> Explanation | list[Candidate]:
    """The explanation of the row whose id begins with ``id``; the candidates where several do.

    Raises:
        UsageError: no row's id begins so.
    """
    found = _candidates(source, id.strip())
    if not found:
        raise UsageError(
            f"no event, report or statement whose id begins with {visible(id)!r}",
            advice=f"twotrack export {source.name} --as csv -o events.csv, which lists the ids",
        )
    if len(found) > 1:
        return found
    index = Index(source)
    if found[0].kind == "statement":
        statement = next(s for s in source.statements if s.id == found[0].id)
        return Explanation(id=statement.id, kind="statement", saying=_saying(statement, index))
    return _explained(found[0], source, index)


def _explained(row: Candidate, source: BriefSource, index: Index) -> Explanation:
    """An event, or a report with the events that it belongs to."""
    events = tuple(e for e in source.events if row.id == e.id or row.id in e.reports)
    told = index.tellings(events[0]) if row.kind == "event" else [index.reports[row.id]]
    return Explanation(
        id=row.id,
        kind=row.kind,
        events=events,
        grades=tuple(source.grades[e.id] for e in events if e.id in source.grades),
        tellings=tuple(_telling(r, index) for r in told),
        judgements=_judgements(source.judgements, {r.id for r in told}, {r.article_id for r in told}),
    )


def _candidates(source: BriefSource, id: str) -> list[Candidate]:
    """An exact id is alone; ``tt:`` may be left out."""
    articles = {a.id for a in source.articles}
    rows = [
        *(Candidate(id=e.id, kind="event", text=visible(e.text)) for e in source.events),
        *(Candidate(id=r.id, kind="report", text=visible(r.text)) for r in source.reports if r.article_id in articles),
        *(
            Candidate(id=s.id, kind="statement", text=visible(s.content.text))
            for s in source.statements
            if s.article_id in articles
        ),
    ]
    asked = id.lower()
    exact = [row for row in rows if row.id == asked]
    begun = [
        row for row in rows if asked and (row.id.startswith(asked) or row.id.removeprefix("tt:").startswith(asked))
    ]
    return sorted(exact[:1] or begun, key=lambda row: (row.kind, row.id))


def _judgements(judgements: Iterable[Judgement], reports: set[str], articles: set[str]) -> tuple[Judgement, ...]:
    """What was decided of these reports, and of these pages among themselves and with others."""
    about = [
        j for j in judgements if ({j.left, j.right} & reports if j.kind == "event" else {j.left, j.right} & articles)
    ]
    return tuple(sorted(about, key=lambda j: (j.kind, j.decision, j.left, j.right, j.judge)))


def _card(article_id: str, start: int, end: int, index: Index) -> Card:
    article = index.articles[article_id]
    paragraph = next((n for n, p in enumerate(article.paragraphs, 1) if p.start <= start < p.end), None)
    return Card(
        article_id=article_id,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        url=article.url,
        path=index.source.places.get(article_id),
        capture=index.source.captures.get(article_id) or None,
        origin=index.origin(article_id),
        paragraph=paragraph,
        start=start,
        end=end,
        notes=article.notes,
    )


def _telling(report: Report, index: Index) -> Telling:
    text = index.articles[report.article_id].text[report.start : report.end]
    sentence, outside = marked(text, report.start, report_marks(report))
    kind = codebook.load().types.get(report.event)
    return Telling(
        report=report,
        definition=kind.definition if kind else "",
        sentence=sentence,
        outside=outside,
        card=_card(report.article_id, report.start, report.end, index),
        unknown=tuple(_unknown(report, index)),
    )


def _saying(statement: Statement, index: Index) -> Saying:
    text = index.articles[statement.article_id].text[statement.start : statement.end]
    sentence, outside = marked(text, statement.start, statement_marks(statement))
    unknown = [] if statement.speaker else ["speaker: the page gives none"]
    if statement.speaker and not statement.named:
        unknown.append("speaker: not a named person or body")
    return Saying(
        statement=statement,
        sentence=sentence,
        outside=outside,
        card=_card(statement.article_id, statement.start, statement.end, index),
        unknown=(*unknown, *_undated(statement.article_id, index)),
    )


_PLACE_REASONS = {
    "withheld": "the text says that it is not named",
    "ambiguous": "several places have this name and nothing decides between them",
    "not found": "the gazetteer has no such place",
    "region": "an area, which has no point",
}


def _unknown(report: Report, index: Index) -> Iterator[str]:
    """What is not known, and why."""
    for role, entities in (("actor", report.actors), ("recipient", report.recipients)):
        if not entities:
            yield f"{role}: the sentence names none"
        for entity in entities:
            if not entity.code:
                yield f"{role}: no code for “{visible(entity.text)}” in the directory"
    if report.place is None:
        yield "place: the sentence gives none"
    elif report.place.reason is not None:
        yield f"place: {report.place.reason} – {_PLACE_REASONS[report.place.reason]}"
    elif report.place.lat is None:
        yield "place: not resolved to a point"
    if report.date is None:
        yield "date: the sentence gives none"
    elif report.date.first is None:
        yield f"date: “{visible(report.date.text)}” can't be put on the calendar"
    yield from (f"{i.kind}: “{visible(i.text)}” gives no number" for i in report.impact if not _counted(i))
    yield from _undated(report.article_id, index)


def _counted(impact: Impact) -> bool:
    return (impact.best, impact.low, impact.high) != (None, None, None)


def _undated(article_id: str, index: Index) -> Iterator[str]:
    if index.day(article_id) is None:
        yield "publication date: the page does not say"


def render(found: Explanation | list[Candidate]) -> str:
    """For the terminal, 100 columns wide."""
    return explained.candidates(found) if isinstance(found, list) else explained.explanation(found)
