"""``twotrack site``: the page of a ledger frozen into files that any web server can hold. No token, no review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from twotrack import codebook
from twotrack.errors import LedgerError, UsageError
from twotrack.exporting.parties import sector
from twotrack.ledger.connection import storage
from twotrack.ledger.reader import opened
from twotrack.records import Event, EventParty
from twotrack.web import briefs, downloads, lists
from twotrack.web.app import static_files
from twotrack.web.building import build, title_of
from twotrack.web.drawer import drawer
from twotrack.web.home import home
from twotrack.web.panels import iso
from twotrack.web.query import Query
from twotrack.web.rows import shown
from twotrack.web.selecting import selected
from twotrack.web.snapshot import Snapshot
from twotrack.web.spots import spot
from twotrack.web.view import listed, view

MARK = "twotrack-site.json"  # says that a folder is ours to write into again


def site(path: Path, out: Path) -> Counter[str]:
    """Freeze a ledger's page into a folder; how many files of each folder were written.

    Raises:
        UsageError: the folder holds other files. LedgerError: there is no ledger. StorageError: it can't be written.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file())):
        raise UsageError(
            f"{out} holds other files", advice="choose an empty or new folder: twotrack site LEDGER -o DIR"
        )
    name = title_of(path)  # not the path: it would tell of this machine
    snapshot = build(path, name)
    written: Counter[str] = Counter()
    with storage(out):
        for file, body in _files(path, name, snapshot):
            target = out / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            written[str(Path(file).parent)] += 1
    return written


def _files(path: Path, name: str, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    every = Query()
    chosen = selected(every, snapshot)
    yield MARK, msgspec.json.encode({"version": snapshot.version})
    yield "index.html", home(every, snapshot, frozen=True)
    yield from ((f"static/{file}", body) for file, (body, _) in static_files().items())
    yield "api/view.json", view(every, snapshot)
    yield "api/all.json", everything(path, snapshot)
    yield "api/codebook.json", msgspec.json.encode(codebook.load().types)
    yield "api/version.json", msgspec.json.encode({"version": snapshot.version, "finished": True})
    for title, rows in _lists(path, every, snapshot).items():
        yield f"api/{title}.json", msgspec.json.encode(rows)
        yield f"{title}.json", msgspec.json.encode(rows["rows"])
    for form, file in (("json", "api/brief.json"), ("md", "brief.md"), ("html", "brief.html")):
        yield file, briefs.written(path, form, name=name)
    yield "events.json", bytes(listed(chosen, snapshot))
    yield "events.csv", downloads.events_csv(path, snapshot.ids)
    yield "feed.json", downloads.feed(chosen, snapshot, "./")
    found = lists.meetings(path, every, snapshot)["rows"]
    yield "meetings.ics", downloads.calendar(found, name, (snapshot.header.freshness or "1970-01-01")[:10])
    for id in snapshot.ids:
        yield f"api/event/{id.replace(':', '_')}.json", drawer(path, id, snapshot)


def _lists(path: Path, query: Query, snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "claims": lambda: lists.claims(path, query, snapshot, whole=True),
        "positions": lambda: lists.positions(path, query, snapshot),
        "meetings": lambda: lists.meetings(path, query, snapshot),
        "sources": lambda: lists.sources(query, snapshot),
        "problems": lambda: public_problems(path),
    }
    return {name: make() for name, make in made.items()}


def public_problems(path: Path) -> dict[str, Any]:
    """What could not be read, by the file's name alone: its folder would tell of this machine."""
    found = lists.problems(path)
    rows = [r | {"source": briefs.file_name(r["source"])} for r in found["rows"]]
    return found | {"rows": rows}


def everything(path: Path, snapshot: Snapshot) -> bytes:
    """All rows with their place and parties, for a page that filters in the browser."""
    with opened(path) as ledger:
        events = list(ledger.records("events", Event))
    if tuple(e.id for e in events) != snapshot.ids:
        raise LedgerError("the ledger has changed meanwhile", advice="run the same line again")
    rows = [
        msgspec.json.decode(snapshot.rows[n])
        | {"spot": spot(e.place), "who": _parties(e.actors), "whom": _parties(e.recipients)}
        | {"agreed": bool(snapshot.agreed[n]), "broken": bool(snapshot.broken[n])}
        for n, e in enumerate(events)
    ]
    ordered = [rows[n] for n in snapshot.orders["-date"].tolist()]
    coverage = {iso(day): articles for day, articles in snapshot.coverage.items()}
    head = {"version": snapshot.version, "header": snapshot.header, "coverage": coverage}
    return msgspec.json.encode(head | {"rows": ordered})


def _parties(found: tuple[EventParty, ...]) -> list[dict[str, Any]]:
    return [
        {"key": p.code or shown(p.name), "code": p.code, "name": shown(p.name), "country": p.country,
         "sector": sector(p.code)}
        for p in found
    ]  # fmt: skip
