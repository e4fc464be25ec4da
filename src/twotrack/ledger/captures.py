"""The captured bytes: gzip'd WARC files (ISO 28500), written with warcio.

One record a page, and one at the end of each batch that says what the batch was given (``logbook.py``). Files are
appended to and rolled at ``SEGMENT`` bytes. What a killed run left behind the last committed record is cut off before
the next one writes.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from twotrack.ledger.durable import Durable
from twotrack.ledger.rows import Capture
from twotrack.records import Page

SEGMENT = 256_000_000
# The target address of the records that say what batches were given.
LOG = "urn:twotrack:log"
_TYPES = {"html": "text/html", "text": "text/plain", "markdown": "text/markdown", "json": "application/json"}


def sha256(raw: bytes) -> str:
    """The name of the bytes."""
    return hashlib.sha256(raw).hexdigest()


def record(page: Page) -> bytes:
    """One gzip'd ``resource`` record; its date is when the page was fetched, else now, when it is captured."""
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    name = sha256(page.raw)
    headers = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>",
        "WARC-Date": _date(page.fetched),
        "WARC-Payload-Digest": f"sha256:{name}",
    }
    # Header lines are ASCII in WARC 1.1; an address that is not one stays in the ledger row alone.
    target = page.url if page.url and page.url.isascii() and page.url.isprintable() else f"urn:sha256:{name}"
    made = writer.create_warc_record(
        target,
        "resource",
        payload=BytesIO(page.raw),
        length=len(page.raw),
        warc_content_type=_TYPES[page.kind],
        warc_headers_dict=headers,
    )
    writer.write_record(made)
    return buffer.getvalue()


def log_record(block: bytes) -> bytes:
    """One gzip'd ``metadata`` record with what a batch was given."""
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    name = sha256(block)
    headers = {"WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>", "WARC-Date": _date(None)}
    made = writer.create_warc_record(
        LOG, "metadata", payload=BytesIO(block), length=len(block), warc_content_type="application/x-ndjson",
        warc_headers_dict=headers,
    )  # fmt: skip
    writer.write_record(made)
    return buffer.getvalue()


def _date(fetched: str | None) -> str:
    try:
        known = datetime.fromisoformat(fetched) if fetched else datetime.now(UTC)
    except ValueError:
        known = datetime.now(UTC)
    known = known if known.tzinfo else known.replace(tzinfo=UTC)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def payload(data: bytes) -> bytes:
    """The page's bytes out of one record.

    Raises:
        ValueError: the bytes are no WARC record.
    """
    return _first(BytesIO(data))


def _first(file: BinaryIO) -> bytes:
    import zlib

    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for found in ArchiveIterator(file):
            return bytes(found.content_stream().read())
    except (ArchiveLoadFailed, zlib.error, EOFError) as error:
        raise ValueError(str(error)) from error
    raise ValueError("no record")


def payload_at(path: Path, offset: int) -> bytes:
    """The bytes of the record that begins there.

    Raises:
        ValueError: no record begins there.
    """
    with path.open("rb") as file:
        file.seek(offset)
        return _first(file)


class CaptureWriter:
    """Appends pages to the last WARC file of a folder. ``last`` is the last committed capture, None if none."""

    def __init__(self, folder: Path, last: Capture | None, durable: Durable) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._durable = folder, durable
        self._number = int(last.file.split("-")[1].split(".")[0]) if last else 1
        self._size = last.start + last.length if last else 0
        self._cut()

    def _path(self) -> Path:
        return self._folder / f"captures-{self._number:05}.warc.gz"

    def _cut(self) -> None:
        for path in self._folder.glob("captures-*.warc.gz"):
            if path.name > self._path().name or (path == self._path() and not self._size):
                path.unlink()
        if self._size and self._path().exists() and self._path().stat().st_size > self._size:
            with self._path().open("r+b") as file:
                file.truncate(self._size)

    def append(self, pages: Sequence[Page], log: bytes) -> list[Capture]:
        """Write the pages and the batch's log, and sync; the captures say where each stands, the log's is the last."""
        if self._size >= SEGMENT:
            self._number, self._size = self._number + 1, 0
        named = [(sha256(page.raw), record(page)) for page in pages]
        fresh = not self._path().exists()
        with self._path().open("ab") as file:
            made = [self._write(file, *one) for one in (*named, (sha256(log), log_record(log)))]
            self._durable.sync(file)
        if fresh:
            self._durable.sync_folder(self._folder)
        return made

    def _write(self, file: BinaryIO, name: str, data: bytes) -> Capture:
        file.write(data)
        start, self._size = self._size, self._size + len(data)
        return Capture(sha256=name, file=self._path().name, start=start, length=len(data))
