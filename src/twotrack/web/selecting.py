"""A query to the events that it leaves."""

from __future__ import annotations

import numpy as np
import polars as pl

from twotrack.web.columns import EPOCH, folded
from twotrack.web.query import Query
from twotrack.web.snapshot import NO_DAY, Bools, Ints, Snapshot

Masks = dict[str, Bools]


def masks(query: Query, snapshot: Snapshot) -> Masks:
    """For each filter that is set, the events that it leaves."""
    found: Masks = {}
    if query.first or query.last:
        found["days"] = _days(query, snapshot)
    if query.track:
        found["track"] = snapshot.ground if query.track == "ground" else ~snapshot.ground
    if query.types:
        found["type"] = _among(snapshot.type, [snapshot.types.index(t) for t in query.types])
    if query.statuses:
        found["status"] = _among(snapshot.status, [snapshot.statuses.index(s) for s in query.statuses])
    if query.country:
        known = query.country in snapshot.countries
        found["country"] = snapshot.country == (snapshot.countries.index(query.country) if known else -2)
    if query.origins:
        found["origins"] = snapshot.origins >= query.origins
    if query.credibility:
        found["credibility"] = snapshot.credibility <= query.credibility
    return found | _worded(query, snapshot)


def _worded(query: Query, snapshot: Snapshot) -> Masks:
    found: Masks = {}
    if query.place:
        found["place"] = _among(snapshot.spot, spots_of(query.place, snapshot))
    if query.parties:
        found["party"] = _of_parties({n for p in query.parties for n in parties_of(p, snapshot)}, snapshot)
    if query.other:
        found["with"] = _across(query, snapshot)
    if query.q:
        found["q"] = _holding(snapshot.hay, query.q)
    return found


def together(found: Masks, size: int, without: str = "") -> Bools:
    """The events that all filters leave, but for one of them."""
    kept = [mask for name, mask in found.items() if name != without]
    return np.logical_and.reduce(kept) if kept else np.ones(size, dtype=np.bool_)


def ordered(query: Query, mask: Bools, snapshot: Snapshot) -> Ints:
    """The numbers of the events in a mask, in the order of the query."""
    order = snapshot.orders[query.sort]
    return np.asarray(order[mask[order]], dtype=np.int32)


def selected(query: Query, snapshot: Snapshot) -> Ints:
    """The numbers of the events that a query leaves, in its order, all pages."""
    return ordered(query, together(masks(query, snapshot), len(snapshot)), snapshot)


def _days(query: Query, snapshot: Snapshot) -> Bools:
    kept = np.asarray(snapshot.day != NO_DAY, dtype=np.bool_)
    if query.first:
        kept &= snapshot.day >= query.first.toordinal() - EPOCH
    if query.last:
        kept &= snapshot.day <= query.last.toordinal() - EPOCH
    return kept


def _among(values: Ints, wanted: list[int]) -> Bools:
    """Which values are among the wanted ones; numbers are small, so a table of them is quickest."""
    size = int(values.max(initial=-1)) + 1
    table = np.zeros(size + 1, dtype=np.bool_)  # the last one stands for -1, none
    table[[n for n in wanted if 0 <= n < size]] = True
    return np.asarray(table[values], dtype=np.bool_)


def spots_of(place: str, snapshot: Snapshot) -> list[int]:
    """The spots that the filter ``place`` means: that of this key, else all with a word that begins so."""
    exact = snapshot.spot_numbers.get(place)
    return [exact] if exact is not None else _numbers(_holding(snapshot.spot_words, place))


def parties_of(party: str, snapshot: Snapshot) -> list[int]:
    """The parties that ``party`` means: that is its code or name, else those whose code or name begins so."""
    low = party.casefold()
    if exact := snapshot.party_numbers.get(low):
        return list(exact)
    coded = [n for n, p in enumerate(snapshot.parties) if p.code and p.code.casefold().startswith(low)]
    return coded or _numbers(_holding(snapshot.party_words, party))


def _numbers(mask: Bools) -> list[int]:
    return [int(n) for n in np.flatnonzero(mask)]


def _of_parties(parties: set[int], snapshot: Snapshot) -> Bools:
    wanted = _table(parties, len(snapshot.parties))
    found = np.zeros(len(snapshot), dtype=np.bool_)
    found[snapshot.either.event[wanted[snapshot.either.other]]] = True
    return found


def _table(wanted: set[int], size: int) -> Bools:
    table = np.zeros(size, dtype=np.bool_)
    table[sorted(wanted)] = True
    return table


def _across(query: Query, snapshot: Snapshot) -> Bools:
    """Events with the party on one side and the other party on the other side; without ``party``, with the other."""
    others = set(parties_of(query.other or "", snapshot))
    if not query.parties:
        return _of_parties(others, snapshot)
    parties = {n for p in query.parties for n in parties_of(p, snapshot)}
    size, dyads = len(snapshot.parties), snapshot.dyads
    one, two = _table(parties, size), _table(others, size)
    wanted = (one[dyads.actor] & two[dyads.other]) | (two[dyads.actor] & one[dyads.other])
    found = np.zeros(len(snapshot), dtype=np.bool_)
    found[snapshot.pairs.event[wanted[snapshot.pairs.other]]] = True
    return found


def _holding(texts: pl.Series, words: str) -> Bools:
    """Which texts hold all the words; a word of Latin letters is found where one begins, others anywhere."""
    parts = folded(words).split()
    found = np.full(len(texts), bool(parts))
    for part in parts:
        found &= texts.str.contains(f" {part}" if part.isascii() else part, literal=True).to_numpy()
    return found
