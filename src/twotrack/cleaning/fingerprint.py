"""One fingerprint for one text, whatever its disguise.

>>> fingerprint("Talks “began” in Ke\\u00adld") == fingerprint('TALKS "BEGAN"\\u00a0in Keld')
True
"""

from __future__ import annotations

import hashlib
import unicodedata


def fingerprint(text: str) -> str:
    """16 hex digits of SHA-256 over the letters and digits of the text, in compatibility form and small.

    Blanks, punctuation, quotes, case, invisible and direction marks, composed or decomposed letters make no
    difference; any other letter or digit does.
    """
    return hashlib.sha256(normal(text).encode()).hexdigest()[:16]


def normal(text: str) -> str:
    """The form that is compared: NFKC, case folded, letters, marks and digits only."""
    visible = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc", "Cs")
    )
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")
