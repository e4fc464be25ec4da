"""A run with a user's own entries: they decide, explain says so, and a ledger keeps to those it was made with."""

import json

import pytest

from twotrack import runner, views
from twotrack.errors import LedgerError, UsageError
from twotrack.ledger.reader import opened
from twotrack.ledger.verify import verify
from twotrack.settings import Settings

VELD = """
[[actor]]
name = "Arnor"
code = "ARN"
aliases = ["Arnorian"]

[[pattern]]
event = "ACCUSE"
words = "demanded an end to it"
"""


@pytest.fixture
def directory(tmp_path):
    file = tmp_path / "veld.toml"
    file.write_text(VELD)
    return file


def run(pile, out, *directories, **options):
    return runner.run([str(pile)], str(out), coder="stub", jobs=1, directories=[str(d) for d in directories], **options)


def reports(out):
    with opened(out) as ledger:
        return list(ledger.reports())


def test_own_entries_decide_and_explain_says_so(pile, tmp_path, directory):
    run(pile, tmp_path / "ledger", directory)
    shelling = next(r for r in reports(tmp_path / "ledger") if r.trigger.text == "shelled")
    assert (shelling.actors[0].code, shelling.rules[-1]) == ("ARN", "user actor: veld.toml")
    made = next(r for r in reports(tmp_path / "ledger") if r.trigger.text == "demanded an end to it")
    told = views.explain(tmp_path / "ledger", made.id)
    assert 'user pattern: veld.toml "demanded an end to it"' in " ".join(told.split())
    assert verify(tmp_path / "ledger") == []


@pytest.mark.parametrize("change", ["another code", "no directory", "a first directory"])
def test_a_ledger_keeps_to_the_entries_it_was_made_with(pile, tmp_path, directory, change):
    out = tmp_path / "ledger"
    run(pile, out, *([] if change == "a first directory" else [directory]))
    before = reports(out)
    if change == "another code":
        directory.write_text(VELD.replace('"ARN"', '"ANR"'))
    given = [] if change == "no directory" else [directory]
    with pytest.raises(LedgerError, match="directory") as error:
        run(pile, out, *given)
    assert "--fresh" in error.value.advice
    assert reports(out) == before
    run(pile, out, *given, fresh=True)
    assert reports(out) != before


def test_a_comment_is_no_change(pile, tmp_path, directory):
    run(pile, tmp_path / "ledger", directory)
    directory.write_text(f"# ours\n{VELD}")
    assert run(pile, tmp_path / "ledger", directory).new == 0


def test_the_setting_names_a_directory_too(pile, tmp_path, directory):
    run(pile, tmp_path / "one", directory)
    run(pile, tmp_path / "other", settings=Settings(directory=str(directory)))
    assert reports(tmp_path / "one") == reports(tmp_path / "other")


def test_a_mistake_stops_before_anything_is_thrown_away(pile, tmp_path, directory):
    run(pile, tmp_path / "ledger", directory)
    before = reports(tmp_path / "ledger")
    directory.write_text("[[actor]]\n")
    with pytest.raises(UsageError, match=r"veld\.toml"):
        run(pile, tmp_path / "ledger", directory, fresh=True)
    assert reports(tmp_path / "ledger") == before


def test_the_commands_take_several_directories(pile, tmp_path, directory, command):
    (tmp_path / "agents.txt").write_text("TROOPS {} [~PRM]\n")
    both = ("--directory", directory, "--directory", tmp_path / "agents.txt")
    line = json.dumps({"id": 1, "text": "Arnorian Troops shelled Keld."})
    code, out, err = command("code", "--coder", "stub", *both, stdin=line)
    assert code == 0, err
    report = json.loads(out)["reports"][0]
    assert report["actors"][0]["code"] == "ARNPRM"
    assert report["rules"][-2:] == ["user actor: veld.toml", "user agent: agents.txt"]
    assert command("run", pile, "-o", tmp_path / "ledger", "--coder", "stub", *both)[0] == 1
    directory.write_text("[[actor]]\nname = 3\n")
    code, out, err = command("code", "--coder", "stub", *both, stdin=line)
    assert (code, out) == (2, "")
    assert "veld.toml, [[actor]] number 1" in err
    assert "docs/directories.md" in err
