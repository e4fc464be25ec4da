"""Every address, what it says of itself, and what hostile pages can't do through it."""

import csv
import io
import json

import pytest
from lxml import html

from twotrack.web.guard import HEADERS, SANDBOX

ADDRESSES = [
    "/", "/api/view", "/api/version", "/api/codebook", "/api/claims", "/api/positions", "/api/meetings", "/api/sources",
    "/api/problems", "/api/brief", "/events.json", "/events.csv", "/claims.json", "/positions.json", "/meetings.json",
    "/sources.json", "/problems.json", "/brief.md", "/brief.html", "/meetings.ics", "/feed.json",
]  # fmt: skip
NOWHERE = [
    "/api/nothing", "/nothing.json", "/static/", "/static/%2e%2e/app.py", "/static/..%2fapp.py",
    "/static/app.py", "/static/a.js%00", "/api/event/tt:ffffffffffff0", "/api/event/", "/api/event/%00", "/a//b",
    "/brief.pdf", "/brief.html/", "/etc/passwd", "/.git/config", "/templates/page.html",
]  # fmt: skip
FILTERS = ["", "?type=ASSAULT", "?party=Veld&with=Arnor", "?from=2026-06-05&to=2026-06-05", "?q=troops&sort=-origins"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("filters", FILTERS)
def test_every_address_answers_with_every_filter(browser, address, filters):
    answer = browser.get(address + filters)
    assert answer.status_code == 200
    for name, value in HEADERS.items():
        expected = SANDBOX if (name, address) == ("content-security-policy", "/brief.html") else value
        assert answer.headers[name] == expected


@pytest.mark.parametrize("address", NOWHERE)
def test_there_is_nothing_else(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 404
    assert answer.json()["error"]
    assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method(browser, method):
    assert browser.request(method, "/api/view").status_code == 405


def test_a_bad_query_is_refused_with_a_hint(browser):
    answer = browser.get("/api/view?track=sea")
    assert (answer.status_code, answer.json()) == (400, {"error": "'sea' is no track", "hint": "one of: ground table"})


def test_the_header_balances(browser):
    header = browser.get("/api/view").json()["header"]
    assert header["inputs"] == header["articles"] + header["duplicates"] + header["refusals"] == 5
    assert header["refusals"] == 1
    assert header["freshness"] == "2026-06-06"


def test_the_first_page_is_real_html_and_nothing_hostile_lives_in_it(browser):
    page = html.fromstring(browser.get("/").text)
    rows = page.xpath("//table[@class='rows']/tbody/tr")
    assert len(rows) == browser.get("/api/view").json()["total"]
    assert [s.get("src") for s in page.iter("script")] == ["static/theme.js", "static/app.js"]
    assert not [s for s in page.iter("script") if s.text]
    assert not list(page.iter("img", "svg", "iframe", "object", "style"))
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        assert not str(element.get("href", "")).lower().strip().startswith(("javascript:", "vbscript:"))
    assert "<script>alert" in page.text_content()


def addresses(found):
    """Every value of a JSON answer that a page would make a link of."""
    if isinstance(found, dict):
        yield from (v for k, v in found.items() if k in ("url", "live") and v is not None)
        yield from (one for value in found.values() for one in addresses(value))
    elif isinstance(found, list):
        yield from (one for value in found for one in addresses(value))


@pytest.mark.parametrize("address", ["/api/claims", "/api/brief", "/api/meetings", "/api/sources"])
def test_only_web_addresses_become_links(browser, address):
    assert all(url.startswith(("http://", "https://")) for url in addresses(browser.get(address).json()))


def test_the_brief_is_shut_in(browser):
    answer = browser.get("/brief.html")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "javascript:" not in [a.get("href") for a in html.fromstring(answer.text).iter("a")]


def test_no_cell_of_the_csv_is_a_formula(browser):
    rows = list(csv.reader(io.StringIO(browser.get("/events.csv").text)))
    assert len(rows) == 1 + browser.get("/api/view").json()["total"]
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert any(cell.startswith("'=") for row in rows for cell in row)


def test_downloads_hold_the_rows_of_the_filter(browser):
    total = browser.get("/api/view?type=ASSAULT").json()["total"]
    assert total >= 1
    assert len(browser.get("/events.json?type=ASSAULT").json()) == total
    assert len(browser.get("/events.csv?type=ASSAULT").text.splitlines()) == 1 + total
    feed = browser.get("/feed.json?type=ASSAULT").json()
    assert (feed["version"], len(feed["items"])) == ("https://jsonfeed.org/version/1.1", total)


def test_the_calendar_has_whole_lines(browser):
    lines = browser.get("/meetings.ics").text.split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert all(len(line.encode()) <= 75 for line in lines)


def test_sources_count_articles_origins_and_events(browser):
    rows = browser.get("/api/sources").json()["rows"]
    assert sum(r["articles"] for r in rows) == browser.get("/api/view").json()["header"]["articles"]
    (one,) = (r for r in rows if r["host"] == "a.example")
    assert (one["articles"], one["origins"], one["first"], one["last"]) == (1, 1, "2026-06-05", "2026-06-05")
    assert one["events"] >= 3


def test_problems_say_what_to_do(browser):
    (row,) = browser.get("/api/problems").json()["rows"]
    assert (row["reason"], row["offset"], row["next"]) == ("broken JSON", 5, "mend the line; the others were read")


def test_claims_have_their_quotes(browser):
    rows = browser.get("/api/claims").json()["rows"]
    assert rows
    for row in rows:
        assert {r["id"] for r in browser.get("/api/view").json()["rows"]} >= {row["event"]}
        assert all(side["says"] in ("claims", "denies") and side["quotes"] for side in row["sides"])


def test_the_brief_of_a_filter_names_it_and_holds_its_events_only(browser):
    left = {r["id"] for r in browser.get("/api/view?type=ASSAULT").json()["rows"]}
    found = browser.get("/api/brief?type=ASSAULT").json()
    told = {line["event"] for part in found["parts"] for line in part["lines"] if line["event"]}
    assert told
    assert told <= left
    assert any("type: ASSAULT" in note for note in found["notes"])
    numbers = {s["n"] for s in found["sources"]}
    assert all(n in numbers for part in found["parts"] for line in part["lines"] for n in line["cites"])


def test_the_codebook_explains_every_type(browser):
    book = browser.get("/api/codebook").json()
    assert len(book) == 16
    assert {"definition", "track", "quad", "modes"} <= book["ASSAULT"].keys()


def test_json_is_json_and_never_sniffed(browser):
    answer = browser.get("/api/view")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.text)["rows"]
