"""The whole flow on one screen.

    sources ─read─▶ Page ─clean─▶ Article ─code─▶ Report, Statement ─resolve─▶ names, places, dates ─▶ ledger
                                                          ledger, Decision ─corroborate─▶ Event ─▶ brief, export

Everything up to the ledger streams, article by article; corroborating compares articles with each other, in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from twotrack.claiming.claims import claims
from twotrack.claiming.meetings import meetings
from twotrack.claiming.positions import positions
from twotrack.cleaning.fingerprint import fingerprint
from twotrack.cleaning.workers import Cleaner
from twotrack.coding.coder import Coder, CoderName
from twotrack.corroborating.corroborate import Corroborated, corroborate
from twotrack.directories.entries import Own
from twotrack.grading.grade import grades
from twotrack.judging.applying import apply, standing
from twotrack.ledger.rows import Origin, Row
from twotrack.ledger.writer import Found, LedgerWriter
from twotrack.records import Article, Coded, Decision, Page, Place, Refusal, Report, Statement, content_id
from twotrack.resolving.lookup import place_of
from twotrack.resolving.resolver import Resolver
from twotrack.settings import Settings

Cleaned = tuple[Page, Article | Refusal] | Refusal


class Stages(NamedTuple):
    """The stages of one run, loaded once."""

    clean: Cleaner
    code: Coder
    resolve: Resolver


def stages(settings: Settings, coder: CoderName, jobs: int, own: Own) -> Stages:
    """Load the stages; ``jobs`` processes clean pages, ``jobs`` threads run the encoder; ``own`` entries win."""
    return Stages(
        clean=Cleaner(settings, jobs), code=Coder(coder, settings, jobs, own.patterns), resolve=Resolver(own)
    )  # fmt: skip


def coded(
    inputs: Iterable[Page | Refusal], stages: Stages, size: int, known: Callable[[str], bool]
) -> Generator[list[Found]]:
    """Inputs to batches of ``size``, each with all that came of it; an article that is ``known`` is not coded again."""
    cleaned: Iterator[Cleaned] = iter(stages.clean(inputs))
    while batch := list(islice(cleaned, size)):
        articles = {c[1].id: c[1] for c in batch if isinstance(c, tuple) and isinstance(c[1], Article)}
        fresh = [article for id, article in articles.items() if not known(id)]
        told = {c.article.id: stages.resolve(c) for c in stages.code.many(fresh)}
        yield [_found(c, told) for c in batch]


def _found(cleaned: Cleaned, told: dict[str, Coded]) -> Found:
    if isinstance(cleaned, Refusal):
        return cleaned
    page, outcome = cleaned
    if isinstance(outcome, Refusal):
        return page, outcome
    return page, told.get(outcome.id) or Coded(article=outcome, reports=(), statements=(), places=())


def corroborated(ledger: LedgerWriter, lookup: Callable[[int], Place | None] = place_of) -> None:
    """Put all reports of a ledger together as people judged them, and write what is derived."""
    articles: Sequence[Article] = list(ledger.records("articles", Article))
    reports: Sequence[Report] = list(ledger.records("reports", Report))
    decisions = list(ledger.records("decisions", Decision))
    applied = apply(decisions, {r.id: r for r in reports}, lookup)
    changed = {j.report_id: j.report for j in applied.judged}
    kept = [r for report in reports if (r := changed.get(report.id, report))]
    found = corroborate(articles, {a.id: fingerprint(a.text) for a in articles}, kept, applied.judgements)
    said = [s for s in ledger.records("statements", Statement) if s.article_id not in found.folds]
    judged = (Row.of("judged", j.report_id, j) for j in applied.judged)
    graded = grades(
        found.events, {r.id: r for r in kept}, {a.id: a for a in articles}, found.origins, standing(decisions)
    )  # fmt: skip
    rows = [*judged, *_derived(found), *_claimed(found, articles, kept, said)]
    ledger.derive([*rows, *(Row.of("grades", g.event, g) for g in graded)])


def _claimed(
    found: Corroborated, articles: Sequence[Article], reports: Sequence[Report], statements: Sequence[Statement]
) -> Iterator[Row]:
    """Who says what of the events, what each party holds, and the meetings at the table."""
    days = {a.id: a.published[:10] if a.published else None for a in articles}
    told = [r for r in reports if r.article_id not in found.folds]
    yield from (Row.of("claims", c.event, c) for c in claims(found.events, {r.id: r for r in reports}, days))
    yield from (Row.of("positions", p.id, p) for p in positions(statements, told, days, found.origins))
    yield from (Row.of("meetings", m.id, m) for m in meetings(found.events))


def _derived(found: Corroborated) -> Iterator[Row]:
    yield from (Row.of("judgements", content_id(j.kind, j.left, j.right, j.judge), j) for j in found.judgements)
    for id, origin in sorted(found.origins.items()):
        yield Row.of("origins", id, Origin(article_id=id, origin=origin, copy_of=found.folds.get(id)))
    yield from (Row.of("events", e.id, e) for e in found.events)
