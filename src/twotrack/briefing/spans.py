"""A sentence with its spans marked: ``[actor: Arnorian troops] [trigger: shelled] [recipient: Osk].``"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from twotrack.briefing.texts import visible
from twotrack.records import Entity, Impact, Place, Record, Report, Span, Statement, When


class Mark(Record, frozen=True):
    """A role and where its words stand in the article."""

    role: str
    start: int
    end: int
    text: str


def report_marks(report: Report) -> tuple[Mark, ...]:
    """All spans of a report."""
    actors = [_mark("actor", e) for e in report.actors] + [_mark("recipient", e) for e in report.recipients]
    others = [_mark(r, s) for r, s in (("place", report.place), ("date", report.date)) if s is not None]
    spoken = [_mark("speaker", report.speaker)] if report.speaker else []
    return (_mark("trigger", report.trigger), *actors, *others, *spoken, *(_mark(i.kind, i) for i in report.impact))


def _mark(role: str, span: Span | Entity | Place | When | Impact) -> Mark:
    return Mark(role=role, start=span.start, end=span.end, text=span.text)


def statement_marks(statement: Statement) -> tuple[Mark, ...]:
    """All spans of a statement."""
    spoken = [_mark("speaker", statement.speaker)] if statement.speaker else []
    cue = [_mark("cue", statement.cue)] if statement.cue else []
    return (*spoken, *cue, _mark("content", statement.content))


def marked(sentence: str, offset: int, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """The sentence with labels in brackets, and the marks that stand outside it or across another's edge.

    ``offset`` is where the sentence begins in the article.

    >>> troops = Mark(role="actor", start=100, end=106, text="Troops")
    >>> marked("Troops left.", 100, [troops])[0]
    '[actor: Troops] left.'
    """
    spans: dict[tuple[int, int], list[str]] = {}
    outside = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        span = (mark.start - offset, mark.end - offset)
        inside = 0 <= span[0] < span[1] <= len(sentence)
        if not inside or any(_crosses(span, other) for other in spans):
            outside.append(mark)
        elif mark.role not in spans.setdefault(span, []):
            spans[span].append(mark.role)
    return _labelled(sentence, 0, len(sentence), list(spans.items())), tuple(outside)


def _crosses(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[0] < a[1] < b[1] or b[0] < a[0] < b[1] < a[1]


def _labelled(text: str, start: int, end: int, spans: Sequence[tuple[tuple[int, int], list[str]]]) -> str:
    """Spans are sorted: an outer one comes before those inside it."""
    parts, at, rest = [], start, list(spans)
    while rest:
        (first, last), roles = rest.pop(0)
        inner = [s for s in rest if s[0][1] <= last]
        rest = rest[len(inner) :]
        parts += [text[at:first], f"[{', '.join(roles)}: {_labelled(text, first, last, inner)}]"]
        at = last
    return (
        visible("".join([*parts, text[at:end]])) if (start, end) == (0, len(text)) else "".join([*parts, text[at:end]])
    )
