"""Parties that the article decides, and what never changes. A new case is a table in ``contexts.toml``."""

import random
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twotrack.records import Article, Coded, Entity, Paragraph, Place, Report, Span, Statement, When
from twotrack.resolving.resolver import Resolver

CASES = tomllib.loads(Path(__file__).with_name("contexts.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def resolver():
    return Resolver()


def marked(text):
    plain, mentions = "", []
    for part in re.split(r"(\[[^\]]+\])", text):
        bare = part.strip("[]") if part.startswith("[") else part
        if part.startswith("["):
            mentions.append(Entity(text=bare, start=len(plain), end=len(plain) + len(bare)))
        plain += bare
    return plain, mentions


def article(text, published="2026-06-03"):
    return Article(
        id="a",
        url=None,
        title=None,
        authors=(),
        published=published,
        language="en",
        text=text,
        paragraphs=(Paragraph(start=0, end=len(text)),),
    )


def statement(speaker, text):
    return Statement(
        id=f"s{speaker.start}",
        article_id="a",
        start=0,
        end=len(text),
        speaker=speaker,
        cue=None,
        content=Span(start=0, end=len(text), text=text),
        stance="asserts",
        named=True,
    )


def report(text, actors, place, date):
    return Report(
        id="r",
        article_id="a",
        start=0,
        end=len(text),
        text=text,
        event="ASSAULT",
        mode=None,
        contexts=(),
        quad_code="MATERIAL CONFLICT",
        track="ground",
        trigger=Span(start=0, end=1, text=text[:1]),
        actors=tuple(actors),
        recipients=(),
        place=place,
        date=date,
        status="happened",
        speaker=None,
        impact=(),
        score=1.0,
        coder="test",
        codebook="test",
    )


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_article_decides(resolver, case):
    text, mentions = marked(case["text"])
    coded = Coded(article=article(text), reports=(), statements=tuple(statement(m, text) for m in mentions), places=())
    found = [s.speaker for s in resolver(coded).statements]
    said = [f"{e.code or '-'} | {e.party_id or '-'} | {e.sector or '-'}" for e in found]
    assert said == case["expected"]


def test_actors_speakers_places_and_dates_of_a_report(resolver):
    text = "Russian troops shelled Kharkiv on Tuesday, Ukraine's general staff said."
    actor = Entity(text="Russian troops", start=0, end=14)
    place = Place(text="Kharkiv", start=23, end=30)
    date = When(text="on Tuesday", start=31, end=41)
    found = resolver(
        Coded(article=article(text), reports=(report(text, [actor], place, date),), statements=(), places=(place,))
    )
    told = found.reports[0]
    assert told.actors[0].code == "RUSMIL"
    assert told.place.geonameid == 706483
    assert told.place == found.places[0]
    assert (told.date.first, told.date.last) == ("2026-06-02", "2026-06-02")


def test_a_withheld_place_stays_withheld(resolver):
    text = "Karsian troops took the town of Kharkiv."
    place = Place(text="Kharkiv", start=32, end=39, reason="withheld")
    found = resolver(Coded(article=article(text), reports=(report(text, [], place, None),), statements=(), places=()))
    assert (found.reports[0].place.reason, found.reports[0].place.lat) == ("withheld", None)


def test_the_order_of_statements_changes_nothing(resolver):
    text, mentions = marked(" ".join(case["text"] for case in CASES))
    told = [statement(m, text) for m in mentions]
    first = resolver(Coded(article=article(text), reports=(), statements=tuple(told), places=()))
    random.Random(3).shuffle(told)
    second = resolver(Coded(article=article(text), reports=(), statements=tuple(told), places=()))
    assert {s.id: s for s in first.statements} == {s.id: s for s in second.statements}


words = st.text(
    alphabet=st.sampled_from("Russia Kyiv the ArnorianUN's,.-éI\n0"), min_size=1, max_size=40
) | st.sampled_from(["the U.S.", "al-", "'s", "NATO’s", "of", "President", "—", "The"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=words, published=st.none() | st.sampled_from(["2026-06-03", "soon", ""]))
def test_any_words_keep_their_span(resolver, text, published):
    entity = Entity(text=text, start=0, end=len(text))
    place, date = Place(text=text, start=0, end=len(text)), When(text=text, start=0, end=len(text))
    coded = Coded(
        article=article(text, published), reports=(report(text, [entity], place, date),), statements=(), places=(place,)
    )
    found = resolver(coded)
    for value in (found.reports[0].actors[0], found.reports[0].place, found.reports[0].date, found.places[0]):
        assert (value.text, value.start, value.end) == (text, 0, len(text))
    told = found.places[0]
    assert (told.lat is None) == (told.lon is None) == (told.reason is not None)
    assert resolver(coded) == found
