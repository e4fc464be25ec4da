"""Markdown that shows the pages' words and nothing that they smuggle in."""

import pytest
from markdown_it import MarkdownIt

from twotrack.briefing import brief, markdown

NASTY = "<b>x</b> [y](javascript:z) ![i](http://e.example/p.png) `c` *d* _e_ | f # &lt; \\<g> **h** ~~i~~ <http://j.example>"


def tokens(text):
    def walk(found):
        for token in found:
            yield token
            yield from walk(token.children or [])

    return list(walk(MarkdownIt("gfm-like", {"linkify": False}).parse(text)))


@pytest.fixture
def nasty(pile):
    says = f"Arnor {NASTY} shelled Osk"
    told = {"says": says, "event": "ASSAULT", "trigger": "shelled", "actors": ["Arnor"], "place": "Osk"}
    said = {"says": says, "content": NASTY, "speaker": "Arnor"}
    page = {
        "id": "p", "text": f"{says}.", "title": NASTY, "outlet": NASTY, "url": "https://x.example/<b>?q=a b|c\n> [1]()",
        "notes": [NASTY], "authors": ["A"], "report": [told], "statement": [said],
    }  # fmt: skip
    refusal = {"source": f"{NASTY}.html", "offset": 0, "reason": NASTY, "detail": NASTY}
    return pile({"page": [page], "refusal": [refusal]})


def test_no_markup_of_a_page_comes_through(nasty):
    found = tokens(markdown.render(brief.make(nasty)))
    assert not [t for t in found if t.type in ("html_inline", "html_block", "image", "s_open")]
    links = [t.attrs["href"] for t in found if t.type == "link_open"]
    assert [href.startswith("https://x.example/%3Cb%3E?q=a%20b") for href in links] == [True]


def test_the_words_of_a_page_show_as_they_are(nasty):
    shown = "".join(t.content for t in tokens(markdown.render(brief.make(nasty))) if t.type == "text")
    assert "![i](http://e.example/p.png) `c` *d* _e_ | f # &lt; \\<g> **h** ~~i~~" in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("HTTP://a.example/", "HTTP://a.example/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example/x", None),
        ("https://[bad", None),
        ("https:", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url, shown):
    assert markdown.web_address(url) == shown


def test_a_code_span_holds_any_back_ticks():
    for text in ("a`b", "``", "plain", "`"):
        (inline,) = [t for t in tokens(markdown.code(text)) if t.type == "code_inline"]
        assert inline.content.strip() == text
