"""Where a reading differs from the marks: one case for each error, of seven kinds.

Events are matched as in ``evals/corpus.py``. A missed event and an invented one at the same words are one
confusion. Background and optional events are neither missed nor invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evals.corpus import matched, overlap
from training.marks import MarkedEvent, MarkedSentence
from twotrack.coding.readings import Offsets, ReadEvent, Reading

KINDS = {
    "missed": "marked, not read",
    "confused": "read as another type",
    "invented": "read, not marked",
    "status": "wrong status",
    "speaker": "wrong or missing speaker",
    "parties": "wrong or missing parties",
    "edges": "right party, other words",
}
NONE = "none"


class Case(NamedTuple):
    """One error. ``gold`` and ``read`` are types, or ``none``; ``marked`` and ``found`` the events compared."""

    kind: str
    gold: str
    read: str
    what: str
    sentence: MarkedSentence
    reading: Reading
    marked: MarkedEvent | None
    found: ReadEvent | None

    @property
    def type(self) -> str:
        """The type under which the case is listed: the marked one where there is one."""
        return self.read if self.gold == NONE else self.gold


class Comparison(NamedTuple):
    """All cases, and how often each marked type was read as which."""

    cases: list[Case]
    confusion: Counter[tuple[str, str]]


def compare(sentences: Sequence[MarkedSentence], readings: Sequence[Reading]) -> Comparison:
    """All errors, sentence by sentence."""
    cases: list[Case] = []
    confusion: Counter[tuple[str, str]] = Counter()
    for sentence, reading in zip(sentences, readings, strict=True):
        pairs = matched(sentence, reading)
        confusion.update((event.type, event.type) for event, _ in pairs if not event.weight)
        for event, read in _different(sentence, reading):
            gold, told = event.type if event else NONE, read.type if read else NONE
            confusion[gold, told] += 1
            kind = "missed" if told == NONE else "invented" if gold == NONE else "confused"
            cases.append(Case(kind, gold, told, "", sentence, reading, event, read))
        for event, read in pairs:
            for kind, what in _details(sentence, event, read):
                cases.append(Case(kind, event.type, read.type, what, sentence, reading, event, read))
    return Comparison(cases, confusion)


def _different(sentence: MarkedSentence, reading: Reading) -> Iterator[tuple[MarkedEvent | None, ReadEvent | None]]:
    pairs = matched(sentence, reading)
    missed = [e for e in sentence.events if not e.weight and all(e is not m for m, _ in pairs)]
    soft = [sentence.spans[e.trigger] for e in sentence.events if e.weight]
    extra = [r for r in reading.events if all(r is not m for _, m in pairs)]
    extra = [r for r in extra if not any(overlap(r.trigger, s) for s in soft)]
    for event in missed:
        same = next((r for r in extra if overlap(r.trigger, sentence.spans[event.trigger])), None)
        extra = [r for r in extra if r is not same]
        yield event, same
    yield from ((None, read) for read in extra)


def _details(sentence: MarkedSentence, event: MarkedEvent, read: ReadEvent) -> Iterator[tuple[str, str]]:
    if event.status != read.status:
        yield "status", f"{event.status}, read as {read.status}"
    speaker = _speaker(sentence, event, read)
    if speaker:
        yield "speaker", speaker
    told = list(_parties(sentence, event, read))
    for kind in ("parties", "edges"):
        whats = [what for k, what in told if k == kind]
        if whats:
            yield kind, "; ".join(whats)


def _speaker(sentence: MarkedSentence, event: MarkedEvent, read: ReadEvent) -> str:
    """What is wrong with the speaker; a speaker of another sentence is not to be found in this one."""
    here = sentence.spans[event.speaker[1]] if event.speaker and event.speaker[0] == 0 else None
    if here and read.speaker is None:
        return f"missing: {_words(sentence, here)}"
    if here is None and read.speaker:
        return f"invented: {_words(sentence, read.speaker)}"
    if here and read.speaker and not overlap(here, read.speaker):
        return f"{_words(sentence, here)}, read as {_words(sentence, read.speaker)}"
    return ""


def _parties(sentence: MarkedSentence, event: MarkedEvent, read: ReadEvent) -> Iterator[tuple[str, str]]:
    roles = ("actor", "recipient")
    truth = {r: [sentence.spans[n] for n in ns] for r, ns in zip(roles, (event.actors, event.recipients), strict=True)}
    told = dict(zip(roles, (list(read.actors), list(read.recipients)), strict=True))
    for role, other in (roles, roles[::-1]):
        taken: set[Offsets] = set()
        for span in truth[role]:
            near = [t for t in told[role] if overlap(t, span)]
            taken.update(near)
            if any(overlap(t, span) for t in told[other]) and not near:
                yield "parties", f"{role} {_words(sentence, span)}, read as {other}"
            elif not near:
                yield "parties", f"{role} {_words(sentence, span)} missed"
            elif span not in near:
                yield "edges", f"{role} {_words(sentence, span)}, read as {_words(sentence, near[0])}"
        loose = [t for t in told[role] if t not in taken and not any(overlap(t, s) for s in truth[other])]
        yield from (("parties", f"{role} {_words(sentence, t)} invented") for t in loose)


def _words(sentence: MarkedSentence, span: Offsets) -> str:
    return f"“{sentence.text[slice(*span)]}”"
