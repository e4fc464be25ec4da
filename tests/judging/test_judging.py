"""Decisions of people: what holds, what they change in a report, and which words are understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.errors import UsageError
from twotrack.judging.applying import apply, standing
from twotrack.judging.correcting import corrected
from twotrack.judging.deciding import Known, from_file, from_words
from twotrack.public import code
from twotrack.records import Decision, Event, Place

TEXT = "Arnorian troops shelled the port of Osk on Tuesday, the general staff of Veld said."


def lookup(number):
    return (
        Place(text="", start=0, end=0, name="Osk", geonameid=7, lat=1.5, lon=2.5, country="ARN")
        if number == 7
        else None
    )


@pytest.fixture(scope="module")
def report():
    return code(TEXT, published="2026-06-05")[0]


def event(id, *reports):
    return Event(
        id=id, track="ground", event="ASSAULT", mode=None, date=None, place=None, actors=(), recipients=(),
        status="happened", impact=(), reports=reports, articles=(), origins=1, first_seen=None, last_seen=None,
    )  # fmt: skip


KNOWN = Known(
    events={"tt:aa": event("tt:aa", "r1", "r2", "r3"), "tt:ab": event("tt:ab", "r4")},
    reports=("r1", "r2", "r3", "r4"),
    decisions=(Decision(number=1, action="reject", reports=("r1",)),),
    sources=frozenset(["a.example"]),
)


@pytest.mark.parametrize(
    ("field", "value", "holds"),
    [
        ("event", "MOBILIZE", lambda r: (r.event, r.track, r.quad_code) == ("MOBILIZE", "ground", "MATERIAL CONFLICT")),
        ("mode", "heavy-weapons", lambda r: r.mode == "heavy-weapons"),
        ("status", "planned", lambda r: r.status == "planned"),
        ("date", "2026-06-01", lambda r: r.date.first == r.date.last == "2026-06-01" and r.date.precision == "day"),
        ("date", "2026-06-01/2026-06-03", lambda r: (r.date.last, r.date.precision) == ("2026-06-03", "range")),
        ("date", "none", lambda r: r.date is None),
        ("place", "the port@7", lambda r: (r.place.text, r.place.name, r.place.lat) == ("the port", "Osk", 1.5)),
        ("place", "Osk@48.5,37.25", lambda r: (r.place.lat, r.place.lon) == (48.5, 37.25)),
        ("place", "Osk@withheld", lambda r: (r.place.reason, r.place.lat) == ("withheld", None)),
        ("place", "none", lambda r: r.place is None),
        ("actor", "ARNMIL", lambda r: [(a.text, a.code) for a in r.actors] == [("Arnorian troops", "ARNMIL")]),
        ("actor", "none", lambda r: r.actors == ()),
        ("recipient", "the port of Osk@OSK", lambda r: [e.code for e in r.recipients if "port" in e.text] == ["OSK"]),
        ("speaker", "none", lambda r: r.speaker is None),
        ("speaker", "the general staff of Veld", lambda r: r.speaker.text == "the general staff of Veld"),
    ],
)  # fmt: skip
def test_a_field_is_set_and_its_words_stay_in_the_text(report, field, value, holds):
    made = corrected(report, field, value, lookup)
    assert holds(made)
    for span in (*made.actors, *made.recipients, made.place, made.date, made.speaker):
        assert span is None or TEXT[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event", "WAR"), ("mode", "visit"), ("status", "maybe"), ("date", "June"), ("date", "2026-06-05/2026-06-01"),
        ("place", "Dren@7"), ("place", "Osk@8"), ("place", "Osk@95,10"), ("actor", "army"), ("colour", "red"),
        ("speaker", "nobody here"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_with_advice_or_reason(report, field, value):
    with pytest.raises(UsageError):
        corrected(report, field, value, lookup)


def test_a_later_decision_on_a_field_outranks_an_earlier_one_and_the_rule_names_them(report):
    found = [
        Decision(number=n, action="correct", reports=(report.id,), field="status", value=value, by="Ana")
        for n, value in ((1, "planned"), (2, "possible"))
    ]
    judged = apply(found, {report.id: report}, lookup).judged[0]
    assert judged.report.status == "possible"
    assert judged.report.rules[-1] == "corrected by Ana (decision 1, 2)"


@pytest.mark.parametrize(("last", "kept"), [("reject", False), ("accept", True)])
def test_of_rejecting_and_accepting_the_later_holds(report, last, kept):
    first = "accept" if last == "reject" else "reject"
    found = [Decision(number=n, action=a, reports=(report.id,)) for n, a in enumerate((first, last), 1)]
    left_out = [j.report_id for j in apply(found, {report.id: report}, lookup).judged if j.report is None]
    assert left_out == ([] if kept else [report.id])


def test_merge_and_split_are_judgements_of_all_pairs():
    found = [
        Decision(number=1, action="merge", reports=("a", "b", "c")),
        Decision(number=2, action="split", reports=("d",), others=("e", "f"), by="Ana", note="two strikes"),
    ]
    rows = [(j.left, j.right, j.decision, j.judge) for j in apply(found, {}, lookup).judgements]
    same = [("a", "b"), ("a", "c"), ("b", "c")]
    assert rows == [(*p, "same", "a person") for p in same] + [("d", o, "different", "Ana") for o in "ef"]


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 12)), max_size=12), st.randoms())
def test_what_holds_does_not_depend_on_the_order_of_rows(moves, random):
    made = [
        Decision(number=n, action="undo", undoes=min(of, n - 1)) if undo and n > 1 else
        Decision(number=n, action="reject", reports=("r",))
        for n, (undo, of) in enumerate(moves, 1)
    ]  # fmt: skip
    mixed = random.sample(made, len(made))
    holding = standing(made)
    assert standing(mixed) == holding
    assert all(d.action != "undo" for d in holding)
    undone = {d.undoes for d in made if d.action == "undo"}
    assert {d.number for d in made if d.action != "undo" and d.number not in undone} <= {d.number for d in holding}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("merge tt:aa tt:ab", [("merge", ("r1", "r2", "r3", "r4"), ())]),
        ("split tt:aa r2", [("split", ("r2",), ("r1", "r3"))]),
        ("reject tt:ab", [("reject", ("r4",), ())]),
        ("accept r1 r2", [("accept", ("r1", "r2"), ())]),
        (
            "correct r4 status=planned event=AID",
            [("correct", ("r4",), ("event", "AID")), ("correct", ("r4",), ("status", "planned"))],
        ),
        ("grade a.example B", [("grade", (), ("a.example", "B"))]),
        ("undo 1", [("undo", (), 1)]),
    ],
)  # fmt: skip
def test_words_become_decisions_with_the_next_number(words, told):
    action, *rest = words.split()
    found = from_words(action, rest, KNOWN, "Ana", "")
    third = {"split": lambda d: d.others, "undo": lambda d: d.undoes}
    third |= dict.fromkeys(("correct", "grade"), lambda d: (d.field, d.value))
    assert [(d.action, d.reports, third.get(d.action, lambda _: ())(d)) for d in found] == told
    assert [d.number for d in found] == list(range(2, 2 + len(found)))


@pytest.mark.parametrize(
    "words",
    [
        *"grade b.example B|grade a.example G|merge r1|merge r1 zz|split tt:ab r4|split tt:aa r4".split("|"),
        *"reject|reject tt:a|correct r1|undo 9|undo".split("|"),
    ],
)
def test_words_that_mean_nothing_are_refused(words):
    action, *rest = words.split()
    with pytest.raises(UsageError):
        from_words(action, rest, KNOWN, "Ana", "")


FILE = """
[[decision]]
action = "merge"
of = ["tt:aa", "tt:ab"]
note = "one strike"

[[decision]]
action = "correct"
of = ["r4"]
status = "planned"
mode = "none"
by = "Bo"
"""


def test_a_file_is_read_once_and_changes_nothing_the_second_time():
    made = from_file(FILE, KNOWN, "Ana")
    assert [(d.number, d.action, d.field, d.by) for d in made] == [
        (2, "merge", None, "Ana"), (3, "correct", "mode", "Bo"), (4, "correct", "status", "Bo"),
    ]  # fmt: skip
    assert from_file(FILE, Known(KNOWN.events, KNOWN.reports, (*KNOWN.decisions, *made)), "Ana") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("decision = ", "no TOML"),
        ("[[other]]\na = 1", "something else"),
        ("[[decision]]\naction = 'reject'\nof = ['r1']\n[[decision]]\naction = 'burn'", "decision 2 of the file"),
        ("[[decision]]\naction = 'reject'\nof = ['r1']\nwhy = 'x'", "unknown field: why"),
    ],
)
def test_a_file_with_a_mistake_says_where(text, words):
    with pytest.raises(UsageError, match=words):
        from_file(text, KNOWN, "Ana")
