"""A made-up ledger of any size, written straight into a folder: what ``benchmarks/page.py`` serves.

Seeded: the same size gives the same ledger. Events have one to six reports over 40 parties, 300 towns and a year of
days; one in five is told on somebody's word, one article in eight is a reprint.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from twotrack import codebook
from twotrack.ledger.rows import Origin, Row
from twotrack.ledger.writer import Found, writing
from twotrack.records import (
    Article,
    Claim,
    Coded,
    Entity,
    Event,
    EventParty,
    Grade,
    Impact,
    Judgement,
    Page,
    Paragraph,
    Place,
    Report,
    Side,
    Span,
    When,
    content_id,
)  # fmt: skip

_SYLLABLES = "ar nor vel keld os mar tir dun hal bre cor lin sta gra fen wol".split()
_SECTORS = ("GOV", "MIL", "REB", "CVL", "")
_LANDS = ("UKR", "RUS", "SDN", "SYR", "MMR")
_STATUSES = ("happened",) * 8 + ("planned", "possible", "negated")
PER_ARTICLE, BATCH = 4, 200


def name(dice: Random) -> str:
    """A made-up name of three syllables."""
    return "".join(dice.choice(_SYLLABLES) for _ in range(3)).capitalize()


class World:
    """Parties and towns, and the dice that throw events."""

    def __init__(self, size: int) -> None:
        self.dice, self.size = Random(7), size
        lands = [self.dice.choice(_LANDS) for _ in range(40)]
        self.parties = [
            EventParty(name=f"{name(self.dice)} {s.lower()}".strip(), code=f"{land}{s}" if n % 2 else "", country=land)
            for n, (land, s) in enumerate(zip(lands, _SECTORS * 8, strict=True))
        ]
        self.towns = [self._town(n) for n in range(300)]

    def _town(self, n: int) -> Place:
        word, land = name(self.dice), self.dice.choice(_LANDS)
        if n % 10 == 9:
            return Place(text=word, start=0, end=len(word), country=land if n % 20 == 9 else None,
                         reason=None if n % 20 == 9 else "not found")  # fmt: skip
        return Place(text=word, start=0, end=len(word), name=word, geonameid=1_000_000 + n, country=land,
                     lat=round(self.dice.uniform(-60, 60), 5), lon=round(self.dice.uniform(-180, 180), 5),
                     precision="city")  # fmt: skip

    def acts(self) -> Iterator[tuple[str, EventParty, EventParty, Place | None, date, str, str]]:
        """Type, actor, recipient, place, day, status and sentence of each event."""
        for n in range(self.size):
            kind = self.dice.choice(sorted(codebook.load().types))
            actor, other = self.dice.sample(self.parties, 2)
            town = self.dice.choice(self.towns) if n % 3 else None
            # Real ledgers have a long tail: parties and places that no directory knows and that are named once.
            if n % 4 == 1:
                other = EventParty(name=f"{n} {name(self.dice)} villagers")
            if n % 10 == 2:
                words = f"the {name(self.dice)} crossing {n}"
                town = Place(text=words, start=0, end=len(words), reason="not found")
            words = " ".join(name(self.dice).lower() for _ in range(12))
            text = f"{actor.name} {kind.lower()} {other.name} {f'in {town.text}' if town else ''}, {words}."
            yield kind, actor, other, town, date(2025, 1, 1) + timedelta(days=n * 365 // self.size), \
                self.dice.choice(_STATUSES), text  # fmt: skip


def entity(party: EventParty, text: str) -> Entity:
    """A party's mention."""
    at = text.find(party.name)
    return Entity(text=party.name, start=at, end=at + len(party.name), name=party.name, code=party.code,
                  country=party.country)  # fmt: skip


