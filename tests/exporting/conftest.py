"""Invented events with all that tells them."""

import io
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from twotrack.exporting.formats import FORMATS
from twotrack.exporting.told import Told
from twotrack.records import (
    Article,
    Entity,
    Event,
    EventParty,
    Grade,
    Impact,
    Paragraph,
    Place,
    Report,
    Span,
    When,
)

TEXT = "Veld's drones killed three villagers in Osk on Wednesday."
DAY = When(text="on Wednesday", start=0, end=12, first="2026-06-03", last="2026-06-03", precision="day")
OSK = Place(
    text="the town of Osk", start=0, end=15, name="Osk", geonameid=7, lat=64.5, lon=-21.25, country="ISL",
    admin1="Vest", precision="city",
)  # fmt: skip
KILLED = Impact(kind="killed", best=3, low=3, high=3, text="three", start=0, end=5)
EVENT = Event(
    id="tt:00000000002a", track="ground", event="ASSAULT", mode="drone", date=DAY, place=OSK,
    actors=(EventParty(name="Army of Veld", code="NORMIL", country="NOR"), EventParty(name="Rangers", code="NORPRM")),
    recipients=(EventParty(name="villagers", code="ISLCVL", country="ISL"),),
    status="happened", impact=(KILLED,), reports=("r1",), articles=("a1",), origins=1,
    first_seen="2026-06-04", last_seen="2026-06-04", speakers=(EventParty(name="Arnor", code="ISL"),), text=TEXT,
)  # fmt: skip
ARTICLE = Article(
    id="a1", url="https://osk.example/1", title="Drones over Osk", authors=(), published="2026-06-04T10:00:00+00:00",
    language="en", text=TEXT, paragraphs=(Paragraph(start=0, end=len(TEXT)),), outlet="Osk Daily",
)  # fmt: skip
REPORT = Report(
    id="r1", article_id="a1", start=0, end=len(TEXT), text=TEXT, event="ASSAULT", mode="drone", contexts=(),
    quad_code="MATERIAL CONFLICT", track="ground", trigger=Span(start=14, end=20, text="killed"),
    actors=(Entity(text="Veld's drones", start=0, end=13),),
    recipients=(Entity(text="three villagers", start=21, end=36),), place=OSK, date=DAY, status="happened",
    speaker=None, impact=(KILLED,), score=0.9, coder="stub-1", codebook="c-1",
)  # fmt: skip


def told(**changes):
    """The event with some fields changed; ``reports`` and ``articles`` are those of the fixture."""
    event = replace(EVENT, **changes)
    grade = Grade(event=event.id, reliability="F", credibility=6, reason="", weak=())
    return Told(event=event, reports=(REPORT,), articles=(ARTICLE,), grade=grade)


def written(format, *tolds):
    """The bytes of an export, and what it says of itself."""
    target = io.BytesIO()
    done = FORMATS[format](iter(tolds), target)
    return target.getvalue(), done


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(told=told, written=written, osk=OSK, day=DAY, killed=KILLED, article=ARTICLE, text=TEXT)
