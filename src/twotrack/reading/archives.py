"""Web archives among the sources: known by their first bytes, opened so that they can be read anywhere."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Literal

from twotrack.errors import Refused
from twotrack.reading.packing import DICTIONARY_MAGIC, GZIP_MAGIC, ZSTD_MAGIC, Gzip, Zstd
from twotrack.reading.sniffing import sniff
from twotrack.reading.stretch import CHUNK, Stretch
from twotrack.reading.wacz import form_of, read_wacz
from twotrack.reading.walking import Form
from twotrack.reading.warc import Collection, Note, WarcReader
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

Kind = Literal["warc", "wacz"]
_TRIES = 16
_RECORD = re.compile(rb"[\r\n]*WARC/[01]\.")
_IN_ZIP = re.compile(rb"datapackage\.json|[\w/ -]{1,200}\.warc(?:\.gz|\.zst)?", re.I)


def kind_of(head: bytes, name: str) -> Kind | None:
    """What a file that begins with ``head`` is, None where it is no web archive.

    A damaged beginning may hide what it is: then the ending of its name counts.

    >>> kind_of(b"WARC/1.1\\r\\nWARC-Type:", "-"), kind_of(b"<p>WARC/1.1", "-"), kind_of(b"\\0" * 9, "a.warc.gz")
    ('warc', None, 'warc')
    """
    if name.lower().endswith(".wacz") or (head.startswith(b"PK\x03\x04") and _IN_ZIP.search(head)):
        return "wacz"
    return "warc" if _form(head, name) else None


def _form(head: bytes, name: str) -> Form | None:
    if _RECORD.match(head):
        return "plain"
    if _holds_record(head, GZIP_MAGIC):
        return "gzip"
    if head.startswith(DICTIONARY_MAGIC) or _holds_record(head, ZSTD_MAGIC):
        return "zstd"
    return form_of(name) if not _is_text(head) else None


def _holds_record(head: bytes, magic: bytes) -> bool:
    at = -1
    for _ in range(_TRIES):
        at = head.find(magic, at + 1)
        if at < 0:
            return False
        unpacker = Gzip() if magic == GZIP_MAGIC else Zstd()
        if _RECORD.match(unpacker.feed(head[at:], 64)):
            return True
    return False


def _is_text(head: bytes) -> bool:
    try:
        return sniff(head) in ("html", "json", "jsonl")
    except Refused:
        return False


def read(source: str, file: IO[bytes], settings: Settings, note: Note) -> Iterator[Page | Refusal]:
    """Every input of an archive; ``note`` is told of damage, and of the records that are no inputs.

    Raises:
        Refused: a WACZ that can't be read at all.
    """
    head = file.read(CHUNK)
    if kind_of(head, source) == "wacz":
        yield from read_wacz(source, file, settings, note)
    else:
        yield from WarcReader(source, Stretch(file), _form(head, source) or "plain", Collection(settings, note))


def count(source: str, file: IO[bytes], settings: Settings) -> int:
    """How many items :func:`read` gives, with the refusal where it breaks off.

    Raises:
        Refused: it gives none at all.
    """
    number = 0
    try:
        for _ in read(source, file, settings, _silent):
            number += 1
    except Refused:
        if number == 0:
            raise
        return number + 1
    return number


def _silent(note: object) -> None:
    """Counting tells nobody."""


@contextmanager
def anywhere(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream as a file that can be read at any place: a pipe is kept in a file without a name while it is read."""
    if stream.seekable() and stream.tell() == 0:
        yield stream
        return
    with tempfile.TemporaryFile() as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
        file.seek(0)
        yield file
