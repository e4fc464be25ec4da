"""Read the corpus: inline marks to sentences with character spans.

The format is told in ``training/corpus/README.md``. ``python -m training.marks FILE...`` checks files.

>>> passage = parse("### wire | x\\n[Arnor]1 [shelled]2 [Osk]3.\\n> ASSAULT trigger=2 actors=1 place=3\\n")[0]
>>> passage.sentences[0].text, passage.sentences[0].events[0].type
('Arnor shelled Osk.', 'ASSAULT')
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from twotrack.coding.labels import IMPACTS, STANCES, STATUSES, TYPES

Span = tuple[int, int]
Reference = tuple[int, int]  # (sentence distance: 0 here, -1 the one before; span number)


class MarkError(ValueError):
    """A line of the corpus that the format does not allow."""


@dataclass
class MarkedImpact:
    kind: str
    span: int
    numbers: dict[str, int]


@dataclass
class MarkedEvent:
    type: str
    mode: str
    trigger: int
    actors: list[int]
    recipients: list[int]
    place: int | None
    place_reason: str
    date: int | None
    status: str
    speaker: Reference | None
    weight: str
    impacts: list[MarkedImpact] = field(default_factory=list)


@dataclass
class MarkedStatement:
    stance: str
    speaker: Reference | None
    cue: int | None
    content: list[int]
    named: bool


@dataclass
class MarkedSentence:
    text: str
    spans: dict[int, Span]
    events: list[MarkedEvent] = field(default_factory=list)
    statements: list[MarkedStatement] = field(default_factory=list)
    where: str = ""


@dataclass
class MarkedPassage:
    register: str
    topic: str
    sentences: list[MarkedSentence]
    where: str


def unmark(line: str) -> tuple[str, dict[int, Span]]:
    """Inline brackets out: the plain sentence and its numbered spans."""
    out: list[str] = []
    size, stack, spans, i = 0, [], {}, 0
    while i < len(line):
        if line[i] == "[":
            stack.append(size)
            i += 1
        elif line[i] == "]":
            close = re.match(r"\](\d+)", line[i:])
            if not close or not stack:
                raise MarkError(f"bracket without number or opening: {line[i : i + 20]!r}")
            number = int(close[1])
            if number in spans:
                raise MarkError(f"span number {number} stands twice")
            spans[number] = (stack.pop(), size)
            i += close.end()
        else:
            out.append(line[i])
            size += 1
            i += 1
    if stack:
        raise MarkError("bracket not closed")
    text = "".join(out)
    for number, (start, end) in spans.items():
        if start >= end or text[start:end] != text[start:end].strip():
            raise MarkError(f"span {number} is empty or has blanks at its edge")
        if (start and text[start - 1].isalnum() and text[start].isalnum()) or (
            end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        ):
            raise MarkError(f"span {number} cuts a word: {text[start:end]!r}")
    return text, spans


def _fields(line: str) -> tuple[dict[str, str], list[str]]:
    words = line.split()
    return dict(w.split("=", 1) for w in words if "=" in w), [w for w in words if "=" not in w]


def _numbers(value: str | None, spans: dict[int, Span]) -> list[int]:
    found = [int(v) for v in value.split(",")] if value else []
    for number in found:
        if number not in spans:
            raise MarkError(f"no span {number} in the sentence")
    return found


def _one(value: str | None, spans: dict[int, Span]) -> int | None:
    return _numbers(value, spans)[0] if value else None


def _reference(value: str | None, before: list[MarkedSentence], spans: dict[int, Span]) -> Reference | None:
    if not value:
        return None
    number, _, far = value.partition("@")
    distance = int(far or 0)
    home = spans if distance == 0 else before[distance].spans if -len(before) <= distance < 0 else {}
    if int(number) not in home:
        raise MarkError(f"no span {value} for the speaker")
    return distance, int(number)


def _event(line: str, before: list[MarkedSentence], spans: dict[int, Span]) -> MarkedEvent:
    known, words = _fields(line)
    kind, _, mode = words[0].partition("/")
    weight = words[1] if len(words) > 1 else ""
    place, _, reason = known.get("place", "").partition(":")
    status = known.get("status", "happened")
    extra = set(known) - {"trigger", "actors", "recipients", "place", "date", "status", "speaker"}
    if kind not in TYPES or status not in STATUSES or extra or weight not in ("", "background", "optional"):
        raise MarkError(f"unknown type, status, field or word in {line!r}")
    if reason not in ("", "withheld", "region"):
        raise MarkError(f"unknown reason of a place in {line!r}")
    trigger = _one(known.get("trigger"), spans)
    if trigger is None:
        raise MarkError(f"event without trigger: {line!r}")
    return MarkedEvent(
        kind,
        mode,
        trigger,
        _numbers(known.get("actors"), spans),
        _numbers(known.get("recipients"), spans),
        _one(place, spans),
        reason,
        _one(known.get("date"), spans),
        status,
        _reference(known.get("speaker"), before, spans),
        weight,
    )


def _statement(line: str, before: list[MarkedSentence], spans: dict[int, Span]) -> MarkedStatement:
    known, words = _fields(line)
    if words[0] not in STANCES or set(words[1:]) - {"unnamed"} or set(known) - {"speaker", "cue", "content"}:
        raise MarkError(f"unknown stance, field or word in {line!r}")
    content = _numbers(known.get("content"), spans)
    if not content:
        raise MarkError(f"statement without content: {line!r}")
    speaker = _reference(known.get("speaker"), before, spans)
    return MarkedStatement(words[0], speaker, _one(known.get("cue"), spans), content, "unnamed" not in words)


def _impact(line: str, spans: dict[int, Span]) -> MarkedImpact:
    known, words = _fields(line)
    if len(words) != 2 or words[0] not in IMPACTS or set(known) - {"best", "low", "high"}:
        raise MarkError(f"impact is `! kind span best= low= high=`: {line!r}")
    return MarkedImpact(words[0], _numbers(words[1], spans)[0], {k: int(v) for k, v in known.items()})


def parse(text: str, name: str = "") -> list[MarkedPassage]:
    """All passages of a file; MarkError names the line."""
    passages: list[MarkedPassage] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            _line(line.strip(), passages, f"{name}:{number}")
        except (MarkError, ValueError, IndexError) as error:
            raise MarkError(f"{name}:{number}: {error}") from error
    return passages


def _line(line: str, passages: list[MarkedPassage], where: str) -> None:
    if not line:
        return
    if line.startswith("###"):
        register, _, topic = line[3:].partition("|")
        passages.append(MarkedPassage(register.strip(), topic.strip(), [], where))
        return
    if not passages:
        raise MarkError("a sentence before the first ###")
    sentences = passages[-1].sentences
    if not is_mark(line):
        sentences.append(MarkedSentence(*unmark(line), where=where))
    elif not sentences:
        raise MarkError("a mark before the first sentence")
    else:
        add_mark(line, sentences)


def is_mark(line: str) -> bool:
    """Whether a line marks the sentence above it; a sentence may begin with a quotation mark too."""
    return line[:1] in (">", "!") or bool(re.match(r'" [a-z]+ [a-z]*=', line))


def add_mark(line: str, sentences: list[MarkedSentence]) -> None:
    """A mark line, put to the last of the sentences.

    Raises:
        MarkError: the format does not allow it.
    """
    here, before = sentences[-1], sentences[:-1]
    if line[0] == ">":
        here.events.append(_event(line[1:], before, here.spans))
    elif line[0] == '"':
        here.statements.append(_statement(line[1:], before, here.spans))
    elif not here.events:
        raise MarkError("an impact before the first event of its sentence")
    else:
        here.events[-1].impacts.append(_impact(line[1:], here.spans))


def read(folder: Path) -> list[MarkedPassage]:
    """All passages under a folder, in the order of file names."""
    files = sorted(folder.glob("*.txt"))
    return [p for f in files for p in parse(f.read_text("utf-8"), f.name)]


def main(files: list[str]) -> int:
    """Check files while writing; print each first fault and the counts. ``training.checking`` checks the whole."""
    from collections import Counter

    faults, total, counts = 0, 0, Counter[str]()
    for name in files:
        try:
            passages = parse(Path(name).read_text("utf-8"), name)
        except MarkError as error:
            faults += 1
            print(f"fault: {error}")
            continue
        for sentence in (s for p in passages for s in p.sentences):
            total += 1
            counts["none"] += not sentence.events
            counts["statements"] += len(sentence.statements)
            for event in sentence.events:
                counts[event.type] += 1
                counts[event.status] += 1
                counts["denial"] += event.status == "negated" and event.speaker is not None
                counts["claim"] += event.status == "happened" and event.speaker is not None
                counts["withheld"] += event.place_reason == "withheld"
                counts["impacts"] += len(event.impacts)
    print(f"{total} sentences, {faults} faults")
    print("  ".join(f"{k} {v}" for k, v in counts.most_common()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
