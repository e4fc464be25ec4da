"""Which of all places of a name is meant: each candidate gets points, the best wins when it wins clearly.

Points are for people, for being the main bearer of the name, for the country and region that the article or the
sentence names, for lying near the other places; the words beside the name ("X, Ohio", "the X region") outweigh all of
it. The weights were set on the LGL articles (``python -m evals.places``) and on world news by eye.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from twotrack.records import Place, Record
from twotrack.resolving.context import Context
from twotrack.resolving.entries import Directory, table
from twotrack.resolving.gazetteer import CITY, DISTRICT, REGION, Gazetteer, Spot
from twotrack.resolving.spots import Hit, Words

_SAME_KM = 60.0
# Below this many people a place needs a reason to be meant: a country, region or neighbour that the article names.
_KNOWN = 15_000
_KNOWN_OTHER_NAME = 100_000
_MARGIN = 0.2

PEOPLE, MAIN, CAPITAL, STATE, LEADING = 0.9, 1.5, 1.5, 2.5, 4.5
DISTRICT_COST, REGION_COST, LEVEL_SAID, LEVEL_LIKE = 1.6, 0.5, 4.0, 3.0
COUNTRY_NAMED, COUNTRY_SHARE, COUNTRY_NEAR, REGION_NAMED = 1.2, 1.6, 1.6, 2.5
CONTAINER, NOT_CONTAINER, HOLDS, VOTES, COMPANY = 12.0, -12.0, 8.0, 3.0, 2.5
NEIGHBOUR = ((30.0, 2.2), (120.0, 1.5), (400.0, 0.6))


class Mention(Record, frozen=True):
    """A place of the article as the coder gave it, with its words taken apart: ``main`` is the name that is meant,
    ``around`` those beside it, ``before`` the words in front of it, ``inner`` a name there that it may hold
    ("Atlanta, Georgia"), ``near`` the states that the sentence names."""

    place: Place
    words: Words
    main: Hit | None
    around: tuple[Hit, ...]
    before: str = ""
    inner: Hit | None = None
    near: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name that is meant, else all the words."""
        return self.main.text if self.main else self.place.text


class Scored(Record, frozen=True):
    """A candidate with its points; ``reasons`` counts what in the article speaks for it."""

    spot: Spot
    points: float
    reasons: int
    within: bool = False


class View(Record, frozen=True):
    """What the other names of the article say: regions named outright, votes for a region by the places that it
    could hold (a name that lies in one region only counts one), places already found."""

    regions: frozenset[int] = frozenset()
    votes: Mapping[int, float] = msgspec.field(default_factory=dict)
    others: tuple[Spot, ...] = ()


class Chooser:
    """``Chooser(directory, gazetteer).best(mention, view, context)``."""

    def __init__(self, directory: Directory, gazetteer: Gazetteer) -> None:
        self._capitals = _capitals(directory, gazetteer)
        self._leading = _leading(gazetteer)

    def best(self, mention: Mention, view: View, context: Context) -> Scored | None:
        """The candidate that is meant; None when there is none, none that is known enough, or no clear winner."""
        if mention.main is None or not mention.main.spots:
            return None
        scored = [self._score(spot, mention, view, context) for spot in mention.main.spots]
        ranked = sorted(scored, key=lambda s: (-s.points, -s.spot.population, s.spot.id))
        best = ranked[0]
        rivals = [s for s in ranked[1:] if distance(s.spot, best.spot) > _SAME_KM]
        if rivals and best.points - rivals[0].points < _MARGIN and best.spot.level:
            return None
        alone = len(scored) == 1 and " " in mention.name.replace("-", " ")  # hardly somebody's invention
        return best if alone or _known(best, len(scored)) else None

    def _score(self, spot: Spot, mention: Mention, view: View, context: Context) -> Scored:
        within = _within(spot, mention)
        by_context, reasons = _by_context(spot, mention, context)
        by_others, more = _by_others(spot, view)
        points = self._by_itself(spot) + self._by_words(spot, mention, within) + by_context + by_others
        return Scored(spot=spot, points=points, reasons=reasons + more + 2 * bool(within), within=bool(within))

    def _by_itself(self, spot: Spot) -> float:
        points = PEOPLE * math.log10(spot.population + 10)
        points += MAIN * spot.main + CAPITAL * (spot.id in self._capitals) + STATE * (spot.level == 0)
        return points - DISTRICT_COST * (spot.level == DISTRICT) - REGION_COST * (spot.level == REGION)

    def _by_words(self, spot: Spot, mention: Mention, within: bool | None) -> float:
        """What stands in the place's words and right beside them."""
        level = mention.main.level if mention.main else None
        points = LEADING * (spot.id in self._leading) if level in (None, CITY) else 0.0
        if level is not None:
            points += LEVEL_SAID * (spot.level == level)
            points += LEVEL_LIKE * ({spot.level, level} == {REGION, DISTRICT})  # a county is a region in Romania
        if within is not None:
            points += CONTAINER if within else NOT_CONTAINER
        inner = mention.inner.spots if mention.inner else ()
        return points + HOLDS * any(_contains(spot, held) for held in inner if held.main)


