"""The error browser: each kind of error is told once, and the page holds it in words that are escaped."""

import re

import pytest
from lxml import html

from evals import browser, cases
from training import marks
from training.sets import is_dev
from twotrack.coding.readings import ReadEvent, Reading

SHELLED = (
    "[[Arnor's army]1 [shelled]2 [Osk]3 on [Monday]4]5, [Veld]6 [said]7, and [threatened]8 [her neighbour]9 with war.\n"
    "> ASSAULT/heavy-weapons trigger=2 actors=1 recipients=3 place=3 date=4 speaker=6\n"
    "> THREATEN/violence trigger=8 actors=6 recipients=9\n"
    '" asserts speaker=6 cue=7 content=5\n'
)
SOFT = "[Keld]1 [met]2 [Veld]3.\n> CONSULT trigger=2 actors=1,3 optional\n"
PLAIN = "Rain fell on <b>Osk</b> & Dren.\n"


def read(sentence, kind, trigger, status="happened", actors=(), recipients=(), speaker=None):
    """A read event, its spans named by their words."""

    def at(words):
        start = sentence.text.index(words)
        return start, start + len(words)

    return ReadEvent(
        type=kind,
        trigger=at(trigger),
        score=0.75,
        considered=((kind, 0.75), ("AID", 0.25)),
        status=status,
        actors=tuple(map(at, actors)),
        recipients=tuple(map(at, recipients)),
        speaker=at(speaker) if speaker else None,
    )


def assault(**changed):
    right = {"status": "happened", "actors": ["Arnor's army"], "recipients": ["Osk"], "speaker": "Veld"}
    return ("ASSAULT", "shelled", right | changed)


THREAT = ("THREATEN", "threatened", {"actors": ["Veld"], "recipients": ["her neighbour"]})

# name: (marked sentence, what is read, what must be told as kind, marked type, read type, words)
COMPARED = {
    "all right": (SHELLED, [assault(), THREAT], []),
    "missed": (SHELLED, [assault()], [("missed", "THREATEN", "none", "")]),
    "confused": (
        SHELLED,
        [("MOBILIZE", "Arnor's army shelled", {}), THREAT],
        [("confused", "ASSAULT", "MOBILIZE", "")],
    ),
    "invented": (PLAIN, [("ASSAULT", "fell", {})], [("invented", "none", "ASSAULT", "")]),
    "elsewhere is not confused": (
        SHELLED,
        [assault(), ("ACCUSE", "said", {})],
        [("missed", "THREATEN", "none", ""), ("invented", "none", "ACCUSE", "")],
    ),
    "status": (
        SHELLED,
        [assault(status="planned"), THREAT],
        [("status", "ASSAULT", "ASSAULT", "happened, read as planned")],
    ),
    "no speaker": (SHELLED, [assault(speaker=None), THREAT], [("speaker", "ASSAULT", "ASSAULT", "missing: “Veld”")]),
    "other speaker": (
        SHELLED,
        [assault(speaker="Monday"), THREAT],
        [("speaker", "ASSAULT", "ASSAULT", "“Veld”, read as “Monday”")],
    ),
    "missed party": (
        SHELLED,
        [assault(actors=[]), THREAT],
        [("parties", "ASSAULT", "ASSAULT", "actor “Arnor's army” missed")],
    ),
    "invented party": (
        SHELLED,
        [assault(recipients=["Osk", "Monday"]), THREAT],
        [("parties", "ASSAULT", "ASSAULT", "recipient “Monday” invented")],
    ),
    "swapped parties": (
        SHELLED,
        [assault(actors=["Osk"], recipients=["Arnor's army"]), THREAT],
        [
            (
                "parties",
                "ASSAULT",
                "ASSAULT",
                "actor “Arnor's army”, read as recipient; recipient “Osk”, read as actor",
            )
        ],
    ),
    "other words": (
        SHELLED,
        [assault(actors=["army"]), THREAT],
        [("edges", "ASSAULT", "ASSAULT", "actor “Arnor's army”, read as “army”")],
    ),
    "an optional event need not be read": (SOFT, [], []),
    "an optional event may be read otherwise": (SOFT, [("SUPPORT", "met", {})], []),
}


def compared(name):
    text, events, _ = COMPARED[name]
    sentence = marks.parse(f"### wire | x\n{text}", "x.txt")[0].sentences[0]
    reading = Reading(events=tuple(read(sentence, kind, trigger, **parts) for kind, trigger, parts in events))
    return sentence, reading


@pytest.mark.parametrize("name", COMPARED)
def test_each_error_is_told_once(name):
    sentence, reading = compared(name)
    found = cases.compare([sentence], [reading]).cases
    assert [(c.kind, c.gold, c.read, c.what) for c in found] == COMPARED[name][2]


def all_cases():
    return cases.compare(*zip(*map(compared, COMPARED), strict=True))


def test_every_count_off_the_diagonal_links_to_that_many_cases():
    tree = html.fromstring(browser.page(all_cases(), "made by hand"))
    links = tree.xpath("//td/a")
    assert len(links) == len({link.get("href") for link in links}) > 2
    for link in links:
        (group,) = tree.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert len(group.xpath(".//article")) == int(link.text)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_case_stands_on_the_page_with_both_sides():
    comparison = all_cases()
    cards = html.fromstring(browser.page(comparison, "made by hand")).xpath("//article")
    assert len(cards) == len(comparison.cases)
    for card in cards:
        assert len(card.xpath(".//h4")) == 2
        assert card.get("data-kind") in cases.KINDS
    texts = {"".join(p.itertext()) for p in html.fromstring(browser.page(comparison, "")).xpath("//article//p")}
    assert "Rain fell on <b>Osk</b> & Dren." in texts


def test_spans_say_their_role_and_where_the_sides_differ():
    found = cases.compare(*([one] for one in compared("swapped parties")))
    drawn = html.fromstring(browser.page(found, "")).xpath("//article//mark[contains(@class, 'off')]")
    assert {(m.get("data-role"), m.text) for m in drawn} >= {("actor", "Arnor's army"), ("recipient", "Arnor's army")}


def test_the_page_loads_nothing_from_elsewhere():
    text = browser.page(all_cases(), "made by hand")
    assert not re.search(r"(src|href)=[\"'](?!#)|@import|url\(", text)


def test_the_command_reads_a_corpus_with_the_stub(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(f"### wire | x\n{SHELLED}{PLAIN}{SOFT}")
    out = tmp_path / "errors.html"
    assert browser.main([str(tmp_path), "-o", str(out), "--all", "--coder", "stub"]) == 0
    assert "stub-1 on 3 sentences" in capsys.readouterr().out
    page = html.fromstring(out.read_text())
    assert "a.txt:2" in page.xpath("//article//span[@class='where']/text()")


def test_the_kept_out_part_is_the_one_that_training_leaves_out(tmp_path, capsys):
    lines = "".join(f"### w | x\nThe {n} of June was dry.\nIt was cold.\n" for n in range(200))
    (tmp_path / "a.txt").write_text(lines)
    browser.main([str(tmp_path), "-o", str(tmp_path / "e.html"), "--coder", "stub"])
    kept = int(re.search(r"on (\d+) sentences", capsys.readouterr().out)[1])
    assert kept == 2 * sum(is_dev(f"The {n} of June was dry.") for n in range(200)) > 20
