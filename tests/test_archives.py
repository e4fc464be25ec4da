"""Web archives through the whole program: the balance, damage that status names, a second run that adds nothing."""

import gzip
import json
import random

import pytest

from tests.conftest import STORY
from tests.reading.archives import WORDS, raw_record, record, url
from twotrack.ledger.verify import verify


def page(number):
    words = " ".join(random.Random(number).choices(WORDS, k=80))
    return (
        f"<!doctype html><title>Day {number}</title><article><p>{STORY}</p><p>{number} {words}.</p></article>".encode()
    )


@pytest.fixture
def pile(tmp_path):
    """Six pages, the second of them damaged; a revisit of the first; a request."""
    members = [gzip.compress(record(n, page(n)), mtime=0) for n in range(6)]
    start = len(members[0])
    hurt = bytearray(b"".join(members))
    hurt[start + len(members[1]) - 60] ^= 16
    again = raw_record(b"", "revisit", url(77), mime="application/http", WARC_Refers_To_Target_URI=url(0),
                       WARC_Refers_To_Date="2026-06-05T10:00:00Z")  # fmt: skip
    asked = raw_record(b"GET / HTTP/1.1\r\n\r\n", "request", url(0), mime="application/http")
    file = tmp_path / "pile.warc.gz"
    file.write_bytes(bytes(hurt) + gzip.compress(again) + gzip.compress(asked))
    return file, (start, start + len(members[1]))


def status(command, ledger):
    return json.loads(command("status", ledger, "--json")[1])


def test_status_names_damage_and_a_second_run_adds_nothing(command, pile, tmp_path):
    file, (start, end) = pile
    ledger = tmp_path / "L"
    code, out, _ = command("run", file, "-o", ledger, "--coder", "stub")
    assert code == 1
    assert "6 inputs = 5 articles + 1 duplicates + 0 refusals" in out
    assert "damaged: 1 span" in out
    found = status(command, ledger)
    assert found["damaged"] == [{"source": str(file), "start": start, "end": end, "reason": "broken gzip"}]
    assert found["skipped"] == {str(file): {"request": 1}}
    assert (found["inputs"], found["articles"], found["duplicates"], found["refusals"]) == (6, 5, 1, [])
    assert f"bytes {start} to {end}   broken gzip" in command("status", ledger, "--problems")[1]
    assert verify(ledger) == []
    before = (ledger / "manifest.json").read_bytes()
    code, out, _ = command("run", file, "-o", ledger, "--coder", "stub")
    assert "(0 new)" in out
    assert (ledger / "manifest.json").read_bytes() == before
    assert status(command, ledger) == found


def test_a_kill_at_any_point_ends_in_the_same_ledger(command, pile, tmp_path):
    """Damage is committed with the batch that follows it: it is neither lost nor told twice."""
    file, _ = pile

    def export(ledger):
        return command("export", ledger, "--as", "jsonl", "-o", "-")[1]

    command("run", file, "-o", tmp_path / "whole", "--coder", "stub", TWOTRACK_BATCH_ARTICLES="2")
    expected = export(tmp_path / "whole")
    assert '"kind":"damage"' in expected
    for point in (2, 5, 8, 11):
        ledger = tmp_path / f"killed-{point}"
        line = ("run", file, "-o", ledger, "--coder", "stub")
        command(*line, TWOTRACK_BATCH_ARTICLES="2", TWOTRACK_CRASH_AT=str(point))
        command(*line, TWOTRACK_BATCH_ARTICLES="2")
        assert export(ledger) == expected, point
        assert verify(ledger) == []


def test_damage_alone_is_kept_too(command, tmp_path):
    (tmp_path / "a.warc").write_bytes(b"\0" * 3000)
    code, _, err = command("run", tmp_path / "a.warc", "-o", tmp_path / "L", "--coder", "stub")
    assert code == 1
    assert "Traceback" not in err
    assert [d["reason"] for d in status(command, tmp_path / "L")["damaged"]] == ["zero bytes"]
    assert verify(tmp_path / "L") == []


def test_a_changed_row_of_damage_is_found(command, pile, tmp_path):
    import sqlite3

    file, _ = pile
    command("run", file, "-o", tmp_path / "L", "--coder", "stub")
    connection = sqlite3.connect(tmp_path / "L" / "ledger.sqlite")
    assert connection.execute("UPDATE damaged SET record = replace(record, 'broken', 'sound')").rowcount == 1
    connection.commit()
    connection.close()
    assert any(f.row.startswith("damaged ") for f in verify(tmp_path / "L"))


def test_a_page_by_its_file_and_by_an_archive_is_one_article(command, tmp_path):
    link = b'<link rel="canonical" href="https://herald.example/1">'
    body = page(1).replace(b"<title>", link + b"<title>")
    (tmp_path / "a.html").write_bytes(body)
    (tmp_path / "b.warc").write_bytes(record(1, body))
    code, out, _ = command("run", tmp_path / "a.html", tmp_path / "b.warc", "-o", tmp_path / "L", "--coder", "stub")
    assert code == 0
    assert "2 inputs = 1 articles + 1 duplicates + 0 refusals" in out


def test_the_charset_of_the_header_is_given_on(command, tmp_path):
    from tests.reading.archives import response

    text = "Посланники Арнора и Вельда встретились в Кельде во вторник, чтобы договориться о зерне и границе. " * 3
    data = response(f"<title>Т</title><p>{text}</p>".encode("koi8-r"), mime="text/html; charset=koi8-r")
    (tmp_path / "a.warc").write_bytes(data)
    command("run", tmp_path / "a.warc", "-o", tmp_path / "L", "--coder", "stub")
    assert "Посланники Арнора" in command("export", tmp_path / "L", "--as", "jsonl", "-o", "-")[1]
