"""Events a day on each track, as a table: ``python examples/two_tracks_by_day.py LEDGER``."""

import sys

import polars

import twotrack

ledger = twotrack.open(sys.argv[1])
dated = ledger.events().filter(polars.col("event_date").is_not_null())
days = dated.group_by("event_date").agg(
    ground=(polars.col("track") == "ground").sum(),
    table=(polars.col("track") == "table").sum(),
    most_origins=polars.col("n_origins").max(),
)
print(days.sort("event_date"))
