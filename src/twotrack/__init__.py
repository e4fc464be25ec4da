"""News pages in; a sourced, de-duplicated ledger of who did what to whom out.

>>> import twotrack
>>> twotrack.code("", published=None)
[]
"""

from twotrack.public import (
    attributions,
    clean,
    code,
    code_many,
    geoparse,
    open,
    relate,
    relate_many,
    run,
)
from twotrack.records import Article, Coded, Entity, Event, Impact, Place, Report, Statement, When

__all__ = [
    "Article",
    "Coded",
    "Entity",
    "Event",
    "Impact",
    "Place",
    "Report",
    "Statement",
    "When",
    "attributions",
    "clean",
    "code",
    "code_many",
    "geoparse",
    "open",
    "relate",
    "relate_many",
    "run",
]
