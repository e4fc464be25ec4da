"""The negotiating table: meetings proposed, agreed, held, called off, and what came of them.

| state | from |
|---|---|
| proposed | REQUEST with mode ``meet``, or a CONSULT that is only possible |
| agreed | a planned CONSULT; an AGREE whose words name talks, a meeting, a visit |
| held | a CONSULT that happened, with two parties or more |
| called off | REJECT with mode ``meet``; a negated CONSULT; a SANCTION that breaks off talks |

Events are of one meeting when they share two parties and their days lie within two weeks of each other; a visit that
was held is not held again: what follows is another meeting. Outcomes are what the same parties agreed, conceded,
rejected or carried out within three days after, told by an article that tells the meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from twotrack.claiming.who import is_somebody
from twotrack.records import Event, EventParty, Meeting, Stage, content_id

State = Literal["proposed", "agreed", "held", "called off"]
_CONSULTED: dict[str, State] = {
    "happened": "held", "planned": "agreed", "possible": "proposed", "negated": "called off",
}  # fmt: skip
OUTCOMES = frozenset(["AGREE", "CONCEDE", "REJECT", "RETREAT", "COOPERATE", "AID"])
SPAN, AFTER = 14, 3  # days
_TALKS = re.compile(
    r"\b(?:talks?|meet(?:ing|ings)?|summits?|negotiat\w+|visits?|consultations?|conference|dialogue)\b", re.I
)
# PA-X (Bell & Badanjak 2019) stages, as words of a passage name them; the later stage outweighs the earlier.
_STAGES: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    ("implementation", re.compile(r"\b(?:implement\w+|monitoring mission|verification mission)\b", re.I)),
    ("comprehensive", re.compile(r"\b(?:comprehensive|final|peace) (?:agreement|accord|treaty|deal)\b", re.I)),
    ("ceasefire", re.compile(r"\b(?:cease-?fire|truce|armistice|cessation of hostilities)\b", re.I)),
    ("partial", re.compile(r"\b(?:framework|interim|partial) (?:agreement|accord|deal)\b", re.I)),
    ("pre-negotiation", re.compile(r"\btalks about talks\b|\bpreliminary (?:talks|contacts)\b|\broadmap\b", re.I)),
)  # fmt: skip


class _Step(NamedTuple):
    """An event as a step towards a meeting; ``day`` is its first day, or the day on which it was first told."""

    day: str
    state: State
    event: Event
    parties: frozenset[str]


def meetings(events: Iterable[Event]) -> list[Meeting]:
    """All meetings, by day of their first step."""
    told = sorted(events, key=lambda e: e.id)
    steps = sorted((s for e in told if (s := _step(e))), key=lambda s: (s.day, s.event.id))
    groups: list[list[_Step]] = []
    for step in steps:
        home = next((g for g in reversed(groups) if _of_one(g, step)), None)
        if home is None:
            groups.append([step])
        else:
            home.append(step)
    results = _by_article(told)
    return [_meeting(group, results) for group in groups]


def _step(event: Event) -> _Step | None:
    state = _state(event)
    parties = _keys(event)
    if state is None or len(parties) < 2:
        return None
    day = (event.date.first if event.date else None) or event.first_seen or "9999-12-31"
    return _Step(day[:10], state, event, parties)


def _state(event: Event) -> State | None:
    if event.event == "CONSULT":
        return _CONSULTED[event.status]
    if event.status not in ("happened", "planned"):
        return None
    talks = bool(_TALKS.search(event.text))
    if event.event in ("REQUEST", "REJECT"):
        state: State = "proposed" if event.event == "REQUEST" else "called off"
        return state if event.mode == "meet" else None
    if event.event == "AGREE":
        return "agreed" if talks else None
    return "called off" if event.event == "SANCTION" and event.mode == "discontinue" and talks else None


def _keys(event: Event) -> frozenset[str]:
    """The parties, a state and its organs as one, so that "the Kremlin" and "Moscow" meet once."""
    return frozenset(_key(p) for p in (*event.actors, *event.recipients) if is_somebody(p.name))


def _key(party: EventParty) -> str:
    return party.country or party.code or party.name.casefold()


def _of_one(group: Sequence[_Step], step: _Step) -> bool:
    last = group[-1]
    if len(last.parties & step.parties) < 2 or _days(last.day, step.day) > SPAN:
        return False
    # What comes after a meeting that was held, on a later day, is about the next one.
    return not (last.state == "held" and step.day > last.day)


def _days(first: str, last: str) -> int:
    try:
        return abs((date.fromisoformat(last) - date.fromisoformat(first)).days)
    except ValueError:
        return 0 if first == last else SPAN + 1


def _by_article(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.event in OUTCOMES:
            for article in event.articles:
                found.setdefault(article, []).append(event)
    return found


def _meeting(group: Sequence[_Step], results: Mapping[str, list[Event]]) -> Meeting:
    last = group[-1]
    held = [s for s in group if s.state == "held"]
    of = held or [last]
    outcome = sorted({e.id for s in held for e in _outcome(s, results)} - {s.event.id for s in group})
    names = {_key(p): p for s in group for p in (*s.event.actors, *s.event.recipients) if is_somebody(p.name)}
    return Meeting(
        id=content_id("meeting", *sorted(s.event.id for s in group)),
        parties=tuple(party for _, party in sorted(names.items())),
        state=last.state,
        history=tuple((s.state, s.event.id) for s in group),
        date=next((s.event.date for s in of if s.event.date), None),
        place=next((s.event.place for s in of if s.event.place), None),
        outcome=tuple(outcome),
        stage=_stage(group),
    )


def _outcome(step: _Step, results: Mapping[str, list[Event]]) -> Iterator[Event]:
    for article in step.event.articles:
        for event in results.get(article, ()):
            day = (event.date.first if event.date else None) or event.first_seen or step.day
            if step.parties & _keys(event) and step.day <= day and _days(step.day, day) <= AFTER:
                yield event


def _stage(group: Sequence[_Step]) -> Stage | None:
    text = " ".join(s.event.text for s in group)
    return next((stage for stage, words in _STAGES if words.search(text)), None)
