"""WACZ: a zip file with web archives inside, read in place and never unpacked to disk.

Each archive in it is a source of its own, ``file.wacz/archive/data.warc.gz``. What ``datapackage.json`` says of the
bytes is checked; a file that has another hash is named, and its records are read all the same: each of these has
checks of its own.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import IO

import msgspec

from twotrack.errors import Refused
from twotrack.reading.digests import differs
from twotrack.reading.heads import MAGIC
from twotrack.reading.packing import GZIP_MAGIC
from twotrack.reading.resync import DIGEST
from twotrack.reading.stretch import Stretch, find, pieces
from twotrack.reading.walking import Form
from twotrack.reading.warc import Collection, Note, WarcReader
from twotrack.reading.zips import Zip, inflated, spooled
from twotrack.records import Damage, Page, Record, Refusal, Skipped
from twotrack.settings import Settings

PACKAGE, DIGEST_OF_PACKAGE = "datapackage.json", "datapackage-digest.json"
NO_ARCHIVE, MISSING = "no archive in it", "listed in datapackage.json, missing"
_PACKAGE_BYTES = 4_000_000
ENDINGS: dict[str, Form] = {".warc": "plain", ".warc.gz": "gzip", ".warc.zst": "zstd"}


class Resource(Record, frozen=True):
    """A file as ``datapackage.json`` lists it."""

    path: str = ""
    hash: str = ""


class Package(Record, frozen=True):
    """``datapackage.json``."""

    resources: tuple[Resource, ...] = ()


class PackageDigest(Record, frozen=True):
    """``datapackage-digest.json``: the hash of the other one."""

    hash: str = ""


def read_wacz(source: str, file: IO[bytes], settings: Settings, note: Note) -> Iterator[Page | Refusal]:
    """Every input of every archive in it, and a refusal for each entry that an honest one would not have.

    Raises:
        Refused: "too many entries", "no archive in it".
    """
    try:
        archive = Zip(file)
        _check_places(archive)
    except Refused as error:
        if error.reason != "broken zip":
            raise
        yield from _without_directory(source, file, settings, note, error)
        return
    stated = _stated(source, archive, note)
    collection, others, archives = Collection(settings, note), 0, 0
    for entry in archive.entries:
        name, form = f"{source}/{_printable(entry.filename)}", form_of(entry.filename)
        archives += form is not None
        try:
            data = archive.data(entry)
        except Refused as error:
            yield Refusal(source=name, offset=0, reason=error.reason, detail=error.detail)
            continue
        if form is None:
            others += 1
            if entry.filename in stated:
                _check_hash(name, _plain(entry, data), stated[entry.filename], note)
            continue
        with closing(_opened(entry, data)) as opened:
            if opened.error is not None:
                note(Damage(source=name, start=0, end=entry.compress_size, reason=opened.error.reason))
            if entry.filename in stated:
                _check_hash(name, pieces(opened.text, 0, opened.text.size), stated[entry.filename], note)
            yield from WarcReader(name, opened.text, form, collection)
    if others:
        note(Skipped(source=source, kinds={"file of the package": others}))
    if not archives:
        raise Refused(NO_ARCHIVE, "a zip file without .warc, .warc.gz or .warc.zst")


def _check_places(archive: Zip) -> None:
    """Bytes that are missing in the middle move all entries.

    Raises:
        Refused: "broken zip": an archive is not where the directory says.
    """
    for entry in archive.entries:
        try:
            archive.data(entry)
        except Refused as error:
            if error.reason == "broken zip" and form_of(entry.filename):
                raise


class _Entry:
    """An archive of the zip, ready to be read anywhere; a deflated one is unpacked into a file without a name."""

    def __init__(self, text: Stretch, file: IO[bytes] | None, error: Refused | None) -> None:
        self.text, self._file, self.error = text, file, error

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()


def _opened(entry: zipfile.ZipInfo, data: Stretch) -> _Entry:
    if entry.compress_type == zipfile.ZIP_STORED:
        return _Entry(data, None, None)
    file, error = spooled(inflated(data))
    return _Entry(Stretch(file), file, error)


def form_of(name: str) -> Form | None:
    """How an archive of this name is packed; None where it names none.

    >>> form_of("archive/Data.WARC.gz"), form_of("pages/pages.jsonl")
    ('gzip', None)
    """
    return next((form for ending, form in ENDINGS.items() if name.lower().endswith(ending)), None)


def _without_directory(
    source: str, file: IO[bytes], settings: Settings, note: Note, error: Refused
) -> Iterator[Page | Refusal]:
    """The directory stands at the end and is gone: archives are stored as they are, so records can still be found."""
    text = Stretch(file)
    note(Damage(source=source, start=0, end=text.size, reason="broken zip"))
    plain, packed = find(text, MAGIC, 0), find(text, GZIP_MAGIC, 0)
    if plain < 0 and packed < 0:
        raise error
    form: Form = "gzip" if plain < 0 or 0 <= packed < plain else "plain"
    yield from WarcReader(source, text, form, Collection(settings, note))


def _stated(source: str, archive: Zip, note: Note) -> dict[str, str]:
    """The hash of each file that the package lists; what is wrong with the package itself is told."""
    files = {entry.filename: entry for entry in archive.entries}
    raw = _small(archive, files.get(PACKAGE))
    if raw is None:
        return {}
    try:
        package = msgspec.json.decode(raw, type=Package)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        note(Damage(source=f"{source}/{PACKAGE}", start=0, end=len(raw), reason="broken JSON"))
        return {}
    try:
        whole = msgspec.json.decode(_small(archive, files.get(DIGEST_OF_PACKAGE)) or b"{}", type=PackageDigest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        whole = PackageDigest(hash="sha256:" + "0" * 64)
    if differs(whole.hash, [raw]):
        note(Damage(source=f"{source}/{PACKAGE}", start=0, end=len(raw), reason=DIGEST))
    for resource in package.resources:
        if resource.path and resource.path not in files:
            note(Damage(source=f"{source}/{_printable(resource.path)}", start=0, end=0, reason=MISSING))
    return {resource.path: resource.hash for resource in package.resources if resource.hash}


def _small(archive: Zip, entry: zipfile.ZipInfo | None) -> bytes | None:
    try:
        if entry is None or entry.file_size > _PACKAGE_BYTES:
            return None
        return b"".join(_plain(entry, archive.data(entry)))[:_PACKAGE_BYTES]
    except Refused:
        # An entry that is not honest is refused by name where the entries are gone through.
        return None


def _plain(entry: zipfile.ZipInfo, data: Stretch) -> Iterator[bytes]:
    return pieces(data, 0, data.size) if entry.compress_type == zipfile.ZIP_STORED else inflated(data)


def _check_hash(name: str, chunks: Iterator[bytes], stated: str, note: Note) -> None:
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            yield chunk

    try:
        is_other = differs(stated, counted())
    except Refused:
        is_other = True
    if is_other:
        note(Damage(source=name, start=0, end=size, reason=DIGEST))


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()
