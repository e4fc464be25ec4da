"""Events, statements and figures as lines of the brief."""

from __future__ import annotations

from collections.abc import Iterable

from twotrack.briefing.figures import disagreeing
from twotrack.briefing.index import Index
from twotrack.briefing.shapes import BriefLine, Dated, Passage, Standing
from twotrack.briefing.texts import count_words, quoted, shorten
from twotrack.briefing.wording import LINE_WORDS, WITNESS_WORDS, attributed, excerpt, inline, is_lever, label, words
from twotrack.records import Event, Grade, Impact, Position, Report, Statement, When

STATEMENT_WORDS = 40
CUE_WORDS = 6
# What an analyst wants to see first: land, ceasefires, captives, talks.
_TURNS = frozenset({"seize", "ceasefire", "withdraw", "release", "third-party", "multilateral"})


def standing(event: Event) -> Standing:
    """Whether an outlet tells it itself, or it rests on somebody's word, or it is still to come."""
    if event.status in ("planned", "possible"):
        return "ahead"
    if not event.speakers:
        return "fact"
    return "denial" if event.status == "negated" else "claim"


def lead(event: Event, tellings: list[Report]) -> Report:
    """The telling that a line quotes: of the event's own status and voice, the fullest, surest and earliest."""

    def rank(report: Report) -> tuple[object, ...]:
        voice = (report.speaker is None) == (not event.speakers)
        filled = sum(map(bool, (report.actors, report.recipients, report.place, report.date, report.impact)))
        return report.status != event.status, not voice, -filled, -report.score

    return min(tellings, key=rank)  # the first of equals is of the earliest page


def shown_date(date: When | None) -> str | None:
    """The date of an event in ISO form: a day, or first and last day."""
    if date is None or date.first is None:
        return None
    return date.first if date.last in (None, date.first) else f"{date.first} to {date.last}"


def dating(event: Event) -> tuple[str | None, Dated]:
    """The event's date, else the day of the first page that tells it, else none."""
    if (date := shown_date(event.date)) is not None:
        return date, "event"
    return event.first_seen, "reported" if event.first_seen else "none"


def newest_first(event: Event) -> tuple[object, ...]:
    """Sort key: newest day first, undated last; within a day most origins first, then what is at stake."""
    day = sort_day(event)
    return day is None, [-ord(c) for c in day or ""], -event.origins, -stakes(event), event.id


def stakes(event: Event) -> int:
    """Weight of an event where origins are equal: people first, then land, captives and talks, then disputes."""
    people = any(i.kind in ("killed", "injured", "displaced", "detained") for i in event.impact)
    both = bool(event.actors) and bool(event.recipients or event.place)
    own = standing(event) == "fact"
    return 4 * people + 3 * (event.mode in _TURNS) + 2 * (event.contested + own) + both + (event.status == "happened")


def sort_day(event: Event) -> str | None:
    """The last day that the event's date allows, else the day it was first told."""
    return (event.date.last or event.date.first if event.date else None) or event.first_seen


def grade_of(grade: Grade | None) -> str:
    """Letter and digit, ``F2``; nothing where the event was not graded."""
    return f"{grade.reliability}{grade.credibility}" if grade else ""


