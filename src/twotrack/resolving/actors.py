"""A party's words to a PLOVER code: country plus sector (docs/codebook.md, parties 3).

The order of the questions is the order of :meth:`Actors.__call__`: an entry of the user's own, a person known by name,
a body or armed group, a bare state, an agent ("troops", "the defence ministry") with a country, a name that the
directory does not have.
"""

from __future__ import annotations

import re

import msgspec

from twotrack.resolving import own
from twotrack.resolving.agents import FORMER, PLACES, agent_of, are_others, best, personal
from twotrack.resolving.entries import TRANSNATIONAL, Directory, Entry
from twotrack.resolving.folding import fold
from twotrack.resolving.found import NOT_THERE, Found, Where, clean, countries, head_text, party_of
from twotrack.resolving.phrases import Item, Part, Phrase, names, parse
from twotrack.resolving.words import words

_PEOPLE = ("CVL", "REF", "JRN", "EDU", "MED", "BUS", "AGR", "LAB")
_NO_CODE = re.compile(
    r"^(?:the )?(?:collective )?(?:west|western \w+|european \w+|europe|europeans|international community|world|"
    r"global south|arab \w+|african \w+|asian \w+|latin america|middle east)$",
    re.I,
)
_INSTITUTION = re.compile(r"\b(?:union|commission|parliament|council|court|bank|league)$", re.I)


