"""Feeds and lists as files: each case is a file in ``feeds/`` that states what must come of it."""

import gzip
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from twotrack.reading import feedchild
from twotrack.reading.feedentries import Entry, parsed
from twotrack.reading.sources import plan, read
from twotrack.records import Page, Refusal
from twotrack.settings import Settings

CASES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).parent.glob("feeds/*.toml")}
ITEM = (
    "<item><title>{0}</title><link>https://herald.example/{0}</link>"
    "<description>Envoys met in Keld.</description></item>"
)


def rss(*items):
    return f'<rss version="2.0"><channel><title>Herald</title>{"".join(items)}</channel></rss>'


def items_of(tmp_path, data, name="pile.xml"):
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = list(read([str(file)], Settings()))
    assert plan([str(file)], Settings()).inputs == len(found)
    return found


def _bytes(case):
    text = case["feed"]
    if case.get("escapes"):
        text = text.replace("\\u00e9", "é").replace("\\u0001", "\x01")
    return text.encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_feed_becomes_what_it_says(name, tmp_path):
    case = CASES[name]
    items = items_of(tmp_path, _bytes(case), "pile.txt")
    assert len(items) == len(case["item"])
    whole = len(items) == 1 and isinstance(items[0], Refusal)
    assert [i.offset for i in items] == case.get("offsets", [0] if whole else list(range(1, len(items) + 1)))
    for item, told in zip(items, case["item"], strict=True):
        if "reason" in told:
            assert isinstance(item, Refusal)
            assert (item.reason, item.detail) == (told["reason"], told.get("detail", item.detail))
            continue
        assert isinstance(item, Page) and item.kind == "html"
        assert item.url == told.get("url")
        fields = {k: told[k] for k in ("title", "authors", "published", "language", "undated") if k in told}
        assert {
            k: v for k, v in item.fields.items() if k in fields or k in ("authors", "published", "undated")
        } == fields
        for words in told.get("has", ()):
            assert words in item.raw.decode("utf-8")


def test_the_page_says_itself_what_the_feed_said(tmp_path):
    (page,) = items_of(
        tmp_path, rss(ITEM.format("a&quot;&gt;&lt;b") + "").replace("</item>", "<pubDate>x &lt;</pubDate></item>")
    )
    text = page.raw.decode()
    assert '<meta name="feed:published" content="x &lt;">' in text
    assert '<meta name="feed:published:note" content="date of no known form">' in text
    assert "<title>a" in text and text.count("<b") == text.count("<body")


def test_a_feed_beside_its_list_is_read(tmp_path):
    lists = tmp_path / "lists"
    lists.mkdir()
    (tmp_path / "outside.xml").write_text(rss(ITEM.format(9)))
    (lists / "near feed.xml").write_text(rss(ITEM.format(1), ITEM.format(2)))
    (lists / "page.html").write_text("<html><p>Envoys met.</p></html>")
    (lists / "link.xml").symlink_to(tmp_path / "outside.xml")
    names = ("near%20feed.xml", "page.html", "gone.xml", "link.xml", "../outside.xml", str(tmp_path / "outside.xml"))
    outlines = "".join(f"<outline xmlUrl='{name}'/>" for name in names)
    (lists / "list.opml").write_text(f"<opml>{outlines}</opml>")
    items = list(read([str(lists / "list.opml")], Settings()))
    assert plan([str(lists / "list.opml")], Settings()).inputs == len(items) == 7
    assert [i.url for i in items[:2]] == ["https://herald.example/1", "https://herald.example/2"]
    assert [i.reason for i in items[2:]] == ["not a feed"] + ["feed address"] * 4
    assert items[0].source == str(lists / "near feed.xml")


def test_a_line_that_is_no_address_is_named(tmp_path):
    good = "".join(f"https://herald.example/{n}\n" for n in range(4000))
    items = items_of(tmp_path, f"{good}Envoys met.\nhttps://a.example/ https://b.example/\n{'x' * 20_000}\n{good}")
    assert [(i.offset, i.reason) for i in items if i.reason != "web address"] == [
        (4001, "no address"),
        (4002, "no address"),
        (4003, "no address"),
    ]
    assert len(items) == 8003


def test_an_entry_that_the_parser_fails_on_takes_no_neighbour_along(monkeypatch, tmp_path):
    # feedparser is made to fail as it does on hostile bytes; the entries are then parsed one by one.
    import feedparser

    real = feedparser.parse

    def failing(stream, **options):
        assert not isinstance(stream, (str, bytes, Path))
        data = stream.getvalue()
        stream.seek(0)
        if b"BAD" in data:
            raise AssertionError("hostile")
        return real(stream, **options)

    monkeypatch.setattr(feedparser, "parse", failing)
    items = items_of(tmp_path, rss(ITEM.format(1), ITEM.format("BAD"), "<item><title>3</title>", ITEM.format(4)))
    assert [i.url if isinstance(i, Page) else i.reason for i in items] == [
        "https://herald.example/1",
        "broken feed",
        "no text in the feed",
        "https://herald.example/4",
    ]
    assert items[1].detail == "AssertionError: hostile"


