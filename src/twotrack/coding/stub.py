"""A deterministic stand-in for the model, for tests of everything else: ``run --coder stub``.

It reads one event a sentence at the first verb that it knows, the capitalised words before it as actor, those after
it as recipient or, behind "in", "near" or "at", as place. It needs no model and is not meant to be good.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twotrack.coding.readings import Offsets, ReadEvent, Reading, ReadStatement

_VERBS = {
    "attacked": "ASSAULT", "shelled": "ASSAULT", "struck": "ASSAULT", "bombed": "ASSAULT", "killed": "ASSAULT",
    "seized": "ASSAULT", "captured": "ASSAULT", "retook": "ASSAULT", "arrested": "COERCE", "detained": "COERCE",
    "met": "CONSULT", "visited": "CONSULT", "agreed": "AGREE", "offered": "AGREE", "signed": "AGREE",
    "rejected": "REJECT", "refused": "REJECT", "accused": "ACCUSE", "condemned": "ACCUSE", "demanded": "REQUEST",
    "urged": "REQUEST", "threatened": "THREATEN", "sanctioned": "SANCTION", "expelled": "SANCTION",
    "withdrew": "RETREAT", "released": "RETREAT", "deployed": "MOBILIZE", "protested": "PROTEST",
    "praised": "SUPPORT", "delivered": "AID", "apologised": "CONCEDE", "traded": "COOPERATE",
}  # fmt: skip
_VERB = re.compile(r"\b(" + "|".join(_VERBS) + r")\b")
_NAMES = re.compile(r"\b[A-Z][\w’'-]*(?:\s+(?:of\s+)?[A-Z][\w’'-]*)*")
_PLACE = re.compile(r"\b(?:in|near|at)\s+([A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)")
_SAID = re.compile(r"^(.{3,}?),?\s+([A-Z][\w’' -]*?)\s+(said)\b")


class StubReader:
    """The stub as a reader of passages."""

    name = "stub-1"

    def __call__(self, passages: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """A Reading for each sentence of each passage, in order."""
        return [[_read(sentence) for sentence in passage] for passage in passages]


def _read(sentence: str) -> Reading:
    verb = _VERB.search(sentence)
    said = _SAID.search(sentence)
    statements = (
        (ReadStatement(content=said.span(1), stance="asserts", speaker=said.span(2), cue=said.span(3)),) if said else ()
    )
    place = _PLACE.search(sentence)
    places = (place.span(1),) if place else ()
    event = (_event(sentence, verb, places, said.span(2) if said else None),) if verb else ()
    mentions = tuple(m.span() for m in _NAMES.finditer(sentence) if m.span() not in places)
    return Reading(events=event, statements=statements, places=places, mentions=mentions)


def _event(sentence: str, verb: re.Match[str], places: tuple[Offsets, ...], speaker: Offsets | None) -> ReadEvent:
    names = [m.span() for m in _NAMES.finditer(sentence)]
    before = [n for n in names if n[1] <= verb.start()]
    taken = {*places, speaker}
    after = [n for n in names if n[0] >= verb.end() and n not in taken]
    kind = _VERBS[verb[1]]
    return ReadEvent(
        type=kind,
        trigger=verb.span(1),
        score=1.0,
        considered=((kind, 1.0),),
        status="happened",
        actors=tuple(before[-1:]),
        recipients=tuple(after[:1]),
        place=places[0] if places else None,
        speaker=speaker,
    )