class Actors:
    """``Actors(directory)(text, published, where)``; ``where`` tells the country of a place name, sure ones only
    when its second argument is true."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def __call__(self, text: str, published: str | None, where: Where) -> Found:
        """Who the words are, read by themselves."""
        directory = self._directory.on(published)
        whole = _whole(text, directory)
        if whole is not None and whole.own and whole.kind != "agent":
            return own.found(whole, None)
        if _NO_CODE.match(text.strip()) and not _INSTITUTION.search(text.strip()):
            return Found(name=clean(text), party=fold(clean(text)), rule="no country: codebook, parties 4")
        phrase = parse(text, directory)
        found = (
            (_plain(whole) if whole and whole.kind in ("group", "body") else None)
            or own.of(phrase)
            or _person(phrase, published)
            or _last_state(phrase)
            or _body(phrase)
            or _bare(phrase)
            or agent_of(phrase, where)
            or _unknown(phrase, where)
        )
        return msgspec.structs.replace(found, own=own.credits(found, phrase))


def _whole(text: str, directory: Directory) -> Entry | None:
    """The entry whose name takes up all the words ("pro-Russian separatists")."""
    found = words(clean(text))
    hit = directory.at(found, 0) if found else None
    return hit[0] if hit and hit[1] == len(found) else None


def _person(phrase: Phrase, published: str | None) -> Found | None:
    people = [item for item in phrase.head.of("person") if not item.possessive]
    agents = phrase.head.of("agent")
    if not people or (agents and agents[-1].words[0].start > people[-1].words[0].start):
        return None
    if names(phrase.head) and agents and len(people[-1].words) == 1:
        return None  # "Foreign Minister Anna Harris": another one
    entry = people[-1].entry
    assert entry is not None
    sector = _in_office(entry, published, bool(FORMER.search(phrase.text)))
    party = party_of(entry.country, sector, entry.name)
    if entry.sector == "REB":
        party = fold(entry.name)
        groups = phrase.head.of("group")
        party = fold(groups[-1].entry.name) if groups and groups[-1].entry else party
    return Found(
        name=entry.name,
        country=entry.country,
        sector=sector,
        party=party,
        person=entry.name,
        rule=f"person: {entry.name}",
    )


def _in_office(entry: Entry, published: str | None, former: bool) -> str:
    """The sector on the day of publication: the office, ELI after it, none before it."""
    if entry.country in TRANSNATIONAL or entry.sector in ("REB", "OPP", "PTY", "PRM"):
        return entry.sector
    if published is None:
        return "ELI" if former else entry.sector
    day = published[:10]
    if entry.holds(day):
        return entry.sector
    return "ELI" if any(last and last < day for _, last in entry.terms) else ""


def _last_state(phrase: Phrase) -> Found | None:
    """ "NATO member Turkey", "its ally Belarus": the last name is who it is."""
    items = phrase.head.items
    if len(items) < 2 or items[-1].entry is None or items[-1].entry.kind != "state" or items[-1].possessive:
        return None
    before = items[-2].entry
    if before is None or before.kind != "agent" or phrase.tails:
        return None
    if items[-1].entry.own and before.sector:
        return None  # "Prime Minister Falk" where a user wrote that Falk is Keld's
    return _plain(items[-1].entry)


def _plain(entry: Entry) -> Found:
    sector = entry.sector if entry.kind != "adjective" else ""
    return Found(
        name=entry.name,
        country=entry.country,
        sector=sector,
        party=party_of(entry.country, sector, entry.name),
        rule=f"{entry.kind}: {entry.name}",
    )


def _body(phrase: Phrase) -> Found | None:
    item = _own_body(phrase.head) or _tail_body(phrase)
    if item is None or item.entry is None:
        return None
    entry = item.entry
    agent = best(phrase.head, weak=False)
    if agent and entry.country not in TRANSNATIONAL and _is_another(agent, entry):
        return None
    if entry.weak and _other_country(phrase, entry):
        return None
    return Found(
        name=entry.name,
        country=entry.country,
        sector=entry.sector,
        party=party_of(entry.country, entry.sector, entry.name),
        person=personal(phrase),
        rule=f"{entry.kind}: {entry.name}",
    )


def _is_another(agent: Entry, body: Entry) -> bool:
    """ "Hamas hostages" are not Hamas, and "Kremlin forces" no government."""
    people = agent.sector in ("CVL", "REF") and agent.strength > 1
    return people or (body.sector == "GOV" and agent.sector in ("MIL", "COP", "SPY"))


def _own_body(head: Part) -> Item | None:
    found = head.of("body", "group")
    return found[-1] if found else None


def _tail_body(phrase: Phrase) -> Item | None:
    """ "a Hamas commander" has its body in the head; "the president of the European Commission" in a tail."""
    agent = best(phrase.head)
    strong = agent is not None and agent.strength > 1
    named = phrase.head.of("state", "adjective", "capital", "area", "person") or names(phrase.head)
    if (named and not phrase.head.of("agent")) or (agent and agent.sector in _PEOPLE):
        return None
    for tail in phrase.tails[:2]:
        for item in tail.of("body", "group"):
            entry = item.entry
            if entry is None or (strong and tail.joint not in ("of", "for")):
                continue
            if not strong or entry.country in TRANSNATIONAL or entry.kind == "group":
                return item
    return None


def _other_country(phrase: Phrase, entry: Entry) -> bool:
    named = {i.entry.country for i in phrase.head.of("state", "adjective", "capital") if i.entry}
    tails = {i.entry.country for t in phrase.tails for i in t.of("state", "capital") if i.entry and t.joint in PLACES}
    return bool((named or tails) - {entry.country})


def _bare(phrase: Phrase) -> Found | None:
    """A state, its capital or its people, with no agent beside it."""
    head = phrase.head
    if best(head) or head.of("agent") or names(head):
        return None
    found = head.of("state", "capital", "adjective", "area")
    if not found or are_others(clean(phrase.text)):
        return None
    listed = [part for part in phrase.tails if part.joint == ","]
    if len({c for part in (head, *listed) for c in countries(part)}) != 1:
        return Found(name=clean(phrase.text), rule="several countries")
    entry = found[-1].entry
    return _plain(entry) if entry else None


def _unknown(phrase: Phrase, where: Where) -> Found:
    """Names that the directory does not have: a place whose country is known, else itself."""
    runs = names(phrase.head)
    text = clean(head_text(phrase))
    titled = len(text.split()) > 1 and all(word[0].isupper() for word in text.split())
    if not runs:
        return Found(name=text, party=fold(text), rule="a title") if titled else Found(rule="no name in it")
    name = text if titled else phrase.text[runs[-1][0].start : runs[-1][-1].end]
    place = where(name, True)
    if place and not _countries_clash(phrase, place):
        return Found(name=name, country=place, party=place, rule=f"place: {name}")
    named = list(dict.fromkeys(countries(phrase.head)))
    if len(named) == 1 and len(phrase.head.items) > len(runs[-1]):
        person = name if len(runs[-1]) > 1 else None
        return Found(name=name, country=named[0], party=fold(text), person=person, rule="a name with a country")
    return Found(name=name, party=fold(name), person=name, nation=fold(name), rule=NOT_THERE)


def _countries_clash(phrase: Phrase, place: str) -> bool:
    return any(country != place for country in countries(phrase.head))
