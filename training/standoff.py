"""Our marks on texts that are not ours to pass on: hashes, offsets and labels are here, the words stay where they are.

The first line names the data set. Then one JSON line a sentence: ``id`` of its row, ``at`` its characters in the row's
text with all blanks made one, ``hash`` to tell that it is the one meant, ``passage`` (sentences with the same value
stand together, in order), ``spans`` as ``{number: [start, end]}`` in characters of the sentence, and ``marks``, the
mark lines of ``training/corpus/README.md``, which hold numbers and labels only.

``python -m training.standoff SET MARKED... --data DATA -o training/standoff/NAME.jsonl`` makes one from marked text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training import marks
from training.sets import rows

FOLDER = Path(__file__).parent / "standoff"
# The data set, and the field of its rows that holds the text.
SETS = {
    "pile_dumpster_0526": "text",
    "event_plv_train": "sentence",
    "event_cameo_extra": "sentence",
    "event_m2e2": "sentence",
}


def fingerprint(sentence: str) -> str:
    """The first 16 hex digits of the sentence's SHA-256."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def texts(data: Path, name: str) -> dict[str, str]:
    """The rows of a data set by id, blanks made one."""
    return {str(row["id"]): " ".join(row[SETS[name]].split()) for row in rows(data / f"{name}.jsonl.gz")}


def lines(name: str, marked: list[Path], data: Path) -> Iterator[dict[str, Any]]:
    """The lines of a standoff file from files of marked text, whose passages are headed ``### set ID.n | …``.

    Raises:
        ValueError: a sentence is not in its row.
    """
    known = texts(data, name)
    for file in sorted(marked):
        for number, passage in enumerate(file.read_text("utf-8").split("###")[1:]):
            head, *told = [line.strip() for line in passage.splitlines() if line.strip()]
            row = head.split("|")[0].split()[1].partition(".")[0]
            here = {"id": row, "passage": f"{file.name.removesuffix('.txt')}.{number}"}
            yield from (here | line for line in _passage(told, known[row]))


def _passage(told: list[str], text: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for line in told:
        if marks.is_mark(line):
            made[-1]["marks"].append(line)
            continue
        sentence, spans = marks.unmark(" ".join(line.split()))
        start = text.index(sentence)
        place = {str(n): list(s) for n, s in sorted(spans.items())}
        made.append({"at": [start, start + len(sentence)], "hash": fingerprint(sentence), "spans": place, "marks": []})
    return made


def read(path: Path, data: Path) -> list[marks.MarkedPassage]:
    """The passages of a standoff file, their words looked up in the data set that its first line names.

    Raises:
        ValueError: a sentence is not where it should be.
    """
    first, *rest = path.read_text("utf-8").splitlines()
    name = json.loads(first)["set"]
    known = texts(data, name)
    passages: dict[str, marks.MarkedPassage] = {}
    for number, line in enumerate(map(json.loads, rest), 2):
        where = f"{path.name}:{number}"
        text = known.get(line["id"], "")[slice(*line["at"])]
        if fingerprint(text) != line["hash"]:
            raise ValueError(f"{where}: the sentence is not in row {line['id']} of {name}")
        passage = passages.setdefault(line["passage"], marks.MarkedPassage(name, line["id"], [], where))
        spans = {int(n): (s[0], s[1]) for n, s in line["spans"].items()}
        passage.sentences.append(marks.MarkedSentence(text, spans, where=where))
        for mark in line["marks"]:
            marks.add_mark(mark, passage.sentences)
    return list(passages.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=list(SETS))
    parser.add_argument("marked", nargs="+", type=Path)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    made = [{"set": options.set}, *lines(options.set, options.marked, options.data)]
    options.out.write_text("".join(json.dumps(line) + "\n" for line in made), "utf-8")
    print(f"{options.out}: {len(made) - 1} sentences")


if __name__ == "__main__":
    main()
