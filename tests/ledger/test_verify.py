"""Whatever is changed in a ledger, verify finds it and names it."""

import random
import shutil
import sqlite3

import pytest

from tests.ledger.conftest import fill
from twotrack.ledger.reader import opened
from twotrack.ledger.verify import verify


def test_a_fresh_ledger_is_sound(ledger):
    assert verify(ledger) == []


def files(ledger):
    return sorted(p for p in ledger.rglob("*") if p.is_file() and p.name != "writer.lock")


def test_reading_leaves_no_file_behind(ledger):
    # SQLite's -shm would be a file of the ledger that no digest covers.
    before = files(ledger)
    with opened(ledger) as found:
        assert found.counts().articles
    assert files(ledger) == before


@pytest.mark.parametrize("seed", range(24))
def test_one_flipped_bit_anywhere_is_found_and_its_file_named(ledger, seed):
    rng = random.Random(seed)
    path = rng.choice(files(ledger))
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    assert path.relative_to(ledger).as_posix() in {f.file for f in verify(ledger)}


@pytest.mark.parametrize("seed", range(6))
def test_a_cut_file_is_found(ledger, seed):
    rng = random.Random(seed)
    path = rng.choice(files(ledger))
    data = path.read_bytes()
    path.write_bytes(data[: rng.randrange(len(data))])
    assert path.relative_to(ledger).as_posix() in {f.file for f in verify(ledger)}


def test_a_missing_file_is_found(ledger):
    shutil.rmtree(ledger / "captures")
    assert {"captures/captures-00001.warc.gz"} == {f.file for f in verify(ledger)}


CHANGES = {
    "a row's words": ("UPDATE reports SET record = replace(record, 'shelled', 'praised') WHERE rowid = 1", "reports "),
    "a row with its digest": (
        "UPDATE articles SET record = replace(record, 'Osk', 'Ask'), digest = 'x' WHERE rowid = 2", "articles ",
    ),
    "a deleted row": ("DELETE FROM reports WHERE rowid = 2", "batches "),
    "a deleted input": ("DELETE FROM inputs WHERE rowid = 1", "batches "),
    "a deleted batch": ("DELETE FROM batches WHERE n = 2", "batches"),
    "an event": ("UPDATE events SET record = replace(record, 'happened', 'planned') WHERE rowid = 1", "events "),
    "a setting": ("UPDATE meta SET value = 'other' WHERE key = 'coder'", "batches 1"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_is_named(ledger, change):
    statement, row = CHANGES[change]
    connection = sqlite3.connect(ledger / "ledger.sqlite")
    assert connection.execute(statement).rowcount
    connection.commit()
    connection.close()
    assert any(f.row.startswith(row) for f in verify(ledger))


def test_an_unfinished_run_is_said_so(ledger):
    (ledger / "manifest.json").unlink()
    assert [f.reason for f in verify(ledger)] == ["missing: the last run did not finish; run it again"]


def test_a_swapped_capture_is_found(ledger, tmp_path):
    other = fill(tmp_path / "other")
    data = (other / "captures" / "captures-00001.warc.gz").read_bytes()
    half = len(data) // 2
    mixed = (ledger / "captures" / "captures-00001.warc.gz").read_bytes()[:half] + b"\0" * (len(data) - half)
    (ledger / "captures" / "captures-00001.warc.gz").write_bytes(mixed)
    assert any(f.row.startswith("captures ") for f in verify(ledger))
