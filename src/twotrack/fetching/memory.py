"""What fetching remembers between runs: ``fetched/fetching.sqlite`` in the ledger's folder.

Each address has one row: whether its page is there, what its server said to know it again, when to ask again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from twotrack.records import Record, encode

FOLDER, FILE = "fetched", "fetching.sqlite"
State = Literal["new", "done", "refused"]
_TABLES = (
    "CREATE TABLE IF NOT EXISTS addresses (url TEXT PRIMARY KEY, root TEXT, number INTEGER, record TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS addresses_root ON addresses (root)",
    "CREATE TABLE IF NOT EXISTS captures (file TEXT, start INTEGER, record TEXT NOT NULL, is_read INTEGER, "
    "PRIMARY KEY (file, start))",
    "CREATE TABLE IF NOT EXISTS seen (feed TEXT, name TEXT, PRIMARY KEY (feed, name)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, at REAL, text TEXT NOT NULL)",
)


class Address(Record, frozen=True):
    """An address and what became of it.

    ``root`` is the feed or list that names it, "" for one that the user gave. ``final``, ``etag``, ``modified`` and
    ``digest`` are of the last whole answer; ``checked`` and ``good`` the UTC times of the last try and of the last one
    that went well; ``fails`` the tries since; ``due`` the time (seconds since 1970) before which it is not asked again.
    """

    url: str
    root: str = ""
    state: State = "new"
    kind: str = ""
    final: str = ""
    etag: str = ""
    modified: str = ""
    digest: str = ""
    checked: str = ""
    good: str = ""
    fails: int = 0
    due: float = 0.0
    reason: str = ""
    detail: str = ""


class Capture(Record, frozen=True):
    """The records of one visit, at ``[start, end)`` of a file; the page's own record is at ``[at, at + length)``."""

    file: str
    start: int
    end: int
    at: int
    length: int
    url: str
    root: str
    kind: str


class Memory:
    """The rows; made by :func:`remembering`. Each change is committed at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def get(self, url: str) -> Address | None:
        """What is known of an address."""
        row = self._db.execute("SELECT record FROM addresses WHERE url = ?", (url,)).fetchone()
        return msgspec.json.decode(row[0], type=Address) if row else None

    def put(self, *addresses: Address) -> None:
        """Remember addresses, all or none."""
        rows = [(a.url, a.root, encode(a).decode()) for a in addresses]
        with self._db:
            self._db.executemany(
                "INSERT INTO addresses (url, root, number, record) VALUES (?, ?, (SELECT count(*) FROM addresses), ?) "
                "ON CONFLICT (url) DO UPDATE SET root = excluded.root, record = excluded.record", rows,
            )  # fmt: skip

    def named_by(self, root: str) -> Iterator[Address]:
        """The addresses that a feed or list names, in the order in which they were found."""
        rows = self._db.execute("SELECT record FROM addresses WHERE root = ? ORDER BY number, url", (root,)).fetchall()
        return (msgspec.json.decode(row[0], type=Address) for row in rows)

    def keep(self, capture: Capture, asked: Address, named: Iterable[Address]) -> None:
        """Remember that a visit was captured, and the addresses that it names, all or none; known ones stay."""
        with self._db:
            self._db.execute(
                "INSERT INTO captures VALUES (?, ?, ?, 0)", (capture.file, capture.start, encode(capture).decode())
            )
            self._db.execute("UPDATE addresses SET record = ? WHERE url = ?", (encode(asked).decode(), asked.url))
            self._db.executemany(
                "INSERT OR IGNORE INTO addresses VALUES (?, ?, (SELECT count(*) FROM addresses), ?)",
                [(a.url, a.root, encode(a).decode()) for a in named],
            )

    def last(self) -> Capture | None:
        """The newest capture."""
        row = self._db.execute("SELECT record FROM captures ORDER BY file DESC, start DESC LIMIT 1").fetchone()
        return msgspec.json.decode(row[0], type=Capture) if row else None

    def unread(self) -> list[Capture]:
        """Captures that did not come into the ledger yet, in order."""
        rows = self._db.execute("SELECT record FROM captures WHERE is_read = 0 ORDER BY file, start").fetchall()
        return [msgspec.json.decode(row[0], type=Capture) for row in rows]

    def settle(self, captures: Iterable[Capture], seen: Iterable[tuple[str, str]]) -> None:
        """They are in the ledger now, and so are these entries of feeds."""
        with self._db:
            self._db.executemany(
                "UPDATE captures SET is_read = 1 WHERE file = ? AND start = ?", [(c.file, c.start) for c in captures]
            )
            self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", list(seen))

    def has_seen(self, feed: str, name: str) -> bool:
        """Whether an entry of a feed is in the ledger."""
        row = self._db.execute("SELECT 1 FROM seen WHERE feed = ? AND name = ?", (feed, name)).fetchone()
        return row is not None

    def robots(self, origin: str, age: float) -> str | None:
        """The text of a robots.txt, None where there is none that is younger than ``age`` seconds."""
        row = self._db.execute("SELECT at, text FROM robots WHERE origin = ?", (origin,)).fetchone()
        return str(row[1]) if row and 0 <= time.time() - row[0] < age else None

    def keep_robots(self, origin: str, text: str) -> None:
        """Keep the text of a robots.txt."""
        with self._db:
            clean = text.encode("utf-8", "replace").decode("utf-8")
            self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, time.time(), clean))


def is_there(ledger: Path) -> bool:
    """Whether anything was ever fetched for a ledger."""
    return (ledger / FOLDER / FILE).is_file()


@contextmanager
def remembering(ledger: Path) -> Iterator[Memory]:
    """The memory of a ledger, for one that may write it; made where there is none."""
    folder = ledger / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / FILE)) as connection:
        for statement in _TABLES:
            connection.execute(statement)
        yield Memory(connection)


def look_up(ledger: Path) -> list[Address]:
    """All addresses that a user gave or a list names, for one that only reads; those of feeds' pages are left out."""
    if not is_there(ledger):
        return []
    uri = f"{(ledger / FOLDER / FILE).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        rows = connection.execute("SELECT record FROM addresses WHERE root = '' ORDER BY url").fetchall()
    return [msgspec.json.decode(row[0], type=Address) for row in rows]
