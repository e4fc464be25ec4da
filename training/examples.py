"""What the heads learn from: one sentence with whatever its data set labels; the rest is masked.

A label that a set does not know is not a negative. ``tags`` holds only the layers that the set labels in full;
``open_types`` names event types that the set does *not* label, so that an unmarked word may still be one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """Character spans into ``text``, half-open."""

    text: str
    origin: str
    tags: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    open_types: frozenset[str] = frozenset()
    statuses: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    stances: list[tuple[int, str]] = field(default_factory=list)
    reasons: list[tuple[int, str]] = field(default_factory=list)
    roles: list[tuple[Span, str, Span]] = field(default_factory=list)  # head, role, span: these hold
    judged: list[tuple[Span, str, Span]] = field(default_factory=list)  # these were considered; not in roles: no
    pair: tuple[Span, Span, frozenset[str]] | None = None  # actor, recipient, allowed types
    hint: tuple[frozenset[str], Span | None, Span | None] | None = None  # some word tells this type, of these
    event: bool | None = None
