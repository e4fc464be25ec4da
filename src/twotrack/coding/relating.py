"""Which event type, given who acts on whom: two readings of one sentence, weighed together.

One reading marks the two parties and asks the whole sentence; the other looks for the trigger whose actor and recipient
they are, as the coder does. Each sees what the other misses: on the kept-out part of PLV (evals/relate.py) both
together are right more often than either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from twotrack.coding.decode import softmax
from twotrack.coding.encoder import Encoder, Scores
from twotrack.coding.labels import ROLES, TYPES, layer_slices
from twotrack.coding.readings import Offsets, overlap

if TYPE_CHECKING:
    from twotrack.coding.encoder import Floats

Pair = tuple[str, Offsets, Offsets]
# How much the trigger's reading weighs beside the other, and the least that it gives to any type.
TRIGGER, LEAST = 1.0, 0.02
# What a trigger counts whose parties are others: a party may be named twice, and only one naming is the trigger's.
STRANGER = 0.15


def relate(encoder: Encoder, pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """Probabilities of the 16 types for each ``(text, actor span, recipient span)``; each adds up to 1."""
    marked = encoder.pair_types(pairs)
    scored = encoder([[text] for text, _, _ in pairs])
    return [
        _weighed(logits, _triggers(scores[0], actor, recipient))
        for logits, scores, (_, actor, recipient) in zip(marked, scored, pairs, strict=True)
    ]


def _weighed(logits: Floats, triggers: Floats) -> dict[str, float]:
    chances = softmax(logits) * (triggers + LEAST) ** TRIGGER
    total = float(chances.sum())
    return {name: round(float(chance) / total, 6) for name, chance in zip(TYPES, chances, strict=True)}


def _triggers(scores: Scores, actor: Offsets, recipient: Offsets) -> Floats:
    """For each type the best token: the chance that it is such a trigger, and that its parties are these."""
    types: Floats = softmax(scores.tags[:, layer_slices()["trigger"]])[:, 1:-1]
    weights = _fits(scores, "actor", actor) * _fits(scores, "recipient", recipient)
    found: Floats = (types * weights[:, None]).max(axis=0, initial=0.0)
    return found


def _fits(scores: Scores, role: str, span: Offsets) -> Floats:
    import numpy as np

    inside = [i for i, at in enumerate(scores.offsets) if overlap(at, span)]
    if not inside:
        return np.full(len(scores.offsets), STRANGER, dtype=np.float32)
    rows = scores.roles[ROLES.index(role)]
    logits = (rows[:, inside[0]] + rows[:, inside[-1]]) / 2
    fits: Floats = STRANGER + 1 / (1 + np.exp(-logits))
    return fits
