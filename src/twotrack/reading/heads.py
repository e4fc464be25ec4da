"""Header blocks of WARC records and of HTTP messages, and where the next one stands when the way to it is lost.

>>> head = parse(b"WARC/1.1\\nWARC-Type: response\\nWARC-Date: 2026-06-05T10:00:00Z\\nContent-Length: 9\\n\\n")
>>> head.type, head.length, head.get("warc-date")
('response', 9, '2026-06-05T10:00:00Z')
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from twotrack.reading.stretch import CHUNK, Text
from twotrack.records import Record

MAGIC = b"WARC/"
FRONT = 65_536
_FIRST = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]*\r?\n")
# A name and its value, with lines that go on from it; possessive, so that no line is tried in two ways.
_FIELD = re.compile(
    rb"([!#-'*+.0-9A-Z^-z|~-]{1,128}+)[ \t]*+:[ \t]*+"
    rb"([^\x00-\x08\x0a-\x1f\x7f]*+(?>\r?\n[ \t]++[^\x00-\x08\x0a-\x1f\x7f]*+)*+)\r?\n"
)
# Twice in one head, they come from two, and what was between them is missing.
_ONCE = ("warc-type", "warc-record-id", "content-length")
_BLANK = re.compile(rb"\r?\n")


class Head(Record, frozen=True):
    """A header block of ``size`` bytes, the blank line with it. Names are in small letters, the first of each counts.

    ``length`` is what Content-Length says, -1 where it is absent or no number.
    """

    size: int
    fields: dict[str, str]
    length: int

    def get(self, name: str) -> str:
        """A field, "" where it is absent."""
        return self.fields.get(name, "")

    @property
    def type(self) -> str:
        """WARC-Type in small letters."""
        return self.get("warc-type").lower()


def parse(data: bytes) -> Head | None:
    """The WARC head that ``data`` starts with; None where there is none that a record could begin with."""
    return _parsed(data)[0]


def _parsed(data: bytes) -> tuple[Head | None, bool]:
    """The head, and whether more bytes could still make one."""
    first = _FIRST.match(data)
    if first is None:
        return None, False
    fields, at = _fields(data, first.end())
    blank = _BLANK.match(data, at)
    if blank is None:
        return None, data.find(b"\n", at) < 0
    if _FIRST.search(data, first.end(), blank.end()):
        return None, False
    found = Head(size=blank.end(), fields=fields, length=_number(fields.get("content-length", "")))
    dated = found.get("warc-date") or found.get("warc-record-id")
    return (found if found.length >= 0 and found.type and dated else None), False


def _fields(data: bytes, at: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while (field := _FIELD.match(data, at)) is not None:
        name, value = field[1].decode("latin-1").lower(), b" ".join(field[2].split())
        if name in fields and name in _ONCE:
            break
        fields.setdefault(name, value.decode("utf-8", "replace"))
        at = field.end()
    return fields, at


def _number(words: str) -> int:
    """More than 15 digits is no length of anything."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else -1


def http(data: bytes) -> tuple[int, Head] | None:
    """Status and head of the HTTP response that ``data`` starts with (status 0: a request); None where it is neither.

    Lines that are no fields are passed over, as browsers do.

    >>> status, head = http(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nodd line\\r\\n\\r\\n<html>")
    >>> status, head.get("content-type"), head.size
    (200, 'text/html', 54)
    """
    first = re.match(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b[^\n]*\n|[A-Z]{3,10} [^\r\n]* HTTP/\d(?:\.\d)?\r?\n", data)
    if first is None:
        return None
    end = data.find(b"\r\n\r\n", first.end() - 2)
    lone = data.find(b"\n\n", first.end() - 1, end if end >= 0 else len(data))
    if end < 0 and lone < 0:
        return None
    size = end + 4 if lone < 0 else lone + 2
    fields: dict[str, str] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", data[first.end() : size]).splitlines():
        name, colon, value = line.partition(b":")
        if colon:
            fields.setdefault(name.strip().decode("latin-1").lower(), value.strip().decode("utf-8", "replace"))
    length = _number(fields.get("content-length", ""))
    return int(first[1] or 0), Head(size=size, fields=fields, length=length)


def head_at(text: Text, at: int) -> Head | None:
    """The WARC head at a place."""
    found, is_open = _parsed(text.read(at, 2048))
    return parse(text.read(at, FRONT)) if is_open else found


def next_head(text: Text, at: int, end: int | None = None) -> int | None:
    """Where the next record could begin, at or after ``at`` and before ``end``: a whole head, at a line's start or not.

    Heads inside of lines count while looking at them costs little: what is made to look like a thousand heads is not
    looked at a thousand times.
    """
    start, spent = at, 0
    for place in _places(text, at, end):
        before = text.read(place - 1, 1) if place > start else b"\n"
        if before != b"\n" and spent > 4 * (place - start) + 16 * FRONT:
            continue
        if head_at(text, place) is not None:
            return place
        spent += FRONT if before != b"\n" else 0
    return None


def _places(text: Text, at: int, end: int | None) -> Iterator[int]:
    overlap = len(MAGIC) - 1
    while end is None or at < end:
        piece = text.read(at, CHUNK)
        for found in re.finditer(MAGIC, piece):
            if end is not None and at + found.start() >= end:
                return
            yield at + found.start()
        if len(piece) < CHUNK:
            return
        at += len(piece) - overlap
