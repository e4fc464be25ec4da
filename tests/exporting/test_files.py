"""The workbook, the map, the graph and the description: read back by programs that others wrote."""

import io
import json
import zipfile
from datetime import datetime

import networkx
import openpyxl
import polars
import pytest
from msgspec.structs import replace

from twotrack import codebook
from twotrack.errors import UsageError
from twotrack.exporting import datapackage, flat, xlsx
from twotrack.exporting.formats import FORMATS
from twotrack.exporting.tables import columns
from twotrack.records import EventParty, Place

LIVE = ['=HYPERLINK("http://x.example","y")', "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "{=1+1}"]


def test_the_columns_are_described():
    assert [column.name for column in columns()] == list(flat.COLUMNS)
    assert all(column.description and column.hxl.startswith("#") for column in columns())


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_the_same_events_give_the_same_bytes_and_none_gives_a_file(format, make):
    assert make.written(format, make.told())[0] == make.written(format, make.told())[0]
    assert make.written(format)[1].rows == 0


def workbook(make, *tolds):
    return openpyxl.load_workbook(io.BytesIO(make.written("xlsx", *tolds)[0]))


def test_the_workbook(make):
    book = workbook(make, make.told())
    assert book.sheetnames == ["events", "sources", "columns", "codebook", "about"]
    names, values = book["events"].iter_rows(values_only=True)
    row = dict(zip(names, values, strict=True))
    assert list(names) == list(flat.COLUMNS)
    assert (row["event_date"], row["latitude"], row["deaths_best"]) == (datetime(2026, 6, 3), 64.5, 3)
    assert (row["contested"], row["place_reason"]) == (False, None)
    assert [r[5] for r in book["sources"].iter_rows(values_only=True)] == ["url", "https://osk.example/1"]
    assert [r[0] for r in book["codebook"].iter_rows(values_only=True)][1:] == list(codebook.load().types)
    assert [r[0] for r in book["columns"].iter_rows(values_only=True)][1:] == list(flat.COLUMNS)
    assert book["events"].freeze_panes == "B2"


@pytest.mark.parametrize("payload", LIVE)
def test_the_workbook_has_no_formula(payload, make):
    page = replace(make.article, title=payload, outlet=payload, url=payload)
    event = replace(make.told(actors=(EventParty(name=payload),), text=payload), articles=(page,))
    raw = make.written("xlsx", event)[0]
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert not [n for n in parts.namelist() if b"<f>" in parts.read(n) or b"<hyperlink" in parts.read(n)]
    cell = openpyxl.load_workbook(io.BytesIO(raw))["events"].cell(2, 1 + list(flat.COLUMNS).index("quote"))
    assert (cell.data_type, cell.value) == ("s", payload)
    assert cell.quotePrefix or payload[0] == "{"


def test_a_long_text_is_cut_where_excel_cuts_it(make):
    cell = workbook(make, make.told(text="x" * 40_000))["events"].cell(2, 1 + list(flat.COLUMNS).index("quote"))
    assert (len(cell.value), cell.value[-1]) == (32_767, "…")


def test_more_rows_than_a_sheet_holds_are_refused(make, monkeypatch):
    monkeypatch.setattr(xlsx, "_ROWS", 2)
    with pytest.raises(UsageError, match="a sheet holds 2 rows"):
        make.written("xlsx", make.told(), make.told())


def test_the_map(make):
    land = Place(text="Arnor", start=0, end=5, lat=65.0, lon=-18.0, country="ISL", precision="country")
    raw, done = make.written("geojson", make.told(), make.told(place=land), make.told(place=None))
    found = json.loads(raw)
    assert (found["type"], len(found["features"]), done.left_out) == ("FeatureCollection", 1, (("no point", 2),))
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-21.25, 64.5]}
    assert (feature["type"], feature["id"]) == ("Feature", "tt:00000000002a")
    assert set(feature["properties"]) == set(flat.COLUMNS) - {"latitude", "longitude"}
    assert (feature["properties"]["event_date"], feature["properties"]["place_reason"]) == ("2026-06-03", None)


def test_the_graph(make):
    alone = make.told(recipients=())
    raw, done = make.written("graphml", make.told(), make.told(event="CONSULT", id="tt:2"), alone)
    graph = networkx.read_graphml(io.BytesIO(raw), force_multigraph=True)
    assert graph.is_directed()
    assert sorted(data["label"] for _, data in graph.nodes(data=True)) == ["Army of Veld", "Rangers", "villagers"]
    assert (graph.number_of_edges(), done.rows) == (4, 4)
    assert done.left_out == (("no recipient, or nobody who did it", 1),)
    one, two, data = next(iter(graph.edges(data=True)))
    assert (graph.nodes[one]["code"], graph.nodes[two]["code"]) == ("NORMIL", "ISLCVL")
    assert (data["sign"], data["event_date"], data["contested"], data["n_origins"]) == (-1, "2026-06-03", False, 1)


def test_the_graph_holds_words_that_xml_does_not(make):
    raw, _ = make.written("graphml", make.told(actors=(EventParty(name="a\x00<b>&\ud800"),)))
    graph = networkx.read_graphml(io.BytesIO(raw))
    assert "a<b>&" in {data["label"] for _, data in graph.nodes(data=True)}


def test_parquet_is_exact(make):
    frame = polars.read_parquet(io.BytesIO(make.written("parquet", make.told(text="=1+1"))[0]))
    assert (frame["quote"][0], frame["latitude"][0], frame.columns) == ("=1+1", 64.5, list(flat.COLUMNS))


def test_the_description_fits_the_table(make, tmp_path):
    table = tmp_path / "events.csv"
    table.write_bytes(make.written("csv", make.told())[0])
    (resource,) = json.loads(datapackage.describe(table))["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert list(fields) == list(flat.COLUMNS)
    assert (resource["path"], resource["bytes"]) == ("events.csv", table.stat().st_size)
    (row,) = polars.read_csv(table, infer_schema=False).to_dicts()
    casts = {"integer": int, "number": float, "date": datetime.fromisoformat, "boolean": ["false", "true"].index}
    for name, value in row.items():
        if value is not None:
            read = casts.get(fields[name]["type"], str)(value)
            assert read in fields[name].get("constraints", {}).get("enum", [read]), name
