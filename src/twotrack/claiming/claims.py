"""Events that rest on somebody's word: the sides, who was first, who is silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from twotrack.claiming.who import is_somebody, key, shown
from twotrack.records import Claim, Entity, Event, EventParty, Report, Side

Says = Literal["claims", "denies"]
_SAYS: dict[str, Says] = {"happened": "claims", "negated": "denies"}


def claims(
    events: Iterable[Event], reports: Mapping[str, Report], published: Mapping[str, str | None]
) -> Iterator[Claim]:
    """A claim for each event of which somebody says that it happened or did not, in order of events.

    ``published`` gives the publication day of an article. Plans and possibilities are nobody's claim.
    """
    for event in events:
        told = [reports[id] for id in event.reports if id in reports]
        spoken = [r for r in told if r.speaker and r.status in _SAYS and is_somebody(r.speaker.text)]
        if spoken:
            yield _claim(event, told, spoken, published)


def _claim(
    event: Event, told: Sequence[Report], spoken: Sequence[Report], published: Mapping[str, str | None]
) -> Claim:
    groups: dict[tuple[str, Says], list[Report]] = defaultdict(list)
    for report in spoken:
        if report.speaker is not None:
            groups[key(report.speaker), _SAYS[report.status]].append(report)
    sides = [_side(says, found, published) for (_, says), found in sorted(groups.items())]
    speakers = {name for name, _ in groups}
    return Claim(
        event=event.id,
        sides=tuple(sorted(sides, key=lambda s: (s.since or "9999", s.says, s.party.name, s.party.code))),
        told=tuple(r.id for r in told if r.speaker is None and r.status in _SAYS),
        first=_first(sides),
        silent=tuple(shown(mentions) for name, mentions in sorted(_parties(told).items()) if name not in speakers),
        contested=event.contested,
    )


def _side(says: Says, reports: Sequence[Report], published: Mapping[str, str | None]) -> Side:
    days = sorted(day for r in reports if (day := published.get(r.article_id)))
    return Side(
        party=shown(r.speaker for r in reports if r.speaker is not None),
        says=says,
        reports=tuple(sorted(r.id for r in reports)),
        since=days[0] if days else None,
    )


def _first(sides: Sequence[Side]) -> EventParty | None:
    """The one that spoke on the earliest day; nobody where two did."""
    dated = sorted((s for s in sides if s.since), key=lambda s: s.since or "")
    if not dated or any(s.since == dated[0].since and s.party != dated[0].party for s in dated[1:]):
        return None
    return dated[0].party


def _parties(told: Iterable[Report]) -> dict[str, list[Entity]]:
    """The event's own parties that could speak: those that a directory or a name makes somebody."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in (e for r in told for e in (*r.actors, *r.recipients)):
        if entity.code or any(w[:1].isupper() for w in entity.text.split()):
            found[key(entity)].append(entity)
    return found
