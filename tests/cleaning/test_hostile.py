"""Pages that are made to lose their neighbours, to hide text or to hold the parser: kept, or refused by name."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.hostile import AFTER, BEFORE, HIDDEN, PLANTED, around, shown, snippet, snippets
from twotrack.cleaning import bylines, dates, markup, plaintext
from twotrack.cleaning.cleaner import clean
from twotrack.cleaning.encoding import tidy
from twotrack.cleaning.hidden import is_hiding, names_hidden
from twotrack.cleaning.scanning import attributes, shape, tokens
from twotrack.cleaning.treeless import readable
from twotrack.errors import Refused

TEXT = f"<p>{BEFORE}</p><p>{AFTER}</p>"
SEEDS = st.randoms(use_true_random=False)


def losses(given_snippets):
    lost, sides = [], 0
    for number, part in enumerate(given_snippets):
        raw = around(part, number % 3)
        visible = shown(raw)
        try:
            text = " ".join(clean(raw).text.split())
        except Refused:
            text = ""
        for sentence in (BEFORE, AFTER):
            if sentence in visible:
                sides += 1
                if sentence not in text:
                    lost.append(part)
    return lost, sides


def test_each_trick_and_tag_alone_loses_no_neighbour():
    lost, sides = losses(snippets(350))
    assert sides > 600
    assert lost == []


@pytest.mark.slow
def test_of_thousands_of_mixtures_hardly_one_loses_a_neighbour():
    lost, sides = losses(snippets(5000, seed=11))
    assert len(lost) <= 0.005 * sides


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(0, 2), st.text(max_size=30))
def test_no_mixture_makes_it_fail(chance, layout, words):
    try:
        article = clean(around(snippet(chance) + words + snippet(chance), layout))
    except Refused as refused:
        assert refused.reason
        return
    assert article.text == "\n\n".join(article.text[p.start : p.end] for p in article.paragraphs)


@pytest.mark.parametrize(
    "opened", ["<div>", "<div class=a>", "<span>", "<b><i>", "<table><tr><td>", "<ul><li>", "<svg><g>", "<a>"]
)
@pytest.mark.parametrize("depth", [200, 257, 2049, 10_000])
def test_depth_loses_nothing(opened, depth):
    began = time.process_time()
    text = clean(f"<html><body><p>{BEFORE}</p>{opened * depth}<p>{AFTER}</p>").text
    assert BEFORE in text
    assert AFTER in text
    assert time.process_time() - began < 2


def test_a_page_that_no_tree_is_built_of_says_so_and_keeps_its_facts():
    head = '<title>Truce | Herald</title><meta property="article:published_time" content="2026-06-05">'
    article = clean(f"<html><head>{head}</head><body><h1>Truce at Keld</h1>{'<div>' * 3000}{TEXT}")
    assert (article.title, article.published) == ("Truce at Keld", "2026-06-05")
    assert article.notes == ("read plainly: too deep", "no byline")


@pytest.mark.parametrize("value", ["1", "'>'", "''"])
def test_a_flood_of_attributes_costs_little(value):
    flood = " ".join(f"a{n}={value}" for n in range(200_000))
    began = time.process_time()
    assert AFTER in clean(f"<html><body><div {flood}>{TEXT}</div>").text
    assert time.process_time() - began < 3


def test_a_cut_is_told():
    long = "A word. " * 200_000
    found = readable(f"<p>{long}</p><p>{AFTER}</p>")
    assert found.blocks[-1] == AFTER
    assert found.cut == "a piece over 1000000 characters"
    assert readable(TEXT * 100, 1000).cut == "at character 1000"


def test_pictures_in_the_page_count_for_nothing_and_bytes_are_cut_by_name(monkeypatch):
    monkeypatch.setattr(markup, "WITH_PICTURES", 1000)
    monkeypatch.setattr(markup, "MOST_BYTES", 3000)
    picture = f"<img src='data:image/png;base64,{'A' * 9000}'>".encode()
    assert markup.shortened(picture + TEXT.encode()) == (b"<img src='data:,'>" + TEXT.encode(), None)
    raw, end = markup.shortened("é".encode() * 5000)
    assert end == len(raw) == 3000
    assert raw.decode() == "é" * 1500


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("frame", ["X", "<div>" * 300 + "X" + "</div>" * 300])
def test_text_out_of_sight_is_left_out_and_its_neighbours_stay(hidden, frame):
    text = clean(around(frame.replace("X", hidden.replace("X", PLANTED)))).text
    assert PLANTED not in text
    assert BEFORE in text
    assert AFTER in text


def test_what_was_left_out_is_told():
    assert "hidden text left out: 1" in clean(around(f"<p hidden>{PLANTED}</p>")).notes
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{PLANTED}"}}</script>'
    assert "text in JSON-LD differs, left out" in clean(around(data)).notes
    same = data.replace(PLANTED, f"{BEFORE} {AFTER}")
    assert "text in JSON-LD differs, left out" not in clean(around(same)).notes


@pytest.mark.parametrize(
    "shown_style",
    [
        "color:red",
        "margin-left:-8px",
        "opacity:0.5",
        "font-size:0.9em",
        "left:0",
        "height:0",
        "overflow:hidden",
        "font:16px/0 x",
    ],
)
def test_styles_that_hide_nothing(shown_style):
    assert not is_hiding(shown_style)
    assert names_hidden([f".a{{{shown_style}}}"]) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u200b", "\u2060", "\u061c", "\ufeff", "\U000e0041", "\x1b", "\x00"]
)
@pytest.mark.parametrize("kind", ["html", "text"])
def test_marks_that_are_not_seen_get_into_no_title_author_or_text(mark, kind):
    lines = (f"Truce at K{mark}eld holds for now", f"By Ava A{mark}lm", BEFORE[:9] + mark + BEFORE[9:], AFTER)
    raw = "\n\n".join(lines)
    if kind == "html":
        raw = f"<html><head><meta name=author content='Ava A{mark}lm'></head><body><h1>{lines[0]}</h1>" + "".join(
            f"<p>{line}</p>" for line in lines[1:]
        )
    article = clean(raw)
    assert (article.title, article.authors) == ("Truce at Keld holds for now", ("Ava Alm",))
    assert article.text == f"{BEFORE}\n\n{AFTER}"
    turns = mark in "\u202e\u2066"
    assert any(note.startswith("direction marks left out") for note in article.notes) == turns


@pytest.mark.parametrize(
    "part", ["\n", " ", "\t", "1,", "By A ", "5 June ", "<!--", "<a b='", "</", "&#x", "{", "![", "display:", "font:0"]
)
def test_no_rule_takes_more_than_its_time(part):
    text = (part * 100_000)[:50_000]
    began = time.process_time()
    for rule in (
        bylines.names,
        bylines.byline,
        dates.iso,
        dates.in_line,
        tidy,
        plaintext.without_marks,
        is_hiding,
        readable,
    ):
        rule(text)
    assert time.process_time() - began < 1.5


@given(st.text(alphabet="<>/!-'\"= ab\n&;\x00é", max_size=200))
def test_tokens_are_in_order_and_in_place(source):
    end = 0
    for token in tokens(source):
        assert end <= token.start < token.end <= len(source)
        end = token.end
        if not token.name:
            assert token.text == source[token.start : token.end]
    assert shape(source, 10).tags <= 11


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(alphabet="ab >é", max_size=9), max_size=5))
def test_attributes_are_read_as_they_are_written(given_attributes):
    words = " ".join(f'{name}="{value}"' for name, value in given_attributes.items())
    assert attributes(f" {words}") == given_attributes


def test_what_follows_an_element_that_is_never_closed_is_not_furniture():
    for name in ("aside", "nav", "footer", "form", "select", "button"):
        article = clean(f"<html><body><p>{BEFORE}</p><{name}><p>{AFTER}</p>")
        assert AFTER in article.text
        assert f"tags never closed: {name}" in article.notes
    closed = clean(f"<html><body><h1>Truce</h1>{TEXT * 3}<nav><p>{PLANTED}</p></nav></body></html>")
    assert re.search("Karsia attacked", closed.text) is None
