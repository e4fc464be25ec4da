"""What the user named, as files in a fixed order: folders are walked, globs expanded, each file given once.

Order: the sources as given; inside a folder by name, files and folders mixed. Hidden names are skipped.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from twotrack.errors import UsageError
from twotrack.records import Record, Refusal

STDIN = "-"


class Found(Record, frozen=True):
    """A regular file; ``source`` is how it is shown, ``path`` how it is opened (``-`` is standard input)."""

    source: str
    path: str


def find(sources: Sequence[str]) -> Iterator[Found | Refusal]:
    """Every file that ``sources`` name, and a refusal for each thing that can't be one.

    Raises:
        UsageError: no source is given, or none of them exists; raised by the call, before anything is read.
    """
    if not sources:
        raise UsageError("no source given", advice="twotrack run saved-pages/ -o ledger")
    expanded = [(source, list(_expand(source))) for source in sources]
    if not any(paths for _, paths in expanded):
        raise UsageError(
            f"not found: {', '.join(_shown(s) for s in sources)}",
            advice="addresses begin with http:// or https://"
            if any("://" in s for s in sources)
            else "check the path, or quote a glob",
        )
    return _once(expanded)


def _expand(source: str) -> Iterator[str]:
    if "\0" in source:
        return
    if source == STDIN or is_address(source) or os.path.lexists(source):
        yield source
    elif glob.has_magic(source):
        # pathlib has no globs that may start at the root.
        yield from sorted(glob.glob(source, recursive=True))  # noqa: PTH207


def is_address(source: str) -> bool:
    """A web address, not a path.

    >>> is_address("https://outlet.example/story"), is_address("pages/https.html")
    (True, False)
    """
    try:
        return urlsplit(source).scheme in ("http", "https") and "://" in source
    except ValueError:
        return False


def _once(expanded: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Found | Refusal]:
    seen: set[str] = set()
    for source, paths in expanded:
        if not paths:
            yield Refusal(source=_shown(source), offset=0, reason="not found")
        for path in paths:
            yield from _visit(path, seen)


def _visit(path: str, seen: set[str]) -> Iterator[Found | Refusal]:
    if is_address(path) and not os.path.lexists(path):
        yield _refused(path, "web address", "save the page and pass the file")
        return
    real = path if path == STDIN else os.path.realpath(path)
    # A link to a folder above would be walked for ever; a file that is reached twice is one input.
    if real in seen:
        return
    seen.add(real)
    if path == STDIN:
        yield Found(source=STDIN, path=STDIN)
    else:
        yield from _look(path, seen)


def _look(path: str, seen: set[str]) -> Iterator[Found | Refusal]:
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        yield _refused(path, "broken link" if Path(path).is_symlink() else "not found")
    except PermissionError:
        yield _refused(path, "no permission")
    except OSError as error:
        yield _refused(path, "read error", error.strerror or "")
    else:
        if stat.S_ISDIR(mode):
            yield from _walk(path, seen)
        elif stat.S_ISREG(mode):
            yield Found(source=_shown(path), path=path)
        else:
            yield _refused(path, "not a regular file", _mode_name(mode))


def _walk(folder: str, seen: set[str]) -> Iterator[Found | Refusal]:
    try:
        paths = sorted(str(path) for path in Path(folder).iterdir() if not path.name.startswith("."))
    except PermissionError:
        yield _refused(folder, "no permission", "the folder can't be listed")
        return
    except OSError as error:
        yield _refused(folder, "read error", error.strerror or "")
        return
    for path in paths:
        yield from _visit(path, seen)


def _refused(path: str, reason: str, detail: str = "") -> Refusal:
    return Refusal(source=_shown(path), offset=0, reason=reason, detail=detail)


def _shown(path: str) -> str:
    """A name that is no UTF-8 can't be stored as text: its odd bytes are written as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _mode_name(mode: int) -> str:
    names = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return next((name for test, name in names if test(mode)), "special file")
