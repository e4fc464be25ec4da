"""What outlets tell, and the events that must come of it: ``stories.toml`` states both."""

import tomllib
from pathlib import Path

import pytest

from tests.corroborating.building import article, report
from twotrack.corroborating.corroborate import corroborate

STORIES = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))["story"]
OF_PAGE = ("outlet", "published", "text")


def tell(tellings):
    articles = [article(**{k: t[k] for k in OF_PAGE if k in t}) for t in tellings]
    reports = [
        report(a, **{k: v for k, v in t.items() if k not in OF_PAGE}) for a, t in zip(articles, tellings, strict=True)
    ]
    return articles, reports


def shown(event):
    """An event in the words of ``stories.toml``."""
    names = {side: sorted(p.name for p in getattr(event, side)) for side in ("actors", "recipients", "speakers")}
    return {
        **{field: getattr(event, field) for field in event.__struct_fields__},
        **names,
        "reports": len(event.reports),
        "articles": len(event.articles),
        "place": event.place.text if event.place else "",
        "place_reason": event.place.reason if event.place else "",
        "date": event.date.first if event.date else "",
        "killed": [i.best for i in event.impact if i.kind == "killed"],
        "first_seen": event.first_seen or "",
        "last_seen": event.last_seen or "",
    }


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_story(story):
    articles, reports = tell(story["tellings"])
    found = corroborate(articles, {}, reports)
    events = [shown(e) for e in found.events]
    why = [(j.decision, j.score, j.reasons) for j in found.judgements]
    assert len(events) == len(story["events"]), why
    for wanted in story["events"]:
        met = next((e for e in events if all(e[k] == v for k, v in wanted.items())), None)
        assert met is not None, (wanted, [{k: e[k] for k in wanted} for e in events], why)
        events.remove(met)
