"""A user's own entries: actors, agents and patterns that win over the built-in directory and over the model.

>>> own = Own(actors=(OwnActor(name="Veld Rangers", code="VLDREB", file="veld.toml"),))
>>> own.digest == Own().digest, Own().digest
(False, 'none')
"""

from __future__ import annotations

from twotrack.records import Record, Status, content_id

NONE = "none"  # the event of a pattern that drops what the model found, and the digest where there are no entries


class OwnActor(Record, frozen=True):
    """Who some words are. ``code`` is country plus sector, ``""`` for words that have none.

    ``since`` and ``until`` are ISO days, both inclusive, ``""`` for no limit. ``file`` is what ``explain`` shows.
    """

    name: str
    code: str
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    person: bool = False
    file: str = ""


class OwnAgent(Record, frozen=True):
    """Words for people of a sector, whatever their country."""

    words: tuple[str, ...]
    sector: str
    file: str = ""


class OwnPattern(Record, frozen=True):
    """Words that tell an event, or ``"none"``; a mode or status that isn't given is left to the reader."""

    event: str
    words: str
    mode: str | None = None
    status: Status | None = None
    file: str = ""


OwnEntry = OwnActor | OwnAgent | OwnPattern


class Own(Record, frozen=True):
    """All of a user's entries, in the order in which they win."""

    actors: tuple[OwnActor, ...] = ()
    agents: tuple[OwnAgent, ...] = ()
    patterns: tuple[OwnPattern, ...] = ()

    @property
    def digest(self) -> str:
        """16 hex digits that change when an entry does, and not with a comment; ``"none"`` without entries."""
        if self == Own():
            return NONE
        return content_id("directory", self.actors, self.agents, self.patterns)
