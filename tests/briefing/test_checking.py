"""The check must catch what a passage does not hold."""

import pytest
from msgspec.structs import replace

from twotrack.briefing import brief
from twotrack.briefing.shapes import Passage
from twotrack.records import Span

OSK = "Arnorian troops retook the town of Osk"


def planted(made, **changes):
    """The brief with its first bullet changed."""
    first, *rest = made.changes.lines
    fields = {k: v(getattr(first, k)) for k, v in changes.items()}
    return replace(made, changes=replace(made.changes, lines=(replace(first, **fields), *rest)))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"words": lambda w: w.replace("Velport", "Garnstadt")}, "name Garnstadt is not in the cited passages"),
        ({"words": lambda w: f"{w} 140"}, "number 140 is not in the cited passages"),
        ({"words": lambda w: f"{w} seventeen"}, "number seventeen is not in the cited passages"),
        ({"words": lambda w: f"{w} brutally"}, "word brutally is not in the cited passages"),
        ({"lead": lambda _: "according to Morn:"}, "name Morn is not in the cited passages"),
        ({"marks": lambda _: ("denied by Hask",)}, "name Hask is not in the cited passages"),
        ({"label": lambda _: "VICTORY"}, "label VICTORY is not in the codebook"),
        ({"date": lambda _: "2026-06-07"}, "date 2026-06-07 is not the event's"),
        ({"origins": lambda n: n + 1}, "2 origins are not the event's"),
        ({"cites": lambda _: (2,)}, "passage of a04 is not among its sources"),
        ({"passages": lambda _: ()}, "no passage"),
        (
            {"passages": lambda p: (*p, Passage(article_id="a04", start=0, end=4, text="Morn"))},
            "passage 0–4 is not what a04 says",
        ),
    ],
)
def test_a_planted_fault_is_found(valley, changes, fault):
    made = brief.make(valley)
    assert brief.check(made, valley) == []
    found = brief.check(planted(made, **changes), valley)
    assert any(f.endswith(fault) for f in found), found


@pytest.mark.parametrize("field", ["title", "outlet", "url"])
def test_a_source_must_be_the_page_s_own(valley, field):
    made = brief.make(valley)
    wrong = replace(made, sources=(replace(made.sources[0], **{field: "Other"}), *made.sources[1:]))
    assert brief.check(wrong, valley) == [f"source 1: {field} is not the page's"]


def test_a_speaker_s_name_must_be_in_his_passages(valley):
    made = brief.make(valley)
    first, *rest = made.speaking.speakers
    wrong = replace(made, speaking=replace(made.speaking, speakers=(replace(first, name="Ila Garn"), *rest)))
    assert brief.check(wrong, valley) == ["speaker Ila Garn is not in the cited passages"]


def test_a_line_that_the_check_refuses_becomes_its_plain_evidence_sentence(pile):
    # A hidden character splits a word: the span ends in the middle of what a reader sees as one word.
    says = "Two Arnorian guns fired at Osk\u200bville and its bridge"
    told = {
        "says": says, "event": "ASSAULT", "trigger": "fired", "actors": ["Arnorian guns"], "place": "Osk",
        "speaker": "Dril",
    }  # fmt: skip
    text = f"{says}, General Dril said in Garn on the third day of a week in which little else was said by anybody."
    source = pile({"page": [{"id": "p", "text": text, "report": [{**told, "says": text}]}]})
    made = brief.make(source)
    (line,) = made.ground.unconfirmed.lines
    assert made.failed == 1
    assert (
        line.words.startswith("“Two Arnorian guns fired at Oskville and its bridge, General Dril said")
        and not line.lead
    )
    assert brief.check(made, source) == []


def test_a_span_that_points_elsewhere_never_brings_other_words_in(valley):
    reports = tuple(
        replace(r, trigger=Span(start=r.trigger.start, end=r.trigger.end, text="nuked")) for r in valley.reports
    )
    source = replace(valley, reports=reports)
    made = brief.make(source)
    assert brief.check(made, source) == []
    assert not any("nuked" in line.words for line in made.ground.reported.lines)
