"""The brief as one HTML file: no script, no request, prints on A4. lxml builds it, so that every word is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from lxml import etree
from lxml.builder import E

from twotrack.briefing import phrases
from twotrack.briefing.markdown import web_address
from twotrack.briefing.shapes import Brief, BriefLine, SourceEntry, SpeakerView, TrackView
from twotrack.briefing.texts import quoted

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(brief: Brief) -> str:
    """The whole page."""
    style = files("twotrack.briefing").joinpath("page.css").read_text("utf-8")
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.meta(name="referrer", content="no-referrer"),
        E.title(f"Brief: {brief.header.name}"),
        E.style(style),
    )
    main = E.main(_changes(brief), *_days(brief), _tracks(brief), *_meetings(brief), *_holding(brief),
                  *_speaking(brief), _contested(brief),
                  *_unknown(brief), *_announced(brief), _cost(brief), *_weaknesses(brief), _unread(brief),
                  _sources(brief))  # fmt: skip
    page = E.html({"lang": "en"}, head, E.body(_header(brief), main))
    return str(etree.tostring(page, method="html", doctype="<!DOCTYPE html>", encoding="unicode")) + "\n"


def _class(name: str) -> dict[str, str]:
    return {"class": name}


def _header(brief: Brief) -> Any:
    header = brief.header
    told = [phrases.period(header), *phrases.holdings(header)]
    notes = [phrases.balance(header), phrases.filtered(header), phrases.failed(brief), phrases.READING_NOTE]
    why = E.p(_class("meta"), f"{phrases.WHY} ", E.code(phrases.why(header)))
    return E.header(
        E.h1(f"Brief: {header.name}"),
        E.p(_class("meta"), " · ".join(told)),
        *(E.p(_class("meta"), note) for note in notes if note),
        why,
    )


def _words(text: str) -> Any:
    return E.span({"class": "words", "dir": "auto"}, text)


def _cites(numbers: Iterable[int], more: int = 0) -> Any:
    span = E.span(_class("cites"))
    for number in numbers:
        link = E.a({"href": f"#source-{number}"}, f"[{number}]")
        link.tail = " "
        span.append(link)
    if more:
        span.append(E.span(f"+{more:,}"))
    return span


def _told(line: BriefLine) -> Any:
    lead = [E.span({"class": "lead", "dir": "auto"}, line.lead), " "] if line.lead else []
    return E.span(_class("told"), *lead, _words(line.words), " ")


def _line(line: BriefLine, ids: int) -> Any:
    facts = [E.span(phrases.when(line)), E.span(_class("label"), line.label)]
    facts += [E.span(_class("lever"), "lever")] if line.lever else []
    facts += [E.span({"class": "mark", "dir": "auto"}, mark) for mark in line.marks]
    facts += [E.span(phrase) for phrase in phrases.origins(line)]
    facts.append(E.code(line.id[:ids]))
    return E.li(_class(line.standing), E.span(_class("facts"), *facts), _told(line), _cites(line.cites, line.more))


def _more(count: int, brief: Brief) -> Iterator[Any]:
    if count:
        yield E.p(_class("note"), f"{count:,} more: ", E.code(phrases.everything(brief.header)))


def _section(title: str, *content: Any) -> Any:
    return E.section(E.h2(title), *content)


def _lines(lines: Iterable[BriefLine], brief: Brief, name: str = "lines") -> Any:
    return E.ul(_class(name), *(_line(line, brief.header.id_length) for line in lines))


def _changes(brief: Brief) -> Any:
    if not brief.changes.lines:
        return _section("Key changes", E.p(_class("note"), phrases.NO_CHANGES))
    return _section("Key changes", _lines(brief.changes.lines, brief, "lines changes"))


def _days(brief: Brief) -> Iterator[Any]:
    if not brief.days:
        return
    heads = E.tr(*(E.th({"scope": "col"}, name) for name in ("day", "on the ground", "at the table")))
    rows = [
        E.tr(
            E.td(day.day),
            E.td(f"{day.ground:,} + ", E.i(f"{day.ground_unconfirmed:,}")),
            E.td(f"{day.table:,} + ", E.i(f"{day.table_unconfirmed:,}")),
        )
        for day in brief.days
    ]
    note = "Events told as fact + those claimed, denied, planned or possible."
    yield _section("Day by day", E.p(_class("note"), note), E.table(E.thead(heads), E.tbody(*rows)))


def _tracks(brief: Brief) -> Any:
    return E.div(_class("tracks"), _track(brief, brief.ground), _track(brief, brief.table))


def _track(brief: Brief, view: TrackView) -> Any:
    section = _section(phrases.TRACKS[view.track])
    groups = phrases.groups(view)
    for name, _, lines, more in groups:
        section.append(E.h3(f"{name}{' (undated last)' if phrases.undated(lines) else ''}"))
        section.append(_lines(lines, brief))
        section.extend(_more(more, brief))
    if not groups:
        section.append(E.p(_class("note"), phrases.NO_EVENTS))
    return section


def _meetings(brief: Brief) -> Iterator[Any]:
    if brief.meetings.lines:
        yield _section("Meetings", _lines(brief.meetings.lines, brief), *_more(brief.meetings.more, brief))


def _holding(brief: Brief) -> Iterator[Any]:
    if not brief.holding:
        return
    items = []
    for held in brief.holding:
        said = E.ul(_class("nested"), *(_position(line) for line in held.lines))
        if held.more:
            said.append(E.li(f"{held.more:,} more"))
        items.append(E.li(_class("said"), E.span({"class": "label", "dir": "auto"}, held.party), said))
    yield _section("Who holds what", E.p(_class("note"), phrases.HELD_NOTE), E.ul(_class("lines pair"), *items))


def _position(line: BriefLine) -> Any:
    facts = E.span(_class("facts"), E.span(phrases.when(line)), E.span(_class("label"), line.label))
    return E.li(facts, _told(line), _cites(line.cites, line.more))


def _speaking(brief: Brief) -> Iterator[Any]:
    speaking = brief.speaking
    if not speaking.speakers:
        return
    section = _section(
        "Who said what",
        E.p(_class("note"), phrases.SAID_NOTE),
        E.ul(_class("lines pair"), *map(_speaker, speaking.speakers)),
    )
    if speaking.more:
        section.append(E.p(_class("note"), f"statements of further speakers: {speaking.more:,}"))
    yield section


def _speaker(speaker: SpeakerView) -> Any:
    name = E.span({"class": "label", "dir": "auto"}, speaker.name or "speaker not given")
    unnamed = [" (unnamed)"] if speaker.name and not speaker.named else []
    said = E.ul(_class("nested"), *(E.li(_told(line), _cites(line.cites, line.more)) for line in speaker.lines))
    if speaker.more:
        said.append(E.li(f"{speaker.more:,} more"))
    return E.li(_class("said"), name, *unnamed, said)


def _contested(brief: Brief) -> Any:
    section = _section("Contested or withdrawn")
    for contest in brief.contested:
        section.append(E.h3(f"{contest.label}{phrases.contest(contest)}"))
        section.append(_lines(contest.sides, brief, "lines pair"))
    section.extend(_more(brief.more_contested, brief))
    if not brief.contested:
        section.append(E.p(_class("note"), phrases.NO_CONTEST))
    return section


def _unknown(brief: Brief) -> Iterator[Any]:
    if not brief.unknown:
        return
    section = _section("Withheld or unknown")
    for unknown in brief.unknown:
        section.append(E.h3(f"{unknown.name}: {unknown.count:,} of {unknown.of:,} events"))
        if unknown.lines:
            section.append(_lines(unknown.lines, brief))
    yield section


def _announced(brief: Brief) -> Iterator[Any]:
    if not brief.announced.lines and not brief.passed:
        return
    section = _section("Announced next", _lines(brief.announced.lines, brief), *_more(brief.announced.more, brief))
    if brief.passed:
        section.append(E.p(_class("note"), f"announced for a day before the newest page: {brief.passed:,}"))
    yield section


def _cost(brief: Brief) -> Any:
    if not brief.cost.lines:
        return _section("Human cost and damage", E.p(_class("note"), phrases.NO_FIGURES))
    note = E.p(_class("note"), phrases.COST_NOTE)
    return _section("Human cost and damage", note, _lines(brief.cost.lines, brief), *_more(brief.cost.more, brief))


def _weaknesses(brief: Brief) -> Iterator[Any]:
    if brief.weaknesses:
        items = (E.li(_class("plain"), f"{phrases.weakness(w)} ", _cites(w.cites)) for w in brief.weaknesses)
        yield _section("Weak points of the pages", E.ul(_class("lines"), *items))


def _unread(brief: Brief) -> Any:
    if not brief.unread:
        return _section("What could not be read", E.p(_class("note"), phrases.ALL_READ))
    items = []
    for unread in brief.unread:
        nested = E.ul(_class("nested"))
        for example in unread.examples:
            where = f"{example.source}:{example.offset}" if example.offset else example.source
            nested.append(E.li(E.code({"dir": "auto"}, where), f" {example.detail}"))
        items.append(E.li(_class("plain"), phrases.refusal(unread), nested))
    hint = E.p(_class("note"), "all of them: ", E.code(phrases.problems(brief.header)))
    return _section("What could not be read", E.ul(_class("lines"), *items), hint)


def _sources(brief: Brief) -> Any:
    section = _section("Sources", E.ol(_class("sources"), *map(_source, brief.sources)))
    if note := phrases.uncited(brief):
        section.append(E.p(_class("note"), note))
    return section


def _source(entry: SourceEntry) -> Any:
    address = web_address(entry.url)
    shown = entry.url or entry.path or ""
    where = E.a({"href": address, "rel": "noreferrer noopener"}, shown) if address else E.code({"dir": "auto"}, shown)
    title = quoted(entry.title) if entry.title else "no title"
    about = E.span(E.b({"dir": "auto"}, entry.outlet or "outlet unknown"), " · ", _words(title), " ",
                   E.span(_class("facts"), *(E.span(f) for f in phrases.source_facts(entry))), where)  # fmt: skip
    if folded := phrases.copies(entry):
        about.append(E.div(_class("facts"), folded))
    return E.li({"id": f"source-{entry.number}"}, E.span(f"[{entry.number}]"), about)
