"""Fixed phrases that Markdown and HTML share: headings, notes, and counts with their nouns."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime

from twotrack.briefing.shapes import Brief, BriefLine, Contest, Header, SourceEntry, TrackView, Unread, Weakness
from twotrack.briefing.texts import count

TRACKS = {"ground": "On the ground", "table": "At the table"}
READING_NOTE = (
    "Words in quotation marks, and words joined by dashes, are those of the cited page. "
    "What rests on somebody's word only stands apart, in italics. "
    "An origin is an independent source: a reprint or a retelling is not a second one. "
    "F2 and the like are Admiralty grades: the letter is the source's, F where nobody gave one; 1 is confirmed, "
    "2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 cannot be judged."
)
WHY = "Why a line is there, with its sentence, scores and rules:"
NO_CHANGES = "No event of the last seven days of the period."
NO_EVENTS = "No event on this track."
NO_CONTEST = "Nothing found: no page here denies what another tells, and no figures exclude each other."
NO_FIGURES = "No figures found in these pages. That is not a finding that nobody was hurt."
ALL_READ = "Every input was read."
HELD_NOTE = "Demands, refusals, offers and red lines, each in the words of the page that told it first."
SAID_NOTE = "Words that pages attribute to somebody. None of it is told as fact here."
COST_NOTE = "Figures in the words of the newest page that gives one. They are not added up: pages overlap."


def period(header: Header) -> str:
    """Publication days of the pages."""
    if header.first is None:
        return "no page says when it was published"
    days = header.first if header.first == header.last else f"{header.first} to {header.last}"
    return f"published {days} (UTC)"


def holdings(header: Header) -> list[str]:
    """What the brief stands on."""
    told = [
        count(header.documents, "document"),
        count(header.origins, "independent origin"),
        count(header.events, "event"),
    ]
    return [*told, f"{count(header.undated, 'page')} without a date"] if header.undated else told


def balance(header: Header) -> str:
    """Inputs = articles + duplicates + refusals, of the whole ledger."""
    parts = (
        count(header.articles, "article"),
        count(header.duplicates, "duplicate"),
        count(header.refusals, "refusal"),
    )
    return f"{count(header.inputs, 'input')} = {' + '.join(parts)}"


def filtered(header: Header) -> str:
    """The filters, and what they could not judge."""
    left = f"; {count(header.undated_left_out, 'page')} without a date left out" if header.undated_left_out else ""
    return f"Only: {', '.join(header.filters)}{left}." if header.filters else ""


def when(line: BriefLine) -> str:
    """The date of a line, and whose date it is."""
    return {"event": f"{line.date}", "reported": f"reported {line.date}", "none": "no date"}[line.dated]


def origins(line: BriefLine) -> list[str]:
    """``2 origins`` and the grade; nothing for a line that is one page's telling."""
    told = [count(line.origins, "origin")] if line.origins else []
    return [*told, line.grade] if line.grade and line.origins else told


def everything(header: Header) -> str:
    """The command that shows what a cap left out."""
    return f"twotrack export {shlex.quote(header.name)} --as csv -o events.csv"


def why(header: Header) -> str:
    """The command that opens a line to its evidence."""
    return f"twotrack explain {shlex.quote(header.name)} ID"


def contest(contest: Contest) -> str:
    """What kind of matter it is."""
    return {"denied": "", "withdrawn": ": told, then withdrawn", "figures": ": figures differ"}[contest.kind]


def problems(header: Header) -> str:
    """The command that shows all refusals."""
    return f"twotrack status {shlex.quote(header.name)} --problems"


def groups(view: TrackView) -> list[tuple[str, bool, tuple[BriefLine, ...], int]]:
    """The groups of a track that hold anything: heading, whether it is unconfirmed, lines, how many more."""
    named = (
        ("Told as fact by an outlet", False, view.reported),
        ("Planned or possible", False, view.ahead),
        ("Claimed or denied, not confirmed", True, view.unconfirmed),
    )
    return [(name, doubt, part.lines, part.more) for name, doubt, part in named if part.lines or part.more]


def undated(lines: tuple[BriefLine, ...]) -> bool:
    """Whether a list ends with lines without a date."""
    return bool(lines) and lines[-1].dated == "none" and any(line.dated != "none" for line in lines)


def weakness(weak: Weakness) -> str:
    """``no byline: 3 of 12 pages``."""
    return f"{weak.name}: {weak.count:,} of {count(weak.of, weak.unit)}"


def refusal(unread: Unread) -> str:
    """``no text: 3 inputs → open the page``."""
    return f"{unread.reason}: {count(unread.count, 'input')} → {unread.next_step}"


def source_facts(entry: SourceEntry) -> list[str]:
    """What is known of a source beside its outlet, title and address."""
    facts = [published(entry)]
    if entry.same_as is not None:
        facts.append(f"same {'text' if entry.same_text else 'origin'} as [{entry.same_as}]")
    if entry.capture:
        facts.append(f"capture {entry.capture}")
    return facts


def published(entry: SourceEntry) -> str:
    """The publication date, times in UTC."""
    if entry.published is None:
        return "no date"
    moment = datetime.fromisoformat(entry.published)
    if moment.tzinfo:
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return entry.published.replace("T", " ")


def copies(entry: SourceEntry) -> str:
    """Folded pages of the same origin."""
    more = f" and {entry.more_copies:,} more" if entry.more_copies else ""
    return f"same origin: {'; '.join(entry.copies)}{more}" if entry.copies else ""


def uncited(brief: Brief) -> str:
    """How many pages no line cites."""
    return f"{count(brief.uncited, 'page')} more, which no line here cites." if brief.uncited else ""


def failed(brief: Brief) -> str:
    """How many lines the check replaced."""
    if not brief.failed:
        return ""
    return f"{count(brief.failed, 'row')} shown by the plain evidence sentence: the check refused a shorter wording."
