"""How many examples of each label the corpus holds, beside how many there should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from training import marks
from twotrack.coding.labels import STATUSES, TYPES

# What the corpus is to hold at least; the confusable types are those that coders take for each other.
SENTENCES, PER_TYPE, PER_STATUS, DENIALS, PER_PAIR = 4000, 120, 300, 150, 60
WITHOUT_EVENT, PASSAGES_WITHOUT = 40, 20  # per cent of sentences: half of those without event in passages without any
CONFUSABLE = (
    ("AGREE", "CONSULT", "COOPERATE", "SUPPORT"),
    ("CONCEDE", "RETREAT", "AGREE"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    ("SANCTION", "COERCE"),
    ("MOBILIZE", "ASSAULT", "THREATEN"),
)
Passages = Sequence[marks.MarkedPassage]


class Row(NamedTuple):
    """A line of the table of counts: how many there are and how many there should be."""

    label: str
    there: float
    target: float


def counts(passages: Passages) -> list[Row]:
    """How many there are of each label. Optional events are not counted: nothing is learned from them."""
    sentences = [s for p in passages for s in p.sentences]
    events = [e for s in sentences for e in s.events if e.weight != "optional"]
    types, statuses = Counter(e.type for e in events), Counter(e.status for e in events)
    share = 100 / max(len(sentences), 1)
    plain = sum(len(p.sentences) for p in passages if not any(s.events for s in p.sentences))
    return [
        Row("sentences", len(sentences), SENTENCES),
        Row("without event, %", round(share * sum(not s.events for s in sentences), 1), WITHOUT_EVENT),
        Row("in passages without any, %", round(share * plain, 1), PASSAGES_WITHOUT),
        *(Row(name, types[name], PER_TYPE) for name in TYPES),
        *(Row(name, statuses[name], PER_STATUS) for name in STATUSES),
        Row("denials", sum(e.status == "negated" and e.speaker is not None for e in events), DENIALS),
    ]


def contrasts(passages: Passages) -> list[Row]:
    """For each pair of confusable types: sentences with one of them, in passages that hold both."""
    held = [[{e.type for e in s.events if e.weight != "optional"} for s in p.sentences] for p in passages]
    pairs = dict.fromkeys(tuple(sorted(pair)) for group in CONFUSABLE for pair in combinations(group, 2))
    rows = []
    for a, b in pairs:
        both = [types for types in held if {a, b} <= set().union(*types)]
        rows.append(Row(f"{a} / {b}", sum(bool({a, b} & t) for types in both for t in types), PER_PAIR))
    told = [[{e.weight for e in s.events} & {"", "background"} for s in p.sentences] for p in passages]
    both = [weights for weights in told if {"", "background"} <= set().union(*weights)]
    rows.append(Row("background / new event", sum(bool(w) for weights in both for w in weights), PER_PAIR))
    return rows


def table(title: str, rows: Iterable[Row]) -> str:
    """Rows as plain text, with a mark where a count is short."""
    lines = [f"{title:28}{'count':>8}{'target':>8}"]
    for label, there, target in rows:
        mark = f"  short by {round(target - there, 1):g}" if there < target else ""
        lines.append(f"{label:28}{there:>8g}{target:>8g}{mark}")
    return "\n".join(lines)
