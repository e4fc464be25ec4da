"""A user's own patterns: words that tell an event, or none, whatever the reader made of them.

In the words, ``*`` stands for up to three words, ``$actor`` and ``$recipient`` for the party that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from twotrack.coding.beside import Slot, after, before, inside, parties
from twotrack.coding.readings import Offsets, ReadEvent, Reading, is_own_word, overlap
from twotrack.directories.entries import NONE, OwnPattern
from twotrack.records import Record

GAP = 3  # words that a * may stand for
Roles = dict[str, tuple[Offsets, ...]]


class Compiled(Record, frozen=True):
    """A pattern with the expression for its words, and the slots at its ends."""

    given: OwnPattern
    words: str
    first: Slot | None
    last: Slot | None


class Patterns:
    """``Patterns(own.patterns)(text, reading)``: the reading, corrected; of patterns that overlap the first wins."""

    def __init__(self, patterns: Sequence[OwnPattern]) -> None:
        self._patterns = [(p, re.compile(p.words, re.IGNORECASE)) for p in map(compiled, patterns)]

    def __call__(self, text: str, reading: Reading) -> Reading:
        """Events at the words of a pattern become what it says; all else stays."""
        events, taken = list(reading.events), list[Offsets]()
        for pattern, words in self._patterns:
            for match in words.finditer(text):
                at = match.span()
                roles = _slots(pattern, match, reading)
                if roles is None or any(overlap(at, other) for other in taken):
                    continue
                taken.append(at)
                touched = [e for e in events if overlap(e.trigger, at)]
                events = [e for e in events if e not in touched]
                if pattern.given.event != NONE:
                    found = max(touched, key=lambda e: e.score, default=None) or _new(pattern, text, at, reading)
                    events.append(_changed(found, pattern.given, at, roles))
        return msgspec.structs.replace(reading, events=tuple(sorted(events, key=lambda e: e.trigger)))


def compiled(pattern: OwnPattern) -> Compiled:
    """The expression of a pattern; its words are as :mod:`twotrack.directories.tables` lets them through."""
    tokens = pattern.words.split()
    first, last = _edge(tokens), _edge(tokens[::-1])
    inner = tokens[first[0] : len(tokens) - last[0]]
    words = r"(?<!\w)" + "".join(_expressions(inner)) + r"(?!\w)"
    return Compiled(given=pattern, words=words, first=first[1], last=last[1])


def _edge(tokens: Sequence[str]) -> tuple[int, Slot | None]:
    """The slot that tokens begin with, and the number of tokens that it takes with the ``*`` behind it."""
    if not tokens[0].startswith("$"):
        return 0, None
    stars = next(n for n, token in enumerate(tokens[1:]) if token != "*")
    return stars + 1, Slot(role=tokens[0], gap=stars * GAP)


def _expressions(tokens: Sequence[str]) -> Iterator[str]:
    for n, token in enumerate(tokens):
        blank = r"\s+" if n else ""
        if token == "*":
            yield rf"(?:\s+\S+){{0,{GAP}}}?"
        elif token.startswith("$"):
            yield rf"{blank}(?P<{token[1:]}>\S+(?:\s+\S+){{0,5}}?)"
        else:
            yield blank + re.sub("['’]", "['’]", re.escape(token))


def _slots(pattern: Compiled, match: re.Match[str], reading: Reading) -> Roles | None:
    """Who stands in the slots; None where nobody does."""
    text, at = match.string, match.span()
    groups = parties(text, reading.mentions)
    roles = {f"${role}": inside(match.span(role), groups) for role in match.groupdict()}
    if pattern.first:
        roles[pattern.first.role] = before(text, at, groups, pattern.first.gap)
    if pattern.last:
        roles[pattern.last.role] = after(text, at, groups, pattern.last.gap)
    return roles if all(roles.values()) else None


def _new(pattern: Compiled, text: str, at: Offsets, reading: Reading) -> ReadEvent:
    """An event that the reader did not see: between the parties nearest to the words, unless a slot has them."""
    groups = parties(text, reading.mentions)
    told = (s for s in reading.statements if s.content[0] <= at[0] and at[1] <= s.content[1])
    return ReadEvent(
        type=pattern.given.event,
        trigger=at,
        score=1.0,
        considered=((pattern.given.event, 1.0),),
        status="happened",
        actors=() if pattern.first else before(text, at, groups, None),
        recipients=() if pattern.last else after(text, at, groups, None),
        speaker=next((s.speaker for s in told if s.speaker), None),
    )


def _changed(event: ReadEvent, pattern: OwnPattern, at: Offsets, roles: Roles) -> ReadEvent:
    """What the pattern says of an event. A party that the reader saw in the words of the pattern is none."""
    actors = roles.get("$actor") or tuple(a for a in event.actors if not overlap(a, at))
    recipients = roles.get("$recipient") or tuple(r for r in event.recipients if not overlap(r, at))
    own_word = event.speaker is not None and is_own_word(pattern.event, event.speaker, actors)
    return msgspec.structs.replace(
        event,
        type=pattern.event,
        trigger=at,
        score=1.0,
        status=pattern.status or event.status,
        mode=pattern.mode,
        actors=tuple(a for a in actors if a not in roles.get("$recipient", ())),
        recipients=tuple(r for r in recipients if r not in roles.get("$actor", ())),
        speaker=None if own_word else event.speaker,
        rules=(*event.rules, f'user pattern: {pattern.file} "{pattern.words}"'),
    )
