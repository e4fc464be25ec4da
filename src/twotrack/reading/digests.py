"""Whether a record's bytes are those that its digests were made of.

>>> import hashlib
>>> differs("sha256:" + hashlib.sha256(b"Envoys met.").hexdigest(), [b"Envoys ", b"met."])
False
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable

_NAMES = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512", "md5": "md5"}


def differs(stated: str, pieces: Iterable[bytes]) -> bool | None:
    """Whether ``pieces`` have another digest than ``algorithm:value`` (hex or base 32); None where it can't be told."""
    name, _, value = stated.partition(":")
    algorithm = _NAMES.get(name.strip().lower())
    if algorithm is None:
        return None
    digest = hashlib.new(algorithm, usedforsecurity=False)
    wanted = _decoded(value.strip(), digest.digest_size)
    if wanted is None:
        return None
    for piece in pieces:
        digest.update(piece)
    return digest.digest() != wanted


def _decoded(value: str, size: int) -> bytes | None:
    """A value that is no digest of this size says nothing of the record: its own bytes may be the damaged ones."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        found = base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == size else None
