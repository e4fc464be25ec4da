"""The evidence drawer and review, with pointer and keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def contested(server):
    return next(row for row in server.json("api/view")["rows"] if row["contested"] and row["origins"] > 1)


def test_drawer_has_its_own_address_and_gives_the_focus_back(window, server):
    page = window(server.base)
    row = page.locator(".rows .open").nth(3)
    id = row.get_attribute("data-event")
    row.click()
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    expect(page.locator("#drawer-title")).to_be_focused()
    assert f"event={id.replace(':', '%3A')}" in page.url
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.locator(f'[data-event="{id}"]')).to_be_focused()
    page.go_back()
    expect(drawer).to_be_visible()


def test_drawer_opens_from_an_address_alone_and_from_the_beginning_of_an_id(window, server):
    row = contested(server)
    page = window(f"{server.base}?event={row['id'][:9]}")
    expect(page.locator("#drawer .sentence")).to_have_text(row["text"])


def test_drawer_shows_the_quote_in_its_context_with_speaker_outlet_time_and_grade(window, server):
    row = contested(server)
    page = window(f"{server.base}?event={row['id']}")
    found = server.json(f"api/event/{row['id']}")
    tellings = page.locator("#drawer .telling")
    expect(tellings).to_have_count(len(found["tellings"]))
    first = found["tellings"][0]
    expect(tellings.first.locator("mark")).to_have_text(first["passage"]["quote"])
    expect(tellings.first.locator(".credit")).to_contain_text(first["outlet"])
    expect(tellings.first.locator(".credit")).to_contain_text("2 Jun 2026 08:10 UTC")
    expect(page.locator("#drawer .telling.claimed").first).to_contain_text("on the word of")
    expect(page.locator("#drawer .evsides")).to_contain_text("says it did not")
    expect(page.locator("#drawer .gradeline")).to_contain_text("doubtful")
    live = tellings.first.get_by_role("link", name=re.compile("live page"))
    assert live.get_attribute("href").startswith("https://tidings.example/timaru-shelling#:~:text=")
    assert "noreferrer" in live.get_attribute("rel")


def test_copies_are_folded_under_their_origin(window, server):
    row = contested(server)
    origins = {telling["origin"] for telling in server.json(f"api/event/{row['id']}")["tellings"]}
    page = window(f"{server.base}?event={row['id']}")
    expect(page.locator("#drawer section.origin")).to_have_count(len(origins))


def test_trail_of_the_reader_is_one_fold_away(window, server):
    page = window(f"{server.base}?event={contested(server)['id']}")
    fold = page.locator("#drawer .telling .fold").first
    fold.locator("summary").click()
    expect(fold.locator("code").first).to_have_text(re.compile("[0-9a-f]{64}"))


def test_event_that_is_not_there_says_so(window, server):
    page = window(f"{server.base}?event=tt:ffffffffffff", quiet=False)
    expect(page.locator("#drawer")).to_contain_text("There is no such event.")


def test_review_needs_the_token_of_this_start(window, server):
    page = window(server.base)
    page.get_by_role("button", name="Review").click()
    expect(page.locator(".toast")).to_contain_text("twotrack serve")


@pytest.fixture
def reviewing(window, judged):
    page = window(f"{judged.base}#token={judged.token}")
    assert judged.token not in page.url
    page.keyboard.press("r")
    expect(page.locator(".reviewbar")).to_be_visible()
    return page


def history(server):
    return [one["judged"] for one in server.json("api/view")["rows"] if one["judged"]]


def test_accept_reject_and_undo_with_the_keyboard_alone(reviewing, judged):
    before = judged.json("api/view")["total"]
    reviewing.keyboard.press("j")
    reviewing.keyboard.press("a")
    expect(reviewing.locator(".toast")).to_contain_text("Accepted")
    expect(reviewing.locator(".badge.judged")).to_have_count(1)
    assert history(judged) == ["accept"]
    reviewing.keyboard.press("j")
    reviewing.keyboard.press("x")
    expect(reviewing.locator(".rows tbody tr")).to_have_count(before - 1)
    reviewing.keyboard.press("u")
    expect(reviewing.locator(".rows tbody tr")).to_have_count(before)
    assert judged.json("api/view")["total"] == before


def test_merge_two_events(reviewing, judged):
    before = judged.json("api/view?type=RETREAT")["total"]
    reviewing.goto(f"{judged.base}?type=RETREAT#review=on")
    reviewing.wait_for_selector(".rows")
    for key in ("j", "m", "j", "m"):
        reviewing.keyboard.press(key)
    expect(reviewing.locator(".toast")).to_contain_text("Merged")
    expect(reviewing.locator(".rows tbody tr")).to_have_count(before - 1)


def test_merge_can_be_left(reviewing):
    reviewing.keyboard.press("j")
    reviewing.keyboard.press("m")
    expect(reviewing.locator(".reviewbar")).to_contain_text("Merge with which event?")
    reviewing.keyboard.press("Escape")
    expect(reviewing.locator(".reviewbar")).not_to_contain_text("Merge with which event?")


def test_edit_corrects_a_field(reviewing, judged):
    reviewing.goto(f"{judged.base}?type=PROTEST#review=on")
    reviewing.wait_for_selector(".rows")
    reviewing.keyboard.press("j")
    reviewing.keyboard.press("e")
    reviewing.locator("#form-field").select_option("status")
    reviewing.locator("#form-value").fill("planned")
    reviewing.keyboard.press("Enter")
    expect(reviewing.locator(".toast")).to_contain_text("Corrected")
    expect(reviewing.locator(".rows tr.planned")).to_have_count(1)


def test_edit_that_can_not_be_says_why_and_stays(reviewing, window):
    window.allowed = "400"
    reviewing.keyboard.press("j")
    reviewing.keyboard.press("e")
    reviewing.locator("#form-field").select_option("status")
    reviewing.locator("#form-value").fill("sideways")
    reviewing.keyboard.press("Enter")
    expect(reviewing.locator(".formerror")).to_contain_text("sideways")
    expect(reviewing.locator("dialog")).to_be_visible()


def test_split_takes_a_report_out(reviewing, judged):
    row = contested(judged)
    before = judged.json("api/view")["total"]
    reviewing.goto(f"{judged.base}?event={row['id']}#review=on")
    reviewing.wait_for_selector("#drawer .telling")
    reviewing.keyboard.press("s")
    reviewing.locator("#form-report").select_option(index=1)
    reviewing.get_by_role("button", name="Save").click()
    expect(reviewing.locator(".toast")).to_contain_text("Split off")
    assert judged.json("api/view")["total"] > before


def test_letter_of_a_source_is_a_persons_word(reviewing, judged):
    reviewing.get_by_role("link", name="Sources", exact=True).click()
    reviewing.get_by_label("Reliability of tidings.example").select_option("B")
    expect(reviewing.locator(".toast")).to_contain_text("Graded")
    assert any(row["reliability"] == "B" for row in judged.json("api/view")["rows"])


def test_new_data_is_offered_not_forced(window, judged):
    page = window(f"{judged.base}#token={judged.token}")
    other = window(f"{judged.base}#token={judged.token}")
    other.keyboard.press("r")
    other.keyboard.press("j")
    other.keyboard.press("x")
    expect(other.locator(".toast")).to_contain_text("Rejected")
    count = page.locator(".rows tbody tr").count()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    news = page.locator("#news")
    expect(news).to_contain_text("New data")
    assert page.locator(".rows tbody tr").count() == count
    news.get_by_role("button").click()
    expect(page.locator(".rows tbody tr")).to_have_count(count - 1)
