"""Web archives of invented pages, and ways to hurt them that say what they hit.

A hurt archive knows which records were touched, and where each of the others stands now: a reader must give back every
page that was not touched, and must name a span for every one that it does not give back.
"""

import gzip
import io
import random
import uuid
from dataclasses import dataclass, field

from backports import zstd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2026-06-05T10:00:00Z"
WORDS = "envoys met Arnor Veld Keld Osk border grain talks shelled rejected offered Tuesday corridor army said".split()


def story(rng, number, size=300):
    words = " ".join(rng.choice(WORDS) for _ in range(rng.randrange(size // 2, size)))
    return f"<!doctype html><title>Story {number}</title><p>{words}</p>".encode()


def url(number):
    return f"https://herald.example/{number}"


def record(number, body, digests=True, **headers):
    """One response record, plain, as warcio writes it or by hand without digests."""
    if not digests:
        message = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url(number)}\r\nWARC-Date: {DATE}\r\n"
        head += f"WARC-Record-ID: <urn:uuid:0000-{number}>\r\nContent-Type: application/http; msgtype=response\r\n"
        return f"{head}Content-Length: {len(message)}\r\n\r\n".encode() + message + b"\r\n\r\n"
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    fields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    http = StatusAndHeaders("200 OK", [*fields, *headers.pop("http", [])], protocol="HTTP/1.1")
    names = {"WARC-Date": DATE, "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url(number))}>"}
    made = writer.create_warc_record(
        url(number), "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=names
    )
    writer.write_record(made)
    # warcio keeps the payload in a temporary file and leaves it open.
    made.raw_stream.close()
    return buffer.getvalue()


@dataclass
class Archive:
    """``places[n]`` is ``(start, end)`` of record ``n`` in ``data``; ``bodies[n]`` is its page; ``hit`` were
    touched, and of these ``gone`` left no byte behind."""

    form: str
    data: bytes
    places: list
    bodies: list
    hit: set = field(default_factory=set)
    gone: set = field(default_factory=set)

    def __post_init__(self):
        self.urls = [url(n) for n in range(len(self.bodies))]


def made(form, rng, count=40, digests=True, size=300):
    """``plain``, ``gzip`` (a member a record), ``one-gzip``, ``zstd`` or ``zstd-dictionary``."""
    bodies = [story(rng, n, size) for n in range(count)]
    records = [record(n, body, digests) for n, body in enumerate(bodies)]
    head = b""
    if form == "one-gzip":
        data = gzip.compress(b"".join(records), mtime=0)
        return Archive(form, data, [(0, len(data))] * count, bodies)
    if form == "gzip":
        records = [gzip.compress(r, mtime=0) for r in records]
    elif form.startswith("zstd"):
        options = {zstd.CompressionParameter.checksum_flag: 1}
        words = None
        if form == "zstd-dictionary":
            words = zstd.train_dict([bytes(r) for r in records], 4096)
            packed = zstd.compress(words.dict_content)
            head = b"\x5d\x2a\x4d\x18" + len(packed).to_bytes(4, "little") + packed
        records = [zstd.compress(r, options=options, zstd_dict=words) for r in records]
    places, at = [], len(head)
    for r in records:
        places.append((at, at + len(r)))
        at += len(r)
    return Archive(form, head + b"".join(records), places, bodies)


def _edited(archive, start, end, new):
    """``[start, end)`` replaced; records that it overlaps are hit, those behind it move."""
    shift = len(new) - (end - start)
    places, hit, gone = [], set(archive.hit), set(archive.gone)
    for number, (a, b) in enumerate(archive.places):
        is_hit = a < end and start < b if start < end else a < start < b
        if is_hit:
            hit.add(number)
            if start <= a and b <= end and not new:
                gone.add(number)
            places.append((min(a, start), max(b + shift, start + len(new))))
        else:
            places.append((a + shift, b + shift) if a >= end else (a, b))
    data = archive.data[:start] + new + archive.data[end:]
    return Archive(archive.form, data, places, archive.bodies, hit, gone)


def flip(archive, rng):
    """One bit."""
    at = rng.randrange(archive.places[0][0], len(archive.data))
    return _edited(archive, at, at + 1, bytes([archive.data[at] ^ 1 << rng.randrange(8)]))


def flips(archive, rng):
    for _ in range(5):
        archive = flip(archive, rng)
    return archive


def truncate(archive, rng):
    at = rng.randrange(archive.places[0][0] + 1, len(archive.data))
    return _edited(archive, at, len(archive.data), b"")


def hole(archive, rng):
    """Bytes are missing."""
    at = rng.randrange(archive.places[0][0], len(archive.data) - 10)
    return _edited(archive, at, min(len(archive.data), at + rng.randrange(1, 3000)), b"")


def zeros(archive, rng):
    """A sector of zeros."""
    at = rng.randrange(archive.places[0][0], len(archive.data) - 10)
    end = min(len(archive.data), at + rng.choice([16, 512, 4096]))
    return _edited(archive, at, end, b"\0" * (end - at))


def noise(archive, rng):
    """Bytes are overwritten."""
    at = rng.randrange(archive.places[0][0], len(archive.data) - 10)
    end = min(len(archive.data), at + rng.randrange(1, 2000))
    return _edited(archive, at, end, rng.randbytes(end - at))


def junk(archive, rng):
    """Bytes are put in, anywhere."""
    at = rng.randrange(archive.places[0][0], len(archive.data))
    return _edited(archive, at, at, rng.randbytes(rng.randrange(1, 2000)))


def junk_between(archive, rng):
    at = rng.choice(archive.places)[0]
    return _edited(archive, at, at, rng.randbytes(rng.randrange(1, 2000)))


def padding(archive, rng):
    """Zeros behind the end, or between records."""
    at = rng.choice([*(a for a, _ in archive.places), len(archive.data)])
    return _edited(archive, at, at, b"\0" * rng.choice([1, 7, 512, 100_000]))


def swapped(archive, rng):
    """Two neighbours change their places: nothing is damaged."""
    number = rng.randrange(len(archive.places) - 1)
    (a, b), (c, d) = archive.places[number : number + 2]
    data = archive.data[:a] + archive.data[c:d] + archive.data[a:b] + archive.data[d:]
    places = list(archive.places)
    places[number : number + 2] = [(a + d - c, d), (a, a + d - c)]
    return Archive(archive.form, data, places, archive.bodies, set(archive.hit), set(archive.gone))


def lie(archive, rng):
    """A Content-Length is another number: in a member it is packed anew, so that only the field is wrong."""
    number = rng.randrange(len(archive.places))
    start, end = archive.places[number]
    packed = archive.data[start:end]
    plain = gzip.decompress(packed) if archive.form == "gzip" else packed
    head, _, rest = plain.partition(b"\r\n\r\n")
    before, _, after = head.partition(b"Content-Length: ")
    length, _, after = after.partition(b"\r\n")
    told = rng.choice([0, 1, int(length) - 7, int(length) + 5, int(length) * 10, 10**9, 10**14])
    plain = b"%sContent-Length: %d%s%s\r\n\r\n%s" % (before, told, b"\r\n" if after else b"", after, rest)
    return _edited(archive, start, end, gzip.compress(plain, mtime=0) if archive.form == "gzip" else plain)


ANYWHERE = (flip, flips, truncate, hole, zeros, noise, junk, junk_between, padding, swapped)


def hurt(form, ways, seed, digests=True, count=40):
    """An archive hurt in these ways, the same for the same seed."""
    rng = random.Random(f"{form} {seed} {digests} {[w.__name__ for w in ways]}")
    archive = made(form, rng, count, digests)
    for way in ways:
        archive = way(archive, rng)
    return archive


def response(
    body, url="https://herald.example/1", http="200 OK", kind="response", date=DATE, mime="text/html", **fields
):
    """One record, by hand: fields of HTTP as keywords (``content_encoding="gzip"``), those of WARC with ``WARC_``."""
    sent = {name: value for name, value in fields.items() if not name.startswith("WARC_")}
    lines = [f"HTTP/1.1 {http}", *([f"Content-Type: {mime}"] if mime else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in sent.items()]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    own = {name: value for name, value in fields.items() if name not in sent}
    return raw_record(block, kind, url, date, "application/http", **own)


def raw_record(block, kind, url, date=DATE, mime="text/plain", **fields):
    """One record with this block."""
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Date: {date}", f"Content-Type: {mime}"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + f"\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def told(data, name="pile.warc", settings=None):
    """What reading an archive gives: its items, and its notes (damage, and what was passed over)."""
    from twotrack.reading import archives
    from twotrack.settings import Settings

    notes = []
    return list(archives.read(name, io.BytesIO(data), settings or Settings(), notes.append)), notes
