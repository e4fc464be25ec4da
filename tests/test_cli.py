"""The commands as users script against them: exit codes, JSON, data and talk apart, clear errors."""

import json
from typing import get_args

import pytest

from twotrack.cli import ExportFormat
from twotrack.exporting.formats import FORMATS
from twotrack.settings import Settings

COMMANDS = ("run", "watch", "brief", "explain", "judge", "status", "verify", "export", "code", "demo")


@pytest.fixture
def ledger(pile, tmp_path, command):
    code, _, err = command("run", pile, "-o", tmp_path / "ledger", "--coder", "stub")
    assert code == 1, err
    return tmp_path / "ledger"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_three_examples_in_its_help(name, command):
    code, out, _ = command(name, "--help")
    assert code == 0
    assert out.count("$ ") >= 3


def test_help_names_every_command_and_where_to_start(command):
    code, out, _ = command("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)
    assert "twotrack demo" in out


def test_run_prints_the_balance_and_says_what_was_refused(pile, tmp_path, command):
    code, out, err = command("run", pile, "-o", tmp_path / "ledger", "--coder", "stub")
    assert code == 1
    assert "7 inputs = 4 articles + 1 duplicates + 2 refusals" in out
    assert "empty file" in out
    assert "twotrack brief" in err


def test_run_json_is_one_object(pile, tmp_path, command):
    code, out, _ = command("run", pile, "-o", tmp_path / "ledger", "--coder", "stub", "--json")
    balance = json.loads(out)
    assert code == 1
    assert balance["inputs"] == balance["articles"] + balance["duplicates"] + balance["refusals"]


def test_a_dry_run_says_what_would_be_read_and_writes_nothing(pile, tmp_path, command):
    code, out, _ = command("run", pile, "-o", tmp_path / "ledger", "--dry-run")
    assert "7 inputs" in out
    assert not (tmp_path / "ledger").exists()
    assert code in (0, 1)


def test_status_json_has_the_fixed_keys(ledger, command):
    code, out, _ = command("status", ledger, "--json")
    found = json.loads(out)
    assert code == 1
    assert {"inputs", "articles", "duplicates", "refusals", "damaged", "sources"} <= set(found)
    assert found["inputs"] == found["articles"] + found["duplicates"] + len(found["refusals"])
    assert all({"source", "offset", "reason", "detail"} == set(r) for r in found["refusals"])
    assert all({"source", "kind", "sightings", "first", "last"} == set(s) for s in found["sources"])


def test_verify_json_and_exit_codes(ledger, command):
    code, out, _ = command("verify", ledger, "--json")
    assert (code, json.loads(out)) == (0, {"ok": True, "findings": []})
    warc = ledger / "captures" / "captures-00001.warc.gz"
    warc.write_bytes(warc.read_bytes()[:-1])
    code, out, _ = command("verify", ledger, "--json")
    assert code == 1
    assert "captures/captures-00001.warc.gz" in {f["file"] for f in json.loads(out)["findings"]}


def test_brief_and_explain(ledger, command):
    code, out, _ = command("brief", ledger)
    assert code == 0
    assert "Osk" in out
    made = json.loads(command("brief", ledger, "--json")[1])
    assert made
    code, out, _ = command("export", ledger, "--as", "csv", "-o", "-")
    event = out.splitlines()[1].split(",")[0]
    code, out, _ = command("explain", ledger, event)
    assert code == 0
    assert "shelled" in out or "met" in out or "condemned" in out
    assert json.loads(command("explain", ledger, event, "--json")[1])


def test_every_format_is_written_and_says_what_it_left_out(ledger, command, tmp_path):
    events = len(command("export", ledger, "--as", "csv", "-o", "-")[1].splitlines()) - 1
    for format in get_args(ExportFormat):
        code, out, err = command("export", ledger, "--as", format, "-o", tmp_path / "events")
        assert (code, out) == (0, ""), err
        assert err.startswith("wrote ")
        if format in ("polecat", "gdelt", "acled", "ged", "geojson"):
            counts = [
                int(line.removeprefix("wrote ").removeprefix("left out ").split()[0]) for line in err.splitlines()
            ]
            assert sum(counts) == events, format
            assert len(counts) > 1 or format in ("polecat", "gdelt"), format


def test_the_help_names_every_format():
    assert {*get_args(ExportFormat), "polecat-2023"} == {*FORMATS, "jsonl"}


def test_a_description_stands_beside_a_csv(ledger, command, tmp_path):
    assert command("export", ledger, "--as", "csv", "-o", tmp_path / "e.csv", "--datapackage")[0] == 0
    made = json.loads((tmp_path / "datapackage.json").read_text())
    assert made["resources"][0]["path"] == "e.csv"
    assert command("export", ledger, "--as", "csv", "-o", "-", "--datapackage")[0] == 2


WRONG = [
    (("explain", "{ledger}", "tt:nothing"), 2),
    (("brief", "{pile}"), 3),
    (("run", "nowhere/*.html", "-o", "{tmp}/x"), 2),
    (("run", "{pile}", "-o", "{pile}"), 2),
    (("export", "{ledger}", "--as", "tsv", "-o", "-"), 2),
    (("flit",), 2),
    (("run", "{pile}", "-o", "{tmp}/x", "--dry-runn"), 2),
    (("run", "{pile}"), 2),
]


@pytest.mark.parametrize(("words", "expected"), WRONG)
def test_wrong_use_is_said_so_without_a_traceback(ledger, pile, tmp_path, command, words, expected):
    words = [w.format(ledger=ledger, pile=pile, tmp=tmp_path) for w in words]
    code, _, err = command(*words, cwd=tmp_path)
    assert code == expected, err
    assert "Traceback" not in err
    assert len(err) > 10


def test_code_answers_line_by_line_in_order(command):
    lines = [
        {"id": "1", "text": "Arnorian troops shelled Gondorians near Osk.", "published": "2026-06-05"},
        {"id": 2, "text": ""},
    ]
    stdin = "\n".join(map(json.dumps, lines)) + "\nnot json\n"
    code, out, _ = command("code", "--coder", "stub", stdin=stdin)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [a["id"] for a in answers] == ["1", 2, None]
    assert answers[0]["reports"][0]["event"] == "ASSAULT"
    assert answers[1]["reports"] == answers[1]["statements"] == answers[1]["places"] == []


def test_an_empty_folder_is_said_so(tmp_path, command):
    (tmp_path / "empty").mkdir()
    code, _, err = command("run", tmp_path / "empty", "-o", tmp_path / "ledger", "--coder", "stub")
    assert code == 1
    assert "nothing to read" in err


def test_a_brief_of_a_stopped_run_says_that_it_is_one(pile, tmp_path, command):
    words = ("run", pile, "-o", tmp_path / "ledger", "--coder", "stub", "--jobs", "1")
    assert command(*words, TWOTRACK_CRASH_AT="6", TWOTRACK_BATCH_ARTICLES="2")[0] == 137
    assert "did not finish" in command("brief", tmp_path / "ledger")[2]
    command(*words)
    assert "did not finish" not in command("brief", tmp_path / "ledger")[2]


def test_standard_input_is_a_source(tmp_path, command):
    text = "Arnorian troops shelled Gondorians near Osk on Tuesday, the general staff of Arnor said. " * 3
    code, out, err = command("run", "-", "-o", tmp_path / "ledger", "--coder", "stub", stdin=text)
    assert code == 0, err
    assert "1 inputs = 1 articles" in out


def test_settings_each_have_a_line_in_the_docs():
    from dataclasses import fields
    from pathlib import Path

    text = (Path(__file__).parent.parent / "docs" / "settings.md").read_text()
    assert all(f"`{f.name}`" in text for f in fields(Settings))


def test_help_does_not_load_what_it_does_not_need(command):
    import subprocess
    import sys

    heavy = "onnxruntime polars trafilatura numpy tokenizers warcio sentencex".split()
    script = "import sys; from twotrack import cli; cli.application(); print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not set(heavy) & set(loaded)
