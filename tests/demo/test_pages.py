"""The sample pages are plainly invented, and ``expected.toml`` speaks of words that stand in them."""

import html
import re
import tomllib
from importlib.resources import files
from itertools import chain

import pytest

from twotrack import codebook

PAGES = files("twotrack.demo") / "pages"
FILES = {page.name: page.read_text("utf-8") for page in sorted(PAGES.iterdir(), key=str) if page.name.endswith(".html")}
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))
BANNER = "SAMPLE — invented for the twotrack demo; no such place or person exists"
ACROSS = [key for key in EXPECTED if key != "page"]
EVENTS = [(page["file"], event) for page in EXPECTED["page"] for event in page.get("event", [])]

# Real states, capitals, bodies, leaders and outlets: none may turn up in an invented page.
REAL = """
Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium
Benin Bolivia Bosnia Botswana Brazil Britain Bulgaria Burundi Cambodia Cameroon Canada Chad Chile China Colombia Congo
Croatia Cuba Cyprus Denmark Djibouti Ecuador Egypt England Eritrea Estonia Ethiopia Europe Finland France Gabon Gaza
Georgia Germany Ghana Greece Guatemala Guinea Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel
Italy Jamaica Japan Jordan Kazakhstan Kenya Kosovo Kuwait Kyrgyzstan Laos Latvia Lebanon Liberia Libya Lithuania
Luxembourg Madagascar Malawi Malaysia Mali Malta Mauritania Mexico Moldova Mongolia Montenegro Morocco Mozambique
Myanmar Namibia Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru
Philippines Poland Portugal Qatar Romania Russia Rwanda Scotland Senegal Serbia Singapore Slovakia Slovenia Somalia
Spain Sudan Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tunisia Turkey Turkmenistan Uganda
Ukraine Uruguay Uzbekistan Venezuela Vietnam Yemen Zambia Zimbabwe
Washington Moscow Kyiv Kiev Beijing Brussels London Paris Berlin Jerusalem Tehran Ankara Geneva Vienna Cairo Delhi
NATO UNICEF Hamas Hezbollah Taliban Kremlin Pentagon
Putin Zelensky Zelenskyy Trump Biden Netanyahu Macron Erdogan Guterres Lavrov Rubio Merz Starmer Modi
Reuters BBC CNN AFP Bloomberg Xinhua TASS Interfax Euronews Tagesschau Spiegel Guardian Telegraph Haaretz Anadolu
""".split()
REAL_PHRASES = ["United States", "United Nations", "European Union", "Red Cross", "Al Jazeera", "Sky News", "Fox News"]


def words_of(page):
    """What stands between the tags; scripts are left in, since a name in them is a name too."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("name", FILES)
def test_a_page_says_that_it_is_a_sample(name):
    page = FILES[name]
    title, body = re.search(r"<title>(.*?)</title>", page)[1], page.split("<body", 1)[1]
    assert "SAMPLE" in title
    assert BANNER in body
    assert '<meta name="robots" content="noindex">' in page
    hosts = set(re.findall(r"https?://([^/\s\"'<]+)", page))
    assert {host for host in hosts if not host.endswith(".example")} <= {"schema.org"}


@pytest.mark.parametrize("name", FILES)
def test_a_page_names_nothing_real(name):
    words = words_of(FILES[name])
    assert set(re.findall(r"[^\W\d_]+", words)) & set(REAL) == set()
    assert [phrase for phrase in REAL_PHRASES if phrase in words] == []


def test_every_page_has_one_entry_and_every_entry_a_page():
    named = [page["file"] for page in EXPECTED["page"]]
    assert sorted(named) == sorted(FILES)
    assert len({name.lower() for name in FILES}) == len(FILES)


@pytest.mark.parametrize("page", EXPECTED["page"], ids=lambda page: page["file"])
def test_what_an_entry_says_of_its_page_stands_there(page):
    text = FILES[page["file"]]
    if page["kind"] == "duplicate":
        assert text == FILES[page["of"]]
        return
    words = words_of(text)
    assert page["kind"] == "refusal" or page["title"] in words
    assert [w for w in page.get("furniture", []) + page.get("hidden", []) if w not in words] == []
    assert all(r["begins"] in words and r["earlier_begins"] in words for r in page.get("retold", []))


@pytest.mark.parametrize(("name", "event"), EVENTS, ids=lambda v: v if isinstance(v, str) else v["trigger"])
def test_the_words_of_an_event_stand_in_its_sentence(name, event):
    words, sentence = words_of(FILES[name]), event["sentence"]
    assert sentence in words
    assert event.get("speaker", "") in words
    parts = [event["trigger"], *event["actors"], *event["recipients"], event.get("place", ""), event.get("date", "")]
    parts += event.get("optional_recipients", []) + [impact["text"] for impact in event.get("impact", [])]
    assert [part for part in parts if part not in sentence] == []


@pytest.mark.parametrize(("name", "event"), EVENTS, ids=lambda v: v if isinstance(v, str) else v["trigger"])
def test_an_event_keeps_to_the_codebook(name, event):
    types = codebook.load().types
    assert {event["type"], *event.get("accepted", [])} <= set(types)
    assert "mode" not in event or event["mode"] in types[event["type"]].modes
    assert event["status"] in ("happened", "planned", "possible", "negated")


@pytest.mark.parametrize("row", list(chain.from_iterable(EXPECTED[key] for key in ACROSS)), ids=str)
def test_what_is_said_across_pages_names_pages_and_events(row):
    told = {event.get("name") for _, event in EVENTS}
    assert {row["name"]} <= told if "name" in row else set(row.get("names", [])) <= told
    mentioned = [*row.get("pages", []), *row.get("announced", [])]
    mentioned += [row[key] for key in ("claim", "denial", "told", "taken_back", "called_off") if key in row]
    assert set(mentioned) <= set(FILES)


@pytest.mark.parametrize("group", EXPECTED["same_event"], ids=lambda group: group["name"])
def test_a_group_holds_the_pages_that_tell_it(group):
    telling = [name for name, event in EVENTS if event.get("name") == group["name"]]
    assert (list(dict.fromkeys(telling)), len(telling)) == (group["pages"], group["tellings"])
