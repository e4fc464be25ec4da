"""JSON lines, line by line, and JSON files: each object becomes a page, each bad one a refusal with its place.

``offset`` is the number of the line, or of the object in an array, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import msgspec

from twotrack.errors import Refused
from twotrack.reading.dialects import read_object
from twotrack.reading.opening import lines, whole
from twotrack.records import Page, Refusal
from twotrack.settings import Settings


def read_lines(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """A page or refusal for each line that is not blank."""
    for number, line in lines(stream, settings.max_input_bytes):
        if line is None:
            yield Refusal(source=source, offset=number, reason="too large", detail="the line is over the limit")
        else:
            yield page_of(source, number, line.removeprefix(b"\xef\xbb\xbf").strip())


def count_lines(stream: IO[bytes], settings: Settings) -> int:
    """How many items :func:`read_lines` gives, with the refusal where a file breaks off.

    Raises:
        Refused: it is broken from the start.
    """
    number = 0
    try:
        for _ in lines(stream, settings.max_input_bytes):
            number += 1
    except Refused:
        if number == 0:
            raise
        return number + 1
    return number


def read_file(source: str, stream: IO[bytes], settings: Settings) -> Iterator[Page | Refusal]:
    """A page or refusal for each object of an array, or for the one object.

    Raises:
        Refused: "too large" (an array can't be read piece by piece), "broken JSON".
    """
    for number, raw in enumerate(_objects(stream, settings), 1):
        yield page_of(source, number, raw)


def count_file(stream: IO[bytes], settings: Settings) -> int:
    """How many items :func:`read_file` gives."""
    return len(_objects(stream, settings))


def _objects(stream: IO[bytes], settings: Settings) -> list[bytes]:
    try:
        data = whole(stream, settings.max_input_bytes).removeprefix(b"\xef\xbb\xbf").strip()
    except Refused as error:
        if error.reason == "too large":
            raise Refused("too large", f"{error.detail}: write one object a line (JSON lines)") from error
        raise
    if not data.startswith(b"["):
        return [data]
    try:
        return [bytes(raw) for raw in msgspec.json.decode(data, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("broken JSON", _why(error)) from error


def page_of(source: str, number: int, raw: bytes) -> Page | Refusal:
    """The page that one object is."""
    try:
        _, fields = read_object(_decoded(raw))
    except Refused as error:
        return Refusal(source=source, offset=number, reason=error.reason, detail=error.detail)
    return Page(
        source=source,
        offset=number,
        kind="json",
        raw=raw,
        url=fields.pop("url", None),
        fetched=fields.pop("fetched", None),
        fields=fields,
    )


def _decoded(raw: bytes) -> Any:
    """msgspec refuses NaN, Infinity and bytes that are no UTF-8, as the standard says."""
    try:
        return msgspec.json.decode(raw)
    except RecursionError as error:
        raise Refused("broken JSON", "nested too deep") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("broken JSON", _why(error)) from error


def _why(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error)
