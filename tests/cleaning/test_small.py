"""Dates, bylines, fingerprints, languages, encodings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.cleaning.bylines import byline, names
from twotrack.cleaning.dates import in_line, iso, plausible
from twotrack.cleaning.encoding import decode, tidy
from twotrack.cleaning.fingerprint import fingerprint
from twotrack.cleaning.language import detect

STORY = "“Talks resume,” the café-owner’s brother said in Keld: the envoy left at 9 on Friday."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-06-05", "2026-06-05"),
        ("2026-06-05T10:00Z", "2026-06-05T10:00:00+00:00"),
        ("2026-06-05 10:00:00 +02:00", "2026-06-05T10:00:00+02:00"),
        ("20260605T100000Z", "2026-06-05T10:00:00+00:00"),
        ("Fri, 05 Jun 2026 10:00:00 EDT", "2026-06-05T10:00:00-04:00"),
        ("Fri, 05 Jun 2026 10:00:00 MSK", "2026-06-05"),
        ("Fri, 05 Jun 2026 10:00:00 IST", "2026-06-05"),
        ("June 5th, 2026", "2026-06-05"),
        ("5 Sept. 2026", "2026-09-05"),
        ("1780653600", "2026-06-05T10:00:00+00:00"),
        ("05/06/2026", None),
        ("2026-13-01", None),
        ("2026年1月3日", "2026-01-03"),
        ("2026/01/03", "2026-01-03"),
        ("٢٠٢٦-٠١-٠٣", "2026-01-03"),
        ("Sun, 05 Jun 2026 10:00:00 GMT", None),
        ("Last updated: 3 January 2026", None),
        ("31 June 2026", None),
        ("1h ago", None),
        ("1026-06-05", None),
        ("", None),
    ],
)
def test_dates_are_read_for_certain_or_not_at_all(words, expected):
    assert iso(words) == expected


@given(st.text(max_size=40))
def test_no_words_make_a_date_fail(words):
    assert iso(words) is None or iso(words)[:4].isdigit()
    in_line(words)


def test_a_page_is_not_published_after_it_was_saved():
    assert plausible("2026-06-05", "2026-06-05T23:00:00+00:00")
    assert plausible("2026-06-06T01:00:00+12:00", "2026-06-05")
    assert not plausible("2026-06-08", "2026-06-05")
    assert plausible("2026-06-08", None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ava Alm", ("Ava Alm",)),
        ("BY AVA ALM AND JO REED", ("AVA ALM", "JO REED")),
        ("By Jo Reed and AFP", ("Jo Reed", "AFP")),
        ("By María de la Cruz, BBC News", ("María de la Cruz",)),
        ("By then, Jo Reed had left.", ()),
        ("By Arnor", ()),
        ("By Monday", ()),
        ("By the river", ()),
    ],
)
def test_bylines(line, expected):
    assert tuple(n for n in byline(line) if n != "BBC News") == expected


def test_author_fields_hold_names_once():
    assert names("Ava Alm; ava-alm; https://herald.example/ava; @ava") == ("Ava Alm",)
    assert names("The Herald; Ava Alm", "The Herald") == ("Ava Alm",)
    assert names("The Herald", "The Herald") == ("The Herald",)
    assert names("Ava Alm, Jo Reed and Kim Ost") == ("Ava Alm", "Jo Reed", "Kim Ost")


DISGUISES = {
    "composed": unicodedata.normalize("NFC", STORY),
    "decomposed": unicodedata.normalize("NFD", STORY),
    "zero width": "\u200b".join(STORY),
    "soft hyphens": STORY.replace("Keld", "Ke\xadld").replace("owner", "ow\xadner"),
    "plain quotes": STORY.replace("“", '"').replace("”", '"').replace("’", "'"),
    "capitals": STORY.upper(),
    "no-break blanks": STORY.replace(" ", "\xa0"),
    "direction marks": f"\u202b{STORY}\u202c\u200e\u200f\u2067\u2069",
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_one_text_in_disguise_has_one_fingerprint(disguise):
    assert fingerprint(disguise) == fingerprint(STORY)


def test_another_letter_or_number_is_another_text():
    assert fingerprint(STORY.replace("9", "8")) != fingerprint(STORY)
    assert fingerprint(STORY.replace("Keld", "Кeld")) != fingerprint(STORY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arnorian troops shelled Osk on Tuesday.", "en"),
        ("Zelmar Ukhovich of Veld's Rada met Karsian envoys in Keld.", "en"),
        ("Drones hit Tal, Osk and Zhemchuzhne overnight.", "en"),
        ("Präsident Alm traf am Freitag die Gesandten von Veld in Keld.", "de"),
        ("Le président a reçu les envoyés de Veld à Keld vendredi.", "fr"),
        ("Президент принял посланников Вельда в пятницу.", "ru"),
        ("Osk", None),
        ("", None),
        ("12345 6789", None),
    ],
)
def test_languages(text, expected):
    assert detect(text) == expected


def test_tidy_text_is_stored_as_it_is():
    assert tidy("a\r\nb\x00c\x1b[31m\u202ed\ud800\u2028e") == "a\nbc[31md\ufffd\ne"


@given(st.text())
def test_tidy_is_done_once(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(min_size=1).filter(lambda t: "\x00" not in t and not t.startswith("\ufeff")))
def test_utf8_is_utf8(text):
    raw = text.encode("utf-8", "replace")
    assert decode(raw)[0] == raw.decode()
