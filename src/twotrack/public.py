"""The public functions: each opens what it needs when it is called, so that ``import twotrack`` stays light."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from twotrack.records import Article, Coded, Paragraph, Place, Report, Statement, content_id
from twotrack.settings import Settings

if TYPE_CHECKING:
    from os import PathLike

    from twotrack.coding.coder import Coder
    from twotrack.coding.encoder import Encoder
    from twotrack.opened import Ledger
    from twotrack.resolving.resolver import Resolver

Offsets = tuple[int, int]
Pair = tuple[str, Offsets, Offsets]


@cache
def _coder() -> Coder:
    from twotrack.coding.coder import Coder

    return Coder("model", Settings())


@cache
def _encoder() -> Encoder:
    from twotrack.coding.encoder import Encoder

    return Encoder()


@cache
def _resolver() -> Resolver:
    from twotrack.resolving.resolver import Resolver

    return Resolver()


def as_article(text: str, published: str | None = None, id: str | None = None) -> Article:
    """Plain text as an article, offsets kept: paragraphs end at blank lines, nothing is cleaned.

    >>> [p.end for p in as_article("One.\\n\\nTwo.").paragraphs]
    [4, 10]
    """
    from twotrack.cleaning.language import detect

    paragraphs, start = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            paragraphs.append(Paragraph(start=start, end=start + len(part)))
        start += len(part) + 2
    return Article(
        id=id or content_id("text", text, published),
        url=None,
        title=None,
        authors=(),
        published=published,
        language=detect(text),
        text=text,
        paragraphs=tuple(paragraphs),
    )


def read_texts(texts: Sequence[str], published: str | None = None) -> list[Coded]:
    """Everything that each text tells, names resolved; each text is read as if alone."""
    articles = [as_article(text, published) for text in texts]
    return [_resolver()(coded) for coded in _coder().many(articles)]


def clean(raw: bytes | str, url: str | None = None) -> Article:
    """A saved page or plain text to an :class:`Article`.

    Raises:
        Refused: there is no readable article in it; ``reason`` says why.
    """
    from twotrack.cleaning.cleaner import clean as clean_one

    return clean_one(raw, url)


def code(text: str, published: str | None = None) -> list[Report]:
    """The events that a text tells; offsets are characters of ``text``.

    >>> reports = code("Arnorian troops shelled the town of Osk on Tuesday.", published="2026-06-05")
    >>> [(r.event, r.actors[0].text) for r in reports]
    [('ASSAULT', 'Arnorian troops')]
    """
    return code_many([text], published)[0]


def code_many(texts: Sequence[str], published: str | None = None) -> list[list[Report]]:
    """:func:`code` of many texts, the fast way."""
    return [list(coded.reports) for coded in read_texts(texts, published)]


def attributions(text: str) -> list[Statement]:
    """Who says what in a text, with an event in it or not."""
    return list(read_texts([text])[0].statements)


def geoparse(text: str) -> list[Place]:
    """The places that a text names, in order, as points or with the reason why not."""
    return list(read_texts([text])[0].places)


def relate(text: str, actor: Offsets, recipient: Offsets) -> dict[str, float]:
    """Probabilities of the 16 event types, given who acts on whom; they add up to 1 and there is no "none".

    ``actor`` and ``recipient`` are half-open character spans of ``text``.
    """
    return relate_many([(text, actor, recipient)])[0]


def relate_many(pairs: Sequence[Pair]) -> list[dict[str, float]]:
    """:func:`relate` of many ``(text, actor, recipient)``, the fast way."""
    from twotrack.coding.relating import relate as related

    return related(_encoder(), pairs)


def run(
    sources: str | PathLike[str] | Sequence[str | PathLike[str]],
    out: str | PathLike[str],
    *,
    directories: Sequence[str | PathLike[str]] = (),
    fetch: bool = False,
) -> Ledger:
    """Read, code and corroborate sources into the ledger directory ``out``; what is there already is kept.

    ``directories`` are files or folders of your own actors, agents and patterns (``docs/directories.md``). Addresses
    among the sources are fetched (``docs/fetching.md``); with ``fetch`` also those in a list among them.

    Raises:
        UsageError: no source exists, or a directory has a mistake.
        LedgerError, StorageError, ModelError: the run can't go on; what was committed is safe.
    """
    import os

    from twotrack.runner import run as run_here

    given = [sources] if isinstance(sources, str | os.PathLike) else sources
    own = [os.fspath(d) for d in directories]
    run_here([os.fspath(s) for s in given], os.fspath(out), directories=own, fetch=fetch)
    return open(out)


def open(path: str | PathLike[str]) -> Ledger:
    """A ledger to look into: ``events()``, ``reports()``, ``statements()``, ``articles()`` are Polars DataFrames."""
    from pathlib import Path

    from twotrack.opened import Ledger

    return Ledger(Path(path))
