"""The event types with modes, quad codes and tracks: versioned data in ``codebook.toml``.

Source: the PLOVER codebook (types, modes, quads); the tracks are twotrack's (``docs/codebook.md``).

>>> book = load()
>>> book.types["ASSAULT"].track, book.types["ASSAULT"].quad
('ground', 'MATERIAL CONFLICT')
>>> len(book.types)
16
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from twotrack.records import Record, Track


class EventType(Record, frozen=True):
    """One PLOVER event type. ``lever`` marks AID and SANCTION: table-track means of pressure or help."""

    quad: str
    track: Track
    modes: tuple[str, ...]
    definition: str
    lever: bool = False


class Codebook(Record, frozen=True):
    """All event types by name, and the version that reports carry."""

    version: str
    types: dict[str, EventType]


@cache
def load() -> Codebook:
    """The codebook of this version."""
    data = tomllib.loads(files("twotrack").joinpath("codebook.toml").read_text("utf-8"))
    return msgspec.convert(data, Codebook)


def quad(event: str) -> str:
    """The quad code of an event type, as POLECAT writes it."""
    return load().types[event].quad


def track(event: str) -> Track:
    """``ground`` or ``table``."""
    return load().types[event].track
