"""Actor and agent dictionaries in the format of PETRARCH: ``NAME [CODE]``, ``+SYNONYM``, ``SOLDIER {} [~MIL]``.

Names are upper case there, with ``_`` between words; they are found in any case that has a capital.

>>> [e.code for e in read("VELD_ [VLD]\\n+VELDIAN")], [e.words for e in read("CONSCRIPT [~MIL]")]
(['VLD'], [('conscript', 'conscripts')])
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from twotrack.directories.entries import OwnActor, OwnAgent, OwnEntry
from twotrack.directories.tables import Problem, named, plural
from twotrack.records import Record

_COMMENT = re.compile(r"<!\s*--.*?-->", re.S)
_LINE = re.compile(r"\+?\s*(?P<name>[^\[\]{}]*?)\s*(?:\{(?P<forms>[^{}]*)\})?\s*(?P<codes>(?:\[[^\[\]]*\]\s*)*)")
_SET = re.compile(r"!(\w+)!\s*=\s*(.+)")
_USE = re.compile(r"!(\w+)!")
_ROLE = re.compile(r"([A-Za-z][A-Za-z0-9/]*|[-+#]+)(?:\s*([<>])\s*(\d+)|\s+(\d+)\s*-\s*(\d+))?")
_NOBODY = re.compile(r"[-+#]+")
_CENTURY = 30  # a year of two digits up to this is of 20…, as PETRARCH reads it


class _Line(Record, frozen=True):
    number: int
    name: str
    forms: str | None
    codes: tuple[str, ...]


def read(text: str) -> Iterator[OwnEntry | Problem]:
    """The entries of a dictionary; actors and agents may stand in one file."""
    sets: dict[str, list[str]] = {}
    block: list[_Line] = []
    for number, line in _lines(text):
        defined, found = _SET.fullmatch(line), _LINE.fullmatch(line)
        if defined:
            sets[defined[1]] = [word.strip() for word in defined[2].split(",") if word.strip()]
        elif found is None:
            yield Problem(where=f"line {number}", what=f"{line!r} is not like NAME [CODE]")
        else:
            if block and not line.startswith(("+", "[")):
                yield from _block(block, sets)
                block = []
            codes = tuple(part.strip() for part in re.findall(r"\[([^\]]*)\]", found["codes"]))
            block.append(_Line(number=number, name=found["name"], forms=found["forms"], codes=codes))
    if block:
        yield from _block(block, sets)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines without comments (``#``, ``;``, ``<!-- -->``)."""
    plain = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for number, line in enumerate(plain.split("\n"), 1):
        bare = re.split("[#;]", line, maxsplit=1)[0].strip()
        if bare:
            yield number, bare


def _block(block: list[_Line], sets: dict[str, list[str]]) -> Iterator[OwnEntry | Problem]:
    """An entry: its name, the synonyms and codes below it."""
    where = f"line {block[0].number}"
    codes = [code for line in block for code in line.codes]
    try:
        names = [_cased(line.name) for line in block if line.name]
        if not names or not codes:
            raise ValueError(f"{block[0].name or 'a code'} has no {'code' if names else 'name'}")
        if any("~" in code for code in codes):
            yield from [_agent(line, codes[0], sets) for line in block if line.name]
        else:
            yield from [_actor(names, code) for code in codes]
    except ValueError as error:
        yield Problem(where=where, what=str(error))


def _cased(name: str) -> str:
    """``AL-QAEDA_`` to "Al-Qaeda"; a name that has small letters stays.

    >>> _cased("PEOPLE'S_ARMY_OF_VELD_"), _cased("U.N._"), _cased("Lord_Mayor")
    ("People's Army Of Veld", 'U.N.', 'Lord Mayor')
    """
    plain = named(name.replace("_", " "))
    return re.sub(r"[^\W_]+(?:['’][^\W_]+)*", lambda word: word[0].capitalize(), plain) if plain.isupper() else plain


def _actor(names: list[str], role: str) -> OwnActor:
    found = _ROLE.fullmatch(role)
    if found is None:
        raise ValueError(f"[{role}] is not like [CODE], [CODE <date], [CODE >date] or [CODE date-date]")
    code, sign, day, first, last = found.groups()
    since = _day(first) if first else _day(day, 1) if sign == ">" else ""
    until = _day(last) if last else _day(day, -1) if sign == "<" else ""
    return OwnActor(name=names[0], code=_code(code), aliases=tuple(names[1:]), since=since, until=until)


def _code(code: str) -> str:
    """Of two codes (``ABC/DEF``) the first: a party has one here."""
    first = code.split("/", maxsplit=1)[0].upper()
    if _NOBODY.fullmatch(first):
        return ""
    if not re.fullmatch(r"[A-Z][A-Z0-9]{2,}", first):
        raise ValueError(f"{code!r} is no code")
    return first


def _day(digits: str, shift: int = 0) -> str:
    """``970101`` or ``19970101`` as an ISO day, ``shift`` days later."""
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= _CENTURY else "19") + digits
    try:
        return (dt.date.fromisoformat(digits) + dt.timedelta(days=shift)).isoformat()
    except ValueError:
        raise ValueError(f"{digits!r} is no day: write YYYYMMDD") from None


def _agent(line: _Line, code: str, sets: dict[str, list[str]]) -> OwnAgent:
    """``{}`` says that there is no plural, ``{ATTORNEYS_GENERAL}`` that it is irregular."""
    words = [_cased(word).lower() for word in _filled(line.name, sets)]
    forms = [plural(word) for word in words] if line.forms is None else line.forms.split(",")
    plurals = [_cased(form).lower() for form in forms if form.strip()]
    return OwnAgent(words=tuple(dict.fromkeys((*words, *plurals))), sector=_code(code.replace("~", "").strip()))


def _filled(name: str, sets: dict[str, list[str]]) -> list[str]:
    """``CONGRESS!PERSON!`` with every word of the set ``!PERSON!``."""
    used = _USE.search(name)
    if used is None:
        return [name]
    if used[1] not in sets:
        raise ValueError(f"the set !{used[1]}! is not defined above")
    return [name[: used.start()] + word + name[used.end() :] for word in sets[used[1]]]
