"""Entries from TOML and CSV. What is wrong becomes a Problem beside the good entries; the loader then takes none."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from twotrack import codebook
from twotrack.directories.entries import NONE, OwnActor, OwnAgent, OwnEntry, OwnPattern
from twotrack.records import Record, Status

_CODE = re.compile(r"(?:[A-Z]{3})*")
_TERM = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
_MORE = "aliases,terms,since,until"
_SLOTS = ("$actor", "$recipient")


class Problem(Record, frozen=True):
    """What is wrong in a file: the line or entry (``""`` for the whole file), and what."""

    where: str
    what: str


class _Actor(Record, frozen=True, forbid_unknown_fields=True):
    name: str
    code: str
    aliases: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    person: bool = False


class _Agent(Record, frozen=True, forbid_unknown_fields=True):
    sector: str
    word: str | tuple[str, ...]
    plural: str | None = None


class _Pattern(Record, frozen=True, forbid_unknown_fields=True):
    event: str
    words: str | tuple[str, ...]
    mode: str | None = None
    status: Status | None = None


_KINDS: dict[str, type[_Actor | _Agent | _Pattern]] = {"actor": _Actor, "agent": _Agent, "pattern": _Pattern}


def toml(text: str) -> Iterator[OwnEntry | Problem]:
    """The ``[[actor]]``, ``[[agent]]`` and ``[[pattern]]`` tables of a file."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield Problem(where="", what=str(error))
        return
    for kind, entries in tables.items():
        if kind not in _KINDS:
            yield Problem(where=kind, what="no such table: there are [[actor]], [[agent]] and [[pattern]]")
        elif not isinstance(entries, list):
            yield Problem(where=kind, what=f"write [[{kind}]], with two brackets")
        else:
            for number, entry in enumerate(entries, 1):
                yield from _entries(kind, entry, f"[[{kind}]] number {number}")


def table(text: str) -> Iterator[OwnEntry | Problem]:
    """The rows of a CSV file: actors (``name,code,…``) or agents (``sector,words``), as its columns say."""
    try:
        header, *rows = list(csv.reader(text.splitlines())) or [[]]
    except csv.Error as error:  # a cell of more than 131,072 characters
        yield Problem(where="", what=str(error))
        return
    if {"name", "code"} <= set(header) <= {"name", "code", *_MORE.split(",")}:
        read = _actor_row
    elif set(header) == {"sector", "words"}:
        read = _agent_row
    else:
        yield Problem(where="row 1", what=f"the columns are neither name,code[,{_MORE}] nor sector,words")
        return
    for number, cells in enumerate(rows, 2):
        if cells and len(cells) != len(header):
            yield Problem(where=f"row {number}", what=f"{len(cells)} cells, not {len(header)}")
        elif cells:
            yield from read({n: c.strip() for n, c in zip(header, cells, strict=True)}, f"row {number}")


def _actor_row(row: dict[str, str], where: str) -> Iterator[OwnEntry | Problem]:
    """``terms`` are days in office, ``2001-02-03..2004-05-06 2009-01-01..``: a row that has them is a person's."""
    terms = row.pop("terms", "").split()
    actor: dict[str, Any] = {n: cell for n, cell in row.items() if cell or n == "code"}
    actor["aliases"] = _parts(row.get("aliases", ""))
    if not terms:
        yield from _entries("actor", actor, where)
    for term in terms:
        match = _TERM.fullmatch(term)
        if match is None:
            yield Problem(where=where, what=f"term {term!r} is not like 2001-02-03..2004-05-06")
        else:
            days = {name: day for name, day in zip(("since", "until"), match.groups(), strict=True) if day}
            yield from _entries("actor", {**actor, **days, "person": True}, where)


def _agent_row(row: dict[str, str], where: str) -> Iterator[OwnEntry | Problem]:
    yield from _entries("agent", {"sector": row["sector"], "word": _parts(row["words"])}, where)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _entries(kind: str, data: Mapping[str, Any], where: str) -> Iterator[OwnEntry | Problem]:
    try:
        made = msgspec.convert(data, _KINDS[kind])
        if isinstance(made, _Actor):
            yield _actor(made)
        elif isinstance(made, _Agent):
            yield _agent(made)
        else:
            yield from [_pattern(made, words) for words in _listed(made.words)]
    except ValueError as error:  # msgspec's ValidationError is one
        yield Problem(where=where, what=str(error))


def _listed(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def named(words: str) -> str:
    """The words, if there is anything to find in them.

    Raises:
        ValueError: there isn't.
    """
    if not re.search(r"[^\W_]", words):
        raise ValueError(f"{words!r} has no words in it")
    return " ".join(words.split())


def _coded(code: str, what: str) -> str:
    if not _CODE.fullmatch(code):
        raise ValueError(f"{what} {code!r} is not made of groups of three capitals, like VLDGOV")
    return code


def _actor(made: _Actor) -> OwnActor:
    if made.since and made.until and made.until < made.since:
        raise ValueError(f"until {made.until} lies before since {made.since}")
    return OwnActor(
        name=named(made.name),
        code=_coded(made.code, "code"),
        aliases=tuple(map(named, made.aliases)),
        since=made.since.isoformat() if made.since else "",
        until=made.until.isoformat() if made.until else "",
        person=made.person,
    )


def _agent(made: _Agent) -> OwnAgent:
    given = tuple(map(named, _listed(made.word)))
    if not given:
        raise ValueError("no words")
    plurals = map(plural, given) if made.plural is None else [made.plural] if made.plural else []
    return OwnAgent(words=tuple(dict.fromkeys((*given, *map(named, plurals)))), sector=_coded(made.sector, "sector"))


def plural(word: str) -> str:
    """The regular plural.

    >>> plural("ranger"), plural("border patrol deputy"), plural("press")
    ('rangers', 'border patrol deputies', 'presses')
    """
    low = word.lower()
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if re.search(r"[^aeiou]y$", low) else word + "s"


def _pattern(made: _Pattern, words: str) -> OwnPattern:
    kinds = codebook.load().types
    if made.event != NONE and made.event not in kinds:
        raise ValueError(f"no event {made.event!r}: there are {' '.join(kinds)}, and none to drop what the model found")
    if made.event == NONE and (made.mode or made.status):
        raise ValueError("a pattern for none has no mode and no status")
    if made.mode and made.mode not in kinds[made.event].modes:
        raise ValueError(
            f"no mode {made.mode!r} of {made.event}: there are {' '.join(kinds[made.event].modes) or 'none'}"
        )
    return OwnPattern(event=made.event, words=_spelt(words), mode=made.mode, status=made.status)


def _spelt(words: str) -> str:
    """The words of a pattern, if :mod:`twotrack.coding.patterns` can look for them."""
    tokens = words.split()
    plain = [t for t in tokens if t != "*" and t not in _SLOTS]
    if not plain:
        raise ValueError(f"words {words!r} have no word in them")
    for token in plain:
        if token.startswith("$"):
            raise ValueError(f"{token} in {words!r}: the slots are $actor and $recipient")
        if "*" in token or not re.search(r"\w", token):
            raise ValueError(f"{token!r} in {words!r}: write whole words; * stands alone, for up to three words")
    if any(tokens.count(slot) > 1 for slot in _SLOTS):
        raise ValueError(f"a slot stands twice in {words!r}")
    if tokens[0] == "*" or tokens[-1] == "*":
        raise ValueError(f"{words!r} begins or ends with *, which says nothing there")
    return " ".join(tokens)
