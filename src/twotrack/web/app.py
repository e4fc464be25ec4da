"""The local page's server: which address gives what. Nothing but ``POST /api/judge`` changes anything."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from twotrack import codebook, reviewing
from twotrack.errors import LedgerBusy, TwotrackError, UsageError
from twotrack.web import briefs, downloads, judge, lists
from twotrack.web.drawer import Unknown, drawer
from twotrack.web.guard import BODY, SANDBOX
from twotrack.web.home import home
from twotrack.web.live import Live
from twotrack.web.query import BadQuery, Query, filters, parse
from twotrack.web.selecting import selected
from twotrack.web.snapshot import Snapshot
from twotrack.web.view import chips, listed, view

JSON, HTML = "application/json", "text/html; charset=utf-8"
STATIC = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
Listed = Callable[[Query, Snapshot], dict[str, Any]]


class Pages:
    """The answers to all addresses of one ledger."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._static = static_files()
        self._deciding = asyncio.Lock()
        path = live.path
        self._lists: dict[str, Listed] = {
            "claims": lambda q, s: lists.claims(path, q, s),
            "positions": lambda q, s: lists.positions(path, q, s),
            "meetings": lambda q, s: lists.meetings(path, q, s),
            "sources": lists.sources,
            "problems": lambda q, s: lists.problems(path),
        }

    def routes(self) -> list[Route]:
        """Every address."""
        return [
            Route("/", self.home),
            Route("/api/view", self.view),
            Route("/api/event/{id}", self.event),
            Route("/api/version", self.version),
            Route("/api/codebook", self.codebook),
            Route("/api/brief", self.brief),
            Route("/api/judge", self.judge, methods=["POST"]),
            Route("/api/{name}", self.list),
            Route("/static/{name}", self.static),
            Route("/favicon.ico", self.icon),
            Route("/events.json", self.events_json),
            Route("/events.csv", self.events_csv),
            Route("/brief.{form}", self.brief),
            Route("/meetings.ics", self.calendar),
            Route("/feed.json", self.feed),
            Route("/{name}.json", self.list_file),
        ]

    async def home(self, request: Request) -> Response:
        """The page, with the first rows in it."""
        query, snapshot = asked(request), self._live.snapshot()
        key = ("home", snapshot.version, str(snapshot.header.finished), query.key)
        return Response(self._live.answers.get(key, lambda: home(query, snapshot)), media_type=HTML)

    async def view(self, request: Request) -> Response:
        """All panels of a query."""
        query, snapshot = asked(request), self._live.snapshot()
        return json(self._live.answers.get(("view", snapshot.version, query.key), lambda: view(query, snapshot)))

    async def event(self, request: Request) -> Response:
        """One event with all that decided it."""
        snapshot, id = self._live.snapshot(), request.path_params["id"]
        make = lambda: drawer(self._live.path, id, snapshot)  # noqa: E731
        return json(self._live.answers.get(("event", snapshot.version, id), make))

    async def version(self, request: Request) -> Response:
        """Whether there is something new."""
        mark = self._live.mark()
        told = {"version": self._live.snapshot().version, "finished": mark.finished, "batches": mark.batches}
        return json(msgspec.json.encode(told))

    async def codebook(self, request: Request) -> Response:
        """What the event types mean."""
        return json(msgspec.json.encode(codebook.load().types))

    async def list(self, request: Request) -> Response:
        """One of the tabs beside the ledger."""
        return json(await self._list(request, request.path_params["name"]))

    async def list_file(self, request: Request) -> Response:
        """The rows of a tab as a file."""
        name = request.path_params["name"]
        found = msgspec.json.decode(await self._list(request, name), type=dict[str, msgspec.Raw])
        return attached(bytes(found["rows"]), JSON, f"{name}.json")

    async def _list(self, request: Request, name: str) -> bytes:
        if name not in self._lists:
            raise HTTPException(404, "no such address")
        query, snapshot = asked(request), self._live.snapshot()

        async def make() -> bytes:
            return msgspec.json.encode(await self._live.thread(self._lists[name], query, snapshot))

        return await self._live.once((name, snapshot.version, query.key), make)

    async def brief(self, request: Request) -> Response:
        """The brief of a query."""
        form = request.path_params.get("form", "json")
        if form not in BRIEFS:
            raise HTTPException(404, "no such address")
        query, live = asked(request), self._live
        snapshot = live.snapshot()
        ids = chosen_ids(query, snapshot) if filters(query) else None
        words = (live.path, form, ids, tuple(c["label"] for c in chips(query, snapshot)))
        key = ("brief", form, snapshot.version, query.key)
        body = await live.once(key, lambda: live.apart(briefs.written, *words))
        policy = {"content-security-policy": SANDBOX} if form == "html" else None
        return Response(body, media_type=BRIEFS[form], headers=policy)

    async def events_json(self, request: Request) -> Response:
        """All rows of a query."""
        query, snapshot = asked(request), self._live.snapshot()
        return attached(bytes(listed(selected(query, snapshot), snapshot)), JSON, "events.json")

    async def events_csv(self, request: Request) -> Response:
        """All rows of a query, as `export --as csv` writes them."""
        query, live = asked(request), self._live
        snapshot = live.snapshot()
        ids = chosen_ids(query, snapshot)
        key = ("csv", snapshot.version, query.key)
        body = await live.once(key, lambda: live.apart(downloads.events_csv, live.path, ids))
        return attached(body, "text/csv; charset=utf-8", "events.csv")

    async def calendar(self, request: Request) -> Response:
        """The meetings of a query that have a day."""
        snapshot = self._live.snapshot()
        found = msgspec.json.decode(await self._list(request, "meetings"))["rows"]
        body = downloads.calendar(found, snapshot.header.name, (snapshot.header.freshness or "1970-01-01")[:10])
        return attached(body, "text/calendar; charset=utf-8", "meetings.ics")

    async def feed(self, request: Request) -> Response:
        """The newest events of a query."""
        query, snapshot = asked(request), self._live.snapshot()
        body = downloads.feed(selected(query, snapshot), snapshot, str(request.base_url))
        return Response(body, media_type="application/feed+json")

    async def static(self, request: Request) -> Response:
        """A built file."""
        found = self._static.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404, "no such file")
        return Response(found[0], media_type=found[1])

    async def icon(self, request: Request) -> Response:
        """There is none; browsers ask all the same."""
        return Response(status_code=204)

    async def judge(self, request: Request) -> Response:
        """Write a decision, and wait for what it changes."""
        body = await request.body()
        if len(body) > BODY:
            raise HTTPException(413, f"at most {BODY} bytes")
        wanted = judge.read(body)
        words = judge.words(wanted)
        async with self._deciding:
            review = await self._live.apart(
                reviewing.judge, self._live.path, wanted.action, words, wanted.by or "a person", wanted.note
            )
            snapshot = await self._live.fresh()
        return json(msgspec.json.encode(judge.answer(review, snapshot.version)))


