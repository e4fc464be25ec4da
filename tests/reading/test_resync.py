"""Whatever is done to an archive, undamaged records are kept and damaged spans are named."""

import gzip
import io
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.archives import ANYWHERE, flip, hurt, lie, made, record, response, story, told
from twotrack.records import Damage, Page, Refusal

SEEDS = range(12)
FORMS = ("plain", "gzip", "zstd", "zstd-dictionary")
CASES = [(form, way) for form in FORMS for way in ANYWHERE] + [("plain", lie), ("gzip", lie)]
ENDINGS = {"plain": "", "gzip": ".gz", "one-gzip": ".gz", "zstd": ".zst", "zstd-dictionary": ".zst"}


def read(archive):
    items, notes = told(archive.data, "pile.warc" + ENDINGS[archive.form])
    return {i.raw for i in items if isinstance(i, Page)}, [n for n in notes if isinstance(n, Damage)]


def lost(archive, pages):
    """Records that nobody touched and that are not there."""
    return [n for n, body in enumerate(archive.bodies) if n not in archive.hit and body not in pages]


def unnamed(archive, pages, damage):
    """Records that left bytes behind, are not there as they were, and overlap no damaged span."""
    gone = [n for n, body in enumerate(archive.bodies) if body not in pages and n not in archive.gone]
    places = [(n, *archive.places[n]) for n in gone]
    return [n for n, start, end in places if not any(d.start < max(end, start + 1) and start < d.end for d in damage)]


def blamed(archive, damage):
    """Records that nobody touched and that a span covers."""
    good = [(n, *archive.places[n]) for n in range(len(archive.bodies)) if n not in archive.hit]
    return [n for n, start, end in good if any(d.start < end and start < d.end for d in damage)]


@pytest.mark.parametrize(("form", "way"), CASES, ids=[f"{form}-{way.__name__}" for form, way in CASES])
def test_undamaged_records_are_kept_and_damage_is_named(form, way):
    for seed in SEEDS:
        archive = hurt(form, [way], seed)
        pages, damage = read(archive)
        assert lost(archive, pages) == [], seed
        assert unnamed(archive, pages, damage) == [], seed
        assert blamed(archive, damage) == [], seed
        assert all(0 <= d.start <= d.end <= len(archive.data) for d in damage), seed


@pytest.mark.parametrize("form", FORMS)
def test_two_kinds_of_damage_at_once(form):
    rng = random.Random(form)
    for seed in range(30):
        archive = hurt(form, rng.sample(ANYWHERE, 2), seed)
        pages, damage = read(archive)
        assert lost(archive, pages) == [], seed
        assert unnamed(archive, pages, damage) == [], seed


@pytest.mark.parametrize("form", FORMS)
def test_records_without_digests_are_kept_too(form):
    """A letter that changed in a plain archive without digests can't be seen; good neighbours stay all the same."""
    for way in ANYWHERE:
        for seed in range(4):
            archive = hurt(form, [way], seed, digests=False)
            assert lost(archive, read(archive)[0]) == [], (way, seed)


@pytest.mark.parametrize("form", [*FORMS, "one-gzip"])
def test_an_undamaged_archive_has_no_damage(form):
    archive = made(form, random.Random(form))
    pages, damage = read(archive)
    assert pages == set(archive.bodies)
    assert damage == []


@pytest.mark.parametrize("digests", [True, False])
def test_one_large_member_is_read_up_to_its_damage_and_past_what_is_proven(digests):
    for seed in range(6):
        rng = random.Random(seed)
        whole = made("one-gzip", rng, 200, digests, 1500)
        archive = flip(whole, rng)
        pages, damage = read(archive)
        at = next(n for n, (a, b) in enumerate(zip(whole.data, archive.data, strict=True)) if a != b)
        assert (damage and damage[0].start <= at < damage[-1].end) or pages == set(archive.bodies)
        # What was unpacked before the damage, as far as a step of input can tell.
        before = int(len(archive.bodies) * max(0, at - 33_000) / len(archive.data)) - 2
        assert all(body in pages for body in archive.bodies[: max(0, before)]), seed


