"""One field of a report set to what a person says it is.

| field | values |
|---|---|
| ``event`` | one of the 16 types; the mode is dropped, quad and track follow |
| ``mode`` | a mode of the type, or ``none`` |
| ``status`` | ``happened planned possible negated`` |
| ``date`` | ``2026-06-05``, ``2026-06-01/2026-06-05``, ``none`` |
| ``place`` | a GeoNames id, ``LAT,LON``, ``withheld``, ``none`` |
| ``actor``, ``recipient`` | a code (``USAGOV``), ``none`` |
| ``speaker`` | words of the sentence, ``none`` |

``WORDS@VALUE`` says which words of the sentence are meant, where the report has no such span or several:
``place="the port@706483"``, ``actor="its crew@USAMIL"``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import cast, get_args

import msgspec

from twotrack import codebook
from twotrack.errors import UsageError
from twotrack.records import Entity, Place, Report, Span, Status, When

Lookup = Callable[[int], Place | None]
_CODE = re.compile(r"[A-Z]{3,12}")
_ORGANS = frozenset({"", "GOV", "MIL", "LEG", "JUD", "COP", "SPY"})  # one party with their state
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?),\s*(-?\d{1,3}(?:\.\d+)?)")


def corrected(report: Report, field: str, value: str, lookup: Lookup) -> Report:
    """The report with one field set.

    Raises:
        UsageError: there is no such field, the field can't have that value, or the words are not in the sentence.
    """
    words, _, told = value.rpartition("@")
    if field == "event":
        return _event(report, told)
    if field == "mode":
        return _mode(report, told)
    if field == "status":
        return msgspec.structs.replace(report, status=cast(Status, _one_of(field, told, get_args(Status))))
    if field == "date":
        return msgspec.structs.replace(report, date=_date(report, words, told))
    if field == "place":
        return msgspec.structs.replace(report, place=_place(report, words, told, lookup))
    if field in ("actor", "recipient"):
        name = f"{field}s"
        return msgspec.structs.replace(report, **{name: _parties(report, getattr(report, name), field, words, told)})
    if field == "speaker":
        found = None if told == "none" else _entity(_find(report, told))
        return msgspec.structs.replace(report, speaker=found)
    raise UsageError(
        f"{field!r} can't be corrected", advice="event, mode, status, date, place, actor, recipient or speaker"
    )


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise UsageError(f"{value!r} is no {field}", advice=f"one of {' '.join(allowed)}")
    return value


def _event(report: Report, value: str) -> Report:
    kind = _one_of("event", value, tuple(codebook.load().types))
    return msgspec.structs.replace(
        report, event=kind, mode=None, quad_code=codebook.quad(kind), track=codebook.track(kind)
    )  # fmt: skip


def _mode(report: Report, value: str) -> Report:
    modes = codebook.load().types[report.event].modes
    mode = None if value == "none" else _one_of(f"mode of {report.event}", value, (*modes, "none"))
    return msgspec.structs.replace(report, mode=mode)


def _find(report: Report, words: str) -> Span:
    at = report.text.find(words)
    if not words or at < 0:
        raise UsageError(f"{words!r} is not in the sentence of report {report.id}: {report.text!r}")
    return Span(start=report.start + at, end=report.start + at + len(words), text=words)


def _entity(span: Span) -> Entity:
    return Entity(text=span.text, start=span.start, end=span.end)


def _date(report: Report, words: str, value: str) -> When | None:
    if value == "none":
        return None
    first, _, last = value.partition("/")
    try:
        days = [date.fromisoformat(day) for day in (first, last or first)]
    except ValueError as error:
        raise UsageError(f"{value!r} is no date", advice="2026-06-05, or 2026-06-01/2026-06-05") from error
    if days[0] > days[1]:
        raise UsageError(f"{value!r} ends before it begins")
    # A day that a person knows and the sentence does not say stands on the trigger.
    span = _find(report, words) if words else report.date or report.trigger
    return When(
        text=span.text,
        start=span.start,
        end=span.end,
        first=first,
        last=last or first,
        precision="range" if days[0] < days[1] else "day",
    )


def _place(report: Report, words: str, value: str, lookup: Lookup) -> Place | None:
    if value == "none":
        return None
    span = _find(report, words) if words else report.place
    if span is None:
        raise UsageError(
            f"report {report.id} names no place: say which words it is", advice=f'place="WORDS OF THE SENTENCE@{value}"'
        )
    bare = Place(text=span.text, start=span.start, end=span.end)
    if value == "withheld":
        return msgspec.structs.replace(bare, reason="withheld")
    point = _POINT.fullmatch(value)
    if point:
        lat, lon = float(point[1]), float(point[2])
        if abs(lat) > 90 or abs(lon) > 180:
            raise UsageError(f"{value!r} is no point", advice="LAT,LON in degrees, as 48.28,37.18")
        return msgspec.structs.replace(bare, name=span.text, lat=lat, lon=lon, precision="exact")
    found = lookup(int(value)) if value.isdigit() else None
    if found is None:
        raise UsageError(f"{value!r} is no place", advice="a GeoNames id, LAT,LON, withheld or none")
    return msgspec.structs.replace(found, text=span.text, start=span.start, end=span.end)


def _parties(report: Report, held: tuple[Entity, ...], field: str, words: str, value: str) -> tuple[Entity, ...]:
    if value == "none" and not words:
        return ()
    if value != "none" and not _CODE.fullmatch(value):
        raise UsageError(f"{value!r} is no code", advice="capitals as in USAGOV, or none")
    if not words and len(held) != 1:
        told = "no" if not held else "more than one"
        raise UsageError(
            f"report {report.id} has {told} {field}: say which words are meant", advice=f'{field}="WORDS@{value}"'
        )
    span = _find(report, words) if words else Span(start=held[0].start, end=held[0].end, text=held[0].text)
    kept = tuple(e for e in held if e.end <= span.start or span.end <= e.start)
    if value == "none":
        return kept
    return tuple(sorted((*kept, _coded(span, value)), key=lambda e: e.start))


def _coded(span: Span, code: str) -> Entity:
    return Entity(
        text=span.text,
        start=span.start,
        end=span.end,
        code=code,
        country=code[:3] if code[:3] not in ("IGO", "NGO") else None,
        sector=code[3:6] or None,
        party_id=code[:3] if code[3:] in _ORGANS else code,
    )
