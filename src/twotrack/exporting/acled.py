"""ACLED's columns. Its ``actor1`` and ``actor2`` have no direction; here the doer stands first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twotrack.exporting import flat
from twotrack.exporting.parties import first, kind, kinds, land
from twotrack.exporting.profile import Profile, Row
from twotrack.exporting.tables import acled_types, country
from twotrack.exporting.told import LeftOut, Told, joined
from twotrack.records import Event, EventParty

COLUMNS = tuple(
    """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type
    actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting
    iso region country admin1 admin2 admin3 location latitude longitude geo_precision
    source source_scale notes fatalities tags timestamp""".split()
)
NO_TYPE = "ACLED has no type for it"
_DISORDER = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
# ACLED's kinds of actors in the order of its numbers, which is that of their names in `interaction`.
_INTERS = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
)  # fmt: skip
_ARMED = {"state", "rebels", "militia"}


def row(told: Told) -> Row:
    """One event; what happens at the table, and what ACLED has no type for, is left out."""
    event, known = told.event, flat.row(told)
    found = _type(event)
    if found is None:
        return LeftOut(reason=NO_TYPE)
    held = country(known["country"])
    return {
        "event_id_cnty": event.id,
        "event_date": known["event_date"],
        "year": known["event_date"][:4] if known["event_date"] else None,
        "time_precision": known["time_precision"],
        "disorder_type": _DISORDER[found[0]],
        "event_type": found[0],
        "sub_event_type": found[1],
        **_sides(event, found[0]),
        "iso": held.numeric,
        "region": held.acled_region,
        "country": held.name,
        "notes": event.text,
        "source": joined(sorted(page.outlet for page in told.articles if page.outlet)),
        "fatalities": known["deaths_best"],
        **{same: known[same] for same in ("admin1", "location", "latitude", "longitude", "geo_precision")},
    }


def _type(event: Event) -> tuple[str, str] | None:
    """Event and sub-event type: by type and mode; other assaults by who is attacked; None where neither says."""
    found = acled_types().get((event.event, event.mode or "")) or acled_types().get((event.event, ""))
    if found or event.event != "ASSAULT":
        return found
    one, two = kinds(event.actors), kinds(event.recipients)
    if two == {"civilians"}:
        return "Violence against civilians", "Attack"
    if one and two and one | two <= _ARMED:
        return "Battles", "Armed clash"
    return None


def _sides(event: Event, type: str) -> dict[str, Any]:
    one, two = (_inter(parties, event, type) for parties in (event.actors, event.recipients))
    pair = sorted((one, two), key=_INTERS.index) if one and two else []
    hit = event.event == "ASSAULT" and kinds(event.recipients) == {"civilians"}
    return {
        **_side(1, event.actors),
        "inter1": one,
        **_side(2, event.recipients),
        "inter2": two,
        "interaction": "-".join(pair) or None,
        "civilian_targeting": "Civilian targeting" if hit else None,
    }


def _side(number: int, parties: tuple[EventParty, ...]) -> dict[str, Any]:
    main = first(parties)
    return {
        f"actor{number}": main.name if main else None,
        f"assoc_actor_{number}": joined(party.name for party in parties if party != main),
    }


def _inter(parties: Sequence[EventParty], event: Event, type: str) -> str | None:
    """The kind of the main party; a state's forces abroad are external ones, and not known where the place isn't."""
    main = first(parties)
    found = kind(main) if main else None
    if main is None or found in (None, "country"):
        return None
    if found == "state":
        here = event.place.country if event.place else None
        if here is None or land(main) is None:
            return None
        return "State forces" if land(main) == here else "External/Other forces"
    if found == "civilians" and main in event.actors and type in ("Protests", "Riots"):
        return "Protesters" if type == "Protests" else "Rioters"
    names = {"rebels": "Rebel group", "militia": "Political militia", "civilians": "Civilians"}
    return names.get(found, "External/Other forces")


def profile() -> Profile:
    """The layout."""
    return Profile(columns=COLUMNS, row=row)
