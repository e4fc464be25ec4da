"""A date's words to days, relative to the day of publication (docs/codebook.md, places and dates 5).

Own small rules and no clock: the same words and the same publication day give the same days everywhere. The rules are
in ``days``; here stand ranges, open ends, and the bound that what happened did not happen after publication.

>>> import datetime as dt
>>> published = dt.date(2026, 6, 3)  # a Wednesday
>>> resolve("late on Tuesday", published, "happened")
(datetime.date(2026, 6, 2), datetime.date(2026, 6, 2), 'day')
>>> resolve("on Tuesday", published, "planned")
(datetime.date(2026, 6, 9), datetime.date(2026, 6, 9), 'day')
>>> resolve("last week", published, "happened")
(datetime.date(2026, 5, 25), datetime.date(2026, 5, 31), 'week')
"""

from __future__ import annotations

import datetime as dt
import re

from twotrack.records import Status, When
from twotrack.resolving.days import DAY, DAY_NUMBER, MONTH, YEAR, Asked, calendar_day, one

Span = tuple[dt.date | None, dt.date | None, str]
_UNKNOWN: Span = (None, None, "unknown")


def when(told: When, published: str | None, status: Status) -> When:
    """The record with its days filled in; words that can't be resolved keep None and ``unknown``."""
    first, last, precision = resolve(told.text, _published(published), status)
    return When(
        text=told.text,
        start=told.start,
        end=told.end,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        precision=precision,
    )


def resolve(text: str, published: dt.date | None, status: Status) -> Span:
    """First and last day, both inclusive, and the precision. Only planned and possible events lie in the future."""
    words = re.sub(r"\s+", " ", text.lower().replace("–", "-").replace("—", "-").replace("’", "'")).strip(" .,;")
    asked = Asked(published=published, future=status in ("planned", "possible"))
    try:
        found = _open_ended(words, asked) or _between(words, asked) or one(words, asked)
    except (ValueError, OverflowError):  # 31 June, or a thousand years ago
        return _UNKNOWN
    return _bounded(found, asked) if found else _UNKNOWN


def _published(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _bounded(found: Span, asked: Asked) -> Span:
    """What happened did not happen after publication."""
    first, last, precision = found
    if asked.published is None or asked.future:
        return found
    if first is not None and first > asked.published:
        return _UNKNOWN
    if last is not None and last > asked.published:
        last = asked.published
    return first, last, precision


def _open_ended(words: str, asked: Asked) -> Span | None:
    match = re.search(r"(?<!day )\b(since|until|till|by|before|as of|starting|beginning|from) (?!.*\bto\b)(.+)$", words)
    if not match or (match[1] == "from" and " to " in match[2]):
        return None
    found = one(match[2], Asked(published=asked.published, future=asked.future and match[1] != "since"))
    if found is None:
        return None
    if match[1] == "since":
        later = asked.published is not None and found[0] > asked.published
        return _UNKNOWN if later else (found[0], asked.published, "range")
    if match[1] in ("until", "till", "by", "before"):
        return None, found[1] if match[1] != "before" else found[0] - DAY, "range"
    return (*found[:2], found[2])


def _between(words: str, asked: Asked) -> Span | None:
    for pattern in (
        rf"\b(?P<from>[0-3]?\d)(?:st|nd|rd|th)? ?(?:and|to|-|until|through) ?{DAY_NUMBER} (?:of )?{MONTH}{YEAR}?",
        rf"\b{MONTH} (?P<from>[0-3]?\d)(?:st|nd|rd|th)? ?(?:and|to|-|until|through) ?{DAY_NUMBER}{YEAR}?\b",
    ):
        match = re.search(pattern, words)
        if match:
            last = calendar_day(match, asked)
            return (last[0].replace(day=int(match["from"])), last[1], "range") if last else None
    match = re.search(r"\b(?:between|from) (.+?) (?:and|to|until|through) (.+)$", words)
    right = one(match[2], asked) if match else None
    if match is None or right is None:
        return None
    left = one(match[1], Asked(published=right[1], future=False))
    return (left[0], right[1], "range") if left and left[0] <= right[1] else None
