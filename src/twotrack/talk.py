"""What commands print: data on standard output, talk on standard error; each ends with the next useful command."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence

from twotrack.briefing.unread import next_step
from twotrack.exporting.told import Written
from twotrack.ledger.verify import Finding
from twotrack.reading.sources import Plan
from twotrack.records import Damage, Decision, Refusal, encode
from twotrack.reviewing import Review
from twotrack.runner import Balance
from twotrack.terminal import safe
from twotrack.views import Feed, Status
from twotrack.watching import Done

SHOWN = 5


def data(text: str) -> int:
    """Print data as it is, but for what a terminal would obey."""
    sys.stdout.write(safe(text) if sys.stdout.isatty() else text)
    if not text.endswith("\n"):
        sys.stdout.write("\n")
    sys.stdout.flush()
    return 0


def say(text: str = "") -> None:
    """Talk, on standard error."""
    print(safe(text), file=sys.stderr)


def _json(record: object) -> str:
    return encode(record).decode("utf-8") + "\n"


def plan(found: Plan, as_json: bool) -> int:
    """What a run would read."""
    if as_json:
        return data(_json(found))
    kinds = " · ".join(f"{count:,} {kind}" for kind, count in sorted(found.kinds.items())) or "nothing"
    data(f"would read {found.inputs:,} inputs ({kinds}), {found.bytes / 1e6:,.1f} MB")
    if found.hosts:
        number = sum(found.hosts.values())
        asked = f"{_counted(len(found.hosts), 'host')} for {_counted(number, 'address', 'es')}"
        data(f"would ask {asked}, and then for what these name")
        for host, count in found.hosts.items():
            data(f"  {host}   {count:,}")
        say("no connection was opened, no name looked up")
    _refusals(found.refusals)
    say("next: the same line without --dry-run")
    return 1 if found.refusals else 0


def balance(found: Balance, as_json: bool) -> int:
    """The balance sheet; exit code 1 where something was refused."""
    counts = found.counts
    code = 1 if counts.refusals or counts.damaged or not counts.inputs else 0
    if as_json:
        data(
            _json(
                {"ledger": found.ledger, "new": found.new, **{f: getattr(counts, f) for f in counts.__struct_fields__}}
            )
        )
        return code
    data(
        f"{counts.inputs:,} inputs = {counts.articles:,} articles + {counts.duplicates:,} duplicates + "
        f"{counts.refusals:,} refusals   ({found.new:,} new)\n"
        f"{counts.reports:,} reports and {counts.statements:,} statements → {counts.events:,} events: "
        f"{counts.ground:,} on the ground, {counts.table:,} at the table; {counts.origins:,} independent origins"
    )
    if found.asked:
        waiting = f", {found.left:,} left for the next run" if found.left else ""
        say(f"asked for {_counted(found.asked, 'address', 'es')}, {found.unchanged:,} with nothing new{waiting}")
    for reason, count in counts.reasons.items():
        data(f"  refused: {reason} {count:,}  → {next_step(reason)}")
    if counts.damaged:
        data(f"  damaged: {_spans(counts.damaged)} of archives  → {next_step('damaged')}")
    if not counts.inputs and found.asked:
        say("nothing to read: the addresses named no page")
        return code
    if not counts.inputs:
        say("nothing to read: the sources hold no file (hidden ones are skipped)")
        return code
    say(f"wrote {found.ledger}")
    if counts.refusals or counts.damaged:
        say(f"see all: twotrack status {found.ledger} --problems")
    say(f"next: twotrack brief {found.ledger}")
    return code


def _refusals(found: Sequence[Refusal], shown: int = SHOWN) -> None:
    for reason, count in sorted(Counter(r.reason for r in found).items()):
        data(f"refused: {reason} {count:,}  → {next_step(reason)}")
        members = [r for r in found if r.reason == reason]
        for refusal in members[:shown]:
            where = f"{refusal.source}:{refusal.offset}" if refusal.offset else refusal.source
            data(f"  · {where}" + (f"   {refusal.detail}" if refusal.detail else ""))
        if len(members) > shown:
            data(f"  · and {len(members) - shown:,} more")


def status(found: Status, problems: bool, as_json: bool) -> int:
    """What went in and what came of it."""
    code = 1 if found.refusals or found.damaged or not found.finished else 0
    if as_json:
        data(_json(found))
        return code
    if not problems:
        data(
            f"{found.inputs:,} inputs = {found.articles:,} articles + {found.duplicates:,} duplicates + "
            f"{len(found.refusals):,} refusals"
        )
        for source in found.sources[: 4 * SHOWN]:
            span = f"   {source.first} – {source.last}" if source.first else "   no date"
            data(f"  {source.source}   {source.kind}   {source.sightings:,} inputs{span}")
        if len(found.sources) > 4 * SHOWN:
            data(f"  and {len(found.sources) - 4 * SHOWN:,} more sources (--json lists all)")
        for archive, kinds in sorted(found.skipped.items())[: 4 * SHOWN]:
            counted = " · ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
            data(f"  {archive}   no inputs: {counted}")
    _feeds(found.feeds, shown=1_000_000 if problems else SHOWN)
    _refusals(found.refusals, shown=1_000_000 if problems else SHOWN)
    _damaged(found.damaged, shown=1_000_000 if problems else SHOWN)
    failing = any(feed.reason for feed in found.feeds)
    if problems and not found.refusals and not found.damaged and not failing:
        data("nothing was refused, nothing is damaged")
    unfinished(found.finished)
    say(f"next: twotrack brief {found.ledger}")
    return code


def _damaged(found: Sequence[Damage], shown: int) -> None:
    if not found:
        return
    data(f"damaged: {_spans(len(found))} of archives  → {next_step('damaged')}")
    for one in found[:shown]:
        data(f"  · {one.source}: bytes {one.start} to {one.end}   {one.reason}")
    if len(found) > shown:
        data(f"  · and {len(found) - shown:,} more")


def _spans(number: int) -> str:
    return _counted(number, "span")


def _counted(number: int, name: str, more: str = "s") -> str:
    return f"{number:,} {name}" + ("" if number == 1 else more)


def round_done(done: Done, as_json: bool) -> int:
    """One round of watching, in one line."""
    if as_json:
        return data(_json(done))
    parts = [done.at]
    if done.busy:
        parts.append("another run is writing the ledger")
    else:
        parts.append(f"{_counted(done.asked, 'address', 'es')} asked, {done.unchanged:,} with nothing new")
        parts.append(_counted(done.new, "new input"))
        parts.append(f"{done.articles:,} articles, {done.events:,} events")
    parts += [f"failing: {f.host} ({f.reason}, {_counted(f.fails, 'time')})" for f in done.failing[:SHOWN]]
    if len(done.failing) > SHOWN:
        parts.append(f"and {len(done.failing) - SHOWN:,} more failing: see status")
    return data(" · ".join([*parts, f"next {done.next}"] if done.next else parts))


def _feeds(found: Sequence[Feed], shown: int) -> None:
    failing = [f for f in found if f.reason]
    if not found:
        return
    data(f"{_counted(len(found), 'address', 'es')} asked for, {len(failing):,} failing")
    for feed in failing[:shown]:
        since = f"good last {feed.good}" if feed.good else "never good"
        later = f"   asked again after {feed.due}" if feed.due else ""
        data(f"  · {feed.url}   {feed.reason}   {feed.detail}   {since}{later}   → {next_step(feed.reason or '')}")
    if len(failing) > shown:
        data(f"  · and {len(failing) - shown:,} more")


def unfinished(finished: bool) -> None:
    """Say that the last run did not finish, where it did not."""
    if not finished:
        say("the last run did not finish: run the same line again, and it goes on where it stopped")


def findings(found: Sequence[Finding], ledger: str, as_json: bool) -> int:
    """What verify found; exit code 1 where something is wrong."""
    if as_json:
        data(_json({"ok": not found, "findings": found}))
    elif not found:
        data("sound: every hash, span and balance holds")
    else:
        for finding in found:
            data(
                f"{finding.file}  {finding.row}  {finding.reason}"
                if finding.row
                else f"{finding.file}  {finding.reason}"
            )
        say(f"{len(found):,} findings in {ledger}")
        say(f"what still holds can be read; to make it again from its captures: twotrack rebuild {ledger} -o NEW")
    return 1 if found else 0


def review(found: Review, as_json: bool) -> int:
    """What was decided, and the events that it changed; or all decisions, where none was made."""
    if as_json:
        return data(_json(found))
    for decision in found.made or found.decisions:
        undone = "" if decision.number in found.holding or decision.action == "undo" else "   (undone)"
        data(f"{decision.number}. {_decision(decision)}{undone}")
    if not found.decisions:
        data("nothing was decided yet")
    for sign, events in (("-", found.gone), ("+", found.come)):
        for event in events:
            data(f"  {sign} {event.id}  {event.event} {event.status}, {_reports(len(event.reports))}: {event.text}")
    if found.made:
        say(f"next: twotrack brief {found.ledger}   (to take one back: twotrack judge {found.ledger} undo NUMBER)")
    else:
        say(f"next: twotrack explain {found.ledger} ID, then twotrack judge {found.ledger} ACTION ID")
    return 0


def _reports(number: int) -> str:
    return f"{number:,} report" + ("" if number == 1 else "s")


def _decision(decision: Decision) -> str:
    words = [decision.action, *decision.reports]
    if decision.others:
        words += ["from", *decision.others]
    if decision.field:
        words.append(f"{decision.field}={decision.value}")
    if decision.undoes is not None:
        words.append(f"decision {decision.undoes}")
    return " ".join([*words, f"by {decision.by}"]) + (f": {decision.note}" if decision.note else "")


def frozen(files: Mapping[str, int], out: str) -> int:
    """A site is written: how many files, and how to look at it."""
    say(f"wrote {sum(files.values()):,} files to {out}")
    say(
        f"next: python3 -m http.server -d {out} --bind 127.0.0.1   (browsers run no scripts of a page opened as a file)"
    )
    return 0


def written(done: Written, out: str) -> int:
    """An export is done: what it wrote, and what it had to leave out."""
    if out != "-":
        say(f"wrote {done.rows:,} rows to {out}")
    for reason, count in done.left_out:
        say(f"left out {count:,} {'event' if count == 1 else 'events'}: {reason}")
    return 0
