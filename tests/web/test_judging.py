"""Review from the page: a decision is written, the events follow, and nothing changes without the token."""

import pytest

from tests.web.conftest import HOME, TOKEN
from twotrack.reviewing import decided

GOOD = {"x-twotrack-token": TOKEN, "origin": HOME, "content-type": "application/json"}
# What each forged request lacks or has; none of them may write.
FORGED = {
    "no token": {"x-twotrack-token": None},
    "the token of another start": {"x-twotrack-token": "other"},
    "no origin": {"origin": None},
    "a foreign origin": {"origin": "https://evil.example"},
    "another port": {"origin": "http://127.0.0.1:9999"},
    "no origin at all, as of a sandbox": {"origin": "null"},
    "text/plain, as a form can send": {"content-type": "text/plain"},
    "a form": {"content-type": "application/x-www-form-urlencoded"},
    "no content type": {"content-type": None},
    "cross-site": {"sec-fetch-site": "cross-site"},
    "same site, other port": {"sec-fetch-site": "same-site"},
    "said to be the user's own": {"sec-fetch-site": "none"},
    "another host": {"host": "evil.example"},
    "said to come through a proxy": {"x-forwarded-host": "127.0.0.1:8710"},
}


def rows(client):
    return {r["id"]: r for r in client.get("/api/view").json()["rows"]}


def post(client, **body):
    return client.post("/api/judge", json=body)


def test_a_rejected_event_is_gone_at_once_and_comes_back_when_undone(pen):
    client, _ = pen
    before = rows(client)
    target = sorted(before)[0]
    version = client.get("/api/version").json()["version"]
    done = post(client, action="reject", of=[target], note="no event")
    assert done.status_code == 200, done.text
    assert (done.json()["number"], done.json()["gone"]) == (1, [target])
    assert done.json()["version"] == client.get("/api/version").json()["version"] != version
    assert rows(client).keys() == before.keys() - {target}
    assert post(client, action="undo", number=1).json()["come"] == [target]
    assert rows(client).keys() == before.keys()


def test_a_correction_shows_in_row_drawer_and_history(pen):
    client, _ = pen
    target = next(r for r in rows(client).values() if r["event"] == "MOBILIZE")
    reports = [t["report"] for t in client.get(f"/api/event/{target['id']}").json()["tellings"]]
    done = post(client, action="correct", of=reports, field="status", value="planned", by="Ana", note="not yet")
    assert done.status_code == 200, done.text
    (id,) = done.json()["come"]
    assert (rows(client)[id]["status"], rows(client)[id]["judged"]) == ("planned", "correct")
    found = client.get(f"/api/event/{id}").json()
    assert found["tellings"][0]["status"] == "planned"
    (step,) = found["history"]
    assert (step["by"], step["note"], step["text"], step["undone"]) == (
        "Ana",
        "not yet",
        "correct status = planned",
        False,
    )


def test_merge_and_grade(pen):
    client, path = pen
    pair = sorted(id for id, r in rows(client).items() if r["event"] == "ASSAULT")[:2]
    merged = post(client, action="merge", of=pair).json()
    assert len(merged["come"]) == 1
    assert rows(client)[merged["come"][0]]["judged"] == "merge"
    assert post(client, action="grade", of=["a.example"], value="B").status_code == 200
    letters = {r["host"]: r["reliability"] for r in client.get("/api/sources").json()["rows"]}
    assert letters["a.example"] == "B"
    assert len(decided(path).decisions) == 2


NOT_UNDERSTOOD = [
    {},
    [],
    1,
    {"action": "burn"},
    {"action": "reject"},
    {"action": "reject", "of": ["tt:zz"]},
    {"action": "merge", "of": ["tt:"]},
    {"action": "correct", "of": ["tt:"], "field": "colour", "value": "red"},
    {"action": "correct", "of": ["a=b"], "field": "status", "value": "planned"},
    {"action": "grade", "of": ["a.example"], "value": "Z"},
    {"action": "undo", "number": 9},
    {"action": "accept", "of": ["of=x"]},
    {"action": "accept", "of": ["x"], "more": 1},
    {"action": "accept", "of": "tt:"},
]


@pytest.mark.parametrize("body", NOT_UNDERSTOOD)
def test_what_is_not_understood_changes_nothing(pen, body):
    client, path = pen
    answer = client.post("/api/judge", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert decided(path).decisions == ()


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff", b"[" * 5000, b'{"action":"accept","of":["' + b"a" * 70_000 + b'"]}']
)
def test_broken_bodies_are_refused(pen, raw):
    client, _ = pen
    answer = client.post("/api/judge", content=raw, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 413)


def test_forged_requests_write_nothing(pen):
    client, path = pen
    target = sorted(rows(client))[0]
    for name in ("x-twotrack-token", "origin"):
        del client.headers[name]
    for why, changes in FORGED.items():
        headers = {k: v for k, v in (GOOD | changes).items() if v is not None}
        body = b'{"action":"reject","of":["' + target.encode() + b'"]}'
        answer = client.post("/api/judge", content=body, headers=headers)
        assert answer.status_code in (403, 415), why
    assert decided(path).decisions == ()
    assert client.post("/api/judge", content=body, headers=GOOD).status_code == 200


def test_get_never_writes(pen):
    client, path = pen
    before = (path / "manifest.json").read_bytes()
    assert client.get("/api/judge?action=reject").status_code in (404, 405)
    assert client.get("/api/view").status_code == 200
    assert (path / "manifest.json").read_bytes() == before


def test_another_run_that_writes_is_named(pen):
    from twotrack.ledger.connection import locked

    client, path = pen
    with locked(path):
        answer = post(client, action="reject", of=[sorted(rows(client))[0]])
    assert answer.status_code == 409
    assert "another run" in answer.json()["error"]
