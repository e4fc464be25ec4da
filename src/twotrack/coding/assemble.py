"""Readings to records: sentence offsets become article offsets, words become Entity, Place, When and Impact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twotrack import codebook
from twotrack.coding.counts import count
from twotrack.coding.modes import mode
from twotrack.coding.naming import named
from twotrack.coding.readings import Offsets, ReadEvent, Reading, ReadStatement
from twotrack.records import Entity, Impact, Place, Record, Report, Span, Statement, When, content_id


class Sentence(Record, frozen=True):
    """A sentence at ``[start, end)`` of the article, and the article's id."""

    article_id: str
    start: int
    end: int
    text: str

    def span(self, at: Offsets) -> Span:
        """Sentence offsets to a Span of the article."""
        return Span(start=self.start + at[0], end=self.start + at[1], text=self.text[at[0] : at[1]])


def entity(sentence: Sentence, at: Offsets | None) -> Entity | None:
    """The words as a party that is not resolved yet."""
    if at is None:
        return None
    span = sentence.span(at)
    return Entity(text=span.text, start=span.start, end=span.end)


def _entities(sentence: Sentence, found: Sequence[Offsets]) -> tuple[Entity, ...]:
    return tuple(e for e in (entity(sentence, at) for at in found) if e is not None)


def reports(sentence: Sentence, reading: Reading, coder: str, carried: Entity | None) -> Iterator[Report]:
    """The events of a sentence. ``carried`` is the speaker of the quotation that the sentence stands in."""
    for event in reading.events:
        yield _report(sentence, event, coder, carried)


def _report(sentence: Sentence, event: ReadEvent, coder: str, carried: Entity | None) -> Report:
    trigger = sentence.span(event.trigger)
    actors, recipients = _entities(sentence, event.actors), _entities(sentence, event.recipients)
    speaker = entity(sentence, event.speaker)
    rules = list(event.rules)
    if speaker is None and carried is not None:
        speaker = carried
        rules.append("speaker from the running quotation")
    found_mode = event.mode or mode(event.type, trigger.text, sentence.text)
    if found_mode and not event.mode:
        rules.append(f"mode words: {found_mode}")
    book = codebook.load()
    return Report(
        id=content_id("report", sentence.article_id, trigger.start, trigger.end, event.type),
        article_id=sentence.article_id,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        event=event.type,
        mode=found_mode,
        contexts=(),
        quad_code=book.types[event.type].quad,
        track=book.types[event.type].track,
        trigger=trigger,
        actors=actors,
        recipients=recipients,
        place=_place(sentence, event),
        date=_date(sentence, event.date),
        status=event.status,
        speaker=speaker,
        impact=tuple(_impacts(sentence, event)),
        score=event.score,
        coder=coder,
        codebook=book.version,
        considered=event.considered,
        rules=tuple(rules),
    )


def _place(sentence: Sentence, event: ReadEvent) -> Place | None:
    if event.place is None:
        return None
    span = sentence.span(event.place)
    return Place(text=span.text, start=span.start, end=span.end, reason=event.place_reason)


def _date(sentence: Sentence, at: Offsets | None) -> When | None:
    if at is None:
        return None
    span = sentence.span(at)
    return When(text=span.text, start=span.start, end=span.end)


def _impacts(sentence: Sentence, event: ReadEvent) -> Iterator[Impact]:
    for found in event.impacts:
        span = sentence.span(found.at)
        best, low, high = count(span.text)
        yield Impact(
            kind=found.kind, best=best, low=low, high=high, text=span.text, start=span.start, end=span.end
        )  # fmt: skip


def statements(sentence: Sentence, reading: Reading, carried: Entity | None) -> Iterator[Statement]:
    """The attributed words of a sentence."""
    for found in reading.statements:
        yield _statement(sentence, found, carried)


def _statement(sentence: Sentence, found: ReadStatement, carried: Entity | None) -> Statement:
    content = sentence.span(found.content)
    speaker = entity(sentence, found.speaker) or carried
    return Statement(
        id=content_id("statement", sentence.article_id, content.start, content.end),
        article_id=sentence.article_id,
        start=sentence.start,
        end=sentence.end,
        speaker=speaker,
        cue=sentence.span(found.cue) if found.cue else None,
        content=content,
        stance=found.stance,
        named=speaker is not None and named(speaker.text),
    )


def places(sentence: Sentence, reading: Reading) -> Iterator[Place]:
    """All places that the sentence names, of an event or not."""
    for at in reading.places:
        span = sentence.span(at)
        yield Place(text=span.text, start=span.start, end=span.end)
