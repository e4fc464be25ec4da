"""The reader on the kept-out 15 % of our corpus: ``python -m evals.corpus [training/corpus]``.

Event: same type and overlapping trigger. Background and optional events are neither hit nor miss.
Spans, status and speaker are scored on matched events.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.scores import f1, show
from training import marks
from training.sets import is_kept_out
from twotrack.coding.coder import reader
from twotrack.coding.labels import TYPES
from twotrack.coding.readings import Offsets, ReadEvent, Reading
from twotrack.settings import Settings

Pair = tuple[marks.MarkedEvent, ReadEvent]


def overlap(a: Offsets, b: Offsets) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def matched(sentence: marks.MarkedSentence, reading: Reading) -> list[Pair]:
    """Each marked event with the read event that it is, at most once each."""
    found: list[Pair] = []
    for event in sentence.events:
        for read in reading.events:
            same = read.type == event.type and overlap(read.trigger, sentence.spans[event.trigger])
            if same and all(read is not r for _, r in found):
                found.append((event, read))
                break
    return found


def events(sentence: marks.MarkedSentence, reading: Reading, counts: Counter[str]) -> None:
    """Hits, misses and inventions of events, by type and in all, and what matched events hold."""
    pairs = matched(sentence, reading)
    scored = [e for e in sentence.events if not e.weight]
    soft = [sentence.spans[e.trigger] for e in sentence.events if e.weight]
    counts["hit"] += sum(not e.weight for e, _ in pairs)
    counts["miss"] += len(scored) - sum(not e.weight for e, _ in pairs)
    invented = [r for r in reading.events if all(r is not p for _, p in pairs)]
    false = [r for r in invented if not any(overlap(r.trigger, s) for s in soft)]
    counts["invented"] += len(false)
    counts.update(f"{e.type} {'hit' if any(e is m for m, _ in pairs) else 'miss'}" for e in scored)
    counts.update(f"{r.type} invented" for r in false)
    for event, read in pairs:
        parts(sentence, event, read, counts)
    counts["any hit"] += bool(scored) and bool(reading.events)
    counts["any miss"] += bool(scored) and not reading.events
    counts["any invented"] += not sentence.events and bool(reading.events)


def parts(sentence: marks.MarkedSentence, event: marks.MarkedEvent, read: ReadEvent, counts: Counter[str]) -> None:
    """Status, speaker and exact spans of one matched event."""
    counts["status right"] += event.status == read.status
    counts["matched"] += 1
    if event.status != "happened":
        counts["other status"] += 1
        counts["other status right"] += event.status == read.status
    here = event.speaker is not None and event.speaker[0] == 0
    counts["speaker right"] += here == (read.speaker is not None)
    for role, marked, told in (("actor", event.actors, read.actors), ("recipient", event.recipients, read.recipients)):
        truth = {sentence.spans[n] for n in marked}
        counts[f"{role} hit"] += len(truth & set(told))
        counts[f"{role} miss"] += len(truth - set(told))
        counts[f"{role} invented"] += len(set(told) - truth)
    place = sentence.spans[event.place] if event.place else None
    counts["place right"] += place == read.place


def shared(a: Offsets, b: Offsets) -> float:
    """Intersection over union of two spans, in characters."""
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, inside) / (max(a[1], b[1]) - min(a[0], b[0]))


def statements(sentence: marks.MarkedSentence, reading: Reading, counts: Counter[str]) -> None:
    """Hits, misses and inventions of statements (half of the content in common), and stance and speaker of hits."""
    left = list(reading.statements)
    for statement in sentence.statements:
        contents = [sentence.spans[n] for n in statement.content]
        hit = next((r for r in left if any(shared(r.content, c) >= 0.5 for c in contents)), None)
        counts["statement miss"] += hit is None
        if hit is None:
            continue
        left.remove(hit)
        counts["statement hit"] += 1
        counts["stance right"] += hit.stance == statement.stance
        here = statement.speaker is not None and statement.speaker[0] == 0
        truth = sentence.spans[statement.speaker[1]] if here and statement.speaker else None
        counts["source right"] += hit.speaker == truth
    counts["statement invented"] += len(left)


def f1_of(counts: Counter[str], name: str) -> float:
    """F1 from the hit, miss and invented counts of ``name``."""
    key = f"{name} " if name != "event" else ""
    return round(f1(counts[f"{key}hit"], counts[f"{key}miss"], counts[f"{key}invented"]), 4)


def measure(folder: Path) -> dict[str, float]:
    """Events, event or not, parties; then status, speaker and place of matched events."""
    return scored([p for p in marks.read(folder) if is_kept_out(p)])


def scored(passages: Sequence[marks.MarkedPassage]) -> dict[str, float]:
    """The figures of the reader on marked passages."""
    found = [s for p in passages for s in p.sentences]
    readings = reader("model", Settings())([[s.text for s in p.sentences] for p in passages])
    counts: Counter[str] = Counter()
    for sentence, reading in zip(found, (r for told in readings for r in told), strict=True):
        events(sentence, reading, counts)
        statements(sentence, reading, counts)
    total = max(counts["matched"], 1)
    made = {"sentences": float(len(found)), "events": float(counts["hit"] + counts["miss"])}
    made |= {f"{name} F1": f1_of(counts, name) for name in ("event", "any", "actor", "recipient", "statement")}
    made |= {f"{name} right": round(counts[f"{name} right"] / total, 4) for name in ("status", "speaker", "place")}
    made["other status right"] = round(counts["other status right"] / max(counts["other status"], 1), 4)
    hits = max(counts["statement hit"], 1)
    made |= {f"{name} right": round(counts[f"{name} right"] / hits, 4) for name in ("stance", "source")}
    return made | {f"F1 {name}": f1_of(counts, name) for name in TYPES}


CORPUS = Path(__file__).parent.parent / "training" / "corpus"

if __name__ == "__main__":
    show("corpus, kept-out part", measure(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