BRIEFS = {"json": JSON, "md": "text/markdown; charset=utf-8", "html": HTML}


def application(live: Live) -> Starlette:
    """The application, without its guard; it closes ``live`` when it ends."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with contextlib.closing(live):
            yield

    handlers = {BadQuery: refused, Unknown: unknown, HTTPException: wrong, TwotrackError: not_now}
    app = Starlette(routes=Pages(live).routes(), exception_handlers=handlers, lifespan=lifespan)
    app.router.redirect_slashes = False
    return app


def static_files() -> dict[str, tuple[bytes, str]]:
    """The built files with their types, read once: nothing else can be asked for."""
    folder = files("twotrack.web").joinpath("static")
    found = list(folder.iterdir()) if folder.is_dir() else []
    return {f.name: (f.read_bytes(), kind) for f in found if (kind := STATIC.get(f.name[f.name.rfind(".") :]))}


def asked(request: Request) -> Query:
    """The query of a request."""
    return parse(request.scope["query_string"].decode("latin-1"))


def chosen_ids(query: Query, snapshot: Snapshot) -> tuple[str, ...]:
    """The ids of the events that a query leaves."""
    return tuple(snapshot.ids[n] for n in selected(query, snapshot).tolist())


def json(body: bytes, status: int = 200) -> Response:
    """JSON bytes as an answer."""
    return Response(body, status, media_type=JSON)


def attached(body: bytes, kind: str, name: str) -> Response:
    """A file to save."""
    return Response(body, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def told(status: int, error: str, hint: str = "") -> Response:
    """An error as JSON."""
    return json(msgspec.json.encode({"error": error, "hint": hint}), status)


async def refused(request: Request, error: Exception) -> Response:
    """A query that can't be understood."""
    return told(400, str(error), getattr(error, "hint", ""))


async def unknown(request: Request, error: Exception) -> Response:
    """No such event."""
    return told(404, str(error), "the ids are in api/view; they change when events are merged or split")


async def wrong(request: Request, error: Exception) -> Response:
    """No such address, or not with this method."""
    assert isinstance(error, HTTPException)
    return told(error.status_code, error.detail)


async def not_now(request: Request, error: Exception) -> Response:
    """The words of the request are off, or the ledger can't be read or written just now."""
    status = 400 if isinstance(error, UsageError) else 409 if isinstance(error, LedgerBusy) else 503
    return told(status, str(error), getattr(error, "advice", ""))
