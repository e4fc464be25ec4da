"""A ledger holds what it was given, once, and says no to what it is not for."""

import multiprocessing
import sqlite3

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.ledger.conftest import META, TEXTS, fill, found
from twotrack.errors import LedgerBusy, LedgerError, UsageError
from twotrack.ledger.reader import opened
from twotrack.ledger.verify import verify
from twotrack.ledger.writer import discard, input_id, writing
from twotrack.records import Article, Refusal, Report


def test_the_balance_adds_up(ledger):
    with opened(ledger) as reader:
        counts = reader.counts()
    assert (counts.inputs, counts.articles, counts.duplicates, counts.refusals) == (7, 6, 0, 1)
    assert counts.reasons == {"no text": 1}
    assert counts.events == counts.reports == counts.ground + counts.table


def test_writing_the_same_again_adds_nothing_and_stays_sound(ledger):
    with opened(ledger) as reader:
        before = reader.counts()
    fill(ledger)
    with opened(ledger) as reader:
        assert reader.counts() == before
    assert verify(ledger) == []


def test_the_same_article_by_another_way_is_a_duplicate(ledger):
    page, coded = found(TEXTS[0], 99)
    with writing(ledger, META) as writer:
        writer.append([(page, coded)])
        writer.derive([])
    with opened(ledger) as reader:
        assert reader.counts().duplicates == 1
        assert reader.counts().articles == len(TEXTS)


def test_a_writer_knows_what_is_there(ledger):
    refusal = Refusal(source="pages/broken.html", offset=0, reason="no text", detail="12 characters")
    with writing(ledger, META) as writer:
        assert writer.knows("inputs", input_id(found(TEXTS[2], 2)[0]))
        assert writer.knows("inputs", input_id(refusal))
        assert not writer.knows("inputs", input_id(found("Other words.", 2)[0]))
        assert not writer.unfinished


def test_captures_are_a_web_archive_of_the_bytes(ledger):
    with (ledger / "captures" / "captures-00001.warc.gz").open("rb") as warc:
        records = [
            (r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(warc)
            if r.rec_type == "resource"
        ]
    assert records == [(f"https://a.example/{n}", text.encode()) for n, text in enumerate(TEXTS)]


def test_any_sqlite_tool_reads_it_and_finds_words(ledger):
    connection = sqlite3.connect(ledger / "ledger.sqlite")
    assert connection.execute(
        "SELECT count(*) FROM articles_search WHERE articles_search MATCH 'gondorians'"
    ).fetchone() == (6,)
    assert connection.execute("SELECT DISTINCT actor FROM reports WHERE event = 'ACCUSE'").fetchall() == [("Veld",)]
    connection.close()


def test_readers_see_a_ledger_that_is_being_written(ledger):
    with writing(ledger, META) as writer:
        writer.append([found("Keld deployed Rangers near Ansk.", 50)])
        with opened(ledger) as reader:
            assert reader.counts().inputs == 8
            assert not reader.finished
        writer.derive([])
    with opened(ledger) as reader:
        assert reader.finished


def hold(path, started, stop):
    with writing(path, META):
        started.set()
        stop.wait(30)


def test_a_second_writer_is_told_so(ledger):
    context = multiprocessing.get_context("spawn")
    started, stop = context.Event(), context.Event()
    process = context.Process(target=hold, args=(ledger, started, stop))
    process.start()
    assert started.wait(30)
    with pytest.raises(LedgerBusy, match="being written"), writing(ledger, META):
        pass
    stop.set()
    process.join(30)


def test_another_coder_does_not_mix_its_rows_in(ledger):
    with pytest.raises(LedgerError, match="coder"), writing(ledger, META | {"coder": "other"}):
        pass


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match="not a ledger"), writing(tmp_path, META):
        pass
    discard(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_discard_takes_the_ledger_and_nothing_else(ledger):
    (ledger / "notes.txt").write_text("mine")
    discard(ledger)
    assert sorted(p.name for p in ledger.iterdir() if p.name != "writer.lock") == ["notes.txt"]


def test_no_ledger_is_said_so(tmp_path):
    with pytest.raises(LedgerError, match="not a ledger"), opened(tmp_path):
        pass


def test_records_come_back_as_they_went_in(ledger):
    _, coded = found(TEXTS[4], 4)
    with opened(ledger) as reader:
        assert coded.article in set(reader.records("articles", Article))
        assert set(coded.reports) <= set(reader.records("reports", Report))
