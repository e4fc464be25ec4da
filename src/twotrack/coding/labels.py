"""The label sets of the encoder's heads: training and reading share this one list.

Order is part of the model file: a change here needs a new model.
"""

from __future__ import annotations

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
STATUSES = ("happened", "planned", "possible", "negated")
STANCES = ("asserts", "denies", "demands", "rejects", "expects", "speculates")
IMPACTS = ("killed", "injured", "displaced", "detained", "missing", "destroyed")
REASONS = ("named", "withheld", "region")

# Tag layers: per token O, B-label for each label, and one shared I. Layers overlap freely.
LAYERS: dict[str, tuple[str, ...]] = {
    "trigger": TYPES,
    "mention": ("party",),
    "place": ("place",),
    "date": ("date",),
    "cue": ("cue",),
    "source": ("source",),
    "content": ("content",),
    "impact": IMPACTS,
}

# Scores between a head token (row) and a span (column): the first six for triggers, the last two for cues.
ROLES = ("actor", "recipient", "place", "date", "speaker", "impact", "source", "content")

# Words put around the two given parties for `relate`; rows of the base vocabulary that no text uses.
MARKERS = {"actor": ("[unused1]", "[unused2]"), "recipient": ("[unused3]", "[unused4]")}
MAX_TOKENS = 160


def layer_slices() -> dict[str, slice]:
    """Where each layer's logits lie in the encoder's one tag output.

    >>> layer_slices()["trigger"], layer_slices()["mention"]
    (slice(0, 18, None), slice(18, 21, None))
    """
    found, start = {}, 0
    for layer, labels in LAYERS.items():
        found[layer] = slice(start, start + len(labels) + 2)
        start += len(labels) + 2
    return found
