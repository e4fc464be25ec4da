"""The resolving stage: words to codes, points and days, with the whole article in view.

Spans and ``text`` stay as the coder gave them; only the resolved fields beside them are filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from twotrack.directories.entries import Own
from twotrack.records import Coded, Entity, Place, Report, Statement
from twotrack.resolving import own as own_entries
from twotrack.resolving.actors import Actors
from twotrack.resolving.context import Context, survey
from twotrack.resolving.dates import when
from twotrack.resolving.entries import Directory
from twotrack.resolving.gazetteer import Gazetteer
from twotrack.resolving.parties import Parties, Resolved, everyone
from twotrack.resolving.places import Places

Key = tuple[int, int]


class Resolver:
    """``Resolver(own)(coded)``; ``own`` are the user's entries for parties, places are not touched by them.

    The directory and the gazetteer are loaded once, here: half a second, 150 MB.
    """

    def __init__(self, own: Own = Own()) -> None:  # noqa: B008 (a frozen record)
        self._directory = Directory()
        self._own = self._directory.with_own(own_entries.entries(own)) if own != Own() else self._directory
        self._places = Places(self._directory, Gazetteer())
        self._parties = Parties(Actors(self._own))

    def __call__(self, coded: Coded) -> Coded:
        """The same article with every party, place and date resolved, or left unknown with its reason."""
        context = survey(coded.article.text, self._directory)
        places = self._all_places(coded, context)
        parties = self._all_parties(coded, context)
        published = coded.article.published
        return Coded(
            article=coded.article,
            reports=tuple(_report(report, parties, places, published) for report in coded.reports),
            statements=tuple(_statement(statement, parties) for statement in coded.statements),
            places=tuple(places[_key(place)] for place in coded.places),
        )

    def _all_places(self, coded: Coded, context: Context) -> dict[Key, Place]:
        told = [report.place for report in coded.reports if report.place is not None]
        unique = {_key(place): place for place in (*coded.places, *told)}  # the report knows what is withheld
        given = [unique[key] for key in sorted(unique)]
        found = self._places(given, coded.article.text, context)
        return {_key(place): place for place in found}

    def _all_parties(self, coded: Coded, context: Context) -> dict[Key, Resolved]:
        seen: dict[tuple[str, bool], str | None] = {}

        def where(name: str, sure: bool) -> str | None:
            if (name, sure) not in seen:
                seen[name, sure] = self._places.country(name, context, sure)
            return seen[name, sure]

        article = coded.article
        ours = context if self._own is self._directory else survey(article.text, self._own.on(article.published))
        return self._parties(_mentions(coded), article, ours, where)


def _key(mention: Entity | Place) -> Key:
    return mention.start, mention.end


def _mentions(coded: Coded) -> list[Entity]:
    groups: list[Sequence[Entity | None]] = [(statement.speaker,) for statement in coded.statements]
    groups += [(*report.actors, *report.recipients, report.speaker) for report in coded.reports]
    return everyone(groups)


def _report(
    report: Report, parties: Mapping[Key, Resolved], places: Mapping[Key, Place], published: str | None
) -> Report:
    mentions = everyone([(*report.actors, *report.recipients, report.speaker)])
    own = dict.fromkeys(rule for mention in mentions for rule in parties[_key(mention)].own)
    return msgspec.structs.replace(
        report,
        actors=tuple(parties[_key(actor)].entity for actor in report.actors),
        recipients=tuple(parties[_key(recipient)].entity for recipient in report.recipients),
        speaker=parties[_key(report.speaker)].entity if report.speaker else None,
        place=places[_key(report.place)] if report.place else None,
        date=when(report.date, published, report.status) if report.date else None,
        rules=(*report.rules, *own),
    )


def _statement(statement: Statement, parties: Mapping[Key, Resolved]) -> Statement:
    speaker = parties[_key(statement.speaker)].entity if statement.speaker else None
    return msgspec.structs.replace(statement, speaker=speaker)
