"""Refuse to train on sentences that acceptance tests hold out, as ``shared/data/README.md`` defines them."""

from __future__ import annotations

import gzip
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

_SPLIT = re.compile(r'([.!?]["\'”’)\]]*)\s+(?=["\'“‘(\[]*[A-Z0-9])')


def _norm(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", unicodedata.normalize("NFKC", text).lower())


def _units(text: str) -> Iterable[str]:
    yield text
    for line in re.split(r"[\r\n]+", text):
        yield from _SPLIT.sub(lambda m: m[1] + "\n", line).split("\n")


class HeldOut:
    """``HeldOut(path)(text)`` is True where the text, or a sentence of it, may not be trained on."""

    def __init__(self, hashes: Path) -> None:
        with gzip.open(hashes, "rt") as lines:
            self.hashes = set(lines.read().split())

    def __call__(self, text: str) -> bool:
        norms = (_norm(unit) for unit in _units(text))
        return any(len(n) >= 25 and hashlib.sha256(n.encode()).hexdigest()[:16] in self.hashes for n in norms)


def check(texts: Iterable[str], hashes: Path) -> None:
    """Raise SystemExit that names the first text that is held out."""
    held = HeldOut(hashes)
    for text in texts:
        if held(text):
            raise SystemExit(f"held out, may not be trained on: {text[:80]!r}")
