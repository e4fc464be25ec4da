"""``POST /api/judge``: a person's decision from the page, as ``twotrack judge`` takes it."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from twotrack.errors import UsageError
from twotrack.judging.deciding import FIELDS
from twotrack.records import Action, Record
from twotrack.reviewing import Review

_ID = re.compile(r"[A-Za-z0-9:_-]{1,64}")
Short = Annotated[str, Meta(max_length=300)]


class Asked(Record, frozen=True, forbid_unknown_fields=True):
    """A decision as the page sends it.

    ``of`` are ids of events or reports; for ``grade`` an outlet or host. ``field`` and ``value`` are for ``correct``,
    ``value`` alone for ``grade``, ``number`` for ``undo``.
    """

    action: Action
    of: Annotated[tuple[Short, ...], Meta(max_length=100)] = ()
    field: Short | None = None
    value: Short | None = None
    number: int | None = None
    note: Annotated[str, Meta(max_length=2000)] = ""
    by: Short = "a person"


def read(body: bytes) -> Asked:
    """The decision in a request's body.

    Raises:
        UsageError: it is none.
    """
    try:
        return msgspec.json.decode(body, type=Asked)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"this is no decision: {error}", advice='{"action": "accept", "of": ["tt:…"]}') from error


def words(asked: Asked) -> list[str]:
    """The words of the command line that say the same.

    >>> words(read(b'{"action":"correct","of":["91c0"],"field":"status","value":"planned"}'))
    ['91c0', 'status=planned']
    >>> words(read(b'{"action":"undo","number":3}'))
    ['3']

    Raises:
        UsageError: something is missing, or is not an id.
    """
    if asked.action == "undo":
        return [str(asked.number)] if asked.number is not None else []
    if asked.action == "grade":
        if any("=" in name for name in (*asked.of, asked.value or "")):
            raise UsageError("a source is an outlet or a host, its grade a letter")
        return [*asked.of, asked.value or ""]
    wrong = next((id for id in asked.of if not _ID.fullmatch(id)), None)
    if wrong is not None:
        raise UsageError(f"{wrong!r} is no id")
    if asked.action != "correct":
        return list(asked.of)
    if asked.field not in FIELDS or not asked.value:
        raise UsageError("a correction needs a field and a value", advice=f"one of {' '.join(FIELDS)}")
    return [*asked.of, f"{asked.field}={asked.value}"]


def answer(review: Review, version: str) -> dict[str, Any]:
    """What came of a decision: its number, and the ids of events that are no more or are new."""
    gone, come = {e.id for e in review.gone}, {e.id for e in review.come}
    numbers = [d.number for d in review.made]
    return {
        "ok": True,
        "number": numbers[-1] if numbers else None,
        "numbers": numbers,
        "version": version,
        "gone": sorted(gone - come),
        "come": sorted(come),
    }
