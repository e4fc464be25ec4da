"""The stage as a whole: order makes no difference, a person outranks, one article tells a thing twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corroborating.building import article, report
from tests.corroborating.test_origins import INDEPENDENT, RETOLD, STORY, page
from tests.corroborating.test_stories import STORIES, tell
from twotrack.coding.coder import Coder
from twotrack.corroborating.corroborate import corroborate
from twotrack.corroborating.features import FEATURES
from twotrack.corroborating.partition import Partition
from twotrack.records import Judgement, encode
from twotrack.settings import Settings

OSK = {"actors": ["Arnorian troops = ARNMIL"], "place": "Osk = VLD #7", "date": "2026-06-03"}


def everything():
    """All stories at once, with copies and reprints among them."""
    articles, reports = [], []
    for story in STORIES:
        more = tell(story["tellings"])
        articles += more[0]
        reports += more[1]
    articles += [page(text, n) for n, text in enumerate((STORY, STORY, RETOLD, INDEPENDENT))]
    return articles, reports


ARTICLES, REPORTS = everything()
FINGERPRINTS = {a.id: str(hash_) for hash_, a in enumerate(ARTICLES)} | {ARTICLES[-4].id: "x", ARTICLES[-3].id: "x"}
DECIDED = [
    Judgement(left=a.id, right=b.id, decision=decision, score=1.0, reasons=("seen",), judge="ana")
    for a, b, decision in ((REPORTS[0], REPORTS[1], "different"), (REPORTS[2], REPORTS[3], "same"))
]
EXPECTED = encode(corroborate(ARTICLES, FINGERPRINTS, REPORTS, DECIDED))


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_of_the_same_input_gives_the_same_bytes(dice):
    articles, reports, decided = list(ARTICLES), list(REPORTS), list(DECIDED)
    for given_ in (articles, reports, decided):
        dice.shuffle(given_)
    fingerprints = dict(dice.sample(sorted(FINGERPRINTS.items()), len(FINGERPRINTS)))
    assert encode(corroborate(articles + articles[:3], fingerprints, reports + reports[:2], decided)) == EXPECTED


def test_every_report_is_in_one_event_and_every_article_has_an_origin():
    found = corroborate(ARTICLES, FINGERPRINTS, REPORTS)
    told = [id for e in found.events for id in e.reports]
    assert sorted(told) == sorted({r.id for r in REPORTS})
    assert set(found.origins) == {a.id for a in ARTICLES}
    assert all(found.origins[o] == o for o in found.origins.values())
    assert len({e.id for e in found.events}) == len(found.events)
    assert list(found.events) == sorted(found.events, key=lambda e: e.id)


def three_tellings():
    texts = ("Arnorian troops shelled Osk on 3 June.", "Osk was shelled by Arnorian troops.", "They shelled Osk anew.")
    articles = [article(t, outlet=f"{n}", published="2026-06-03", id=f"{n}") for n, t in enumerate(texts)]
    return articles, [report(a, **OSK) for a in articles]


def by_person(left, right, decision):
    return Judgement(left=left.id, right=right.id, decision=decision, score=1.0, reasons=(), judge="ana")


def test_a_person_keeps_two_reports_apart_whatever_the_others_say():
    articles, reports = three_tellings()
    assert [len(e.reports) for e in corroborate(articles, {}, reports).events] == [3]
    for a, b in ((0, 1), (0, 2), (1, 2)):
        found = corroborate(articles, {}, reports, [by_person(reports[a], reports[b], "different")])
        together = [set(e.reports) for e in found.events]
        assert len(together) == 2 and not any({reports[a].id, reports[b].id} <= ids for ids in together)


def test_a_person_joins_what_the_program_rules_out():
    articles = [article(f"Troops shelled {town}.", outlet=town, published="2026-06-03") for town in ("Osk", "Tir")]
    reports = [report(a, place=f"{t} = VLD #{n}") for a, t, n in zip(articles, ("Osk", "Tir"), (7, 8), strict=True)]
    assert len(corroborate(articles, {}, reports).events) == 2
    found = corroborate(articles, {}, reports, [by_person(*reports, "same")])
    assert len(found.events) == 1 and found.judgements[0].judge == "ana"


def test_a_judgement_follows_a_report_whose_article_became_a_copy():
    articles, reports = three_tellings()
    first = article(articles[0].text.upper(), outlet="0", published="2026-06-03", url="https://a.example/a", id="z")
    again = report(first, trigger="SHELLED", **OSK)
    decided = [by_person(reports[0], reports[1], "different")]
    found = corroborate([*articles, first], {"0": "x", "z": "x"}, [*reports, again], decided)
    assert found.folds == {"0": "z"}
    assert not any({again.id, reports[1].id} <= set(e.reports) for e in found.events)
    assert reports[0].id not in {id for e in found.events for id in e.reports}


def test_a_judgement_on_reports_that_are_gone_is_kept_and_changes_nothing():
    articles, reports = three_tellings()
    gone = Judgement(left="gone", right=reports[0].id, decision="same", score=1.0, reasons=(), judge="ana")
    found = corroborate(articles, {}, reports, [gone])
    assert gone in found.judgements and len(found.events) == 1


def test_a_headline_act_that_is_told_again_further_down_is_one_event():
    text = "Arnorian troops shelled Osk on 3 June.\n\nVeld protested.\n\nThe shelling of Osk by Arnor's army went on."
    page_ = article(text, published="2026-06-04")
    first, _, last = text.split("\n\n")
    reports = [
        report(page_, sentence=first, **OSK),
        report(page_, sentence=last, trigger="shelling", actors=["Arnor's army = ARNMIL"], place="Osk = VLD #7"),
    ]
    events = corroborate([page_], {}, reports).events
    assert [(len(e.reports), e.articles, e.origins) for e in events] == [(2, (page_.id,), 1)]


def test_the_id_of_an_event_stays_when_later_reports_join():
    articles, reports = three_tellings()
    ids = {corroborate(articles, {}, reports[:n]).events[0].id for n in (1, 3)}
    grown = min(r.id for r in reports) == reports[0].id
    assert (len(ids) == 1) == grown


def test_reprints_of_a_telling_are_one_origin_of_its_event():
    pages = [page(STORY, n) for n in range(3)] + [page(INDEPENDENT, 9)]
    reports = [report(a, trigger="", sentence=a.text.split(". ")[0], **OSK) for a in pages]
    event, *others = corroborate(pages, {a.id: a.text for a in pages}, reports).events
    assert (others, len(event.articles), event.origins) == ([], 4, 2)


def test_the_stub_coder_end_to_end():
    texts = ("Arnor shelled Veld near Osk.", "Arnor shelled Veld near Osk at dawn.", "Arnor met Veld in Keldane.")
    articles = [article(t, outlet=f"{n}", published="2026-06-03") for n, t in enumerate(texts)]
    reports = [r for coded in Coder("stub", Settings()).many(articles) for r in coded.reports]
    found = corroborate(articles, {}, reports)
    assert sorted((e.event, len(e.reports)) for e in found.events) == [("ASSAULT", 2), ("CONSULT", 1)]


def test_nothing_gives_nothing():
    found = corroborate([], {}, [])
    assert (found.folds, found.origins, found.judgements, found.events) == ({}, {}, (), ())


def test_each_feature_tells_users_what_it_is():
    assert all((f.__doc__ or "").rstrip().endswith(".") for f in FEATURES)


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20),
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] != p[1]), max_size=6),
)
def test_what_is_kept_apart_never_comes_together(joins, apart):
    groups = Partition(map(str, range(9)), [(str(a), str(b)) for a, b in apart])
    for a, b in joins:
        groups.join(str(a), str(b))
    assert all(groups.top(str(a)) != groups.top(str(b)) for a, b in apart)
    assert sorted(i for g in groups.groups() for i in g) == sorted(map(str, range(9)))
