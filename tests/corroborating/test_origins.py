"""Which articles are one article, and which have one origin."""

import unicodedata

from tests.corroborating.building import article, report
from twotrack.corroborating.copies import copies
from twotrack.corroborating.corroborate import corroborate
from twotrack.corroborating.folding import fold
from twotrack.corroborating.retelling import retold
from twotrack.records import Judgement

STORY = (
    "Arnorian guns opened up on the harbour town of Osk before dawn on Wednesday, setting two grain stores alight and "
    "cutting the road to the lighthouse. Firemen worked for six hours, the harbour master said.\n\n"
    "It was the third time this month that shells fell on the quays, which handle half of the barley that Veld sells "
    "abroad. Ships bound for Karsia were told to wait outside the breakwater.\n\n"
    "Arnor's general staff said that it had aimed at ammunition hidden among the silos. Inspectors from Keld, who "
    "visited the port in April, found none."
)
RETOLD = (
    "Before dawn on Wednesday the port of Osk came under fire from Arnorian guns; two grain stores burned and the "
    "lighthouse road was cut. The harbour master said firemen needed six hours.\n\n"
    "Shells have now fallen on its quays three times this month. Half of the barley that Veld sells abroad goes "
    "through there, and ships for Karsia had to wait beyond the breakwater.\n\n"
    "The general staff of Arnor claimed to have aimed at ammunition among the silos, but Keld's inspectors found none "
    "when they visited the port in April."
)
INDEPENDENT = (
    "Our correspondent counted eleven craters along the waterfront of Osk on Wednesday. The smell of burnt barley hung "
    "over the fish market, and children were collecting splinters.\n\n"
    "Marta Lind, who sells nets there, had slept in her cellar. She blamed nobody in particular, she said, and wanted "
    "her windows back before the herring season.\n\n"
    "The town council met at noon and closed two schools until Monday. A ferry from Tir brought glass and tarpaulin."
)
FOOT = "\n\nSign up for our morning letter and never miss a tide table again. Follow us on every channel that there is."


def origins_of(*articles, fingerprints=None, decided=()):
    found = corroborate(articles, fingerprints or {}, [], decided)
    return len(set(found.origins.values())), found


def page(text, n, **more):
    return article(text, outlet=f"outlet {n}", published="2026-06-04", url=f"https://o{n}.example/a", **more)


def test_eight_disguises_of_one_page_fold_into_one():
    disguises = [
        STORY, unicodedata.normalize("NFD", STORY), STORY.replace("a", "a\u200b"), STORY.replace("ll", "l\u00adl"),
        STORY.replace(" ", "\u00a0"), STORY.replace("'", "’"), STORY.upper(), f"\u200f{STORY}\u200f",
    ]  # fmt: skip
    articles = [article(text, id=f"{n}", url="https://o.example/a") for n, text in enumerate(disguises)]
    found = corroborate(articles, dict.fromkeys("01234567", "one"), [report(a, trigger="") for a in articles])
    assert set(found.folds.values()) == {"0"} and len(found.folds) == 7
    assert [(len(e.reports), e.articles, e.origins) for e in found.events] == [(1, ("0",), 1)]


def test_who_stands_for_the_copies_has_an_address_then_a_date_then_the_smallest_id():
    bare, dated = article(STORY, id="a"), article(STORY, id="b", published="2026-06-04")
    addressed = article(STORY, id="c", url="https://o.example/a")
    same = dict.fromkeys("abc", "x")
    assert fold([bare, dated, addressed], same) == {"a": "c", "b": "c"}
    assert fold([bare, dated], same) == {"a": "b"}


def test_pages_without_text_are_not_copies_of_each_other():
    empty = [article(" ", id="a"), article(" ", id="b"), page("", 3, id="c")]
    number, found = origins_of(*empty, fingerprints=dict.fromkeys("abc", "nothing"))
    assert (number, found.folds) == (3, {})


def test_reprints_at_other_addresses_stay_articles_and_share_an_origin():
    articles = [page(STORY, n, id=f"{n}") for n in range(5)]
    number, found = origins_of(*articles, fingerprints=dict.fromkeys("01234", "x"))
    assert (number, found.folds) == (1, {})
    assert {j.reasons for j in found.judgements} == {("same text",)}


def test_the_origin_is_named_after_its_earliest_article():
    late, early = page(STORY, 1, id="a"), article(STORY, id="b", published="2026-06-03", url="https://b.example/b")
    assert origins_of(late, early, fingerprints={"a": "x", "b": "x"})[1].origins == {"a": "b", "b": "b"}


def test_a_changed_copy_a_shortened_copy_and_a_retelling_are_one_origin():
    changed = STORY.replace("Firemen", "Fire crews").replace("third time", "third occasion")
    for other in (changed, STORY.split("\n\n", maxsplit=1)[0] + "\n\n" + INDEPENDENT[:40], RETOLD):
        number, found = origins_of(page(STORY, 1), page(other, 2))
        assert number == 1, found.judgements
        assert all(j.kind == "origin" and j.reasons for j in found.judgements)


