"""Grades of events from what tells them: ``grades.toml`` states both."""

import tomllib
from pathlib import Path

import pytest

from tests.corroborating.building import article, report
from twotrack.corroborating.corroborate import corroborate
from twotrack.grading.grade import grades
from twotrack.records import Decision

CASES = tomllib.loads(Path(__file__).with_name("grades.toml").read_text("utf-8"))["case"]
OF_PAGE = ("outlet", "published", "text", "url")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    pages = [article(**{"outlet": None} | {k: t[k] for k in OF_PAGE if k in t}) for t in case["tellings"]]
    told = zip(pages, case["tellings"], strict=True)
    reports = [report(a, **{k: v for k, v in t.items() if k not in OF_PAGE}) for a, t in told]
    found = corroborate(pages, {}, reports)
    decided = [
        Decision(number=n, action="grade", field=source, value=letter)
        for n, (source, letter) in enumerate(case.get("letters", {}).items(), 1)
    ]
    made = list(grades(found.events, {r.id: r for r in reports}, {a.id: a for a in pages}, found.origins, decided))
    assert [f"{g.reliability}{g.credibility}" for g in made] == [case["grade"]], made
    assert list(made[0].weak) == case.get("weak", list(made[0].weak))
    assert made[0].reason
