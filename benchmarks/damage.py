"""What is kept of damaged web archives: ``python -m benchmarks.damage [SEEDS]``.

Hurts archives of 40 records in every way of ``tests/reading/archives.py``, once for each seed, and counts records that
nobody touched (``good``), those of them that were not read (``lost``), records that were touched (``hit``), and those
that are not as they were while no damaged span names them (``unnamed``; what was cut away whole can't be named).
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.reading.archives import ANYWHERE, Archive, hurt, lie, told
from twotrack.records import Damage, Page

ENDINGS = {"plain": "", "gzip": ".gz", "zstd": ".zst", "zstd-dictionary": ".zst"}


def counted(archive: Archive) -> Counter[str]:
    """The four counts for one archive."""
    items, notes = told(archive.data, "pile.warc" + ENDINGS[archive.form])
    pages = {i.raw for i in items if isinstance(i, Page)}
    spans = [(n.start, n.end) for n in notes if isinstance(n, Damage)]
    found = Counter(good=len(archive.bodies) - len(archive.hit), hit=len(archive.hit), lost=0, unnamed=0)
    for number, body in enumerate(archive.bodies):
        if body in pages:
            continue
        start, end = archive.places[number]
        found["lost"] += number not in archive.hit
        named = any(a < max(end, start + 1) and start < b for a, b in spans)
        found["unnamed"] += number not in archive.gone and not named
    return found


def main(words: list[str]) -> int:
    seeds = int(words[0]) if words else 25
    for digests in (True, False):
        for form in ENDINGS:
            total: Counter[str] = Counter()
            for way in (*ANYWHERE, *((lie,) if form in ("plain", "gzip") else ())):
                for seed in range(seeds):
                    total.update(counted(hurt(form, [way], seed, digests)))
            print(f"{form:16} {'with' if digests else 'without'} digests: {dict(total)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
