"""Claims, positions and meetings from tellings: ``claiming.toml`` states both."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corroborating.building import article, entity, report, span
from twotrack.claiming.claims import claims
from twotrack.claiming.meetings import meetings
from twotrack.claiming.positions import positions
from twotrack.corroborating.corroborate import corroborate
from twotrack.records import Statement, content_id

CASES = tomllib.loads(Path(__file__).with_name("claiming.toml").read_text("utf-8"))["case"]
OF_PAGE = ("outlet", "published", "text")


def made(case, order=lambda found: found):
    tellings = [(article(**{k: t[k] for k in OF_PAGE}), t) for t in case.get("tellings", ())]
    sayings = [(article(**{k: t[k] for k in OF_PAGE}), t) for t in case.get("statements", ())]
    reports = order([report(a, **{k: v for k, v in t.items() if k not in OF_PAGE}) for a, t in tellings])
    statements = order([said(a, t) for a, t in sayings])
    articles = list({a.id: a for a, _ in [*tellings, *sayings]}.values())
    days = {a.id: a.published for a in articles}
    found = corroborate(order(articles), {}, reports)
    return (
        list(claims(found.events, {r.id: r for r in reports}, days)),
        positions(statements, reports, days, found.origins),
        meetings(order(list(found.events))),
    )


def said(page, told):
    return Statement(
        id=content_id("statement", page.id, told["content"]), article_id=page.id, start=0, end=len(page.text),
        speaker=entity(page, told["speaker"]), cue=None, content=span(page, told["content"]), stance=told["stance"],
        named=told.get("named", True),
    )  # fmt: skip


def plain(value):
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    return getattr(value, "name", value) if value is not None else ""


def shown(record):
    found = {field: plain(getattr(record, field)) for field in record.__struct_fields__}
    if "sides" in found:
        found["sides"] = [f"{s.party.name} {s.says} {s.since}" for s in record.sides]
    if "history" in found:
        found["history"] = [state for state, _ in record.history]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    for kind, found in zip(("claims", "positions", "meetings"), made(case), strict=True):
        if kind in case:
            rows = [shown(r) for r in found]
            assert [{k: row[k] for k in want} for row, want in zip(rows, case[kind], strict=False)] == case[kind]
            assert len(rows) == len(case[kind]), rows


@given(st.sampled_from(CASES), st.randoms())
def test_the_order_of_the_rows_makes_no_difference(case, random):
    assert made(case, lambda found: random.sample(found, len(found))) == made(case)


@given(st.sampled_from(CASES))
def test_every_position_is_said_by_its_rows(case):
    for position in made(case)[1]:
        assert position.statements or position.reports
        assert (position.first or "") <= (position.last or "")