def test_a_member_of_many_records_that_breaks_off_gives_what_was_whole():
    archive = made("one-gzip", random.Random(1), 200, size=1500)
    pages, damage = told(archive.data[: len(archive.data) // 2], "pile.warc.gz")
    kept = [p.raw for p in pages]
    assert kept == archive.bodies[: len(kept)]
    assert len(kept) > 85
    assert damage[0].reason == "cut short"
    assert damage[0].end == len(archive.data) // 2


def test_records_may_run_over_members():
    plain = b"".join(record(n, story(random.Random(n), n)) for n in range(60))
    data = b"".join(gzip.compress(plain[at : at + 5000]) for at in range(0, len(plain), 5000))
    items, notes = told(data, "pile.warc.gz")
    assert [i.url for i in items] == [f"https://herald.example/{n}" for n in range(60)]
    assert notes == []


def test_spans_are_exact_in_a_plain_archive():
    records = [record(n, story(random.Random(n), n)) for n in range(3)]
    items, notes = told(records[0] + b"\0" * 700 + records[1] + b"not a record\r\n" + records[2][:-200])
    first, second = len(records[0]), len(records[0]) + 700 + len(records[1])
    assert [i.offset for i in items] == [0, first + 700]
    assert [(n.start, n.end, n.reason) for n in notes] == [
        (first, first + 700, "zero bytes"),
        (second, second + 14, "not a record"),
        (second + 14, second + 14 + len(records[2]) - 200, "cut short"),
    ]


def test_a_length_that_lies_is_named_and_the_page_kept_when_it_proves_whole():
    body = story(random.Random(1), 1)
    plain = record(1, body)
    for wrong in (b"7", b"99999999", b"%d" % (3 * len(plain))):
        before, _, after = plain.partition(b"\r\n\r\n")
        start = before.rindex(b"Content-Length: ") + 16
        lying = before[:start] + wrong + b"\r\n\r\n" + after
        items, notes = told(record(0, story(random.Random(0), 0)) + lying + record(2, story(random.Random(2), 2)))
        assert [i.url for i in items] == [f"https://herald.example/{n}" for n in range(3)]
        assert [n.reason for n in notes] == ["length differs"]


def test_a_record_that_a_page_shows_is_not_read_as_one():
    planted = response(b"<p>Planted story.</p>", "https://planted.example/")
    shown = b"<pre>" + planted + b"</pre>"
    for data in (record(1, shown), gzip.compress(record(1, shown))):
        items, notes = told(data + (gzip.compress(record(2, b"<p>x")) if data[:1] == b"\x1f" else record(2, b"<p>x")))
        assert [i.url for i in items] == ["https://herald.example/1", "https://herald.example/2"]
        assert notes == []


def test_without_a_digest_a_record_inside_a_record_is_said():
    planted = response(b"<p>Planted story.</p>", "https://planted.example/")
    items, notes = told(response(b"<pre>" + planted + b"</pre>") + response(b"<p>x", "https://herald.example/2"))
    assert [i.url for i in items] == ["https://herald.example/1", "https://herald.example/2"]
    assert [n.reason for n in notes] == ["record inside a record"]


def test_a_digest_that_differs_is_said_and_the_page_kept():
    body = story(random.Random(1), 1)
    items, notes = told(record(1, body).replace(b"<title>Story", b"<title>Storx"))
    assert [i.raw for i in items] == [body.replace(b"Story", b"Storx")]
    assert [n.reason for n in notes] == ["digest differs"]


def test_a_type_that_nobody_knows_is_said():
    items, notes = told(record(1, b"<p>x").replace(b"Type: response", b"Type: respense") + record(2, b"<p>y"))
    assert [i.url for i in items] == ["https://herald.example/2"]
    assert isinstance(notes[0], Damage) and notes[0].reason == "unknown record type"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_more_damage_than_anybody_reads_is_told_as_one(pack):
    spans = b"".join(pack(response(b"", kind="request")) + b"junk!" for _ in range(10_020))
    _, notes = told(spans, "pile.warc.gz" if pack is gzip.compress else "pile.warc")
    damage = [n for n in notes if isinstance(n, Damage)]
    assert len(damage) == 10_001
    assert damage[-1].reason == "many damaged spans"
    assert damage[-1].end == len(spans)


HARD = {
    "heads on every line": b"WARC/1.0\r\nA: b\r\n" * 100_000,
    "heads inside of lines": b"WARC/1.0\r\n" + b"X: WARC/1.0\r\n" * 100_000,
    "a head without end": b"WARC/1.0\r\n" + b"X: y\r\n" * 300_000,
    "lengths that all lie to the far end": b"".join(
        response(b"<p>x", f"https://a.example/{n}").replace(b"Content-Length: ", b"Content-Length: 99999")
        for n in range(10_000)
    ),
    "the same in one member": gzip.compress(
        b"".join(
            response(b"<p>x", f"https://a.example/{n}").replace(b"Content-Length: ", b"Content-Length: 99999")
            for n in range(10_000)
        )
    ),
    "member after member": b"\x1f\x8b\x08\0\0\0\0\0\0\3" * 100_000,
    "empty members": gzip.compress(b"") * 20_000,
    "blank lines": record(1, b"<p>x") + b"\r\n" * 2_000_000,
}


@pytest.mark.parametrize("name", HARD)
def test_work_grows_with_the_file_and_no_more(name):
    """Each of these would not come back if it were looked at again and again."""
    items, notes = told(HARD[name], "pile.warc.gz" if HARD[name][:2] == b"\x1f\x8b" else "pile.warc")
    assert len(items) <= 1
    assert notes or name in ("empty members", "blank lines")


def test_memory_stays_flat():
    def peak(count):
        data = io.BytesIO()
        for number in range(count):
            data.write(gzip.compress(record(number % 50, story(random.Random(number), number, 4000)), 1))
        packed = data.getvalue()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        from twotrack.reading import archives
        from twotrack.settings import Settings

        assert sum(1 for _ in archives.read("a.warc.gz", io.BytesIO(packed), Settings(), lambda _: None)) == count
        found = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
        return found

    small, large = peak(100), peak(1000)
    assert large < small + 900 * 400 < 4_000_000


@given(st.data())
def test_no_bytes_make_it_fail(data):
    form = data.draw(st.sampled_from([*FORMS, "one-gzip"]))
    archive = made(form, random.Random(1), 12)
    at = data.draw(st.integers(0, len(archive.data)))
    end = data.draw(st.integers(at, min(len(archive.data), at + 400)))
    hurt_bytes = archive.data[:at] + data.draw(st.binary(max_size=200)) + archive.data[end:]
    items, notes = told(hurt_bytes, "pile.warc" + ENDINGS[form])
    assert all(isinstance(i, Page | Refusal) for i in items)
    damage = [n for n in notes if isinstance(n, Damage)]
    assert all(0 <= d.start <= d.end <= len(hurt_bytes) for d in damage)