def make(path: Path, size: int) -> None:
    """Write the ledger of ``size`` events; about a minute for 50,000."""
    world = World(size)
    dice, codes = world.dice, codebook.load()
    events: list[Event] = []
    pages: list[list[Report]] = [[] for _ in range(max(2, size * 2 // PER_ARTICLE))]
    for n, (kind, actor, other, town, day, status, text) in enumerate(world.acts()):
        here = n * len(pages) // size
        homes = sorted({min(len(pages) - 1, here + dice.randrange(12)) for _ in range(dice.choice((1, 1, 1, 2, 3, 6)))})
        when = When(text="", start=0, end=0, first=day.isoformat(), last=day.isoformat(), precision="day")
        spoken = entity(actor, text) if n % 5 == 0 else None
        told = [
            Report(
                id=content_id("report", n, home), article_id=content_id("made-up", home), start=0, end=len(text),
                text=text, event=kind, mode=None, contexts=(), quad_code=codes.types[kind].quad,
                track=codes.types[kind].track, trigger=Span(start=0, end=4, text=text[:4]),
                actors=(entity(actor, text),), recipients=(entity(other, text),), place=town,
                date=when if n % 4 else None, status=status, speaker=spoken, impact=(), score=0.9, coder="made-up",
                codebook=codes.version, considered=((kind, 0.9),),
            )
            for home in homes
        ]  # fmt: skip
        for home, report in zip(homes, told, strict=True):
            pages[home].append(report)
        killed = (Impact(kind="killed", best=3, low=3, high=3, text="three", start=0, end=5),) if n % 9 == 0 else ()
        events.append(
            Event(
                id=f"tt:{content_id(n)[:12]}", track=codes.types[kind].track, event=kind, mode=None,
                date=when if n % 4 else None, place=town, actors=(actor,), recipients=(other,), status=status,
                impact=killed, reports=tuple(sorted(r.id for r in told)),
                articles=tuple(sorted(r.article_id for r in told)), origins=len(homes),
                first_seen=day.isoformat(), last_seen=day.isoformat(), speakers=(actor,) if spoken else (), text=text,
            )
        )  # fmt: skip
    meta = {"coder": "stub-1", "codebook": codes.version, "directory": "none"}
    with writing(path, meta) as ledger:
        found = [written(n, told, world) for n, told in enumerate(pages)]
        for start in range(0, len(found), BATCH):
            ledger.append(found[start : start + BATCH])
        ledger.derive(derived(events, len(pages)))


def written(n: int, told: list[Report], world: World) -> Found:
    """A page with its reports, one paragraph each, among others that tell nothing."""
    parts = [r.text for r in told] + [" ".join(name(world.dice).lower() for _ in range(60)) + "."]
    at, reports, paragraphs = 0, [], []
    for part, report in zip(parts, [*told, None], strict=True):
        paragraphs.append(Paragraph(start=at, end=at + len(part)))
        if report is not None:
            reports.append(shifted(report, at))
        at += len(part) + 2
    text = "\n\n".join(parts)
    article = Article(
        id=content_id("made-up", n), url=f"https://outlet{n % 97}.example/{n}", title=f"Page {n}", authors=(),
        published=f"{date(2025, 1, 1) + timedelta(days=n * 365 * PER_ARTICLE // (2 * world.size))}T08:00:00+00:00",
        language="en", text=text, paragraphs=tuple(paragraphs), outlet=f"Outlet {n % 97}",
    )  # fmt: skip
    page = Page(source=f"pile/{n}.txt", offset=0, kind="text", raw=text.encode(), url=article.url)
    return page, Coded(article=article, reports=tuple(reports), statements=(), places=())


def shifted(report: Report, by: int) -> Report:
    """A report whose sentence begins further down."""
    from msgspec.structs import replace

    return replace(report, start=report.start + by, end=report.end + by)


def derived(events: list[Event], pages: int) -> Iterator[Row]:
    """Origins, events, grades, claims and judgements."""
    ids = [content_id("made-up", n) for n in range(pages)]
    for n, id in enumerate(ids):
        yield Row.of("origins", id, Origin(article_id=id, origin=ids[n - 1] if n % 8 == 7 else id))
    for n, event in enumerate(events):
        yield Row.of("events", event.id, event)
        digit = 1 + n % 6
        yield Row.of("grades", event.id, Grade(event=event.id, reliability="F", credibility=digit, reason="", weak=()))
        if event.speakers:
            side = Side(party=event.speakers[0], says="claims", reports=event.reports, since=event.first_seen)
            claim = Claim(event=event.id, sides=(side,), told=(), first=side.party, silent=(), contested=False)
            yield Row.of("claims", event.id, claim)
        for left, right in zip(event.reports, event.reports[1:], strict=False):
            one = Judgement(left=left, right=right, decision="same", score=1.0, reasons=("same words",))
            yield Row.of("judgements", content_id("event", left, right, "program"), one)
