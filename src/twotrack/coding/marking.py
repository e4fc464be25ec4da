"""Mark two given parties in a text, for ``relate``.

>>> mark_pair("Arnor shelled Osk.", (0, 5), (14, 17))
('[unused1] Arnor [unused2] shelled [unused3] Osk [unused4].', True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twotrack.coding.labels import MARKERS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Offsets = tuple[int, int]


def mark_pair(text: str, actor: Offsets, recipient: Offsets) -> tuple[str, bool]:
    """The text with markers around both parties, and whether the actor comes first.

    Overlapping parties are both marked; the one that starts first opens first.
    """
    inserts = []
    for role, (start, end) in (("actor", actor), ("recipient", recipient)):
        opening, closing = MARKERS[role]
        inserts += [(start, 1, f"{opening} "), (end, 0, f" {closing}")]
    marked = text
    for position, _, words in sorted(inserts, key=lambda i: (i[0], i[1]), reverse=True):
        marked = marked[:position] + words + marked[position:]
    return marked, actor[0] <= recipient[0]


def add_markers(tokenizer: Tokenizer) -> None:
    """Keep the markers whole: they are rows of the vocabulary that plain text never uses."""
    tokenizer.add_special_tokens([word for pair in MARKERS.values() for word in pair])
