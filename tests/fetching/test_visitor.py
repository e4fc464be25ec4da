"""One address, politely: robots.txt, pauses, redirects, limits; every refusal by its name."""

import time

import pytest

from twotrack.errors import Refused
from twotrack.fetching.client import BROKEN, NO_CONNECTION, NOT_A_PAGE, TIMED_OUT
from twotrack.fetching.guard import PRIVATE, Guard
from twotrack.fetching.robots import BLOCKED, UNREACHABLE
from twotrack.fetching.targets import UNSAFE
from twotrack.fetching.visitor import ASKED_TO_WAIT, HTTP_ERROR, MANY_REDIRECTS, SERVER_ERROR, Known
from twotrack.fetching.waiting import Later
from twotrack.fetching.wire import TOO_LARGE


def refused(visit, *args, **more):
    with pytest.raises(Refused) as error:
        visit(*args, **more)
    return error.value.reason


def test_a_page_comes_with_the_bytes_of_the_wire(web, visit):
    web.serve("/story", "<p>Envoys met.</p>")
    (answer,) = visit(web.url("/story#top"))
    assert (answer.status, answer.peer, answer.url) == (200, "127.0.0.1", web.url("/story"))
    assert answer.response == web.pages[None, "/story"]
    assert answer.request == web.asked[-1].raw


def test_a_request_says_no_more_than_it_must(web, visit, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    web.serve("/story", "<p>x</p>", Set_Cookie="a=b")
    visit(web.url("/story"))
    visit(web.url("/story"))
    assert set(web.asked[-1].headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert web.asked[-1].headers["user-agent"] == "twotrack/0.1"


def test_robots_is_asked_first_and_kept(web, visit):
    web.serve("/robots.txt", "User-agent: *\nDisallow: /private/\n", type="text/plain")
    web.serve("/story", "<p>x</p>")
    visit(web.url("/story"))
    assert refused(visit, web.url("/private/a")) == BLOCKED
    assert web.paths(robots=True) == ["/robots.txt", "/story"]


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "401 Unauthorized"])
def test_no_robots_allows_everything(web, visit, status):
    web.serve("/robots.txt", "Disallow: /", status=status)
    web.serve("/story", "<p>x</p>")
    assert visit(web.url("/story"))[-1].status == 200


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "502 Bad", "429 Slow"])
def test_a_server_that_fails_over_robots_allows_nothing_for_now(web, visit, status):
    web.serve("/robots.txt", "", status=status)
    web.serve("/story", "<p>x</p>")
    assert refused(visit, web.url("/story")) == UNREACHABLE
    assert web.paths() == []


def test_robots_may_lead_elsewhere(web, visit):
    web.redirect("/robots.txt", web.url("/rules", "rules.example"))
    web.serve("/rules", "User-agent: twotrack\nDisallow: /\n", type="text/plain")
    assert refused(visit, web.url("/story")) == BLOCKED


def test_redirects_are_followed_and_each_is_kept(web, visit):
    web.redirect("/a", "/b", "301 Moved")
    web.redirect("/b", web.url("/c", "other.example"), "308 Moved")
    web.serve("/c", "<p>x</p>")
    answers = visit(web.url("/a"))
    assert [a.status for a in answers] == [301, 308, 200]
    assert answers[-1].url == web.url("/c", "other.example")


def test_robots_of_the_other_host_counts_after_a_redirect(web, visit):
    web.redirect("/a", web.url("/c", "other.example"))
    web.serve("/robots.txt", "User-agent: *\nDisallow: /\n", host="other.example", type="text/plain")
    web.serve("/c", "<p>x</p>")
    assert refused(visit, web.url("/a")) == BLOCKED


def test_redirects_end(web, visit):
    for number in range(12):
        web.redirect(f"/{number}", f"/{number + 1}")
    web.redirect("/loop", "/loop")
    assert refused(visit, web.url("/0")) == MANY_REDIRECTS
    assert refused(visit, web.url("/loop")) == MANY_REDIRECTS
    assert len(web.paths()) == 22


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("file:///etc/passwd", UNSAFE),
        ("gopher://outlet.example/1", UNSAFE),
        ("ftp://outlet.example/", UNSAFE),
        ("javascript:alert(1)", UNSAFE),
        ("data:text/html,x", UNSAFE),
        ("http://user:word@outlet.example/", UNSAFE),
        ("http://outlet.example:22/", UNSAFE),
        ("http://10.0.0.1/", PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", PRIVATE),
        ("http://[::1]/", PRIVATE),
        ("//localhost/x", PRIVATE),
        ("http://0x0a.1/", PRIVATE),
    ],
)
@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_a_redirect_is_checked_like_an_address(web, visit, to, reason, status):
    web.redirect("/a", to, status)
    assert refused(visit, web.url("/a")) == reason
    assert web.paths() == ["/a"]


def test_what_is_known_is_asked_for_only_if_it_is_new(web, visit):
    web.pages[None, "/story"] = lambda asked: (
        (b"HTTP/1.1 304 Not Modified\r\n\r\n",)
        if asked.headers.get("if-none-match") == '"v1"'
        else (b"HTTP/1.1 200 OK",)
    )
    known = Known(url=web.url("/story"), etag='"v1"', modified="Fri, 05 Jun 2026 10:00:00 GMT")
    assert visit(web.url("/story"), known)[-1].status == 304
    assert web.asked[-1].headers["if-modified-since"] == "fri, 05 jun 2026 10:00:00 gmt"


