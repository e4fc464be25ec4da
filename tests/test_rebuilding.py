"""A ledger made again from its captures alone: the same canonical export, whatever became of the database."""

import gzip
import json
import random

import pytest

from tests.reading.archives import raw_record, record, url
from tests.test_archives import page


@pytest.fixture
def ledger(command, pile, tmp_path):
    """A pile of all kinds, a damaged archive, and a decision of a person."""
    members = [gzip.compress(record(n, page(n)), mtime=0) for n in range(4)]
    hurt = bytearray(b"".join(members))
    hurt[len(members[0]) + len(members[1]) - 60] ^= 16
    asked = raw_record(b"GET / HTTP/1.1\r\n\r\n", "request", url(0), mime="application/http")
    (pile / "pile.warc.gz").write_bytes(bytes(hurt) + gzip.compress(asked))
    (pile / "feed.xml").write_text(
        '<rss version="2.0"><channel><title>Courier</title><item><title>Osk</title><link>https://c.example/1</link>'
        "<description>Keld condemned Arnor for the attack on Osk and demanded an end to it, officials said on Monday."
        "</description><pubDate>Mon, 01 Jun 2026 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    made = tmp_path / "L"
    assert command("run", pile, "-o", made, "--coder", "stub")[0] == 1
    event = next(r["record"]["id"] for r in exported(command, made) if r["kind"] == "event")
    assert command("judge", made, "reject", event)[0] == 0
    return made


def exported(command, ledger):
    return [json.loads(line) for line in command("export", ledger, "--as", "jsonl", "-o", "-")[1].splitlines()]


def test_without_its_database_it_is_made_again_the_same(command, ledger, tmp_path):
    before, counted = exported(command, ledger), json.loads(command("status", ledger, "--json")[1])
    (ledger / "ledger.sqlite").unlink()
    code, out, _ = command("rebuild", ledger, "-o", tmp_path / "N", "--coder", "stub")
    assert code == 1, "the refusals are there again"
    assert f"{counted['inputs']} inputs = {counted['articles']} articles" in out
    assert exported(command, tmp_path / "N") == before
    again = json.loads(command("status", tmp_path / "N", "--json")[1])
    assert {**again, "ledger": ""} == {**counted, "ledger": ""}
    assert command("verify", tmp_path / "N")[0] == 0


def test_rebuilding_twice_adds_nothing(command, ledger, tmp_path):
    for _ in range(2):
        command("rebuild", ledger, "-o", tmp_path / "N", "--coder", "stub")
    assert exported(command, tmp_path / "N") == exported(command, ledger)


def test_a_page_whose_bytes_are_damaged_is_refused_by_name_and_the_others_are_kept(command, ledger, tmp_path):
    file = next((ledger / "captures").iterdir())
    data = bytearray(file.read_bytes())
    data[random.Random(3).randrange(200, 400)] ^= 64
    file.write_bytes(data)
    before = json.loads(command("status", ledger, "--json")[1])
    command("rebuild", ledger, "-o", tmp_path / "N", "--coder", "stub")
    after = json.loads(command("status", tmp_path / "N", "--json")[1])
    assert after["inputs"] == before["inputs"]
    assert [r["reason"] for r in after["refusals"]].count("capture damaged") == 1


def test_what_is_no_ledger_is_said(command, tmp_path):
    code, _, err = command("rebuild", tmp_path, "-o", tmp_path / "N", "--coder", "stub")
    assert code == 2
    assert "has no captures" in err
