"""The drawer: every quote stands in its page, and an id's beginning is enough."""

import pytest

from twotrack.ledger.reader import opened


@pytest.fixture(scope="module")
def rows(browser):
    return browser.get("/api/view").json()["rows"]


def test_every_telling_is_quoted_from_its_page(browser, rows, written):
    with opened(written) as ledger:
        texts = {a.title: a.text for a in ledger.articles()}
    for row in rows:
        found = browser.get(f"/api/event/{row['id']}").json()
        assert found["event"] == row
        assert len(found["tellings"]) == row["reports"]
        for telling in found["tellings"]:
            text = next(t for title, t in texts.items() if " ".join(title.split()) == telling["title"])
            start, end = telling["text_offsets"]
            assert telling["passage"]["quote"] == " ".join(text[start:end].split())
            assert telling["passage"]["before"] in " ".join(text[:start].split())
            assert telling["passage"]["after"] in " ".join(text[end:].split())
            assert telling["capture"]["file"].startswith("captures-")
            assert (telling["live"] is None) == (telling["url"] is None)
            assert telling["url"] is None or telling["live"].startswith(telling["url"] + "#:~:text=")
            assert telling["url"] is None or telling["url"].startswith("https://")


def test_the_beginning_of_an_id_is_enough(browser, rows):
    id = rows[0]["id"]
    for asked in (id, id[:12], id[3:12], id.upper()[3:]):
        assert browser.get(f"/api/event/{asked}").json()["event"]["id"] == id


@pytest.mark.parametrize("id", ["tt:", "tt", "t", "zz", "tt:zz", "%", "'; DROP TABLE events; --"])
def test_what_is_no_event_is_not_found(browser, id):
    answer = browser.get(f"/api/event/{id}")
    assert answer.status_code == 404
    assert answer.json()["hint"]


def test_a_claim_shows_its_sides(browser, rows):
    spoken = next(r for r in rows if r["claimed"])
    sides = browser.get(f"/api/event/{spoken['id']}").json()["claims"]["sides"]
    assert sides[0]["says"] == "claims"
    assert sides[0]["quotes"][0]["text"]
