"""Who is quoted most, and how: ``python examples/who_says_so.py LEDGER``."""

import sys

import polars

import twotrack

statements = twotrack.open(sys.argv[1]).statements().filter(polars.col("speaker").is_not_null())
print(
    statements.group_by("speaker", "named")
    .agg(polars.len(), polars.col("stance").unique().sort())
    .sort("len", "speaker")
)
