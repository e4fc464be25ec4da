"""WACZ: archives in a zip file, and zip files that are not what they seem."""

import gzip
import hashlib
import io
import json
import random
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.archives import DATE, raw_record, record, story, told
from twotrack.records import Damage, Page, Refusal, Skipped

BODIES = [story(random.Random(n), n) for n in range(4)]
WARC = b"".join(gzip.compress(record(n, body), mtime=0) for n, body in enumerate(BODIES))


def packed(entries, package=None, method=zipfile.ZIP_STORED):
    """A WACZ with these files; ``package`` are the resources of its datapackage.json."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, data in entries:
            target.writestr(name, data)
        if package is not None:
            raw = json.dumps({"resources": package}).encode()
            target.writestr("datapackage.json", raw)
            target.writestr("datapackage-digest.json", json.dumps({"hash": sha256(raw)}))
    return buffer.getvalue()


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def read(data, **options):
    items, notes = told(data, "pile.wacz", **options)
    return items, [n for n in notes if isinstance(n, Damage)], [n for n in notes if isinstance(n, Skipped)]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["archive/data.warc.gz", "archive/data.warc"])
def test_the_archives_in_it_are_read(method, name):
    data = WARC if name.endswith(".gz") else gzip.decompress(WARC)
    package = [{"path": name, "hash": sha256(data)}, {"path": "pages/pages.jsonl", "hash": sha256(b"{}")}]
    items, damage, skipped = read(packed([(name, data), ("pages/pages.jsonl", b"{}")], package, method))
    assert [(i.source, i.raw) for i in items] == [(f"pile.wacz/{name}", body) for body in BODIES]
    assert damage == []
    assert skipped == [Skipped(source="pile.wacz", kinds={"file of the package": 3})]


def test_a_file_that_is_not_the_one_listed_is_named_and_read():
    package = [
        {"path": "archive/data.warc.gz", "hash": sha256(b"other")},
        {"path": "archive/gone.warc.gz", "hash": sha256(b"")},
    ]
    items, damage, _ = read(packed([("archive/data.warc.gz", WARC)], package))
    assert len(items) == 4
    assert {(d.source, d.start, d.end, d.reason) for d in damage} == {
        ("pile.wacz/archive/data.warc.gz", 0, len(WARC), "digest differs"),
        ("pile.wacz/archive/gone.warc.gz", 0, 0, "listed in datapackage.json, missing"),
    }


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'{"resources": 7}', b"\xff" * 30, b"[" * 100_000])
def test_a_package_that_can_not_be_read_is_named(raw):
    items, damage, _ = read(packed([("datapackage.json", raw), ("archive/data.warc.gz", WARC)]))
    assert len(items) == 4
    assert [(d.source, d.reason) for d in damage] == [("pile.wacz/datapackage.json", "broken JSON")]


def test_a_package_that_was_changed_is_named():
    entries = [
        ("archive/data.warc.gz", WARC),
        ("datapackage.json", b"{}"),
        ("datapackage-digest.json", json.dumps({"hash": sha256(b"x")})),
    ]
    assert [(d.source, d.reason) for d in read(packed(entries))[1]] == [
        ("pile.wacz/datapackage.json", "digest differs")
    ]


def test_damage_inside_is_told_with_the_places_of_the_archive():
    hurt = WARC[:-30] + bytes([WARC[-30] ^ 1]) + WARC[-29:]
    last = len(gzip.compress(record(3, BODIES[3]), mtime=0))
    items, damage, _ = read(packed([("archive/data.warc.gz", hurt)]))
    assert len(items) == 3
    assert [(d.source, d.start, d.end) for d in damage] == [
        ("pile.wacz/archive/data.warc.gz", len(WARC) - last, len(WARC))
    ]


def test_a_revisit_may_point_into_another_archive_of_the_collection():
    later = raw_record(b"", "revisit", "https://herald.example/late", mime="application/http",
                       WARC_Refers_To_Target_URI="https://herald.example/2", WARC_Refers_To_Date=DATE)  # fmt: skip
    items, _, _ = read(packed([("archive/a.warc.gz", WARC), ("archive/b.warc", later)]))
    assert (items[-1].source, items[-1].raw) == ("pile.wacz/archive/b.warc", BODIES[2])


NAMES = [
    "../evil.warc",
    "archive/../../evil.warc.gz",
    "/etc/evil.warc",
    "C:\\evil.warc",
    "a\\..\\..\\evil.warc",
    "./a.warc",
    "a\nb.warc",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    items, _, _ = read(packed([(name, WARC), ("archive/data.warc.gz", WARC)]))
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["unsafe name"]
    assert sum(isinstance(i, Page) for i in items) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_refused():
    link = zipfile.ZipInfo("archive/link.warc")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    items, _, _ = read(packed([(link, b"/etc/passwd"), ("archive/data.warc.gz", WARC)]))
    assert [(i.reason, i.detail) for i in items if isinstance(i, Refusal)] == [
        ("unsafe name", "archive/link.warc is a link")
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused_both_times():
    items, _, _ = read(packed([("archive/a.warc.gz", WARC), ("archive/a.warc.gz", WARC), ("archive/b.warc.gz", WARC)]))
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["name twice"] * 2
    assert {i.source for i in items if isinstance(i, Page)} == {"pile.wacz/archive/b.warc.gz"}


def moved(data, number, offset):
    """The directory's entry of this number says that it stands at ``offset``."""
    at = -1
    for _ in range(number + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    return data[: at + 42] + offset.to_bytes(4, "little") + data[at + 46 :]


def test_entries_that_lie_over_each_other_are_refused():
    data = packed([(f"archive/{n}.warc.gz", WARC) for n in range(3)])
    items, _, _ = read(moved(data, 1, 0))
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["entries overlap"] * 2
    # The first one grown over the second.
    at = data.index(b"PK\x01\x02")
    grown = data[: at + 20] + (2 * len(WARC)).to_bytes(4, "little") * 2 + data[at + 28 :]
    items, _, _ = read(grown)
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["entries overlap"]
    assert sum(isinstance(i, Page) for i in items) == 8


def test_many_entries_and_directories_that_lie_about_them_are_refused_whole():
    many = packed([(f"archive/{n}.txt", b"") for n in range(10_001)])
    (refusal,) = told_refusal(many)
    assert refusal == "too many entries"
    few = packed([("archive/data.warc.gz", WARC)])
    end = few.rindex(b"PK\x05\x06")
    assert told_refusal(few[: end + 10] + b"\xff\xff" + few[end + 12 :]) == ["too many entries"]


def told_refusal(data):
    from twotrack.errors import Refused

    try:
        return [i.reason for i in read(data)[0] if isinstance(i, Refusal)]
    except Refused as refused:
        return [refused.reason]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed([("index.html", b"<p>x")]), "no archive in it"),
        (b"PK\x03\x04 nothing", "broken zip"),
        (b"", "broken zip"),
    ],
)
def test_what_holds_no_archive_is_refused(data, reason):
    assert told_refusal(data) == [reason]


