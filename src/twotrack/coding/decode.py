"""Scores to readings: spans from tags, then roles, status, speaker and stance for each trigger and cue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from twotrack.coding.edges import can_be_place, past_preposition, whole_phrase, whole_words, with_count
from twotrack.coding.encoder import Encoder, Scores
from twotrack.coding.labels import LAYERS, REASONS, ROLES, STANCES, STATUSES, TYPES, layer_slices
from twotrack.coding.lexicon import impact_kind, lifted
from twotrack.coding.naming import is_onlooker
from twotrack.coding.readings import (
    SPEECH_ACTS,
    Offsets,
    ReadEvent,
    ReadImpact,
    Reading,
    ReadStatement,
    is_own_word,
    overlap,
)
from twotrack.records import ImpactKind, PlaceReason, Record, Stance, Status

if TYPE_CHECKING:
    from twotrack.coding.encoder import Floats

# A role holds from even odds on; calibrated on the kept-out part of the corpus (evals/corpus.py).
ROLE = 0.5
# A word is looked at as a trigger from even odds on that it is one, of whatever type. Whether it becomes an event is
# decided by that chance times the share of its best type (the setting event_threshold): calibrated on the kept-out
# part of the corpus and on a day's news (evals/news.py), where a trigger of no clear type is wrong three times in four.
TRIGGER = 0.5
# A tag other than "none" from this probability on: recall of spans matters more than of triggers, since a span
# counts only where a role picks it.
SPAN = 0.35
# Two contents so few tokens apart are one: an interruption by speaker and cue is longer than that.
BRIDGE = 2
# Without cue, speaker and quotation marks, words are attributed only where they are nearly the whole sentence: the
# middle of a quotation that runs over several.
RUNS_ON = 0.8


class Tagged(Record, frozen=True):
    """A span: its tokens ``first`` to ``last``, its characters, its best label, and probabilities of all labels."""

    first: int
    last: int
    at: Offsets
    label: str
    score: float
    labels: tuple[float, ...]


class ModelReader:
    """The model as a reader of sentences. ``threshold`` is the lowest score of an event that counts."""

    def __init__(self, encoder: Encoder, threshold: float) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._threshold = threshold

    def __call__(self, passages: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """A Reading for each sentence of each passage, in order."""
        scored = self._encoder(passages)
        return [
            [read(text, scores, self._threshold) for text, scores in zip(*told, strict=True)]
            for told in zip(passages, scored, strict=True)
        ]


def read(text: str, scores: Scores, threshold: float) -> Reading:
    """What the scores of one sentence say."""
    layers = {name: spans(text, scores, name, TRIGGER if name == "trigger" else SPAN) for name in LAYERS}
    events = (_event(text, scores, trigger, layers) for trigger in layers["trigger"])
    return Reading(
        events=tuple(e for e in events if e.score >= threshold and not _nobody_speaks(text, e)),
        statements=tuple(s for s in _statements(scores, layers) if _attributed(text, s)),
        places=tuple(p.at for p in layers["place"]),
        mentions=tuple(m.at for m in layers["mention"]),
    )


def _nobody_speaks(text: str, event: ReadEvent) -> bool:
    """What critics, experts and observers without a name say of somebody is a statement only: codebook, ACCUSE 5."""
    actors = [text[slice(*a)] for a in event.actors]
    return event.type in SPEECH_ACTS and bool(actors) and all(map(is_onlooker, actors))


def spans(text: str, scores: Scores, layer: str, threshold: float) -> list[Tagged]:
    """The spans of a layer, at word boundaries, in order."""
    labels = LAYERS[layer]
    chances = softmax(scores.tags[:, layer_slices()[layer]])
    found: list[Tagged] = []
    for group in _joined(layer, list(_groups(chances, scores.offsets, threshold))):
        first, last = group[0], group[-1]
        start, end = whole_words(text, scores.offsets[first][0], scores.offsets[last][1])
        if layer in ("place", "mention", "source"):
            start = whole_phrase(text, past_preposition(text, start, end))
        if layer == "impact":
            start = with_count(text, start)
        heads = chances[first, 1:-1]
        best = int(heads.argmax())
        score = round(float(1 - chances[group, 0].min()), 4)
        share = heads / max(float(heads.sum()), 1e-9)
        found.append(
            Tagged(
                first=first,
                last=last,
                at=(start, end),
                label=labels[best],
                score=score,
                labels=tuple(round(float(v), 4) for v in share),
            )
        )
    return _apart(found)


def _groups(chances: Floats, offsets: Sequence[Offsets], threshold: float) -> Iterator[list[int]]:
    """Runs of tokens that belong to one span: begun by a B, carried on by I or by the pieces of one word."""
    group: list[int] = []
    for i, (start, end) in enumerate(offsets):
        inside = end > start and 1 - float(chances[i, 0]) >= threshold
        piece = bool(group) and offsets[group[-1]][1] == start and end > start and group[-1] == i - 1
        begins = float(chances[i, 1:-1].max()) >= float(chances[i, -1])
        if group and ((piece and not begins) or (inside and not begins)):
            group.append(i)
            continue
        if group:
            yield group
        group = [i] if inside else []
    if group:
        yield group


def _joined(layer: str, groups: list[list[int]]) -> list[list[int]]:
    """Spans of one label that touch are one, and contents also over a gap of :data:`BRIDGE` tokens."""
    if len(LAYERS[layer]) > 1:
        return groups
    gap = BRIDGE if layer == "content" else 0
    kept: list[list[int]] = []
    for group in groups:
        if kept and group[0] - kept[-1][-1] <= 1 + gap:
            kept[-1] += range(kept[-1][-1] + 1, group[-1] + 1)
        else:
            kept.append(group)
    return kept


def _apart(found: list[Tagged]) -> list[Tagged]:
    """Widening to words can make two spans one: the better one stays."""
    kept: list[Tagged] = []
    for span in found:
        if kept and span.at[0] < kept[-1].at[1]:
            if span.score > kept[-1].score:
                kept[-1] = span
        elif span.at[0] < span.at[1]:
            kept.append(span)
    return kept


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    import numpy as np

    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return cast("Floats", powers / powers.sum(-1, keepdims=True))


def chance(scores: Scores, role: str, head: Tagged, span: Tagged) -> float:
    """Probability that the span has this role for the head."""
    row = scores.roles[ROLES.index(role), head.first]
    return 1 / (1 + math.exp(-float(row[span.first] + row[span.last]) / 2))


def _with_role(scores: Scores, role: str, head: Tagged, found: Sequence[Tagged]) -> list[tuple[float, Tagged]]:
    rated = [(chance(scores, role, head, span), span) for span in found]
    return [(p, span) for p, span in rated if p >= ROLE]


def _best(scores: Scores, role: str, head: Tagged, found: Sequence[Tagged]) -> Tagged | None:
    rated = _with_role(scores, role, head, found)
    return max(rated, key=lambda r: (r[0], -r[1].first))[1] if rated else None


def _event(text: str, scores: Scores, trigger: Tagged, layers: dict[str, list[Tagged]]) -> ReadEvent:
    words, after = text[slice(*trigger.at)], text[trigger.at[1] :]
    shares = lifted(trigger.labels, TYPES, words, after)
    ranked = sorted(zip(shares, TYPES, strict=True), key=lambda r: -r[0])[:3]
    kind = ranked[0][1]
    actors, recipients = _parties(scores, trigger, layers["mention"])
    speaker = _best(scores, "speaker", trigger, layers["mention"] + layers["source"])
    own_word = speaker is not None and is_own_word(kind, speaker.at, [a.at for a in actors])
    places = [p for p in layers["place"] if can_be_place(text, p.at)]
    place = _place(scores, kind, trigger, recipients, places)
    date = _best(scores, "date", trigger, layers["date"])
    status = STATUSES[int(scores.heads[trigger.first, : len(STATUSES)].argmax())]
    impacts = [span for _, span in _with_role(scores, "impact", trigger, layers["impact"])]
    return ReadEvent(
        type=kind,
        trigger=trigger.at,
        score=round(trigger.score * ranked[0][0], 4),
        considered=tuple((name, share) for share, name in ranked),
        status=cast(Status, status),
        actors=tuple(a.at for a in actors),
        recipients=tuple(r.at for r in recipients),
        place=place.at if place else None,
        place_reason=_reason(scores, place),
        date=date.at if date else None,
        speaker=None if speaker is None or own_word else speaker.at,
        impacts=tuple(ReadImpact(kind=_impact(text, words, i), at=i.at) for i in impacts),
        rules=("own word: no speaker",) * own_word + (f"words speak for {kind}",) * (kind != trigger.label),
    )


def _impact(text: str, trigger: str, impact: Tagged) -> ImpactKind:
    kind = impact_kind(text[slice(*impact.at)], text[: impact.at[0]], trigger)
    return cast(ImpactKind, kind or impact.label)


def _place(
    scores: Scores, kind: str, trigger: Tagged, recipients: Sequence[Tagged], places: Sequence[Tagged]
) -> Tagged | None:
    """The likeliest place; of a visit, the capital that is visited: it stands for its government and for itself."""
    visited = [p for p in places if any(p.at == r.at for r in recipients)] if kind == "CONSULT" else []
    return _best(scores, "place", trigger, visited) or _best(scores, "place", trigger, places)


def _parties(scores: Scores, trigger: Tagged, mentions: list[Tagged]) -> tuple[list[Tagged], list[Tagged]]:
    """Actors and recipients; a mention that could be both takes the likelier side."""
    actors: list[Tagged] = []
    recipients: list[Tagged] = []
    for mention in mentions:
        actor, recipient = (chance(scores, role, trigger, mention) for role in ("actor", "recipient"))
        if max(actor, recipient) >= ROLE:
            (actors if actor >= recipient else recipients).append(mention)
    return actors, recipients


def _reason(scores: Scores, place: Tagged | None) -> PlaceReason | None:
    if place is None:
        return None
    start = len(STATUSES) + len(STANCES)
    reason = REASONS[int(scores.heads[place.first, start : start + len(REASONS)].argmax())]
    return None if reason == "named" else cast(PlaceReason, reason)


def _statements(scores: Scores, layers: dict[str, list[Tagged]]) -> Iterator[ReadStatement]:
    """One statement a content span: the cue that claims it best, that cue's best source."""
    for content in layers["content"]:
        rated = [(chance(scores, "content", cue, content), cue) for cue in layers["cue"]]
        cue = max(rated, key=lambda r: (r[0], -r[1].first))[1] if rated else None
        speakers = layers["source"] or [m for m in layers["mention"] if not overlap(m.at, content.at)]
        speaker = _best(scores, "source", cue, speakers) if cue else None
        if cue is None and len(layers["source"]) == 1:
            speaker = layers["source"][0]
        yield ReadStatement(
            content=content.at,
            stance=_stance(scores, cue or content),
            speaker=speaker.at if speaker else None,
            cue=cue.at if cue else None,
        )


def _attributed(text: str, statement: ReadStatement) -> bool:
    """Words are somebody's when a cue or a speaker says so, or quotation marks, or a quotation that runs on."""
    start, end = statement.content
    quoted = any(mark in text[max(0, start - 1) : end + 1] for mark in '"“”')
    return bool(statement.cue or statement.speaker or quoted or end - start >= RUNS_ON * len(text))


def _stance(scores: Scores, head: Tagged) -> Stance:
    start = len(STATUSES)
    return cast(Stance, STANCES[int(scores.heads[head.first, start : start + len(STANCES)].argmax())])
