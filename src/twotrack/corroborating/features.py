"""What speaks for and against two reports telling one event. Each function's docstring is what users are shown.

A feature gives evidence or None where it knows nothing. ``points`` add up (`scoring.py`); ``rules_out`` says that the
two can't be one event, whatever else agrees. Points were set on invented pairs and checked on hand-grouped news; the
figures stand in ``docs/corroborating.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from twotrack.corroborating.parties import NEAR, OTHER, SAME, pooled, sides
from twotrack.corroborating.spots import compared
from twotrack.corroborating.stories import likeness
from twotrack.corroborating.told import Told
from twotrack.corroborating.words import overlap

# Types that coders take for each other (docs/codebook.md, "accepted"), so that two tellings may differ in them.
CONFUSED = frozenset(
    frozenset(pair.split("/"))
    for pair in """ASSAULT/COERCE AGREE/CONSULT AGREE/CONCEDE AGREE/REQUEST AGREE/AID AGREE/SUPPORT AGREE/COOPERATE
    CONSULT/SUPPORT REJECT/SANCTION THREATEN/SANCTION THREATEN/REJECT REQUEST/COERCE REQUEST/THREATEN AID/SUPPORT
    AID/MOBILIZE AID/COOPERATE CONCEDE/RETREAT ACCUSE/REJECT COERCE/SANCTION""".split()
)
SPOKEN = frozenset(["ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"])
POOLED = frozenset(["AGREE", "CONSULT", "COOPERATE"])
# Calibrated on 131 political articles that people grouped (evals/stories.py): of 7,912 pairs of two stories one in a
# thousand is more alike than 0.27, of 603 pairs of one story four in ten are.
_STORY = ((0.30, 70), (0.22, 45), (0.16, 25), (0.12, 10))
_AIR = frozenset(["aerial", "drone", "heavy-weapons", "explosives"])


class Evidence(NamedTuple):
    """Points for (or, negative, against) one event, the reason in words, and whether it rules one event out."""

    points: int
    reason: str
    rules_out: bool = False


Feature = Callable[[Told, Told], Evidence | None]


def same_type(left: Told, right: Told) -> Evidence | None:
    """The same event type counts 20; two types that coders take for each other 5; others are never one event."""
    a, b = left.report.event, right.report.event
    if a == b:
        return Evidence(20, f"same type {a}")
    if frozenset((a, b)) in CONFUSED:
        return Evidence(5, f"near types {'/'.join(sorted((a, b)))}")
    return Evidence(-100, f"other type: {'/'.join(sorted((a, b)))}", True)


def same_mode(left: Told, right: Told) -> Evidence | None:
    """The same mode counts 10; modes told for each other (drone, aerial, heavy weapons, explosives) 0; others -20."""
    a, b = left.report.mode, right.report.mode
    if a is None or b is None or ({a, b} <= _AIR and a != b):
        return None
    return Evidence(10, f"same mode {a}") if a == b else Evidence(-20, f"other mode: {'/'.join(sorted((a, b)))}")


def same_day(left: Told, right: Told) -> Evidence | None:
    """The same day, said by both, counts 20; overlapping spans 8; days that can't overlap rule one event out.

    A report without a date of its own lies within two days of its publication, a plan up to thirty days ahead; two
    published on one day count 10, on neighbouring days 5. Where a day isn't known at all: -10.
    """
    if left.first is None or left.last is None or right.first is None or right.last is None:
        return Evidence(-10, "a day is not known")
    if left.first > right.last or right.first > left.last:
        return Evidence(-40, "days do not overlap", True)
    if left.dated and right.dated:
        one = left.first == left.last == right.first == right.last
        day = f" {left.report.date.first}" if left.report.date and left.report.date.first else ""
        return Evidence(20, f"same day{day}") if one else Evidence(8, "days overlap")
    if left.dated or right.dated:
        return Evidence(8, "published within days of it")
    apart = abs((left.published or 0) - (right.published or 0))
    return Evidence(10 if apart == 0 else 5, "published the same day" if apart == 0 else "published within days")


def same_place(left: Told, right: Told) -> Evidence | None:
    """The same town counts 30, district 20 or 15, country 10; a place inside the other 5 to 15; other places rule
    one event out. Two places that are both kept back count 15, one kept back never meets a named town. On the ground
    track, a place that only one report gives counts -10.
    """
    if left.place is not None and right.place is not None:
        return Evidence(*compared(left.place, right.place))
    one = left.place is not None or right.place is not None
    return Evidence(-10, "only one names a place") if one and left.report.track == "ground" else None


def same_actor(left: Told, right: Told) -> Evidence | None:
    """Those who act: the same party counts 20, one country or a like name 12; other parties rule one event out."""
    if _as_pool(left, right):
        return None
    return _side(sides(left.actors, right.actors), "actor", left.actors[:1] or right.actors[:1])


def same_recipient(left: Told, right: Told) -> Evidence | None:
    """Those acted upon, counted as the actors are."""
    if _as_pool(left, right):
        return None
    return _side(sides(left.recipients, right.recipients), "recipient", left.recipients[:1] or right.recipients[:1])


def same_company(left: Told, right: Told) -> Evidence | None:
    """Meetings and deals, where either may be told as the actor: two parties in common count 40, one 15; where each
    report has a party that the other one's are not, they are two events.
    """
    if not _as_pool(left, right):
        return None
    agree, strangers = pooled(left.actors + left.recipients, right.actors + right.recipients)
    if strangers:
        return Evidence(-40, "each has a party that the other has not", True)
    return Evidence((0, 15, 40)[min(agree, 2)], f"{agree} parties in common") if agree else None


def same_target(left: Told, right: Told) -> Evidence | None:
    """What was hit: a kind of target in common (hospital, bridge, depot …) counts 10, only different ones rule out."""
    if left.report.event != "ASSAULT" or right.report.event != "ASSAULT" or not left.targets or not right.targets:
        return None
    both = left.targets & right.targets
    if both:
        return Evidence(10, f"same target: {', '.join(sorted(both))}")
    return Evidence(-40, "other targets: " + " / ".join(sorted(map(_listed, (left.targets, right.targets)))), True)


def same_words(left: Told, right: Told) -> Evidence | None:
    """The evidence sentences without names and trigger: half of the shorter one's content words in common count 20, a
    third 10. For what is said, not done (accusing, demanding …), under a fifth counts -20: a ministry says many things
    a day. With fewer than three words left it says nothing.
    """
    if min(len(left.stems), len(right.stems)) < 3:
        return None
    part = overlap(left.stems, right.stems)
    said = f"{round(part * 100)} % of the words in common"
    if part >= 0.5:
        return Evidence(20, said)
    if part >= 0.33:
        return Evidence(10, said)
    spoken = left.report.event in SPOKEN and right.report.event in SPOKEN
    return Evidence(-20, said) if spoken and part < 0.2 else None


def same_trigger(left: Told, right: Told) -> Evidence | None:
    """The same word, or one that means the same, for what was done counts 10."""
    return Evidence(10, f"same word: {left.lemma}") if left.lemma and left.lemma == right.lemma else None


def same_figures(left: Told, right: Told) -> Evidence | None:
    """A count in common counts 15; counts that differ by more than three times -15; others say nothing: first counts
    of the dead are seldom the last.
    """
    if not left.figures or not right.figures:
        return None
    both = sorted(set(left.figures) & set(right.figures))
    if both:
        return Evidence(15, f"same count: {both[0][1]} {both[0][0]}")
    far = [(k, n, m) for k, n in left.figures for kind, m in right.figures if kind == k and _far(n, m)]
    return Evidence(-15, "counts far apart: {1} and {2} {0}".format(*far[0])) if far else None


def compatible_status(left: Told, right: Told) -> Evidence | None:
    """What is only said to be possible counts -30 against what is told as fact, planned or denied: it joins only
    where everything else agrees.
    """
    pair = {left.report.status, right.report.status}
    return Evidence(-30, f"{' / '.join(sorted(pair))}") if "possible" in pair and len(pair) == 2 else None


def same_sentence(left: Told, right: Told) -> Evidence | None:
    """Two in one sentence count -15, as coders tell two events there; in one paragraph, 5."""
    if left.report.article_id != right.report.article_id:
        return None
    if left.report.start == right.report.start:
        return Evidence(-15, "told in one sentence as two")
    return Evidence(5, "same paragraph") if left.paragraph == right.paragraph else None


def same_story(left: Told, right: Told) -> Evidence | None:
    """The pages around them: two articles with 0.30 of their weighted words in common count 70, 0.22 count 45, 0.16
    count 25, 0.12 count 10. Counted only where the reports themselves have something in common that is worth 10.
    """
    if left.report.article_id == right.report.article_id:
        return None
    alike = likeness(left.story, right.story)
    points = next((points for least, points in _STORY if alike >= least), 0)
    return Evidence(points, f"pages alike: {alike:.2f}") if points else None


FEATURES: tuple[Feature, ...] = (
    same_type, same_day, same_place, same_target, same_company, same_actor, same_recipient, same_figures, same_mode,
    same_words, same_trigger, compatible_status, same_sentence,
)  # fmt: skip
# What the reports have in common themselves, beside type and day.
OWN = frozenset(
    [same_place, same_target, same_company, same_actor, same_recipient, same_figures, same_words, same_trigger]
)
# Those that can rule one event out.
DECISIVE: tuple[Feature, ...] = (same_type, same_day, same_place, same_target, same_company, same_actor, same_recipient)


def _as_pool(left: Told, right: Told) -> bool:
    return left.report.event in POOLED and right.report.event in POOLED


def _side(found: int, role: str, named: tuple[object, ...]) -> Evidence | None:
    if found == OTHER:
        return Evidence(-40, f"other {role}", True)
    name = getattr(named[0], "code", "") or getattr(named[0], "name", "") if named else ""
    if found == SAME:
        return Evidence(20, f"same {role} {name}".rstrip())
    return Evidence(12, f"{role}s may be one: {name}") if found == NEAR else None


def _listed(targets: frozenset[str]) -> str:
    return ", ".join(sorted(targets))


def _far(left: int, right: int) -> bool:
    return max(left, right) > 3 * max(1, min(left, right)) and abs(left - right) > 5