def test_without_its_directory_the_records_are_found_all_the_same():
    for name, data in (("archive/data.warc.gz", WARC), ("archive/data.warc", gzip.decompress(WARC))):
        whole = packed([(name, data)], [])
        items, damage, _ = read(whole[: whole.index(b"PK\x01\x02") + 10])
        assert [i.raw for i in items] == BODIES
        assert damage[0].reason == "broken zip"


def test_an_entry_that_expands_too_much_is_named_and_what_came_before_is_read():
    plain = gzip.decompress(WARC)
    items, damage, _ = read(packed([("archive/data.warc", plain + bytes(20_000_000))], None, zipfile.ZIP_DEFLATED))
    assert [i.raw for i in items] == BODIES
    assert "too large" in {d.reason for d in damage}


def test_other_methods_and_passwords_are_refused():
    assert told_refusal(packed([("archive/data.warc.gz", WARC)], None, zipfile.ZIP_BZIP2)) == ["zip method not read"]
    data = bytearray(packed([("archive/data.warc.gz", WARC)]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert told_refusal(bytes(data)) == ["zip method not read"]


@settings(max_examples=150)
@given(st.integers(0, 10**6), st.integers(0, 60), st.binary(max_size=40))
def test_no_bytes_make_it_fail(at, length, new):
    whole = packed(
        [("archive/data.warc.gz", WARC), ("archive/b.warc", record(9, BODIES[0]))], [{"path": "x", "hash": "y"}]
    )
    at %= len(whole)
    told_refusal(whole[:at] + new + whole[at + length :])
