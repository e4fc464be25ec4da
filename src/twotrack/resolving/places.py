"""The places of an article: words to points, or to the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from twotrack.records import Place, PlaceReason
from twotrack.resolving import kinds
from twotrack.resolving.choosing import Chooser, Mention, Scored, View, is_container, regions_named, votes_without
from twotrack.resolving.context import Context
from twotrack.resolving.entries import Directory
from twotrack.resolving.gazetteer import CITY, REGION, Gazetteer, Spot
from twotrack.resolving.lookup import pointed
from twotrack.resolving.spots import Hit, Reader, Words

_BESIDE = 40


class Places:
    """``Places(directory, gazetteer)(places, text, context)``: each place resolved, in the order given."""

    def __init__(self, directory: Directory, gazetteer: Gazetteer) -> None:
        self._read = Reader(directory, gazetteer)
        self._gazetteer = gazetteer
        self._chooser = Chooser(directory, gazetteer)

    def __call__(self, places: Sequence[Place], text: str, context: Context) -> list[Place]:
        """All at once: each is a neighbour to the others."""
        seen: dict[str, Words] = {}
        mentions = [
            replace(self._mention(place, text, seen), near=context.near(place.start, place.end)) for place in places
        ]
        chosen = self._choose(mentions, context)
        kept_back = kinds.keeps_back(text)
        return [self._place(m, chosen[i], context, kept_back) for i, m in enumerate(mentions)]

    def country(self, name: str, context: Context, sure: bool) -> str | None:
        """PLOVER's country of a place name that stands in a party's words; ``sure`` asks for a big place."""
        words = self._read(name)
        hit = words.hits[0] if words.hits else None
        if hit is None or hit.text != name:
            return None
        if hit.area:
            return _plover(hit.area.country)
        mention = Mention(place=Place(text=name, start=0, end=0), words=words, main=hit, around=())
        best = self._chooser.best(mention, View(), context)
        if best is None or (sure and not best.spot.main):
            return None
        spot = best.spot
        unrivalled = {s.country for s in hit.spots if s.population > 5_000} == {spot.country}
        big = 3_000_000 if spot.level == REGION else 50_000 if unrivalled else 300_000
        if spot.level and spot.population < big and not (best.reasons and (spot.population >= 20_000 or not sure)):
            return None
        return _plover(spot.country)

    def _mention(self, place: Place, text: str, seen: dict[str, Words]) -> Mention:
        """The name that is meant, and the others in the words or right behind them ("Paris, Texas")."""
        words = seen.get(place.text) or self._read(place.text)
        seen[place.text] = words
        main = _meant(words)
        around = [hit for hit in words.hits if hit is not main]
        inside = text[place.start : place.end] == place.text
        after = text[place.end : place.end + _BESIDE] if inside else ""
        before = text[max(0, place.start - _BESIDE) : place.start] if inside else ""
        if main and (match := re.match(r",? (?:in |of )?(?:the )?(?=[A-Z])|, ", after)):
            rest = self._read(re.split(r"[.;()\n]", after[match.end() :])[0])
            around += [hit for hit in rest.hits[:1] if hit.start <= 4 and is_container(hit)]
        return Mention(
            place=place, words=words, main=main, around=tuple(around), before=before, inner=self._inner(before)
        )  # fmt: skip

    def _inner(self, before: str) -> Hit | None:
        """ "Atlanta" of "Atlanta, " before "Georgia"."""
        match = re.search(r"((?:[A-Z][\w'’-]+ )*[A-Z][\w'’-]+), (?:in )?$", before)
        hits = self._read(match[1]).hits if match else ()
        return hits[-1] if hits else None

    def _choose(self, mentions: Sequence[Mention], context: Context) -> list[Scored | None]:
        """Twice: the second time with the first answers as neighbours. A name that the article explains once
        ("Lebanon, Ind.") means the same wherever it stands."""
        views = _views(mentions)
        first = [self._chooser.best(m, views[m.name], context) for m in mentions]
        told = {m.name: s for m, s in zip(mentions, first, strict=True) if s and s.within}
        found = {m.name: s.spot for m, s in zip(mentions, first, strict=True) if s}
        for name, view in views.items():
            others = {spot.id: spot for other, spot in found.items() if other != name}
            views[name] = replace(view, others=tuple(others.values()))
        return [
            told[m.name]
            if m.name in told and not (own and own.within)
            else self._chooser.best(m, views[m.name], context)
            for m, own in zip(mentions, first, strict=True)
        ]

    def _place(self, mention: Mention, best: Scored | None, context: Context, kept_back: bool) -> Place:
        place, hit = mention.place, mention.main
        if place.reason == "withheld" or kinds.withheld(place.text):
            return self._without(mention, context, "withheld")
        if kept_back and hit is None and kinds.is_the_town(place.text):
            return self._without(mention, context, "withheld")
        if hit is None:
            area = place.reason == "region" or kinds.is_area(place.text)
            return self._without(mention, context, "region" if area else "not found")
        if hit.area is not None:
            return self._area(mention)
        if best is None:
            missing: PlaceReason = "ambiguous" if len(hit.spots) > 1 else "not found"
            return self._without(mention, context, "region" if kinds.is_border(place.text) else missing)
        if best.spot.level == 0 and (kinds.is_part(place.text[: hit.start]) or kinds.is_border(place.text)):
            return self._without(mention, context, "region", best.spot.country)
        return self._point(mention, best.spot)

    def _point(self, mention: Mention, spot: Spot) -> Place:
        near = mention.main is not None and spot.level == CITY and kinds.is_near(_in_front(mention))
        return pointed(mention.place, spot, self._gazetteer, "admin2" if near else None)

    def _area(self, mention: Mention) -> Place:
        area = mention.main.area if mention.main else None
        assert area is not None
        if area.lat is None:
            return replace(mention.place, name=area.name, country=area.country, reason="region")
        return replace(
            mention.place,
            name=area.name,
            country=area.country,
            lat=area.lat,
            lon=area.lon,
            precision="exact",
            reason=None,
        )

    def _without(self, mention: Mention, context: Context, reason: PlaceReason, country: str | None = None) -> Place:
        """No point; the country where the words or else the article say it."""
        states = [hit.spots[0] for hit in mention.words.hits if hit.spots and hit.spots[0].level == 0]
        said = dict.fromkeys([*(s.country for s in states), *mention.words.adjectives])
        if country is None and len(said) == 1:
            country = next(iter(said))
        border = kinds.is_border(mention.place.text)
        if border and len(states) == 1 and not any(h.owner for h in mention.words.hits):
            country = None  # "the border with Keld" is not in Keld
        if country is None and not said and reason in ("withheld", "region") and not border:
            country = context.theatre
        named = reason == "not found" and mention.words.unknown
        name = " ".join(mention.words.unknown) if named else None
        return replace(mention.place, name=name, country=country, reason=reason)


def _views(mentions: Sequence[Mention]) -> dict[str, View]:
    """What the other names say, by name."""
    named = {m.name: m for m in mentions if m.main}
    regions = regions_named(mentions)
    views = {name: View(regions=regions, votes=votes_without(named.values(), name)) for name in named}
    return {m.name: views.get(m.name, View()) for m in mentions}


def _meant(words: Words) -> Hit | None:
    """The name that the words are of: the first that owns no other, but the city of "Kyiv's Podil district"."""
    named = [hit for hit in words.hits if not hit.owner] or list(words.hits)
    first = words.hits[0] if words.hits else None
    if first is not None and first.owner and any(s.level == CITY and s.population > 100_000 for s in first.spots):
        return first
    return named[0] if named else None


def _plover(iso3: str | None) -> str | None:
    return "KOS" if iso3 == "XKX" else iso3


def _in_front(mention: Mention) -> str:
    """The words before the name, in the place's words or right before them: "near", "12 km east of"."""
    start = mention.main.start if mention.main else 0
    return re.split(r"[.;:,]", mention.before)[-1][-25:] + mention.place.text[:start]
