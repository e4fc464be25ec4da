"""Marks that stand off the words: made from marked text, found again in the data, and refused when the data differ."""

import gzip
import json

import pytest

from training import marks, standoff

TEXT = "Arnor  said on Monday that its troops had left Osk. Veld praised Arnor.\nIt rained in Keld."
MARKED = """### day 7.0 | A title
[Arnor]1 said on [Monday]2 that [its troops]3 had [left]4 [Osk]5.
> RETREAT/withdraw trigger=4 actors=3 place=5 date=2 speaker=1
[Veld]1 [praised]2 [Arnor]3.
> SUPPORT trigger=2 actors=1 recipients=3

### day 7.2 | A title
It rained in Keld.
"""


@pytest.fixture
def data(tmp_path):
    with gzip.open(tmp_path / "pile_dumpster_0526.jsonl.gz", "wt", encoding="utf-8") as rows:
        rows.write(json.dumps({"id": 7, "text": TEXT}) + "\n")
    return tmp_path


@pytest.fixture
def file(data):
    (data / "a.txt").write_text(MARKED)
    rows = [{"set": "pile_dumpster_0526"}, *standoff.lines("pile_dumpster_0526", [data / "a.txt"], data)]
    (data / "day.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return data / "day.jsonl"


def test_what_was_marked_comes_back(file, data):
    passages = standoff.read(file, data)
    again = marks.parse(MARKED)
    assert [[s.text for s in p.sentences] for p in passages] == [[s.text for s in p.sentences] for p in again]
    assert [s.spans for p in passages for s in p.sentences] == [s.spans for p in again for s in p.sentences]
    assert [s.events for p in passages for s in p.sentences] == [s.events for p in again for s in p.sentences]


def test_no_word_of_the_text_is_kept(file):
    words = {w.strip(".") for w in TEXT.split() if len(w) > 3}
    assert not any(word in file.read_text() for word in words)


def test_a_sentence_that_is_not_there_is_named(file, data):
    with gzip.open(data / "pile_dumpster_0526.jsonl.gz", "wt", encoding="utf-8") as rows:
        rows.write(json.dumps({"id": 7, "text": TEXT.replace("Veld", "Keld")}) + "\n")
    with pytest.raises(ValueError, match=r"day\.jsonl:3"):
        standoff.read(file, data)


def test_the_committed_files_hold_no_text():
    files = sorted(standoff.FOLDER.glob("*.jsonl"))
    assert files
    for path in files:
        first, *rest = map(json.loads, path.read_text().splitlines())
        assert set(first) == {"set"}
        for line in rest:
            assert set(line) == {"id", "at", "hash", "passage", "spans", "marks"}
            assert all(marks.is_mark(mark) for mark in line["marks"])
            assert line["at"][1] - line["at"][0] >= max((end for _, end in line["spans"].values()), default=0)


def test_no_article_of_the_evaluation_is_trained_on():
    ids = {
        path.stem: {json.loads(line)["id"] for line in path.read_text().splitlines()[1:]}
        for path in standoff.FOLDER.glob("news-day*.jsonl")
    }
    kept = ids.pop("news-day-dev")
    assert kept
    assert not any(kept & found for found in ids.values())
