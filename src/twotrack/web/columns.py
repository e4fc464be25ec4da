"""Records to columns: numbers instead of names, links instead of lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from twotrack.briefing.choosing import day_of
from twotrack.exporting.parties import sector
from twotrack.grading.grade import letter
from twotrack.records import Article, Decision, Event, EventParty, encode
from twotrack.web.rows import Row, shown
from twotrack.web.snapshot import NO_DAY, Articles, Bools, Dyads, Ints, Links, Lookup, Party, Rows, Source, id_key
from twotrack.web.texts import host

T = TypeVar("T", bound=Hashable)
EPOCH = date(1970, 1, 1).toordinal()
_GAPS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Words in lower case between single blanks, so that `` word`` is found where a word begins.

    >>> folded("The Veld–Arnor “line”")
    ' the veld arnor line '
    """
    return f" {_GAPS.sub(' ', text.casefold()).strip()} "


def ints(values: Iterable[int]) -> Ints:
    """Numbers as a column."""
    return np.fromiter(values, dtype=np.int32)


def bools(values: Iterable[bool]) -> Bools:
    """Truths as a column."""
    return np.fromiter(values, dtype=np.bool_)


def codes(values: Sequence[str | None], names: Sequence[str]) -> Ints:
    """Each value as its number among the names, -1 for none of them."""
    numbers = {name: n for n, name in enumerate(names)}
    return ints(numbers.get(v, -1) if v is not None else -1 for v in values)


def numbered(found: Iterable[T]) -> tuple[list[T], Ints]:
    """The different ones in order of first sight, and the number of each.

    >>> numbered("abca")[0], numbered("abca")[1].tolist()
    (['a', 'b', 'c'], [0, 1, 2, 0])
    """
    numbers: dict[T, int] = {}
    where = ints(numbers.setdefault(one, len(numbers)) for one in found)
    return list(numbers), where


def days(found: Iterable[str | None]) -> Ints:
    """ISO days as numbers."""
    return ints(NO_DAY if day is None else date.fromisoformat(day).toordinal() - EPOCH for day in found)


def blob(rows: Iterable[Row]) -> Rows:
    """Rows as JSON."""
    parts = [encode(r) for r in rows]
    return Rows(data=b"".join(parts), ends=np.cumsum([len(p) for p in parts], dtype=np.int64))


def links(found: Sequence[Collection[int]]) -> Links:
    """Many to many, from the others of each event."""
    pairs = [(n, other) for n, others in enumerate(found) for other in sorted(others)]
    return Links(event=ints(n for n, _ in pairs), other=ints(o for _, o in pairs))


def lookup(found: Iterable[tuple[str, int]]) -> Lookup:
    """Numbers by id."""
    pairs = list(found)
    keys = np.array([id_key(key) for key, _ in pairs], dtype=np.uint64)
    order = np.argsort(keys, kind="stable")
    return Lookup(key=keys[order], row=np.array([n for _, n in pairs], dtype=np.int64)[order])


def parties_of(events: Sequence[Event]) -> tuple[list[Party], Links, Links]:
    """All parties under their commonest name, and who acts and who is acted on in each event."""
    told = Counter((_key(p), p) for e in events for p in (*e.actors, *e.recipients) if _key(p))
    best: dict[str, EventParty] = {}
    for (key, party), _ in sorted(told.items(), key=lambda t: (-t[1], t[0][1].name)):
        best.setdefault(key, party)
    numbers = {key: n for n, key in enumerate(best)}
    parties = [
        Party(key=key, code=p.code, name=shown(p.name), country=p.country, sector=sector(p.code))
        for key, p in best.items()
    ]
    who = links([{numbers[k] for p in e.actors if (k := _key(p))} for e in events])
    return parties, who, links([{numbers[k] for p in e.recipients if (k := _key(p))} for e in events])


def _key(party: EventParty) -> str:
    return party.code or shown(party.name)


def by_key(parties: Iterable[Party]) -> dict[str, tuple[int, ...]]:
    """Parties by key, without regard to case."""
    found: dict[str, tuple[int, ...]] = {}
    for n, party in enumerate(parties):
        key = party.key.casefold()
        found[key] = (*found.get(key, ()), n)
    return found


def dyads_of(who: Links, whom: Links) -> tuple[Dyads, Links]:
    """The different pairs of an actor with a recipient, and which events have them."""
    acted: dict[int, list[int]] = {}
    for event, party in zip(whom.event.tolist(), whom.other.tolist(), strict=True):
        acted.setdefault(event, []).append(party)
    numbers: dict[tuple[int, int], int] = {}
    found = [
        (event, numbers.setdefault((actor, other), len(numbers)))
        for event, actor in zip(who.event.tolist(), who.other.tolist(), strict=True)
        for other in acted.get(event, ())
        if other != actor
    ]
    dyads = Dyads(actor=ints(a for a, _ in numbers), other=ints(o for _, o in numbers))
    return dyads, Links(event=ints(e for e, _ in found), other=ints(d for _, d in found))


def either_of(who: Links, whom: Links) -> Links:
    """The parties of each event, once each, whichever side they are on."""
    size = 1 + max(who.other.max(initial=0), whom.other.max(initial=0))
    pairs = np.concatenate([side.event.astype(np.int64) * size + side.other for side in (who, whom)])
    distinct = np.unique(pairs)
    return Links(event=(distinct // size).astype(np.int32), other=(distinct % size).astype(np.int32))


def orders_of(day: Ints, origins: Ints, credibility: Ints, importance: Ints) -> dict[str, Ints]:
    """Every order, ``-`` in front for the largest first; equal ones newest first, then by id."""
    number, newest = np.arange(len(day)), -day.astype(np.int64)
    keys = {"date": day, "origins": origins, "credibility": credibility, "importance": importance}
    made: dict[str, Ints] = {}
    for name, values in keys.items():
        wide = values.astype(np.int64)
        made[name] = np.lexsort((number, newest, wide)).astype(np.int32)
        made[f"-{name}"] = np.lexsort((number, newest, -wide)).astype(np.int32)
    # A day that is not known comes last, whichever way the days run.
    known = day[made["date"]] != NO_DAY
    made["date"] = np.concatenate([made["date"][known], made["date"][~known]])
    return made


def copies_of(origins: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The articles of each origin that more than one article has."""
    found: dict[str, list[str]] = {}
    for article, origin in origins.items():
        found.setdefault(origin, []).append(article)
    return {origin: tuple(ids) for origin, ids in found.items() if len(ids) > 1}


def articles_of(
    articles: Sequence[Article], origins: Mapping[str, str], decisions: Iterable[Decision]
) -> tuple[Articles, tuple[Source, ...]]:
    """The articles' columns, and the sources that they are from. ``decisions`` are those that hold."""
    letters = {d.field: d.value for d in decisions if d.action == "grade" and d.field and d.value}
    sources, source = numbered(
        Source(
            outlet=shown(a.outlet) if a.outlet else None,
            host=host(a.url),
            language=a.language,
            reliability=letter(a, letters),
        )
        for a in articles
    )
    _, origin = numbered(origins.get(a.id, a.id) for a in articles)
    return Articles(source=source, origin=origin, day=days(day_of(a.published) for a in articles)), tuple(sources)
