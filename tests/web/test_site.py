"""A frozen page: every address as a file, nothing of this machine in it, and links that lead to files."""

import json

import pytest
from lxml import html

from twotrack.errors import UsageError
from twotrack.web.site import site


@pytest.fixture(scope="module")
def frozen(written, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "public"
    site(written, out)
    return out


def test_every_address_is_a_file(frozen):
    found = {p.relative_to(frozen).as_posix() for p in frozen.rglob("*") if p.is_file()}
    assert found >= {
        "index.html", "api/view.json", "api/all.json", "api/codebook.json", "api/version.json", "api/claims.json",
        "api/positions.json", "api/meetings.json", "api/sources.json", "api/problems.json", "api/brief.json",
        "events.json", "events.csv", "claims.json", "sources.json", "brief.md", "brief.html", "meetings.ics",
        "feed.json",
    }  # fmt: skip
    rows = json.loads((frozen / "api/view.json").read_text())["rows"]
    assert rows
    for row in rows:
        assert json.loads((frozen / f"api/event/{row['id'].replace(':', '_')}.json").read_text())["event"] == row


def test_all_rows_have_their_place_and_parties(frozen):
    found = json.loads((frozen / "api/all.json").read_text())
    assert len(found["rows"]) == found["header"]["events"]
    for row in found["rows"]:
        assert [p["name"] for p in row["who"]] == row["actors"]
        assert [p["name"] for p in row["whom"]] == row["recipients"]
        assert row["spot"]["key"]
    assert sum(found["coverage"].values()) == 2


def test_the_page_says_that_it_is_frozen_and_its_links_lead_somewhere(frozen):
    page = html.fromstring((frozen / "index.html").read_bytes())
    assert page.xpath("//meta[@name='twotrack-frozen']/@content") == ["1"]
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for link in page.xpath("//a/@href"):
        assert link.startswith(("?", "#")) or (frozen / link).is_file(), link


def test_nothing_tells_of_this_machine(frozen, written, pages):
    for path in frozen.rglob("*.*"):
        if path.is_file() and path.parent.name != "static":
            text = path.read_text("utf-8")
            assert str(written.parent) not in text, path
            assert str(pages) not in text, path


def test_it_can_be_written_again_but_not_over_other_files(frozen, written, tmp_path):
    before = (frozen / "api/all.json").read_bytes()
    site(written, frozen)
    assert (frozen / "api/all.json").read_bytes() == before
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError):
        site(written, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_says_how_to_look_at_it(written, tmp_path, command):
    code, out, err = command("site", written, "-o", tmp_path / "public")
    assert (code, out) == (0, "")
    assert "http.server" in err
