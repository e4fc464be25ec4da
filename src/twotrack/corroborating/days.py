"""Publication dates as something to order and count by; no clock and no time zone of this machine takes part."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(published: str | None) -> tuple[bool, float]:
    """A key that orders articles by publication, unknown ones last; a bare day counts from its midnight UTC.

    >>> moment("2026-06-03") < moment("2026-06-03T01:00:00+00:00") < moment(None)
    True
    """
    found = _read(published)
    return (found is None, found.timestamp() if found else 0.0)


def day(published: str | None) -> str | None:
    """The day as the page gives it, ``2026-06-03``; None when it gives none.

    >>> day("2026-06-03T23:30:00-05:00"), day("soon")
    ('2026-06-03', None)
    """
    return published[:10] if published and _read(published) else None


def ordinal(iso: str | None) -> int | None:
    """An ISO day as a count of days, None when it is none."""
    found = _read(iso)
    return found.date().toordinal() if found else None


def _read(iso: str | None) -> datetime | None:
    if not iso:
        return None
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
