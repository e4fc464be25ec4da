"""For a keyboard, a screen reader, a phone, large text, a dark room, paper, hostile words; and frozen into files."""

import gzip
import json

import pytest
from playwright.sync_api import expect

from tests.page.conftest import AXE, STATIC, chromium

pytestmark = pytest.mark.browser
PLACES = [
    "",
    "?tab=claims",
    "?tab=table",
    "?tab=brief",
    "?tab=sources",
    "#map=list&time=list&actors=list",
    "?q=zeppelin",
]


def serious(page):
    """What axe holds for serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    bad = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in bad]


axe = pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core (make page)")


@axe
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(window, server, place, scheme):
    page = window(server.base + place, scheme=scheme)
    page.wait_for_timeout(700)
    assert serious(page) == []


@axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_what_opens(window, server, scheme):
    row = next(row for row in server.json("api/view")["rows"] if row["contested"])
    page = window(f"{server.base}?event={row['id']}", scheme=scheme)
    page.wait_for_selector("#drawer .telling")
    for fold in page.locator("#drawer details").all():
        fold.evaluate("one => { one.open = true }")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("ASSAULT")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator(".bar summary", has_text="Type").click()
    assert serious(page) == []


def test_keyboard_alone_reaches_filters_rows_and_evidence(window, server):
    page = window(server.base)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-ledger")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".rows .open").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .telling").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".rows tr[aria-selected]")).to_have_attribute(
        "data-row", page.locator(".rows tr").nth(3).get_attribute("data-row")
    )
    page.keyboard.press("Escape")
    summary = page.locator(".bar summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".bar a.choice").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_single_letters_can_be_turned_off(window, server):
    page = window(server.base)
    page.keyboard.press("?")
    page.get_by_label("Single-letter keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    assert "map=list" not in page.url


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440, 2560, 3840])
@pytest.mark.parametrize("place", ["", "?tab=table", "?tab=sources"])
def test_no_width_makes_the_page_scroll_sideways(window, server, width, place):
    page = window(server.base + place, width=width)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_at_200_percent_is_not_cut(playwright, server):
    large = playwright.chromium.launch(executable_path=chromium(), args=["--blink-settings=defaultFontSize=32"])
    page = large.new_page(viewport={"width": 1280, "height": 900})
    page.goto(server.base)
    page.wait_for_selector(".graph canvas")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    large.close()


def test_phone_shows_the_drawer_over_the_whole_width(window, server):
    page = window(server.base, width=390, height=844)
    page.locator(".rows .open").first.click()
    box = page.locator("#drawer").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    page.wait_for_selector("#drawer .telling")


def test_dark_follows_the_system_and_a_choice_stays(window, server):
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    page = window(server.base, scheme="dark")
    dark = page.evaluate(paper)
    page.get_by_role("button", name="Light or dark").click()
    light = page.evaluate(paper)
    assert dark != light
    page.reload()
    page.wait_for_selector(".masthead")
    assert page.evaluate(paper) == light


def test_paper_is_light_and_without_menus(window, server):
    page = window(server.base, scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".menus")).to_be_hidden()


def test_first_view_weighs_less_than_900_kb_gzipped(server):
    files = sum(len(gzip.compress(file.read_bytes())) for file in STATIC.iterdir())
    answer = len(gzip.compress(json.dumps(server.json("api/view")).encode()))
    assert files + answer < 900_000


HOSTILE = (
    "<img src=x onerror=window.broken=1><script>window.broken=1</script>\"'>"
    "<svg onload=window.broken=1>javascript:window.broken=1"
)


def poisoned(value):
    """Every text of an answer with hostile words in it, everything else as it was."""
    if isinstance(value, dict):
        return {key: one if key in KEPT else poisoned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    return HOSTILE + value if isinstance(value, str) else value


KEPT = set(
    "id date day track status precision version event type freshness published first last since agreements broken "
    "events kind says state reason key".split()
)


# Elements that run or load something; the page makes none of them.
LIVE = r"""[...document.querySelectorAll("#app *, dialog *")].filter((one) =>
    one.matches("img, script, iframe, object, embed, form[action]") ||
    [...one.attributes].some((a) => /^on/.test(a.name)) ||
    /^\s*javascript:/i.test(one.getAttribute("href") ?? "")).length"""


@pytest.mark.parametrize("place", PLACES[:-1])
def test_words_of_articles_stay_words(window, server, place):
    page = window(server.base, quiet=False)
    page.route("**/api/**", lambda route: route.fulfill(json=poisoned(route.fetch().json())))
    event = server.json("api/view")["rows"][0]["id"]
    page.goto(server.base + (place or f"?event={event}"))
    page.reload()
    page.wait_for_selector(".tabbody :text('onerror')")
    page.wait_for_timeout(300)
    assert page.evaluate("window.broken") is None
    live = page.evaluate(LIVE)
    assert live == 0


# The frozen site filters in the browser: by the same rules as the server.
QUERIES = (
    " track=ground type=AGREE&type=RETREAT status=planned party=Arnor party=Arnor&with=Veld place=2181133 place=tim "
    "country=NZL origins=2 credibility=2 from=2026-06-09&to=2026-06-12 q=timaru sort=-origins sort=credibility "
    "sort=-importance sort=date"
).split(" ")


@pytest.mark.parametrize("query", QUERIES)
def test_frozen_site_shows_what_the_server_shows(window, frozen, server, query):
    page = window(f"{frozen}?{query}#actors=list&map=list")
    view = server.json(f"api/view?{query}")
    ids = [row.get_attribute("data-row") for row in page.locator(".rows tbody tr").all()]
    assert ids == [row["id"] for row in view["rows"]]
    page.wait_for_selector("#panel-actors .twin, #panel-actors .empty")
    expect(page.locator("#panel-map .twin tbody tr")).to_have_count(len(view["places"]))
    expect(page.locator("#panel-map .aside a")).to_have_count(len(view["unplaced"]))
    expect(page.locator("#panel-actors .twin tbody tr")).to_have_count(len(view["dyads"]))


def test_frozen_site_has_tabs_evidence_and_files_but_no_review(window, frozen):
    page = window(f"{frozen}?track=ground")
    expect(page.locator(".masthead")).to_contain_text("frozen copy")
    expect(page.get_by_role("button", name="Review")).to_have_count(0)
    page.locator(".rows .open").first.click()
    page.wait_for_selector("#drawer .telling")
    page.keyboard.press("Escape")
    for tab in ("Claims", "At the table", "Brief", "Sources"):
        page.locator(".tabs").get_by_role("link", name=tab).click()
        expect(page.locator(".tabbody h2").first).to_be_visible()
    page.locator(".tools summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="events.csv").click()
    lines = download.value.path().read_text().strip().splitlines()
    assert len(lines) > 5
    assert all(",ground," in line for line in lines[1:])
