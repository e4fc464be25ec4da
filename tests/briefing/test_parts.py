"""Single rules of the parts."""

import pytest

from twotrack.briefing.figures import bounds, disagreeing
from twotrack.briefing.texts import quoted, visible
from twotrack.briefing.unread import next_step, unread
from twotrack.briefing.wording import words
from twotrack.coding.counts import count
from twotrack.records import Impact, Refusal


def impact(text):
    best, low, high = count(text)
    return Impact(kind="killed", best=best, low=low, high=high, text=text, start=0, end=len(text))


@pytest.mark.parametrize(
    ("told", "differ"),
    [
        (("12 people", "twelve people"), False),
        (("at least 12", "15 people"), False),
        (("at least 12", "nine soldiers"), True),
        (("up to 30", "31 people"), True),
        (("up to 30", "12"), False),
        (("between 7 and 9", "8"), False),
        (("between 7 and 9", "10"), True),
        (("dozens of civilians", "3"), True),
        (("people", "3"), False),
    ],
)
def test_figures_differ_when_they_exclude_each_other(valley, told, differ):
    from msgspec.structs import replace

    reports = [replace(valley.reports[0], impact=(impact(text),)) for text in told]
    assert bool(disagreeing(reports)) is differ


def test_words_without_a_number_have_no_bounds():
    assert bounds(impact("many people")) is None


@pytest.mark.parametrize("reason", ["no text", "empty file", "something new"])
def test_every_refusal_has_a_next_step(reason):
    assert len(next_step(reason)) > 10


def test_refusals_are_counted_by_reason_the_most_frequent_first():
    refusals = [Refusal(source=f"{n}.html", offset=0, reason="no text" if n else "binary") for n in range(9, -1, -1)]
    found = unread(refusals)
    assert [(u.reason, u.count) for u in found] == [("no text", 9), ("binary", 1)]
    assert [e.source for e in found[0].examples] == ["1.html", "2.html", "3.html"]


def test_a_hedge_is_never_cut_off(pile):
    long = (
        "It is not true, whatever has been printed in the papers of both capitals for the whole of the last week, that "
    )
    says = f"{long}Arnorian troops shelled Osk."
    told = {"says": says, "event": "ASSAULT", "trigger": "shelled", "actors": ["Arnorian troops"], "place": "Osk"}
    source = pile({"page": [{"id": "p", "text": says, "report": [told]}]})
    told_as = words(source.reports[0], says, 12)
    assert told_as == "“It is not true, … last week, that Arnorian troops shelled Osk.”"
    assert words(source.reports[0], says, 40).startswith("“It is not true")


def test_direction_marks_are_spelled_out_and_control_characters_dropped():
    assert visible("a\u202eb\x1b[0m\x00\tc\u2028d\ud800") == "a‹U+202E›b[0m c d‹U+D800›"
    assert quoted('he said "no" and “yes”') == "“he said ‘no’ and ‘yes’”"
