"""``twotrack code``: JSON lines in, JSON lines out, in the same order, a few texts at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

import msgspec

from twotrack.coding.coder import Coder, CoderName
from twotrack.directories.entries import Own
from twotrack.public import as_article
from twotrack.records import Coded, Record, encode
from twotrack.resolving.resolver import Resolver
from twotrack.settings import Settings

CHUNK = 32


class Text(Record, frozen=True):
    """One input line."""

    id: str | int
    text: str
    published: str | None = None


def code(source: BinaryIO, target: BinaryIO, coder: CoderName, settings: Settings, own: Own) -> int:
    """Code every line; a line that can't be read gives ``{"error", "id", "line"}`` in its place, and exit code 1."""
    coding, resolving = Coder(coder, settings, patterns=own.patterns), Resolver(own)
    bad = 0
    for chunk in _chunks(source):
        texts = [_parsed(line) for _, line in chunk]
        known = [t for t in texts if isinstance(t, Text)]
        articles = [as_article(t.text, t.published) for t in known]
        coded = iter([resolving(c) for c in coding.many(articles)])
        for (number, _), text in zip(chunk, texts, strict=True):
            if isinstance(text, Text):
                target.write(_row(text, next(coded)) + b"\n")
            else:
                bad += 1
                target.write(encode({"id": None, "error": text, "line": number}) + b"\n")
        target.flush()
    if bad:
        print(f"{bad} lines could not be read; each has an 'error' in its place", file=sys.stderr)
    return 1 if bad else 0


def _chunks(source: BinaryIO) -> Iterator[Sequence[tuple[int, bytes]]]:
    lines = ((number, line) for number, line in enumerate(source, 1) if line.strip())
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _parsed(line: bytes) -> Text | str:
    try:
        return msgspec.json.decode(line, type=Text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error)


def _row(text: Text, coded: Coded) -> bytes:
    return encode(
        {"id": text.id, "reports": coded.reports, "statements": coded.statements, "places": coded.places}
    )  # fmt: skip
