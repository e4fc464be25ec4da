"""A run or a decision that adds is seen without a restart, and never half of it."""

import time

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import HOME, served
from twotrack import reviewing, runner
from twotrack.errors import LedgerError
from twotrack.ledger.watch import Watch
from twotrack.web.building import build
from twotrack.web.live import Live

MORE = (
    "Karsia arrested Velmari near Dren on Monday after a long night of talks, the police of Karsia said there.\n\n"
    "Keld condemned Karsia for the arrests in a statement that its foreign ministry sent out in the evening.\n"
)


def add(path, folder):
    (folder / "more.txt").write_text(MORE)
    runner.run([str(folder / "more.txt")], str(path), coder="stub", jobs=1)


def settled(client, version):
    """Ask until the version is another one, as the page does."""
    for _ in range(200):
        found = client.get("/api/version").json()
        if found["version"] != version:
            return found
    raise AssertionError("no new version")


def test_what_a_run_adds_is_served_under_a_new_version(pen, tmp_path):
    client, path = pen
    before = client.get("/api/view").json()
    assert client.get("/api/version").json() == {"version": before["version"], "finished": True, "batches": 2}
    add(path, tmp_path)
    found = settled(client, before["version"])
    after = client.get("/api/view").json()
    assert found["finished"]
    assert after["version"] == found["version"]
    assert after["header"]["inputs"] == before["header"]["inputs"] + 1
    assert after["total"] > before["total"]


def test_a_decision_made_elsewhere_is_seen(pen):
    client, path = pen
    before = client.get("/api/view").json()
    reviewing.judge(path, "reject", [before["rows"][0]["id"]], "Ana", "")
    settled(client, before["version"])
    assert client.get("/api/view").json()["total"] == before["total"] - 1


def test_a_ledger_begun_anew_is_seen(pen, pages):
    client, path = pen
    before = client.get("/api/view").json()
    runner.run([str(pages)], str(path), coder="stub", jobs=1, fresh=True)
    assert client.get("/api/version").json()["version"] == before["version"]  # the same pages give the same rows
    assert client.get(f"/api/event/{before['rows'][0]['id']}").status_code == 200


def test_the_same_ledger_gives_the_same_snapshot(written):
    one, other = build(written, "x"), build(written, "x")
    assert one.rows.data == other.rows.data
    assert {k: v.tolist() for k, v in one.orders.items()} == {k: v.tolist() for k, v in other.orders.items()}


def test_a_large_ledger_is_built_in_a_process_of_its_own(pages, tmp_path):
    path = tmp_path / "ledger"
    runner.run([str(pages)], str(path), coder="stub", jobs=1)
    from twotrack.web.app import application
    from twotrack.web.guard import Guard, own_hosts

    app = Guard(application(Live(path, "large", large=1)), own_hosts("127.0.0.1", 8710), "t")
    with TestClient(app, base_url=HOME) as client:
        version = client.get("/api/version").json()["version"]
        assert client.get("/events.csv").status_code == 200
        assert client.get("/brief.md").status_code == 200
        add(path, tmp_path)
        for _ in range(300):
            if client.get("/api/version").json()["version"] != version:
                break
            time.sleep(0.1)
        assert client.get("/api/view").json()["version"] != version


def test_a_ledger_that_has_gone_is_named(written, tmp_path):
    watch = Watch(tmp_path)
    with pytest.raises(LedgerError):
        watch.look()
    assert served(written)
