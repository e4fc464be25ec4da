"""A run over addresses, from the first request to the ledger: on loopback, with the stand-in coder."""

import gzip
import json
import sqlite3
from itertools import pairwise

import pytest
from warcio.archiveiterator import ArchiveIterator

from twotrack import live, rebuilding, runner, views
from twotrack.errors import UsageError
from twotrack.ledger.reader import opened
from twotrack.ledger.verify import verify
from twotrack.records import Article
from twotrack.settings import Settings

STORY = (
    "Arnorian troops shelled Gondorians near Osk on Tuesday, the general staff of Arnor said in a statement.</p><p>"
    "Veld condemned Arnor for the attack and demanded an end to it, Foreign Minister Ana Dril said on Wednesday.</p><p>"
    "Keld met Arnor in Ansk, the capital of Keld, for a second round of talks on the border, officials there said."
)
LONG = STORY + "".join(
    f"</p><p>In the {name} district Arnorian soldiers blocked the road to Osk for a {name} day, a witness said."
    for name in (
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    )
)


def page(title, body=STORY):
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{body}</p></article></body></html>"
    )


def rss(web, *items):
    made = "".join(
        f"<item><title>{title}</title><link>{web.url(path)}</link><description><![CDATA[{text}]]></description></item>"
        for path, title, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>{made}</channel></rss>'


@pytest.fixture
def run(tmp_path, guard, fast):
    def running(*sources, out="ledger", **more):
        return runner.run(
            sources, str(tmp_path / out), coder="stub", jobs=1, guard=guard, settings=more.pop("settings", fast), **more
        )

    return running


def reasons(path):
    return sorted((r.reason, r.source) for r in views.status(path).refusals)


def articles(path):
    with opened(path) as ledger:
        return sorted(ledger.records("articles", Article), key=lambda a: a.url or "")


def test_a_page_becomes_an_article_with_its_address_and_its_bytes(web, run, tmp_path):
    web.serve("/story", page("Shells on Osk"), ETag='"1"')
    balance = run(web.url("/story"))
    assert (balance.counts.inputs, balance.counts.articles, balance.asked) == (1, 1, 1)
    (article,) = articles(tmp_path / "ledger")
    assert (article.url, article.title) == (web.url("/story"), "Shells on Osk")
    assert verify(tmp_path / "ledger") == []
    source = views.status(tmp_path / "ledger").sources[0]
    assert source.source == "fetched/fetched-00001.warc.gz"


def test_what_was_fetched_stands_in_a_warc_with_requests(web, run, tmp_path):
    web.redirect("/old", "/story")
    web.serve("/story", page("Shells on Osk"))
    run(web.url("/old"))
    with (tmp_path / "ledger/fetched/fetched-00001.warc.gz").open("rb") as file:
        records = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for r in ArchiveIterator(file)]
    old, story = web.url("/old"), web.url("/story")
    assert records == [
        ("warcinfo", None), ("request", old), ("response", old), ("request", story), ("response", story),
    ]  # fmt: skip
    # The same archive is a source like any other, and gives the same article.
    again = runner.run(
        [str(tmp_path / "ledger/fetched/fetched-00001.warc.gz")], str(tmp_path / "again"), coder="stub", jobs=1
    )
    assert (again.counts.articles, again.counts.refusals, again.counts.damaged) == (1, 0, 0)
    assert [a.text for a in articles(tmp_path / "again")] == [a.text for a in articles(tmp_path / "ledger")]


def test_a_ledger_of_fetched_pages_can_be_made_again(web, run, tmp_path):
    web.serve("/feed", rss(web, ("/a", "A", f"<p>{LONG}</p>"), ("/gone", "B", "")), type="text/xml")
    web.serve("/a", page("Shells on Osk"))
    run(web.url("/feed"))
    rebuilding.rebuild(tmp_path / "ledger", tmp_path / "again", coder="stub", jobs=1)
    for name in ("ledger", "again"):
        views.export(tmp_path / name, "jsonl", str(tmp_path / f"{name}.jsonl"))
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "ledger.jsonl").read_bytes()


