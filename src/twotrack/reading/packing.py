"""gzip members and zstd frames, unpacked a little at a time: what a damaged one still gives is not thrown away.

>>> import gzip
>>> unpacker = Gzip()
>>> unpacker.feed(gzip.compress(b"Envoys met."), 100), unpacker.ended, unpacker.error
(b'Envoys met.', True, '')
"""

from __future__ import annotations

import struct
import sys
import zlib
from typing import Any, Protocol

CUT = "cut short"
GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
_FLAGS_KNOWN = 0x1F
# Frames of archives fit in 8 MiB; a frame that asks for more than 64 MiB of memory is damage or an attack.
_WINDOW_LOG = 26


class Unpacker(Protocol):
    """One member. ``rest`` is what was fed behind its end; ``error`` is "" while nothing is wrong."""

    ended: bool
    error: str
    rest: bytes

    def feed(self, data: bytes, limit: int) -> bytes:
        """Up to ``limit`` bytes out; what was not used yet is kept for the next call."""


class Gzip:
    """A gzip member. Header and trailer are read here, because zlib throws its last bytes away with the error."""

    def __init__(self) -> None:
        self.ended, self.error, self.rest = False, "", b""
        self._head, self._is_open = b"", False
        self._inflate: Any = zlib.decompressobj(-zlib.MAX_WBITS)
        self._waiting = b""
        self._crc = self._size = 0

    def feed(self, data: bytes, limit: int) -> bytes:
        """Up to ``limit`` bytes out."""
        data, self._waiting = self._waiting + data, b""
        if not self._is_open and not (data := self._after_head(data)):
            return b""
        if self._inflate.eof:
            self._trailer(data)
            return b""
        out = self._inflated(data, limit)
        if self._inflate.eof and not self.error:
            self._trailer(self._inflate.unused_data)
        return out

    def _after_head(self, data: bytes) -> bytes:
        data = self._head + data
        size = header_size(data)
        if size is None:
            self._head = data
            if len(data) > 65_536:
                self.error = "header without end"
            return b""
        if size < 0:
            self.error = "no gzip header"
            return b""
        self._is_open = True
        return data[size:]

    def _inflated(self, data: bytes, limit: int) -> bytes:
        before = self._inflate.copy()
        try:
            out: bytes = self._inflate.decompress(data, limit)
        except zlib.error as error:
            self.error = str(error)
            out = _up_to_the_error(before, data, limit)
        else:
            self._waiting = self._inflate.unconsumed_tail
        self._crc = zlib.crc32(out, self._crc)
        self._size += len(out)
        return out

    def _trailer(self, data: bytes) -> None:
        if len(data) < 8:
            self._waiting = data
            return
        crc, size = struct.unpack("<II", data[:8])
        self.ended, self.rest = True, data[8:]
        if crc != self._crc or size != self._size & 0xFFFF_FFFF:
            self.error = "checksum differs"


def header_size(data: bytes) -> int | None:
    """Bytes of the gzip header that ``data`` starts with; None while it is not whole, -1 where it is none.

    >>> header_size(bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])), header_size(b"WARC/1.1 and more")
    (10, -1)
    """
    if not data.startswith(GZIP_MAGIC[: len(data)]) or (len(data) > 3 and data[3] & ~_FLAGS_KNOWN):
        return -1
    if len(data) < 12:
        return None if len(data) < 10 or data[3] else 10
    flags, at = data[3], 10
    if flags & 4:
        at += 2 + struct.unpack_from("<H", data, 10)[0]
    for flag in (8, 16):
        if flags & flag:
            at = data.find(b"\0", at) + 1
            if not at:
                return None
    at += 2 if flags & 2 else 0
    return at if at <= len(data) else None


def _up_to_the_error(inflate: Any, data: bytes, limit: int) -> bytes:
    """What the bytes before the broken one still give: halves, and halves of halves, as long as they fit."""
    out, size = b"", len(data)
    while size and len(out) < limit:
        trial = inflate.copy()
        try:
            out += trial.decompress(data[:size], limit - len(out))
        except zlib.error:
            size //= 2
        else:
            inflate, data = trial, data[size:]
    return out


class Zstd:
    """A zstd frame; ``dictionary`` is what the archive's first frame holds for all others."""

    def __init__(self, dictionary: Any = None) -> None:
        zstd = _zstd()
        options = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        self.ended, self.error, self.rest = False, "", b""
        self._frame = zstd.ZstdDecompressor(zstd_dict=dictionary, options=options)
        self._failure = zstd.ZstdError

    def feed(self, data: bytes, limit: int) -> bytes:
        """Up to ``limit`` bytes out."""
        try:
            out: bytes = self._frame.decompress(data, limit)
        except self._failure as error:
            self.error = str(error)
            return b""
        if self._frame.eof:
            self.ended, self.rest = True, self._frame.unused_data
        return out


def dictionary(frame: bytes) -> Any:
    """The dictionary in an archive's first frame, for :class:`Zstd`; it may be packed itself.

    Raises:
        ValueError: it is none.
    """
    zstd = _zstd()
    try:
        if frame.startswith(ZSTD_MAGIC):
            unpacker = Zstd()
            frame = unpacker.feed(frame, 8_000_000)
            if unpacker.error or not unpacker.ended:
                raise ValueError(unpacker.error or CUT)
        found = zstd.ZstdDict(frame, is_raw=not frame.startswith(b"\x37\xa4\x30\xec"))
        # What is in it is looked at only when it is used.
        zstd.ZstdDecompressor(zstd_dict=found)
        return found
    except zstd.ZstdError as error:
        raise ValueError(str(error)) from error


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
