"""Readers of the public sets (``shared/data/README.md`` tells what each holds) and of our corpus: rows to Examples."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from training import marks
from training.examples import Example, Span
from twotrack.coding.labels import STATUSES, TYPES

_ALL = frozenset(TYPES)
_M2E2 = {
    "Conflict:Attack": "ASSAULT",
    "Justice:Arrest-Jail": "COERCE",
    "Contact:Meet": "CONSULT",
    "Conflict:Demonstrate": "PROTEST",
}
_M2E2_ROLES = {
    "Attacker": "actor",
    "Agent": "actor",
    "Entity": "actor",
    "Target": "recipient",
    "Victim": "recipient",
    "Person": "recipient",
    "Place": "place",
}
_YIELD = frozenset({"CONCEDE", "RETREAT"})
# Words and marks that fit with the frame into 160 word pieces; a name takes more than one piece, so some room is left.
WINDOW = 115


def is_dev(text: str) -> bool:
    """A fixed 15 % of sentences is kept for evaluation, by hash of the text: the same in every run."""
    return hashlib.sha256(text.encode()).digest()[0] < 256 * 0.15


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzip'd JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def outermost(spans: list[Span]) -> list[Span]:
    """Of nested or overlapping spans the longest, in order."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= k[0] or k[1] <= span[0] for k in kept):
            kept.append(span)
    return sorted(kept)


def plv(path: Path) -> Iterator[Example]:
    """Type of a given pair; as a hint also that some word of the sentence tells it."""
    for row in rows(path):
        if row["near_heldout"]:
            continue
        allowed = _YIELD if row["root"] == "YIELD" else frozenset({row["root"]})
        source, target = (tuple(row[k]) if row[k] else None for k in ("source_span", "target_span"))
        yield Example(row["sentence"], "plv", hint=(allowed, source, target), event=True)
        if source and target:
            yield Example(row["sentence"], "plv-pair", pair=(source, target, allowed))


def cameo(path: Path) -> Iterator[Example]:
    """Neutral sentences: no event in them."""
    for row in rows(path):
        if row["quad"] == 0:
            yield Example(row["sentence"], "cameo", tags={"trigger": []}, event=False)


def m2e2(path: Path) -> Iterator[Example]:
    """Triggers of four types with their arguments; the other types stay open."""
    for row in rows(path):
        if row["near_heldout"] or row["split"] != "train":
            continue
        triggers, roles, mentions = [], [], []
        masked = False
        for event in row["events"]:
            kind = _M2E2.get(event["type"])
            masked = masked or kind is None
            if kind is None:
                continue
            head = (event["trigger"]["start"], event["trigger"]["end"])
            triggers.append((*head, kind))
            for argument in event["args"]:
                role = _M2E2_ROLES.get(argument["role"])
                if role:
                    span = (argument["start"], argument["end"])
                    roles.append((head, role, span))
                    mentions.append(span)
        known = frozenset(_M2E2.values()) if not masked else frozenset({"PROTEST", "CONSULT"})
        judged = [((s, e), r, m) for s, e, _ in triggers for r in ("actor", "recipient", "place") for m in mentions]
        yield Example(
            row["sentence"], "m2e2", {"trigger": triggers}, _ALL - known | {"COERCE"}, roles=roles, judged=judged,
            event=True if triggers else None,
        )  # fmt: skip


def ngec(path: Path) -> Iterator[Example]:
    """The lede of a machine-written story: some word of it tells the story's type. Weak, but it has the rare types."""
    for row in rows(path):
        if row["split"] == "train":
            start, end = next(_lines(row["text"]))
            yield Example(row["text"][start:end], "ngec", hint=(frozenset({row["event"]}), None, None), event=True)


def _lines(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for part in re.finditer(r".+?(?:[.!?][\"'”’)]*(?=\s+[\"'“‘(]*[A-Z0-9])|$)", line[0]):
            words = part[0].strip()
            if words:
                yield start + part.start() + (len(part[0]) - len(part[0].lstrip())), start + part.end()


def _clip(spans: list[list[int]], start: int, end: int) -> list[Span]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]


def polnear(path: Path) -> Iterator[Example]:
    """Source, cue and content of each attribution, sentence by sentence."""
    for row in rows(path):
        for start, end in _lines(row["text"]):
            text = row["text"][start:end]
            tags: dict[str, list[tuple[int, int, str]]] = {"source": [], "cue": [], "content": []}
            roles: list[tuple[Span, str, Span]] = []
            for attribution in row["attributions"]:
                found = {k: _clip(attribution[k], start, end) for k in tags}
                for layer, spans in found.items():
                    tags[layer] += [(*s, layer) for s in spans]
                for cue in found["cue"][:1]:
                    roles += [(cue, "source", s) for s in found["source"]]
                    roles += [(cue, "content", s) for s in found["content"]]
            merged = {k: [(*s, k) for s in outermost([(a, b) for a, b, _ in v])] for k, v in tags.items()}
            cues = [(a, b) for a, b, _ in merged["cue"]]
            judged = [(c, k, (a, b)) for c in cues for k in ("source", "content") for a, b, _ in merged[k]]
            yield Example(text, "polnear", merged, roles=[r for r in roles if r in set(judged)], judged=judged)


