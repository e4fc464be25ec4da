"""Which records are inputs, and what a page has from its headers."""

import gzip
import io
import tomllib
import zlib
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.archives import DATE, raw_record, record, response, told
from twotrack.errors import Refused
from twotrack.reading import archives
from twotrack.reading.heads import parse
from twotrack.reading.httpbody import joined, undone
from twotrack.reading.sources import count, plan, read
from twotrack.records import Damage, Page, Refusal, Skipped
from twotrack.settings import Settings

STORY = b"<!doctype html><title>Talks</title><p>Envoys met in Keld.</p>"
CASES = tomllib.loads(Path(__file__).with_name("records.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_record_is_a_page_or_counted_by_kind(case):
    url, kind = case.get("url", "https://herald.example/1"), case.get("type", "response")
    body = case.get("body", STORY.decode()).encode()
    if "block" in case:
        data = raw_record(body, kind, url, mime=case["block"])
    else:
        data = response(body, url, case.get("status", "200 OK"), kind, mime=case.get("mime", "text/html"))
    items, notes = told(data + response(STORY, "https://herald.example/neighbour"))
    assert items[-1].url == "https://herald.example/neighbour"
    skipped = {kind: n for note in notes if isinstance(note, Skipped) for kind, n in note.kinds.items()}
    if "kind" in case:
        assert (items[0].kind, items[0].charset) == (case["kind"], case.get("charset"))
    elif "refused" in case:
        assert items[0].reason == case["refused"]
    else:
        assert len(items) == 1
        assert skipped == {case["skipped"]: 1}
    assert [n.reason for n in notes if isinstance(n, Damage)] == case.get("damaged", [])


def test_a_page_has_address_time_and_place():
    first = raw_record(b"software: x\r\n", "warcinfo", None, mime="application/warc-fields")
    items, _ = told(first + response(STORY, "<https://herald.example/1>", date="2026-06-05T10:00:00.123Z"))
    assert items == [
        Page(
            source="pile.warc", offset=len(first), kind="html", raw=STORY, url="https://herald.example/1",
            fetched="2026-06-05T10:00:00.123Z",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress, bytes])
def test_offsets_are_those_of_the_file(pack):
    packed = [pack(response(STORY + b"%d" % n, f"https://a.example/{n}")) for n in range(4)]
    items, _ = told(b"".join(packed), "a.warc")
    assert [i.offset for i in items] == [sum(map(len, packed[:n])) for n in range(4)]


def test_in_one_member_offsets_are_counted_on_through_it():
    plain = [response(STORY + b"%d" % n, f"https://a.example/{n}") for n in range(4)]
    items, _ = told(gzip.compress(b"".join(plain)))
    assert [i.offset for i in items] == [sum(map(len, plain[:n])) for n in range(4)]


def chunked(body, size):
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


RAW_DEFLATE = zlib.compressobj(wbits=-15)
LAYERS = {
    "gzip": gzip.compress(STORY),
    "x-gzip": gzip.compress(STORY),
    "deflate": zlib.compress(STORY),
    "Deflate": RAW_DEFLATE.compress(STORY) + RAW_DEFLATE.flush(),
    "br": brotli.compress(STORY),
    "zstd": zstd.compress(STORY),
    "gzip, br": brotli.compress(gzip.compress(STORY)),
    "identity": STORY,
}


@pytest.mark.parametrize("name", LAYERS)
def test_encodings_and_chunks_are_undone(name):
    for body, fields in (
        (LAYERS[name], {}),
        (chunked(LAYERS[name], 7), {"transfer_encoding": "chunked"}),
        # The archive kept the header of a body that it had undone.
        (STORY, {"transfer_encoding": "chunked"}),
    ):
        items, notes = told(response(body, content_encoding=name, **fields))
        assert [i.raw for i in items] == [STORY]
        assert notes == []


@pytest.mark.parametrize(
    ("body", "encodings", "detail"),
    [
        (gzip.compress(STORY)[:-9], "gzip", "gzip: cut short"),
        (gzip.compress(STORY)[:-9] + b"\0" * 9, "gzip", "gzip: checksum differs"),
        (zlib.compress(STORY * 9)[:-9], "deflate", "deflate: cut short"),
        (brotli.compress(STORY * 9)[:-9], "br", "br: cut short"),
        (b"\xff\xff\xff\xff", "br", "not br, as it says"),
        (STORY, "compress", "unknown encoding compress"),
        (STORY, "gzip, gzip, gzip, gzip, gzip", "5 encodings inside each other"),
    ],
)
def test_a_body_that_is_broken_is_refused_by_name(body, encodings, detail):
    items, _ = told(response(body, content_encoding=encodings) + response(STORY, "https://herald.example/2"))
    assert (items[0].reason, items[0].detail) == ("broken HTTP body", detail)
    assert items[1].raw == STORY


def test_chunks_that_are_broken_are_named_and_words_are_no_chunks():
    with pytest.raises(Refused) as refused:
        joined(b"5\r\nEnvoy\r\nnot a size\r\n")
    assert refused.value.reason == "broken HTTP body"
    assert joined(b"face\r\nto face talks") == b"face\r\nto face talks"
    assert joined(b"5\r\nEnvoy\r\n5\r\ns me") == b"Envoys me"


@given(st.binary(max_size=300), st.sampled_from(["", "chunked"]), st.sampled_from([*LAYERS, ""]))
def test_no_body_makes_it_fail(body, transfer, encodings):
    try:
        assert len(undone(body, transfer, encodings, 10_000)) <= 10_000
    except Refused as refused:
        assert refused.reason in ("broken HTTP body", "too large")


def zeros(size, pack):
    return pack(b"<p>" + b"0" * size)


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


@pytest.mark.parametrize(("name", "pack"), PACKERS.items())
def test_an_encoding_that_expands_too_much_is_refused(name, pack):
    items, _ = told(response(zeros(20_000_000, pack), content_encoding=name) + response(STORY))
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["too large"]
    assert items[-1].raw == STORY
    items, _ = told(response(zeros(2_000_000, pack), content_encoding=name), settings=Settings(max_input_bytes=1000))
    assert [i.reason for i in items] == ["too large"]


def bomb(size):
    """A record of so many zeros, packed, without ever being in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    plain = response(b"", url="https://bomb.example/")[:-4]
    length = len(plain.partition(b"\r\n\r\n")[2])
    plain = plain.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + size))
    parts = [packer.compress(plain)]
    parts += [packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)]
    return b"".join(parts) + packer.compress(b"\r\n\r\n") + packer.flush()


@pytest.mark.parametrize("size", [30_000_000, 200_000_000])
def test_a_record_that_expands_too_much_is_refused_and_its_neighbours_kept(size):
    data = gzip.compress(response(STORY)) + bomb(size) + gzip.compress(response(STORY, "https://herald.example/2"))
    items, notes = told(data)
    assert [i.raw for i in items if isinstance(i, Page)] == [STORY, STORY]
    assert [i.reason for i in items if isinstance(i, Refusal)] == ["too large"]
    assert [n.reason for n in notes] == (["expands too much"] if size > 128_000_000 else [])


def test_a_record_that_is_too_large_is_refused_and_its_neighbours_kept():
    data = [response(STORY), response(b"<p>" + b"x" * 3000), response(STORY, "https://herald.example/2")]
    for pack in (bytes, gzip.compress):
        items, _ = told(b"".join(map(pack, data)), settings=Settings(max_input_bytes=1000))
        assert [getattr(i, "reason", "page") for i in items] == ["page", "too large", "page"]


def revisit(url, date="2026-06-07T10:00:00Z", **fields):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return raw_record(head, "revisit", url, date, "application/http", **fields)


FIRST = response(STORY, WARC_Payload_Digest="sha1:AAAA", WARC_Record_ID="<urn:uuid:1>")
TO = {
    "address and time": {
        "WARC_Refers_To_Target_URI": "https://herald.example/1",
        "WARC_Refers_To_Date": DATE,
        "WARC_Payload_Digest": "sha1:BBBB",
    },
    "record": {"WARC_Refers_To": "<urn:uuid:1>"},
    "digest": {"WARC_Payload_Digest": "sha1:AAAA"},
}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd.compress, "one member"])
@pytest.mark.parametrize("name", TO)
def test_a_revisit_is_its_page_seen_again(name, pack):
    other = response(b"<p>Another page.", "https://herald.example/0")
    records = [other, FIRST, revisit("https://herald.example/late", **TO[name])]
    data = gzip.compress(b"".join(records)) if pack == "one member" else b"".join(map(pack, records))
    items, notes = told(data)
    assert [(i.raw, i.url, i.fetched) for i in items[1:]] == [
        (STORY, "https://herald.example/1", DATE),
        (STORY, "https://herald.example/1", DATE),
    ]
    assert items[2].offset > items[1].offset
    assert notes == []


def test_a_revisit_of_what_is_not_there_is_refused_and_one_of_a_picture_is_none():
    data = revisit("https://herald.example/1", WARC_Refers_To="<urn:uuid:9>")
    data += raw_record(b"", "revisit", "https://herald.example/a.jpg", mime="application/http", WARC_Refers_To="<x>")
    items, notes = told(data)
    assert [(i.reason, i.detail) for i in items] == [("revisit without original", "https://herald.example/1")]
    assert notes == [Skipped(source="pile.warc", kinds={"revisit of other type": 1})]


KINDS = {
    "plain": (record(1, STORY), "-", "warc"),
    "gzip": (gzip.compress(record(1, STORY)), "-", "warc"),
    "zstd": (zstd.compress(record(1, STORY)), "-", "warc"),
    "gzip with its first member damaged": (b"\x1f\x8b\x08\0\0" + gzip.compress(record(1, STORY)), "-", "warc"),
    "damaged, by its name": (b"\0" * 5000, "a.WARC.GZ", "warc"),
    "a page of that name": (STORY, "a.warc", None),
    "a page about it": (b"<pre>" + record(1, STORY), "a.html", None),
    "gzip of a page": (gzip.compress(STORY), "a.html.gz", None),
    "zip of a page": (b"PK\x03\x04" + bytes(26) + b"page.html", "a.zip", None),
    "zip of an archive": (b"PK\x03\x04" + bytes(26) + b"archive/data.warc.gz", "a.zip", "wacz"),
}


@pytest.mark.parametrize("name", KINDS)
def test_archives_are_known_by_their_bytes_and_damaged_ones_by_their_name(name):
    head, file, kind = KINDS[name]
    assert archives.kind_of(head[:65_536], file) == kind


def test_a_plan_is_true_and_a_pipe_is_read_too(tmp_path):
    data = gzip.compress(record(1, STORY)) + b"junk" + gzip.compress(record(2, b"")) + gzip.compress(record(3, STORY))
    (tmp_path / "a.warc.gz").write_bytes(data)
    (tmp_path / "b.html").write_bytes(STORY)
    items = list(read([str(tmp_path)], Settings()))
    planned = plan([str(tmp_path)], Settings())
    assert planned.inputs == len(items) == count([str(tmp_path)], Settings()) == 4
    assert planned.kinds == {"html": 1, "warc": 1}

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    notes = []
    piped = list(read(["-"], Settings(), Pipe(data), notes.append))
    assert [(i.offset, getattr(i, "raw", None)) for i in piped] == [
        (i.offset, getattr(i, "raw", None)) for i in items[:3]
    ]
    assert [(n.start, n.end) for n in notes] == [
        (len(gzip.compress(record(1, STORY))), len(gzip.compress(record(1, STORY))) + 4)
    ]


@pytest.mark.parametrize(
    ("head", "good"),
    [
        (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: x\r\nContent-Length: 1\r\n\r\n", True),
        (b"WARC/0.18\nWARC-Type: response\nWARC-Date: x\nContent-Length: 1\n\n", True),
        (b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: x\r\nX: a\r\n  b\r\nContent-Length: 1\r\n\r\n", True),
        (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: x\r\n\r\n", False),
        (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: x\r\nContent-Length: -1\r\n\r\n", False),
        (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: x\r\nContent-Length: 1e9\r\n\r\n", False),
        (b"WARC/1.0\r\nWARC-Date: x\r\nContent-Length: 1\r\n\r\n", False),
        (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: x\0\r\nContent-Length: 1\r\n\r\n", False),
        (b"WARC/1.0\r\nWARC-Type: a\r\nWARC-Type: b\r\nWARC-Date: x\r\nContent-Length: 1\r\n\r\n", False),
        (b"WARC/1.0\r\nWARC-Type: a\r\nWARC-Date: x\r\nContent-Length: 1\r\n", False),
    ],
)
def test_a_head_is_one_that_a_record_can_begin_with(head, good):
    assert (parse(head) is not None) == good
