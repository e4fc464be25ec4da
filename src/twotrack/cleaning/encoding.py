"""Bytes to text: byte order mark, then UTF-8 where it fits, then the declared charset, then a guess.

>>> decode("Заря".encode("windows-1251") * 20)[1]
'cp1251'
"""

from __future__ import annotations

import codecs
import contextlib
import re
import unicodedata

from twotrack.errors import Refused

# What browsers take these labels for: pages that say latin-1 mean Windows-1252, and so on.
WHATWG = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "utf8": "utf-8",
}
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# One broken character in 200 is a cut or a slip of an editor; more is another encoding.
MAX_BROKEN = 1 / 200
_UNDEFINED_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})|<\?xml[^>]{0,100}?encoding=["']([\w.-]{1,40})""", re.I
)
# Newline and tab are layout, line and paragraph separators are newlines; all other controls mean nothing in a text.
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Soft hyphen, zero-width space and joiners between Latin letters, word joiner, byte order mark, direction marks,
# marks of annotations, tags.
_INVISIBLE = re.compile(
    r"[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    r"|(?<=[A-Za-z])[\u200c\u200d]"
)
# These make what is shown another text than what is stored. Pages in Arabic or Hebrew have them for good reasons.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]|&#(?:823[4-8]|829[4-7]|x202[a-e]|x206[6-9]);", re.I)


def decode(raw: bytes, markup: bool = False, charset: str | None = None) -> tuple[str, str]:
    """The text and the name of the encoding it was in; ``markup`` lets a page declare its own.

    ``charset`` is what the HTTP header says. It goes before what the page declares, where the bytes fit it, unless it
    is Latin 1: servers say that of everything.

    Raises:
        Refused: "wrong encoding" when nothing fits.
    """
    for bom, name in BOMS:
        if raw.startswith(bom):
            return _fitting(raw[len(bom) :], name)
    if (utf16 := _utf16_without_mark(raw)) is not None:
        return _fitting(raw, utf16)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        declared = _declared(raw) if markup else None
    sent = _codec(charset or "")
    if sent not in (None, "utf-8") and not (sent == "cp1252" and declared):
        with contextlib.suppress(Refused):
            return _fitting(raw, str(sent))
    if declared is not None and declared != "utf-8":
        return _fitting(raw, declared)
    return _guessed(raw)


def tidy(text: str) -> str:
    """NFC, one kind of newline, no control and no invisible characters; what can't be stored becomes U+FFFD.

    >>> tidy("Ke\\u00adld\\r\\nOsk\\x07")
    'Keld\\nOsk'
    """
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", _CONTROLS.sub("", text))
    return unicodedata.normalize("NFC", re.sub(r"[\ud800-\udfff]", "\ufffd", text))


def turned(text: str) -> tuple[str, ...]:
    """A note on the marks in ``text`` that turn the direction of what is shown, none without them.

    >>> turned("Keld \\u202edlek"), turned("Keld")
    (('direction marks left out: 1',), ())
    """
    number = sum(1 for _ in _TURNING.finditer(text))
    return (f"direction marks left out: {number}",) if number else ()


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:4096])
    if found is None:
        return None
    return _codec((found[1] or found[2]).decode("ascii", "replace"))


def _codec(label: str) -> str | None:
    """The codec for a label, None where there is none of text."""
    label = label.strip().lower()
    try:
        return codecs.lookup(WHATWG.get(label, label)).name
    except LookupError:
        return None


def _fitting(raw: bytes, name: str) -> tuple[str, str]:
    try:
        text = raw.decode(name, "replace")
    except (UnicodeError, LookupError) as error:
        raise Refused("wrong encoding", f"{name}: {error}") from error
    if text.count("\ufffd") > max(1, MAX_BROKEN * len(text)):
        raise Refused("wrong encoding", f"not {name}, as it says")
    return text, name


def _guessed(raw: bytes) -> tuple[str, str]:
    text = raw.decode("utf-8", "replace")
    foreign = sum(1 for byte in raw if byte > 0x7F)
    # A broken byte among good ones of UTF-8: the good ones are not chance.
    if text.count("\ufffd") <= max(1, foreign / 10) and text.count("\ufffd") <= max(1, MAX_BROKEN * len(text)):
        return text, "utf-8"
    # Single foreign letters in a text of ASCII say too little for a guess: what browsers take then is Windows-1252.
    if foreign < 0.1 * len(raw) and not _UNDEFINED_1252.intersection(raw):
        return raw.decode("cp1252"), "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise Refused("wrong encoding", "it fits no known one")
    return _fitting(raw, best.encoding)


def _utf16_without_mark(raw: bytes) -> str | None:
    head = raw[:4096]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and head[first::2].count(0) > 0.4 * len(head) / 2 and head[1 - first :: 2].count(0) == 0:
            return name
    return None