def test_another_reporter_at_the_same_event_is_another_origin():
    assert origins_of(page(STORY, 1), page(INDEPENDENT, 2))[0] == 2


def passage(n, kept, of=10):
    """Ten words, of which the first ``kept`` are the same in every telling."""
    return frozenset(f"{n} {'shared' if i < kept else of} {i}" for i in range(10))


def test_a_retelling_needs_counterparts_in_order_and_like_length():
    told, again = [passage(n, 5, "one") for n in range(5)], [passage(n, 5, "two") for n in range(5)]
    assert retold(told, again) > 0.3
    assert retold(told, again[::-1]) == 0
    assert retold(told, [passage(n, 2, "two") for n in range(5)]) == 0
    assert retold(told, [*again, *(passage(n, 0, "more") for n in range(5, 12))]) == 0
    assert retold(told[:2], again[:2]) == 0


def test_a_retelling_weeks_later_is_not_taken_for_one():
    later = article(RETOLD, published="2026-07-20", url="https://z.example/z")
    assert origins_of(page(STORY, 1), later)[0] == 2


def test_an_agency_credit_counts_only_with_words_in_common():
    part = STORY.split("\n\n", maxsplit=1)[0] + "\n\n" + INDEPENDENT
    credited = [page(text, n, authors=("Interfax",)) for n, text in enumerate((STORY, part))]
    alone = [page(text, n) for n, text in enumerate((STORY, part))]
    apart = [page(text, n, authors=("Interfax",)) for n, text in enumerate((STORY, INDEPENDENT))]
    assert [origins_of(*pages)[0] for pages in (credited, alone, apart)] == [1, 2, 2]
    assert "both credit Interfax" in origins_of(*credited)[1].judgements[0].reasons[0]


def test_an_outlets_furniture_makes_no_copies():
    furniture = FOOT * 4
    texts = [INDEPENDENT, STORY, RETOLD.split("\n\n")[1]]
    pages = [article(t + furniture, url=f"https://o.example/{n}", published="2026-06-04") for n, t in enumerate(texts)]
    assert not [j for j in copies([*pages[:2], article(FOOT * 6, url="https://o.example/9")]) if j.decision == "same"]


def test_a_round_up_is_no_bridge_between_two_stories():
    other = INDEPENDENT.replace("Osk", "Tir")
    round_up = STORY + "\n\n" + other + ("\n\n" + FOOT) * 3 + "\n\n" + RETOLD.replace("Osk", "Dun")[:200]
    pages = [page(STORY.split("\n\n", maxsplit=1)[0], 1), page(other.split("\n\n")[0], 2), page(round_up, 3)]
    number, found = origins_of(*pages)
    assert number == 2, found.judgements
    assert any("round-up" in j.reasons[0] and j.decision == "unsure" for j in found.judgements)


def test_a_person_outranks_the_program_on_origins():
    pages = [page(STORY, n, id=f"{n}") for n in range(3)]
    same_text = dict.fromkeys("012", "x")

    def by_person(left, right, decision):
        return Judgement(left=left, right=right, decision=decision, score=1.0, reasons=(), judge="ana", kind="origin")

    number, found = origins_of(*pages, fingerprints=same_text, decided=[by_person("0", "2", "different")])
    assert number == 2 and found.origins["0"] != found.origins["2"]
    assert [j.judge for j in found.judgements if {j.left, j.right} == {"0", "2"}] == ["ana"]
    unlike = page(INDEPENDENT, 7, id="7")
    assert origins_of(pages[0], unlike, decided=[by_person("0", "7", "same")])[0] == 1


def test_forty_reprints_and_retellings_of_one_story_are_one_event_of_one_origin():
    heads = ("", "(Wire) - ", "OSK, June 3 - ", "Agencies report: ")
    shortened = STORY.rpartition("\n\n")[0]
    texts = [f"{head}{body}{foot}" for head in heads for body in (STORY, RETOLD, shortened) for foot in ("", FOOT)]
    texts += [
        STORY.replace(old, new)
        for old, new in zip(["Firemen", "dawn", "road", "quays"] * 4, "abcdefghijklmnop", strict=True)
    ]
    pages = [page(text, n) for n, text in enumerate(texts)]
    found = corroborate(pages, {}, [opening(p) for p in pages])
    assert len(pages) == 40
    assert [(len(e.articles), e.origins) for e in found.events] == [(40, 1)]


def opening(page):
    """The report that a coder makes of the first sentence that names the guns."""
    sentence = next(s for s in page.text.split(". ") if "Arnorian guns" in s)
    trigger = "came under fire" if "came under fire" in sentence else "opened up"
    return report(
        page, trigger=trigger, sentence=sentence, actors=["Arnorian guns = ARNMIL"], place="Osk = VLD #7",
        date="2026-06-03",
    )  # fmt: skip
