"""Places in the context of their article. A new case is a new table in ``places.toml``."""

import re
import tomllib
from pathlib import Path

import pytest

from twotrack.records import Article, Coded, Paragraph, Place
from twotrack.resolving.choosing import distance
from twotrack.resolving.gazetteer import CITY, Gazetteer
from twotrack.resolving.resolver import Resolver

CASES = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def resolver():
    return Resolver()


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer()


def marked(text):
    """The text without its brackets, and the places that stood in them."""
    plain, places = "", []
    for part in re.split(r"(\[[^\]]+\])", text):
        if part.startswith("["):
            places.append(Place(text=part[1:-1], start=len(plain), end=len(plain) + len(part) - 2))
            plain += part[1:-1]
        else:
            plain += part
    return plain, places


def geoparse(resolver, text):
    plain, places = marked(text)
    article = Article(
        id="a",
        url=None,
        title=None,
        authors=(),
        published=None,
        language="en",
        text=plain,
        paragraphs=(Paragraph(start=0, end=len(plain)),),
    )
    return resolver(Coded(article=article, reports=(), statements=(), places=tuple(places))).places


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_place_in_context(resolver, case):
    found = geoparse(resolver, case["text"])[0]
    expected = {key: value for key, value in case.items() if key not in ("text", "point")}
    assert {key: getattr(found, key) for key in expected} == expected
    point = case.get("point", True)
    assert (found.lat is not None, found.lon is not None, found.reason is None) == (point, point, point)
    assert (found.precision is not None) is point


def test_enough_cases():
    assert len(CASES) >= 40


def test_a_name_explained_once_means_the_same_everywhere(resolver):
    found = geoparse(resolver, "The mayor of [Lebanon], Ind., resigned. [Lebanon] will vote in May.")
    assert [place.admin1 for place in found] == ["Indiana", "Indiana"]


def test_neighbours_decide(resolver):
    found = geoparse(resolver, "Shells fell on [Lyman], [Siversk] and [Sloviansk].")
    assert {place.country for place in found} == {"UKR"}


def test_gazetteer_finds_other_spellings(gazetteer):
    ids = {name: {spot.id for spot in gazetteer.find(name)} for name in ("Kharkiv", "Khar'kov", "kharkov", "Charkiw")}
    assert all(706483 in found for found in ids.values())


def test_gazetteer_knows_nothing_of_invented_names(gazetteer):
    assert [gazetteer.find(name) for name in ("Qarzhomund", "", "?")] == [[], [], []]


def test_small_places_are_in(gazetteer):
    assert any(spot.country == "UKR" and spot.level == CITY for spot in gazetteer.find("Chasiv Yar"))
    assert any(spot.country == "SDN" for spot in gazetteer.find("Kadugli"))


def test_distance(gazetteer):
    kyiv, kharkiv = (max(gazetteer.find(name), key=lambda s: s.population) for name in ("Kyiv", "Kharkiv"))
    assert 380 < distance(kyiv, kharkiv) < 450
    assert distance(kyiv, kyiv) == 0
