"""Mentions read by themselves. A new case is a new line in ``actors.toml`` or ``sectors.toml``."""

import tomllib
from pathlib import Path

import pytest

from twotrack.records import Article, Coded, Entity, Paragraph, Span, Statement
from twotrack.resolving.nations import base, guess
from twotrack.resolving.resolver import Resolver

HERE = Path(__file__).parent
ACTORS = {
    words: told
    for group in tomllib.loads((HERE / "actors.toml").read_text("utf-8")).values()
    for words, told in group.items()
}
SECTORS = tomllib.loads((HERE / "sectors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def resolver():
    return Resolver()


def resolve(resolver, words, published="2026-06-03"):
    """The words as the speaker of a statement that is all there is."""
    text = f"{words}."
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
    statement = Statement(
        id="s",
        article_id="a",
        start=0,
        end=len(text),
        speaker=Entity(text=words, start=0, end=len(words)),
        cue=None,
        content=Span(start=0, end=len(text), text=text),
        stance="asserts",
        named=True,
    )
    coded = Coded(article=article, reports=(), statements=(statement,), places=())
    return resolver(coded).statements[0].speaker


@pytest.mark.parametrize(("words", "told"), ACTORS.items())
def test_code_and_party(resolver, words, told):
    expected = [part.strip() for part in told.split("|")]
    found = resolve(resolver, words)
    said = [found.code or "-", found.party_id or "-", found.name or "-"]
    assert said[: len(expected)] == expected
    assert (found.text, found.start, found.end) == (words, 0, len(words))


@pytest.mark.parametrize(("words", "sector"), SECTORS.items())
def test_sector_without_country(resolver, words, sector):
    found = resolve(resolver, words)
    assert (found.sector, found.code, found.country) == (sector, "", None)


def test_enough_cases():
    assert len(ACTORS) >= 120


@pytest.mark.parametrize(
    ("published", "code"), [("2010-01-01", "USAGOV"), ("2020-01-01", "USAELI"), ("2005-01-01", "USA"), (None, "USAGOV")]
)
def test_office_on_the_day_of_publication(resolver, published, code):
    assert resolve(resolver, "Barack Obama", published).code == code


def test_two_terms(resolver):
    days = ["2018-01-01", "2022-01-01", "2026-01-01"]
    assert [resolve(resolver, "Donald Trump", day).sector for day in days] == ["GOV", "ELI", "GOV"]


def test_country_is_iso_and_none_for_the_transnational(resolver):
    assert resolve(resolver, "Russian troops").country == "RUS"
    assert (resolve(resolver, "NATO").country, resolve(resolver, "NATO").sector) == (None, "IGO")


@pytest.mark.parametrize(
    ("word", "names", "expected"),
    [
        ("Arnorian", {"Arnor"}, "Arnor"),
        ("Arnorians", {"Arnor"}, "Arnor"),
        ("Velmari", {"Velmar", "Osk"}, "Velmar"),
        ("Karsian", {"Karsia"}, "Karsia"),
        ("Keldish", {"Keld"}, "Keld"),
        ("Northlander", {"Northland", "Southland"}, "Northland"),
        ("Oltani", {"Oltan"}, "Oltan"),
        ("Osk", {"Oskar"}, None),
        ("Arnor", {"Arnor"}, None),
    ],
)
def test_adjective_to_nation(word, names, expected):
    assert base(word, names) == expected


def test_guess_keeps_short_names():
    assert [guess(word) for word in ("arnorian", "ian", "osk")] == ["arnor", "ian", "osk"]
