"""``manifest.json``: size and SHA-256 of every file of a finished ledger, so that any changed byte is found.

It is taken away before the first new row and written anew at the end of a run: a ledger without one has a run
that did not finish.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from twotrack.ledger.connection import FILE
from twotrack.ledger.durable import Durable
from twotrack.records import Record, encode

NAME = "manifest.json"
# What was fetched stands in a folder of its own, with a manifest of its own: it changes when no row does.
FETCHED = "fetched"


class Entry(Record, frozen=True):
    """A file, relative to the ledger, with its bytes counted and hashed."""

    file: str
    bytes: int
    sha256: str


class Manifest(Record, frozen=True):
    """All files, and the digest over them: ``seal`` is the SHA-256 of the canonical JSON of ``files``."""

    files: tuple[Entry, ...]
    seal: str


def files(ledger: Path) -> list[Path]:
    """The files that a manifest covers, in order; ``ledger`` is a ledger's folder, or ``fetched`` in it."""
    if ledger.name == FETCHED and not (ledger / FILE).exists():
        return [ledger / "fetching.sqlite", *sorted(ledger.glob("fetched-*.warc.gz"))]
    return [ledger / FILE, *sorted((ledger / "captures").glob("captures-*.warc.gz"))]


def entry(ledger: Path, path: Path) -> Entry:
    """One file hashed."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return Entry(file=path.relative_to(ledger).as_posix(), bytes=path.stat().st_size, sha256=found)


def seal(entries: tuple[Entry, ...]) -> str:
    """The digest over all entries."""
    return hashlib.sha256(encode(entries)).hexdigest()


def write(ledger: Path, durable: Durable) -> None:
    """Hash all files and write the manifest as the last step of a run."""
    entries = tuple(entry(ledger, path) for path in files(ledger))
    durable.replace(ledger / NAME, encode(Manifest(files=entries, seal=seal(entries))) + b"\n")


def remove(ledger: Path, durable: Durable) -> None:
    """Say that a run has begun to add rows."""
    if (ledger / NAME).exists():
        (ledger / NAME).unlink()
        durable.sync_folder(ledger)


def read(ledger: Path) -> Manifest | None:
    """The manifest, None where there is none.

    Raises:
        ValueError: it is not what :func:`write` wrote.
    """
    try:
        data = (ledger / NAME).read_bytes()
    except FileNotFoundError:
        return None
    found = msgspec.json.decode(data, type=Manifest)
    if encode(found) + b"\n" != data or seal(found.files) != found.seal:
        raise ValueError("its seal does not fit its entries")
    return found
