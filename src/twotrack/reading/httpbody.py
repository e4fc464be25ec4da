"""The body of an HTTP message as its server meant it: chunks joined, content encodings undone, bombs stopped.

>>> import gzip
>>> undone(gzip.compress(b"<p>Envoys met.</p>"), "", "gzip", 1000)
b'<p>Envoys met.</p>'
>>> undone(b"6\\r\\nEnvoys\\r\\n5\\r\\n met.\\r\\n0\\r\\n\\r\\n", "chunked", "", 1000)
b'Envoys met.'
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from twotrack.errors import Refused
from twotrack.reading.opening import MAX_RATIO, RATIO_FROM
from twotrack.reading.packing import CUT, GZIP_MAGIC, ZSTD_MAGIC, Gzip, Zstd

BROKEN = "broken HTTP body"
MAX_LAYERS = 4
_STEP, _OUT = 65_536, 1_048_576
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")


def undone(body: bytes, transfer: str, encodings: str, limit: int) -> bytes:
    """The bytes of the page, at most ``limit``; ``transfer`` and ``encodings`` are the header fields.

    Archives often keep the header of a body that they have undone already: what does not look packed is left as it is.

    Raises:
        Refused: "too large" (bombs too), "broken HTTP body".
    """
    if "chunked" in transfer.lower():
        body = joined(body)
    layers = [name for name in re.split(r"[,\s]+", encodings.lower()) if name not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        raise Refused(BROKEN, f"{len(layers)} encodings inside each other")
    for name in reversed(layers):
        body = _layer(body, name, limit)
    return body


def joined(body: bytes) -> bytes:
    """The chunks joined; a body that has none is given back. The last chunk may be missing, none may be broken.

    Raises:
        Refused: "broken HTTP body".
    """
    first = _CHUNK.match(body)
    if first is None or not _closes(body, first):
        return body
    parts: list[bytes] = []
    at = 0
    while (line := _CHUNK.match(body, at)) is not None:
        size = int(line[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[line.end() : line.end() + size])
        at = line.end() + size
        if at >= len(body):
            return b"".join(parts)
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else len(body)
    if body[at:].strip():
        raise Refused(BROKEN, f"no chunk at byte {min(at, len(body))}")
    return b"".join(parts)


def _closes(body: bytes, line: re.Match[bytes]) -> bool:
    """A text may begin with a word like ``face``: a chunk has a line end behind it, or its size has digits."""
    end = line.end() + int(line[1], 16)
    return body.startswith((b"\r", b"\n"), end) or (end >= len(body) and not line[1].isalpha())


def _layer(body: bytes, name: str, limit: int) -> bytes:
    if name in ("gzip", "x-gzip"):
        return _drained(Gzip(), body, name, limit) if body.startswith(GZIP_MAGIC) else body
    if name == "zstd":
        return _drained(Zstd(), body, name, limit) if body.startswith(ZSTD_MAGIC) else body
    if name == "deflate":
        return _deflated(body, limit)
    if name == "br":
        return _brotli(body, limit)
    raise Refused(BROKEN, f"unknown encoding {name[:40]}")


def _drained(unpacker: Gzip | Zstd, body: bytes, name: str, limit: int) -> bytes:
    out, at = bytearray(), 0
    hungry = True
    while not unpacker.ended:
        if hungry and at >= len(body):
            raise Refused(BROKEN, f"{name}: {CUT}")
        step = body[at : at + _STEP] if hungry else b""
        at += len(step)
        part = unpacker.feed(step, _OUT)
        hungry = len(part) < _OUT
        out += part
        _weigh(len(out), at, limit)
        if unpacker.error:
            raise Refused(BROKEN, f"{name}: {unpacker.error}")
    return bytes(out)


def _deflated(body: bytes, limit: int) -> bytes:
    """With zlib's header, as the standard says, or without, as servers do; else it was undone already."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflate = zlib.decompressobj(bits)
        try:
            out = inflate.decompress(body, limit + 1)
        except zlib.error:
            continue
        _weigh(len(out), len(body), limit)
        if not inflate.eof:
            raise Refused(BROKEN, f"deflate: {CUT}")
        return out
    return _as_it_is(body, "deflate")


def _brotli(body: bytes, limit: int) -> bytes:
    import brotli

    out = bytearray()
    try:
        for part in _brotli_parts(brotli.Decompressor(), body):
            out += part
            _weigh(len(out), len(body), limit)
    except brotli.error:
        return _as_it_is(body, "br")
    return bytes(out)


def _brotli_parts(unpacker: Any, body: bytes) -> Iterator[bytes]:
    yield unpacker.process(body, output_buffer_limit=_OUT)
    while not unpacker.is_finished():
        if unpacker.can_accept_more_data():
            raise Refused(BROKEN, f"br: {CUT}")
        yield unpacker.process(b"", output_buffer_limit=_OUT)


def _as_it_is(body: bytes, name: str) -> bytes:
    """These encodings have no mark of their own: a body that begins as a text was undone already."""
    if re.match(rb"\s*[<{\[#A-Za-z\xef]", body) and b"\0" not in body[:1024]:
        return body
    raise Refused(BROKEN, f"not {name}, as it says")


def _weigh(given: int, packed: int, limit: int) -> None:
    if given > limit:
        raise Refused("too large", f"more than {limit} bytes")
    if given > RATIO_FROM and given > MAX_RATIO * packed:
        raise Refused("too large", f"it expands to more than {MAX_RATIO} times its size")