def test_a_large_feed_is_parsed_apart_and_is_the_same(tmp_path):
    items = [ITEM.format(n) for n in range(2000)]
    data = rss(*items).encode()
    assert len(data) > feedchild.SMALL
    assert [e.link for e in feedchild.entries(data.decode(), 5.0)] == [
        f"https://herald.example/{n}" for n in range(2000)
    ]
    assert feedchild.entries(data.decode(), 5.0) == parsed(data)
    assert len(items_of(tmp_path, gzip.compress(data), "pile.xml.gz")) == 2000


def test_a_feed_that_holds_the_parser_is_refused_by_name(tmp_path):
    many = " ".join(f'b{n}="1"' for n in range(200_000))
    (tmp_path / "a.xml").write_text(rss(ITEM.format(1)))
    (tmp_path / "b.xml").write_text(rss(f"<item><a {many}/></item>"))
    (tmp_path / "c.xml").write_text(rss(ITEM.format(2)))
    started = time.monotonic()
    first, second, third = read([str(tmp_path)], Settings(parse_seconds=0.3))
    assert time.monotonic() - started < 30
    assert (first.url, third.url) == ("https://herald.example/1", "https://herald.example/2")
    assert (second.reason, second.offset) == ("parser timed out", 0)


def test_a_feed_that_is_too_large_is_refused(tmp_path):
    (tmp_path / "a.xml").write_text(rss(ITEM.format(1)) + " " * 16_000_000)
    assert [i.reason for i in read([str(tmp_path)], Settings())] == ["too large"]


PROBE = """
import sys, tempfile, pathlib
from twotrack.reading.sources import read
from twotrack.settings import Settings
list(read([sys.argv[1] + "/warm.xml"], Settings()))
opened = []
def hook(event, args):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "urllib", "subprocess", "os.system")):
        opened.append(event)
    if event == "open" and not str(args[0]).endswith((".py", ".pyc")):
        opened.append(str(args[0]))
sys.addaudithook(hook)
for name in sorted(p.name for p in pathlib.Path(sys.argv[1]).iterdir()):
    del opened[:]
    list(read([sys.argv[1] + "/" + name], Settings()))
    extra = [o for o in opened if o != sys.argv[1] + "/" + name]
    if extra:
        print(name, extra)
"""


def test_nothing_but_the_file_is_opened(tmp_path):
    for name, case in CASES.items():
        (tmp_path / f"{name}.xml").write_bytes(_bytes(case))
    (tmp_path / "warm.xml").write_text(rss(ITEM.format(1)))
    secret = tmp_path / "secret"
    # A file whose bytes are a path, or an address: feedparser would open either if it got them.
    secret.write_bytes(b"<rss>/etc/hostname")
    (tmp_path / "xinclude.xml").write_text(
        '<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><item>'
        '<xi:include href="/etc/hostname"/></item></channel></rss>'
    )
    (tmp_path / "style.xml").write_text('<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?>' + rss(ITEM.format(1)))
    told = subprocess.run([sys.executable, "-c", PROBE, str(tmp_path)], capture_output=True, text=True, check=True)
    assert told.stdout == ""


HOSTILE = (
    "< </ <! <![CDATA[ ]]> & &# &#x0; <item> </item> <title> <a b= \" ' > <entry> <content <pubDate> é <!-- --> <? ?>"
).split()


@profile(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=30))
def test_whatever_follows_the_good_entry_is_kept(parts):
    found = parsed(rss(ITEM.format(1), ITEM.format(2) + "".join(parts)).encode("utf-8", "replace"))
    assert all(isinstance(entry, Entry) for entry in found)
    assert [entry.link for entry in found[:1]] == ["https://herald.example/1"]


@profile(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b'<rss version="2.0">', b"<feed>", b"<opml>", b'{"version": "https://jsonfeed.org/version/1", ']),
)
def test_any_bytes_are_pages_or_refusals(tmp_path_factory, rest, start):
    file = tmp_path_factory.mktemp("feeds") / "pile"
    file.write_bytes(start + rest)
    items = list(read([str(file)], Settings()))
    assert items and all(isinstance(i, Page | Refusal) for i in items)
    assert len({(i.source, i.offset) for i in items}) == len(items) == plan([str(file)], Settings()).inputs


REPEATED = ["<", "<a ", "<!", "<!--", "<![CDATA[", "<?", "</", "&", "&#", "<a>", "<title>", "<link href='a'/>", "<div>",
            "<pubDate>1 1</pubDate>", "<a b='", "=", "]]>", "<item ", "<outline a='"]  # fmt: skip


@pytest.mark.parametrize("root", ["rss", "feed", "opml"])
def test_what_is_repeated_does_not_hold_the_reader(root, tmp_path):
    for number, words in enumerate(REPEATED):
        (tmp_path / f"{number:02}.xml").write_text(f"<{root}><item><description>" + words * (60_000 // len(words)))
    started = time.process_time()
    assert sum(1 for _ in read([str(tmp_path)], Settings())) >= len(REPEATED)
    # One quadratic rule would take minutes over these 20 files of 60 kB.
    assert time.process_time() - started < 20
