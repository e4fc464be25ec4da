"""Takes out what a page says around its article: notices, link lists, credits, bylines, bare addresses.

Rules are data (``furniture.toml``) and match whole paragraphs or whole sentences only, so that a report about the
same words stays. Losing a real paragraph is worse than keeping a notice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from twotrack.cleaning import bylines, dates
from twotrack.records import Record

# Longer than any notice sentence in 666 texts of two news days; it also bounds what a rule can cost.
LONGEST = 400
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+")
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})
# A sentence can only match a rule when one of these stands in it: saves splitting most paragraphs.
_HINT = re.compile(
    r"cookie|privacy|subscri|sign(?:ing)? (?:up|in)|log ?in|javascript|newsletter|inbox|advertis|copyright"
    r"|©|rights reserved"
    r"|reporting by|edit(?:ed|ing) by|contributed to|click|follow|external|factset|confirm|try again|already|account"
    r"|material may not|real-?time|provided by|commission|getty|photo|browser|preferences|agree|consent|refresh|verify"
    r"|originally|supported by|min(?:ute)? read|in this article|division of|opt-out|responsible|complaints|approach"
    r"|delivered|reader mode|enable|want all|coupon|offer|terms|hear from you|news tip|finished|read more"
    r"|story continues",
    re.I,
)
_INNER_STOP = re.compile(r"""[.!?]["'”’)\]]* +["'“‘(\[]*[A-Z0-9©]""")
WHOLE = frozenset(("caption", "byline", "date", "pointer"))
_ENDS = re.compile(r"""[.!?…:;]["'”’)\]]*$""")


class Kept(Record, frozen=True):
    """The paragraphs that stayed, and what the ones that went said: names, a date, kinds of notice."""

    blocks: tuple[str, ...]
    authors: tuple[str, ...] = ()
    published: str | None = None
    removed: tuple[tuple[str, str], ...] = ()


def strip(blocks: Iterable[str], titles: Sequence[str] = (), authors: Sequence[str] = ()) -> Kept:
    """Paragraphs without furniture; ``titles`` and ``authors`` that the page gives elsewhere are known as such."""
    work = _Work(titles, authors)
    for block in blocks:
        work.take(" ".join(block.split()))
    return work.done()


class _Work:
    """One pass over the paragraphs of one page."""

    def __init__(self, titles: Sequence[str], authors: Sequence[str]) -> None:
        self._titles = {_key(title) for title in titles}
        self._known = {_key(name) for name in authors}
        self._names = tuple(authors)
        self._kept: list[str] = []
        self._authors: list[str] = []
        self._published: str | None = None
        self._removed: list[tuple[str, str]] = []
        self._links = False

    def take(self, block: str) -> None:
        """Keep a paragraph, or part of it, or note why not."""
        block = self._unglued(block)
        if not block or _key(block) == "":
            return
        kind = self._kind(block)
        self._links = kind == "related" or (self._links and kind == "link")
        if kind is not None:
            self._removed.append((kind, block))
        elif _INNER_STOP.search(block) and _HINT.search(block):
            self._sentences(block)
        else:
            self._kept.append(block)

    def done(self) -> Kept:
        """What stayed. An author's own note at the end goes too."""
        for _ in range(3):
            if self._kept and self._is_bio(self._kept[-1]):
                self._removed.append(("bio", self._kept.pop()))
        return Kept(
            blocks=tuple(self._kept),
            authors=bylines.distinct(self._authors),
            published=self._published,
            removed=tuple(self._removed),
        )

    def _kind(self, block: str) -> str | None:
        if _ADDRESS.fullmatch(block):
            return "address"
        if _key(block) in self._titles and len(self._kept) < 3:
            return "title"
        if len(block) > LONGEST:
            return None
        if self._links and is_link_like(block):
            return "link"
        found = self._who_and_when(block) or notice(block)
        # A rule must not reach over the end of a sentence into the next, except from a caption to its credit.
        return None if found not in WHOLE and _INNER_STOP.search(block) else found

    def _who_and_when(self, block: str) -> str | None:
        if _key(re.sub(r"^by ", "", block, flags=re.I)) in self._known:
            return "byline"
        if written := bylines.byline(block):
            self._authors += written
            return "byline"
        # Further down, a date that stands alone may head a chronicle.
        if len(self._kept) < 3 and (day := dates.in_line(block)) is not None:
            self._published = self._published or day
            return "date"
        return None

    def _sentences(self, block: str) -> None:
        run = -1
        for start, end in sentences(block):
            if (cut := _glued().match(block, start, end)) is not None and cut.end() < end:
                if run >= 0:
                    self._keep(block[run:start])
                self._removed.append(("glued", cut[0].strip()))
                run = start = cut.end()
            words = block[start:end].strip()
            kind = notice(words) if len(words) <= LONGEST else None
            if kind is None or kind == "related":
                run = start if run < 0 else run
                continue
            self._removed.append((kind, words))
            if run >= 0:
                self._keep(block[run:start])
            run = -1
        if run >= 0:
            self._keep(block[run:])

    def _unglued(self, block: str) -> str:
        while (cut := _glued().match(block)) is not None:
            self._removed.append(("glued", cut[0].strip()))
            block = block[cut.end() :]
        return block

    def _keep(self, part: str) -> None:
        # What is left between two notices and has no word of its own is a remnant.
        if len(re.findall(r"[^\W\d_]{2,}", part)) >= 2:
            self._kept.append(part.strip())

    def _is_bio(self, block: str) -> bool:
        named = (*self._names, *self._authors)
        return len(block) <= LONGEST and any(
            re.match(rf"{re.escape(name)}(?:, [^,]{{2,60}},)? (?:is an?|is the|covers|has covered|reports)\b", block)
            for name in named
        )


def notice(words: str) -> str | None:
    """The kind of notice that a paragraph or sentence is, None when it is text.

    >>> notice("We use cookies to improve your experience."), notice("The ministry uses cookies, he said.")
    ('consent', None)
    """
    plain = " ".join(words.translate(_PLAIN).split())
    if len(plain) > LONGEST:
        return None
    return next((kind for kind, rule in rules() if rule.fullmatch(plain)), None)


@cache
def rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """All rules with their kind."""
    data = tomllib.loads(files("twotrack.cleaning").joinpath("furniture.toml").read_text("utf-8"))
    data.pop("glued")
    return tuple((kind, re.compile("|".join(f"(?:{p})" for p in given), re.I)) for kind, given in data.items())


@cache
def _glued() -> re.Pattern[str]:
    data = tomllib.loads(files("twotrack.cleaning").joinpath("furniture.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{p})" for p in data["glued"]))


def is_link_like(block: str) -> bool:
    """A headline rather than a sentence: short, and no stop at its end."""
    return len(block) <= 160 and _ENDS.search(block) is None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of a paragraph."""
    from sentencex import get_sentence_boundaries

    for found in get_sentence_boundaries("en", text):
        yield found["start_index"], found["end_index"]


def _key(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
