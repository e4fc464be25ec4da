"""Sketches of articles by which likely copies and retellings find each other without comparing all with all.

Two kinds, both made of word hashes that are the same on every machine and release (a library's sketches are not:
they change between versions, and a ledger must not). ``sampled`` keeps every fourth shingle by hash, so that a short
piece of a long article is found too, which MinHash of the whole would miss. ``bands`` is MinHash over content stems
for texts in other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twotrack.corroborating.words import word_hash, words

Wide = NDArray[np.uint64]
Hashes = NDArray[np.uint32]
Places = NDArray[np.int64]
WIDTH = 4  # words in a shingle: with 3, agencies' stock phrases meet; with 6, one changed word in a line hides a copy
_PART = 1 << 16
_SAMPLE = 4
ODD = np.uint64(0x9E3779B97F4A7C15)
_BANDS, _ROWS = 24, 3
# A group larger than this is compared along its order instead of all with all: cost stays linear.
_ALL_PAIRS, _NEIGHBOURS = 12, 4


def mixed(hashes: Wide) -> Wide:
    """Bits spread over the whole 64 (the finish of splitmix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def shingles(text: str) -> Hashes:
    """Sorted distinct hashes of all runs of four words, cut to 32 bits: two of a thousand meet by chance never enough
    to matter, and a hundred thousand articles take 160 MB.

    >>> len(shingles("Arnor shelled Osk at dawn")), len(shingles("Arnor shelled"))
    (2, 0)
    """
    row = np.fromiter((word_hash(w) for w in words(text)), dtype=np.uint64)
    if len(row) < WIDTH:
        return np.empty(0, dtype=np.uint32)
    total = np.zeros(len(row) - WIDTH + 1, dtype=np.uint64)
    for place in range(WIDTH):
        total = mixed(total * ODD + row[place : len(row) - WIDTH + 1 + place])
    return np.unique(total.astype(np.uint32))


def sampled(hashes: Hashes) -> Wide:
    """One hash in four: the same ones in every article that holds them."""
    found: Hashes = hashes[hashes % _SAMPLE == 0]
    return found.astype(np.uint64)


def bands(stems: frozenset[str]) -> Wide:
    """MinHash keys of a set of words: two sets that share half of all their words share a key 19 times in 20."""
    if not stems:
        return np.empty(0, dtype=np.uint64)
    row = np.fromiter((word_hash(s) for s in sorted(stems)), dtype=np.uint64)
    seeds = mixed(np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * ODD)
    least = mixed(row[None, :] ^ seeds[:, None]).min(axis=1).reshape(_BANDS, _ROWS)
    keys = np.arange(_BANDS, dtype=np.uint64)
    for place in range(_ROWS):
        keys = mixed(keys * ODD + least[:, place])
    return keys


def pairs_within(
    members: Sequence[int], whole: int = _ALL_PAIRS, along: int = _NEIGHBOURS
) -> Iterator[tuple[int, int]]:
    """All pairs of a small group; in a large one each member with the next few and with the first.

    >>> list(pairs_within([1, 5, 7])), len(list(pairs_within(range(1000))))
    ([(1, 5), (1, 7), (5, 7)], 4985)
    """
    for at, left in enumerate(members):
        end = len(members) if len(members) <= whole else at + 1 + along
        yield from ((left, right) for right in members[at + 1 : end])
        if at >= 1 + along and len(members) > whole:
            yield members[0], left


def grouped(keys: Wide, members: Places) -> Iterator[list[int]]:
    """Members that stand under one key, in rising order, group by group; arrays, as there are millions of them.

    >>> list(grouped(np.array([7, 5, 7], dtype=np.uint64), np.array([2, 9, 1])))
    [[1, 2]]
    """
    order = np.lexsort((members, keys))
    keys, members = keys[order], members[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    for start, end in pairwise(starts.tolist()):
        if end - start > 1:
            yield members[start:end].tolist()


def meeting(keys: Sequence[Wide], least: int) -> list[tuple[int, int]]:
    """Pairs of positions whose keys meet at least ``least`` times, in order.

    >>> meeting([np.array(k, dtype=np.uint64) for k in ([1, 2], [2, 3], [1, 2])], 2)
    [(0, 2)]
    """
    if not keys:
        return []
    members = np.repeat(np.arange(len(keys)), [len(k) for k in keys])
    pairs = packed(pair for group in grouped(np.concatenate(keys), members) for pair in pairs_within(group))
    met, times = np.unique(pairs, return_counts=True)
    return list(unpacked(met[times >= least]))


def packed(pairs: Iterable[tuple[int, int]]) -> Places:
    """Pairs as one number each, the smaller in front."""
    return np.fromiter(((min(a, b) << 32) | max(a, b) for a, b in pairs), dtype=np.int64)


def unpacked(pairs: Places) -> Iterator[tuple[int, int]]:
    """The pairs again; millions of them would take much memory as Python's numbers, so a part at a time."""
    for start in range(0, len(pairs), _PART):
        yield from ((pair >> 32, pair & 0xFFFFFFFF) for pair in pairs[start : start + _PART].tolist())


def shared(left: Hashes, right: Hashes) -> int:
    """How many hashes stand in both."""
    return len(np.intersect1d(left, right, assume_unique=True))