def _detokenized(tokens: list[str]) -> tuple[str, list[Span]]:
    text, spans, glue = "", [], True
    for token in tokens:
        tight = glue or re.match(r"^([.,;:!?%)\]’'”]|'s|n't|’s)", token)
        text += token if tight else " " + token
        spans.append((len(text) - len(token), len(text)))
        glue = token in "([“‘$"
    return text, spans


def worldwide(path: Path) -> Iterator[Example]:
    """Places and dates of local news; parties are names only there, so the mention layer stays masked."""
    wanted = {"Location": "place", "Date": "date"}
    for row in rows(path):
        if not 5 <= len(row["tokens"]) <= 80:
            continue
        text, spans = _detokenized(row["tokens"])
        tags: dict[str, list[tuple[int, int, str]]] = {"date": []}
        places: list[tuple[int, int, str]] = []
        for tag, (start, end) in zip(row["tags"], spans, strict=True):
            layer = wanted.get(tag[2:])
            target = tags["date"] if layer == "date" else places
            if layer and tag[0] == "B":
                target.append((start, end, layer))
            elif layer and target:
                target[-1] = (target[-1][0], end, layer)
        # Not every location is the place of something, so places are learned from sentences that name any.
        yield Example(text, "worldwide", tags | {"place": places}, reasons=[(a, "named") for a, _, _ in places])


def factuality(path: Path) -> Iterator[Example]:
    """Whether a predicate happened; of those that did not, planned, possible and negated stay open."""
    grouped: dict[str, Example] = {}
    for row in rows(path):
        if row["split"] != "train" or row["confidence"] < 2 or not row["agree"]:
            continue
        allowed = frozenset({"happened"}) if row["happened"] else frozenset(STATUSES[1:])
        example = grouped.setdefault(row["sentence"], Example(row["sentence"], "factuality"))
        example.statuses.append((row["start"], allowed))
    yield from (e for e in grouped.values() if 6 <= len(e.text.split()) <= 50)


def passages(found: Iterable[marks.MarkedPassage], origin: str) -> Iterator[Example]:
    """Passages that we marked: each sentence alone, sentences together, and pairs of parties.

    Of an ``origin`` that ends in ``-events`` only events were marked: what is said by whom stays open.
    """
    for passage in found:
        alone = [marked(sentence, origin) for sentence in passage.sentences]
        if origin.endswith("-events"):
            alone = [_events_only(example) for example in alone]
        yield from alone
        yield from (joined(window) for window in windows(alone) if len(window) > 1)
        for sentence in passage.sentences:
            yield from _pairs(sentence, origin)


def _events_only(example: Example) -> Example:
    layers = {k: v for k, v in example.tags.items() if k not in ("cue", "source", "content")}
    kept = [[r for r in found if r[1] not in ("source", "content")] for found in (example.roles, example.judged)]
    return replace(example, tags=layers, roles=kept[0], judged=kept[1], stances=[])


def is_kept_out(passage: marks.MarkedPassage) -> bool:
    """Whether a passage of the corpus is kept for evaluation, by its first sentence: neighbours stay together."""
    return is_dev(passage.sentences[0].text)


def windows(sentences: Sequence[Example]) -> list[list[Example]]:
    """Neighbours, as many as the encoder reads at once (:func:`twotrack.coding.encoder.windows`), by their words."""
    made: list[list[Example]] = []
    room = 0
    for sentence in sentences:
        size = len(re.findall(r"\w+|[^\w\s]", sentence.text))
        if not made or size > room:
            made.append([])
            room = WINDOW
        made[-1].append(sentence)
        room -= size
    return made


def joined(sentences: Sequence[Example]) -> Example:
    """Sentences as one example, a blank between: roles hold within a sentence, all else is moved along."""
    text, starts = "", []
    for sentence in sentences:
        starts.append(len(text) + bool(text))
        text += (" " if text else "") + sentence.text
    moved = [_moved(sentence, start) for sentence, start in zip(sentences, starts, strict=True)]
    return Example(
        text,
        f"{sentences[0].origin}-window",
        {layer: [t for e in moved for t in e.tags[layer]] for layer in sentences[0].tags},
        statuses=[s for e in moved for s in e.statuses],
        stances=[s for e in moved for s in e.stances],
        reasons=[r for e in moved for r in e.reasons],
        roles=[r for e in moved for r in e.roles],
        judged=[j for e in moved for j in e.judged],
    )


