"""Settings: one table of name, default and help; then a TOML file; then ``TWOTRACK_*`` in the environment.

>>> load({}, None).batch_articles
16
>>> load({"TWOTRACK_BATCH_ARTICLES": "4"}, None).batch_articles
4
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from twotrack.errors import UsageError


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """All settings; each has a line in ``docs/settings.md`` (a test holds that)."""

    batch_articles: int = _setting(16, "articles that are committed together; a kill loses at most one batch")
    max_input_bytes: int = _setting(32_000_000, "a page larger than this is refused by name")
    min_text_chars: int = _setting(120, "a page with less readable text than this is refused as 'no text'")
    parse_seconds: float = _setting(5.0, "processor time that the HTML parser may take over one page, in seconds")
    event_threshold: float = _setting(0.4, "lowest score of an event that becomes a report")
    directory: str = _setting("", "your own actors, agents and patterns: a file or folder; empty is none")
    user_agent: str = _setting("twotrack/0.1", "what servers are told of who asks; before the slash, robots.txt's name")
    fetch_pause: float = _setting(2.0, "least pause between two requests to one host, in seconds")
    fetch_at_once: int = _setting(4, "hosts that are asked at the same time")
    fetch_seconds: float = _setting(60.0, "time for one answer, its name's look-up with it, in seconds")
    fetch_bytes: int = _setting(16_000_000, "an answer with more bytes on the wire than this is refused by name")
    fetch_links: int = _setting(200, "pages of one feed that are fetched in one round; the others wait for the next")
    ca_file: str = _setting("", "certificate authorities for https, as a PEM file; empty is certifi's")
    crash_at: int = _setting(0, "tests only: exit hard at the n-th fsync, rename or commit; 0 is never")


def _typed(name: str, value: Any, default: Any, where: str) -> Any:
    if isinstance(default, float) and isinstance(value, int):
        value = float(value)
    if isinstance(value, str) and not isinstance(default, str):
        try:
            value = type(default)(value)
        except ValueError as error:
            raise UsageError(f"setting {name} in {where} is {value!r}, not a {type(default).__name__}") from error
    if type(value) is not type(default):
        raise UsageError(f"setting {name} in {where} is {value!r}, not a {type(default).__name__}")
    return value


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"settings file {file}: {error.strerror}") from error
    except ValueError as error:  # broken TOML, or not UTF-8
        raise UsageError(f"settings file {file}: {error}", advice="see docs/settings.md for an example") from error


def load(environ: Mapping[str, str], file: Path | None) -> Settings:
    """Defaults, then ``file`` (keys as in :class:`Settings`), then ``TWOTRACK_<NAME>``.

    Raises:
        UsageError: an unknown name in the file, or a value of the wrong type anywhere.
    """
    defaults = {f.name: f.default for f in fields(Settings)}
    given: dict[str, Any] = {}
    if file is not None:
        for name, value in _table(file).items():
            if name not in defaults:
                raise UsageError(f"no setting {name!r} in {file}", advice="see docs/settings.md for the names")
            given[name] = _typed(name, value, defaults[name], str(file))
    for name, default in defaults.items():
        variable = f"TWOTRACK_{name.upper()}"
        if variable in environ:
            given[name] = _typed(name, environ[variable], default, "the environment")
    return Settings(**given)
