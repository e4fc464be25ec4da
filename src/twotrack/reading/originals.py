"""The pages of an archive, to be found again by what a ``revisit`` record says of them: 48 bytes for each."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from hashlib import blake2b

from twotrack.reading.heads import Head
from twotrack.reading.walking import At, Place

Reread = Callable[[Place], At | None]


class Originals:
    """Shared by the archives of one collection; each is known by the number that :meth:`add_archive` gives."""

    def __init__(self) -> None:
        self._archives: list[Reread] = []
        self._keys = array("Q")
        self._numbers, self._members, self._insides = array("L"), array("q"), array("Q")

    def add_archive(self, reread: Reread) -> int:
        """One more archive, with the way to read a record of it again."""
        self._archives.append(reread)
        return len(self._archives) - 1

    def add(self, number: int, place: Place, head: Head) -> None:
        """A page."""
        url, date = head.get("warc-target-uri"), head.get("warc-date")
        self._keys.extend(
            (_key("digest", head.get("warc-payload-digest")), _key("id", head.get("warc-record-id")), _key(url, date))
        )
        self._numbers.append(number)
        self._members.append(place.member)
        self._insides.append(place.inside)

    def of(self, head: Head) -> Iterator[tuple[int, Place]]:
        """The pages that a revisit may mean: by address and time, by record, by digest; the earliest of each first."""
        import numpy as np

        url, date = head.get("warc-refers-to-target-uri"), head.get("warc-refers-to-date")
        wanted = (_key(url, date), _key("id", head.get("warc-refers-to")))
        keys = np.array(self._keys, dtype=np.uint64)
        for key in (*wanted, _key("digest", head.get("warc-payload-digest"))):
            places = np.flatnonzero(keys == np.uint64(key)) if key else ()
            for index in places[:1]:
                page = int(index) // 3
                yield self._numbers[page], Place(self._members[page], self._insides[page])

    def read(self, number: int, place: Place) -> At | None:
        """The record there."""
        return self._archives[number](place)


def _key(name: str, value: str) -> int:
    """0 is nothing to be found by."""
    if not name or not value:
        return 0
    return int.from_bytes(blake2b(f"{name}\n{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()) or 1
