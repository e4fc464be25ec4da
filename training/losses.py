"""The loss of a batch: one term a head, each over the rows that have a label for it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional as fn

from training.batches import IGNORE, Row
from twotrack.coding.labels import REASONS, STANCES, STATUSES, layer_slices

Outputs = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]
# Weights found by hand on the development parts: the layers that decide what an event is weigh most.
WEIGHTS = {
    "trigger": 2.0,
    "roles": 1.0,
    "status": 0.5,
    "stance": 0.3,
    "reason": 0.2,
    "types": 1.0,
    "hint": 0.5,
    "event": 0.3,
}


def _among(logits: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Minus the log probability that one of the allowed classes holds; ``allowed`` is bool like ``logits``."""
    return torch.logsumexp(logits, -1) - torch.logsumexp(logits.masked_fill(~allowed, -1e4), -1)


def _tags(logits: torch.Tensor, batch: Sequence[Row], layer: str) -> torch.Tensor | None:
    labels = torch.full(logits.shape[:2], IGNORE)
    for i, r in enumerate(batch):
        if layer in r.tags:
            labels[i, : len(r.tags[layer])] = torch.tensor(r.tags[layer])
    kept = labels != IGNORE
    if not kept.any():
        return None
    if layer != "trigger":
        return fn.cross_entropy(logits[kept], labels[kept])
    allowed = fn.one_hot(labels.clamp(min=0), logits.shape[-1]).bool()
    for i, r in enumerate(batch):
        if r.open_types:
            free = labels[i] == 0
            for column in [*r.open_types, logits.shape[-1] - 1]:
                allowed[i, free, column] = True
    return _among(logits[kept], allowed[kept]).mean()


def _points(logits: torch.Tensor, points: list[tuple[int, int, list[int]]]) -> torch.Tensor | None:
    if not points:
        return None
    allowed = torch.zeros(len(points), logits.shape[-1], dtype=torch.bool)
    for k, (_, _, labels) in enumerate(points):
        allowed[k, labels] = True
    rows, tokens = torch.tensor([p[0] for p in points]), torch.tensor([p[1] for p in points])
    return _among(logits[rows, tokens], allowed).mean()


def _roles(roles: torch.Tensor, batch: Sequence[Row]) -> torch.Tensor | None:
    found = [(i, *r) for i, row in enumerate(batch) for r in row.roles]
    if not found:
        return None
    i, role, head, first, last, holds = (torch.tensor(column) for column in zip(*found, strict=True))
    scores = (roles[i, role, head, first] + roles[i, role, head, last]) / 2
    return fn.binary_cross_entropy_with_logits(scores, holds)


def _hint(trigger: torch.Tensor, batch: Sequence[Row]) -> torch.Tensor | None:
    """Some word outside the parties tells the type: the best word's probability is raised."""
    terms = []
    for i, r in enumerate(batch):
        if r.hint and r.hint_tokens:
            logs = fn.log_softmax(trigger[i, r.hint_tokens], -1)[:, r.hint]
            terms.append(-torch.logsumexp(logs, -1).max())
    return torch.stack(terms).mean() if terms else None


def loss(outputs: Outputs, batch: Sequence[Row]) -> tuple[torch.Tensor, dict[str, float]]:
    """The weighted sum, and each term for the log."""
    tags, heads, roles, types, event = outputs
    a, b = len(STATUSES), len(STATUSES) + len(STANCES)
    slices = layer_slices()
    terms: dict[str, torch.Tensor | None] = {name: _tags(tags[..., s], batch, name) for name, s in slices.items()}
    terms["status"] = _points(heads[..., :a], [(i, t, s) for i, r in enumerate(batch) for t, s in r.statuses])
    terms["stance"] = _points(heads[..., a:b], [(i, t, [s]) for i, r in enumerate(batch) for t, s in r.stances])
    terms["reason"] = _points(
        heads[..., b : b + len(REASONS)], [(i, t, [s]) for i, r in enumerate(batch) for t, s in r.reasons]
    )
    terms["roles"] = _roles(roles, batch)
    terms["types"] = _points(types.unsqueeze(1), [(i, 0, r.types) for i, r in enumerate(batch) if r.types])
    terms["hint"] = _hint(tags[..., slices["trigger"]], batch)
    known = [i for i, r in enumerate(batch) if r.event >= 0]
    truth = torch.tensor([batch[i].event for i in known])
    terms["event"] = fn.binary_cross_entropy_with_logits(event[known], truth) if known else None
    held = {name: term for name, term in terms.items() if term is not None}
    total = torch.stack([WEIGHTS.get(name, 1.0) * term for name, term in held.items()]).sum()
    return total, {name: float(term.detach()) for name, term in held.items()}
