"""What the tables of the directory must hold."""

import datetime as dt

import pytest

from twotrack.resolving.entries import TRANSNATIONAL, Directory, split, table
from twotrack.resolving.words import keys, words

SECTORS = set(
    """COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC NGO UNO
    EUR""".split()
)


@pytest.fixture(scope="module")
def directory():
    return Directory()


def test_every_state_is_once_there(directory):
    rows = list(table("states.csv"))
    assert len({row["iso3"] for row in rows}) == len({row["geonameid"] for row in rows}) == len(rows) >= 193
    assert len({row["iso2"] for row in rows}) == len(rows)
    assert all(-90 <= state.lat <= 90 and -180 <= state.lon <= 180 for state in directory.states.values())


@pytest.mark.parametrize("file", ["bodies.csv", "groups.csv", "people.csv"])
def test_codes_are_a_known_country_and_sector(directory, file):
    for row in table(file):
        country, sector = row["code"][:3], row["code"][3:]
        assert country in directory.states or country in TRANSNATIONAL, row
        assert sector in SECTORS or (sector == "" and country in TRANSNATIONAL), row


def test_agents_have_a_sector_and_stand_once():
    seen = {}
    for row in table("agents.csv"):
        assert row["sector"] in SECTORS | {""}
        for word in split(row["words"]):
            assert seen.setdefault(word, row["sector"]) == row["sector"], word


def test_terms_are_days_in_order():
    for row in table("people.csv"):
        for term in row["terms"].split():
            first, last = term.split("..")
            assert dt.date.fromisoformat(first) < (dt.date.fromisoformat(last) if last else dt.date.max), row


def test_eighty_groups():
    assert len(list(table("groups.csv"))) >= 80


def test_acronyms_are_not_words(directory):
    assert directory.at(words("us"), 0) is None
    assert directory.at(words("US"), 0)[0].country == "USA"
    assert directory.at(words("who"), 0) is None
    assert directory.at(words("turkey"), 0) is None


def test_longest_entry_wins(directory):
    entry, size = directory.at(words("Islamic State Khorasan Province"), 0)
    assert (entry.country, size) == ("AFG", 4)


def test_keys_of_an_acronym_keep_their_capitals():
    assert keys("UN Security Council") == ["UN", "security", "council"]
