"""Text that pages wrote, made safe for a terminal.

>>> safe("a\\x1b[31mred\\u202eb")
'a‹ESC›[31mred‹U+202E›b'
"""

from __future__ import annotations

import re

# C0 without tab and newline, DEL, C1; and the marks that turn the direction of what is shown (UAX #9).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Control characters and direction marks as visible names; all else as it is."""
    named = _CONTROL.sub(lambda m: "‹ESC›" if m[0] == "\x1b" else f"‹U+{ord(m[0]):04X}›", text)
    return _TURNING.sub(lambda m: f"‹U+{ord(m[0]):04X}›", named)
