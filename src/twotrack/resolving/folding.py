"""Names to keys that are compared: no case, no accents, no apostrophes, one blank between words.

The gazetteer file is built with the same function (``scripts/gazetteer.py``), so a change here needs a new file.

>>> fold("Khān Yūnis"), fold("Sana’a"), fold("Deir al-Balah"), fold("St. Louis"), fold("Kraków")
('khan yunis', 'sanaa', 'deir al balah', 'saint louis', 'krakow')
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ə": "a",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict.fromkeys("'’‘ʻʼ`´ʿʾ′.", ""),
    }
)
_NOT_WORD = re.compile(r"[\W_]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """The key of a name; ``""`` when nothing is left of it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", plain.lower().translate(_LETTERS)).split()
    if words and len(words) > 1:
        words[0] = _SHORT.get(words[0], words[0])
    return " ".join(words)
