"""Sources to pages: order, identity, refusals, and counts that are true."""

import gzip
import io
import os
import random
import socket
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.errors import UsageError
from twotrack.reading.sources import count, plan, read
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

HTML = "<!doctype html><title>Talks</title><p>Envoys met in Keld.</p>"
SMALL = Settings(max_input_bytes=1000)


def told(sources, settings=None, stdin=None):
    """Source names relative to their folder, with kind or reason."""
    items = read([str(s) for s in sources], settings or Settings(), stdin)
    return [(os.path.basename(i.source), i.kind if isinstance(i, Page) else i.reason) for i in items]  # noqa: PTH119


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.html").write_text(HTML)
    (tmp_path / "a.txt").write_text("Envoys met in Keld.")
    (tmp_path / "c.jsonl").write_text('{"text": "One."}\n\n{"text": "Three."}\n')
    (tmp_path / ".hidden.txt").write_text("Not for reading.")
    return tmp_path


def test_a_folder_is_read_in_the_order_of_names(folder):
    assert told([folder]) == [("a.txt", "text"), ("two.html", "html"), ("c.jsonl", "json"), ("c.jsonl", "json")]


def test_a_file_that_is_named_twice_is_read_once(folder):
    (folder / "d-link.txt").symlink_to(folder / "a.txt")
    assert told([folder / "a.txt", folder, folder / "a.txt"])[:2] == [("a.txt", "text"), ("two.html", "html")]
    assert sum(name in ("a.txt", "d-link.txt") for name, _ in told([folder, folder / "a.txt"])) == 1


def test_a_link_to_the_folder_above_does_not_go_round(folder):
    (folder / "b" / "up").symlink_to(folder)
    assert len(told([folder])) == 4


def test_globs_are_expanded(folder):
    assert told([folder / "*.txt", folder / "**" / "*.html"]) == [("a.txt", "text"), ("two.html", "html")]


def test_a_relative_source_stays_relative(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert [item.source for item in read(["b"], Settings())] == ["b/two.html"]


def test_lines_have_their_number(folder):
    items = list(read([str(folder / "c.jsonl")], Settings()))
    assert [(item.offset, item.raw) for item in items] == [(1, b'{"text": "One."}'), (3, b'{"text": "Three."}')]


def test_a_saved_page_has_its_address_and_day(tmp_path):
    header = "<!--\n Page saved with SingleFile \n url: https://herald.example/1 \n"
    header += " saved date: Mon Jun 01 2026 10:00:00 GMT+0200 (CEST)\n-->"
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html> <html>{header}<p>Text.</p></html>")
    (tmp_path / "b.html").write_text("<html><!-- saved from url=(0024)https://herald.example/2 --><p>Text.</p></html>")
    first, second = read([str(tmp_path)], Settings())
    assert (first.url, first.fetched) == ("https://herald.example/1", "2026-06-01T10:00:00+02:00")
    assert (second.url, second.fetched) == ("https://herald.example/2", None)


def test_front_matter_becomes_fields(tmp_path):
    (tmp_path / "a.md").write_text('---\ntitle: "Talks"\nauthor: Ava Alm\nurl: https://herald.example/1\n---\nText.')
    (page,) = read([str(tmp_path)], Settings())
    assert (page.url, page.fields) == ("https://herald.example/1", {"title": "Talks", "authors": "Ava Alm"})


@pytest.mark.parametrize("name", ["page.html", "pile.jsonl"])
def test_standard_input_is_read_whatever_it_is(name):
    content = {"page.html": HTML, "pile.jsonl": '{"text": "One."}\n{"text": "Two."}\n'}[name]
    items = list(read(["-"], Settings(), io.BytesIO(content.encode())))
    assert [item.source for item in items] == ["-"] * len(items)
    assert len(items) == (1 if name == "page.html" else 2)
    assert len(list(read(["-"], Settings(), io.BytesIO(gzip.compress(content.encode()))))) == len(items)


def test_gzip_is_undone_and_what_is_broken_is_named(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(HTML.encode()))
    lines = b"".join(b'{"text": "%d %s"}\n' % (n, random.Random(n).randbytes(100).hex().encode()) for n in range(2000))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines)[:-1000])
    (tmp_path / "c.gz").write_bytes(b"\x1f\x8bnot gzip")
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + b"0" * 30_000_000 + b'"}'))
    (tmp_path / "e.html.gz").write_bytes(gzip.compress(b"<p>" + b"0" * 30_000_000))
    found = told([tmp_path])
    assert found[0] == ("a.html.gz", "html")
    assert found[1] == ("b.jsonl.gz", "json")
    assert found[-4:] == [
        ("b.jsonl.gz", "broken gzip"),
        ("c.gz", "broken gzip"),
        ("d.jsonl.gz", "too large"),
        ("e.html.gz", "too large"),
    ]
    assert plan([str(tmp_path)], Settings()).inputs == len(found)


