"""Each published layout: its header as published (``published/``), and the rows of ``golden.toml``."""

import csv
import io
import tomllib
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from twotrack import codebook
from twotrack.exporting import acled, gdelt, ged, polecat
from twotrack.exporting.csv import LIVE
from twotrack.exporting.tables import cameo
from twotrack.records import EventParty, Impact, Place, When

HERE = Path(__file__).parent
GOLDEN = tomllib.loads((HERE / "golden.toml").read_text())
PUBLISHED = {path.stem: path.read_text().splitlines() for path in sorted((HERE / "published").glob("*.txt"))}
SEPARATORS = {"polecat": "\t", "gdelt": "\t", "acled": ",", "ged": ","}
SIZES = {"polecat": 40, "gdelt": 61, "acled": 31, "ged": 49}
MODULES = {"polecat": polecat, "gdelt": gdelt, "acled": acled, "ged": ged}
NAMES = sorted(GOLDEN)


def table(name, raw):
    """Rows as dictionaries, as a program reads them that knows the published layout."""
    quoting = csv.QUOTE_NONE if name == "gdelt" else csv.QUOTE_MINIMAL
    lines = list(csv.reader(io.StringIO(raw.decode(), newline=""), delimiter=SEPARATORS[name], quoting=quoting))
    body = lines if name == "gdelt" else lines[1:]
    assert {len(line) for line in lines} <= {len(PUBLISHED[name])}
    return [dict(zip(PUBLISHED[name], line, strict=True)) for line in body]


def known(name, row):
    return {column: value for column, value in row.items() if value != ("None" if name == "polecat" else "")}


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_the_published_one(name, make):
    assert len(PUBLISHED[name]) == SIZES[name]
    assert list(MODULES[name].COLUMNS) == PUBLISHED[name]
    first = make.written(name)[0]
    assert first == (b"" if name == "gdelt" else f"{SEPARATORS[name].join(PUBLISHED[name])}\n".encode())