def test_a_validator_is_never_sent_to_another_address(web, visit):
    web.redirect("/old", "/new")
    web.serve("/new", "<p>x</p>")
    visit(web.url("/old"), Known(url=web.url("/elsewhere"), etag='"v1"'))
    assert all("if-none-match" not in a.headers for a in web.asked)


def test_a_validator_cannot_smuggle_headers(web, visit):
    web.serve("/a", "<p>x</p>")
    visit(web.url("/a"), Known(url=web.url("/a"), etag='"v\r\nX-Evil: 1"'))
    assert "x-evil" not in web.asked[-1].headers


@pytest.mark.parametrize(
    ("status", "reason", "passes"),
    [("404 Not Found", HTTP_ERROR, False), ("403 No", HTTP_ERROR, False), ("500 Oops", SERVER_ERROR, True)],
)
def test_an_error_is_refused_by_name(web, visit, status, reason, passes):
    web.serve("/a", "<p>x</p>", status=status)
    with pytest.raises(Refused) as error:
        visit(web.url("/a"))
    assert (error.value.reason, isinstance(error.value, Later)) == (reason, passes)


def test_a_server_that_asks_to_wait_is_waited_for(web, visit):
    answers = iter(
        [b"HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"] + 9 * [b"HTTP/1.1 200 OK\r\n\r\n<p>"]
    )
    web.pages[None, "/a"] = lambda asked: (next(answers),)
    assert visit(web.url("/a"))[-1].status == 200
    first, second = (a.at for a in web.asked if a.path == "/a")
    assert second - first >= 1.0


def test_a_server_that_asks_for_long_is_left_alone(web, visit):
    web.serve("/a", "", status="503 Busy", Retry_After="3600")
    with pytest.raises(Later) as error:
        visit(web.url("/a"))
    assert (error.value.reason, error.value.seconds) == (ASKED_TO_WAIT, 3600.0)
    assert web.paths() == ["/a"]


def test_a_pause_that_the_site_asks_for_is_kept(web, visit):
    web.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n", type="text/plain")
    web.redirect("/a", "/b")
    web.serve("/b", "<p>x</p>")
    visit(web.url("/a"))
    first, second = (a.at for a in web.asked if a.path in ("/a", "/b"))
    assert second - first >= 0.4


def test_too_many_bytes_are_not_loaded(web, visit):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    web.send("/said", head + b"Content-Length: 999999999\r\n\r\n", b"x" * 100_000)
    web.send("/sent", head + b"\r\n", *[b"x" * 100_000] * 20)
    web.send("/head", b"HTTP/1.1 200 OK\r\n", *[b"X-Pad: " + b"y" * 50_000 + b"\r\n"] * 40)
    assert refused(visit, web.url("/said"), limit=500_000) == TOO_LARGE
    assert refused(visit, web.url("/sent"), limit=500_000) == TOO_LARGE
    assert refused(visit, web.url("/head"), limit=5_000_000) == BROKEN


def test_a_drip_is_cut_off(web, visit):
    web.send("/drip", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", *[0.1, b"x"] * 100)
    web.send("/silent", 9.0)
    for path in ("/drip", "/silent"):
        begun = time.monotonic()
        assert refused(visit, web.url(path), seconds=1.0) == TIMED_OUT
        assert time.monotonic() - begun < 2.5


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>cut",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n6\r\nab",
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        b"<html>no head</html>",
        b"HTTP/9.9 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
def test_a_broken_answer_is_refused(web, visit, sent):
    web.send("/a", sent)
    assert refused(visit, web.url("/a")) == BROKEN


def test_nobody_there(visit):
    assert refused(visit, "http://outlet.example:9999/") in (UNREACHABLE, NO_CONNECTION)


def test_pictures_are_not_loaded(web, visit):
    web.serve("/a.png", b"\x89PNG", type="image/png")
    assert refused(visit, web.url("/a.png")) == NOT_A_PAGE


def test_what_stands_before_and_behind_the_answer_is_not_of_it(web, visit):
    page = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>"
    web.send("/a", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + page + b"HTTP/1.1 200 OK\r\n\r\nmore")
    assert visit(web.url("/a"))[-1].response == page


def test_a_name_that_changes_its_address_is_checked_each_time(web, visit):
    answers = iter([["127.0.0.2"], ["127.0.0.2"], ["10.0.0.1"]])

    async def rebinding(host, port):
        return next(answers, ["10.0.0.1"])

    web.redirect("/a", "/b")
    web.serve("/b", "<p>secret</p>")
    # The server listens on 127.0.0.1 alone: what matters is that the third look-up stops it.
    guard = Guard(resolve=rebinding, allowed=("127.0.0.0/8",))
    assert refused(visit, web.url("/a"), guard=guard) in (PRIVATE, UNREACHABLE)
    assert "/b" not in web.paths()


def test_an_address_among_public_ones_that_is_private_refuses_the_name(web, visit):
    async def mixed(host, port):
        return ["127.0.0.1", "192.168.1.1"]

    guard = Guard(resolve=mixed, allowed=("127.0.0.0/8",))
    assert refused(visit, web.url("/a"), guard=guard) == PRIVATE
    assert web.asked == []
