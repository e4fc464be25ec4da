"""Words of a command, or a file of them, to decisions.

A file (TOML) holds one table a decision; ``of`` are ids of events or reports, or their beginnings::

    [[decision]]
    action = "merge"
    of = ["tt:7f3a91", "tt:20b9c4"]
    by = "A. Analyst"
    note = "one strike, two towns named"

    [[decision]]
    action = "correct"
    of = ["91c0be22"]
    place = "the port@706483"
    status = "planned"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

import msgspec

from twotrack.errors import UsageError
from twotrack.records import Action, Decision, Event, Record

FIELDS = ("event", "mode", "status", "date", "place", "actor", "recipient", "speaker")


class Known(Record, frozen=True):
    """What words may mean: events with their reports, reports, decisions made before, outlets and hosts."""

    events: dict[str, Event]
    reports: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sources: frozenset[str] = frozenset()

    @property
    def number(self) -> int:
        """The number of the next decision."""
        return 1 + max((d.number for d in self.decisions), default=0)


def from_words(action: str, words: Sequence[str], known: Known, by: str, note: str) -> list[Decision]:
    """The decisions of one command line: ids first, then ``FIELD=VALUE`` for a correction; a number for ``undo``.

    Raises:
        UsageError: an id or action is not known, or there are too few words.
    """
    fields = dict(w.split("=", 1) for w in words if "=" in w)
    table: dict[str, Any] = {"action": action, "of": [w for w in words if "=" not in w], "by": by, "note": note}
    return list(_decisions(table | fields, known))


def from_file(text: str, known: Known, by: str) -> list[Decision]:
    """The decisions of a file that were not made before, in its order.

    Raises:
        UsageError: it is no TOML, or a table in it can't be understood; the message has its number.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no TOML: {error}") from error
    if set(data) != {"decision"} or not isinstance(data["decision"], list):
        raise UsageError("the file holds something else than [[decision]] tables", advice="twotrack judge --help")
    made: list[Decision] = []
    for number, table in enumerate(data["decision"], 1):
        before = _with_made(known, made)
        try:
            found = list(_decisions({"by": by} | table, before))
        except UsageError as error:
            raise UsageError(f"decision {number} of the file: {error}", advice=error.advice) from error
        made += _renumbered((d for d in found if not any(_same(d, old) for old in before.decisions)), before.number)
    return made


def _with_made(known: Known, made: Sequence[Decision]) -> Known:
    return msgspec.structs.replace(known, decisions=(*known.decisions, *made))


def _renumbered(found: Iterator[Decision], first: int) -> Iterator[Decision]:
    return (msgspec.structs.replace(d, number=first + n) for n, d in enumerate(found))


def _same(left: Decision, right: Decision) -> bool:
    return left.__class__ is right.__class__ and _content(left) == _content(right)


def _content(d: Decision) -> tuple[object, ...]:
    return d.action, d.reports, d.others, d.field, d.value, d.undoes, d.by


def _decisions(table: Mapping[str, Any], known: Known) -> Iterator[Decision]:
    action = str(table.get("action"))
    if action not in get_args(Action):
        raise UsageError(f"unknown action: {action}", advice=f"one of {' '.join(get_args(Action))}")
    unknown = set(table) - {"action", "of", "by", "note", *FIELDS}
    if unknown:
        raise UsageError(f"unknown field: {sorted(unknown)[0]}", advice=f"one of {' '.join(FIELDS)}")
    made = Decision(
        number=known.number,
        action=cast(Action, action),
        by=str(table.get("by") or "a person"),
        note=str(table.get("note") or ""),
    )
    ids = [str(id) for id in table.get("of", ())]
    yield from _ACTIONS[action](made, ids, {k: str(v) for k, v in table.items() if k in FIELDS}, known)


def _undo(made: Decision, ids: list[str], fields: dict[str, str], known: Known) -> Iterator[Decision]:
    numbers = {str(d.number) for d in known.decisions}
    if not ids or not set(ids) <= numbers or fields:
        raise UsageError("undo takes the numbers of decisions", advice="twotrack judge LEDGER shows them")
    yield from (_with(made, number=made.number + n, undoes=int(id)) for n, id in enumerate(ids))


def _whole(made: Decision, ids: list[str], fields: dict[str, str], known: Known) -> Iterator[Decision]:
    """Accept, reject, merge: all reports of the ids."""
    if len(ids) < (2 if made.action == "merge" else 1) or fields:
        raise UsageError(f"{made.action} takes {'two ids or more' if made.action == 'merge' else 'ids'} and no field")
    yield _with(made, reports=tuple(sorted({r for id in ids for r in _reports(id, known)})))


def _split(made: Decision, ids: list[str], fields: dict[str, str], known: Known) -> Iterator[Decision]:
    """Split: an event, then the reports of it that tell another one."""
    if len(ids) < 2 or fields:
        raise UsageError("split takes an event and the reports that tell another one", advice="twotrack judge --help")
    whole = set(_reports(ids[0], known))
    leaving = {r for id in ids[1:] for r in _reports(id, known)}
    if not leaving < whole:
        raise UsageError(f"the reports to split off are not some, but not all, of the {len(whole)} reports of {ids[0]}")
    yield _with(made, reports=tuple(sorted(leaving)), others=tuple(sorted(whole - leaving)))


def _correct(made: Decision, ids: list[str], fields: dict[str, str], known: Known) -> Iterator[Decision]:
    if not ids or not fields:
        raise UsageError("correct takes ids and FIELD=VALUE", advice="twotrack judge --help")
    reports = tuple(sorted({r for id in ids for r in _reports(id, known)}))
    ordered = [name for name in FIELDS if name in fields]
    for n, name in enumerate(ordered):
        yield _with(made, number=made.number + n, reports=reports, field=name, value=fields[name])


def _grade(made: Decision, ids: list[str], fields: dict[str, str], known: Known) -> Iterator[Decision]:
    """Grade: an outlet or the host of its pages, then a letter."""
    if len(ids) != 2 or fields or ids[1] not in ("A", "B", "C", "D", "E", "F"):
        raise UsageError("grade takes a source and a letter from A to F", advice="twotrack judge LEDGER grade HOST B")
    if ids[0] not in known.sources:
        raise UsageError(f"no page is from {ids[0]!r}", advice=f"one of {', '.join(sorted(known.sources)[:5])}")
    yield _with(made, field=ids[0], value=ids[1])


_ACTIONS = {
    "accept": _whole, "reject": _whole, "merge": _whole, "split": _split, "correct": _correct, "grade": _grade,
    "undo": _undo,
}  # fmt: skip


def _with(made: Decision, **changes: Any) -> Decision:
    return msgspec.structs.replace(made, **changes)


def _reports(id: str, known: Known) -> tuple[str, ...]:
    """The reports that an id, or the beginning of one, means."""
    found = {key: event.reports for key, event in known.events.items() if key.startswith(id)}
    found |= {key: (key,) for key in known.reports if key.startswith(id)}
    exact = {key: reports for key, reports in found.items() if key == id}
    if len(exact or found) != 1:
        told = "no event or report" if not found else f"{len(found)} events or reports"
        raise UsageError(f"{told} with an id that begins with {id!r}", advice="twotrack explain LEDGER ID")
    return next(iter((exact or found).values()))
