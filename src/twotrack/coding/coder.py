"""The coding stage: an Article to the reports, statements and places that its text tells, names not yet resolved.

A paragraph that retells an earlier one (``retold_of``) is never coded twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

from twotrack.coding import assemble
from twotrack.coding.assemble import Sentence
from twotrack.coding.patterns import Patterns
from twotrack.coding.readings import Reading, Reads
from twotrack.coding.sentences import split
from twotrack.directories.entries import OwnPattern
from twotrack.records import Article, Coded, Entity, Place, Report, Statement
from twotrack.settings import Settings

T = TypeVar("T", Report, Statement)
CoderName = Literal["model", "stub"]


def reader(name: CoderName, settings: Settings, threads: int = 2) -> Reads:
    """The model's reader, or the stub."""
    if name == "stub":
        from twotrack.coding.stub import StubReader

        return StubReader()
    from twotrack.coding.decode import ModelReader
    from twotrack.coding.encoder import Encoder

    return ModelReader(Encoder(threads), settings.event_threshold)


class Coder:
    """``Coder("model", settings)(article)``. The model is loaded once, here; ``patterns`` are the user's, and win.

    Raises:
        ModelError: the model file is missing or not the pinned one.
    """

    def __init__(
        self, name: CoderName, settings: Settings, threads: int = 2, patterns: Sequence[OwnPattern] = ()
    ) -> None:
        self._patterns = Patterns(patterns)
        self._reader = reader(name, settings, threads)
        self.name = self._reader.name

    def __call__(self, article: Article) -> Coded:
        """One article; an article in a language that the model does not know tells nothing, and a note says so."""
        return self.many([article])[0]

    def many(self, articles: Sequence[Article]) -> list[Coded]:
        """Several articles at once, the fast way; each is read as if alone."""
        passages = [list(_passages(article)) for article in articles]
        texts = [[s.text for s in passage] for found in passages for passage in found]
        readings = iter(self._reader(texts))
        told = [[(p, next(readings)) for p in found] for found in passages]
        return [
            _coded(article, list(self._read(found)), self.name) for article, found in zip(articles, told, strict=True)
        ]

    def _read(self, told: list[tuple[list[Sentence], list[Reading]]]) -> Iterator[tuple[Sentence, Reading]]:
        for passage, readings in told:
            yield from ((s, self._patterns(s.text, r)) for s, r in zip(passage, readings, strict=True))


def readable(language: str | None) -> bool:
    """Whether the model reads this language: English, or not known to be another."""
    return language is None or language.split("-")[0].lower() in ("en", "eng", "english")


def _passages(article: Article) -> Iterator[list[Sentence]]:
    """The sentences of each paragraph: what they say depends on no other paragraph, so a reprint reads alike."""
    if not readable(article.language):
        return
    for paragraph in article.paragraphs:
        if paragraph.retold_of is None:
            found = split(article.text[paragraph.start : paragraph.end], paragraph.start)
            yield [Sentence(article_id=article.id, start=start, end=end, text=text) for start, end, text in found]


def _coded(article: Article, told: list[tuple[Sentence, Reading]], coder: str) -> Coded:
    reports: list[Report] = []
    statements: list[Statement] = []
    places: list[Place] = []
    speaker: Entity | None = None
    quoted = False
    for sentence, reading in told:
        carried = speaker if quoted else None
        reports += assemble.reports(sentence, reading, coder, carried)
        said = list(assemble.statements(sentence, reading, carried))
        statements += said
        places += assemble.places(sentence, reading)
        speaker = next((s.speaker for s in reversed(said) if s.speaker), speaker)
        quoted = _still_open(sentence.text, quoted)
    return Coded(article=article, reports=_unique(reports), statements=_unique(statements), places=tuple(places))


def _unique(found: list[T]) -> tuple[T, ...]:
    return tuple({record.id: record for record in found}.values())


def _still_open(sentence: str, before: bool) -> bool:
    """Whether a curly quotation is still open after the sentence; straight quotes can't be told apart."""
    opened, closed = sentence.rfind("“"), sentence.rfind("”")
    return opened > closed if opened >= 0 or closed >= 0 else before
