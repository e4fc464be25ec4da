"""The errors of the reader as one HTML page: ``python -m evals.browser [training/corpus] -o errors.html [--all]``.

What was missed, invented, confused, or read with a wrong status, speaker or party, by event type, each with the
sentence as it is marked and as it was read. Without ``--all`` only the part that training leaves out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.builder import E

from evals.cards import card
from evals.cases import KINDS, NONE, Case, Comparison, compare
from evals.corpus import CORPUS, f1_of
from training import marks
from training.sets import is_kept_out
from twotrack.coding.coder import reader
from twotrack.coding.labels import STATUSES, TYPES
from twotrack.settings import Settings

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'"


def page(comparison: Comparison, title: str) -> str:
    """The whole page."""
    here = Path(__file__)
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.title("Errors of the reader"),
        E.style(here.with_suffix(".css").read_text("utf-8")),
    )
    main = E.main(*(_section(name, comparison.cases) for name in TYPES))
    script = E.script(here.with_suffix(".js").read_text("utf-8"))
    body = E.body(E.h1("Errors of the reader"), E.p(_class("meta"), title), _table(comparison), _form(comparison), main)
    body.append(script)
    html = E.html({"lang": "en"}, head, body)
    return str(etree.tostring(html, method="html", doctype="<!DOCTYPE html>", encoding="unicode")) + "\n"


def _class(name: str) -> dict[str, str]:
    return {"class": name}


def _table(comparison: Comparison) -> Any:
    """Marked types by read types; every error links to its cases."""
    columns = [*TYPES, NONE]
    names = [E.th({"scope": "col"}, name if name != NONE else "not read") for name in columns]
    head = E.tr(E.th(_class("flat"), "marked \\ read"), *names, E.th(_class("flat"), "F1"))
    rows = [_row(name, columns, comparison.confusion) for name in [*TYPES, NONE]]
    caption = E.caption("Rows: the marked type; columns: the type that was read. Figures off the diagonal are links.")
    return E.div(_class("wide"), E.table(caption, E.thead(head), E.tbody(*rows)))


def _row(gold: str, columns: Sequence[str], confusion: Counter[tuple[str, str]]) -> Any:
    row = E.tr(E.th({"scope": "row"}, gold if gold != NONE else "not marked"))
    for read in columns:
        size = confusion[gold, read]
        if gold == read:
            row.append(E.td(_class("right"), str(size or "")))
        else:
            row.append(E.td(E.a({"href": f"#{gold}-{read}"}, str(size))) if size else E.td())
    row.append(E.td(_class("sum"), f"{_f1(gold, confusion):.2f}" if gold != NONE else ""))
    return row


def _f1(name: str, confusion: Counter[tuple[str, str]]) -> float:
    hit = confusion[name, name]
    missed = sum(n for (gold, _), n in confusion.items() if gold == name) - hit
    invented = sum(n for (_, read), n in confusion.items() if read == name) - hit
    return f1_of(Counter(hit=hit, miss=missed, invented=invented), "event")


def _form(comparison: Comparison) -> Any:
    sizes = Counter(case.kind for case in comparison.cases)
    boxes = [
        E.label(E.input(type="checkbox", name="kind", value=kind, checked=""), f" {words} ({sizes[kind]})")
        for kind, words in KINDS.items()
    ]
    return E.form(
        {"hidden": ""},
        *boxes,
        _select("type", TYPES),
        _select("status", STATUSES),
        E.input({"type": "search", "name": "words", "placeholder": "words", "aria-label": "words of the case"}),
        E.button("show all", type="reset"),
        E.output(name="shown"),
    )


def _select(name: str, values: Sequence[str]) -> Any:
    return E.select(
        {"name": name, "aria-label": name}, E.option(f"every {name}", value=""), *(E.option(v, value=v) for v in values)
    )


def _section(name: str, cases: Sequence[Case]) -> Any:
    """The cases of one type: first what was not read as it, then what was read as it in vain, then the details."""
    own = [c for c in cases if c.type == name]
    groups: dict[tuple[str, str], list[Case]] = {}
    for kind, words in KINDS.items():
        for case in sorted((c for c in own if c.kind == kind), key=lambda c: c.read):
            told = f"{words}: {case.read}" if kind == "confused" else words
            groups.setdefault((f"{case.gold}-{case.read if case.gold != case.read else kind}", told), []).append(case)
    parts = [
        E.div({"id": key}, E.h3(f"{name}: {words} ({len(found)})"), *map(card, found))
        for (key, words), found in groups.items()
    ]
    return E.section(E.h2(name, id=name), *parts)


def main(words: Sequence[str] | None = None) -> int:
    """Read the corpus, write the page, print what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="all sentences, also those that the model learned from")
    parser.add_argument("--coder", choices=["model", "stub"], default="model")
    options = parser.parse_args(words)
    passages = [p for p in marks.read(options.corpus) if options.all or is_kept_out(p)]
    sentences = [s for p in passages for s in p.sentences]
    reads = reader(options.coder, Settings())
    readings = reads([[s.text for s in p.sentences] for p in passages])
    comparison = compare(sentences, [r for told in readings for r in told])
    part = "the whole corpus" if options.all else "the kept-out part of the corpus"
    told = f"{reads.name} on {len(sentences)} sentences, {part}: {len(comparison.cases)} cases."
    options.out.write_text(page(comparison, told), "utf-8")
    print(f"{options.out}: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
