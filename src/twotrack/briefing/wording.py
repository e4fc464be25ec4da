"""How a report is put in one line: in words of its own sentence, cut at word edges, and fixed phrases around them.

Three forms. The *sentence*, where it is short enough. A *window* of it, from its first role to its last, where it is
too long, tells several events or names its speaker. The *roles*, actors – verb words – recipients, where the window is
too long as well. What did not simply happen, and what stands near a hedge that a window would cut off ("not", "may",
"allegedly"), is always told by the sentence, shortened round the trigger, hedge included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from twotrack import codebook
from twotrack.briefing.texts import ELLIPSIS, count_words, quoted, shorten, visible, widened
from twotrack.records import Report

LINE_WORDS = 30
SPEAKER_WORDS = 6
WITNESS_WORDS = 4
# Words outside a window that would turn its meaning round: before it any negation or condition ("May" is a month),
# after it only what takes back all that was said, for a "not" there belongs to another clause.
_RETRACTS = r"den(?:y|ies|ied)|alleg\w*|reportedly|purported\w*|false\w*|hoax|untrue"
_AFTER = re.compile(rf"\b(?:{_RETRACTS}|not true)\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:{_RETRACTS}|not|no|never|neither|nor|without|(?-i:may)|might|could|would|if|unless|fail\w*)\b|n[’']t\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:in|near|at|on|outside|across|around|off|along|inside|over|between|from|to|throughout)\s", re.IGNORECASE
)
# Words that lines may hold beside those of the passages; the check knows no others.
CONNECTING = frozenset(
    "according to denied said demanded rejected expects speculated claimed by planned possible in also told as "
    "withheld place not happened figures differ speaker given it the "
    "asserts denies demands rejects speculates called off".split()
)


def label(event: str, mode: str | None) -> str:
    """The codebook's name of what happened: ``ASSAULT seize``."""
    return f"{event} {mode}" if mode else event


def is_lever(event: str) -> bool:
    """Whether the codebook marks this type as a lever (AID, SANCTION)."""
    kind = codebook.load().types.get(event)
    return kind is not None and kind.lever


def words(report: Report, sentence: str, limit: int = LINE_WORDS, *, crowded: bool = False) -> str:
    """The line's words: quoted, or roles joined by dashes. ``sentence`` is what the page has at ``[start, end)``.

    ``crowded`` says that the sentence tells other events too.
    """
    whole = count_words(visible(sentence)) <= limit and not crowded and report.speaker is None
    if not whole and report.status == "happened" and _has_enough(report):
        window = _window(report, sentence, limit)
        if window is not None:
            if count_words(window) <= limit:
                return quoted(window)
            if count_words(roles := _roles(report, sentence)) <= limit:
                return roles
    return quoted(excerpt(sentence, report.trigger.start - report.start, limit))


def _has_enough(report: Report) -> bool:
    """A trigger with two of who, whom, where and at what cost says something without its sentence."""
    return sum(map(bool, (report.actors, report.recipients, report.place, report.impact))) >= 2


def _spans(report: Report) -> Iterator[tuple[int, int]]:
    spans: Iterable[object] = (report.trigger, *report.actors, *report.recipients, report.place, report.date)
    for span in (*spans, *report.impact):
        start, end = getattr(span, "start", -1), getattr(span, "end", -1)
        if report.start <= start < end <= report.end:
            yield start - report.start, end - report.start


def _window(report: Report, sentence: str, limit: int) -> str | None:
    """From the first role to the last, or None when a hedge stands outside, or no role inside.

    What a party asks, offers or says is no role: there the window runs on to the end of the sentence or the limit.
    """
    spans = list(_spans(report))
    if not spans:
        return None
    start, end = widened(sentence, min(s for s, _ in spans), max(e for _, e in spans))
    if _BEFORE.search(sentence[:start]) or _AFTER.search(sentence[end:]):
        return None
    if report.quad_code.startswith("VERBAL") and report.speaker is None:
        tail = shorten(visible(sentence[start:]), limit - 1 if start else limit)
        return f"{ELLIPSIS} {tail}" if start else tail
    window = visible(sentence[start:end])
    before = f"{ELLIPSIS} " if sentence[:start].strip(" “\"'‘") else ""
    after = f" {ELLIPSIS}" if sentence[end:].strip(" ”\"'’.!") else ""
    return f"{before}{window}{after}"


def _roles(report: Report, sentence: str) -> str:
    def part(spans: Iterable[object]) -> str:
        found = []
        for span in spans:
            at = getattr(span, "start", -1) - report.start, getattr(span, "end", -1) - report.start
            if 0 <= at[0] < at[1] <= len(sentence):
                start, end = widened(sentence, *at)
                found.append(visible(sentence[start:end]))
        return ", ".join(dict.fromkeys(found))

    told = [part(report.actors), part([report.trigger]), part(report.recipients)]
    where = part([report.place])
    if where and where not in told:
        told.append(where if _PREPOSITION.match(where) else f"in {where}")
    cost = part(report.impact)
    return " – ".join(p for p in (*told, cost) if p)


def excerpt(sentence: str, at: int, limit: int) -> str:
    """The sentence, or ``limit`` words of it: the nearest to offset ``at``, and the first hedge with its neighbours.

    >>> excerpt("It is not so, they told us all on Monday, that Arnor shelled the town of Osk again.", 46, 10)
    'It is not so, … that Arnor shelled the …'
    """
    shown = visible(sentence).split()
    if len(shown) <= limit:
        return " ".join(shown)
    trigger = min(count_words(visible(sentence[: max(0, at)])), len(shown) - 1)
    hedges = (n for n, word in enumerate(shown) if (_BEFORE if n <= trigger else _AFTER).search(word))
    hedge = next(hedges, trigger)
    kept: set[int] = {trigger}
    # A sentence reads on from its trigger: what follows is worth more than what stands as far before.
    nearest = sorted(range(len(shown)), key=lambda n: (n - trigger) if n >= trigger else 1.5 * (trigger - n))
    for n in (hedge, hedge - 1, hedge + 1, *nearest):
        if 0 <= n < len(shown) and count_words(_joined(shown, kept | {n})) <= limit:
            kept.add(n)
    return _joined(shown, kept)


def _joined(words: list[str], kept: set[int]) -> str:
    """The kept words, an ellipsis wherever some are left out."""
    parts = []
    for n, word in enumerate(words):
        if n in kept:
            parts.append(word)
        elif not parts or parts[-1] != ELLIPSIS:
            parts.append(ELLIPSIS)
    return " ".join(parts)


def attributed(speaker: str, status: str) -> str:
    """The phrase before words that are a speaker's and not the outlet's.

    >>> attributed("Arnor's army", "happened"), attributed("Veld", "negated")
    ("according to Arnor's army:", 'Veld denied it:')
    """
    if not speaker:
        return "speaker not given:"
    cut = shorten(speaker, SPEAKER_WORDS)
    return f"{cut} denied it:" if status == "negated" else f"according to {inline(cut)}:"


def inline(speaker: str) -> str:
    """A speaker's words inside a phrase: an article that began a sentence is written small.

    >>> inline("The defence ministry"), inline("Theo Marr")
    ('the defence ministry', 'Theo Marr')
    """
    return f"the{speaker[3:]}" if speaker.startswith("The ") else speaker
