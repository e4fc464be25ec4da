"""The rules for a date's words: each is a pattern over the lower-case words and a function of its match.

``one`` gives what the first rule that fits says; ``Asked`` is the day of publication and whether the event may lie
after it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from twotrack.records import Record

Days = tuple[dt.date, dt.date, str]
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name: i for i, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_WEEKDAYS |= {name[:3]: i for name, i in _WEEKDAYS.items()} | {"tues": 1, "thur": 3, "thurs": 3}
_NUMBERS = {
    name: i
    for i, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), 1
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "twenty": 20, "thirty": 30}
_UNITS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}

MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
YEAR = r"(?:,? (?:of )?(?P<year>(?:19|20)\d\d))"
DAY_NUMBER = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_W = r"(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
_N = r"(?P<n>\d+|a couple of|couple of|[a-z]+)"
_U = r"(?P<unit>hour|day|night|week|fortnight|month|year)s?"


class Asked(Record, frozen=True):
    """The day of publication, None when the page has none, and whether the event may lie after it."""

    published: dt.date | None
    future: bool


Rule = Callable[[re.Match[str], Asked], Days | None]


def _iso_day(match: re.Match[str], asked: Asked) -> Days:
    day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    return day, day, "day"


def calendar_day(match: re.Match[str], asked: Asked) -> Days | None:
    month, day = _MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        found = dt.date(int(match["year"]), month, day)
        return found, found, "day"
    if asked.published is None:
        return None
    this_year = _safe(asked.published.year, month, day)
    if asked.future:
        found = this_year if this_year >= asked.published else _safe(asked.published.year + 1, month, day)
    elif this_year > asked.published:
        # A day of the coming weeks told as done is an error of the reading, not a day of last year.
        if this_year - asked.published < 4 * WEEK:
            return None
        found = _safe(asked.published.year - 1, month, day)
    else:
        found = this_year
    return found, found, "day"


def _safe(year: int, month: int, day: int) -> dt.date:
    """29 February of a year that has none is the 28th."""
    return dt.date(year, month, min(day, 28) if month == 2 and not calendar.isleap(year) else day)


def _month(match: re.Match[str], asked: Asked) -> Days | None:
    month = _MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else None
    if year is None:
        if asked.published is None:
            return None
        year = asked.published.year
        if asked.future and month < asked.published.month:
            year += 1
        elif not asked.future and month > asked.published.month:
            year -= 1
    part = match["part"] or ""
    first, last = dt.date(year, month, 1), _month_end(year, month)
    if part.startswith(("early", "the beginning")):
        return first, first.replace(day=10), "range"
    if part.startswith("mid"):
        return first.replace(day=11), first.replace(day=20), "range"
    if part.startswith(("late", "the end")):
        return first.replace(day=21), last, "range"
    return first, last, "month"


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str], asked: Asked) -> Days:
    year = int(match["year"])
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"


def _relative_day(days: int) -> Rule:
    def rule(match: re.Match[str], asked: Asked) -> Days | None:
        if asked.published is None:
            return None
        day = asked.published + days * DAY
        return day, day, "day"

    return rule


def _overnight(match: re.Match[str], asked: Asked) -> Days | None:
    """The night before publication takes in both its days."""
    if asked.published is None:
        return None
    return asked.published - DAY, asked.published, "range"


def _night_into(match: re.Match[str], asked: Asked) -> Days | None:
    morning = _weekday(match, asked)
    return (morning[0] - DAY, morning[1], "range") if morning else None


def _weekday(match: re.Match[str], asked: Asked) -> Days | None:
    """The last such day up to publication; the next one from it when the event is to come."""
    if asked.published is None:
        return None
    groups = match.groupdict()
    number, which = _WEEKDAYS[_short(match["weekday"])], groups.get("which") or ""
    if groups.get("week") == "last":
        day = _monday(asked.published) - WEEK + number * DAY
    elif groups.get("week") == "next":
        day = _monday(asked.published) + WEEK + number * DAY
    elif which == "next" or (asked.future and which != "last"):
        day = asked.published + ((number - asked.published.weekday()) % 7) * DAY
        day += WEEK if which == "next" and day == asked.published else 0 * DAY
    else:
        day = asked.published - ((asked.published.weekday() - number) % 7) * DAY
        day -= WEEK if which == "last" and day == asked.published else 0 * DAY
    return day, day, "day"


def _short(name: str) -> str:
    return name if name in _WEEKDAYS else name[:3]


def _monday(day: dt.date) -> dt.date:
    return day - day.weekday() * DAY


def _named_period(match: re.Match[str], asked: Asked) -> Days | None:
    """last, this and next week, weekend, month or year."""
    if asked.published is None:
        return None
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(match["which"], 0)
    unit = match["unit"]
    if unit == "week":
        first = _monday(asked.published) + step * WEEK
        return first, first + 6 * DAY, "week"
    if unit == "weekend":
        return _weekend(asked.published, step, asked.future)
    if unit == "month":
        months = asked.published.year * 12 + asked.published.month - 1 + step
        return dt.date(months // 12, months % 12 + 1, 1), _month_end(months // 12, months % 12 + 1), "month"
    year = asked.published.year + step
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"


def _weekend(published: dt.date, step: int, future: bool) -> Days:
    """Without more it is the one that began last, or the next when the event is to come."""
    saturday = _monday(published) + 5 * DAY
    if step < 0 or (saturday > published and not future and step == 0):
        saturday -= WEEK
    elif step > 0 and published.weekday() >= 5:
        saturday += WEEK
    return saturday, saturday + DAY, "range"


def _any_weekend(match: re.Match[str], asked: Asked) -> Days | None:
    return _weekend(asked.published, 0, asked.future) if asked.published else None


def _past(match: re.Match[str], asked: Asked) -> Days | None:
    """ "the past 24 hours", "in the last two weeks"."""
    length = _length(match)
    if asked.published is None or length is None:
        return None
    return asked.published - max(length, DAY), asked.published, "range"


def _ago(match: re.Match[str], asked: Asked) -> Days | None:
    length, unit = _length(match), match["unit"]
    if asked.published is None or length is None:
        return None
    day = asked.published - length
    if unit in ("hour", "day", "night"):
        return day, day, "day"
    if unit in ("week", "fortnight"):
        return _monday(day), _monday(day) + 6 * DAY, "week"
    if unit == "month":
        months = asked.published.year * 12 + asked.published.month - 1 - _count(match["n"], 0)
        return dt.date(months // 12, months % 12 + 1, 1), _month_end(months // 12, months % 12 + 1), "month"
    year = asked.published.year - _count(match["n"], 0)
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"


def _ahead(match: re.Match[str], asked: Asked) -> Days | None:
    """ "within 48 hours", "in the next two weeks", "in three days"."""
    length = _length(match)
    if asked.published is None or length is None or not asked.future:
        return None
    return asked.published, asked.published + max(length, DAY), "range"


def _length(match: re.Match[str]) -> dt.timedelta | None:
    count = _count(match["n"] or "one", -1)
    if count < 0:
        return None
    if match["unit"] == "hour":
        return (count // 24) * DAY
    return count * _UNITS[match["unit"]] * DAY


def _count(words: str, otherwise: int) -> int:
    return int(words) if words.isdigit() else _NUMBERS.get(words, otherwise)


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b", _iso_day),
        (rf"\b{DAY_NUMBER} (?:of )?{MONTH}{YEAR}?\b", calendar_day),
        (rf"\b{MONTH} {DAY_NUMBER}\b(?! \d\d\d\d){YEAR}?", calendar_day),
        (rf"\bnight (?:in)?to {_W}\b", _night_into),
        (rf"\bovernight (?:in)?to {_W}\b", _night_into),
        (rf"\b{_W} (?:of )?(?P<week>last|next) week\b", _weekday),
        (rf"\b(?P<week>last|next) week(?: on|'s)? {_W}\b", _weekday),
        (rf"\b(?:(?P<which>last|next|this|coming|past|previous) )?{_W}\b", _weekday),
        (r"\bday before yesterday\b", _relative_day(-2)),
        (r"\bday after tomorrow\b", _relative_day(2)),
        (r"\byesterday\b|\blast night\b|\bprevious day\b", _relative_day(-1)),
        (r"\btomorrow\b", _relative_day(1)),
        (r"\bovernight\b|\bduring the night\b|\bin the night\b", _overnight),
        (
            r"\b(?:now|today|tonight|this (?:morning|afternoon|evening|day)|hours ago|earlier in the day)\b",
            _relative_day(0),
        ),
        (rf"\b{_N} {_U} (?:ago|earlier|before)\b", _ago),
        (rf"\b(?:past|last|previous|preceding) (?:{_N} )?{_U}(?<=s)\b", _past),
        (rf"\b(?:past|preceding) (?P<n>)?{_U}\b", _past),
        (rf"\b(?:within|next|coming|in) (?:the (?:next|coming) )?{_N} {_U}\b", _ahead),
        (r"\b(?P<which>last|this|next|coming|previous) (?P<unit>weekend|week|month|year)\b", _named_period),
        (r"\b(?P<which>)weekend\b", _any_weekend),
        (rf"\b(?:(?P<part>early|mid|late|the beginning of|the end of)[ -])?{MONTH}{YEAR}?(?:\b|$)", _month),
        (r"\b(?P<year>(?:19|20)\d\d)\b", _year),
    )
)


def one(words: str, asked: Asked) -> Days | None:
    """First and last day and precision by the first rule that fits; None when none does or it can't say."""
    for pattern, rule in _RULES:
        match = pattern.search(words)
        if match:
            return rule(match, asked)
    return None