def test_what_is_no_file_is_named(tmp_path):
    # Tests may run as root, who may read everything: a pipe, a socket and a broken link need no rights to refuse.
    os.mkfifo(tmp_path / "a-pipe")
    (tmp_path / "b-link").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)
        server.bind("c-socket")
        os.chdir(here)
        assert told([tmp_path]) == [
            ("a-pipe", "not a regular file"),
            ("b-link", "broken link"),
            ("c-socket", "not a regular file"),
        ]
    assert told(["/dev/null", tmp_path / "b-link"])[0] == ("null", "not a regular file")


def test_what_may_not_be_read_is_named(tmp_path):
    (tmp_path / "a").mkdir(mode=0)
    (tmp_path / "b.txt").write_text("Text.")
    (tmp_path / "b.txt").chmod(0)
    if os.access(tmp_path / "b.txt", os.R_OK):
        pytest.skip("who runs this may read everything")
    assert told([tmp_path]) == [("a", "no permission"), ("b.txt", "no permission")]


def test_a_source_that_is_missing_among_others_is_a_refusal(folder):
    assert told([folder / "nothing.txt", folder / "a.txt", "https://herald.example/1", folder / "*.pdf"]) == [
        ("nothing.txt", "not found"),
        ("a.txt", "text"),
        ("1", "web address"),
        ("*.pdf", "not found"),
    ]


@pytest.mark.parametrize("sources", [[], ["nowhere.txt"], ["no/*.html", "nowhere"], ["a\0b"]])
def test_nothing_to_read_is_wrong_usage_at_once(sources):
    with pytest.raises(UsageError):
        read(sources, Settings())
    with pytest.raises(UsageError):
        plan(sources, Settings())


def test_a_name_that_is_no_text_can_be_stored(tmp_path):
    file = os.path.join(os.fsencode(tmp_path), b"\xff.txt")  # noqa: PTH118
    with open(file, "w") as stream:  # noqa: PTH123
        stream.write("Envoys met.")
    assert told([tmp_path]) == [("\\xff.txt", "text")]


def test_what_is_too_large_is_refused_and_its_neighbours_kept(tmp_path):
    (tmp_path / "a.html").write_text(HTML + "x" * 1000)
    (tmp_path / "b.jsonl").write_text('{"text": "One."}\n{"text": "' + "x" * 5000 + '"}\n{"text": "Three."}')
    (tmp_path / "c.json").write_text('[{"text": "' + "x" * 5000 + '"}]')
    assert told([tmp_path], SMALL) == [
        ("a.html", "too large"),
        ("b.jsonl", "json"),
        ("b.jsonl", "too large"),
        ("b.jsonl", "json"),
        ("c.json", "too large"),
    ]


def test_a_json_file_is_read_object_by_object(tmp_path):
    (tmp_path / "a.json").write_text('[\n {"text": "One."},\n {"title": "Two"},\n {"text": "Three."}\n]')
    (tmp_path / "b.json").write_text('{\n "text": "Four."\n}')
    (tmp_path / "c.json").write_text("[\n" * 5)
    (tmp_path / "d.json").write_text("[" * 100_000)
    items = list(read([str(tmp_path)], Settings()))
    assert [i.offset for i in items] == [1, 2, 3, 1, 0, 0]
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["no text field", "broken JSON", "broken JSON"]


def test_a_plan_is_true(folder):
    (folder / "d.pdf").write_bytes(b"%PDF-1.7")
    planned = plan([str(folder), str(folder / "nothing")], Settings())
    assert planned.kinds == {"html": 1, "jsonl": 1, "text": 1}
    assert (
        planned.inputs
        == len(told([folder, folder / "nothing"]))
        == count([str(folder), str(folder / "nothing")], Settings())
    )
    assert [r.reason for r in planned.refusals] == ["not text", "not found"]
    assert planned.bytes == sum(
        p.stat().st_size for p in (folder / "a.txt", folder / "b" / "two.html", folder / "c.jsonl")
    )
    assert count(["-"], Settings()) is None


def test_memory_stays_flat(tmp_path):
    file = tmp_path / "pile.jsonl.gz"
    with gzip.open(file, "wb", compresslevel=1) as stream:
        for number in range(20_000):
            stream.write(b'{"text": "%d %s"}\n' % (number, random.Random(number).randbytes(250).hex().encode()))
    tracemalloc.start()
    assert sum(1 for _ in read([str(file)], Settings())) == 20_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@given(st.lists(st.binary(max_size=80), max_size=12))
def test_every_line_is_a_page_or_a_refusal(tmp_path_factory, lines):
    file = tmp_path_factory.mktemp("lines") / "pile.jsonl"
    lines = [line.replace(b"\n", b"").replace(b"\x1f\x8b", b"") for line in lines]
    file.write_bytes(b'{"text": "A good neighbour."}\n' + b"\n".join(lines))
    items = list(read([str(file)], Settings()))
    if items[0].offset:
        assert len(items) == 1 + sum(bool(line.strip()) for line in lines) == plan([str(file)], Settings()).inputs
    else:
        assert isinstance(items[0], Refusal)
