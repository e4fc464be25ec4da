"""Which articles are copies of which: word runs in common, the outlet's own furniture left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from twotrack.corroborating.credits import credited
from twotrack.corroborating.days import ordinal
from twotrack.corroborating.folding import address
from twotrack.corroborating.partition import Partition
from twotrack.corroborating.retelling import Stems, passages, retold
from twotrack.corroborating.sketches import Hashes, bands, meeting, sampled, shared, shingles
from twotrack.corroborating.words import content
from twotrack.records import Article, Judgement, Record

_NEAR = 0.7  # of all word runs of both: nothing but copies was found above it in 340 + 610 articles
_WITHIN = 0.5  # of the shorter one's word runs: a shortened or extended copy
_OWN = 0.65  # the same within one outlet, which repeats its background paragraphs
_CREDITED = 0.25  # the same, where both credit one agency
_UNSURE = 0.3  # the same, without credit: told from one statement, or one quotes the other at length
_UPDATED = 0.2  # the same, at one address
_LEAST = 20  # word runs that a text must have to be compared at all
_FURNITURE = 3  # different articles of one outlet that share a word run: that is the page, not the story
_NEARBY = 3  # days between two tellings of one text in other words
_DIGEST = 0.4  # an article longer than its copies by this may be a round-up of several


class Text(Record, frozen=True):
    """An article as it is compared: word runs, outlet, publication day."""

    article: Article
    runs: Hashes
    host: str
    day: int | None


def text(article: Article) -> Text:
    """An article made ready; an outlet is known by its host, else by its name."""
    where = address(article.url)
    host = where.split("/")[0] if where else (article.outlet or "").casefold()
    return Text(article=article, runs=shingles(article.text), host=host, day=ordinal(article.published))


def copies(articles: Sequence[Article]) -> list[Judgement]:
    """What the program thinks of likely pairs, in order; each article must stand for a different text."""
    texts = [text(a) for a in articles]
    pairs = _likely(texts)
    near = {pair: score for pair in pairs if (score := _near(texts[pair[0]], texts[pair[1]])) >= _NEAR}
    furniture = _furniture(texts, near)
    found = [_judged(texts, pair, score, f"copy: {_percent(score)} of all word runs") for pair, score in near.items()]
    closer = _Closer(texts, furniture)
    within: list[tuple[float, int, int, str]] = []
    for pair in pairs:
        if pair not in near:
            judged = closer(*pair)
            if judged:
                within.append((judged[0], *pair, judged[1]))
    return sorted(found + _without_digests(texts, within), key=lambda j: (j.left, j.right))


def _likely(texts: Sequence[Text]) -> list[tuple[int, int]]:
    by_runs = meeting([sampled(t.runs) for t in texts], 2)
    by_words = meeting([bands(content(t.article.text)) for t in texts], 1)
    return sorted({*by_runs, *((a, b) for a, b in by_words if _nearby(texts[a], texts[b]))})


def _nearby(left: Text, right: Text) -> bool:
    return left.day is None or right.day is None or abs(left.day - right.day) <= _NEARBY


def _near(left: Text, right: Text) -> float:
    both = shared(left.runs, right.runs)
    whole = len(left.runs) + len(right.runs) - both
    return both / whole if min(len(left.runs), len(right.runs)) >= _LEAST else 0.0


def _furniture(texts: Sequence[Text], near: Iterable[tuple[int, int]]) -> dict[str, Hashes]:
    """Word runs that stand in several different articles of an outlet; versions of one text count once."""
    versions = Partition(str(i) for i in range(len(texts)))
    for left, right in near:
        versions.join(str(left), str(right))
    by_host: defaultdict[str, list[Hashes]] = defaultdict(list)
    for group in versions.groups():
        for host in sorted({texts[int(i)].host for i in group} - {""}):
            rows = [texts[int(i)].runs for i in group if texts[int(i)].host == host]
            by_host[host].append(np.unique(np.concatenate(rows)))
    return {host: _common(rows) for host, rows in by_host.items() if len(rows) >= _FURNITURE}


def _common(rows: Sequence[Hashes]) -> Hashes:
    values, counts = np.unique(np.concatenate(rows), return_counts=True)
    return values[counts >= _FURNITURE]


class _Closer:
    """Whether one article is contained in another, credits the same agency, or tells it again in other words."""

    def __init__(self, texts: Sequence[Text], furniture: Mapping[str, Hashes]) -> None:
        self._texts = texts
        self._furniture = furniture
        self._bare: dict[int, Hashes] = {}
        self._passages: dict[int, list[Stems]] = {}

    def __call__(self, left: int, right: int) -> tuple[float, str] | None:
        """Score and reason; the reason of an unsure one begins with a question mark."""
        one, two = self._texts[left], self._texts[right]
        runs = self._runs(left), self._runs(right)
        smaller = min(len(r) for r in runs)
        part = shared(*runs) / smaller if smaller >= _LEAST else 0.0
        said = f"{_percent(part)} of the shorter text's word runs"
        if part >= _UPDATED and one.article.url and address(one.article.url) == address(two.article.url):
            return part, f"one page at two times: {said}"
        if part >= (_OWN if one.host and one.host == two.host else _WITHIN):
            return part, f"shortened or extended copy: {said}"
        both = credited(one.article) & credited(two.article) if part >= _CREDITED else frozenset[str]()
        if both:
            return part, f"both credit {', '.join(sorted(both))}; {said}"
        again = retold(self._told(left), self._told(right)) if _nearby(one, two) else 0.0
        if again:
            return again, f"retelling: passages match in order, {_percent(again)} of all content words"
        return (part, f"? {said}") if part >= _UNSURE else None

    def _runs(self, at: int) -> Hashes:
        """The word runs of an article without its outlet's furniture."""
        if at not in self._bare:
            text = self._texts[at]
            common = self._furniture.get(text.host)
            self._bare[at] = text.runs if common is None else np.setdiff1d(text.runs, common, assume_unique=True)
        return self._bare[at]

    def _told(self, at: int) -> list[Stems]:
        if at not in self._passages:
            text = self._texts[at]
            self._passages[at] = passages(text.article, self._furniture.get(text.host))
        return self._passages[at]


def _without_digests(texts: Sequence[Text], within: Iterable[tuple[float, int, int, str]]) -> list[Judgement]:
    """A round-up that holds several unlike articles is a copy of the one that it holds most of, and no bridge."""
    parts: defaultdict[int, list[int]] = defaultdict(list)
    found = []
    for score, left, right, reason in sorted(
        within, key=lambda w: (-w[0], texts[w[1]].article.id, texts[w[2]].article.id)
    ):
        short, long = sorted((left, right), key=lambda i: (len(texts[i].runs), texts[i].article.id))
        if len(texts[short].runs) < _DIGEST * len(texts[long].runs) and not reason.startswith("?"):
            if any(shared(texts[short].runs, texts[other].runs) == 0 for other in parts[long]):
                reason = f"? part of a round-up: {reason}"
            else:
                parts[long].append(short)
        found.append(_judged(texts, (left, right), score, reason))
    return found


def _judged(texts: Sequence[Text], pair: tuple[int, int], score: float, reason: str) -> Judgement:
    left, right = sorted(texts[i].article.id for i in pair)
    return Judgement(
        left=left,
        right=right,
        decision="unsure" if reason.startswith("?") else "same",
        score=round(score, 2),
        reasons=(reason.removeprefix("? "),),
        kind="origin",
    )


def _percent(part: float) -> str:
    return f"{round(part * 100)} %"
