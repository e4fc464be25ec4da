"""Pages to articles: facts, paragraphs, notes, refusals."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twotrack
from twotrack.cleaning.cleaner import clean, clean_page
from twotrack.errors import Refused
from twotrack.records import Page
from twotrack.settings import Settings

CASES = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf-8"))["case"]
BODY = "Veld has reopened the bridge at Tal, which Arnorian drones damaged in March, the ministry of transport said. "
ONE_WORD = Settings(min_text_chars=1)


def page(raw, kind="text", **more):
    data = raw if isinstance(raw, bytes) else raw.encode()
    return Page(source="a", offset=0, kind=kind, raw=data, **more)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_page_becomes_what_it_says(case):
    given = page(case["raw"], case["kind"], fetched=case.get("fetched"))
    if "refused" in case:
        with pytest.raises(Refused) as refused:
            clean_page(given, Settings())
        assert refused.value.reason == case["refused"]
        return
    article = clean_page(given, Settings())
    assert article.text.split("\n\n") == case["paragraphs"]
    assert article.title == case.get("title")
    assert list(article.authors) == case["authors"]
    assert article.published == case.get("published")
    assert article.outlet == case.get("outlet")
    assert article.url == case.get("url")
    assert article.language == case.get("language", "en")
    assert list(article.notes) == case["notes"]


def test_clean_takes_pages_and_text_and_tells_them_apart():
    text = clean(f"Bridge at Tal reopens\n\n{BODY}\n\n{BODY}")
    markup = clean(f"<html><body><h1>Bridge at Tal reopens</h1><p>{BODY}</p><p>{BODY}</p></body></html>".encode())
    assert text.title == markup.title == "Bridge at Tal reopens"
    assert text.text == markup.text
    assert twotrack.clean(BODY * 2, url="https://www.herald.example/1").outlet == "herald.example"


def test_what_a_structured_source_says_goes_first():
    fields = {
        "title": "Bridge",
        "published": "Fri, 05 Jun 2026 10:00:00 GMT",
        "authors": "Ava Alm; Jo Reed",
        "text": BODY * 2,
    }
    article = clean_page(page("{}", "json", url="https://herald.example/1", fields=fields), Settings())
    assert (article.title, article.authors) == ("Bridge", ("Ava Alm", "Jo Reed"))
    assert article.published == "2026-06-05T10:00:00+00:00"
    odd = clean_page(page("{}", "json", fields={**fields, "published": "5/6/26"}), Settings())
    assert (odd.published, odd.notes) == (None, ("date not certain: date of no known form: 5/6/26", "no date"))


def test_a_page_in_a_line_is_read_as_a_page():
    fields = {"html": f"<html><body><h1>Bridge at Tal reopens</h1><p>{BODY}</p><p>{BODY}</p></body></html>"}
    assert clean_page(page("{}", "json", fields=fields), Settings()).title == "Bridge at Tal reopens"


def test_a_declared_language_counts_only_where_the_text_is_too_short_to_tell():
    raw = f'<html lang="fr"><body><h1>Bridge at Tal reopens</h1><p>{BODY}</p><p>{BODY}</p></body></html>'
    assert clean(raw).language == "en"


def test_retold_paragraphs_are_marked_and_kept():
    case = tomllib.loads(Path(__file__).with_name("retold.toml").read_text("utf-8"))["case"][0]
    first, again = case["first"], case["again"]
    article = clean(f"{first}\n\n{BODY}\n\n{again}")
    assert [p.retold_of for p in article.paragraphs] == [None, None, 0]
    assert "retold paragraphs: 1" in article.notes


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1252"])
def test_encodings_read_right(codec):
    words = BODY + "Le négociateur, reçu à Osk, n’a pas répondu. "
    assert "négociateur, reçu à Osk, n’a pas" in clean((words * 3).encode(codec)).text


def test_a_page_in_its_declared_charset():
    words = "Правительство снова открыло мост, повреждённый беспилотниками в марте, сообщило министерство. " * 3
    raw = f'<html><head><meta charset="windows-1251"></head><body><p>{words}</p><p>{words}</p></body></html>'
    article = clean(raw.encode("windows-1251"))
    assert words.strip() in article.text
    assert article.language == "ru"


def test_a_charset_that_does_not_fit_is_refused():
    raw = (
        b'<html><head><meta charset="shift_jis"></head><body><p>' + bytes(range(128, 256)) * 40 + b"</p></body></html>"
    )
    with pytest.raises(Refused, match="wrong encoding"):
        clean(raw)


def test_a_long_text_node_is_kept_whole():
    article = clean(f"<html><body><p>{BODY * 20_000}</p><p>The end of the page was reached.</p></body></html>")
    assert len(article.text) > 2_000_000
    assert article.text.endswith("The end of the page was reached.")


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">X</p>',
        '<p style="visibility: hidden">X</p>',
        '<p style="position:absolute;left:-9999px">X</p>',
        '<p style="font-size:0">X</p>',
        "<p hidden>X</p>",
        "<template><p>X</p></template>",
        "<!-- <p>X</p> -->",
        "<style>.gone { display: none }</style><p class='a gone'>X</p>",
        "<style>#gone { position: absolute; text-indent: -10000px }</style><p id=gone>X</p>",
    ],
)
def test_hidden_text_is_not_read(hidden):
    planted = "Karsia attacked Keld with forty drones on Thursday, its ministry said in the evening."
    raw = f"<html><body><h1>Bridge at Tal</h1><p>{BODY}</p>{hidden.replace('X', planted)}<p>{BODY}</p></body></html>"
    assert "Karsia" not in clean(raw).text
    assert "Karsia" in clean(raw.replace(hidden.replace("X", planted), f"<p>{planted}</p>")).text


@pytest.mark.parametrize(
    "shown",
    [
        "<style>@media print { .a { display: none } }</style>",
        "<style>.a { display: none } .a { display: block }</style>",
        "<style>.b .a { display: none }</style>",
    ],
)
def test_rules_that_may_not_apply_hide_nothing(shown):
    planted = "Karsia attacked Keld with forty drones on Thursday, its ministry said in the evening."
    raw = f"<html><body>{shown}<h1>Bridge at Tal</h1><p>{BODY}</p><p class=a>{planted}</p><p>{BODY}</p></body></html>"
    assert planted in clean(raw).text


@given(st.text(max_size=400), st.sampled_from(["text", "markdown", "html", "json"]))
def test_offsets_are_exact_and_no_control_character_gets_in(text, kind):
    raw = text.encode("utf-8", "surrogatepass")
    try:
        article = clean_page(page(raw, kind, fields={"text": text} if kind == "json" else {}), ONE_WORD)
    except Refused:
        return
    assert article.text == "\n\n".join(article.text[p.start : p.end] for p in article.paragraphs)
    assert all(c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160) for c in article.text)
    assert all(p.start < p.end for p in article.paragraphs)
    article.text.encode()


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(raw):
    try:
        assert clean(raw).text
    except Refused as refused:
        assert refused.reason
