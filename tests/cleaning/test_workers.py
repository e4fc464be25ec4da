"""Children that parse: in order, killable, replaced, and gone when the work is done."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from twotrack.cleaning.workers import Cleaner
from twotrack.records import Article, Page, Refusal
from twotrack.settings import Settings

BODY = "Veld has reopened the bridge at Tal, which Arnorian drones damaged in March, the ministry of transport said. "


def page(number, text=BODY):
    return Page(source=f"{number}.txt", offset=0, kind="text", raw=f"{text}{text}Page {number} ends.".encode())


def slow(number):
    # Sixty long paragraphs of the same words: each is compared with each, which takes minutes.
    words = " ".join(f"w{n:05}" for n in range(690))
    raw = "<html><body>" + f"<p>{words}.</p>" * 60 + f"<p>{BODY}</p></body></html>"
    return Page(source=f"{number}.html", offset=0, kind="html", raw=raw.encode())


def children():
    """Process ids of this process's children that run the parser."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            line = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"twotrack.cleaning.child" in line:
            found.append(int(stat.parent.name))
    return found


def outcome(result):
    return result.reason if isinstance(result, Refusal) else getattr(result[1], "reason", "article")


def test_results_are_in_order_and_the_same_for_any_number_of_jobs():
    items = [page(n) if n % 5 else Refusal(source=f"{n}", offset=0, reason="not found") for n in range(40)]
    one, three = (list(Cleaner(Settings(), jobs)(items)) for jobs in (1, 3))
    assert one == three
    assert [r.source if isinstance(r, Refusal) else r[0].source for r in one] == [i.source for i in items]
    assert all(isinstance(r, Refusal) or isinstance(r[1], Article) for r in one)


def test_nothing_in_gives_nothing_and_starts_nothing():
    assert list(Cleaner(Settings())([])) == []
    assert children() == []


def test_a_page_that_hangs_the_parser_is_refused_and_its_neighbours_are_kept():
    results = list(Cleaner(Settings(parse_seconds=1.0), 2)([page(1), slow(2), page(3), page(4)]))
    assert [outcome(r) for r in results] == ["article", "parser timed out", "article", "article"]
    assert children() == []


def test_a_child_that_dies_is_replaced_and_its_page_tried_again():
    results = Cleaner(Settings())(page(n) for n in range(30))
    first = next(results)
    os.kill(children()[0], signal.SIGKILL)
    assert [outcome(r) for r in (first, *results)] == ["article"] * 30


def test_a_page_that_kills_each_child_is_refused_by_name():
    work = Cleaner(Settings(parse_seconds=30.0))([slow(1), page(2)])

    # The page is worked on for minutes: end the child under it, twice.
    import threading

    def killer():
        for _ in range(2):
            seen = set()
            while not (seen := {c for c in children() if c not in gone}):
                time.sleep(0.05)
            time.sleep(0.5)
            for child in seen:
                gone.add(child)
                os.kill(child, signal.SIGSEGV)

    gone: set[int] = set()
    thread = threading.Thread(target=killer)
    thread.start()
    results = list(work)
    thread.join()
    assert [outcome(r) for r in results] == ["parser died", "article"]
    assert results[0][1].detail == f"signal {signal.SIGSEGV.value}"


def test_closing_early_leaves_no_process():
    results = Cleaner(Settings(), 2)(page(n) for n in range(1000))
    next(results)
    assert children()
    results.close()
    assert children() == []


def test_only_a_few_pages_are_read_ahead():
    taken = []
    results = Cleaner(Settings(), 2)(taken.append(n) or page(n) for n in range(100))
    next(results)
    assert len(taken) <= 10
    results.close()


def test_an_error_in_the_source_ends_the_children():
    def broken():
        yield page(1)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(Cleaner(Settings())(broken()))
    assert children() == []


def test_it_works_from_a_script_without_a_main_guard(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from twotrack.cleaning.workers import Cleaner\nfrom twotrack.records import Page\n"
        "from twotrack.settings import Settings\n"
        f"p = Page(source='a', offset=0, kind='text', raw={(BODY * 2).encode()!r})\n"
        "print(len(list(Cleaner(Settings())([p]))))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "1\n"


def test_ctrl_c_ends_everything(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import itertools\nfrom twotrack.cleaning.workers import Cleaner\nfrom twotrack.records import Page\n"
        "from twotrack.settings import Settings\n"
        f"p = Page(source='a', offset=0, kind='text', raw={(BODY * 2).encode()!r})\n"
        "for n, _ in enumerate(Cleaner(Settings(), 2)(itertools.repeat(p))):\n    if n == 0: print('on', flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=30)
    assert complaint.count("KeyboardInterrupt") == 1
    assert process.returncode != 0
