"""The directory of a zip file, read with suspicion: nothing is ever written to disk, and no entry is read that lies.

Refused by name, one by one: names that lead elsewhere, links, names that come twice, entries that lie over each other,
encrypted ones. Refused whole: a directory too large to be an honest one.
"""

from __future__ import annotations

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, BinaryIO

from twotrack.errors import Refused
from twotrack.reading.opening import MAX_RATIO, RATIO_FROM
from twotrack.reading.stretch import CHUNK, Stretch, pieces

MAX_ENTRIES = 10_000
# 46 bytes and a name for each.
_DIRECTORY_BYTES = 4_000_000
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
UNSAFE, TWICE, OVER, OTHER, MANY = (
    "unsafe name",
    "name twice",
    "entries overlap",
    "zip method not read",
    "too many entries",
)


class Zip:
    """A zip file's entries, in the order of its directory.

    Raises:
        Refused: "too many entries"; "broken zip": the directory is missing or can't be read.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._whole = Stretch(file)
        try:
            _weigh_directory(self._whole)
            with zipfile.ZipFile(file) as found:
                self.entries = [entry for entry in found.infolist() if not entry.filename.endswith("/")]
                self._end = found.start_dir
        except (
            zipfile.BadZipFile,
            struct.error,
            UnicodeDecodeError,
            NotImplementedError,
            ValueError,
            OSError,
        ) as error:
            raise Refused("broken zip", str(error)) from error
        if any(entry.header_offset < 0 for entry in self.entries):
            raise Refused("broken zip", "an entry before its first byte")
        if len(self.entries) > MAX_ENTRIES:
            raise Refused(MANY, f"{len(self.entries)}: more than {MAX_ENTRIES}")
        self._names = Counter(entry.filename for entry in self.entries)
        starts = sorted(entry.header_offset for entry in self.entries)
        self._after = dict(zip(starts, [*starts, self._end][1:], strict=True))
        self._starts = Counter(starts)

    def data(self, entry: zipfile.ZipInfo) -> Stretch:
        """The bytes of an entry as they stand in the file, still packed where it is.

        Raises:
            Refused: it is not what an honest archive holds; ``reason`` says why.
        """
        self._check(entry)
        local = self._whole.read(entry.header_offset, _LOCAL.size)
        if len(local) < _LOCAL.size or not local.startswith(b"PK\x03\x04"):
            raise Refused("broken zip", f"no entry at byte {entry.header_offset}")
        *_, name, extra = _LOCAL.unpack(local)
        start = entry.header_offset + _LOCAL.size + name + extra
        written = self._whole.read(entry.header_offset + _LOCAL.size, name)
        if written != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace"):
            raise Refused("broken zip", "two names for one entry")
        if start + entry.compress_size > self._after[entry.header_offset]:
            raise Refused(OVER, f"up to byte {start + entry.compress_size}")
        return Stretch(self._file, start, start + entry.compress_size)

    def _check(self, entry: zipfile.ZipInfo) -> None:
        if not is_safe(entry.orig_filename):
            raise Refused(UNSAFE, entry.orig_filename[:200])
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused(UNSAFE, f"{entry.filename[:200]} is a link")
        if self._names[entry.filename] > 1:
            raise Refused(TWICE, entry.filename[:200])
        if self._starts[entry.header_offset] > 1:
            raise Refused(OVER, f"at byte {entry.header_offset}")
        if entry.flag_bits & 0x1 or entry.compress_type not in (_STORED, _DEFLATED):
            raise Refused(OTHER, "encrypted" if entry.flag_bits & 0x1 else f"method {entry.compress_type}")


def is_safe(name: str) -> bool:
    """Whether a name stays inside the archive on every system.

    >>> is_safe("archive/data.warc.gz"), is_safe("../data.warc"), is_safe("/etc/passwd"), is_safe("a\\\\..\\\\b")
    (True, False, False, False)
    """
    if not name or re.search(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:", name):
        return False
    return not {".", ".."}.intersection(name.split("/"))


def _weigh_directory(file: Stretch) -> None:
    """zipfile reads the whole directory into memory: one that is too large is refused before.

    Raises:
        Refused: "too many entries", "broken zip".
    """
    tail_at = max(0, file.size - _END.size - 65_535)
    tail = file.read(tail_at, _END.size + 65_535)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Refused("broken zip", "no directory at its end")
    _, _, _, _, count, size, _, _ = _END.unpack_from(tail, at)
    locator = file.read(max(0, tail_at + at - _LOCATOR.size), _LOCATOR.size)
    if locator.startswith(b"PK\x06\x07"):
        end64 = file.read(_LOCATOR.unpack(locator)[2], _END64.size)
        if len(end64) == _END64.size and end64.startswith(b"PK\x06\x06"):
            count, size = max(count, _END64.unpack(end64)[7]), max(size, _END64.unpack(end64)[8])
        else:
            size = _DIRECTORY_BYTES + 1
    if count > MAX_ENTRIES or size > _DIRECTORY_BYTES:
        raise Refused(MANY, f"{count}: more than {MAX_ENTRIES}")


def inflated(data: Stretch) -> Iterator[bytes]:
    """The chunks that a deflated entry gives.

    Raises:
        Refused: "too large" (a bomb), "broken zip"; after what was given before.
    """
    inflate, taken, given = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
    for piece in pieces(data, 0, data.size):
        taken += len(piece)
        while piece and not inflate.eof:
            try:
                out = inflate.decompress(piece, CHUNK)
            except zlib.error as error:
                raise Refused("broken zip", str(error)) from error
            piece = inflate.unconsumed_tail
            given += len(out)
            if given > RATIO_FROM and given > MAX_RATIO * taken:
                raise Refused("too large", f"it expands to more than {MAX_RATIO} times its size")
            yield out
    if not inflate.eof:
        raise Refused("broken zip", "cut short")


def spooled(chunks: Iterator[bytes]) -> tuple[BinaryIO, Refused | None]:
    """The chunks as a seekable file that has no name, and the refusal that ended them early."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is the caller's
    try:
        for chunk in chunks:
            file.write(chunk)
    except Refused as error:
        file.seek(0)
        return file, error
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, None
