"""Each case: what an event holds, and what its flat row says."""

from twotrack.exporting.flat import COLUMNS, rows
from twotrack.records import Event, EventParty, Impact, Place, When


def event(**changes):
    base = {
        "id": "tt:1", "track": "ground", "event": "ASSAULT", "mode": "drone", "date": None, "place": None,
        "actors": (), "recipients": (), "status": "happened", "impact": (), "reports": (), "articles": (),
        "origins": 1, "first_seen": None, "last_seen": None,
    }  # fmt: skip
    return Event(**base | changes)


def flat(**changes):
    return next(rows([event(**changes)], {}, {}, {}))


def killed(best, low, high, text):
    return Impact(kind="killed", best=best, low=low, high=high, text=text, start=0, end=len(text))


def test_columns_are_those_that_are_promised():
    assert list(flat()) == list(COLUMNS)


def test_unknown_is_empty():
    row = flat()
    assert all(row[c] is None for c in ("event_date", "latitude", "actor1", "country", "deaths_best", "time_precision"))


def test_figures_that_disagree_stay_apart():
    row = flat(impact=(killed(11, 11, None, "at least 11"), killed(14, 14, 14, "14 people")))
    assert (row["deaths_best"], row["deaths_low"], row["deaths_high"]) == (None, 11, 14)
    assert row["deaths_text"] == "at least 11; 14 people"


def test_a_withheld_place_has_a_reason_and_no_point():
    row = flat(place=Place(text="an unnamed town", start=0, end=15, reason="withheld", country="UKR"))
    assert (row["latitude"], row["place_reason"], row["geo_precision"]) == (None, "withheld", None)


def test_days_and_parties():
    date = When(text="on 3 June", start=0, end=9, first="2026-06-03", last="2026-06-03", precision="day")
    row = flat(date=date, actors=(EventParty(name="Arnor", code="ARN"), EventParty(name="Veld")))
    assert (row["event_date"], row["time_precision"]) == ("2026-06-03", 1)
    assert (row["actor1"], row["actor1_code"]) == ("Arnor; Veld", "ARN")
