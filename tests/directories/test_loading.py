"""Files to entries, and mistakes to an error that names them. A new mistake is a new table in ``wrong.toml``."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.directories import petrarch, tables
from twotrack.directories.entries import Own, OwnActor, OwnAgent, OwnPattern
from twotrack.directories.loading import chosen, load
from twotrack.directories.tables import Problem
from twotrack.errors import UsageError
from twotrack.settings import Settings

WRONG = tomllib.loads(Path(__file__).with_name("wrong.toml").read_text("utf-8"))["case"]
VELD = '[[actor]]\nname = "Veld"\ncode = "VLD"\n'


@pytest.mark.parametrize("case", WRONG, ids=[case["says"][-1] for case in WRONG])
def test_a_mistake_is_named_and_nothing_is_loaded(tmp_path, case):
    (tmp_path / "good.toml").write_text(VELD)
    (tmp_path / case["file"]).write_text(case["text"], "utf-8")
    with pytest.raises(UsageError) as error:
        load([str(tmp_path)])
    assert all(words in str(error.value) for words in case["says"]), error.value
    assert "docs/directories.md" in error.value.advice


def test_all_mistakes_are_said_at_once_up_to_ten(tmp_path):
    (tmp_path / "a.txt").write_text("VELD\n" * 14)
    with pytest.raises(UsageError, match=r"line 10: .*\n… and 4 more"):
        load([str(tmp_path)])


@pytest.mark.parametrize("name", ["nowhere", "empty", "notes.md"])
def test_a_path_without_entries_is_named(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.md").write_text("VELD [VLD]")
    with pytest.raises(UsageError, match=name):
        load([str(tmp_path / name)])


def test_bytes_that_are_not_utf8_are_named(tmp_path):
    (tmp_path / "a.csv").write_bytes("name,code\nKörd,KRD\n".encode("latin-1"))
    with pytest.raises(UsageError, match=r"a\.csv, byte 11: not UTF-8"):
        load([str(tmp_path)])


def test_files_come_in_the_order_given_and_in_a_folder_by_name(tmp_path):
    for name in ("b.toml", "a.toml", "c.toml"):
        (tmp_path / name).write_text(VELD)
    (tmp_path / "README.md").write_text("ours")
    assert [a.file for a in load([str(tmp_path / "c.toml"), str(tmp_path)]).actors] == [
        "c.toml",
        "a.toml",
        "b.toml",
        "c.toml",
    ]


def test_the_option_wins_over_the_setting(tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(VELD)
    settings = Settings(directory=str(tmp_path / "b.toml"))
    assert [a.file for a in chosen([str(tmp_path / "a.toml")], settings).actors] == ["a.toml"]
    assert [a.file for a in chosen((), settings).actors] == ["b.toml"]
    assert chosen((), Settings()) == Own()


def test_the_digest_changes_with_an_entry_and_not_with_a_comment(tmp_path):
    file = tmp_path / "a.toml"
    digests = []
    for text in (VELD, f"# ours\n\n{VELD}", VELD.replace("VLD", "VEL")):
        file.write_text(text)
        digests.append(load([str(file)]).digest)
    assert digests[0] == digests[1] != digests[2]


def test_csv_rows():
    text = (
        "name,code,terms,aliases\nOren Falk,KLDMIL,2025-01-10..2026-03-01 2026-05-20..,Falk|General Falk\nKeld,KLD,,\n"
    )
    first, second, keld = tables.table(text)
    assert (first.since, first.until, first.aliases, first.person) == (
        "2025-01-10",
        "2026-03-01",
        ("Falk", "General Falk"),
        True,
    )
    assert (second.since, second.until) == ("2026-05-20", "")
    assert keld == OwnActor(name="Keld", code="KLD")
    assert list(tables.table("sector,words\nPRM,toll keeper|deputy\n")) == [
        OwnAgent(words=("toll keeper", "deputy", "toll keepers", "deputies"), sector="PRM")
    ]


def test_a_list_of_words_is_as_many_patterns():
    text = '[[pattern]]\nevent = "AID"\nwords = ["hand  over grain", "$actor feeds"]\nstatus = "planned"\n'
    assert list(tables.toml(text)) == [
        OwnPattern(event="AID", words=words, status="planned") for words in ("hand over grain", "$actor feeds")
    ]


PETRARCH = [
    ("OSKIA_ [OSK]\n+OSKIAN #jw\n\n+U.O._\n", [("Oskia", "OSK", ("Oskian", "U.O."), "", "")]),
    ("DUN [---]", [("Dun", "", (), "", "")]),
    ("DUN [dun]", [("Dun", "DUN", (), "", "")]),
    ("DUN [DUN/OSK]", [("Dun", "DUN", (), "", "")]),
    ("\tDUN\n[DUNGOV 991231-300101][DUN]", [
        ("Dun", "DUNGOV", (), "1999-12-31", "2030-01-01"), ("Dun", "DUN", (), "", "")]),
    ("DUN\n+NUD\n\t[DUN < 950601]\n\t[NUD >19950601]", [
        ("Dun", "DUN", ("Nud",), "", "1995-05-31"), ("Dun", "NUD", ("Nud",), "1995-06-02", "")]),
    ("<!-- A [B]\n# C -->\nDUN [DUN] ; c\n<! -- D -->", [("Dun", "DUN", (), "", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PETRARCH)
def test_petrarch_actors(text, expected):
    assert [(a.name, a.code, a.aliases, a.since, a.until) for a in petrarch.read(text)] == expected


AGENTS = [
    ("SOLDIER_ [~MIL]", ("soldier", "soldiers"), "MIL"),
    ("POLICE {} [ ~COP]", ("police",), "COP"),
    ("ATTORNEY_GENERAL {ATTORNEYS_GENERAL}[~GOV]", ("attorney general", "attorneys general"), "GOV"),
    ("RELIEF_BODY [NGO~]", ("relief body", "relief bodies"), "NGO"),
    ("!X! = MAN, MEN,\nPOLICE!X! {} [~COP]", ("policeman", "policemen"), "COP"),
]


@pytest.mark.parametrize(("text", "words", "sector"), AGENTS)
def test_petrarch_agents(text, words, sector):
    assert list(petrarch.read(text)) == [OwnAgent(words=words, sector=sector)]


lines = st.text(alphabet=st.sampled_from("AB_+[]{}~<>-!=#;0199 \n\t/é"), max_size=60)


@given(text=lines)
def test_any_text_gives_entries_or_problems(text):
    for reader in (petrarch.read, tables.toml, tables.table):
        for entry in reader(text):
            assert isinstance(entry, Problem | OwnActor | OwnAgent | OwnPattern)
            if isinstance(entry, Problem):
                assert entry.what
