"""Which reports are compared at all: those that share a type, a stretch of days and a place or party.

The groups are small or are compared along an order, so that cost grows with the number of reports, not its square.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

import numpy as np

from twotrack.corroborating.features import CONFUSED
from twotrack.corroborating.parties import Party
from twotrack.corroborating.sketches import Places, grouped, packed, pairs_within, unpacked
from twotrack.corroborating.told import Told
from twotrack.corroborating.words import key_hash

_STRETCH = 4  # days in one bucket
_LONGEST = 40  # days that a date may span to be put into all its buckets
_WHOLE, _ALONG = 24, 10
_STORY = 16  # reports that a word of their articles may bring together
_UNDATED = 20  # dated reports that one without any day is compared with, per group


def likely(told: Mapping[str, Told]) -> Iterator[tuple[str, str]]:
    """Pairs of report ids worth comparing, each once, in order."""
    ids = sorted(told)
    ranked = _order([told[id] for id in ids])
    found = [_within(ids, ranked, told), _on_one_story(ids, told), _loose(ids, ranked, told)]
    for left, right in unpacked(np.unique(np.concatenate(found))):
        yield ids[left], ids[right]


def _within(ids: Sequence[str], ranked: Sequence[int], told: Mapping[str, Told]) -> Places:
    """Pairs under one key. Members of a group stand in the order of their ranks."""
    keys, members = array("Q"), array("q")
    for rank, at in enumerate(ranked):
        found = keys_of(told[ids[at]])
        keys.extend(found)
        members.extend([rank] * len(found))
    groups = grouped(np.array(keys, dtype=np.uint64), np.array(members, dtype=np.int64))
    return packed((ranked[a], ranked[b]) for group in groups for a, b in pairs_within(group, _WHOLE, _ALONG))


def _on_one_story(ids: Sequence[str], told: Mapping[str, Told]) -> Places:
    """Pairs of one type and time whose articles share a telling word; a word of many reports tells nothing."""
    keys, members = array("Q"), array("q")
    for at, id in enumerate(ids):
        for bucket in _buckets(told[id]):
            found = [key_hash(f"{told[id].report.event}|{bucket}|story {word}") for word in told[id].story.tops]
            keys.extend(found)
            members.extend([at] * len(found))
    groups = grouped(np.array(keys, dtype=np.uint64), np.array(members, dtype=np.int64))
    return packed(pair for group in groups if len(group) <= _STORY for pair in combinations(group, 2))


def keys_of(told: Told) -> list[int]:
    """Under which groups a report is found, as hashes that are the same on every machine.

    Types that are taken for each other have groups in common, for the surer anchors only.
    """
    event = told.report.event
    buckets = _buckets(told)
    weak, sure = list(_weak_anchors(told)), list(_sure_anchors(told))
    found = [key_hash(f"{event}|article|{told.report.article_id}")]
    for bucket in buckets:
        found += [key_hash(f"{event}|{bucket}|{anchor}") for anchor in sure + weak]
    for kind in confused_with(event):
        found.append(key_hash(f"{kind}|article|{told.report.article_id}"))
        found += [key_hash(f"{kind}|{bucket}|{anchor}") for bucket in buckets for anchor in sure]
    return found


@cache
def confused_with(event: str) -> tuple[str, ...]:
    """The pairs of types that it can be taken for.

    >>> confused_with("ASSAULT")
    ('ASSAULT/COERCE',)
    """
    return tuple(sorted("/".join(sorted(pair)) for pair in CONFUSED if event in pair))


def _buckets(told: Told) -> range | tuple[()]:
    if told.first is None or told.last is None:
        return ()
    last = min(told.last, told.first + _LONGEST)
    return range(told.first // _STRETCH, last // _STRETCH + 1)


def _sure_anchors(told: Told) -> Iterator[str]:
    """A place, or two parties."""
    place = told.place
    if place is not None and place.fine < 4:
        yield f"withheld {place.country or ''}" if place.kind == "withheld" else f"place {place.name}"
    for actor in named(told.actors)[:3]:
        yield from (f"pair {min(actor, r)} {max(actor, r)}" for r in named(told.recipients)[:3])


def _weak_anchors(told: Told) -> Iterator[str]:
    """One party with what it did, or with what was done to it."""
    for name in sorted({*named(told.actors)[:3], *named(told.recipients)[:3]}):
        yield f"did {name} {told.lemma}"


def named(parties: Sequence[Party]) -> list[str]:
    """How parties are found: by country, code, or the first letters of the name, so that adjectives meet nouns.

    >>> from twotrack.corroborating.parties import party
    >>> from twotrack.records import Entity
    >>> named([party(Entity(text="Arnorian troops", start=0, end=15))])
    ['arno']
    """
    found = {p.country or p.code or (max(p.proper, key=len)[:4] if p.proper else p.name) for p in parties}
    return sorted(found - {""})


def _loose(ids: Sequence[str], ranked: Sequence[int], told: Mapping[str, Told]) -> Places:
    """Pairs of which one has no day at all: found by place or both parties, a fixed number for each."""
    if all(told[id].first is not None for id in ids):
        return np.empty(0, dtype=np.int64)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at in ranked:
        for anchor in _sure_anchors(told[ids[at]]):
            groups[f"{told[ids[at]].report.event}|{anchor}"].append(at)
    return packed(pair for group in groups.values() for pair in _with_undated(group, [told[ids[at]] for at in group]))


def _with_undated(group: Sequence[int], told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    undated = [at for at, t in zip(group, told, strict=True) if t.first is None]
    others = [at for at, t in zip(group, told, strict=True) if t.first is not None]
    yield from pairs_within(undated, _WHOLE, _ALONG)
    yield from ((at, other) for at in undated for other in others[:_UNDATED])


def _order(told: Sequence[Told]) -> list[int]:
    """Positions by place, day, parties and words: what belongs together stands together."""
    return sorted(range(len(told)), key=lambda at: (*_along(told[at]), told[at].report.id))


def _along(told: Told) -> tuple[str, int, str, str, str]:
    place = told.place.name if told.place else ""
    parties = ",".join(named(told.actors) + named(told.recipients))
    return place, told.first or 0, parties, ",".join(sorted(told.targets)), told.lemma
