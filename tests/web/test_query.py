"""Every filter is known by name, and what is not understood is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.web.query import LONGEST, BadQuery, filters, parse

REFUSED = {
    "colour=red": "colour",
    "from=2026-13-01": "2026-13-01",
    "from=yesterday": "yesterday",
    "from=2026-06-02&to=2026-06-01": "from",
    "track=sea": "track",
    "type=assault": "type",
    "status=maybe": "status",
    "country=Ukraine": "country",
    "origins=0": "origins",
    "origins=many": "origins",
    "credibility=7": "credibility",
    "credibility=²": "credibility",
    "sort=colour": "sort",
    "page=0": "page",
    "tab=secret": "tab",
    "event=../../etc/passwd": "event",
    "track=ground&track=table": "track",
    "party=%FF": "query",
    "party=a%00b": "party",
    "q=" + "x" * 201: "q",
    "q=" + "+".join("abc"): None,
    "q=" + "+".join(["a"] * 21): "q",
    "party=" + "&party=".join(map(str, range(21))): "party",
    "party=" + "x" * LONGEST: "query",
    "&".join(f"party={n}" for n in range(70)): "query",
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused_by_name(text):
    if REFUSED[text] is None:
        parse(text)
        return
    with pytest.raises(BadQuery, match=REFUSED[text]):
        parse(text)


def test_the_same_filters_in_another_order_are_the_same_query():
    assert parse("type=AID&type=AGREE&track=table&tab=brief").key == parse("track=table&type=AGREE&type=AID").key
    assert parse("page=2").key != parse("").key


def test_empty_values_are_no_filters():
    assert parse("party=&q=&from=") == parse("")


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_refused(text):
    try:
        found = parse(text)
    except BadQuery as error:
        assert str(error)
    else:
        assert all(value for _, value in filters(found))
