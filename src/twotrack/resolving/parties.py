"""The parties of an article: each mention read by itself (``actors``), then with what stands around it.

What the article adds: the country of an adjective that only it knows, the office of a name that it explained once,
the person behind "he", the army behind "the army". A guess is never made: what isn't safe stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from twotrack.records import Article, Entity, Record
from twotrack.resolving import nations
from twotrack.resolving.actors import Actors
from twotrack.resolving.context import Context
from twotrack.resolving.entries import TRANSNATIONAL
from twotrack.resolving.folding import fold
from twotrack.resolving.found import NOT_THERE, Found, Where, nation_party, party_of
from twotrack.resolving.phrases import TYPES

_HE_SHE = frozenset(["he", "she", "him", "himself", "herself"])
_PRONOUNS = _HE_SHE | frozenset(
    "it they them we us i you who its their his her themselves itself both each one".split()
)
_OWNED = re.compile(r"^(?:its|their|his|her)\s", re.I)
_DEFINITE = re.compile(r"^the\s", re.I)
_ANY = re.compile(r"^(?:no|any|every|other|foreign|international|some|several)\b|.*\b(?:foreign|international)\b", re.I)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*\w")
_FIRST = re.compile(r"(?:^|[.!?:][\"”’]?\s+|\n)[\"“‘]?[A-Z][\w’'-]*")
_TITLED = r"((?:[A-Z][\w.’'-]*|of|the|for|and|[a-z]+ian|[a-z]*minister|president|leader|commander|general)\s+){1,7}"
# Organs that an article without another state may leave without their country.
_ORGANS = frozenset(["GOV", "MIL", "COP", "SPY", "LEG", "JUD"])
_WINDOW = 120


class Told(Record, frozen=True):
    """A mention with who it is, in the order of the text."""

    start: int
    paragraph: int
    found: Found


class Resolved(Record, frozen=True):
    """A mention as it is resolved, and the user's own entries that decided."""

    entity: Entity
    own: tuple[str, ...]


class Parties:
    """``Parties(actors)(mentions, article, context, where)``: who each mention is, by its start and end."""

    def __init__(self, actors: Actors) -> None:
        self._actors = actors

    def __call__(
        self, mentions: Iterable[Entity], article: Article, context: Context, where: Where
    ) -> dict[tuple[int, int], Resolved]:
        """Read in the order of the text, so that each may look back."""
        reading = Reading(self._actors, article, context, where)
        unique = {(m.start, m.end): m for m in mentions}
        return {key: _resolved(unique[key], reading.read(unique[key])) for key in sorted(unique)}


