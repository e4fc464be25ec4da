"""The only places where bytes become durable: fsync, rename, commit. Each is a numbered point.

``TWOTRACK_CRASH_AT=n`` exits hard just before the n-th of them, so that a test can stop a run anywhere that matters.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import BinaryIO


class Durable:
    """Counts the durable steps of one run. ``crash_at`` 0 is never."""

    def __init__(self, crash_at: int = 0) -> None:
        self._crash_at = crash_at
        self._done = 0

    def _point(self) -> None:
        self._done += 1
        if self._done == self._crash_at:
            os._exit(137)

    def sync(self, file: BinaryIO) -> None:
        """Flush a file to the disk."""
        file.flush()
        self._point()
        os.fsync(file.fileno())

    def sync_folder(self, folder: Path) -> None:
        """Make names in a folder durable; systems that can't open a folder don't need it."""
        self._point()
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def commit(self, connection: sqlite3.Connection) -> None:
        """Commit a transaction; SQLite's own fsync is inside."""
        self._point()
        connection.execute("COMMIT")

    def replace(self, target: Path, data: bytes) -> None:
        """Write a whole file so that readers see the old one or the new one, never half."""
        part = target.with_name(target.name + ".part")
        with part.open("wb") as file:
            file.write(data)
            self.sync(file)
        self._point()
        part.replace(target)
        self.sync_folder(target.parent)
