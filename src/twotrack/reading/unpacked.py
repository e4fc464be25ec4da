"""A packed member as text that is read from front to back: memory stays within bounds, damage and bombs end it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from twotrack.reading.opening import MAX_RATIO, RATIO_FROM
from twotrack.reading.packing import CUT, Unpacker
from twotrack.reading.stretch import Stretch

BOMB = "expands too much"
STEP = 16_384
_OUT = 1_048_576
# A record of this much air in the middle of a large member is passed over; a larger one ends the member.
BOMB_BYTES = 128_000_000


class Unpacked:
    """What is packed in ``file`` from ``start``; members that only go on with a record are taken along.

    ``error`` says what ended it early ("" for nothing), known once it was reached; ``end`` is where the packed bytes
    end, ``member`` where the last member begins. The last ``keep`` bytes, and what was not released, can be read again.
    """

    def __init__(
        self, file: Stretch, start: int, member: Callable[[], Unpacker], keep: int, goes_on: Callable[[int], bool]
    ) -> None:
        self._file, self._member, self._keep, self._goes_on = file, member, keep, goes_on
        self._unpacker = member()
        self._held, self._base, self._floor = bytearray(), 0, 0
        self._given, self._hungry = 0, True
        # Where each step's output and input began: positions here and in the file.
        self._outs, self._ins = array("Q", [0]), array("Q", [start])
        self._marked = (0, start)
        self.end, self.error, self.ended = start, "", False
        self.member = start

    def read(self, at: int, size: int) -> bytes:
        """``size`` bytes from ``at``; fewer where it ends.

        Raises:
            LookupError: ``at`` was let go.
        """
        if at < self._base:
            raise LookupError(at)
        while self._given < at + size and self._step():
            pass
        with memoryview(self._held) as held:
            return bytes(held[at - self._base : at - self._base + size])

    def unpack(self, size: int) -> bool:
        """Whether it ends within ``size`` bytes, all of which stay readable."""
        while self._given <= size and self._step():
            pass
        return self.ended

    def release(self, at: int) -> None:
        """Nothing before ``at`` is asked for again; a new record begins there, which is weighed for itself."""
        self._floor = at
        if at > self._marked[0]:
            self._marked = (at, self._packed(at))

    def is_far(self, size: int) -> bool:
        """Whether so much is not kept."""
        return size > self._keep

    def length(self) -> int:
        """How many bytes it gives in all; unpacks what is left."""
        while self._step():
            self._floor = self._given
        return self._given

    def place(self, at: int, end: int) -> tuple[int, int]:
        """In the file, to the step."""
        after = bisect_left(self._outs, end)
        return self._packed(at), min(self._ins[after], self.end) if after < len(self._ins) else self.end

    def _packed(self, at: int) -> int:
        return int(self._ins[max(0, bisect_right(self._outs, at) - 1)])

    def _step(self) -> bool:
        if self.ended:
            return False
        data = self._file.read(self.end, STEP) if self._hungry else b""
        if self._hungry and not data:
            return self._stop(CUT)
        self.end += len(data)
        out = self._unpacker.feed(data, _OUT)
        self._hungry = len(out) < _OUT
        self._take(out)
        if self._unpacker.error:
            return self._stop(self._unpacker.error)
        if self._unpacker.ended:
            return self._next_member()
        return self._stop(BOMB) if self._is_bomb() else True

    def _take(self, out: bytes) -> None:
        self._held += out
        self._given += len(out)
        if out and self._hungry:
            self._outs.append(self._given)
            self._ins.append(self.end)
        surplus = max(min(self._floor, self._given), self._given - self._keep - 2 * _OUT) - self._base
        if surplus > _OUT:
            del self._held[:surplus]
            self._base += surplus

    def _next_member(self) -> bool:
        self.end -= len(self._unpacker.rest)
        if not self._goes_on(self.end):
            return self._stop("")
        self._unpacker, self._hungry, self.member = self._member(), True, self.end
        return True

    def _is_bomb(self) -> bool:
        given, packed = self._given - self._marked[0], self.end - self._marked[1]
        return given > max(BOMB_BYTES, MAX_RATIO * packed)

    def grows(self, at: int, end: int) -> bool:
        """Whether ``[at, end)`` is out of proportion to what it was unpacked from."""
        first, last = self.place(at, end)
        return end - at > RATIO_FROM and end - at > MAX_RATIO * (last - first)

    def _stop(self, error: str) -> bool:
        self.ended, self.error = True, error
        return False
