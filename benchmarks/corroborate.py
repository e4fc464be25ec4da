"""Time and memory of corroborating 1,000, 10,000 and 100,000 made-up reports.

    nice .venv/bin/python benchmarks/corroborate.py 1000 10000 100000

Each size runs in a process of its own, so that its peak memory is its own. The pile: articles of about 150 words, four
reports each, 40 parties, 300 towns, a day of news for every 2,000 reports; one article in eight is a reprint, reports
of one event come from one to six articles. Seeded: every run times the same pile.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from random import Random

from twotrack import codebook
from twotrack.corroborating.corroborate import corroborate
from twotrack.records import Article, Entity, Paragraph, Place, Record, Report, Span, content_id

_VERBS = {"ASSAULT": "shelled", "CONSULT": "met", "ACCUSE": "accused", "AGREE": "agreed", "COERCE": "arrested"}
_SYLLABLES = "ar nor vel keld os mar tir dun hal bre cor lin sta gra fen wol".split()
_PER_DAY, _PER_ARTICLE = 2000, 4


class Act(Record, frozen=True):
    """What happened in the made-up world."""

    event: str
    actor: str
    recipient: str
    town: str
    day: date
    detail: str


def name(dice: Random) -> str:
    """A made-up name of three syllables."""
    return "".join(dice.choice(_SYLLABLES) for _ in range(3)).capitalize()


def world(size: int, dice: Random) -> list[Act]:
    """Acts for ``size`` reports, each with one to six tellings, shuffled over the articles of its days."""
    parties, towns = [name(dice) for _ in range(40)], [name(dice) for _ in range(300)]
    tellings: list[Act] = []
    while len(tellings) < size:
        act = Act(
            event=dice.choice(sorted(_VERBS)),
            actor=dice.choice(parties),
            recipient=dice.choice(parties),
            town=dice.choice(towns),
            day=date(2026, 1, 1) + timedelta(days=len(tellings) // _PER_DAY),
            detail=" ".join(name(dice).lower() for _ in range(8)),
        )
        tellings += [act] * dice.choice((1, 1, 1, 2, 3, 6))
    return sorted(tellings[:size], key=lambda act: (act.day, dice.random()))


def pile(size: int) -> tuple[list[Article], dict[str, str], list[Report]]:
    """Articles, their fingerprints and reports."""
    dice = Random(7)
    acts = world(size, dice)
    articles: list[Article] = []
    reports: list[Report] = []
    fingerprints: dict[str, str] = {}
    for n, start in enumerate(range(0, size, _PER_ARTICLE)):
        again = articles[-1] if articles and n % 8 == 7 else None
        article = written(n, acts[start : start + _PER_ARTICLE], dice) if again is None else reprint(n, again)
        articles.append(article)
        fingerprints[article.id] = content_id(article.text)
        # A reprint tells what its original tells; its acts are told by nobody else.
        reports += coded(article, acts[start : start + _PER_ARTICLE])
    return articles, fingerprints, reports


def written(n: int, acts: list[Act], dice: Random) -> Article:
    """An article of one paragraph an act, half of its words its own."""
    told = [sentence(a) + " " + " ".join(name(dice).lower() for _ in range(22)) + "." for a in acts]
    text = "\n\n".join(told)
    paragraphs: list[Paragraph] = []
    for part in told:
        start = paragraphs[-1].end + 2 if paragraphs else 0
        paragraphs.append(Paragraph(start=start, end=start + len(part)))
    return Article(
        id=content_id("made-up", n),
        url=f"https://outlet{n % 97}.example/{n}",
        title=None,
        authors=(),
        published=(acts[0].day + timedelta(days=n % 2)).isoformat(),
        language="en",
        text=text,
        paragraphs=tuple(paragraphs),
    )


def reprint(n: int, of: Article) -> Article:
    """The same words at another outlet."""
    return Article(
        id=content_id("made-up", n),
        url=f"https://outlet{n % 97}.example/{n}",
        title=of.title,
        authors=of.authors,
        published=of.published,
        language=of.language,
        text=of.text,
        paragraphs=of.paragraphs,
    )


def sentence(act: Act) -> str:
    """The evidence sentence of an act."""
    return f"{act.actor} {_VERBS[act.event]} {act.recipient} in {act.town}, {act.detail}."


def coded(article: Article, acts: list[Act]) -> list[Report]:
    """A report for each act of the article."""
    return [report(article, act, paragraph) for act, paragraph in zip(acts, article.paragraphs, strict=False)]


def report(article: Article, act: Act, paragraph: Paragraph) -> Report:
    """One act as one passage tells it."""
    start, text = paragraph.start, sentence(act)
    at = start + len(act.actor) + 1
    trigger = Span(start=at, end=at + len(_VERBS[act.event]), text=_VERBS[act.event])
    return Report(
        id=content_id("report", article.id, start),
        article_id=article.id,
        start=start,
        end=start + len(text),
        text=text,
        event=act.event,
        mode=None,
        contexts=(),
        quad_code=codebook.quad(act.event),
        track=codebook.track(act.event),
        trigger=trigger,
        actors=(Entity(text=act.actor, start=start, end=start + len(act.actor)),),
        recipients=(Entity(text=act.recipient, start=at, end=at + len(act.recipient)),),
        place=Place(text=act.town, start=at, end=at + len(act.town)),
        date=None,
        status="happened",
        speaker=None,
        impact=(),
        score=0.9,
        coder="made-up",
        codebook="made-up",
    )


def timed(size: int) -> None:
    """One size, in this process."""
    articles, fingerprints, reports = pile(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, used = time.perf_counter(), time.process_time()
    found = corroborate(articles, fingerprints, reports)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:>7} reports  {len(articles):>6} articles  {len(found.events):>6} events  "
        f"{len(set(found.origins.values())):>6} origins  {len(found.judgements):>6} judgements  "
        f"{seconds:7.1f} s ({used:.1f} s of processor)  {peak:6.0f} MB peak, {before:.0f} MB of it the pile",
        flush=True,
    )


def main() -> None:
    """Sizes from the command line, each in a process of its own."""
    sizes = [int(s) for s in sys.argv[1:]] or [1000, 10_000, 100_000]
    if len(sizes) == 1:
        timed(sizes[0])
        return
    for size in sizes:
        subprocess.run([sys.executable, __file__, str(size)], check=True)


if __name__ == "__main__":
    main()
