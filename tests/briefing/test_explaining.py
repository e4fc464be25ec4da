"""Why a row is there."""

import pytest
from msgspec.structs import replace

from twotrack.briefing import explaining
from twotrack.briefing.reasons import Explanation
from twotrack.errors import UsageError
from twotrack.records import Place, encode


def of(source, words):
    return next(e for e in source.events if words in e.text)


def shown(source, id):
    return explaining.render(explaining.explain(source, id))


def test_an_event_is_opened_to_its_evidence(valley):
    event = of(valley, "retook the town of Osk")
    text = shown(valley, event.id)
    for part in (
        "ASSAULT seize · ground track · happened",
        "[actor: Arnorian troops] [trigger: retook] the town of [place: Osk] [date: on Tuesday]",
        "ASSAULT 0.90 · COERCE 0.05",
        "Use deadly or damaging force; take a town or land in fighting.",
        "“Arnorian troops” → ARNMIL",
        "“at least 12 people” → best 12, low 12",
        "none: the outlet's own voice",
        "mode words",
        "same parties; same day",
        "Osk Courier, “Town changes hands again”",
        "published 2026-06-03T06:10:00+00:00",
        "paragraph 1, characters 0–111 of its text",
        "https://courier.example/2026/06/03/town",
        "read from saved/a01.html",
        f"capture sha256 {valley.captures['a01']}",
        "origin a01: a reprint or retelling of it",
    ):
        assert part in text, part


def test_what_is_unknown_has_its_reason(valley):
    text = shown(valley, of(valley, "which neither side has named").id)
    assert "place: withheld – the text says that it is not named" in text
    assert "recipient: the sentence names none" in text
    assert "date: the sentence gives none" in text
    assert "publication date: the page does not say" in shown(valley, of(valley, "rocket launchers").id)


def test_a_claim_is_named_a_claim(valley):
    text = shown(valley, of(valley, "fled the Keld valley").id)
    assert "only on the word of the Karsian Red Lantern: not told as fact" in text
    assert "happened, a claim" in text


def test_a_report_is_opened_with_its_event(valley):
    report = valley.reports[0]
    found = explaining.explain(valley, report.id[:10])
    assert isinstance(found, Explanation)
    assert [t.report.id for t in found.tellings] == [report.id]
    assert [report.id in e.reports for e in found.events] == [True]


def test_a_statement_is_opened_too(valley):
    statement = next(s for s in valley.statements if not s.named)
    text = shown(valley, statement.id)
    assert "[speaker: Observers] [cue: say] [content: the timing of the talks is no accident]" in text
    assert "speaker: not a named person or body" in text and "never told as fact" in text


def test_an_event_is_found_by_the_beginning_of_its_id_with_or_without_its_mark(valley):
    id = valley.events[0].id
    for asked in (id, id[:9], id[3:11], f" {id.upper()} ".replace("TT:", "tt:")):
        found = explaining.explain(valley, asked)
        assert isinstance(found, Explanation) and found.id == id


def test_an_ambiguous_beginning_gives_the_candidates(valley):
    found = explaining.explain(valley, "tt:")
    assert isinstance(found, list) and len(found) == len(valley.events)
    assert explaining.render(found).startswith("27 rows begin so. Give more of the id:")
    assert encode(found)


@pytest.mark.parametrize("asked", ["", "zz", "tt:zz", "\x1b[31m"])
def test_an_unknown_id_is_the_user_s_mistake_and_gets_advice(valley, asked):
    with pytest.raises(UsageError) as caught:
        explaining.explain(valley, asked)
    assert "twotrack export valley" in caught.value.advice and "\x1b" not in str(caught.value)


def test_explanations_keep_to_a_hundred_columns(valley):
    for row in (*valley.events, *valley.reports, *valley.statements):
        for line in shown(valley, row.id).splitlines():
            assert len(line) <= 100 or "https://" in line, line


def test_no_control_character_reaches_the_terminal(pile):
    says = "Arnor\x1b[2J\x07 shelled \u202eOsk\u202c\x9b31m"
    told = {"says": says, "event": "ASSAULT", "trigger": "shelled", "actors": ["Arnor\x1b[2J\x07"], "place": "Osk"}
    nasty = "x\x1b]0;t\x07\u2066y\r\n"
    page = {"id": "p", "text": says, "title": nasty, "outlet": nasty, "url": nasty, "notes": [nasty], "report": [told]}
    source = pile({"page": [page]})
    text = shown(source, source.events[0].id)
    assert "‹U+202E›[place: Osk]‹U+202C›" in text and "‹U+2066›" in text
    assert not [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u202c\u2066"]


def test_spans_inside_each_other_and_across_edges():
    from twotrack.briefing.spans import Mark, marked

    marks = [
        Mark(role="recipient", start=10, end=20, text="camp at Os"),
        Mark(role="place", start=18, end=20, text="Os"),
        Mark(role="date", start=15, end=24, text="crosses"),
        Mark(role="speaker", start=90, end=95, text="Morn."),
    ]
    text, outside = marked("camp at Os was", 10, marks)
    assert text == "[recipient: camp at [place: Os]] was"
    assert [m.role for m in outside] == ["date", "speaker"]


def test_other_places_of_the_name_are_shown_with_the_ids_that_judge_takes(valley):
    event = of(valley, "retook the town of Osk")
    found = explaining.explain(valley, event.id)
    other = Place(text="", start=0, end=0, name="Osk", geonameid=77, country="VLD", admin1="Dren")
    text = explaining.render(replace(found, namesakes={found.tellings[0].report.id: (other,)}))
    assert "other places of that name: Dren, VLD (77)" in text
