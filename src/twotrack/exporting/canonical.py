"""The canonical export: every row as one JSON line, in a fixed order, without clock, paths or anything of this machine.

Two ledgers that hold the same give the same bytes, whatever the order of inputs, the number of processes, or how
often a run was killed on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twotrack.records import Record, encode

Kinds = tuple[tuple[str, Iterable[Record]], ...]


def lines(kinds: Kinds) -> Iterator[bytes]:
    """``{"kind": …, "record": …}`` lines: kinds in the order given, lines of a kind sorted by their bytes."""
    for kind, records in kinds:
        yield from sorted(encode({"kind": kind, "record": record}) + b"\n" for record in records)
