"""Dates as feeds and pages state them: RFC 822 and ISO 8601 by strict rules.

A date that is not certain is None, with the reason; of one whose time zone is not certain the day stands.

Nothing depends on the machine's clock or time zone.

>>> read_date("Mon, 26 May 2025 18:58:48 +0300")
StatedDate(iso='2025-05-26T18:58:48+03:00', note='')
>>> read_date("Mon, 26 May 2025 18:58:48 IST")
StatedDate(iso='2025-05-26', note='time zone IST has several meanings')
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from twotrack.records import Record

NO_ZONE, UNKNOWN = "no time zone", "date of no known form"
YEARS = range(1990, 2101)
MONTHS = "january february march april may june july august september october november december".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# Hours from UTC: the zones of RFC 822, which says what they mean, and those that have one meaning only.
ZONES = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z"), 0),
    **{"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8},
    **{"WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "JST": 9},
}
_ZONE = r"(?P<zone>[+-][0-9]{2}:?[0-9]{2}|(?:GMT|UTC)[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Za-z]{1,5})"
_MAIL = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,? )?(?P<day>[0-9]{1,2})[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -]"
    r"(?P<year>[0-9]{4}|[0-9]{2})(?:,? (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    rf"(?: ?{_ZONE}(?: \([^()]*\))?)?)?"
)
_ISO = re.compile(
    r"(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2})(?P<colon>:?)(?P<minute>[0-9]{2})(?:(?P=colon)(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?|UTC|GMT)?)?"
)
# Year first is year, month, day wherever it is written.
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<dash>[/.])(?P<month>[0-9]{1,2})(?P=dash)(?P<day>[0-9]{1,2})"
    r"| ?[年년] ?(?P<month_>[0-9]{1,2}) ?[月월] ?(?P<day_>[0-9]{1,2}) ?[日일])"
)
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])([0-9]{1,2}):?([0-9]{2})?")


class StatedDate(Record, frozen=True):
    """``iso`` is a date or date-time, with the offset where one is given.

    ``note`` says why it is None, or what it lacks.
    """

    iso: str | None
    note: str = ""


def read_date(words: str) -> StatedDate:
    """The date that a feed states.

    >>> read_date("2026-13-01").note, read_date("05/06/2026").note
    ('no such day: 2026-13-01', 'date of no known form')
    >>> read_date("5 Jun 26 10:00")
    StatedDate(iso='2026-06-05T10:00:00', note='no time zone')
    """
    words = " ".join(words[:200].split())
    if not words:
        return StatedDate(iso=None, note="empty date")
    found = _ISO.fullmatch(words) or _MAIL.fullmatch(words) or _YEAR_FIRST.fullmatch(words)
    if found is None:
        return StatedDate(iso=None, note=UNKNOWN)
    try:
        return _made({name.rstrip("_"): part for name, part in found.groupdict().items() if part is not None})
    except ValueError as error:
        return StatedDate(iso=None, note=str(error))


def _made(parts: dict[str, str]) -> StatedDate:
    day = _day(parts)
    if "hour" not in parts:
        return StatedDate(iso=day.isoformat())
    at = _time(parts)
    if "zone" not in parts:
        return StatedDate(iso=datetime.combine(day, at).isoformat(), note=NO_ZONE)
    if (doubt := _doubt(parts["zone"])) is not None:
        return StatedDate(iso=day.isoformat(), note=doubt)
    return StatedDate(iso=datetime.combine(day, at, timezone(_offset(parts["zone"]))).isoformat())


def _day(parts: dict[str, str]) -> date:
    year, month = _year(parts["year"]), _month(parts["month"])
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        raise ValueError(f"no such day: {year:04}-{month:02}-{parts['day']}") from None
    if year not in YEARS:
        raise ValueError(f"no plausible year: {year}")
    if name := parts.get("weekday", "").lower():
        _check_weekday(name, day)
    return day


def _check_weekday(name: str, day: date) -> None:
    """Either the day or its name is wrong, and nothing says which."""
    known = next((n for n, full in enumerate(DAYS) if full.startswith(name)), None)
    if known is None:
        raise ValueError(f"no such day of the week: {name}")
    if known != day.weekday():
        raise ValueError(f"{day.isoformat()} is not a {DAYS[known].capitalize()}")


def _year(words: str) -> int:
    """Two digits as RFC 5322 reads them: 00 to 49 are of this century."""
    year = int(words)
    return year if len(words) == 4 else year + (2000 if year < 50 else 1900)


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    name = words.lower()
    for number, month in enumerate(MONTHS, 1):
        if name in (month, month[:3]) or (name == "sept" and number == 9):
            return number
    raise ValueError(f"no such month: {words}")


def _time(parts: dict[str, str]) -> time:
    hour, minute, second = (int(parts.get(name, 0)) for name in ("hour", "minute", "second"))
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError(f"no such time: {hour:02}:{minute:02}:{second:02}") from None


def _doubt(zone: str) -> str | None:
    """A zone by a letter or a name that means several: IST is India, Israel, Ireland."""
    if _OFFSET.fullmatch(zone) or zone.upper() in ZONES:
        return None
    return f"time zone {zone} has several meanings" if len(zone) > 1 else f"time zone {zone} is unknown"


def _offset(zone: str) -> timedelta:
    if (found := _OFFSET.fullmatch(zone)) is not None:
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        # The farthest that any place is from UTC.
        if int(found[3] or 0) > 59 or offset > timedelta(hours=14 if found[1] == "+" else 12):
            raise ValueError(f"no such time zone: {zone}")
        return offset if found[1] == "+" else -offset
    return timedelta(hours=ZONES[zone.upper()])
