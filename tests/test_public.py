"""The public functions with the model: shapes, spans and the promises of the interface."""

import pytest

import twotrack

TEXT = "Arnorian troops shelled the town of Osk on Tuesday, the foreign ministry of Veld said."


def test_reports_point_into_the_text():
    for report in twotrack.code(TEXT, published="2026-06-05"):
        spans = [report.trigger, *report.actors, *report.recipients]
        spans += [s for s in (report.place, report.date, report.speaker) if s]
        assert all(TEXT[s.start : s.end] == s.text for s in spans)
        assert TEXT[report.start : report.end] == report.text


def test_many_is_the_same_as_one_by_one():
    texts = [TEXT, "", "The club signed a new striker.", TEXT * 3]
    assert twotrack.code_many(texts) == [twotrack.code(t) for t in texts]


def test_relate_gives_sixteen_shares_of_one_and_never_none():
    shares = twotrack.relate(TEXT, (0, 15), (28, 39))
    assert len(shares) == 16
    assert sum(shares.values()) == pytest.approx(1, abs=1e-4)
    assert max(shares, key=shares.get) == "ASSAULT"


ODD = [
    *("", " ", "\x00\x1b[31m", "\n\n\n", "\ud7ff", "x\u0000y", "😀" * 999, "а" * 100_000, "word " * 20_000),
    "Война продолжается, заявили в министерстве обороны в понедельник.",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_gives_an_answer(text):
    assert isinstance(twotrack.code(text), list)
    assert isinstance(twotrack.attributions(text), list)
    assert isinstance(twotrack.geoparse(text), list)


def test_no_event_in_a_language_that_the_reader_does_not_know():
    german = "Die Truppen von Arnor haben am Dienstag die Stadt Osk beschossen, teilte das Ministerium am Abend mit."
    assert twotrack.code(german) == []


def test_a_ledger_from_python(pile, tmp_path):
    ledger = twotrack.run([pile], tmp_path / "ledger")
    assert set(ledger.articles()["title"]) >= {"Arnor shells Osk", "Rangers move"}
    assert ledger.verify() == []
    assert {"event_type", "status", "n_origins"} <= set(ledger.events().columns)
    assert {"article_id", "trigger", "speaker"} <= set(ledger.reports().columns)
    assert {"stance", "content"} <= set(ledger.statements().columns)
    assert twotrack.open(tmp_path / "ledger").events().equals(ledger.events())
