"""The two tracks, the days they run over, and the key changes among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from twotrack.briefing.lines import LineMaker, dating, newest_first, sort_day, stakes, standing
from twotrack.briefing.shapes import Day, Part, TrackView
from twotrack.records import Event, Track

TRACK_LINES = 40
AHEAD_LINES = 6
UNCONFIRMED_LINES = 12
CHANGES = 5
NEWS_DAYS = 7
DAYS = 10


def part(events: Sequence[Event], make: LineMaker, limit: int) -> Part:
    """The first lines, and how many events are left."""
    return Part(lines=tuple(make.event(e) for e in events[:limit]), more=max(0, len(events) - limit))


def track(name: Track, events: Iterable[Event], make: LineMaker) -> TrackView:
    """One track, newest first: what no line has room for is counted."""
    own = sorted((e for e in events if e.track == name), key=newest_first)
    groups: dict[str, list[Event]] = {"fact": [], "ahead": [], "unconfirmed": []}
    for event in own:
        stands = standing(event)
        groups[stands if stands in groups else "unconfirmed"].append(event)
    ahead = min(len(groups["ahead"]), AHEAD_LINES)
    unconfirmed = min(len(groups["unconfirmed"]), UNCONFIRMED_LINES)
    return TrackView(
        track=name,
        reported=part(groups["fact"], make, TRACK_LINES - ahead - unconfirmed),
        ahead=part(groups["ahead"], make, ahead),
        unconfirmed=part(groups["unconfirmed"], make, unconfirmed),
    )


def days(events: Iterable[Event]) -> tuple[Day, ...]:
    """The newest days with their events on each track; periods longer than a day are not a day's."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for event in events:
        day, dated = dating(event)
        if day is not None and "to" not in day and not (dated == "event" and standing(event) == "ahead"):
            counts[day, event.track, standing(event) != "fact"] += 1
    newest = sorted({day for day, _, _ in counts}, reverse=True)[:DAYS]
    return tuple(
        Day(
            day=day,
            ground=counts[day, "ground", False],
            ground_unconfirmed=counts[day, "ground", True],
            table=counts[day, "table", False],
            table_unconfirmed=counts[day, "table", True],
        )
        for day in newest
    )


def changes(events: Sequence[Event], newest: str | None, make: LineMaker) -> Part:
    """Up to five bullets of the last seven days: most origins, then people and land, then newest; both tracks.

    ``newest`` is the last publication day: what is dated later is no change yet.
    """
    recent = [e for e in events if _is_news(e, newest)]
    ranked = sorted(recent, key=lambda e: (-e.origins, -stakes(e), newest_first(e)))
    sentences: dict[str, Event] = {}
    for event in ranked:
        sentences.setdefault(event.text or event.id, event)  # one sentence, one bullet
    ground = [e for e in sentences.values() if e.track == "ground"]
    table = [e for e in sentences.values() if e.track == "table"]
    chosen = ground[: max(3, CHANGES - len(table))] + table[: max(2, CHANGES - len(ground))]
    lines = (make.event(e) for e in sorted(chosen[:CHANGES], key=newest_first))
    return Part(lines=tuple(lines))


def _is_news(event: Event, newest: str | None) -> bool:
    if event.status == "possible":
        return False
    day = sort_day(event)
    if newest is None:
        return True
    told = day if event.status != "planned" else event.last_seen
    since = (date.fromisoformat(newest) - timedelta(days=NEWS_DAYS - 1)).isoformat()
    return told is not None and since <= told <= newest