def test_packed_and_chunked_bodies_are_read(web, run, tmp_path):
    body = gzip.compress(page("Packed").encode())
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:99], body[99:])) + b"0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    web.send("/a", head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert run(web.url("/a")).counts.articles == 1
    assert verify(tmp_path / "ledger") == []


def test_a_bomb_is_refused_by_name(web, run, tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    web.send("/bomb", head + gzip.compress(b"<p>" + b"\0" * 60_000_000))
    web.serve("/story", page("Neighbour"))
    balance = run(web.url("/bomb"), web.url("/story"))
    assert (balance.counts.articles, balance.counts.reasons) == (1, {"too large": 1})


def test_a_feed_brings_its_pages_and_each_input_is_counted(web, run, tmp_path):
    web.serve("/robots.txt", "User-agent: *\nDisallow: /shut\n", type="text/plain")
    web.serve("/feed", rss(web, ("/a", "A", "Word."), ("/b", "B", "Word."), ("/shut", "C", ""), ("/gone", "D", "")),
              type="application/rss+xml")  # fmt: skip
    web.serve("/a", page("Shells on Osk"))
    web.serve("/b", page("Talks in Ansk", STORY.replace("Osk", "Dorn")))
    counts = run(web.url("/feed")).counts
    assert counts.inputs == counts.articles + counts.duplicates + counts.refusals
    assert counts.articles == 2
    # The two that could not be fetched are named; what the feed says of them is no text.
    assert [r for r, source in reasons(tmp_path / "ledger") if source.startswith("http")] == [
        "HTTP error", "blocked by robots.txt",
    ]  # fmt: skip


def test_a_page_by_feed_and_by_fetching_is_one_article(web, run, tmp_path):
    web.serve("/feed", rss(web, ("/a", "Shells on Osk", f"<p>{LONG}</p>")), type="application/rss+xml")
    web.serve("/a", page("Shells on Osk", LONG))
    counts = run(web.url("/feed")).counts
    assert (counts.inputs, counts.articles, counts.duplicates) == (2, 1, 1)


def test_the_text_of_a_feed_stands_in_where_its_page_is_forbidden(web, run, tmp_path):
    web.serve("/robots.txt", "User-agent: *\nDisallow: /a\n", type="text/plain")
    web.serve("/feed", rss(web, ("/a", "Shells on Osk", f"<p>{STORY}</p>")), type="application/rss+xml")
    counts = run(web.url("/feed")).counts
    assert (counts.articles, counts.reasons) == (1, {"blocked by robots.txt": 1})


def test_a_second_run_asks_only_for_what_is_new_and_adds_nothing(web, run, tmp_path):
    web.serve("/a", page("Shells on Osk"))
    feed = rss(web, ("/a", "A", "Word."))
    web.pages[None, "/feed"] = lambda asked: (
        (b"HTTP/1.1 304 Not Modified\r\n\r\n",)
        if asked.headers.get("if-none-match") == '"v1"'
        else (b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Type: text/xml\r\n\r\n' + feed.encode(),)
    )
    run(web.url("/feed"))
    before, size = web.paths(), (tmp_path / "ledger/fetched/fetched-00001.warc.gz").stat().st_size
    balance = run(web.url("/feed"))
    assert web.paths()[len(before) :] == ["/feed"]
    assert (balance.new, balance.unchanged) == (0, 1)
    assert (tmp_path / "ledger/fetched/fetched-00001.warc.gz").stat().st_size == size
    assert verify(tmp_path / "ledger") == []


def test_the_same_bytes_without_a_validator_are_nothing_new(web, run):
    web.serve("/a", page("Shells on Osk"))
    run(web.url("/a"))
    balance = run(web.url("/a"))
    assert (balance.new, balance.unchanged, balance.counts.inputs) == (0, 1, 1)


def test_a_page_that_changed_is_a_new_input(web, run):
    web.serve("/a", page("Shells on Osk"))
    run(web.url("/a"))
    web.serve("/a", page("Shells on Osk", STORY + "</p><p>Arnor denied on Thursday that it had shelled Osk."))
    assert run(web.url("/a")).counts.articles == 2


def test_new_entries_alone_are_new(web, run):
    web.serve("/a", page("Shells on Osk"))
    web.serve("/b", page("More", STORY.replace("Osk", "Dorn")))
    web.serve("/feed", rss(web, ("/a", "A", f"<p>{LONG}</p>")), type="text/xml")
    first = run(web.url("/feed"))
    web.serve("/feed", rss(web, ("/b", "B", "Word."), ("/a", "A", f"<p>{LONG}</p>")), type="text/xml")
    second = run(web.url("/feed"))
    assert (first.new, second.new) == (2, 1)


def test_lists_are_fetched_when_the_user_says_so(web, run, tmp_path):
    web.serve("/feed", rss(web, ("/a", "A", "Word.")), type="text/xml")
    web.serve("/a", page("Shells on Osk"))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{web.url("/feed")}"/></body></opml>')
    plain = run(str(opml), out="plain")
    assert (plain.counts.reasons, web.asked) == ({"feed address": 1}, [])
    assert run(str(opml), fetch=True).counts.articles == 1


def test_a_list_that_is_fetched_stands_for_its_addresses_once(web, run, tmp_path):
    web.serve("/list", f"{web.url('/feed')}\n{web.url('/list2')}\n", type="text/plain")
    web.serve("/list2", f"{web.url('/a')}\n", type="text/plain")
    web.serve("/feed", rss(web, ("/a", "A", "Word.")), type="text/xml")
    web.serve("/a", page("Shells on Osk"))
    counts = run(web.url("/list")).counts
    assert (counts.articles, counts.reasons) == (1, {"list in a list": 1})


def test_refusals_do_not_take_neighbours_along(web, run, tmp_path):
    web.serve("/a", page("Shells on Osk"))
    web.send("/cut", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>")
    web.serve("/pdf", b"%PDF-1.4", type="text/html")
    web.serve("/png", b"\x89PNG", type="image/png")
    bad = ("http://10.0.0.1/", "http://u:p@outlet.example/", "http://outlet.example:99999/")
    counts = run(*bad, *map(web.url, ("/cut", "/pdf", "/png", "/gone", "/a"))).counts
    assert (counts.inputs, counts.articles) == (8, 1)
    assert counts.reasons == {
        "HTTP error": 1, "broken HTTP answer": 1, "not a page": 1, "not text": 1, "private address": 1,
        "unsafe address": 2,
    }  # fmt: skip


def test_one_request_at_a_time_to_a_host_with_a_pause(web, run):
    for name in "abcd":
        web.serve(f"/{name}", page(name, STORY + f"</p><p>The {name} road to Osk was shut by Arnor."))
    run(*(web.url(f"/{n}") for n in "abcd"), settings=Settings(fetch_pause=0.3))
    times = sorted(a.at for a in web.asked)
    assert all(later - before >= 0.3 for before, later in pairwise(times))


def test_a_dead_host_is_not_asked_for_every_page(web, run, tmp_path):
    # robots.txt is there, then nothing is.
    links = [(f"http://outlet.example:{web.port}/{n}", "A", "Word.") for n in range(30)]
    feed = "".join(f"<item><link>{url}</link></item>" for url, *_ in links)
    web.serve("/feed", f"<rss version='2.0'><channel>{feed}</channel></rss>", host="feeds.example", type="text/xml")
    web.pages["outlet.example", "/robots.txt"] = b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
    for n in range(30):
        web.send(f"/{n}", host="outlet.example")
    counts = run(web.url("/feed", "feeds.example")).counts
    assert sum(counts.reasons.values()) == 30
    assert len([p for p in web.paths() if p != "/feed"]) == 3


def test_a_stopped_fetch_goes_on(web, run, tmp_path, guard, fast):
    """Cancelled after the second page: what came is kept, the rest comes in the next run, nothing comes twice."""
    names = [f"/{n}" for n in range(6)]
    web.serve("/feed", rss(web, *((n, n, "Word.") for n in names)), type="text/xml")
    for n in names:
        web.serve(n, page(f"Day {n}", STORY.replace("Tuesday", f"day {n}")))

    class Stop(Exception):
        pass

    def stop(done, total):
        if done == 3:
            raise Stop

    with pytest.raises(Stop):
        live.fetch([web.url("/feed")], tmp_path / "ledger", fast, live.How(guard=guard, tell=stop))
    web.asked.clear()
    counts = run(web.url("/feed")).counts
    assert counts.articles == 6
    assert len([p for p in web.paths() if p != "/feed"]) <= 4
    whole = run(web.url("/feed"), out="whole")
    assert whole.counts.articles == 6
    for name in ("ledger", "whole"):
        views.export(tmp_path / name, "jsonl", str(tmp_path / f"{name}.jsonl"))
    kinds = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert len(kinds) == len((tmp_path / "whole.jsonl").read_text().splitlines())
    assert verify(tmp_path / "ledger") == []


def test_a_torn_end_of_the_archive_is_cut_off(web, run, tmp_path):
    web.serve("/a", page("Shells on Osk"))
    run(web.url("/a"))
    archive = tmp_path / "ledger/fetched/fetched-00001.warc.gz"
    with archive.open("ab") as file:
        file.write(b"half a rec")
    web.serve("/b", page("More", STORY.replace("Osk", "Dorn")))
    assert run(web.url("/b")).counts.articles == 2
    assert verify(tmp_path / "ledger") == []


def test_a_changed_byte_of_what_was_fetched_is_found(web, run, tmp_path):
    web.serve("/a", page("Shells on Osk"))
    run(web.url("/a"))
    for name in ("fetched-00001.warc.gz", "fetching.sqlite"):
        file = tmp_path / "ledger/fetched" / name
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        assert [f.file for f in verify(tmp_path / "ledger")] == [f"fetched/{name}"]
        data[len(data) // 2] ^= 1
        file.write_bytes(data)


def test_pages_over_the_limit_wait_for_the_next_run(web, run):
    names = [f"/{n}" for n in range(5)]
    web.serve("/feed", rss(web, *((n, n, "Word.") for n in names)), type="text/xml")
    for n in names:
        web.serve(n, page(f"Day {n}", STORY.replace("Tuesday", f"day {n}")))
    few = Settings(fetch_pause=0.0, fetch_links=2)
    found = [run(web.url("/feed"), settings=few) for _ in range(3)]
    assert [(b.counts.articles, b.left) for b in found] == [(2, 3), (4, 1), (5, 0)]


def test_a_low_port_is_for_those_who_give_it_not_for_lists(web, run, tmp_path):
    found = tmp_path / "list.txt"
    found.write_text("http://outlet.example:81/\n")
    assert run("http://outlet.example:81/").counts.reasons == {"robots.txt unreachable": 1}
    assert run(str(found), fetch=True, out="second").counts.reasons == {"unsafe address": 1}


def test_a_file_that_is_not_there_is_named_beside_an_address(web, run):
    web.serve("/a", page("Shells on Osk"))
    counts = run("file:///etc/passwd", "gopher://outlet.example/", web.url("/a")).counts
    assert (counts.articles, counts.reasons) == (1, {"not found": 2})


def test_a_foreign_folder_is_left_alone(web, run, tmp_path):
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger/mine.txt").write_text("mine")
    with pytest.raises(UsageError):
        run(web.url("/a"))
    assert web.asked == []


def test_fresh_throws_away_what_was_fetched(web, run, tmp_path):
    web.serve("/a", page("Shells on Osk"))
    run(web.url("/a"))
    assert run(web.url("/a"), fresh=True).counts.inputs == 1
    with sqlite3.connect(tmp_path / "ledger/fetched/fetching.sqlite") as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (1,)
    db.close()


def test_a_dry_run_names_hosts_and_asks_nobody(web):
    urls = [web.url("/a"), web.url("/b"), "http://10.0.0.1/", "https://other.example/"]
    found = runner.plan_run(urls, Settings())
    assert found.hosts == {"other.example": 1, "outlet.example": 2}
    assert [r.reason for r in found.refusals] == ["private address"]
    assert web.asked == []
