"""The whole run with the stub: balance, twice, in any order, by any number of processes, killed anywhere."""

import json
import shutil
from itertools import product

import pytest

from twotrack import runner, views
from twotrack.ledger.reader import opened
from twotrack.ledger.verify import verify


def run(sources, out, **options):
    return runner.run([str(s) for s in sources], str(out), coder="stub", **{"jobs": 1, **options})


def canonical(ledger, tmp_path):
    views.export(ledger, "jsonl", str(tmp_path / "rows.jsonl"))
    return (tmp_path / "rows.jsonl").read_bytes()


def test_every_input_is_an_article_a_duplicate_or_a_refusal(pile, tmp_path):
    shutil.copy(pile / "c.md", pile / "c-again.md")
    counts = run([pile], tmp_path / "ledger").counts
    assert (counts.inputs, counts.articles, counts.duplicates, counts.refusals) == (8, 4, 2, 2)
    assert set(counts.reasons) == {"broken JSON", "empty file"}


def test_a_second_run_adds_nothing(pile, tmp_path):
    run([pile], tmp_path / "ledger")
    files = {p: p.read_bytes() for p in (tmp_path / "ledger").rglob("*") if p.is_file()}
    assert run([pile], tmp_path / "ledger").new == 0
    assert {p: p.read_bytes() for p in (tmp_path / "ledger").rglob("*") if p.is_file()} == files


def test_overlapping_halves_give_the_ledger_of_the_whole(pile, tmp_path):
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    run([pile], whole)
    run([pile / "a.txt", pile / "b.txt", pile / "c.md"], halves)
    run([pile / "c.md", pile / "d.jsonl", pile / "e.txt"], halves)
    assert canonical(whole, tmp_path) == canonical(halves, tmp_path)
    assert verify(halves) == []


ORDERS = [("a.txt", "b.txt", "c.md", "d.jsonl", "e.txt"), ("e.txt", "d.jsonl", "b.txt", "a.txt", "c.md")]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("order", ORDERS)
def test_order_and_processes_change_nothing(pile, tmp_path, order, jobs):
    run([pile], tmp_path / "one")
    run([pile / name for name in order], tmp_path / "other", jobs=jobs)
    assert canonical(tmp_path / "one", tmp_path) == canonical(tmp_path / "other", tmp_path)


@pytest.mark.parametrize(
    "environ", [{"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"}, {"LC_ALL": "C", "TZ": "UTC+11"}]
)
def test_hash_seed_zone_and_locale_change_nothing(pile, tmp_path, command, environ):
    run([pile], tmp_path / "one")
    command("run", pile, "-o", tmp_path / "other", "--coder", "stub", **environ)
    assert canonical(tmp_path / "one", tmp_path) == canonical(tmp_path / "other", tmp_path)


@pytest.mark.slow
def test_twenty_four_ways_to_run_give_one_ledger(pile, tmp_path, command):
    orders = ("abcde", "edcba", "cbead")
    environs = ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, {"TZ": "UTC+11", "LC_ALL": "C.UTF-8"})
    names = {p.name[0]: p for p in pile.iterdir()}
    exports = set()
    for number, (jobs, order, seed, environ) in enumerate(product(("1", "2"), orders, ("1", "77"), environs)):
        ledger = tmp_path / str(number)
        sources = [names[letter] for letter in order]
        command("run", *sources, "-o", ledger, "--coder", "stub", "--jobs", jobs, PYTHONHASHSEED=seed, **environ)
        exports.add(canonical(ledger, tmp_path))
    assert number == 23
    assert len(exports) == 1


def test_killed_at_any_point_the_same_line_finishes_to_the_same_ledger(pile, tmp_path, command):
    run([pile], tmp_path / "whole")
    expected = canonical(tmp_path / "whole", tmp_path)
    kills = 0
    for point in range(1, 100):
        ledger = tmp_path / f"killed-{point}"
        words = ("run", pile, "-o", ledger, "--coder", "stub", "--jobs", "1")
        code, _, _ = command(*words, TWOTRACK_CRASH_AT=str(point), TWOTRACK_BATCH_ARTICLES="2")
        if code != 137:
            assert code == 1, "a run that is not killed ends with refusals to look at"
            break
        kills += 1
        code, out, err = command(*words, "--json", TWOTRACK_BATCH_ARTICLES="2")
        assert code == 1, err
        assert canonical(ledger, tmp_path) == expected, f"killed at point {point}"
        assert verify(ledger) == []
        balance = json.loads(out)
        assert balance["inputs"] == balance["articles"] + balance["duplicates"] + balance["refusals"] == 7
    assert kills >= 10


def test_fresh_starts_anew(pile, tmp_path):
    run([pile], tmp_path / "ledger")
    assert run([pile / "a.txt"], tmp_path / "ledger", fresh=True).counts.inputs == 1


def test_progress_counts_every_input(pile, tmp_path):
    seen = []
    run([pile], tmp_path / "ledger", progress=lambda *told: seen.append(told))
    total = seen[-1][2]
    assert total == 7
    assert [t for t in seen if t[0] == "read"][-1] == ("read", 7, 7)
    assert [s for s, *_ in seen][-2:] == ["corroborate", "done"]


def test_an_article_in_many_inputs_is_coded_once(pile, tmp_path):
    for n in range(5):
        shutil.copy(pile / "a.txt", pile / f"copy-{n}.txt")
    run([pile], tmp_path / "ledger")
    with opened(tmp_path / "ledger") as ledger:
        ids = [r.id for r in ledger.reports()]
    assert len(ids) == len(set(ids))
