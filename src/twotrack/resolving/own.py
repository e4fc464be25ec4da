"""A user's own entries in the directory, and what they decide: their words before anything else, longest first."""

from __future__ import annotations

from collections.abc import Iterator

from twotrack.directories.entries import Own, OwnActor
from twotrack.resolving.agents import are_others, personal
from twotrack.resolving.entries import TRANSNATIONAL, Entry
from twotrack.resolving.folding import fold
from twotrack.resolving.found import Found, clean, head_text, party_of
from twotrack.resolving.phrases import Phrase

# Above the 2 of the strongest built-in agent.
STRENGTH = 3


def entries(own: Own) -> Iterator[tuple[str, Entry]]:
    """Every word of a user's actors and agents, with its entry."""
    for actor in own.actors:
        entry = _actor(actor)
        yield from ((alias, entry) for alias in (actor.name, *actor.aliases))
    for agent in own.agents:
        for word in agent.words:
            yield word, Entry(kind="agent", name=word, sector=agent.sector, strength=STRENGTH, own=agent.file)


def _actor(actor: OwnActor) -> Entry:
    """A bare country takes the sector of the agent beside it, everybody else has his own."""
    country, sector = actor.code[:3], actor.code[3:]
    bare = bool(country) and not sector and country not in TRANSNATIONAL
    return Entry(
        kind="state" if bare else "person" if actor.person else "group",
        name=actor.name,
        country=country,
        sector=sector,
        terms=((actor.since, actor.until),) if actor.since or actor.until else (),
        own=actor.file,
    )


def of(phrase: Phrase) -> Found | None:
    """The user's entry with more than a country in the head decides; "the Rangers' hostages" are not the Rangers."""
    items = [item for item in phrase.head.of("group", "person") if item.entry and item.entry.own]
    if not items or items[-1].entry is None:
        return None
    if are_others(clean(head_text(phrase))):
        return Found(name=clean(phrase.text), rule="allies of somebody are not that somebody")
    after = [i.entry for i in phrase.head.of("agent") if i.words[0].start > items[-1].words[0].start]
    if any(a.sector in ("CVL", "REF") and a.strength > 1 for a in after if a):
        return None
    return found(items[-1].entry, phrase)


def found(entry: Entry, phrase: Phrase | None) -> Found:
    """Who an own entry is; ``phrase`` is None where its words are the whole mention."""
    party = party_of(entry.country, entry.sector, entry.name) if entry.country else fold(entry.name)
    named = personal(phrase) if phrase else None
    return Found(
        name=entry.name,
        country=entry.country,
        sector=entry.sector,
        party=party,
        person=entry.name if entry.kind == "person" else named,
        rule=f"own: {entry.name}",
        own=(f"user actor: {entry.own}",),
    )


def credits(found: Found, phrase: Phrase) -> tuple[str, ...]:
    """What the user's entries in a mention had a part in."""
    used = dict.fromkeys(found.own)
    for item in (item for part in phrase.parts for item in part.items):
        entry = item.entry
        if entry is None or not entry.own:
            continue
        if entry.kind == "agent" and entry.sector == found.sector:
            used[f"user agent: {entry.own}"] = None
        if entry.kind != "agent" and entry.country == found.country:
            used[f"user actor: {entry.own}"] = None
    return tuple(used)
