"""What is contested, what the pages keep back, and where they are weak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from twotrack.briefing.choosing import Chosen
from twotrack.briefing.figures import Figure, disagreeing
from twotrack.briefing.index import Index
from twotrack.briefing.lines import LineMaker, newest_first
from twotrack.briefing.shapes import BriefLine, Contest, Unknown, Weakness
from twotrack.briefing.texts import visible
from twotrack.briefing.wording import label
from twotrack.records import Article, Entity, Event, Report

CONTESTS = 12
SIDES = 3
EXAMPLES = 5
NOTES = 8


def contested(events: Sequence[Event], index: Index, make: LineMaker) -> tuple[tuple[Contest, ...], int]:
    """Claims with denials, what was withdrawn, figures that exclude each other: newest first; and how many more."""
    found: list[tuple[Event, list[Report] | list[Figure]]] = []
    for event in sorted(events, key=newest_first):
        tellings = index.tellings(event)
        told = _one_a_speaker((r for r in tellings if r.status == "happened"), index)
        untold = _one_a_speaker((r for r in tellings if r.status == "negated"), index)
        if told and untold:
            found.append((event, [*told[:SIDES], *untold[:SIDES]]))
        found += [(event, figures) for figures in disagreeing(tellings)]
    return tuple(_contest(event, sides, make) for event, sides in found[:CONTESTS]), max(0, len(found) - CONTESTS)


def _contest(event: Event, sides: list[Report] | list[Figure], make: LineMaker) -> Contest:
    lines = [make.telling(event, side) if isinstance(side, Report) else make.impact(event, *side) for side in sides]
    kind: Literal["denied", "withdrawn", "figures"] = "denied" if event.contested else "withdrawn"
    if not isinstance(sides[0], Report):
        kind = "figures"
    return Contest(id=event.id, kind=kind, label=label(event.event, event.mode), sides=tuple(lines))


def _one_a_speaker(reports: Iterable[Report], index: Index) -> list[Report]:
    first: dict[str, Report] = {}
    for report in reports:
        spoken = index.speaker(report)
        first.setdefault(spoken[0].casefold() if spoken else "", report)
    return list(first.values())


def unknown(events: Sequence[Event], index: Index, make: LineMaker) -> tuple[Unknown, ...]:
    """Places kept back, actors and dates that no page gives, places that could not be found."""
    newest = sorted(events, key=newest_first)
    kinds = {
        "place withheld by the text": [e for e in newest if e.place and e.place.reason == "withheld"],
        "actor not named": [e for e in newest if e.track == "ground" and not e.actors],
        "no date in the text and none on the page": [e for e in newest if e.date is None and e.first_seen is None],
        "place not found or ambiguous": [e for e in newest if e.place and e.place.reason in ("not found", "ambiguous")],
    }
    return tuple(
        Unknown(name=name, count=len(found), of=len(newest), lines=tuple(_examples(name, found, make)))
        for name, found in kinds.items()
        if found
    )


def _examples(name: str, events: list[Event], make: LineMaker) -> Iterable[BriefLine]:
    # Where most rows lack a date the list says nothing that the count does not.
    shown = 0 if name.startswith("no date") else EXAMPLES
    return (make.event(e) for e in events[:shown])


def weaknesses(chosen: Chosen, index: Index) -> tuple[Weakness, ...]:
    """Weak points of the pages and of what stands on them, each with examples."""
    pages = {a.id: a for a in chosen.articles}
    speakers = {s.article_id for s in index.source.statements if s.named and _somebody(s.speaker)}
    weak: dict[str, list[str]] = {
        "no date": [id for id, a in pages.items() if index.day(id) is None],
        "no byline": [id for id, a in pages.items() if not a.authors],
        "no named speaker in the whole article": [id for id in pages if id not in speakers],
        "retold paragraphs": [id for id in pages if _retold(index, id)],
        "language not read": [id for id, a in pages.items() if not _is_read(a.language)],
    }
    for id, article in pages.items():
        for note in article.notes:
            # A note may carry a value behind a colon ("retold paragraphs: 3"): its name is what pages share.
            known = weak.setdefault(visible(note.partition(":")[0]), [])
            if id not in known:
                known.append(id)
    found = [_weakness(name, ids, pages, index) for name, ids in weak.items() if ids]
    single = sum(e.origins <= 1 for e in chosen.events)
    if single:
        found.append(Weakness(name="single origin", count=single, of=len(chosen.events), unit="event"))
    return tuple(found[: NOTES + 2])


def _somebody(speaker: Entity | None) -> bool:
    """A person or body that could be asked: not "it", not a state, not a capital that stands for one."""
    if speaker is None or speaker.text.lower() in ("it", "this", "these", "they", "we"):
        return False
    words = speaker.text.split()
    # "Both ..." is a pair of parties that nobody could ask as one.
    state = len(speaker.code) == 3 or (speaker.code.endswith("GOV") and len(words) == 1)
    return not state and words[0].lower() != "both"


def _weakness(name: str, ids: list[str], pages: Mapping[str, Article], index: Index) -> Weakness:
    numbered = sorted((i for i in ids if i in index.numbers), key=lambda i: index.numbers[i])
    cites = tuple(index.numbers[i] for i in numbered[:EXAMPLES])
    if name == "retold paragraphs":
        paragraphs = sum(len(a.paragraphs) for a in pages.values())
        retold = sum(_retold(index, i) for i in ids)
        return Weakness(name=name, count=retold, of=paragraphs, unit="paragraph", cites=cites)
    if name == "language not read":
        name = f"{name} ({', '.join(sorted({visible(pages[i].language or 'unknown') for i in ids}))})"
    return Weakness(name=name, count=len(ids), of=len(pages), unit="page", cites=cites)


def _retold(index: Index, article_id: str) -> int:
    return sum(p.retold_of is not None for p in index.articles[article_id].paragraphs)


def _is_read(language: str | None) -> bool:
    return language is None or language.split("-")[0].lower() in ("en", "eng", "english")
