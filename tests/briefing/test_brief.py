"""The brief as a reader sees it, and that it stays true and short."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from twotrack.briefing import brief, markdown, page
from twotrack.briefing.shapes import lines_of
from twotrack.briefing.source import BriefSource
from twotrack.briefing.texts import count_words
from twotrack.coding.coder import Coder
from twotrack.errors import UsageError
from twotrack.records import Article, Event, EventParty, Paragraph, content_id, encode
from twotrack.settings import Settings


def stub_source(texts):
    """Texts coded by the stub, each report an event of its own."""
    articles = []
    for n, text in enumerate(texts):
        paragraphs, start = [], 0
        for part in text.split("\n\n"):
            paragraphs.append(Paragraph(start=start, end=start + len(part)))
            start += len(part) + 2
        articles.append(
            Article(
                id=content_id(n, text),
                url=f"https://x.example/{n}",
                title=text[:30],
                authors=(),
                published=f"2026-06-{n % 28 + 1:02}",
                language="en",
                text=text,
                paragraphs=tuple(paragraphs),
            )
        )
    coded = Coder("stub", Settings()).many(articles)
    reports = [r for c in coded for r in c.reports]
    days = {a.id: a.published for a in articles}
    events = [
        Event(
            id=f"tt:{content_id(r.id)}", track=r.track, event=r.event, mode=r.mode, date=None, place=r.place,
            actors=(), recipients=(), status=r.status, impact=r.impact, reports=(r.id,), articles=(r.article_id,),
            origins=1, first_seen=days[r.article_id], last_seen=days[r.article_id], text=r.text,
            speakers=(EventParty(name=r.speaker.text),) if r.speaker else (),
        )
        for r in reports
    ]  # fmt: skip
    return BriefSource(
        name="pile", articles=tuple(articles), reports=tuple(reports), events=tuple(events),
        statements=tuple(s for c in coded for s in c.statements), inputs=len(articles),
    )  # fmt: skip


def test_the_valley_reads_as_it_says(pile, valley, pytestconfig):
    import tomllib

    expect = tomllib.loads((pytestconfig.rootpath / "tests/briefing/valley.toml").read_text("utf-8"))["expect"]
    lines = markdown.render(brief.make(valley)).splitlines()
    missing = [e for e in expect["lines"] if not any(line.startswith(e) for line in lines)]
    assert missing == []
    assert [n for n in expect["never"] if any(n in line for line in lines)] == []


def test_claims_and_denials_stand_apart_and_are_never_drawn_as_facts(valley):
    made = brief.make(valley)
    speakers = {e.id: e.speakers for e in valley.events}
    for view in (made.ground, made.table):
        assert all(line.standing == "fact" and not speakers[line.id] for line in view.reported.lines)
        assert all(line.standing in ("claim", "denial") and line.lead for line in view.unconfirmed.lines)
    assert len(made.ground.unconfirmed.lines) == 3


def test_key_changes_are_few_short_and_of_both_tracks(valley):
    changes = brief.make(valley).changes.lines
    tracks = {e.id: e.track for e in valley.events}
    assert len(changes) == 5
    assert {tracks[line.id] for line in changes} == {"ground", "table"}
    assert all(count_words(" ".join([line.label, line.lead, line.words, *line.marks])) <= 30 for line in changes)


def test_the_same_pile_in_any_order_gives_the_same_brief(valley):
    shuffled = random.Random(7)
    first = encode(brief.make(valley))
    for _ in range(3):
        fields = {f: list(getattr(valley, f)) for f in ("articles", "reports", "statements", "events", "refusals")}
        for rows in fields.values():
            shuffled.shuffle(rows)
        assert encode(brief.make(replace(valley, **{f: tuple(rows) for f, rows in fields.items()}))) == first


@pytest.mark.parametrize(
    ("filters", "events"),
    [
        ({}, 27),
        ({"since": "2026-06-05"}, 13),
        ({"since": "2027-01-01"}, 0),
        ({"party": "VLM"}, 3),
        ({"party": "karsian med"}, 1),
        ({"party": "sian"}, 0),
        ({"place": "osk"}, 2),
        ({"place": "VEL"}, 3),
        ({"since": "2026-06-05", "party": "veld", "place": "velport"}, 1),
    ],
)
def test_filters_keep_what_fits(valley, filters, events):
    made = brief.make(valley, **filters)
    assert made.header.events == events
    assert brief.check(made, valley) == []
    assert "2026" not in made.header.name and len(made.header.filters) == len(filters)


def test_since_says_how_many_pages_it_could_not_judge(valley):
    made = brief.make(valley, since="2026-06-01")
    assert (made.header.undated, made.header.undated_left_out, made.header.documents) == (0, 1, 6)
    assert "1 page without a date left out" in markdown.render(made)


def test_since_must_be_a_day(valley):
    with pytest.raises(UsageError, match="yesterday"):
        brief.make(valley, since="yesterday")


def test_an_empty_ledger_says_what_it_lacks():
    made = brief.make(BriefSource(name="empty"))
    text = markdown.render(made)
    for told in ("no page says when", "No event on this track.", "Every input was read.", "No figures found"):
        assert told.lower() in text.lower()
    assert "<h1>" in page.render(made)


def test_a_plan_that_was_called_off_and_a_claim_that_was_withdrawn(pile):
    text = (
        "Envoys will meet in Sill on Friday. The meeting in Sill will not take place. "
        "Arnor took Dorn. Dorn was not taken."
    )
    reports = [
        {"of": "m", "says": "Envoys will meet in Sill on Friday.", "event": "AGREE", "trigger": "meet",
         "actors": ["Envoys"], "place": "Sill", "status": "planned"},
        {"of": "m", "says": "The meeting in Sill will not take place.", "event": "AGREE", "trigger": "meeting",
         "place": "Sill", "status": "negated"},
        {"of": "d", "says": "Arnor took Dorn.", "event": "ASSAULT", "trigger": "took", "actors": ["Arnor"],
         "recipients": ["Dorn"]},
        {"of": "d", "says": "Dorn was not taken.", "event": "ASSAULT", "trigger": "taken", "recipients": ["Dorn"],
         "status": "negated"},
    ]  # fmt: skip
    source = pile({"page": [{"id": "p", "text": text, "published": "2026-06-01", "report": reports}]})
    statuses = {"AGREE": "negated", "ASSAULT": "negated"}
    source = replace(source, events=tuple(replace(e, status=statuses[e.event], contested=False) for e in source.events))
    made = brief.make(source)
    assert [line.marks for line in made.table.reported.lines] == [("called off",)]
    assert [line.marks for line in made.ground.reported.lines] == [("not happened", "also told as happened")]
    assert made.announced.lines == ()
    assert [c.kind for c in made.contested] == ["withdrawn"]


def test_a_large_pile_stays_readable_and_says_what_it_left_out():
    verbs = ("shelled", "attacked", "met", "accused", "released", "sanctioned")
    texts = [
        f"Arnor Unit{n} {verbs[n % 6]} Veld Post{n} near Town{n % 40}.\n\n"
        f"Veld {verbs[(n + 1) % 6]} Arnor again, Spokesman Num{n} said."
        for n in range(600)
    ]
    source = stub_source(texts)
    made = brief.make(source)
    lines = markdown.render(made).splitlines()
    assert len(lines) < 450
    assert sum(len(p.lines) for p in (made.ground.reported, made.ground.ahead, made.ground.unconfirmed)) == 40
    shown = {line.id for line in lines_of(made)}
    assert made.ground.reported.more + made.ground.unconfirmed.more + 40 == sum(
        e.track == "ground" for e in source.events
    )
    assert len(shown) < len(source.events)
    assert "more: `twotrack export pile --as csv -o events.csv`" in "\n".join(lines)
    assert made.uncited == 600 - len(made.sources)


WORDS = st.sampled_from(
    "Arnor Veld Osk Lurn troops shelled attacked met accused released not denied said, Ana Dril said. near in 12 1,200 "
    "“we will” <script>alert(1)</script> *x* [a](javascript:b) &lt; | \u202eevil\u202c "
    "\x1b[31m a\u200bb \u0301 \ud83d\ude00 . ! "
    "[1] `code` </style> _u_ https://h.example/?a=1&b=2 ‹ \ufffe …".split(" ")
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_whatever_the_pages_hold_every_word_is_from_a_cited_passage(texts):
    texts = [t.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for t in texts]
    source = stub_source(texts)
    made = brief.make(source)
    assert brief.check(made, source) == []
    for line in made.changes.lines:
        assert count_words(" ".join([line.label, line.lead, line.words, *line.marks])) <= 30
    for shown in (markdown.render(made), page.render(made)):
        assert not set(shown) & {"\x1b", "\u202e", "\u202c", "\ufffe", "\x00"}
