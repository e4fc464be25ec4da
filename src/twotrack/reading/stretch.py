"""Bytes that can be read at any place: a file, a part of one, or what is unpacked from it.

>>> from io import BytesIO
>>> stretch = Stretch(BytesIO(b"....WARC/1.1"), 4)
>>> stretch.read(0, 4), stretch.read(6, 40), stretch.size
(b'WARC', b'.1', 8)
>>> find(stretch, b"1.", 0)
5
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, Protocol

CHUNK = 262_144


class Text(Protocol):
    """What records are read from. Positions count from its first byte."""

    def read(self, at: int, size: int) -> bytes:
        """``size`` bytes from ``at``; fewer where the text ends."""

    def release(self, at: int) -> None:
        """Nothing before ``at`` is asked for again."""

    def is_far(self, size: int) -> bool:
        """Whether a stretch of ``size`` bytes can't be read a second time."""

    def length(self) -> int:
        """Where the text ends; reads up to there."""

    def grows(self, at: int, end: int) -> bool:
        """Whether ``[at, end)`` is out of proportion to what it was unpacked from."""

    def place(self, at: int, end: int) -> tuple[int, int]:
        """The bytes of the file that ``[at, end)`` was made from, no fewer than those."""


class Stretch:
    """``[start, end)`` of a seekable file; nothing but one chunk is held."""

    def __init__(self, file: IO[bytes], start: int = 0, end: int | None = None) -> None:
        self._file = file
        self._start = start
        size = file.seek(0, os.SEEK_END)
        self.size = max(0, min(size if end is None else end, size) - start)
        self._held, self._at = b"", 0

    @property
    def is_closed(self) -> bool:
        """Whether the file was given back."""
        return self._file.closed

    def read(self, at: int, size: int) -> bytes:
        """``size`` bytes from ``at``; fewer where the stretch ends."""
        size = max(0, min(size, self.size - at))
        inside = at - self._at
        if inside >= 0 and inside + size <= len(self._held):
            return self._held[inside : inside + size]
        self._file.seek(self._start + at)
        wanted = max(size, min(CHUNK, self.size - at))
        data = self._file.read(wanted)
        if len(data) <= CHUNK:
            self._held, self._at = data, at
        return data[:size]

    def release(self, at: int) -> None:
        """Nothing is held that could be let go."""

    def is_far(self, size: int) -> bool:
        """A file can be read again anywhere."""
        return False

    def length(self) -> int:
        """Its size."""
        return self.size

    def grows(self, at: int, end: int) -> bool:
        """Nothing is packed."""
        return False

    def place(self, at: int, end: int) -> tuple[int, int]:
        """The same bytes."""
        return at, end


def find(text: Text, needle: bytes, at: int, end: int | None = None) -> int:
    """Where ``needle`` stands first, at or after ``at`` and before ``end``; -1 where it does not."""
    overlap = len(needle) - 1
    while end is None or at < end:
        size = CHUNK if end is None else min(CHUNK, end - at + overlap)
        piece = text.read(at, size)
        if (found := piece.find(needle)) >= 0:
            return at + found if end is None or at + found < end else -1
        if len(piece) < size:
            return -1
        at += max(1, len(piece) - overlap)
    return -1


def pieces(text: Text, at: int, end: int) -> Iterator[bytes]:
    """``[at, end)`` in chunks."""
    while at < end and (piece := text.read(at, min(CHUNK, end - at))):
        yield piece
        at += len(piece)
