"""The tables of ``ledger.sqlite``: all of one shape, so that one rule checks them all.

Each row is ``id``, the canonical JSON ``record``, the SHA-256 ``digest`` of table, id and record, and the ``batch``
that committed it. Columns that people filter by are generated from the record. Batch 0 holds what is derived from
the other rows (:data:`DERIVED`) and is replaced whole; batches from 1 on are only added.
"""

from __future__ import annotations

VERSION = "2"
BASE = ("captures", "inputs", "damaged", "skipped", "articles", "reports", "statements", "places", "decisions")
DERIVED = ("judged", "judgements", "origins", "events", "claims", "positions", "meetings", "grades")

# Columns generated from each record, by table: name and JSON path.
COLUMNS: dict[str, dict[str, str]] = {
    "captures": {"file": "file", "start": "start", "length": "length"},
    "inputs": {
        "source": "source", "offset": "offset", "kind": "kind", "capture": "capture", "url": "url",
        "article_id": "article_id", "reason": "reason", "detail": "detail",
    },
    "damaged": {"source": "source", "start": "start", "end": "end", "reason": "reason"},
    "skipped": {"source": "source", "kinds": "kinds"},
    "articles": {
        "url": "url", "title": "title", "outlet": "outlet", "published": "published", "language": "language",
        "text": "text",
    },
    "reports": {
        "article_id": "article_id", "event": "event", "mode": "mode", "track": "track", "status": "status",
        "actor": "actors[0].text", "recipient": "recipients[0].text", "place": "place.text", "date": "date.first",
        "speaker": "speaker.text", "text": "text", "score": "score",
    },
    "statements": {
        "article_id": "article_id", "speaker": "speaker.text", "stance": "stance", "content": "content.text",
    },
    "places": {
        "article_id": "article_id", "text": "place.text", "geonameid": "place.geonameid", "lat": "place.lat",
        "lon": "place.lon", "country": "place.country", "reason": "place.reason",
    },
    "decisions": {"number": "number", "action": "action", "by": "by", "note": "note"},
    "judged": {"report_id": "report_id", "event": "report.event", "status": "report.status"},
    "judgements": {"left_id": "left", "right_id": "right", "kind": "kind", "decision": "decision", "judge": "judge"},
    "origins": {"article_id": "article_id", "origin": "origin", "copy_of": "copy_of"},
    "events": {
        "event": "event", "mode": "mode", "track": "track", "status": "status", "actor": "actors[0].name",
        "recipient": "recipients[0].name", "place": "place.text", "date": "date.first", "origins": "origins",
        "first_seen": "first_seen", "last_seen": "last_seen", "text": "text",
    },
    "claims": {"event": "event", "first": "first.name", "contested": "contested"},
    "positions": {"party": "party.name", "kind": "kind", "text": "text", "first": "first", "last": "last"},
    "grades": {"event": "event", "reliability": "reliability", "credibility": "credibility"},
    "meetings": {"state": "state", "date": "date.first", "place": "place.text", "stage": "stage"},
}  # fmt: skip
INDEXES = {"inputs": "article_id", "reports": "article_id", "statements": "article_id", "places": "article_id"}


def _table(name: str) -> str:
    columns = ", ".join(
        f"\"{column}\" GENERATED ALWAYS AS (json_extract(record, '$.{path}')) VIRTUAL"
        for column, path in COLUMNS[name].items()
    )
    return (
        f"CREATE TABLE {name} (id TEXT PRIMARY KEY, record TEXT NOT NULL, digest TEXT NOT NULL, "
        f"batch INTEGER NOT NULL, {columns})"
    )


def statements() -> tuple[str, ...]:
    """The statements that make an empty ledger."""
    return (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE batches (n INTEGER PRIMARY KEY, previous TEXT NOT NULL, digest TEXT NOT NULL)",
        *(_table(name) for name in COLUMNS),
        *(f"CREATE INDEX {table}_batch ON {table} (batch)" for table in COLUMNS),
        *(f"CREATE INDEX {table}_{column} ON {table} ({column})" for table, column in INDEXES.items()),
        "CREATE VIRTUAL TABLE articles_search USING fts5(title, text, content='articles', content_rowid='rowid')",
    )
