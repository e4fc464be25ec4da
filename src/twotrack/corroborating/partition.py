"""Putting things together, pair by pair, with some pairs kept apart for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Partition:
    """Groups of ids, at first one each. ``apart`` are pairs that never come into one group, by whatever way.

    >>> groups = Partition("abcd", apart=[("a", "c")])
    >>> groups.join("a", "b"), groups.join("b", "c"), groups.join("c", "d")
    (True, False, True)
    >>> groups.groups()
    [['a', 'b'], ['c', 'd']]
    """

    def __init__(self, ids: Iterable[str], apart: Iterable[tuple[str, str]] = ()) -> None:
        self._above = {i: i for i in ids}
        self._members = {i: [i] for i in self._above}
        self._apart: dict[str, set[str]] = {}
        for left, right in apart:
            if left in self._above and right in self._above:
                self.forbid(left, right)

    def __contains__(self, id: str) -> bool:
        return id in self._above

    def top(self, id: str) -> str:
        """The id that stands for the group."""
        while self._above[id] != id:
            self._above[id] = self._above[self._above[id]]
            id = self._above[id]
        return id

    def forbid(self, left: str, right: str) -> None:
        """Keep two groups apart from now on."""
        left, right = self.top(left), self.top(right)
        self._apart.setdefault(left, set()).add(right)
        self._apart.setdefault(right, set()).add(left)

    def may(self, left: str, right: str) -> bool:
        """Whether no pair that is kept apart would come together."""
        return self.top(right) not in self._apart.get(self.top(left), ())

    def join(self, left: str, right: str) -> bool:
        """Put two groups together; False when that is not allowed."""
        large, small = self.top(left), self.top(right)
        if large == small:
            return True
        if not self.may(large, small):
            return False
        if (len(self._members[large]), small) < (len(self._members[small]), large):
            large, small = small, large
        self._above[small] = large
        self._members[large] += self._members.pop(small)
        for other in self._apart.pop(small, set()):
            self._apart[other].discard(small)
            self._apart[other].add(large)
            self._apart.setdefault(large, set()).add(other)
        return True

    def members(self, id: str) -> Sequence[str]:
        """The ids of the group that ``id`` is in."""
        return self._members[self.top(id)]

    def groups(self) -> list[list[str]]:
        """All groups, each sorted, in order of their first ids."""
        return sorted(sorted(members) for members in self._members.values())
