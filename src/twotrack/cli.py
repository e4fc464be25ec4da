"""The command line: each command opens, calls one function and prints. Data on standard output, talk on standard error.

Exit codes: 0 done; 1 done, but something to look at (refusals, findings of verify); 2 wrong usage; 3 could not run.
Heavy imports stand inside the commands, so that ``twotrack --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from twotrack.errors import TwotrackError, UsageError

Sources = Annotated[
    list[str],
    # cyclopts takes a lone "-" for an option unless hyphens are allowed; _no_options says no to misspelt ones.
    Parameter(
        help="Files, folders, globs, web addresses, or - for standard input.", negative=(), allow_leading_hyphen=True
    ),
]
LedgerPath = Annotated[Path, Parameter(help="The ledger directory.")]
Json = Annotated[bool, Parameter(name="--json", help="Print one JSON object instead of text.", negative=())]
Out = Annotated[Path, Parameter(name=["--out", "-o"], help="Where to write.")]
Jobs = Annotated[int | None, Parameter(help="Processes that clean pages; default is the number of cores.")]
Directories = Annotated[
    list[str] | None,
    Parameter(name="--directory", help="Your own actors, agents and patterns: a file or folder.", negative=()),
]
ExportFormat = Literal["csv", "jsonl", "parquet", "xlsx", "geojson", "graphml", "polecat", "gdelt", "acled", "ged"]
_FORMATS = (
    "csv, parquet, xlsx: one row an event; jsonl: all rows; geojson: events with a point; graphml: who did what to "
    "whom; polecat, gdelt, acled, ged: the columns of those data sets."
)
Config = Annotated[Path | None, Parameter(help="A TOML file of settings (docs/settings.md).")]
ProgressChoice = Annotated[Literal["auto", "json", "off"], Parameter(help="How to show progress.")]
CoderChoice = Annotated[Literal["model", "stub"], Parameter(help="The model, or the stand-in that tests use.")]


def application() -> App:
    """All commands."""
    from importlib.metadata import version

    app = App(
        name="twotrack",
        help="A pile of news pages to a sourced ledger of who did what to whom: on the ground and at the table.",
        version=lambda: version("twotrack"),
        help_format="plaintext",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
        help_epilogue="Start with: twotrack demo",
    )
    for command in (
        run, watch, serve, brief, explain, judge, status, verify, rebuild, export, site, code, demo,
    ):  # fmt: skip
        app.command(command, help_epilogue=_examples(command))
    return app


def _examples(command: Callable[..., Any]) -> str:
    return "Examples:\n" + "\n".join(f"  $ {line}" for line in EXAMPLES[command.__name__])


EXAMPLES = {
    "run": (
        "twotrack run saved-pages/ -o ledger",
        "twotrack run 'pages/*.html' articles.jsonl.gz -o ledger --dry-run",
        "cat article.txt | twotrack run - -o ledger --json",
        "twotrack run https://outlet.example/feed.xml -o ledger",
        "twotrack run feeds.opml --fetch -o ledger --dry-run",
        "twotrack run saved-pages/ -o ledger --directory veld.toml",
    ),
    "watch": (
        "twotrack watch https://outlet.example/feed.xml -o ledger",
        "twotrack watch feeds.opml --every 1h -o ledger",
        "twotrack watch feeds.opml --once -o ledger --json",
    ),
    "brief": (
        "twotrack brief ledger",
        "twotrack brief ledger --since 2026-06-01 --party RUS",
        "twotrack brief ledger --format html > brief.html",
    ),
    "serve": (
        "twotrack serve ledger",
        "twotrack serve ledger --port 9000 --no-open",
        "ssh -L 8710:127.0.0.1:8710 host twotrack serve ledger",
    ),
    "explain": (
        "twotrack explain ledger tt:7f3a",
        "twotrack explain ledger 91c0be22a1f3",
        "twotrack explain ledger tt:7f3a --json",
    ),
    "judge": (
        "twotrack judge ledger",
        "twotrack judge ledger merge tt:7f3a tt:20b9 --note 'one strike'",
        "twotrack judge ledger split tt:7f3a 91c0be22a1f3",
        "twotrack judge ledger reject tt:7f3a",
        "twotrack judge ledger correct 91c0be22a1f3 status=planned place=703448",
        "twotrack judge ledger grade example.org B",
        "twotrack judge ledger undo 3",
        "twotrack judge ledger --file overrides.toml --by 'A. Analyst'",
    ),
    "status": (
        "twotrack status ledger",
        "twotrack status ledger --problems",
        "twotrack status ledger --json",
    ),
    "verify": (
        "twotrack verify ledger",
        "twotrack verify ledger --json",
        "twotrack verify ledger && cp -r ledger /mnt/archive",
    ),
    "rebuild": (
        "twotrack rebuild ledger -o ledger-2",
        "twotrack rebuild damaged-ledger -o ledger && twotrack verify ledger",
        "twotrack rebuild ledger -o check --json",
    ),
    "export": (
        "twotrack export ledger --as csv -o events.csv --datapackage",
        "twotrack export ledger --as xlsx -o events.xlsx",
        "twotrack export ledger --as geojson -o events.geojson",
        "twotrack export ledger --as acled -o acled.csv",
        "twotrack export ledger --as gdelt -o 20260603.export.CSV",
        "twotrack export ledger --as jsonl -o - | sha256sum",
    ),
    "site": (
        "twotrack site ledger -o public",
        "twotrack site ledger -o public && python3 -m http.server -d public --bind 127.0.0.1",
        "twotrack site ledger -o public && rsync -a public/ host:/srv/www/",
    ),
    "code": (
        """echo '{"id":"1","text":"Arnorian troops retook Osk on Tuesday."}' | twotrack code""",
        "twotrack code < texts.jsonl > coded.jsonl",
        "twotrack code --directory veld.toml < texts.jsonl",
    ),
    "demo": (
        "twotrack demo",
        "twotrack demo -o my-demo",
        "twotrack demo --jobs 1",
    ),
}


def run(
    sources: Sources,
    /,
    *,
    out: Out,
    coder: CoderChoice = "model",
    jobs: Jobs = None,
    dry_run: Annotated[bool, Parameter(help="Say what would be read, and stop.", negative=())] = False,
    fresh: Annotated[bool, Parameter(help="Start the ledger anew; what it held is thrown away.", negative=())] = False,
    directory: Directories = None,
    config: Config = None,
    progress: ProgressChoice = "auto",
    fetch: Annotated[bool, Parameter(help="Fetch what lists among the sources name.", negative=())] = False,
    json: Json = False,
) -> int:
    """Read, code and corroborate sources into a ledger; run it again and it goes on where it stopped.

    An address (https://…) of a page, feed or list is fetched; no other connection is opened.
    Prints the balance: every input is an article, a duplicate or a refusal with its reason.
    """
    from twotrack import runner, settings, talk
    from twotrack.progress import reporter

    _no_options(sources)
    chosen = settings.load(os.environ, config)
    if dry_run:
        return talk.plan(runner.plan_run(sources, settings=chosen, fetch=fetch), as_json=json)
    balance = runner.run(
        sources,
        str(out),
        coder=coder,
        jobs=jobs,
        fresh=fresh,
        directories=directory or (),
        settings=chosen,
        progress=reporter(progress),
        fetch=fetch,
    )
    return talk.balance(balance, as_json=json)


def watch(
    feeds: Annotated[list[str], Parameter(help="Addresses of feeds or pages; files that list them.", negative=())],
    /,
    *,
    out: Out,
    every: Annotated[str, Parameter(help="How often: 15m, 1h, 1d.")] = "15m",
    once: Annotated[bool, Parameter(help="One round, then stop: for cron.", negative=())] = False,
    coder: CoderChoice = "model",
    jobs: Jobs = None,
    directory: Directories = None,
    config: Config = None,
    json: Json = False,
) -> int:
    """Fetch feeds again and again, politely, and keep a ledger up to date; Ctrl-C ends it, nothing is lost.

    Prints one line a round. A feed that fails is asked less often; status shows which.
    """
    from twotrack import settings, talk, watching

    chosen = settings.load(os.environ, config)
    plan = watching.Plan(
        sources=tuple(feeds), out=str(out), every=watching.seconds(every), once=once, coder=coder, jobs=jobs,
        directories=tuple(directory or ()),
    )  # fmt: skip
    return watching.watch(plan, chosen, lambda done: talk.round_done(done, as_json=json))


def _no_options(sources: list[str]) -> None:
    for source in sources:
        if source.startswith("-") and source != "-" and not os.path.lexists(source):
            raise UsageError(f"unknown option: {source}", advice="twotrack run --help")


def brief(
    ledger: LedgerPath,
    /,
    *,
    since: Annotated[str | None, Parameter(help="Only what was published on or after this day (YYYY-MM-DD).")] = None,
    party: Annotated[str | None, Parameter(help="Only events with this party: a code or a name.")] = None,
    place: Annotated[str | None, Parameter(help="Only events at this place: a name or a country code.")] = None,
    format: Annotated[Literal["md", "html"], Parameter(help="How to write it.")] = "md",
    json: Json = False,
) -> int:
    """The cited brief: two tracks, claims apart from facts, what is contested, withheld and unread.

    Every line stands on words of a cited passage.
    """
    from twotrack import talk, views

    talk.unfinished(views.finished(ledger))
    made = views.brief(ledger, since=since, party=party, place=place)
    return talk.data(views.render_brief(made, "json" if json else format))


def serve(
    ledger: LedgerPath,
    /,
    *,
    port: Annotated[int, Parameter(help="The port to listen on; 0 is any free one.")] = 8710,
    host: Annotated[str, Parameter(help="Who can reach it: an address of this machine.")] = "127.0.0.1",
    no_open: Annotated[bool, Parameter(name="--no-open", help="Don't open a browser.", negative=())] = False,
) -> int:
    """The local page: map, two-track timeline, actors, and behind every number its rows and quotes; review in place.

    Prints its address, with a token that a change needs. Only this machine can reach it unless you say otherwise.
    """
    from twotrack.web.serving import serve as serve_page

    return serve_page(ledger, host, port, browser=not no_open)


def site(ledger: LedgerPath, /, *, out: Out) -> int:
    """Freeze the local page into a folder of files that any web server can hold; without review."""
    from twotrack import talk
    from twotrack.web.site import site as freeze

    return talk.frozen(freeze(ledger, out), str(out))


def explain(
    ledger: LedgerPath, id: Annotated[str, Parameter(help="An id, or its beginning.")], /, *, json: Json = False
) -> int:
    """Why this row: the sentence with its spans, scores, codebook entry, rules, judgements and evidence."""
    from twotrack import talk, views

    return talk.data(views.explain(ledger, id, as_json=json))


def judge(
    ledger: LedgerPath,
    action: Annotated[
        Literal["accept", "reject", "merge", "split", "correct", "grade", "undo"] | None, Parameter()
    ] = None,
    /,
    *what: Annotated[str, Parameter(help="Ids of events or reports, or their beginnings; FIELD=VALUE to correct.")],
    file: Annotated[Path | None, Parameter(help="A TOML file of decisions (docs/judging.md).")] = None,
    by: Annotated[str, Parameter(help="Whose decision it is.")] = "a person",
    note: Annotated[str, Parameter(help="Why.")] = "",
    json: Json = False,
) -> int:
    """Merge, split, reject or correct what the program made of the pages; every later run honours it.

    Without an action it lists what was decided. A decision has a number, is never deleted, and `undo` takes it back.
    Fields to correct: event, mode, status, date, place, actor, recipient, speaker.
    """
    from twotrack import reviewing, talk

    if (action is None) == (file is None) and (action is not None or what):
        raise UsageError("give an action or a --file, not both", advice="twotrack judge --help")
    if file is not None:
        return talk.review(reviewing.judge_file(ledger, file, by), as_json=json)
    if action is None:
        return talk.review(reviewing.decided(ledger), as_json=json)
    return talk.review(reviewing.judge(ledger, action, what, by, note), as_json=json)


def status(
    ledger: LedgerPath,
    /,
    *,
    problems: Annotated[bool, Parameter(help="Only what was refused, and what to do about it.", negative=())] = False,
    json: Json = False,
) -> int:
    """What went in, what came of it, what was refused and why, and how fresh each source is."""
    from twotrack import talk, views

    return talk.status(views.status(ledger), problems=problems, as_json=json)


def verify(ledger: LedgerPath, /, *, json: Json = False) -> int:
    """Check every hash, span and balance of a ledger; name the file and row where something is wrong."""
    from twotrack import talk
    from twotrack.ledger.verify import verify as verify_ledger

    return talk.findings(verify_ledger(ledger), str(ledger), as_json=json)


def rebuild(
    ledger: LedgerPath,
    /,
    *,
    out: Out,
    coder: CoderChoice = "model",
    jobs: Jobs = None,
    directory: Directories = None,
    config: Config = None,
    progress: ProgressChoice = "auto",
    json: Json = False,
) -> int:
    """Make a ledger again from its captured bytes alone, with people's decisions: its database may be damaged or gone.

    With the same settings and entries as the first run the canonical export is the same.
    """
    from twotrack import rebuilding, settings, talk
    from twotrack.progress import reporter

    balance = rebuilding.rebuild(
        ledger,
        out,
        coder=coder,
        jobs=jobs,
        directories=directory or (),
        settings=settings.load(os.environ, config),
        progress=reporter(progress),
    )
    return talk.balance(balance, as_json=json)


def export(
    ledger: LedgerPath,
    /,
    *,
    as_: Annotated[ExportFormat, Parameter(name="--as", help=_FORMATS)],
    out: Annotated[
        str,
        Parameter(name=["--out", "-o"], help="The file to write, or - for standard output.", allow_leading_hyphen=True),
    ],
    datapackage: Annotated[
        bool, Parameter(help="Write datapackage.json beside a csv: what each column is, for programs.", negative=())
    ] = False,
    polecat_release: Annotated[
        Literal["2018", "2023"], Parameter(help="2023 calls POLECAT's column Intensity Event Intensity.")
    ] = "2018",
) -> int:
    """The same events for R, pandas, spreadsheets, maps and graphs, or in the columns of published data sets.

    polecat, gdelt, acled and ged hold only what happened, and say what they left out. jsonl is the canonical form
    that two ledgers can be compared by. docs/export.md has each format's columns.
    """
    from twotrack import talk, views

    chosen = "polecat-2023" if (as_, polecat_release) == ("polecat", "2023") else as_
    return talk.written(views.export(ledger, chosen, out, datapackage=datapackage), out)


def code(*, coder: CoderChoice = "model", directory: Directories = None) -> int:
    """Code JSON lines {"id", "text", "published"?} from standard input, without a ledger.

    Prints {"id", "reports", "statements", "places"} for each line, in the same order.
    """
    from twotrack import lines, settings
    from twotrack.directories import loading

    chosen = settings.load(os.environ, None)
    return lines.code(sys.stdin.buffer, sys.stdout.buffer, coder, chosen, loading.chosen(directory or (), chosen))


def demo(
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"], help="The folder to write into.")] = Path("twotrack-demo"),
    jobs: Jobs = None,
) -> int:
    """The whole job on the invented sample pages in the package, offline: run, brief, and the next useful command."""
    from twotrack import showing

    return showing.demo(out, jobs)


def execute(tokens: list[str]) -> int:
    """One command line to its exit code."""
    try:
        result = application()(tokens)
    except TwotrackError as error:
        return _complain(error)
    except KeyboardInterrupt:
        print("stopped, and safe: run the same line to continue", file=sys.stderr)
        return 3
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): that is its right. Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _complain(error: TwotrackError) -> int:
    print(f"error: {error}", file=sys.stderr)
    if error.advice:
        print(f"  try: {error.advice}", file=sys.stderr)
    return error.exit_code


def main() -> None:
    """Entry point of the ``twotrack`` command."""
    sys.exit(execute(sys.argv[1:]))
