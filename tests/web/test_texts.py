"""Addresses that a page gives become links only where a browser would open a web page by them."""

import pytest

from twotrack.briefing.markdown import web_address
from twotrack.web.texts import host, live

NO_LINKS = [
    None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)",
    "java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript://a.example/%0aalert(1)", "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "blob:https://a.example/1",
    "file:///etc/passwd", "ftp://a.example/x", "view-source:https://a.example", "//a.example/x", "a.example/x",
    "https:", "https://", "http:///x", "https:alert(1)", "&#106;avascript:alert(1)", "https://[broken/", "about:blank",
]  # fmt: skip
LINKS = [
    "https://a.example/x", "HTTPS://A.example/x", "http://a.example:8080/?q=1&r=2#top", "https://a.example/\"onclick=alert(1)",
    "https://a.example/'><svg onload=alert(1)>", "https://a.example/ü?ж=1", "https://a.example/javascript:alert(1)",
    "https://a.example/a b\tc",
]  # fmt: skip


@pytest.mark.parametrize("address", NO_LINKS)
def test_no_link(address):
    assert web_address(address) is None
    assert live(address, "words") is None
    assert host(address) is None


@pytest.mark.parametrize("address", LINKS)
def test_a_link_that_ends_where_it_ends(address):
    for link in (web_address(address), live(address, 'words "with" <marks>, and-more & so on')):
        assert link.lower().startswith(("http://a.example", "https://a.example"))
        assert link.isascii()
        assert not set(link) & set('"<>\\^`{}| \t\n')
    assert host(address).partition(":")[0] == "a.example"


def test_a_fragment_of_long_words_has_both_ends():
    found = live("https://a.example/x#top", " ".join(f"word{n}" for n in range(30)))
    assert found == (
        "https://a.example/x#:~:text=word0%20word1%20word2%20word3%20word4,word25%20word26%20word27%20word28%20word29"
    )
