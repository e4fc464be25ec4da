"""One error as a card of the page: the sentence as it is marked beside the sentence as it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from lxml.builder import E

from evals.cases import Case
from training.marks import MarkedEvent, MarkedSentence
from twotrack.coding.readings import Offsets, ReadEvent

Parts = list[tuple[Offsets, str]]


class Span(NamedTuple):
    """Words with their role and the label that stands before them; ``off`` where the other side has it otherwise."""

    at: Offsets
    role: str
    label: str
    off: bool = False


def card(case: Case) -> Any:
    """The card, with the keys that the page's filters use."""
    event = case.marked or case.found
    keys = {
        "class": "case",
        "data-kind": case.kind,
        "data-types": f"{case.gold} {case.read}",
        "data-status": event.status if event else "",
    }
    gold = marked_parts(case.sentence, case.marked) if case.marked else []
    read = found_parts(case.found) if case.found else []
    others = [(case.sentence.spans[e.trigger], e.type) for e in case.sentence.events if e is not case.marked]
    others_read = [(e.trigger, e.type) for e in case.reading.events if e is not case.found]
    what = [" · ", E.span({"class": "what"}, case.what)] if case.what else []
    sides = E.div(
        {"class": "sides"},
        _side("marked", case, _spans(gold, read, others), _marked_facts(case.marked)),
        _side("read", case, _spans(read, gold, others_read), _found_facts(case.found)),
    )
    return E.article(keys, E.p(E.span({"class": "where"}, case.sentence.where), *what), sides)


def marked_parts(sentence: MarkedSentence, event: MarkedEvent) -> Parts:
    """The spans of a marked event with their roles; a speaker of another sentence has none here."""
    spans = sentence.spans
    found = [(spans[event.trigger], "trigger")]
    found += [(spans[n], "actor") for n in event.actors] + [(spans[n], "recipient") for n in event.recipients]
    found += [(spans[n], role) for n, role in ((event.place, "place"), (event.date, "date")) if n is not None]
    if event.speaker and event.speaker[0] == 0:
        found.append((spans[event.speaker[1]], "speaker"))
    return found + [(spans[i.span], "impact") for i in event.impacts]


def found_parts(event: ReadEvent) -> Parts:
    """The spans of a read event with their roles."""
    found = [(event.trigger, "trigger")]
    found += [(a, "actor") for a in event.actors] + [(r, "recipient") for r in event.recipients]
    single = ((event.place, "place"), (event.date, "date"), (event.speaker, "speaker"))
    return found + [(at, role) for at, role in single if at] + [(i.at, "impact") for i in event.impacts]


def _spans(own: Parts, across: Parts, others: Parts) -> list[Span]:
    both = bool(own and across)
    return [Span(at, role, role, both and (at, role) not in across) for at, role in own] + [
        Span(at, "other", kind) for at, kind in others
    ]


def _side(title: str, case: Case, spans: Sequence[Span], facts: Iterator[str]) -> Any:
    text = E.p(*_pieces(case.sentence.text, spans))
    return E.div(E.h4(title), text, E.p({"class": "facts"}, " · ".join(facts)))


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[Any]:
    """The text cut at every edge of a span; each piece is drawn as the shortest span that covers it."""
    edges = sorted({0, len(text), *(edge for span in spans for edge in span.at)})
    for start, end in pairwise(edges):
        cover = sorted((s for s in spans if s.at[0] <= start and end <= s.at[1]), key=lambda s: s.at[1] - s.at[0])
        if not cover:
            yield text[start:end]
            continue
        begun = [s.label for s in cover if s.at[0] == start]
        keys = {"class": f"{cover[0].role}{' off' if any(s.off for s in cover) else ''}"}
        if begun:
            keys["data-role"] = " + ".join(dict.fromkeys(reversed(begun)))
        yield E.mark(keys, text[start:end])


def _marked_facts(event: MarkedEvent | None) -> Iterator[str]:
    if event is None:
        yield "no event at these words"
        return
    yield f"{event.type}/{event.mode}" if event.mode else event.type
    yield event.status
    if event.speaker and event.speaker[0]:
        yield f"speaker {-event.speaker[0]} sentences before"
    if event.weight:
        yield event.weight


def _found_facts(event: ReadEvent | None) -> Iterator[str]:
    if event is None:
        yield "no event at these words"
        return
    yield event.type
    yield event.status
    yield f"score {event.score:.2f}"
    yield "considered " + ", ".join(f"{name} {score:.2f}" for name, score in event.considered)
