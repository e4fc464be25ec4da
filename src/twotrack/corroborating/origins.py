"""Independent origins: which articles say something of their own, and which repeat another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from twotrack.corroborating.copies import copies
from twotrack.corroborating.days import moment
from twotrack.corroborating.partition import Partition
from twotrack.records import Article, Judgement


def origins(
    articles: Sequence[Article],
    fingerprints: Mapping[str, str],
    folds: Mapping[str, str],
    decided: Iterable[Judgement],
) -> tuple[dict[str, str], list[Judgement]]:
    """Article id to the id of the earliest article of its origin, and the program's judgements.

    A person's "different" keeps two articles apart by whatever way they would come together, a person's "same" comes
    next, then the program's own, best first.
    """
    wholes = sorted((a for a in articles if a.id not in folds), key=lambda a: a.id)
    said = [(folds.get(j.left, j.left), folds.get(j.right, j.right), j.decision) for j in decided]
    apart = [(left, right) for left, right, decision in said if decision == "different"]
    groups = Partition((a.id for a in wholes), apart)
    for left, right, decision in sorted(said):
        if decision == "same" and left in groups and right in groups:
            groups.join(left, right)
    judged = _judged(wholes, fingerprints)
    for judgement in sorted(judged, key=lambda j: (-j.score, j.left, j.right)):
        if judgement.decision == "same":
            groups.join(judgement.left, judgement.right)
    return _named(groups, {a.id: a for a in articles}, folds), judged


def _judged(wholes: Sequence[Article], fingerprints: Mapping[str, str]) -> list[Judgement]:
    equal = list(_reprints(wholes, fingerprints))
    repeated = {j.right for j in equal}
    different = [a for a in wholes if a.id not in repeated]
    return [*equal, *copies(different)]


def _reprints(articles: Sequence[Article], fingerprints: Mapping[str, str]) -> Iterator[Judgement]:
    """Each article with the first one that has the same text."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        if fingerprints.get(article.id) and article.text.strip():
            groups[fingerprints[article.id]].append(article.id)
    for first, *others in groups.values():
        for id in others:
            yield Judgement(left=first, right=id, decision="same", score=1.0, reasons=("same text",), kind="origin")


def _named(groups: Partition, articles: Mapping[str, Article], folds: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in groups.groups():
        earliest = min(group, key=lambda i: (moment(articles[i].published), i))
        found |= dict.fromkeys(group, earliest)
    return dict(sorted((found | {copy: found[whole] for copy, whole in folds.items()}).items()))
