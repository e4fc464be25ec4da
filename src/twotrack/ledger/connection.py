"""Opening ``ledger.sqlite``: one writer (a lock file holds that), many readers; errors in our own words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twotrack.errors import LedgerBusy, LedgerError, StorageError
from twotrack.ledger import schema

FILE = "ledger.sqlite"
LOCK = "writer.lock"
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Turn what the disk and SQLite complain of into a StorageError or LedgerError that names the ledger."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _FULL:
            raise StorageError(
                f"{path}: {error}", advice="free some space, then run the same line to continue"
            ) from error
        raise LedgerError(f"{path}: {error}", advice=f"twotrack verify {path}") from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG):
            raise
        raise StorageError(
            f"{error.filename or path}: {error.strerror}", advice="free some space or choose another folder with -o"
        ) from error


def for_reading(path: Path) -> sqlite3.Connection:
    """A connection that reads only; works beside a writer, and on a read-only disk.

    It is not opened with ``mode=ro``: such a one would leave SQLite's ``-shm`` file behind, which nothing vouches for.

    Raises:
        LedgerError: there is no ledger at ``path``.
    """
    file = path / FILE
    if not file.is_file():
        raise LedgerError(f"{path} is not a ledger", advice="make one with: twotrack run SOURCE -o " + str(path))
    found = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        found.execute("PRAGMA query_only = 1")
        found.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.OperationalError:
        found.close()
        found = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return found


def for_writing(path: Path) -> sqlite3.Connection:
    """The writer's connection, made durable: WAL, and every commit synced."""
    connection = sqlite3.connect(path / FILE, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    return connection


def is_ledger(path: Path) -> bool:
    """Whether there is a ledger file at ``path``."""
    return (path / FILE).is_file()


def make(connection: sqlite3.Connection, meta: dict[str, str]) -> None:
    """The tables of an empty ledger, in the transaction that the caller commits."""
    for statement in schema.statements():
        connection.execute(statement)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the writer's lock; the system frees it when the process dies.

    Raises:
        LedgerBusy: another run holds it.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(path / LOCK, timeout=0):
            yield
    except Timeout as error:
        raise LedgerBusy(
            f"{path} is being written by another run", advice="wait for it, or choose another -o"
        ) from error
