"""Examples to tensors: characters to tokens, spans to labels, the rest masked with -100."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer

from training.examples import Example, Span
from twotrack.coding.encoder import party_tokens
from twotrack.coding.labels import LAYERS, MAX_TOKENS, REASONS, ROLES, STANCES, STATUSES, TYPES
from twotrack.coding.marking import mark_pair

IGNORE = -100


@dataclass
class Row:
    """One example in tokens. ``tags[layer]`` is a label id a token; positions are token indexes."""

    ids: list[int]
    pair: tuple[int, int] = (0, 0)
    tags: dict[str, list[int]] = field(default_factory=dict)
    open_types: list[int] = field(default_factory=list)
    statuses: list[tuple[int, list[int]]] = field(default_factory=list)
    stances: list[tuple[int, int]] = field(default_factory=list)
    reasons: list[tuple[int, int]] = field(default_factory=list)
    roles: list[tuple[int, int, int, int, float]] = field(default_factory=list)  # role, head, first, last, holds
    types: list[int] = field(default_factory=list)
    hint: list[int] = field(default_factory=list)
    hint_tokens: list[int] = field(default_factory=list)
    event: float = -1.0


def _token_at(offsets: Sequence[Span], character: int) -> int | None:
    for i, (start, end) in enumerate(offsets):
        if start <= character < end:
            return i
    return None


def _token_span(offsets: Sequence[Span], span: Span) -> tuple[int, int] | None:
    inside = [i for i, (a, b) in enumerate(offsets) if a < span[1] and b > span[0] and b > a]
    return (inside[0], inside[-1]) if inside else None


def _layer(example: Example, layer: str, offsets: Sequence[Span]) -> list[int]:
    labels = LAYERS[layer]
    found = [0 if b > a else IGNORE for a, b in offsets]
    # We mark places of events only: a name outside them may be a place too. The newswire marks names only: "an unnamed
    # town" may be a place too.
    if layer == "place":
        masked = str.islower if example.origin == "worldwide" else str.isupper
        found = [IGNORE if b > a and masked(example.text[a]) else v for v, (a, b) in zip(found, offsets, strict=True)]
    for start, end, label in example.tags[layer]:
        tokens = _token_span(offsets, (start, end))
        if tokens:
            found[tokens[0]] = 1 + labels.index(label)
            for i in range(tokens[0] + 1, tokens[1] + 1):
                found[i] = len(labels) + 1
    return found


def _roles(example: Example, offsets: Sequence[Span]) -> Iterator[tuple[int, int, int, int, float]]:
    holds = set(example.roles)
    for head, role, span in dict.fromkeys([*example.judged, *example.roles]):
        at, tokens = _token_at(offsets, head[0]), _token_span(offsets, span)
        if at is not None and tokens:
            yield ROLES.index(role), at, *tokens, float((head, role, span) in holds)


def row(example: Example, tokenizer: Tokenizer) -> Row:
    """One example in tokens; spans that fall behind ``MAX_TOKENS`` are dropped."""
    if example.pair:
        text, _ = mark_pair(example.text, example.pair[0], example.pair[1])
        encoding = tokenizer.encode(text)
        return Row(encoding.ids, party_tokens(encoding.tokens), types=[TYPES.index(t) for t in sorted(example.pair[2])])
    encoding = tokenizer.encode(example.text)
    offsets = encoding.offsets
    made = Row(encoding.ids)
    made.tags = {layer: _layer(example, layer, offsets) for layer in example.tags}
    made.open_types = [1 + TYPES.index(t) for t in sorted(example.open_types)]
    made.roles = list(_roles(example, offsets))
    for character, allowed in example.statuses:
        at = _token_at(offsets, character)
        if at is not None:
            made.statuses.append((at, [STATUSES.index(s) for s in sorted(allowed)]))
    made.stances = _points(example.stances, STANCES, offsets)
    made.reasons = _points(example.reasons, REASONS, offsets)
    made.event = -1.0 if example.event is None else float(example.event)
    if example.hint:
        allowed, *parties = example.hint
        made.hint = [1 + TYPES.index(t) for t in sorted(allowed)]
        outside = [p for p in parties if p]
        made.hint_tokens = [
            i for i, (a, b) in enumerate(offsets) if b > a and all(b <= s or a >= e for s, e in outside)
        ]
    return made


def _points(points: list[tuple[int, str]], labels: Sequence[str], offsets: Sequence[Span]) -> list[tuple[int, int]]:
    placed = ((_token_at(offsets, character), labels.index(label)) for character, label in points)
    return [(at, label) for at, label in placed if at is not None]


def batches(rows: Sequence[Row], tokens: int, rng: random.Random) -> Iterator[list[Row]]:
    """Batches of about ``tokens`` tokens, of rows of like length, in random order."""
    order = sorted(rows, key=lambda r: (len(r.ids), rng.random()))
    made: list[list[Row]] = [[]]
    for r in order:
        if made[-1] and (len(made[-1]) + 1) * len(r.ids) > tokens:
            made.append([])
        made[-1].append(r)
    rng.shuffle(made)
    yield from (b for b in made if b)


def tensors(batch: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """``ids``, ``mask`` [batch, tokens] and ``pair`` [batch, 2]."""
    width = max(len(r.ids) for r in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, r in enumerate(batch):
        ids[i, : len(r.ids)] = torch.tensor(r.ids)
        mask[i, : len(r.ids)] = 1
    return ids, mask, torch.tensor([r.pair for r in batch])


def tokenizer(path: str) -> Tokenizer:
    """The base model's tokenizer, with the pair markers kept whole."""
    from twotrack.coding.marking import add_markers

    made = Tokenizer.from_file(path)
    made.no_padding()
    made.enable_truncation(MAX_TOKENS)
    add_markers(made)
    return made
