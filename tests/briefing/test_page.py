"""The page: one file, no script, no request, everything escaped."""

import pytest
from lxml import html

from twotrack.briefing import brief, page

NASTY = "</style><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover=alert(3) '"


@pytest.fixture
def nasty(pile):
    says = f"Arnor {NASTY} shelled Osk"
    told = {"says": says, "event": "ASSAULT", "trigger": "shelled", "actors": ["Arnor"], "place": "Osk"}
    page = {
        "id": "p", "text": f"{says}.", "title": NASTY, "outlet": NASTY, "url": f"https://x.example/{NASTY}",
        "notes": [NASTY], "report": [told], "statement": [{"says": says, "content": NASTY, "speaker": "Arnor"}],
    }  # fmt: skip
    return pile({"page": [page], "refusal": [{"source": NASTY, "offset": 0, "reason": NASTY, "detail": NASTY}]})


@pytest.mark.parametrize("name", ["valley", "nasty"])
def test_nothing_on_the_page_runs_or_loads(request, name):
    shown = html.fromstring(page.render(brief.make(request.getfixturevalue(name))))
    tags = {e.tag for e in shown.iter()}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "svg", "base"}
    assert len(shown.findall(".//style")) == 1
    for element in shown.iter():
        assert not [a for a in element.attrib if a.startswith("on") or a in ("src", "srcset", "style")]
        assert element.get("href", "#").startswith(("#", "https://", "http://"))


def test_every_number_leads_to_its_source(valley):
    made = brief.make(valley)
    shown = html.fromstring(page.render(made))
    targets = {e.get("id") for e in shown.iterfind(".//li[@id]")}
    cited = {e.get("href")[1:] for e in shown.iterfind(".//span[@class='cites']/a")}
    assert cited and cited <= targets and len(targets) == len(made.sources)


def test_claims_are_drawn_unlike_facts(valley):
    shown = html.fromstring(page.render(brief.make(valley)))
    columns = shown.findall(".//div[@class='tracks']/section")
    assert [c.find("h2").text for c in columns] == ["On the ground", "At the table"]
    claims = [li for c in columns for li in c.iterfind(".//li") if li.get("class") in ("claim", "denial")]
    assert len(claims) == 3
    assert all(li.find(".//span[@class='lead']").text.startswith("according to") for li in claims)


def test_markdown_and_page_tell_the_same_lines(valley):
    made = brief.make(valley)
    shown = " ".join(html.fromstring(page.render(made)).text_content().split())
    assert all(line.words in shown for line in (*made.ground.reported.lines, *made.table.reported.lines))