def test_the_other_release_of_polecat_renames_one_column(make):
    assert make.written("polecat-2023")[0] == make.written("polecat")[0].replace(
        b"\tIntensity\t", b"\tEvent Intensity\t"
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_row(name, make):
    raw, done = make.written(name, make.told())
    assert done.rows == 1
    assert [known(name, row) for row in table(name, raw)] == [GOLDEN[name]]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_is_missing(name, make):
    bare = make.told(
        date=None, place=None, actors=(), recipients=(), speakers=(), first_seen=None, reports=(), articles=(),
        impact=(Impact(kind="killed", best=None, low=None, high=None, text="dead", start=0, end=4),),
    )  # fmt: skip
    (row,) = table(name, make.written(name, replace(bare, reports=(), articles=()))[0])
    found = known(name, row)
    assert not [column for column in found if any(part in column.lower() for part in ("date", "lat", "lon", "year"))]
    assert not [column for column in found if any(part in column for part in ("Actor", "actor", "side_", "deaths"))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("status", ["planned", "possible", "negated"])
def test_what_did_not_happen_is_left_out_and_counted(name, status, make):
    _, done = make.written(name, make.told(status=status), make.told())
    assert (done.rows, done.left_out) == (1, (("planned, possible or denied", 1),))


@pytest.mark.parametrize("name", NAMES)
def test_a_country_alone_is_no_point(name, make):
    land = Place(text="Arnor", start=0, end=5, name="Iceland", lat=65.0, lon=-18.0, country="ISL", precision="country")
    (row,) = table(name, make.written(name, make.told(place=land))[0])
    assert not [c for c in known(name, row) if any(part in c.lower() for part in ("lat", "longitude", "geom", "grid"))]


def test_a_week_is_no_day_where_there_is_no_column_for_precision(make):
    week = When(text="last week", start=0, end=9, first="2026-06-01", last="2026-06-07", precision="week")
    rows = {name: table(name, make.written(name, make.told(date=week))[0])[0] for name in NAMES}
    assert (rows["polecat"]["Event Date"], rows["gdelt"]["SQLDATE"], rows["gdelt"]["Year"]) == ("None", "", "")
    assert (rows["acled"]["event_date"], rows["acled"]["time_precision"]) == ("2026-06-01", "2")
    assert (rows["ged"]["date_start"], rows["ged"]["date_end"], rows["ged"]["date_prec"]) == (
        "2026-06-01", "2026-06-07", "3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("impact", "kept"),
    [((3, 3, 3), True), ((None, 2, None), True), ((None, None, None), True), ((0, 0, 0), False)],
)
def test_ged_has_only_what_killed(impact, kept, make):
    best, low, high = impact
    dead = Impact(kind="killed", best=best, low=low, high=high, text="", start=0, end=0)
    _, done = make.written("ged", make.told(impact=(dead,)))
    assert done.rows == kept
    hurt = replace(make.killed, kind="injured")
    assert make.written("ged", make.told(impact=(hurt,)))[1].left_out == (("nobody is said to be killed", 1),)


VIOLENCE = [
    ("NORMIL", "ISLMIL", 1), ("NOR", "ISLREB", 1), ("ISLREB", "ISLPRM", 2), ("ISLREB", "ISLCVL", 3),
    ("NORMIL", "ISLCVL", 3), ("", "ISLCVL", None), ("ISLCVL", "ISLCVL", None), ("NORMIL", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two", "kind"), VIOLENCE)
def test_ged_kinds_of_violence(one, two, kind):
    assert ged.violence((EventParty(name="a", code=one),), (EventParty(name="b", code=two),)) == kind


def test_a_party_without_a_code_does_not_hide_the_others(make):
    side = (EventParty(name="12 people"), EventParty(name="villagers", code="ISLCVL"))
    rows = {name: table(name, make.written(name, make.told(recipients=side))[0])[0] for name in NAMES}
    assert (rows["acled"]["actor2"], rows["acled"]["assoc_actor_2"]) == ("villagers", "12 people")
    assert (rows["acled"]["civilian_targeting"], rows["ged"]["type_of_violence"]) == ("Civilian targeting", "3")
    assert (rows["gdelt"]["Actor2Code"], rows["polecat"]["Primary Recipient Sector"]) == ("ISLCVL", "CVL")


def test_a_country_alone_is_no_forces_in_acled(make):
    side = (EventParty(name="Osk", code="ISL", country="ISL"),)
    (row,) = table("acled", make.written("acled", make.told(recipients=side))[0])
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("External/Other forces", "", "")


ACLED = [
    ("ASSAULT", "firearms", "NORMIL", "ISLMIL", ("Battles", "Armed clash")),
    ("ASSAULT", "firearms", "NORMIL", "ISLCVL", ("Violence against civilians", "Attack")),
    ("ASSAULT", None, "", "ISLMIL", None),
    ("PROTEST", "riot", "ISLCVL", "ISLGOV", ("Riots", "")),
    ("COERCE", "curfew", "ISLGOV", "ISLCVL", None),
    ("CONSULT", "visit", "ISLGOV", "NORGOV", None),
]


@pytest.mark.parametrize(("type", "mode", "one", "two", "expected"), ACLED)
def test_acled_types(type, mode, one, two, expected, make):
    sides = {"actors": (EventParty(name="a", code=one),), "recipients": (EventParty(name="b", code=two),)}
    raw, done = make.written("acled", make.told(event=type, mode=mode, **sides))
    found = [(row["event_type"], row["sub_event_type"]) for row in table("acled", raw)]
    assert found == ([expected] if expected else [])
    assert expected or done.left_out == (("ACLED has no type for it", 1),)


def test_every_type_and_mode_has_a_cameo_code_of_its_quad(make):
    book = codebook.load().types
    quads = ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"]
    for name, type in book.items():
        for mode in (None, *type.modes):
            assert (name, mode or "") in cameo(), (name, mode)
            (row,) = table("gdelt", make.written("gdelt", make.told(event=name, mode=mode))[0])
            # To yield is material in CAMEO, and what counts for GDELT's readers is that QuadClass fits its code.
            expected = "MATERIAL COOPERATION" if name == "CONCEDE" else type.quad
            assert quads[int(row["QuadClass"]) - 1] == expected, (name, mode)
            assert row["EventCode"].startswith(row["EventRootCode"])


def test_gdelt_names_sectors_as_cameo_does(make):
    for code, expected in (("ISLJRN", "MED"), ("ISLMED", "HLH"), ("ISLPRM", ""), ("IGOUNO", "IGO"), ("ISL", "")):
        (row,) = table("gdelt", make.written("gdelt", make.told(actors=(EventParty(name="a", code=code),)))[0])
        assert row["Actor1Type1Code"] == expected, code
        assert row["Actor1CountryCode"] == ("" if code.startswith("IGO") else "ISL")


@pytest.mark.parametrize("name", NAMES)
@given(words=st.lists(st.text(), min_size=3, max_size=3))
def test_whatever_the_words_a_row_is_one_line_without_live_formulas(name, words, make):
    one, two, where = words
    event = make.told(
        actors=(EventParty(name=one),), recipients=(EventParty(name=two),), text=where,
        place=replace(make.osk, name=where, text=where),
    )  # fmt: skip
    raw, _ = make.written(name, event, make.told())
    assert raw.count(b"\n") == (2 if name == "gdelt" else 3)
    first, second = table(name, raw)
    assert known(name, second) == GOLDEN[name]
    assert not [
        v for v in first.values() if v[:1] and v[0] in LIVE and not v.removeprefix("-").replace(".", "").isdigit()
    ]


def test_polars_reads_them(make):
    for name in NAMES:
        frame = polars.read_csv(
            make.written(name, make.told(), make.told(id="tt:00000000002b"))[0],
            separator=SEPARATORS[name], has_header=name != "gdelt", quote_char=None if name == "gdelt" else '"',
            new_columns=PUBLISHED[name], null_values=["None"] if name == "polecat" else [""],
            schema_overrides={"EventCode": polars.String} if name != "gdelt" else None,
        )  # fmt: skip
        assert (frame.columns, frame.height) == (PUBLISHED[name], 2)
        assert {type(v) for v in frame.select(polars.col("^(?i)(.*_)?lat(itude)?$")).row(0)} <= {float, type(None)}