def _moved(example: Example, by: int) -> Example:
    def triples(found: list[tuple[Span, str, Span]]) -> list[tuple[Span, str, Span]]:
        return [((h[0] + by, h[1] + by), role, (s[0] + by, s[1] + by)) for h, role, s in found]

    return Example(
        example.text,
        example.origin,
        {layer: [(a + by, b + by, label) for a, b, label in spans] for layer, spans in example.tags.items()},
        statuses=[(at + by, s) for at, s in example.statuses],
        stances=[(at + by, s) for at, s in example.stances],
        reasons=[(at + by, r) for at, r in example.reasons],
        roles=triples(example.roles),
        judged=triples(example.judged),
    )


def _pairs(sentence: marks.MarkedSentence, origin: str) -> Iterator[Example]:
    for event in sentence.events:
        if event.actors and event.recipients and not event.weight:
            parties = sentence.spans[event.actors[0]], sentence.spans[event.recipients[0]]
            yield Example(sentence.text, f"{origin}-pair", pair=(*parties, frozenset({event.type})))


def marked(sentence: marks.MarkedSentence, origin: str) -> Example:
    """One sentence that we marked as an example with all layers labelled."""
    spans = sentence.spans
    events = [e for e in sentence.events if e.weight != "optional"]
    tags: dict[str, list[tuple[int, int, str]]] = {
        "trigger": [(*spans[e.trigger], e.type) for e in events],
        "place": [(*spans[e.place], "place") for e in events if e.place],
        "date": [(*spans[e.date], "date") for e in events if e.date],
        "cue": [(*spans[s.cue], "cue") for s in sentence.statements if s.cue],
        "content": [(*s, "content") for s in outermost([spans[c] for t in sentence.statements for c in t.content])],
        "impact": [(*spans[i.span], i.kind) for e in events for i in e.impacts],
    }
    speakers = [spans[s.speaker[1]] for s in sentence.statements if s.speaker and s.speaker[0] == 0]
    tags["source"] = [(*s, "source") for s in outermost(speakers)]
    parties = [spans[n] for e in events for n in e.actors + e.recipients]
    parties += speakers + [spans[e.speaker[1]] for e in events if e.speaker and e.speaker[0] == 0]
    mentions = outermost(parties)
    tags["mention"] = [(*m, "party") for m in mentions]
    roles = list(_event_roles(events, spans)) + list(_statement_roles(sentence))
    judged = list(_judged(tags, mentions))
    statuses = [(spans[e.trigger][0], frozenset({e.status})) for e in events]
    stances = [(spans[s.cue or s.content[0]][0], s.stance) for s in sentence.statements]
    reasons = [(spans[e.place][0], e.place_reason or "named") for e in events if e.place]
    return Example(
        sentence.text, origin, tags, statuses=statuses, stances=stances, reasons=reasons, roles=roles,
        judged=judged, event=bool(events),
    )  # fmt: skip


def _event_roles(events: list[marks.MarkedEvent], spans: dict[int, Span]) -> Iterator[tuple[Span, str, Span]]:
    for event in events:
        head = spans[event.trigger]
        yield from ((head, "actor", spans[n]) for n in event.actors)
        yield from ((head, "recipient", spans[n]) for n in event.recipients)
        yield from ((head, r, spans[n]) for r, n in (("place", event.place), ("date", event.date)) if n)
        if event.speaker and event.speaker[0] == 0:
            yield head, "speaker", spans[event.speaker[1]]
        yield from ((head, "impact", spans[i.span]) for i in event.impacts)


def _statement_roles(sentence: marks.MarkedSentence) -> Iterator[tuple[Span, str, Span]]:
    for statement in sentence.statements:
        if statement.cue is None:
            continue
        head = sentence.spans[statement.cue]
        if statement.speaker and statement.speaker[0] == 0:
            yield head, "source", sentence.spans[statement.speaker[1]]
        yield from ((head, "content", sentence.spans[n]) for n in statement.content)


def _judged(tags: dict[str, list[tuple[int, int, str]]], mentions: list[Span]) -> Iterator[tuple[Span, str, Span]]:
    plain = {k: [(a, b) for a, b, _ in v] for k, v in tags.items()}
    for head in plain["trigger"]:
        yield from ((head, r, m) for r in ("actor", "recipient", "speaker") for m in mentions)
        yield from ((head, r, s) for r in ("place", "date", "impact") for s in plain[r])
    for cue in plain["cue"]:
        yield from ((cue, r, s) for r in ("source", "content") for s in plain[r])
