"""A user's own entries win over the directory. A new case is a new line in ``own.toml``."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from twotrack.directories.entries import Own
from twotrack.records import Article, Coded, Entity, Paragraph, Place, Report, Span
from twotrack.resolving.resolver import Resolver

TABLE = tomllib.loads(Path(__file__).with_name("own.toml").read_text("utf-8"))
OWN = msgspec.convert({"actors": TABLE["actors"], "agents": TABLE["agents"]}, Own)


@pytest.fixture(scope="module")
def resolver():
    return Resolver(OWN)


def coded(text, actors, published="2026-06-03", place=None):
    article = Article(
        id="a",
        url=None,
        title=None,
        authors=(),
        published=published,
        language="en",
        text=text,
        paragraphs=(Paragraph(start=0, end=len(text)),),
    )
    starts = [text.index(actor) for actor in actors]
    entities = [Entity(text=a, start=s, end=s + len(a)) for a, s in zip(actors, starts, strict=True)]
    reports = tuple(
        Report(
            id=f"r{entity.start}",
            article_id="a",
            start=0,
            end=len(text),
            text=text,
            event="CONSULT",
            mode=None,
            contexts=(),
            quad_code="VERBAL COOPERATION",
            track="table",
            trigger=Span(start=0, end=1, text=text[:1]),
            actors=(entity,),
            recipients=(),
            place=place,
            date=None,
            status="happened",
            speaker=None,
            impact=(),
            score=1.0,
            coder="test",
            codebook="test",
            rules=("as read",),
        )
        for entity in entities
    )
    return Coded(article=article, reports=reports, statements=(), places=(place,) if place else ())


@pytest.mark.parametrize(("words", "told"), TABLE["cases"].items())
def test_who_it_is_and_which_file_says_so(resolver, words, told):
    report = resolver(coded(f"{words} met them.", [words])).reports[0]
    found = report.actors[0]
    said = [found.code or "-", found.party_id or "-", found.name or "-", "; ".join(report.rules[1:])]
    assert said == [part.strip() for part in told.split("|")]
    assert report.rules[0] == "as read"
    assert found.text == words


@pytest.mark.parametrize(
    ("published", "code"),
    [("2026-06-02T23:00:00+00:00", "VLDGOV"), ("2026-06-03", "VLDOPP"), (None, "VLDELI"), ("soon", "VLDELI")],
)
def test_entries_hold_on_their_days(resolver, published, code):
    assert resolver(coded("Ana Dril met them.", ["Ana Dril"], published)).reports[0].actors[0].code == code


def test_she_is_the_persons(resolver):
    text = "Ana Dril met them before she left."
    she = resolver(coded(text, ["Ana Dril", "she"])).reports[1]
    assert (she.actors[0].code, she.rules[1:]) == ("VLDOPP", ("user actor: new.toml",))


def test_the_army_after_an_own_army_is_the_same_and_says_so(resolver):
    text = "The Veldian army moved. Later the army met them."
    army = resolver(coded(text, ["The Veldian army", "the army"])).reports[1]
    assert (army.actors[0].code, army.rules[1:]) == ("VLDMIL", ("user actor: veld.toml",))


def test_places_are_not_touched():
    own = Own(actors=tuple(msgspec.structs.replace(OWN.actors[0], name=name) for name in ("Ukraine", "Kharkiv")))
    place = Place(text="Kharkiv", start=12, end=19)
    given = coded("They met in Kharkiv. Others met in Ukraine.", ["They"], place=place)
    assert Resolver(own)(given).places == Resolver()(given).places


def test_without_entries_nothing_changes(resolver):
    text = "Russian troops and the Polish foreign ministry met them."
    given = coded(text, ["Russian troops", "the Polish foreign ministry"])
    assert resolver(given) == Resolver()(given) == Resolver(Own())(given)
