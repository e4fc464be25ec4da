"""``twotrack demo``: the whole job on the sample pages in the package."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from twotrack import runner, views
from twotrack.errors import UsageError
from twotrack.ledger.connection import is_ledger, storage
from twotrack.ledger.reader import opened
from twotrack.progress import reporter
from twotrack.records import Event
from twotrack.talk import data, say


def demo(out: Path, jobs: int | None) -> int:
    """Copy the pages, run them, write brief and events, print the brief. Running it again changes nothing."""
    pages, ledger = out / "pages", out / "ledger"
    if out.exists() and any(out.iterdir()) and not is_ledger(ledger):
        raise UsageError(f"{out} holds other files", advice="choose an empty or new folder: twotrack demo -o FOLDER")
    with storage(out), as_file(files("twotrack.demo") / "pages") as samples:
        pages.mkdir(parents=True, exist_ok=True)
        for page in sorted(samples.glob("*.html")):
            shutil.copyfile(page, pages / page.name)
    say(f"SAMPLE pages, invented for this demo: {pages}")
    balance = runner.run([str(pages)], str(ledger), jobs=jobs, progress=reporter("auto"))
    made = views.brief(ledger)
    text = views.render_brief(made, "md")
    with storage(out):
        (out / "brief.md").write_text(text, "utf-8")
        (out / "brief.html").write_text(views.render_brief(made, "html"), "utf-8")
        views.export(ledger, "csv", str(out / "events.csv"))
    data(text)
    counts = balance.counts
    say(
        f"{counts.inputs} pages = {counts.articles} articles + {counts.duplicates} duplicates + "
        f"{counts.refusals} refusals; {counts.reports} reports → {counts.events} events, "
        f"{counts.origins} independent origins"
    )
    for name in ("ledger", "brief.md", "brief.html", "events.csv"):
        say(f"wrote {out / name}")
    with opened(ledger) as found:
        first = next(found.records("events", Event), None)
    if first:
        say(f"next: twotrack explain {ledger} {first.id}")
    return 0
