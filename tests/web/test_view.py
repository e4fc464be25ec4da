"""Every count is the number of rows that its own address gives; filters leave what they say."""

import json
from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twotrack.web.query import parse
from twotrack.web.view import PAGE, view

FILTERS = [
    "", "track=ground", "type=ASSAULT&type=AGREE", "status=planned", "origins=2", "credibility=2", "country=UKR",
    "from=2025-03-01&to=2025-04-30", "from=2025-06-01&track=table&origins=2",
]  # fmt: skip


def seen(text, snapshot):
    return json.loads(view(parse(text), snapshot))


def joined(text, **more):
    return "&".join(filter(None, (text, urlencode(more))))


def total(text, snapshot, **more):
    return seen(joined(text, **more), snapshot)["total"]


@pytest.fixture(scope="module")
def rows(snapshot):
    return [json.loads(snapshot.rows[n]) for n in range(len(snapshot))]


KEEPS = {
    "track": lambda row, value: row["track"] == value,
    "type": lambda row, value: row["event"] == value,
    "status": lambda row, value: row["status"] == value,
    "country": lambda row, value: row["country"] == value,
    "origins": lambda row, value: row["origins"] >= int(value),
    "credibility": lambda row, value: (row["credibility"] or 9) <= int(value),
    "from": lambda row, value: row["date"] is not None and row["date"] >= value,
    "to": lambda row, value: row["date"] is not None and row["date"] <= value,
}
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "track": st.sampled_from(["ground", "table"]),
        "type": st.sampled_from(["ASSAULT", "AGREE", "AID"]),
        "status": st.sampled_from(["happened", "planned", "possible", "negated"]),
        "country": st.sampled_from(["UKR", "SDN", "FRA"]),
        "origins": st.sampled_from(["1", "2", "4"]),
        "credibility": st.sampled_from(["1", "3", "6"]),
        "from": st.dates(date(2025, 1, 1), date(2025, 6, 30)).map(str),
        "to": st.dates(date(2025, 7, 1), date(2025, 12, 31)).map(str),
    },
)


@given(chosen=VALUES)
@settings(max_examples=60, deadline=None)
def test_filters_leave_what_reading_every_row_leaves(snapshot, rows, chosen):
    kept = {r["id"] for r in rows if all(KEEPS[name](r, value) for name, value in chosen.items())}
    found = seen(urlencode(chosen), snapshot)
    assert found["total"] == len(kept) == found["ground"] + found["table"]
    assert {r["id"] for r in found["rows"]} <= kept
    assert len(found["rows"]) == min(PAGE, len(kept))


@pytest.mark.parametrize("text", FILTERS)
def test_every_count_is_the_number_of_its_rows(snapshot, text):
    found = seen(text, snapshot)
    for place in [*found["places"][:12], *found["unplaced"][:12]]:
        assert total(text, snapshot, place=place["key"]) == place["events"], place
    for party in found["parties"][:12]:
        assert total(text, snapshot, party=party["key"]) == party["events"], party
    for day in found["days"][:200:13] if "from" not in text else []:
        assert total(text, snapshot, **{"from": day["day"], "to": day["day"]}) == day["ground"] + day["table"]
    bare = {name: text_without(text, name) for name in ("type", "status", "track", "country")}
    for name, counts in found["facets"].items():
        for value, count in list(counts.items())[:5]:
            assert total(bare[name], snapshot, **{name: value}) == count, (name, value)


def text_without(text, name):
    return "&".join(part for part in text.split("&") if not part.startswith(f"{name}="))


@pytest.mark.parametrize("text", FILTERS)
def test_panels_hold_every_event_once(snapshot, text):
    found = seen(text, snapshot)
    assert sum(p["events"] for p in [*found["places"], *found["unplaced"]]) == found["total"]
    assert sum(d["ground"] + d["table"] for d in found["days"]) + sum(found["undated"].values()) == found["total"]
    for day in found["days"]:
        assert day["ground_open"] <= day["ground"]
        assert day["levers"] + day["table_open"] <= day["table"]
    assert all(p["ground"] + p["table"] == p["events"] for p in found["places"])
    assert all(d["cooperation"] + d["conflict"] == d["events"] for d in found["dyads"])


def test_a_dyad_and_its_mirror_are_the_events_between_the_two(snapshot):
    found = {(d["actor_key"], d["recipient_key"]): d["events"] for d in seen("", snapshot)["dyads"]}
    for (a, b), count in list(found.items())[:20]:
        both = total("", snapshot, party=a, **{"with": b})
        assert both >= count
        if (b, a) in found:
            assert both == count + found[b, a]


def test_a_place_whose_events_have_one_origin_each_is_single(snapshot, rows):
    for place in seen("", snapshot)["places"]:
        here = [r for r in rows if r["place"] == place["name"] and r["country"] == place["country"]]
        assert place["single"] == all(r["origins"] == 1 for r in here)


@pytest.mark.parametrize("sort", ["date", "-date", "origins", "-origins", "credibility", "-importance"])
def test_pages_together_are_all_rows_in_order(snapshot, rows, sort):
    first = seen(f"sort={sort}", snapshot)
    read = [r for n in range(first["pages"]) for r in seen(f"sort={sort}&page={n + 1}", snapshot)["rows"]]
    assert sorted(r["id"] for r in read) == sorted(r["id"] for r in rows)
    name = sort.lstrip("-")
    values = [r[name] for r in read if r[name] is not None]
    assert values == sorted(values, reverse=sort.startswith("-"))
    assert seen(f"sort={sort}&page=999", snapshot)["rows"] == []


def test_words_are_found_where_a_word_begins(snapshot, rows):
    word = rows[0]["text"].split()[-1].strip(".")
    found = seen(urlencode({"q": word}), snapshot)
    assert found["total"] >= 1
    assert all(word in r["text"].lower() for r in found["rows"])
    assert seen(urlencode({"q": word[1:] + "zzz"}), snapshot)["total"] == 0


def test_unknown_parties_places_and_countries_leave_nothing(snapshot):
    for text in ("party=Nobody", "place=Nowhere", "country=XXX", "party=Nobody&with=No+one", "q=%E2%80%93"):
        assert seen(text, snapshot)["total"] == 0
