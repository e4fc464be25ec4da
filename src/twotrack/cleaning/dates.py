"""Dates that a page states, in ISO; a date that can't be read for certain is None, never a guess.

>>> iso("Mon, 26 May 2025 18:58:48 +0300"), iso("May 26, 2025"), iso("2026-13-01"), iso("05/06/2026")
('2025-05-26T18:58:48+03:00', '2025-05-26', None, None)
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from twotrack.stated import MONTHS, NO_ZONE, UNKNOWN, YEARS, StatedDate, read_date

_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m != "september" else "sept?(?:ember)?" for m in MONTHS)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b\.?,? (\d{{4}})\b", re.I)
_MONTH_DAY = re.compile(rf"\b({_MONTH})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.I)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_UPDATED = re.compile(r"updated|modified", re.I)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
# What may stand beside the date in a date line; anything else makes it a sentence.
_BESIDE = re.compile(
    r"\b(?:published|posted|first|last|updated|modified|filed|issued|created|released|date|dated|on|at|in|and|by|to|time"
    r"|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|a\.?m\.?|p\.?m\.?|gmt|utc|bst|e[ds]?t|c[ds]?t|p[ds]?t|cet|cest|jst|ist|msk|local|min(?:ute)?s?|read|h)\b",
    re.I,
)


def iso(words: str) -> str | None:
    """ISO date or date-time of ``words``, with the offset where one is given; None when it is not certain."""
    return read(words).iso


def read(words: str) -> StatedDate:
    """The date of ``words``, with what is not certain of it.

    >>> read("Jan. 3, 2026 5:00 pm MSK"), read("Sun, 5 Jun 2026 10:00 GMT")
    (StatedDate(iso='2026-01-03', note=''), StatedDate(iso=None, note='2026-06-05 is not a Sunday'))
    """
    words = re.sub(r" (?=[+-]\d\d:?\d\d$|Z$)", "", " ".join(words.split())[:64])
    found = read_date(_western(words))
    if found.iso is not None or found.note != UNKNOWN:
        return found if found.note != NO_ZONE else replace(found, note="")
    for reader in (_epoch, _written):
        if (day := reader(words)) is not None:
            return StatedDate(iso=day)
    return found


def _western(words: str) -> str:
    """Digits of other scripts are digits."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in words)


def in_line(line: str) -> str | None:
    """The date of a line that is a date line (``Published: 5 June 2026, 14:05 GMT``), None for any other.

    >>> in_line("Published: 5 June 2026, 14:05 GMT"), in_line("On 5 June 2026 troops entered Osk")
    ('2026-06-05', None)
    """
    if len(line) > 100 or line.lower().lstrip().startswith(("updated", "last updated", "modified")):
        return None
    for pattern in (_DAY_MONTH, _MONTH_DAY, _ISO):
        if (found := pattern.search(line)) is not None:
            beside = _BESIDE.sub("", line[: found.start()] + " " + _UPDATED.split(line[found.end() :], maxsplit=1)[0])
            return _written(found[0]) if sum(c.isalpha() for c in beside) <= 3 else None
    return None


def plausible(day: str | None, fetched: str | None) -> bool:
    """False for a date after the capture: a page can't be published later than it was saved (a day for zones)."""
    if day is None or fetched is None or (saved := iso(fetched)) is None:
        return True
    return date.fromisoformat(day[:10]) <= date.fromisoformat(saved[:10]) + timedelta(days=1)


def _epoch(words: str) -> str | None:
    if not words.isascii() or _EPOCH.fullmatch(words) is None:
        return None
    when = datetime.fromtimestamp(int(words[:10]), UTC)
    return when.isoformat() if when.year in YEARS else None


def _written(words: str) -> str | None:
    if _UPDATED.search(words):
        return None
    if (found := _DAY_MONTH.search(words)) is not None:
        return _day(found[3], found[2], found[1])
    if (found := _MONTH_DAY.search(words)) is not None:
        return _day(found[3], found[1], found[2])
    if (found := _ISO.search(words)) is not None:
        return _day(found[1], found[2], found[3])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else next(i for i, m in enumerate(MONTHS, 1) if m[:3] == month[:3].lower())
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in YEARS else None
