"""A ledger from Python: ``twotrack.open("ledger")``, its tables as Polars DataFrames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twotrack import views
from twotrack.exporting.parquet import frame
from twotrack.ledger.reader import opened
from twotrack.ledger.verify import Finding, verify
from twotrack.records import Article, Claim, Meeting, Position, Report, Statement

if TYPE_CHECKING:
    import polars

_REPORT = (
    "id article_id event mode track quad_code status trigger actor actor_code recipient recipient_code place latitude "
    "longitude country place_reason date date_raw speaker impact text start end score coder"
).split()
_STATEMENT = "id article_id speaker speaker_code named cue stance content start end".split()
_SIDE = "event_id party party_code says since first contested reports silent".split()
_POSITION = "id party party_code kind towards text first last origins statements reports".split()
_MEETING = "id state parties date place stage history outcome".split()
_ARTICLE = "id url title outlet authors published language text notes".split()


class Ledger:
    """The tables of a ledger, read when asked for. Nothing is kept open between calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with opened(path):
            pass

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def events(self) -> polars.DataFrame:
        """One row an event; columns as ``export --as csv`` (docs/export.md)."""
        with opened(self.path) as ledger:
            return frame(list(views.flat_events(ledger)))

    def reports(self) -> polars.DataFrame:
        """One row a report; ``start`` and ``end`` are where its sentence stands in the article's text."""
        with opened(self.path) as ledger:
            return _frame([_report(r) for r in ledger.reports()], _REPORT)

    def statements(self) -> polars.DataFrame:
        """One row a statement."""
        with opened(self.path) as ledger:
            return _frame([_statement(s) for s in ledger.statements()], _STATEMENT)

    def claims(self) -> polars.DataFrame:
        """One row a side of an event that rests on somebody's word: who says what, since when."""
        with opened(self.path) as ledger:
            found = [row for c in ledger.records("claims", Claim) for row in _sides(c)]
        return _frame(found, _SIDE)

    def positions(self) -> polars.DataFrame:
        """One row a demand, refusal, offer or red line of a party."""
        with opened(self.path) as ledger:
            return _frame([_position(p) for p in ledger.records("positions", Position)], _POSITION)

    def meetings(self) -> polars.DataFrame:
        """One row a meeting at the negotiating table: its state, and what came of it."""
        with opened(self.path) as ledger:
            return _frame([_meeting(m) for m in ledger.records("meetings", Meeting)], _MEETING)

    def articles(self) -> polars.DataFrame:
        """One row an article, copies left out."""
        with opened(self.path) as ledger:
            return _frame([_article(a) for a in ledger.articles()], _ARTICLE)

    def explain(self, id: str) -> str:
        """Why a row is there; ``id`` may be its beginning.

        Raises:
            UsageError: no row, or more than one, begins with it.
        """
        return views.explain(self.path, id)

    def verify(self) -> list[Finding]:
        """All that is not as it was written; an empty list is a sound ledger."""
        return verify(self.path)


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> polars.DataFrame:
    import polars

    if not rows:
        return polars.DataFrame(schema=dict.fromkeys(columns, polars.String))
    return polars.DataFrame(rows, infer_schema_length=None).select(columns)


def _words(found: Iterator[str | None]) -> str | None:
    return "; ".join(w for w in found if w) or None


def _report(report: Report) -> dict[str, Any]:
    place, date = report.place, report.date
    return {
        "id": report.id, "article_id": report.article_id, "event": report.event, "mode": report.mode,
        "track": report.track, "quad_code": report.quad_code, "status": report.status, "trigger": report.trigger.text,
        "actor": _words(e.text for e in report.actors), "actor_code": _words(e.code for e in report.actors),
        "recipient": _words(e.text for e in report.recipients),
        "recipient_code": _words(e.code for e in report.recipients),
        "place": place.text if place else None, "latitude": place.lat if place else None,
        "longitude": place.lon if place else None, "country": place.country if place else None,
        "place_reason": place.reason if place else None, "date": date.first if date else None,
        "date_raw": date.text if date else None, "speaker": report.speaker.text if report.speaker else None,
        "impact": _words(f"{i.kind}: {i.text}" for i in report.impact), "text": report.text,
        "start": report.start, "end": report.end, "score": report.score, "coder": report.coder,
    }  # fmt: skip


def _statement(statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "id": statement.id, "article_id": statement.article_id, "speaker": speaker.text if speaker else None,
        "speaker_code": (speaker.code or None) if speaker else None, "named": statement.named,
        "cue": statement.cue.text if statement.cue else None, "stance": statement.stance,
        "content": statement.content.text, "start": statement.start, "end": statement.end,
    }  # fmt: skip


def _sides(claim: Claim) -> Iterator[dict[str, Any]]:
    for side in claim.sides:
        yield {
            "event_id": claim.event, "party": side.party.name, "party_code": side.party.code or None,
            "says": side.says, "since": side.since, "first": side.party == claim.first,
            "contested": claim.contested, "reports": _words(iter(side.reports)),
            "silent": _words(p.name for p in claim.silent),
        }  # fmt: skip


def _position(position: Position) -> dict[str, Any]:
    return {
        "id": position.id, "party": position.party.name, "party_code": position.party.code or None,
        "kind": position.kind, "towards": _words(p.name for p in position.towards), "text": position.text,
        "first": position.first, "last": position.last, "origins": position.origins,
        "statements": _words(iter(position.statements)), "reports": _words(iter(position.reports)),
    }  # fmt: skip


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id, "state": meeting.state, "parties": _words(p.name for p in meeting.parties),
        "date": meeting.date.first if meeting.date else None, "place": meeting.place.text if meeting.place else None,
        "stage": meeting.stage, "history": _words(f"{state} {event}" for state, event in meeting.history),
        "outcome": _words(iter(meeting.outcome)),
    }  # fmt: skip


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id, "url": article.url, "title": article.title, "outlet": article.outlet,
        "authors": _words(iter(article.authors)), "published": article.published, "language": article.language,
        "text": article.text, "notes": _words(iter(article.notes)),
    }  # fmt: skip