class Reading:
    """One article being read: what was said so far."""

    def __init__(self, actors: Actors, article: Article, context: Context, where: Where) -> None:
        self._actors = actors
        self._article = article
        self._context = context
        self._where = where
        self._capitals = _capitalised(article.text)
        self._inside = _capitalised(_FIRST.sub(" ", article.text))
        self._told: list[Told] = []
        self._read: dict[str, Found] = {}
        self._people: dict[str, Found] = {}

    def read(self, mention: Entity) -> Found:
        """Who the mention is; remembered for those after it."""
        paragraph = self._paragraph(mention.start)
        found = self._pronoun(mention, paragraph) or self._known(mention, paragraph)
        self._told.append(Told(start=mention.start, paragraph=paragraph, found=found))
        if found.person and (found.sector or " " in found.person):
            self._people[found.person.split()[-1]] = found
        return found

    def _known(self, mention: Entity, paragraph: int) -> Found:
        if mention.text not in self._read:
            self._read[mention.text] = self._by_itself(mention.text)
        found = self._read[mention.text]
        person = self._people.get(found.name or "") if found.rule.startswith(("place", NOT_THERE)) else None
        if person is not None:
            return person
        if self._ordinary(mention):
            return Found(rule="no name in it")
        if found.nation and found.sector and not found.person and self._just_first(mention, found.nation):
            found = msgspec.structs.replace(found, nation=None, party=None)
        return found if found.country or found.nation else self._by_context(found, mention.text, paragraph)

    def _by_itself(self, text: str) -> Found:
        found = self._actors(text, self._article.published, self._where)
        if found.nation and not found.sector and found.person:
            found = self._explained(found) or found
        return self._nation(found) if found.nation and not found.country else found

    def _nation(self, found: Found) -> Found:
        """An unknown adjective to the name that the article has for the country."""
        word = found.nation or ""
        name = nations.base(word, self._capitals)
        if name is None and (not found.sector or found.person):
            return found
        nation = fold(name) if name else nations.guess(word)
        alone = found.person is not None and fold(found.person) == word  # "Arnorian" is no personal name
        person = None if alone and name else found.person
        shown = name if name and not person and found.sector in ("", "GOV", "MIL") else found.name
        party = nation_party(nation, found.sector, person)
        return msgspec.structs.replace(found, party=party, nation=nation, name=shown, person=person)

    def _ordinary(self, mention: Entity) -> bool:
        """ "Colleagues" at the start of a sentence: one word, a plural, never with a capital elsewhere."""
        word = mention.text
        if " " in word or not word.endswith("s") or not word[0].isupper() or word in self._inside:
            return False
        return _starts(self._article.text, mention.start) and self._read[word].rule == NOT_THERE

    def _just_first(self, mention: Entity, nation: str) -> bool:
        """ "Mutinous paratroopers" at the start of a sentence: a capital that names nothing."""
        first = _CAPITAL.match(mention.text)
        if first is None or (fold(first[0]) != nation and nations.guess(fold(first[0])) != nation):
            return False
        return _starts(self._article.text, mention.start) and first[0] not in self._inside and not _derived(first[0])

    def _explained(self, found: Found) -> Found | None:
        """ "Dril" where the article said "Foreign Minister Ana Dril of Karsia" or "Ana Dril, Karsia's envoy,"."""
        surname = (found.person or "").split()[-1]
        if len(surname) < 3 or fold(surname) in TYPES:
            return None
        for match in re.finditer(rf"\b{re.escape(surname)}\b", self._article.text):
            for words in self._around(match.start(), match.end()):
                told = self._actors(words, self._article.published, self._where)
                if told.sector and told.person and told.person.split()[-1] == surname:
                    return told
                if told.sector and not told.person and (told.country or told.nation):
                    return msgspec.structs.replace(told, name=found.person, person=found.person)
        return None

    def _around(self, start: int, end: int) -> list[str]:
        """The titles before a name up to its end with what "of" adds, and the apposition behind it."""
        text = self._article.text
        left = re.search(_TITLED + "$", text[max(0, start - _WINDOW) : start])
        after = text[end : end + _WINDOW]
        of = re.match(r" of [A-Z]\w+", after)
        found = [left[0] + text[start:end] + (of[0] if of else "")] if left else []
        apposition = re.match(r", (?:the |a |an )?([^,.;]{4,80})[,.]", after)
        return found + ([apposition[1]] if apposition else [])

    def _by_context(self, found: Found, text: str, paragraph: int) -> Found:
        """ "the army" after "the Karsian army"; "police" in an article about one state."""
        if found.sector not in _ORGANS or found.rule.startswith("no country") or _ANY.match(text):
            return found
        if _DEFINITE.match(text):
            for told in reversed(self._told):
                same = told.found.sector == found.sector and told.found.rule.endswith(found.rule.split()[-1])
                if same and paragraph - told.paragraph <= 1 and (told.found.country or told.found.nation):
                    return self._with_country(found, told.found)
        if _OWNED.match(text):
            return self._owned(found, paragraph)
        if self._context.only and (found.sector != "MIL" or _DEFINITE.match(text)):
            return self._with_country(found, Found(country=self._context.only))
        return found

    def _owned(self, found: Found, paragraph: int) -> Found:
        """ "its prime minister": of the one state or nation that the paragraph told of so far."""
        told = [t.found for t in self._told if t.paragraph == paragraph]
        owners = {t.party: t for t in told if t.party and (t.country or t.nation) and t.sector in ("", "GOV", "MIL")}
        return self._with_country(found, next(iter(owners.values()))) if len(owners) == 1 else found

    def _with_country(self, found: Found, source: Found) -> Found:
        if source.country in TRANSNATIONAL:
            return found
        party = party_of(source.country, found.sector, found.name)
        party = party if source.country else nation_party(source.nation, found.sector, None)
        return msgspec.structs.replace(
            found, country=source.country, nation=source.nation, party=party, own=found.own + source.own
        )

    def _pronoun(self, mention: Entity, paragraph: int) -> Found | None:
        """ "he": the one person told of in this paragraph, or the last paragraph's when this one has none."""
        word = mention.text.strip().lower()
        if word not in _PRONOUNS or mention.text == "US":
            return None
        if word not in _HE_SHE:
            return Found(rule="pronoun")
        for number in (paragraph, paragraph - 1):
            people = {t.found.person: t.found for t in self._told if t.paragraph == number and _titled(t.found)}
            if people:
                return next(iter(people.values())) if len(people) == 1 else Found(rule="pronoun, two could be meant")
        return Found(rule="pronoun")

    def _paragraph(self, start: int) -> int:
        return next((i for i, p in enumerate(self._article.paragraphs) if p.start <= start < p.end), -1)


def _titled(found: Found) -> bool:
    """A person and not just an unknown capitalised name."""
    return found.person is not None and bool(found.sector or " " in found.person)


def _capitalised(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"['’]s$", "", word) for word in _CAPITAL.findall(text))


def _starts(text: str, start: int) -> bool:
    """Whether a sentence starts here."""
    before = text[:start].rstrip(' "“‘')
    return not before or before[-1] in ".!?:\n" or text[start - 1] == "\n"


def _derived(word: str) -> bool:
    """Whether it looks like an adjective of a country."""
    return word.endswith(("ian", "ians", "ese", "ish", "’s", "'s", "i", "is"))


def _resolved(mention: Entity, found: Found) -> Resolved:
    transnational = found.country in TRANSNATIONAL
    entity = Entity(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=found.name,
        code=found.code,
        country=None if transnational else found.country or None,
        sector=_sector(found),
        party_id=found.party,
    )
    return Resolved(entity=entity, own=found.own)


def _sector(found: Found) -> str | None:
    """The transnational code is the sector where there is no other: ``IGO``, ``NGO``."""
    if found.country in TRANSNATIONAL and found.sector in ("", "UNO", "EUR"):
        return found.country
    return found.sector or None


def everyone(groups: Sequence[Sequence[Entity | None]]) -> list[Entity]:
    """All mentions of several lists, without the missing."""
    return [entity for group in groups for entity in group if entity is not None]
