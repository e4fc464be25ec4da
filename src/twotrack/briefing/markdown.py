"""The brief as Markdown: reads well on a terminal, and shows well where Markdown is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from twotrack.briefing import phrases
from twotrack.briefing.shapes import Brief, BriefLine, Header, SourceEntry, SpeakerView, TrackView
from twotrack.briefing.texts import quoted

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")


def escape(text: str) -> str:
    """Words of a page as Markdown that shows just these words.

    >>> escape("*a* [b](c) <d> | e & f &lt;")
    '\\\\*a\\\\* \\\\[b\\\\](c) \\\\<d\\\\> \\\\| e & f \\\\&lt;'
    """
    return _SPECIAL.sub(r"\\\1", text)


def code(text: str) -> str:
    """A code span, whatever back-ticks the text holds."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"`{text}`"


def web_address(url: str | None) -> str | None:
    """The address, if it is http or https, with all that could end a link percent-encoded; else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url, safe=":/?#@!$&'()*+,;=%-._~[]")


def render(brief: Brief) -> str:
    """The whole brief."""
    parts = (_header(brief), _changes(brief), _days(brief), _track(brief, brief.ground), _track(brief, brief.table),
             _meetings(brief), _holding(brief), _speaking(brief), _contested(brief), _unknown(brief),
             _announced(brief), _cost(brief),
             _weaknesses(brief), _unread(brief), _sources(brief))  # fmt: skip
    return "\n\n".join(block for part in parts if (block := "\n".join(part))) + "\n"


def _header(brief: Brief) -> Iterator[str]:
    header = brief.header
    yield f"# Brief: {escape(header.name)}"
    yield ""
    yield f"{phrases.period(header)[0].upper()}{phrases.period(header)[1:]} · {' · '.join(phrases.holdings(header))}  "
    yield phrases.balance(header)
    for note in (phrases.filtered(header), phrases.failed(brief)):
        if note:
            yield ""
            yield escape(note)
    yield ""
    yield f"{phrases.READING_NOTE} {phrases.WHY} {code(phrases.why(header))}"


def _cited(line: BriefLine) -> str:
    more = f" +{line.more:,}" if line.more else ""
    return " ".join(f"[{n}]" for n in line.cites) + more


def _told(line: BriefLine) -> str:
    words = escape(f"{line.lead} {line.words}".strip())
    return f"*{words}*" if line.standing in ("claim", "denial") else words


def _items(lines: Iterable[BriefLine], header: Header) -> Iterator[str]:
    return (_item(line, header.id_length) for line in lines)


def _item(line: BriefLine, ids: int) -> str:
    label = f"**{line.label}**{' (lever)' if line.lever else ''}"
    facts = [phrases.when(line), label, _told(line), *map(escape, line.marks), *phrases.origins(line)]
    return f"- {' · '.join(facts)} {_cited(line)} {code(line.id[:ids])}"


def _more(count: int, header: Header, what: str = "more") -> Iterator[str]:
    if count:
        yield f"- {count:,} {what}: {code(phrases.everything(header))}"


def _changes(brief: Brief) -> Iterator[str]:
    yield "## Key changes"
    yield ""
    yield from _items(brief.changes.lines, brief.header)
    if not brief.changes.lines:
        yield phrases.NO_CHANGES


def _days(brief: Brief) -> Iterator[str]:
    if not brief.days:
        return
    yield "## Day by day"
    yield ""
    yield "Events told as fact, and, after the plus sign, those claimed, denied, planned or possible."
    yield ""
    yield "| day | on the ground | at the table |"
    yield "|---|---:|---:|"
    for day in brief.days:
        ground, table = (day.ground, day.ground_unconfirmed), (day.table, day.table_unconfirmed)
        yield f"| {day.day} | {ground[0]:,} + {ground[1]:,} | {table[0]:,} + {table[1]:,} |"


def _track(brief: Brief, view: TrackView) -> Iterator[str]:
    yield f"## {phrases.TRACKS[view.track]}"
    groups = phrases.groups(view)
    for name, _, lines, more in groups:
        yield ""
        yield f"### {name}{' (undated last)' if phrases.undated(lines) else ''}"
        yield ""
        yield from _items(lines, brief.header)
        yield from _more(more, brief.header)
    if not groups:
        yield ""
        yield phrases.NO_EVENTS


def _meetings(brief: Brief) -> Iterator[str]:
    if not brief.meetings.lines:
        return
    yield "## Meetings"
    yield ""
    yield from _items(brief.meetings.lines, brief.header)
    yield from _more(brief.meetings.more, brief.header)


def _holding(brief: Brief) -> Iterator[str]:
    if not brief.holding:
        return
    yield "## Who holds what"
    yield ""
    yield phrases.HELD_NOTE
    yield ""
    for held in brief.holding:
        yield f"- **{escape(held.party)}**"
        for line in held.lines:
            yield f"  - {phrases.when(line)} · {line.label} · {escape(line.words)} {_cited(line)}"
        if held.more:
            yield f"  - {held.more:,} more"


def _speaking(brief: Brief) -> Iterator[str]:
    if not brief.speaking.speakers:
        return
    yield "## Who said what"
    yield ""
    yield phrases.SAID_NOTE
    yield ""
    for speaker in brief.speaking.speakers:
        yield from _speaker(speaker)
    if brief.speaking.more:
        yield f"- statements of further speakers: {brief.speaking.more:,}"


def _speaker(speaker: SpeakerView) -> Iterator[str]:
    name = f"**{escape(speaker.name)}**" if speaker.name else "speaker not given"
    who = name if speaker.named or not speaker.name else f"{name} (unnamed)"
    said = [f"{line.lead} {escape(line.words)} {_cited(line)}" for line in speaker.lines]
    if len(said) == 1 and not speaker.more:
        yield f"- {who} {said[0]}"
        return
    yield f"- {who}"
    yield from (f"  - {line}" for line in said)
    if speaker.more:
        yield f"  - {speaker.more:,} more"


def _contested(brief: Brief) -> Iterator[str]:
    yield "## Contested or withdrawn"
    yield ""
    for contest in brief.contested:
        yield f"- **{contest.label}**{phrases.contest(contest)} {code(contest.id[: brief.header.id_length])}"
        for side in contest.sides:
            what = f"{side.label}: " if contest.kind == "figures" else ""
            marks = "".join(f" · {escape(m)}" for m in side.marks)
            yield f"  - {what}{_told(side)}{marks} {_cited(side)}"
    yield from _more(brief.more_contested, brief.header)
    if not brief.contested:
        yield phrases.NO_CONTEST


def _unknown(brief: Brief) -> Iterator[str]:
    if not brief.unknown:
        return
    yield "## Withheld or unknown"
    yield ""
    for unknown in brief.unknown:
        yield f"- {unknown.name}: {unknown.count:,} of {unknown.of:,} events"
        yield from (f"  {item}" for item in _items(unknown.lines, brief.header))


def _announced(brief: Brief) -> Iterator[str]:
    if not brief.announced.lines and not brief.passed:
        return
    yield "## Announced next"
    yield ""
    yield from _items(brief.announced.lines, brief.header)
    yield from _more(brief.announced.more, brief.header)
    if brief.passed:
        yield f"- announced for a day before the newest page: {brief.passed:,}"


def _cost(brief: Brief) -> Iterator[str]:
    yield "## Human cost and damage"
    yield ""
    if not brief.cost.lines:
        yield phrases.NO_FIGURES
        return
    yield phrases.COST_NOTE
    yield ""
    yield from _items(brief.cost.lines, brief.header)
    yield from _more(brief.cost.more, brief.header)


def _weaknesses(brief: Brief) -> Iterator[str]:
    if not brief.weaknesses:
        return
    yield "## Weak points of the pages"
    yield ""
    for weak in brief.weaknesses:
        cites = " ".join(f"[{n}]" for n in weak.cites)
        yield f"- {escape(phrases.weakness(weak))} {cites}".rstrip()


def _unread(brief: Brief) -> Iterator[str]:
    yield "## What could not be read"
    yield ""
    if not brief.unread:
        yield phrases.ALL_READ
        return
    for unread in brief.unread:
        yield f"- {escape(phrases.refusal(unread))}"
        for example in unread.examples:
            where = f"{example.source}:{example.offset}" if example.offset else example.source
            yield f"  - {code(where)} {escape(example.detail)}".rstrip()
    yield f"- all of them: {code(phrases.problems(brief.header))}"


def _sources(brief: Brief) -> Iterator[str]:
    yield "## Sources"
    yield ""
    for entry in brief.sources:
        yield f"- [{entry.number}] {_source(entry)}"
        if folded := phrases.copies(entry):
            yield f"  - {escape(folded)}"
    if note := phrases.uncited(brief):
        yield f"- {note}"


def _source(entry: SourceEntry) -> str:
    address, shown = web_address(entry.url), entry.url or entry.path
    where = f"<{address}>" if address else code(shown) if shown else ""
    title = escape(quoted(entry.title)) if entry.title else "no title"
    facts = [escape(entry.outlet or "outlet unknown"), title, *phrases.source_facts(entry), where]
    return " · ".join(f for f in facts if f)
