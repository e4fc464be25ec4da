"""The corroborating stage: articles and their reports to events, with independent origins and the judgements for both.

Everything is a function of the set of inputs: their order makes no difference to a byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from twotrack.corroborating.events import event
from twotrack.corroborating.folding import fold, kept_reports
from twotrack.corroborating.joining import join
from twotrack.corroborating.origins import origins
from twotrack.corroborating.told import tell
from twotrack.records import Article, Event, Judgement, Record, Report


class Corroborated(Record, frozen=True):
    """What comparing all articles with each other found.

    ``folds`` maps an article to the one that it is a copy of; ``origins`` maps each article to the earliest one of its
    origin, itself when it is independent; ``judgements`` (sorted) are the program's and the person's that were given;
    ``events`` are sorted by id.
    """

    folds: dict[str, str]
    origins: dict[str, str]
    judgements: tuple[Judgement, ...]
    events: tuple[Event, ...]


def corroborate(
    articles: Sequence[Article],
    fingerprints: Mapping[str, str],
    reports: Sequence[Report],
    decided: Sequence[Judgement] = (),
) -> Corroborated:
    """Fold copies, find origins, put reports of one event together.

    ``fingerprints`` maps article ids to hashes of their normalised text; an article without one is compared by its
    words only. ``decided`` are a person's judgements, which outrank the program's: "same" joins, "different" keeps
    apart, "unsure" changes nothing. A report whose article is not given is left out.
    """
    known = {a.id: a for a in sorted(articles, key=lambda a: a.id)}
    told = {r.id: r for r in sorted(reports, key=lambda r: r.id) if r.article_id in known}
    people = sorted((j for j in decided if j.judge != "program"), key=_order)
    folds = fold(list(known.values()), fingerprints)
    origin, of_origins = origins(list(known.values()), fingerprints, folds, [j for j in people if j.kind == "origin"])
    kept, twins = kept_reports(known, folds, told.values())
    groups, of_events = join(tell(kept, known), [j for j in people if j.kind == "event"], twins)
    return Corroborated(
        folds=folds,
        origins=origin,
        judgements=_judgements(people, [*of_origins, *of_events]),
        events=_events(groups, told, known, folds, origin),
    )


def _events(
    groups: Iterable[Sequence[str]],
    reports: Mapping[str, Report],
    articles: Mapping[str, Article],
    folds: Mapping[str, str],
    origins: Mapping[str, str],
) -> tuple[Event, ...]:
    found = (event([reports[id] for id in group], articles, folds, origins) for group in groups)
    return tuple(sorted(found, key=lambda e: e.id))


def _judgements(people: Sequence[Judgement], program: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """A person's rows stand in place of the program's on the same pair."""
    settled = {(j.kind, *sorted((j.left, j.right))) for j in people}
    rest = [j for j in program if (j.kind, *sorted((j.left, j.right))) not in settled]
    return tuple(sorted([*people, *rest], key=_order))


def _order(judgement: Judgement) -> tuple[str, str, str, str, str, float, tuple[str, ...]]:
    j = judgement
    return j.kind, j.left, j.right, j.judge, j.decision, j.score, j.reasons