class LineMaker:
    """Makes lines; ``plain`` are ids whose line is to be the bare evidence sentence, because the check refused it."""

    def __init__(self, index: Index, plain: frozenset[str] = frozenset()) -> None:
        self.index = index
        self.plain = plain

    def event(self, event: Event, limit: int = LINE_WORDS) -> BriefLine:
        """The line of an event: label, lead, words and marks are ``limit`` words at most."""
        tellings = self.index.tellings(event)
        chosen = lead(event, tellings)
        stands = standing(event)
        spoken = self._speaker(chosen)
        attribution = attributed(spoken, event.status) if event.speakers else ""
        marks, witnesses = self._marks(event, chosen, tellings)
        taken = sum(map(count_words, (attribution, label(event.event, chosen.mode or event.mode), *marks)))
        line = self._line(event, stands, chosen, [chosen, *witnesses], event.articles)
        if event.id in self.plain:
            return line
        crowded = self.index.crowd[chosen.article_id, chosen.start] > 1
        told = words(chosen, self._sentence(chosen), max(6, limit - taken), crowded=crowded)
        return _with(line, lead=attribution, words=told, marks=marks)

    def telling(self, event: Event, report: Report) -> BriefLine:
        """One report of an event, its whole sentence quoted, with who says it."""
        stands: Standing = "fact" if report.speaker is None else "denial" if report.status == "negated" else "claim"
        line = _with(self._line(event, stands, report, [report], ()), origins=0)
        marks = ("not happened",) if report.status == "negated" and report.speaker is None else ()
        spoken = "" if report.speaker is None or event.id in self.plain else self._speaker(report)
        return _with(line, lead=attributed(spoken, report.status) if spoken else "", marks=marks)

    def impact(self, event: Event, report: Report, impact: Impact, mark: str = "") -> BriefLine:
        """A figure in its own words, then what it is the cost of."""
        line = _with(self._line(event, standing(event), report, [report], ()), origins=0)
        attribution = attributed(self._speaker(report), report.status) if report.speaker else ""
        figure = self.index.passage(report.article_id, impact.start, impact.end)
        passages = (*line.passages, figure)
        if event.id in self.plain:
            return _with(line, label=impact.kind)
        sentence = excerpt(self._sentence(report), impact.start - report.start, LINE_WORDS)
        told = f"{quoted(figure.text)} – {quoted(sentence)}"
        marks = (*line.marks, mark) if mark else line.marks
        return _with(line, label=impact.kind, lead=attribution, words=told, passages=passages, marks=marks)

    def statement(self, statement: Statement) -> BriefLine:
        """The content that a statement attributes, quoted; the lead is the page's own cue, and the stance."""
        content = self.index.passage(statement.article_id, statement.content.start, statement.content.end)
        cue = statement.cue
        said = self.index.passage(statement.article_id, cue.start, cue.end) if cue else None
        lead = shorten(said.text, CUE_WORDS) if said else "said"
        # The stance where the cue does not say it: "denied" needs no "(denies)", "said" may.
        told = statement.stance == "asserts" or lead[:4].lower() == statement.stance[:4]
        lead += ":" if told else f" ({statement.stance}):"
        cites, more = self.index.cite([statement.article_id])
        return BriefLine(
            id=statement.id,
            standing="said",
            words=quoted(shorten(content.text, STATEMENT_WORDS)),
            lead=lead,
            date=self.index.day(statement.article_id),
            dated="reported" if self.index.day(statement.article_id) else "none",
            origins=1,
            cites=cites,
            more=more,
            passages=tuple(_unique([content, *self.index.sentence(statement), *([said] if said else [])])),
        )

    def position(self, position: Position) -> BriefLine | None:
        """The earliest passage that says a position; None where its page is not at hand."""
        index = self.index
        rows: list[Report | Statement] = [index.reports[id] for id in position.reports if id in index.reports]
        rows += [index.statements[id] for id in position.statements if id in index.statements]
        if not rows:
            return None
        first = min(rows, key=lambda r: (index.day(r.article_id) or "9999", r.article_id, r.start, r.id))
        at = first.content if isinstance(first, Statement) else first
        told = index.passage(first.article_id, at.start, at.end)
        day = index.day(first.article_id)
        cites, more = index.cite([first.article_id], [r.article_id for r in rows])
        return BriefLine(
            id=first.id,
            standing="said",
            words=quoted(shorten(told.text, STATEMENT_WORDS)),
            label=position.kind,
            date=day,
            dated="reported" if day else "none",
            origins=position.origins,
            cites=cites,
            more=more,
            passages=tuple(_unique([told, *index.sentence(first)])),
        )

    def _speaker(self, report: Report) -> str:
        spoken = self.index.speaker(report)
        return spoken[0] if spoken else ""

    def _sentence(self, report: Report) -> str:
        return self.index.articles[report.article_id].text[report.start : report.end]

    def _line(
        self, event: Event, stands: Standing, chosen: Report, used: Iterable[Report], others: Iterable[str]
    ) -> BriefLine:
        used = list(used)
        date, dated = dating(event)
        cites, more = self.index.cite([r.article_id for r in used], others)
        passages = [p for r in used for p in self.index.sentence(r)]
        return BriefLine(
            id=event.id,
            standing=stands,
            words=quoted(excerpt(self._sentence(chosen), chosen.trigger.start - chosen.start, LINE_WORDS - 4)),
            label=label(event.event, chosen.mode or event.mode),
            lever=is_lever(event.event),
            date=date,
            dated=dated,
            marks=(_MARKS[event.status],) if event.status in _MARKS else (),
            origins=event.origins,
            grade=grade_of(self.index.source.grades.get(event.id)),
            cites=cites,
            more=more,
            passages=tuple(_unique(passages)),
        )

    def _marks(self, event: Event, chosen: Report, tellings: list[Report]) -> tuple[tuple[str, ...], list[Report]]:
        """Status and doubt in fixed words, and the tellings that the named speakers come from."""
        marks = [_MARKS[event.status]] if event.status in _MARKS else []
        witnesses: list[Report] = []
        named = {(chosen.status, self._speaker(chosen))}
        for report in tellings:
            key = report.status, self._speaker(report)
            if report.status in _VERBS and key[1] and key not in named and len(witnesses) < 2:
                named.add(key)
                witnesses.append(report)
                marks.append(f"{_VERBS[report.status]} by {shorten(inline(key[1]), WITNESS_WORDS)}")
        return (*_doubts(event, tellings, marks),), witnesses


def _doubts(event: Event, tellings: list[Report], marks: list[str]) -> Iterable[str]:
    """The marks, and what the tellings say against each other."""
    told = {(r.status, r.speaker is None) for r in tellings}
    called_off = event.status == "negated" and any(status == "planned" for status, _ in told)
    yield from (m for m in marks if not (called_off and m == "not happened"))
    if called_off:
        yield "called off"
    if event.status == "happened" and ("negated", True) in told:
        yield "also told as not happened"
    if event.status == "negated" and ("happened", True) in told:
        yield "also told as happened"
    if disagreeing(tellings):
        yield "figures differ"
    if event.place is not None and event.place.reason == "withheld":
        yield "withheld place"


_VERBS = {"happened": "claimed", "negated": "denied"}
_MARKS = {"planned": "planned", "possible": "possible", "negated": "not happened"}


def _unique(passages: list[Passage]) -> list[Passage]:
    return list({(p.article_id, p.start, p.end): p for p in passages}.values())


def _with(line: BriefLine, **changes: object) -> BriefLine:
    from msgspec.structs import replace

    return replace(line, **changes)
