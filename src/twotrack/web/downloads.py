"""The rows of a query as files: CSV, calendar (RFC 5545), JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from twotrack.exporting.csv import write_events
from twotrack.exporting.told import gather
from twotrack.ledger.reader import opened
from twotrack.records import Article, Event, Grade
from twotrack.web.snapshot import Ints, Snapshot

FEED = 100  # events of a feed
_ESCAPED = re.compile(r"([\\;,])")


def events_csv(path: Path, ids: Collection[str]) -> bytes:
    """The flat table of these events, as ``export --as csv`` writes it."""
    target = BytesIO()
    with opened(path) as ledger:
        events = ledger.chosen("events", Event, ids)
        reports = {r.id: r for r in ledger.judged_reports(id for e in events for id in e.reports)}
        articles = {a.id: a for a in ledger.chosen("articles", Article, {id for e in events for id in e.articles})}
        grades = {g.event: g for g in ledger.chosen("grades", Grade, ids)}
        write_events(gather(events, reports, articles, grades), target)
    return target.getvalue()


def feed(numbers: Ints, snapshot: Snapshot, home: str) -> bytes:
    """A feed of events, those first that were published last; ``home`` is the address of the page."""
    rows = [msgspec.json.decode(snapshot.rows[n]) for n in numbers.tolist()]
    rows.sort(key=lambda r: (r["date"] or "", r["id"]), reverse=True)
    return msgspec.json.encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"{snapshot.header.name}: events",
            "home_page_url": home,
            "items": [_item(r, home) for r in rows[:FEED]],
        }
    )


def _item(row: dict[str, Any], home: str) -> dict[str, Any]:
    who = " → ".join(filter(None, ("; ".join(row["actors"]), "; ".join(row["recipients"]))))
    item = {
        "id": row["id"],
        "url": f"{home}?event={row['id']}",
        "title": " ".join(filter(None, (row["event"], row["mode"], row["status"], who and f"· {who}"))),
        "content_text": row["text"],
        "tags": [row["track"], row["event"], row["status"]],
    }
    return item | ({"date_published": f"{row['date']}T00:00:00Z"} if row["date"] else {})


def calendar(meetings: Sequence[dict[str, Any]], name: str, stamp: str) -> bytes:
    """Meetings that have a day, as all-day entries; ``stamp`` is the day the ledger reaches to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//twotrack//meetings//EN", f"X-WR-CALNAME:{_text(name)}"]
    for meeting in meetings:
        if meeting["announced"]:
            lines += _entry(meeting, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _entry(meeting: dict[str, Any], stamp: str) -> list[str]:
    first = date.fromisoformat(meeting["announced"])
    last = max(first, date.fromisoformat(meeting["last"])) if meeting["last"] else first
    told = "\n".join(f"{s['state']}: {s['text']}" for s in meeting["history"])
    called_off = meeting["state"] == "called off"
    return [
        "BEGIN:VEVENT",
        f"UID:{meeting['id']}@twotrack",
        f"DTSTAMP:{stamp.replace('-', '')}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{_after(last):%Y%m%d}",
        f"SUMMARY:{_text(' and '.join(meeting['parties']) + ': ' + meeting['state'])}",
        f"DESCRIPTION:{_text(told)}",
        *([f"LOCATION:{_text(meeting['place'])}"] if meeting["place"] else []),
        f"STATUS:{'CANCELLED' if called_off else 'CONFIRMED' if meeting['state'] == 'held' else 'TENTATIVE'}",
        "END:VEVENT",
    ]


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _text(words: str) -> str:
    return _ESCAPED.sub(r"\\\1", words).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes, characters whole; what goes on begins with a blank.

    >>> [len(part.encode()) for part in _folded("é" * 60)]
    [74, 47]
    """
    part = ""
    for c in line:
        if len((part + c).encode()) > 75:
            yield part
            part = " "
        part += c
    yield part
