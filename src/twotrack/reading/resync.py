"""Records out of a text of WARC, whatever was done to it: what is whole is kept, what is not is a :class:`Gap`.

A record is believed when it ends where it says, with another head or nothing behind it. Where it does not, the length
field lies or bytes are missing: the next head is looked for from the record's own start on, and the record is kept only
when its digest (or the HTTP length) says that it is whole. What stands inside of a record that ends well is not
looked at: a page may show records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from twotrack.reading.digests import differs
from twotrack.reading.heads import FRONT, MAGIC, Head, head_at, http, next_head
from twotrack.reading.packing import CUT
from twotrack.reading.stretch import Text, pieces
from twotrack.records import Record

NO_RECORD, ZEROS, LENGTH = "not a record", "zero bytes", "length differs"
DIGEST, INSIDE = "digest differs", "record inside a record"
_BLANKS = re.compile(rb"[\r\n]*")
_END = b"\r\n\r\n"
Proof = Literal["digest", "length", "", "no"]
PROVEN = ("digest", "length")
# A block of this size is weighed also where it does not end well; and so much in all may be weighed twice.
WEIGHED_BYTES = 64_000_000
AGAIN_BYTES = 256_000_000


class Gap(Record, frozen=True):
    """``[start, end)`` of a text that no record could be read from; ``begun`` is the one that was being read there."""

    start: int
    end: int
    reason: str
    begun: Block | None = None


class Block(Record, frozen=True):
    """A record: its head at ``start``, its block at ``[inner, end)``.

    ``proof`` is what says that it is whole: its digest, or, without one, the HTTP length; ``no``: its digest differs.
    ``damage`` is what is wrong with it all the same, ``front`` the first bytes of a block that can't be read again.
    """

    head: Head
    start: int
    inner: int
    end: int
    proof: Proof
    damage: Gap | None = None
    front: bytes = b""


def records(text: Text, start: int = 0) -> Iterator[Block | Gap]:
    """All records and gaps, in order."""
    at, budget = start, _Budget()
    while True:
        text.release(at)
        at = _after_blanks(text, at)
        if not text.read(at, 1):
            return
        head = head_at(text, at)
        if head is None:
            gap = _gap(text, at)
            yield gap
            at = gap.end
        else:
            found, at = _Reading(text, at, head, budget).read()
            yield found


def _after_blanks(text: Text, at: int) -> int:
    while blanks := _BLANKS.match(piece := text.read(at, 64)):
        at += blanks.end()
        if blanks.end() < 64 or not piece:
            return at
    return at


def _gap(text: Text, at: int) -> Gap:
    """From ``at`` to the next head, or the end."""
    first = text.read(at, 4096)
    end = next_head(text, at + 1)
    end = text.length() if end is None else end
    return Gap(start=at, end=end, reason=NO_RECORD if first[: end - at].strip(b"\0\r\n") else ZEROS)


class _Budget:
    """Bytes that may be weighed a second time, so that lengths that all lie to the far end cost no more than that."""

    def __init__(self) -> None:
        self._high, self._left = 0, AGAIN_BYTES

    def allows(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` may be weighed."""
        again = min(end, self._high) - start
        if again > 0:
            if again > self._left:
                return False
            self._left -= again
        self._high = max(self._high, end)
        return True


class _Reading:
    """One record being read."""

    def __init__(self, text: Text, at: int, head: Head, budget: _Budget) -> None:
        self._text, self._head, self._budget = text, head, budget
        self._start, self._inner = at, at + head.size
        self._end = self._inner + head.length

    def read(self) -> tuple[Block | Gap, int]:
        """The record or the gap that it leaves, and where to go on."""
        if self._text.is_far(self._head.size + self._head.length):
            return self._far()
        after = self._text.read(self._end, 64)
        if not self._reaches_end():
            return self._salvaged(next_head(self._text, self._inner))
        rest = after[_BLANKS.match(after).end() :]  # type: ignore[union-attr]
        is_well, is_closed = not rest or rest.startswith(MAGIC), after.startswith(_END)
        proof, note = self._proof(self._end, whole=is_well or is_closed)
        if proof in PROVEN:
            return self._block(self._end, proof, note), self._end
        inside = next_head(self._text, self._inner, self._end)
        if inside is None and (is_well or is_closed):
            return self._block(self._end, proof, DIGEST if proof == "no" else ""), self._end
        if inside is not None and is_well and is_closed and not proof:
            found = self._block(self._end, "", "")
            return replace(found, damage=Gap(start=inside, end=self._end, reason=INSIDE)), self._end
        return self._salvaged(next_head(self._text, self._inner) if inside is None else inside)

    def _reaches_end(self) -> bool:
        return self._head.length == 0 or bool(self._text.read(self._end - 1, 1))

    def _block(self, end: int, proof: Proof, note: str) -> Block:
        damage = Gap(start=self._start, end=end, reason=note) if note else None
        return Block(head=self._head, start=self._start, inner=self._inner, end=end, proof=proof, damage=damage)

    def _far(self) -> tuple[Block | Gap, int]:
        """A record that is too large to be gone back to: a head inside of it is the next record."""
        front = self._text.read(self._inner, FRONT)
        inside = next_head(self._text, self._inner, self._end)
        if inside is not None:
            return Gap(start=self._start, end=inside, reason=LENGTH), inside
        begun = replace(self._block(self._end, "", ""), front=front)
        if self._reaches_end():
            return begun, self._end
        stop = self._text.length()
        return Gap(start=self._start, end=stop, reason=CUT, begun=begun), stop

    def _salvaged(self, next: int | None) -> tuple[Block | Gap, int]:
        """The record where its length is not right: kept when what stands before the next head proves whole."""
        stop = self._text.length() if next is None else next
        if not self._text.is_far(stop - self._start):
            tail = self._text.read(max(self._inner, stop - 4), 4)
            end = stop - (4 if tail == _END else 2 if tail.endswith(b"\n\n") else 0)
            proof = self._proof(end, whole=True)[0] if end >= self._inner else ""
            if proof in PROVEN:
                found = self._block(end, proof, "")
                return replace(found, damage=Gap(start=self._start, end=self._inner, reason=LENGTH)), stop
        is_cut = next is None and stop < self._end
        return Gap(start=self._start, end=stop, reason=CUT if is_cut else LENGTH), stop

    def _proof(self, end: int, whole: bool) -> tuple[Proof, str]:
        """Whether ``[inner, end)`` is what the digests were made of, and what to note where one of two is not."""
        message = self._message(end)
        if (whole or end - self._inner <= WEIGHED_BYTES) and self._budget.allows(self._inner, end):
            block = differs(self._head.get("warc-block-digest"), pieces(self._text, self._inner, end))
            if block is False:
                return "digest", ""
            payload = self._payload_differs(self._inner + (message[1].size if message else 0), end)
            if payload is False:
                return "digest", DIGEST if block else ""
            if block or payload:
                return "no", ""
        if message and message[1].length >= 0 and self._inner + message[1].size + message[1].length == end:
            return "length", ""
        return "", ""

    def _message(self, end: int) -> tuple[int, Head] | None:
        return http(self._text.read(self._inner, min(FRONT, end - self._inner)))

    def _payload_differs(self, at: int, end: int) -> bool | None:
        stated = self._head.get("warc-payload-digest")
        if not stated or self._head.type == "revisit":
            return None
        return differs(stated, pieces(self._text, at, end))
