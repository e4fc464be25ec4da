"""What was fetched, as WARC (ISO 28500): each request and answer byte by byte, synced before anything else is done.

Files are appended to and rolled at ``SEGMENT`` bytes; what a killed run left behind the last remembered capture is
cut off before the next one writes.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from twotrack.fetching.client import Answer
from twotrack.fetching.memory import FOLDER, Capture

SEGMENT = 256_000_000
_Type = Literal["request", "response"]


def record(answer: Answer, type: _Type) -> bytes:
    """One gzip'd record of what went over the wire in one direction."""
    block = answer.request if type == "request" else answer.response
    _, blank, body = block.partition(b"\r\n\r\n")
    fields = [
        ("WARC-Type", type),
        ("WARC-Record-ID", _id(answer, type)),
        ("WARC-Target-URI", answer.url),
        ("WARC-Date", answer.date),
        ("WARC-IP-Address", answer.peer),
        ("WARC-Concurrent-To", _id(answer, "request" if type == "response" else "response")),
        ("WARC-Block-Digest", _digest(block)),
        ("WARC-Payload-Digest", _digest(body if blank else b"")),
    ]
    headers = StatusAndHeaders("", fields, protocol="WARC/1.1")
    made = ArcWarcRecord(
        "warc", type, headers, BytesIO(block), None, f"application/http; msgtype={type}", len(block)
    )  # fmt: skip
    made.payload_length = len(block)
    return _packed(made)


def info(agent: str) -> bytes:
    """The record that begins a file: by whom, and how."""
    writer = WARCWriter(BytesIO(), gzip=True, warc_version="1.1")
    said = {"software": agent, "format": "WARC File Format 1.1", "robots": "obey (RFC 9309)"}
    return _packed(writer.create_warcinfo_record("", said))


def _packed(made: ArcWarcRecord) -> bytes:
    buffer = BytesIO()
    WARCWriter(buffer, gzip=True, warc_version="1.1").write_record(made)
    return buffer.getvalue()


def _id(answer: Answer, type: _Type) -> str:
    name = hashlib.sha256(answer.request + b"\n" + answer.response).hexdigest()
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{type} {answer.date} {answer.url} {name}')}>"


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class CaptureWriter:
    """Appends visits to the last file of ``fetched/``. ``last`` is the last remembered capture, None if none."""

    def __init__(self, ledger: Path, last: Capture | None, agent: str) -> None:
        self._folder, self._agent = ledger / FOLDER, agent
        self._number = int(last.file.split("-")[1].split(".")[0]) if last else 1
        self._size = last.end if last else 0
        self._cut()

    @property
    def _path(self) -> Path:
        return self._folder / f"fetched-{self._number:05}.warc.gz"

    def _cut(self) -> None:
        for path in self._folder.glob("fetched-*.warc.gz"):
            if path.name > self._path.name or (path == self._path and not self._size):
                path.unlink()
        if self._path.exists() and self._path.stat().st_size > self._size:
            os.truncate(self._path, self._size)

    def __call__(self, answers: Sequence[Answer], root: str, kind: str) -> Capture:
        """Write all answers of a visit and sync; the page is the last of them."""
        if self._size >= SEGMENT:
            self._number, self._size = self._number + 1, 0
        parts = [record(answer, type) for answer in answers for type in ("request", "response")]
        start, fresh = self._size, self._size == 0
        before = [info(self._agent)] if fresh else []
        with self._path.open("ab") as file:
            file.write(b"".join([*before, *parts]))
            file.flush()
            os.fsync(file.fileno())
        if fresh and os.name != "nt":
            _sync_folder(self._folder)
        self._size += sum(map(len, [*before, *parts]))
        return Capture(
            file=self._path.name,
            start=start,
            end=self._size,
            at=self._size - len(parts[-1]),
            length=len(parts[-1]),
            url=answers[-1].url,
            root=root,
            kind=kind,
        )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
