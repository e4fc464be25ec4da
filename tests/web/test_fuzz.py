"""Whatever is asked, the answer is an answer or a refusal, never a fault of ours."""

from hypothesis import given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(
    "from to track type status party with place country origins credibility q sort page event tab x".split()
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "0", "-1", "1e9", "9" * 40, "2026-06-05", "0001-01-01", "9999-12-31", "ASSAULT", "ground", "-date", "UKR",
         "tt:", "' OR 1=1 --", "1; DROP TABLE events", "%00", "\ufeff", "\u202e", "𝟙", "(", "[a-", "\\", "*", "NaN",
         "none given"]
    ),
)  # fmt: skip
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=5)
PATHS = ["/", "/api/view", "/events.json", "/events.csv", "/api/claims", "/api/positions", "/api/meetings",
         "/api/sources", "/feed.json", "/meetings.ics", "/api/brief", "/brief.md"]  # fmt: skip


@given(path=st.sampled_from(PATHS), query=QUERIES)
@settings(max_examples=150, deadline=None)
def test_any_query_is_answered_or_refused(browser, path, query):
    answer = browser.get(path, params=query)
    assert answer.status_code in (200, 400)
    assert answer.status_code == 200 or answer.json()["error"]


@given(raw=st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_bytes_as_a_query(browser, raw):
    text = "".join(chr(b) if 0x21 <= b < 0x7F and b != 0x23 else f"%{b:02x}" for b in raw)
    assert browser.get(f"/api/view?{text}").status_code in (200, 400)


@given(path=st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_path(browser, path):
    from urllib.parse import quote

    assert browser.get(f"/{quote(path)}").status_code < 500
    assert browser.get(f"/api/event/{quote(path, safe='')}").status_code < 500


@given(name=st.sampled_from(["host", "origin", "cookie", "content-length", "sec-fetch-site", "x-twotrack-token"]),
       value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_any_header(browser, name, value):
    assert browser.get("/api/version", headers={name: value}).status_code < 500
    assert browser.post("/api/judge", content=b"{}", headers={name: value}).status_code in (400, 403, 413, 415)
