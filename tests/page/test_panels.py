"""Each panel and filter of the page, in a real browser on a real server."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def total(server, query=""):
    return server.json(f"api/view?{query}")["total"]


def rows(page):
    return page.locator(".rows tbody tr")


def test_header_says_how_fresh_and_how_much_and_each_number_is_a_link(window, server):
    page = window(server.base)
    header = server.json("api/view")["header"]
    facts = page.locator(".facts")
    expect(facts).to_contain_text("data to 18 Jun 2026")
    for words in (
        f"{header['articles']} articles",
        f"{header['origins']} independent origins",
        f"{header['events']} events",
    ):
        expect(facts.get_by_role("link", name=words)).to_be_visible()
    facts.get_by_role("link", name=re.compile("ground")).click()
    expect(rows(page)).to_have_count(header["ground"])
    assert "track=ground" in page.url


def test_no_request_leaves_for_anywhere_else(window, server):
    page = window(server.base)
    page.wait_for_selector(".graph canvas")
    page.wait_for_selector(".map .land")
    asked = window.made[0].asked
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((server.base, "data:"))] == []


def test_table_is_there_without_any_script(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.base}?track=ground")
    assert page.locator("table.rows tbody tr").count() == total(server, "track=ground")
    context.close()


# Menu, choice, and what the address then holds.
@pytest.mark.parametrize(
    ("menu", "choice", "query"),
    [
        ("Track", "On the ground", "track=ground"),
        ("Type", "RETREAT", "type=RETREAT"),
        ("Party", "Karsia", "party=Karsia"),
        ("Where", "NZL", "country=NZL"),
        ("Status", "planned", "status=planned"),
        ("Origins", "at least 2", "origins=2"),
        ("Grade", "probably true", "credibility=2"),
        ("Period", "last 7 days", "from=2026-06-12"),
    ],
)
def test_filter_is_set_by_its_menu_shown_as_a_chip_and_taken_away_by_it(window, server, menu, choice, query):
    page = window(server.base)
    bar = page.locator(".bar")
    bar.locator("summary", has_text=menu).click()
    bar.locator("a.choice", has_text=choice).first.click()
    expect(page).to_have_url(re.compile(re.escape(query)))
    expect(rows(page)).to_have_count(total(server, query))
    expect(page.locator("#live")).to_contain_text(f"{total(server, query)} event")
    page.keyboard.press("Escape")
    page.locator(".chip").first.click()
    expect(rows(page)).to_have_count(total(server))
    page.go_back()
    expect(rows(page)).to_have_count(total(server, query))


def test_counts_of_a_menu_are_those_of_the_rows(window, server):
    page = window(server.base)
    page.locator(".bar summary", has_text="Type").click()
    choice = page.locator(".bar a.choice", has_text="RETREAT")
    told = int(choice.locator(".n").inner_text())
    choice.click()
    expect(rows(page)).to_have_count(told)


def test_words_that_name_no_filter_are_refused_with_a_way_out(window, server):
    page = window(f"{server.base}", quiet=False)
    page.goto(f"{server.base}?from=yesterday")
    body = page.locator("body")
    expect(body).to_contain_text("yesterday")


def test_empty_view_says_what_to_do(window, server):
    page = window(f"{server.base}?q=zeppelin")
    expect(page.locator(".tabbody .empty")).to_contain_text("No event matches these filters.")
    page.locator(".tabbody .empty a").click()
    expect(rows(page)).to_have_count(total(server))


def test_map_draws_points_hollow_for_one_origin_and_what_has_none_aside(window, server):
    page = window(server.base)
    view = server.json("api/view")
    expect(page.locator(".map a.place")).to_have_count(len(view["places"]))
    assert page.locator(".map .spot.single").count() > 0
    aside = page.locator("#panel-map .aside a")
    expect(aside).to_have_count(len(view["unplaced"]))
    first = view["places"][0]
    page.locator(f'.map [data-key="place-{first["key"]}"] .spot').first.click()
    expect(rows(page)).to_have_count(first["events"])


def test_map_zooms_by_keys_wheel_and_buttons_and_goes_back(window, server):
    page = window(server.base)
    land = page.locator(".map .land")
    start = land.get_attribute("d")
    page.locator(".map").focus()
    for key in ("+", "ArrowLeft"):
        before = land.get_attribute("d")
        page.keyboard.press(key)
        expect(land).not_to_have_attribute("d", before)
    page.keyboard.press("0")
    expect(land).to_have_attribute("d", start)
    page.locator(".map").hover()
    page.mouse.wheel(0, -200)
    expect(land).not_to_have_attribute("d", start)
    page.get_by_role("button", name="Show all").click()
    expect(land).to_have_attribute("d", start)


def test_pictures_have_lists_that_say_the_same(window, server):
    page = window(server.base)
    view = server.json("api/view")
    page.keyboard.press("m")
    expect(page.locator("#panel-map .twin tbody tr")).to_have_count(len(view["places"]))
    page.keyboard.press("g")
    expect(page.locator("#panel-actors .twin tbody tr")).to_have_count(len(view["dyads"]))
    page.keyboard.press("t")
    days = [day for day in view["days"] if day["ground"] + day["table"]]
    expect(page.locator("#panel-time .twin tbody tr")).to_have_count(len(days))
    assert "map=list" in page.url
    page.locator("#panel-actors .twin tbody tr").first.locator("td.num a").last.click()
    expect(rows(page)).not_to_have_count(view["total"])


def test_timeline_mirrors_the_tracks_and_marks_agreements_and_thin_coverage(window, server):
    page = window(server.base)
    days = server.json("api/view")["days"]
    expect(page.locator(".agreed")).to_have_count(sum(len(day["agreements"]) for day in days))
    expect(page.locator(".broke")).to_have_count(sum(len(day["broken"]) for day in days))
    ground = page.locator(".field-of-days .bars.ground rect").first.bounding_box()
    table = page.locator(".field-of-days .bars.table rect").first.bounding_box()
    assert ground["y"] + ground["height"] <= table["y"] + 1
    assert page.locator(".field-of-days .few rect").count() > 0
    for kind in ("levers", "ground_open", "table_open"):
        drawn = {"levers": ".lever", "ground_open": ".ground.open", "table_open": ".table.open"}[kind]
        shown = page.locator(f".field-of-days .bars{drawn} rect")
        expect(shown).to_have_count(sum(1 for day in days if day[kind]))
    page.locator(".agreed").first.click()
    expect(page.locator("#drawer")).to_be_visible()


def test_timeline_filters_by_brush_and_by_keys(window, server):
    page = window(server.base)
    box = page.locator(".field-of-days svg").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 80, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, middle, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"from=2026-06-0\d&to=2026-06-\d\d"))
    page.goto(server.base)
    page.wait_for_selector(".field-of-days svg")
    page.locator(".field-of-days").focus()
    page.keyboard.press("End")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".readout")).to_contain_text("19 Jun")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("from=2026-06-19&to=2026-06-20"))


def test_actors_are_drawn_around_the_chosen_one(window, server):
    page = window(f"{server.base}?party=Arnor")
    expect(page.locator("#panel-actors .around")).to_contain_text("Around Arnor")
    page.wait_for_selector(".graph canvas")
    page.get_by_role("link", name="everyone").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_ledger_sorts_by_four_things_apart(window, server):
    page = window(server.base)
    for name, query in (
        ("Origins", "sort=-origins"),
        ("Grade", "sort=credibility"),
        ("Weight", "sort=-importance"),
        ("Date", ""),
    ):
        page.locator(".rows thead a", has_text=name).click()
        first = server.json(f"api/view?{query}")["rows"][0]["id"]
        expect(rows(page).first).to_have_attribute("data-row", first)


def test_claims_and_denials_are_drawn_unlike_facts(window, server):
    page = window(server.base)
    edge = "el => getComputedStyle(el.querySelector('td')).borderInlineStartStyle"
    told = {
        kind: page.locator(f".rows tr.{kind}").first.evaluate(edge)
        for kind in ("claimed", "planned", "happened:not(.claimed)")
    }
    assert told == {"claimed": "dashed", "planned": "dotted", "happened:not(.claimed)": "solid"}
    page.get_by_role("link", name="Claims", exact=True).click()
    sides = page.locator(".side.claims, .side.denies")
    expect(sides.first).to_be_visible()
    expect(page.locator(".side.denies").first).to_contain_text("Arnor says it did not")


@pytest.mark.parametrize(
    ("tab", "words"),
    [("claims", "Contested"), ("table", "Invercargill"), ("brief", "Key changes"), ("sources", "tidings.example")],
)
def test_tab_has_its_own_address(window, server, tab, words):
    page = window(f"{server.base}?tab={tab}")
    expect(page.locator(".tabbody")).to_contain_text(words)
    expect(page.locator('.tabs [aria-current="page"]')).to_have_count(1)


def test_view_goes_out_as_a_file(window, server):
    page = window(f"{server.base}?track=ground")
    page.locator(".tools summary", has_text="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="events.json").click()
    found = download.value.path().read_text()
    assert len(re.findall(r'"id":', found)) == total(server, "track=ground")


def test_search_finds_parties_places_and_words(window, server):
    page = window(server.base)
    page.keyboard.press("Control+k")
    page.keyboard.type("kars")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("party=Karsia"))
    page.goto(server.base)
    page.wait_for_selector(".masthead")
    page.keyboard.press("/")
    page.keyboard.type("cellars night")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=cellars"))


def test_every_panel_explains_itself(window, server):
    page = window(server.base)
    for button in page.locator(".about > summary").all():
        button.click()
        expect(button.locator("xpath=..").locator(".sheet")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("Use deadly or damaging force")
