"""Whether a ledger has changed, asked cheaply and often: one open connection, one pragma."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from twotrack.ledger import connection
from twotrack.records import Record


class Mark(Record, frozen=True):
    """What a ledger holds, by name: ``derived`` is the digest of events and all else that is derived.

    It changes when a run ends or a person decides. ``batches`` counts up while a run adds pages; ``finished`` is
    whether events were derived from all of them.
    """

    derived: str
    batches: int
    finished: bool


class Watch:
    """Looks at one ledger again and again; to be used by one thread. Works on after ``--fresh`` replaced the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: sqlite3.Connection | None = None
        self._seen: tuple[int, int] | None = None
        self._mark = Mark(derived="", batches=0, finished=False)

    def look(self) -> Mark:
        """The mark of now.

        Raises:
            LedgerError: the ledger is gone or can't be read.
        """
        with connection.storage(self._path):
            inode = (self._path / connection.FILE).stat().st_ino if connection.is_ledger(self._path) else 0
            if self._found is None or self._seen is None or inode != self._seen[0]:
                self.close()
                self._found = connection.for_reading(self._path)
            seen = inode, int(self._found.execute("PRAGMA data_version").fetchone()[0])
            if seen != self._seen:
                self._mark, self._seen = mark(self._found), seen
        return self._mark

    def close(self) -> None:
        """Give the connection back."""
        if self._found is not None:
            self._found.close()
        self._found = self._seen = None


def mark(found: sqlite3.Connection) -> Mark:
    """The mark of what a connection sees."""
    rows = {
        n: (previous, digest)
        for n, previous, digest in found.execute(
            "SELECT n, previous, digest FROM batches WHERE n IN (0, (SELECT max(n) FROM batches))"
        )
    }
    previous, derived = rows.get(0, ("", ""))
    last = max(rows, default=0)
    return Mark(derived=derived[:16], batches=last, finished=bool(rows) and rows[last][1] == previous)
