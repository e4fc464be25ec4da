"""People's decisions on a real ledger: they change the events, outlive later runs, and can be taken back."""

import json

import pytest


@pytest.fixture
def ledger(pile, tmp_path, command):
    command("run", pile, "-o", tmp_path / "ledger", "--coder", "stub")
    return tmp_path / "ledger"


def events(ledger, command):
    _, out, _ = command("export", ledger, "--as", "jsonl", "-o", "-")
    rows = [json.loads(line) for line in out.splitlines()]
    return {r["record"]["id"]: r["record"] for r in rows if r["kind"] == "event"}


def judge(ledger, command, *words):
    code, out, err = command("judge", ledger, *words, "--json")
    assert code == 0, err
    assert json.loads(command("verify", ledger, "--json")[1])["ok"]
    return json.loads(out)


def test_a_rejected_event_is_gone_and_comes_back_when_undone(ledger, command):
    before = events(ledger, command)
    target = sorted(before)[0]
    review = judge(ledger, command, "reject", target)
    assert [e["id"] for e in review["gone"]] == [target]
    assert target not in events(ledger, command)
    judge(ledger, command, "undo", "1")
    assert events(ledger, command) == before


def test_merged_events_stay_one_when_more_pages_come(ledger, command, tmp_path):
    left, right = sorted(e for e, row in events(ledger, command).items() if row["event"] in ("ASSAULT", "MOBILIZE"))[:2]
    review = judge(ledger, command, "merge", left, right, "--note", "one act", "--by", "Ana")
    (reports,) = (e["reports"] for e in review["come"])
    merged = events(ledger, command)
    more = tmp_path / "more.txt"
    more.write_text(
        "Karsia arrested Velmari near Dren on Monday after a long night of talks, the police of Karsia said there.\n\n"
        "Keld condemned Karsia for the arrests in a statement that its foreign ministry sent out in the evening.\n"
    )
    command("run", more, "-o", ledger, "--coder", "stub")
    after = events(ledger, command)
    assert set(merged) < set(after)
    assert len(reports) == 2
    assert reports in [e["reports"] for e in after.values()]


def test_a_correction_shows_in_the_event_the_report_and_the_explanation(ledger, command):
    target = next(e for e in events(ledger, command).values() if e["event"] == "MOBILIZE")
    judge(ledger, command, "correct", target["id"], "status=planned", "date=2026-06-09")
    changed = events(ledger, command)[target["id"]]
    assert (changed["status"], changed["date"]["first"]) == ("planned", "2026-06-09")
    _, out, _ = command("explain", ledger, target["reports"][0])
    assert "corrected by a person" in out
    assert command("brief", ledger)[0] == 0


def test_a_file_of_decisions_is_honoured_once(ledger, command, tmp_path):
    target = sorted(events(ledger, command))[0]
    file = tmp_path / "overrides.toml"
    file.write_text(f'[[decision]]\naction = "reject"\nof = ["{target}"]\nby = "Ana"\nnote = "no event"\n')
    assert len(judge(ledger, command, "--file", str(file))["made"]) == 1
    code, out, _ = command("judge", ledger)
    assert code == 0
    assert "by Ana: no event" in out


@pytest.mark.parametrize(
    "words", [("reject", "zz"), ("burn", "tt:"), ("correct", "tt:"), ("merge",), ("--file", "nowhere.toml")]
)
def test_what_is_not_understood_changes_nothing(ledger, command, words):
    before = (ledger / "manifest.json").read_bytes()
    code, _, err = command("judge", ledger, *words)
    assert code == 2, err
    assert (ledger / "manifest.json").read_bytes() == before
