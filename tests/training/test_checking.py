"""The corpus checker: a good corpus passes, and each kind of fault is named with file and line."""

import doctest
import gzip
import hashlib

import pytest

from training import checking, counting, marks

GOOD = """### wire | Karsia and Velmar
[[Karsian troops]2 [took]3 [a village near Dren]4]1, [the general staff in Osk]5 [said]6.
> ASSAULT/seize trigger=3 actors=2 place=4 speaker=5
! killed 2 best=2 low=1 high=3
" asserts speaker=5 cue=6 content=1
[It had been [shelled]2 for a week.]1
> ASSAULT/heavy-weapons trigger=2 speaker=5@-1 background
" asserts speaker=5@-1 content=1
The road to the coast stayed open.
"""

# name: (what is added to a good file, words of the fault)
FAULTS = {
    "type": ("### w | x\n[Arnor]1 [went]2.\n> WALK trigger=2 actors=1\nIt rained.\n", "corpus.txt:12: unknown type"),
    "mode": ("### w | x\n[Arnor]1 [left]2.\n> RETREAT/flight trigger=2 actors=1\nIt rained.\n", ":11: RETREAT has no"),
    "span": ("### w | x\n[Arnor]1 [left]2 [Osk]3.\n> RETREAT trigger=2 actors=1\nIt rained.\n", "uses span 3, 'Osk'"),
    "reason": ("### w | x\n[He]1 [left]2.\n> RETREAT trigger=2 actors=1 place=:region\nIt rained.\n", "no place"),
    "figures": (
        "### w | x\n[He]1 [shot]2 [two]3.\n> ASSAULT trigger=2 actors=1\n! killed 3 low=3 best=2\nIt rained.\n",
        "out of order: [3, 2]",
    ),
    "short": ("### w | x\nIt rained.\n", "corpus.txt:10: 1 sentences"),
    "long": ("### w | x\n" + "".join(f"Rain fell {w}.\n" for w in "here there near far north south east".split()), "7"),
    "twice": ("### w | x\nIt rained on the hills.\nIt rained on the  Hills!\n", "the same sentence"),
    "frame": (
        "### w | x\nIn Osk it rained for 2 days.\nIn Dren it rained for 11 days.\nIn Veld it rained for ten days.\n",
        "the same frame, 'N it rained for 0 days .'",
    ),
    "words": (
        "### w | x\n"
        + "".join(f"But the old mill by the green river has {w}.\n" for w in "gone burned sunk flown".split()),
        "the same 8 words, 'but the old mill by the green river'",
    ),
}


def corpus(folder, added=""):
    (folder / "corpus.txt").write_text(GOOD + added)
    return folder


def heldout(folder, sentence):
    norm = "".join(c for c in sentence.lower() if c.isalnum())
    path = folder / "hashes.txt.gz"
    path.write_bytes(gzip.compress(hashlib.sha256(norm.encode()).hexdigest()[:16].encode()))
    return path


def test_a_good_corpus_passes_and_shortfalls_are_only_marked(tmp_path, capsys):
    assert checking.main([str(corpus(tmp_path))]) == 0
    said = capsys.readouterr().out
    assert "3 sentences, 1 passages, 0 faults" in said
    assert "short by 118" in said
    assert "held-out sentences are not checked" in said


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named(name, tmp_path, capsys):
    added, words = FAULTS[name]
    assert checking.check(corpus(tmp_path, added)) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("fault: ")]
    assert len(told) == 1
    assert words in told[0]


def test_one_unreadable_file_does_not_hide_the_others(tmp_path, capsys):
    corpus(tmp_path, FAULTS["mode"][0])
    (tmp_path / "latin.txt").write_bytes(b"### w | x\nCaf\xe9.\nIt rained.\n")
    assert checking.check(tmp_path) == 1
    said = capsys.readouterr().out
    assert "latin.txt: not UTF-8" in said
    assert "RETREAT has no mode" in said


def test_an_empty_folder_is_no_corpus(tmp_path):
    assert checking.check(tmp_path) == 1


def test_a_held_out_sentence_is_a_fault_and_a_missing_list_is_none(tmp_path, capsys):
    folder = corpus(tmp_path)
    assert checking.check(folder, tmp_path / "nowhere.gz") == 0
    assert "nowhere.gz" in capsys.readouterr().out
    assert checking.check(folder, heldout(tmp_path, "The road to the coast stayed open.")) == 1
    assert "corpus.txt:9: held out" in capsys.readouterr().out


def test_tidying_drops_unused_brackets_and_changes_no_label(tmp_path):
    file = corpus(tmp_path, FAULTS["span"][0] + "\n") / "corpus.txt"
    before = marks.parse(file.read_text(), "corpus.txt")
    assert checking.tidy(file) == 1
    after = marks.parse(file.read_text(), "corpus.txt")
    assert [s.text for p in after for s in p.sentences] == [s.text for p in before for s in p.sentences]
    assert [s.events for p in after for s in p.sentences] == [s.events for p in before for s in p.sentences]
    assert checking.check(tmp_path) == 0
    assert checking.tidy(file) == 0


def test_counts_leave_out_optional_events_and_know_denials():
    text = (
        "### w | x\n[Arnor]1 [left]2.\n> RETREAT trigger=2 actors=1 optional\n"
        "[Arnor]1 [said]3 it had not [left]2.\n> RETREAT trigger=2 status=negated speaker=1\n"
        "### w | x\nIt rained.\nIt snowed.\n"
    )
    rows = {row.label: row.there for row in counting.counts(marks.parse(text))}
    found = [rows[k] for k in ("RETREAT", "happened", "negated", "denials")]
    assert found == [1, 0, 1, 1]
    assert rows["without event, %"] == rows["in passages without any, %"] == 50


def test_contrasts_count_sentences_of_passages_that_hold_both_types():
    shot, marched = "[He]1 [shot]2.\n> ASSAULT trigger=2\n", "[He]1 [came]2.\n> MOBILIZE trigger=2\n"
    text = f"### w | x\n{shot}{marched}{shot}It rained.\n### w | x\n{shot}{shot}"
    rows = {row.label: row.there for row in counting.contrasts(marks.parse(text))}
    assert rows["ASSAULT / MOBILIZE"] == 3
    assert rows["ASSAULT / THREATEN"] == 0


@pytest.mark.parametrize("module", [checking, marks])
def test_the_examples_in_the_docs_hold(module):
    ran = doctest.testmod(module)
    assert ran.attempted > 0
    assert ran.failed == 0
