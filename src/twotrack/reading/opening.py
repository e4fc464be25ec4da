"""Files and standard input as buffered streams: gzip is undone on the way, bombs are stopped, memory stays flat."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from typing import IO

from twotrack.errors import Refused

HEAD = 65_536
GZIP = b"\x1f\x8b"
# News text packs 3 to 6 times; the densest JSON lines seen were under 30. Zeros pack about 1,000 times.
MAX_RATIO = 200
RATIO_FROM = 8_000_000


class Prefixed(io.RawIOBase):
    """A stream with bytes put back in front; ``taken`` counts what was read from it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data, self._head = (self._head[: len(buffer)], self._head[len(buffer) :]) if self._head else (b"", b"")
        data = data or self._rest.read(len(buffer)) or b""
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class Expanding(io.RawIOBase):
    """A gzip stream that stops by name where it grows out of proportion."""

    def __init__(self, packed: Prefixed) -> None:
        self._packed = packed
        self._plain = gzip.GzipFile(fileobj=packed, mode="rb")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._plain.read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > RATIO_FROM and self._given > MAX_RATIO * self._packed.taken:
            raise Refused("too large", f"it expands to more than {MAX_RATIO} times its size")
        return len(data)


def glance(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream as they are, and the stream with these bytes still in it."""
    if stream.seekable():
        at = stream.tell()
        head = _filled(stream, HEAD)
        stream.seek(at)
        return head, stream
    head = _filled(stream, HEAD)
    return head, io.BufferedReader(Prefixed(head, stream), HEAD)


def peek(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a stream, undone from gzip, and the stream with these bytes still in it.

    Raises:
        Refused: a gzip stream that is broken from the start, or a bomb.
        OSError: the stream can't be read.
    """
    head = _filled(stream, HEAD)
    plain: IO[bytes] = io.BufferedReader(Prefixed(head, stream), HEAD)
    if not head.startswith(GZIP):
        return head, plain
    expanding = io.BufferedReader(Expanding(Prefixed(head, stream)), HEAD)
    with unpacking():
        first = _filled(expanding, HEAD)
    return first, io.BufferedReader(Prefixed(first, expanding), HEAD)


def _filled(stream: IO[bytes], size: int) -> bytes:
    """A pipe gives what it has; the sniffers need the whole head."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class unpacking:  # noqa: N801 - reads as a statement: ``with unpacking(): ...``
    """Turns what gzip raises over damaged data into :class:`Refused`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        import zlib

        if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
            raise Refused("broken gzip", str(error)) from error


def whole(stream: IO[bytes], limit: int) -> bytes:
    """All bytes, at most ``limit``.

    Raises:
        Refused: "too large" (no more than ``limit`` and one bytes were read), "broken gzip".
    """
    with unpacking():
        data = _filled(stream, limit + 1)
    if len(data) > limit:
        raise Refused("too large", f"more than {limit} bytes")
    return data


def lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """``(number, line)`` of each line that is not blank, from 1; a line over ``limit`` bytes is None.

    Raises:
        Refused: "broken gzip", "too large": where it broke off; the lines before were given.
    """
    number = 0
    while True:
        with unpacking():
            line, long = _line(stream, limit)
        if not line:
            return
        number += 1
        if long:
            yield number, None
        elif line.strip():
            yield number, line


def _line(stream: IO[bytes], limit: int) -> tuple[bytes, bool]:
    line = stream.readline(limit + 2)
    if line.endswith(b"\n") or len(line) <= limit:
        return line, False
    while (more := stream.readline(HEAD)) and not more.endswith(b"\n"):
        pass
    return line, True
