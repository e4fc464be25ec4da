"""Speed and memory of reading a large web archive: ``python benchmarks/warc.py [MB] [FORM...]``.

Writes an archive of so many MB (unpacked) of invented pages, requests and pictures in each form (plain, gzip, one-gzip,
zstd), reads each in a process of its own, and prints seconds, MB/s, pages and peak memory; beside it warcio on the same
file. The last line of each form is the memory at each fifth of the way, so that growth shows.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

WORDS = "envoys met Arnor Veld Keld Osk border grain talks shelled rejected offered Tuesday corridor army said".split()
FORMS = ("plain", "gzip", "one-gzip", "zstd")


def records(megabytes: float) -> Iterator[bytes]:
    """A page, its request and a picture, again and again."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    rng, size, number = random.Random(1), 0, 0
    while size < megabytes * 1e6:
        number += 1
        words = " ".join(rng.choices(WORDS, k=3000))
        page = f"<!doctype html><title>Story {number}</title><p>{words}</p>".encode()
        url = f"https://herald.example/{number}"
        answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        asked = StatusAndHeaders(f"GET /{number} HTTP/1.1", [("Host", "herald.example")], is_http_request=True)
        picture = StatusAndHeaders("200 OK", [("Content-Type", "image/jpeg")], protocol="HTTP/1.1")
        for kind, headers, body in (
            ("response", answer, page),
            ("request", asked, b""),
            ("response", picture, rng.randbytes(30_000)),
        ):
            buffer = io.BytesIO()
            writer = WARCWriter(buffer, gzip=False)
            writer.write_record(
                writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=headers)
            )  # fmt: skip
            size += buffer.tell()
            yield buffer.getvalue()


def write(path: Path, form: str, megabytes: float) -> None:
    """The archive in one form."""
    if form == "one-gzip":
        with gzip.open(path, "wb", compresslevel=6) as target:
            for record in records(megabytes):
                target.write(record)
        return
    with path.open("wb") as target:
        for record in records(megabytes):
            target.write(_packed(record, form))


def _packed(record: bytes, form: str) -> bytes:
    if form == "gzip":
        return gzip.compress(record, mtime=0)
    if form == "zstd":
        from backports import zstd

        return zstd.compress(record)
    return record


def memory(field: str) -> int:
    """``VmRSS`` or ``VmHWM`` of this process in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(field))


def read_ours(path: str) -> None:
    """Read and tell."""
    from twotrack.reading.sources import read
    from twotrack.records import Page
    from twotrack.settings import Settings

    # The number of pages is not known before: memory is noted at every 500th.
    began, pages, memories = time.monotonic(), 0, [memory("VmRSS")]
    for one in read([path], Settings()):
        pages += isinstance(one, Page)
        if pages % 500 == 0:
            memories.append(memory("VmRSS"))
    _tell("twotrack", path, began, pages)
    fifths = [memories[len(memories) * n // 5] for n in range(5)] + [memories[-1]]
    print("  resident MB on the way:", *fifths)


def read_warcio(path: str) -> None:
    """The peer."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    began, pages = time.monotonic(), 0
    with Path(path).open("rb") as file:
        pages = _pages(file, ArchiveIterator, ArchiveLoadFailed)
    _tell("warcio", path, began, pages)


def _pages(file: IO[bytes], iterate: type, failed: type[Exception]) -> int:
    pages = 0
    try:
        for record in iterate(file):
            is_page = record.rec_type == "response" and "html" in record.http_headers.get_header("Content-Type")
            pages += is_page and bool(record.content_stream().read())
    except failed as error:
        print(f"  warcio stopped: {str(error).strip().splitlines()[0]}")
    return pages


def _tell(name: str, path: str, began: float, pages: int) -> None:
    seconds = time.monotonic() - began
    speed = Path(path).stat().st_size / 1e6 / seconds
    print(f"  {name}: {seconds:.1f} s, {speed:.0f} MB/s of the file, {pages:,} pages, peak {memory('VmHWM')} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", nargs="?", type=float, default=300)
    parser.add_argument("forms", nargs="*", default=list(FORMS))
    parser.add_argument("--read", choices=("ours", "warcio"), help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        (read_ours if given.read == "ours" else read_warcio)(given.file)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for form in given.forms:
            path = Path(folder) / f"pile.warc{'.gz' if 'gzip' in form else '.zst' if form == 'zstd' else ''}"
            write(path, form, given.megabytes)
            print(f"{form}: {path.stat().st_size / 1e6:.0f} MB", flush=True)
            for reader in ("ours", "warcio") if form != "zstd" else ("ours",):
                subprocess.run([sys.executable, __file__, "--read", reader, "--file", str(path)], check=True)
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
