"""Piles of pages written as TOML: reports are told by words of their page, and their offsets are looked up."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from twotrack import codebook
from twotrack.briefing.source import BriefSource
from twotrack.coding.counts import count
from twotrack.records import (
    Article,
    Entity,
    Event,
    EventParty,
    Impact,
    Judgement,
    Paragraph,
    Place,
    Refusal,
    Report,
    Span,
    Statement,
    When,
    content_id,
)

HERE = Path(__file__).parent
NAMED = {"code": "", "country": None}


def at(text, words, start=0):
    """Where the words stand in the text, from ``start`` on."""
    found = text.index(words, start)
    return {"start": found, "end": found + len(words), "text": words}


def article(page):
    text = page["text"].strip()
    starts = [0, *(i + 2 for i in range(len(text)) if text[i : i + 2] == "\n\n")]
    ends = [*(s - 2 for s in starts[1:]), len(text)]
    retold = {r[0]: r[1] for r in page.get("retold", ())}
    return Article(
        id=page["id"],
        url=page.get("url"),
        title=page.get("title"),
        authors=tuple(page.get("authors", ())),
        published=page.get("published"),
        language=page.get("language", "en"),
        text=text,
        paragraphs=tuple(
            Paragraph(start=a, end=b, retold_of=retold.get(n))
            for n, (a, b) in enumerate(zip(starts, ends, strict=True))
        ),
        outlet=page.get("outlet"),
        notes=tuple(page.get("notes", ())),
    )


def entity(text, words, start, codes):
    code = codes.get(words, "")
    return Entity(**at(text, words, start), code=code, country=code[:3] or None)


def report(page, told, codes):
    text = page.text
    sentence = at(text, told["says"])
    start = sentence["start"]
    where = told.get("place")
    when = told.get("date")
    speaker = told.get("speaker")
    impacts = []
    for kind, words in told.get("impact", ()):
        best, low, high = count(words)
        impacts.append(Impact(kind=kind, best=best, low=low, high=high, **at(text, words, start)))
    return Report(
        id=content_id("report", page.id, told["says"], told["trigger"]),
        article_id=page.id,
        **sentence,
        event=told["event"],
        mode=told.get("mode"),
        contexts=(),
        quad_code=codebook.quad(told["event"]),
        track=codebook.track(told["event"]),
        trigger=Span(**at(text, told["trigger"], start)),
        actors=tuple(entity(text, w, start, codes) for w in told.get("actors", ())),
        recipients=tuple(entity(text, w, start, codes) for w in told.get("recipients", ())),
        place=Place(**at(text, where, start), reason=told.get("reason"), country=codes.get(where)) if where else None,
        date=When(**at(text, when, start), first=told.get("day"), last=told.get("until", told.get("day")),
                  precision="day") if when else None,
        status=told.get("status", "happened"),
        speaker=entity(text, speaker, 0 if told.get("elsewhere") else start, codes) if speaker else None,
        impact=tuple(impacts),
        score=told.get("score", 0.9),
        coder="hand",
        codebook=codebook.load().version,
        considered=((told["event"], told.get("score", 0.9)), ("COERCE", 0.05)),
        rules=("mode words",) if told.get("mode") else (),
    )  # fmt: skip


def statement(page, told, codes):
    text = page.text
    sentence = at(text, told["says"])
    start = sentence["start"]
    speaker = told.get("speaker")
    return Statement(
        id=content_id("statement", page.id, told["content"]),
        article_id=page.id,
        start=start,
        end=sentence["end"],
        speaker=entity(text, speaker, start, codes) if speaker else None,
        cue=Span(**at(text, told["cue"], start)) if "cue" in told else None,
        content=Span(**at(text, told["content"], start)),
        stance=told.get("stance", "asserts"),
        named=told.get("named", True),
    )


def parties(entities):
    return tuple(dict.fromkeys(EventParty(name=e.text, code=e.code, country=e.country) for e in entities))


def event(id, reports, pages, origins):
    """The event of these reports: told as fact where one outlet tells it itself."""
    told = [r for r in reports if r.status == "happened"]
    lead = (told or reports)[0]
    own = [r for r in reports if r.status == lead.status and r.speaker is None]
    days = sorted(pages[r.article_id].published[:10] for r in reports if pages[r.article_id].published)
    return Event(
        id=id,
        track=lead.track,
        event=lead.event,
        mode=next((r.mode for r in reports if r.mode), None),
        date=next((r.date for r in reports if r.date), None),
        place=next((r.place for r in reports if r.place), None),
        actors=parties(a for r in reports for a in r.actors),
        recipients=parties(a for r in reports for a in r.recipients),
        status=lead.status,
        impact=tuple(i for r in reports for i in r.impact),
        reports=tuple(sorted(r.id for r in reports)),
        articles=tuple(sorted({r.article_id for r in reports})),
        origins=len({origins.get(r.article_id, r.article_id) for r in reports}),
        first_seen=days[0] if days else None,
        last_seen=days[-1] if days else None,
        speakers=() if own else parties(r.speaker for r in reports if r.speaker and r.status == lead.status),
        contested=bool(told) and any(r.status == "negated" for r in reports),
        text=lead.text,
    )


def build(data, name="pile"):
    """A BriefSource of a pile: pages with their reports and statements, and refusals."""
    pages = {p["id"]: article(p) for p in data["page"]}
    codes = data.get("codes", {})
    origins = {p["id"]: p.get("origin", p["id"]) for p in data["page"]}
    groups, statements = {}, []
    for page in data["page"]:
        for n, told in enumerate(page.get("report", ())):
            made = report(pages[page["id"]], told, codes)
            groups.setdefault(told.get("of", f"{page['id']}-{n}"), []).append(made)
        statements += [statement(pages[page["id"]], s, codes) for s in page.get("statement", ())]
    events = [event(f"tt:{content_id(key)}", reports, pages, origins) for key, reports in groups.items()]
    refusals = tuple(Refusal(**r) for r in data.get("refusal", ()))
    duplicates = data.get("duplicates", 0)
    joined = [
        Judgement(left=a.id, right=b.id, decision="same", score=0.9, reasons=("same parties", "same day"))
        for reports in groups.values()
        for a, b in pairwise(reports)
    ]
    return BriefSource(
        name=name,
        articles=tuple(pages.values()),
        reports=tuple(r for reports in groups.values() for r in reports),
        statements=tuple(statements),
        events=tuple(events),
        judgements=tuple(joined),
        origins=origins,
        refusals=refusals,
        inputs=len(pages) + duplicates + len(refusals),
        duplicates=duplicates,
        captures={id: content_id(id) * 4 for id in pages},
        places={id: f"saved/{id}.html" for id in pages},
    )


@pytest.fixture(scope="session")
def pile():
    """A function: the name of a TOML file, or its data, to a BriefSource."""

    def read(given):
        if isinstance(given, dict):
            return build(given)
        return build(tomllib.loads((HERE / f"{given}.toml").read_text("utf-8")), given)

    return read


@pytest.fixture(scope="session")
def valley(pile):
    """The pile that most tests read: five days of an invented war."""
    return pile("valley")