def distance(a: Spot, b: Spot) -> float:
    """Kilometres between two places, great circle."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(min(1.0, half)))


def _capitals(directory: Directory, gazetteer: Gazetteer) -> frozenset[int]:
    found = set()
    for name, country in directory.capitals:
        spots = [s for s in gazetteer.find(name) if s.country == country and s.level == CITY]
        found |= {max(spots, key=lambda s: (s.population, s.id)).id} if spots else set()
    return frozenset(found)


def _leading(gazetteer: Gazetteer) -> frozenset[int]:
    """The places of ``leading.csv``: of their name the one that world news means."""
    found = set()
    for row in table("leading.csv"):
        spots = [s for s in gazetteer.find(row["name"]) if s.country == row["country"] and s.level == CITY]
        found |= {max(spots, key=lambda s: (s.population, s.id)).id} if spots else set()
    return frozenset(found)


def _by_context(spot: Spot, mention: Mention, context: Context) -> tuple[float, int]:
    """Points for the states that the article and the sentence name, and how many reasons that is."""
    if spot.level == 0 or spot.country not in context.counts:
        return 0.0, 0
    points = COUNTRY_NAMED + COUNTRY_SHARE * context.share(spot.country)
    return points + COUNTRY_NEAR * (spot.country in mention.near), 1


def _by_others(spot: Spot, view: View) -> tuple[float, int]:
    """Points for the other places of the article, and how many reasons that is."""
    if spot.level == 0:
        return 0.0, 0
    inside = spot.level > REGION
    named = inside and spot.admin1 in view.regions
    votes = min(1.0, view.votes.get(spot.admin1, 0.0)) if inside else 0.0
    company = sum(other.country == spot.country for other in view.others) / max(1, len(view.others))
    gain = _neighbours(spot, view.others)
    return REGION_NAMED * named + VOTES * votes + COMPANY * company + gain, named + (votes >= 0.5) + (gain > 0)


def regions_named(mentions: Iterable[Mention]) -> frozenset[int]:
    """The regions that the article names outright; a region that shares its name with a city does not count."""
    found = set[int]()
    for mention in mentions:
        for hit in (*mention.words.hits, *mention.around):
            regions = [s.id for s in hit.spots if s.level == REGION]
            cities = [s for s in hit.spots if s.level == CITY and s.main and s.population > 100_000]
            if regions and (not cities or hit.level == REGION) and hit.spots[0].level != 0:
                found.update(regions)
    return frozenset(found)


def votes_without(mentions: Iterable[Mention], name: str) -> dict[int, float]:
    """Votes for regions by all names but this one."""
    names = {m.name: m.main for m in mentions if m.main and m.name != name}
    votes: dict[int, float] = {}
    for hit in names.values():
        held = {spot.admin1 for spot in hit.spots if spot.level >= DISTRICT and spot.main and spot.admin1}
        for region in held:
            votes[region] = votes.get(region, 0.0) + 1 / len(held)
    return votes


def is_container(hit: Hit) -> bool:
    """Whether the name can hold another place."""
    return any(spot.level in (0, REGION, DISTRICT) for spot in hit.spots)


def _known(best: Scored, candidates: int) -> bool:
    spot = best.spot
    if spot.level <= REGION or best.reasons or (spot.level == DISTRICT and spot.main and candidates == 1):
        return True
    return spot.population >= (_KNOWN if spot.main else _KNOWN_OTHER_NAME)


def _within(spot: Spot, mention: Mention) -> bool | None:
    """Whether it lies in what stands beside it ("Pokrovsk in the Donetsk region"); None when nothing does."""
    answer: bool | None = None
    countries = set(mention.words.adjectives)
    for hit in mention.around:
        if not is_container(hit):
            continue
        if any(_contains(area, spot) for area in hit.spots):
            return True
        answer = False
    if answer is None and countries and spot.level:
        return True if spot.country in countries else None
    return answer


def _contains(area: Spot, spot: Spot) -> bool:
    if area.id == spot.id:
        return False
    if area.level == 0:
        return area.country == spot.country and spot.level > 0
    return area.id in (spot.admin1, spot.admin2) and spot.level > area.level


def _neighbours(spot: Spot, others: Sequence[Spot]) -> float:
    """The more the nearest other place is a neighbour, the better; a state or a large region is no neighbour."""
    near = [distance(spot, other) for other in others if other.level >= DISTRICT and other.id != spot.id]
    nearest = min(near, default=math.inf)
    return next((gain for limit, gain in NEIGHBOUR if nearest <= limit), 0.0)
