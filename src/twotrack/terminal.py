"""Text that pages wrote, made safe for a terminal.

>>> safe("a\\x1b[31mred\\u202eb")
'a‹ESC›[31mred‹U+202E›b'
"""

from __future__ import annotations

import re

# C0 without tab and newline, DEL, C1; and the marks that turn the direction of what is shown (UAX #9).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Nothing is seen of these, so that words look the same and are not.
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def safe(text: str) -> str:
    """Control characters, direction marks and what can't be seen as visible names; all else as it is."""
    named = _CONTROL.sub(lambda m: "‹ESC›" if m[0] == "\x1b" else f"‹U+{ord(m[0]):04X}›", text)
    return _UNSEEN.sub(_name, _TURNING.sub(_name, named))


def _name(found: re.Match[str]) -> str:
    return f"‹U+{ord(found[0]):04X}›"
