"""Agents: "troops", "a spokesman for the defence ministry in Osk". The sector and the country that they have."""

from __future__ import annotations

import re

from twotrack.resolving.entries import Entry
from twotrack.resolving.folding import fold
from twotrack.resolving.found import Found, Where, clean, countries, head_text, nation_party, party_of
from twotrack.resolving.phrases import Part, Phrase, names

PLACES = ("of", "in", "at", "from", "for", "near", "inside", "outside", "within", "across", "on", "close")
BODIES = ("of", "for", "from", "with", "to", "at", "in", "inside", "within", "close", "familiar", "by")
FORMER = re.compile(r"\b(?:former|ex|ousted|exiled|deposed|one-time|retired)\b", re.I)
_OFFICE = ("GOV", "LEG", "MIL", "SPY", "COP", "JUD")
_OTHERS = re.compile(
    r"\b(?:all(?:y|ies)|partners?|supporters|backers|opponents|critics|foes|rivals|neighbou?rs)$", re.I
)
_AGAINST = re.compile(r"\b(?:anti-?(?:government|regime|junta|state|coup)|breakaway|separatist)\b", re.I)


def are_others(words: str) -> bool:
    """ "Ukraine's allies" are not Ukraine."""
    return _OTHERS.search(words) is not None


def agent_of(phrase: Phrase, where: Where) -> Found | None:
    head = phrase.head
    agent, source = _deciding(phrase)
    empty = not head.of("agent", "state", "adjective", "capital", "area", "body", "group", "person") and not names(head)
    if agent is None and not head.of("agent") and not (empty and phrase.tails):
        return None
    if are_others(clean(head_text(phrase))):
        return Found(name=clean(phrase.text), rule="allies of somebody are not that somebody")
    country, nation = _country(phrase, source, where)
    sector = _sector(phrase, agent, country or nation)
    person = personal(phrase)
    name = _agent_name(phrase, country, sector)
    if not country and not nation and not sector:
        return Found(name=name if person else None, person=person, rule="no party in it")
    return Found(
        name=name,
        country=country or "",
        sector=sector,
        party=party_of(country, sector, person or clean(phrase.text))
        if country
        else nation_party(nation, sector, person),
        person=person,
        nation=nation,
        rule=f"agent: {agent.name}" if agent else "agent",
    )


def _deciding(phrase: Phrase) -> tuple[Entry | None, Part]:
    """The agent that decides and the part that it stands in: the head's, unless a tail says more ("an official of
    the defence ministry", "ten of the soldiers")."""
    head = phrase.head
    agent = best(head)
    if agent and agent.strength > 1:
        return agent, head
    for tail in phrase.tails:
        found = best(tail)
        empty = agent is None and not head.of("agent") and tail.joint == "of"
        if found and tail.joint in BODIES and (empty or _better(found, agent)):
            return found, tail
    return agent, head


def best(part: Part, *, weak: bool = True) -> Entry | None:
    """The agent that decides: the strongest, of equals the last. "army officials" are the army's."""
    agents = [i.entry for i in part.of("agent") if i.entry and i.entry.strength]
    agents += [_as_agent(i.entry) for i in part.of("body") if weak and i.entry and i.entry.weak]
    strongest = max((e.strength for e in agents), default=0)
    return next((e for e in reversed(agents) if e.strength == strongest), None)


def _as_agent(body: Entry) -> Entry:
    """A weak body as what it is in another country: "Russia's Security Council" is part of a government."""
    sector = {"IGO": "GOV", "NGO": "SOC"}.get(body.country, body.sector)
    return Entry(kind="agent", name=body.name, sector=sector, strength=2)


def _better(tail: Entry | None, head: Entry | None) -> bool:
    return tail is not None and tail.strength > 1 and (head is None or head.sector != tail.sector)


def _sector(phrase: Phrase, agent: Entry | None, country: str | None) -> str:
    if agent is not None and agent.own:
        return agent.sector
    if agent is None:
        return "GOV" if country and re.search(r"\bspokes\w+", phrase.text, re.I) else ""
    owner = next((i.entry.sector for i in phrase.head.of("agent") if i.possessive and i.entry), "")
    if owner in ("REB", "OPP", "PRM", "CRM", "LAB", "BUS") and agent.sector in _OFFICE:
        return owner
    sector = agent.sector
    opposition = any(i.entry and i.entry.sector == "OPP" for i in phrase.head.of("agent"))
    armed = any(i.entry and i.entry.sector in ("MIL", "REB", "PRM") for i in phrase.head.of("agent"))
    if opposition and armed:
        return "REB"
    if opposition and (agent.strength == 1 or sector in ("PTY", "LEG", "GOV")):
        return "OPP"
    if sector in ("MIL", "REB", "PRM", "GOV") and _AGAINST.search(phrase.text):
        return "REB"
    if sector in _OFFICE and FORMER.search(head_text(phrase)):
        return "ELI"
    return sector


def _country(phrase: Phrase, source: Part, where: Where) -> tuple[str | None, str | None]:
    """PLOVER's code of the country that an agent belongs to, or the name of a nation that is not in the directory."""
    for part in dict.fromkeys((source, phrase.head)):
        country, nation = _within(part, phrase.text, where)
        if country or nation:
            return country, nation
    for tail in phrase.tails:
        if tail.joint not in PLACES:
            continue
        named = set(countries(tail))
        if named:
            return (named.pop(), None) if len(named) == 1 else (None, None)
        for run in names(tail):
            text = phrase.text[run[0].start : run[-1].end]
            place = where(text, False)
            if place:
                return place, None
            if tail.joint in ("of", "for", "from"):
                return None, fold(text)
    return None, None


def _within(part: Part, words: str, where: Where) -> tuple[str | None, str | None]:
    """From the words before the agent, or from a name that owns it. Two countries at once are nobody's."""
    named = list(dict.fromkeys(countries(part)))
    if len(named) > 1:
        first = next(i for i in part.items if i.entry and i.entry.country)
        return (named[0], None) if first.possessive else (None, None)
    if named:
        return named[0], None
    agents = part.of("agent")
    limit = agents[-1].words[0].start if agents else 10**9
    for run in names(part):
        if run[0].start < limit or run[-1].possessive:
            text = words[run[0].start : run[-1].end]
            place = where(text, False)
            return (place, None) if place else (None, fold(text))
    return None, None


def _agent_name(phrase: Phrase, country: str | None, sector: str) -> str | None:
    """A personal name, else the state for its organs, else the words."""
    person = personal(phrase)
    if person:
        return person
    if country and sector in ("GOV", "MIL"):
        states = [i.entry for part in phrase.parts for i in part.items if i.entry and i.entry.country == country]
        state = next((e.name for e in states if e.kind in ("state", "adjective", "capital")), None)
        if state:
            return state
    return clean(phrase.text) or None


def personal(phrase: Phrase) -> str | None:
    """A name after the last agent: "Foreign Minister Ana Dril", "the opposition leader, Ansa Veil,"."""
    agents = phrase.head.of("agent", "body", "group")
    if not agents:
        return None
    after = agents[-1].words[0].start
    runs = [run for run in names(phrase.head) if run[0].start > after and not run[-1].possessive]
    if not runs and phrase.tails and phrase.tails[0].joint == ",":
        runs = [run for run in names(phrase.tails[0]) if len(run) == len(phrase.tails[0].items)]
    return phrase.text[runs[-1][0].start : runs[-1][-1].end] if runs else None
