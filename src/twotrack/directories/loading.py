"""Files and folders of a user's entries to :class:`Own`: all of it, or an error that names what to correct."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from twotrack.directories import petrarch, tables
from twotrack.directories.entries import Own, OwnActor, OwnAgent, OwnEntry, OwnPattern
from twotrack.directories.tables import Problem
from twotrack.errors import UsageError
from twotrack.settings import Settings

_READERS: dict[str, Callable[[str], Iterator[OwnEntry | Problem]]] = {
    ".toml": tables.toml,
    ".csv": tables.table,
    ".txt": petrarch.read,
}
_SHOWN = 10
_ADVICE = "correct this and run the same line again; docs/directories.md shows the format"


def chosen(directories: Sequence[str], settings: Settings) -> Own:
    """The entries of the directories that a command names, else of the one in the settings, else none."""
    return load(directories or [path for path in [settings.directory] if path])


def load(paths: Sequence[str]) -> Own:
    """All entries of files and folders (``*.toml``, ``*.csv``, ``*.txt`` by name, no folders in them), in order.

    Raises:
        UsageError: a path holds nothing of the kind, or anything in a file is wrong; then nothing is loaded.
    """
    found: list[OwnEntry] = []
    problems: list[str] = []
    for file in [file for path in paths for file in _files(Path(path))]:
        for entry in _read(file):
            if isinstance(entry, Problem):
                problems.append(f"{file}{', ' if entry.where else ''}{entry.where}: {entry.what}")
            else:
                found.append(msgspec.structs.replace(entry, file=file.name))
    if problems:
        more = f"\n… and {len(problems) - _SHOWN:,} more" if len(problems) > _SHOWN else ""
        raise UsageError("\n".join(problems[:_SHOWN]) + more, advice=_ADVICE)
    return Own(
        actors=tuple(e for e in found if isinstance(e, OwnActor)),
        agents=tuple(e for e in found if isinstance(e, OwnAgent)),
        patterns=tuple(e for e in found if isinstance(e, OwnPattern)),
    )


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise UsageError(f"directory {path}: no such file or folder", advice="correct --directory or the setting")
    try:
        files = sorted(f for f in path.iterdir() if f.suffix in _READERS) if path.is_dir() else [path]
    except OSError as error:
        raise UsageError(f"directory {path}: {error.strerror}", advice=_ADVICE) from error
    if not files or files[0].suffix not in _READERS:
        raise UsageError(
            f"directory {path}: no {', '.join(_READERS)} file", advice="docs/directories.md shows the formats"
        )
    return files


def _read(file: Path) -> Iterator[OwnEntry | Problem]:
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"directory {file}: {error.strerror}", advice=_ADVICE) from error
    except UnicodeDecodeError as error:
        return iter([Problem(where=f"byte {error.start}", what="not UTF-8; save the file as UTF-8")])
    return _READERS[file.suffix](text)
