"""The shipped model: that it is the pinned one, and that neighbours and threads don't move its answers."""

import json
import shutil
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest

from twotrack.coding.encoder import MODEL, PIN, Encoder, model_bytes
from twotrack.errors import ModelError

SHIPPED = Path(str(files("twotrack.coding") / "model"))
SENTENCES = [
    "Arnorian troops shelled the town of Osk on Tuesday.",
    "The club signed a new striker.",
    "The foreign ministry of Veld denied that its army had crossed the border.",
]


@pytest.fixture(scope="module")
def encoder():
    return Encoder(threads=2)


@pytest.mark.parametrize("name", [MODEL, "tokenizer.json"])
def test_a_changed_file_is_refused_before_it_is_loaded(tmp_path, name):
    folder = shutil.copytree(SHIPPED, tmp_path / "model")
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(ModelError, match="not the pinned model"):
        model_bytes(folder)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match=PIN):
        model_bytes(tmp_path)


def test_the_model_is_small_and_named_after_its_bytes():
    pin = json.loads((SHIPPED / PIN).read_text())
    assert (SHIPPED / MODEL).stat().st_size <= 30_000_000
    assert pin["name"].endswith(pin["sha256"][MODEL][:8])


def test_passages_and_threads_do_not_move_scores(encoder):
    together = encoder([SENTENCES[:2], SENTENCES[2:]])
    alone = [Encoder(threads=1)([passage])[0] for passage in (SENTENCES[:2], SENTENCES[2:])]
    for a, b in zip(chain(*together), chain(*alone), strict=True):
        assert (a.tags == b.tags).all() and (a.roles == b.roles).all() and a.offsets == b.offsets


def test_scores_of_a_sentence_have_its_own_tokens_only(encoder):
    for scores, text in zip(encoder([SENTENCES])[0], SENTENCES, strict=True):
        tokens = len(scores.offsets)
        assert (len(scores.tags), scores.roles.shape[1:]) == (tokens, (tokens, tokens))
        assert scores.offsets[-1][1] == len(text)


def test_text_of_any_kind_gives_scores(encoder):
    odd = ["", " ", "\x00\x1b[31m", "א" * 300, "😀" * 50, "x" * 5000, "a " * 2000]
    assert [len(found) for found in encoder([odd, []])] == [len(odd), 0]
