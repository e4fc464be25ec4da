"""A user's patterns on readings that state what the reader found. A new case is a table in ``patterns.toml``."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twotrack.coding.coder import Coder
from twotrack.coding.patterns import Patterns
from twotrack.coding.readings import ReadEvent, Reading, ReadStatement
from twotrack.directories.entries import OwnPattern
from twotrack.records import Article, Paragraph
from twotrack.settings import Settings

CASES = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text("utf-8"))["case"]


def marked(text):
    plain, mentions, content = "", [], []
    for part in re.split(r"([\[\]{}])", text):
        if part == "[":
            mentions.append((len(plain), 0))
        elif part == "]":
            mentions[-1] = (mentions[-1][0], len(plain))
        elif part in ("{", "}"):
            content.append(len(plain))
        else:
            plain += part
    return plain, mentions, content


def event(line, text, mentions):
    words, _, speaker = line.partition(" said ")
    head, _, parties = words.partition(": ")
    kind, trigger = head.split(" ", 1)
    named = {text[a:b]: (a, b) for a, b in mentions}
    actors, recipients = ([named[n] for n in side.split(", ") if n] for side in f"{parties} > ".split(" > ")[:2])
    start = text.index(trigger)
    return ReadEvent(
        type=kind,
        trigger=(start, start + len(trigger)),
        score=0.6,
        considered=((kind, 0.6),),
        status="happened",
        actors=tuple(actors),
        recipients=tuple(recipients),
        speaker=named[speaker] if speaker else None,
    )


def shown(found, text):
    words = [", ".join(text[a:b] for a, b in side) for side in (found.actors, found.recipients)]
    line = f"{found.type}{'/' + found.mode if found.mode else ''} {text[slice(*found.trigger)]}: {' > '.join(words)}"
    line = line.removesuffix(" > ")
    line += f" said {text[slice(*found.speaker)]}" if found.speaker else ""
    return line + (f" {found.status}" if found.status != "happened" else "")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_patterns_win(case):
    text, mentions, content = marked(case["text"])
    told = tuple(ReadStatement(content=tuple(content), stance="asserts", speaker=mentions[-1]) for _ in content[1:])
    events = tuple(event(line, text, mentions) for line in case.get("model", []))
    reading = Reading(events=events, mentions=tuple(mentions), statements=told)
    patterns = [msgspec.convert({**p, "file": "own.toml"}, OwnPattern) for p in case["patterns"]]
    found = Patterns(patterns)(text, reading)
    assert [shown(e, text) for e in found.events] == case["expected"]
    for made in found.events:
        if made not in events:
            assert made.score == 1.0
            assert made.rules[-1] in {f'user pattern: own.toml "{p.words}"' for p in patterns}
    assert (found.statements, found.mentions) == (reading.statements, reading.mentions)


def test_the_report_says_which_pattern_and_its_mode_wins_over_the_words():
    text = "Veld struck a deal with Keld in Osk."
    patterns = [OwnPattern(event="CONSULT", mode="phone", words="struck a deal", file="veld.toml")]
    article = Article(
        id="a", url=None, title=None, authors=(), published=None, language="en", text=text,
        paragraphs=(Paragraph(start=0, end=len(text)),),
    )  # fmt: skip
    before = Coder("stub", Settings())(article).reports[0]
    after = Coder("stub", Settings(), patterns=patterns)(article).reports[0]
    assert (before.event, before.trigger.text) == ("ASSAULT", "struck")
    assert (after.event, after.mode, after.trigger.text, after.score) == ("CONSULT", "phone", "struck a deal", 1.0)
    assert (after.actors, after.recipients, after.place) == (before.actors, before.recipients, before.place)
    assert after.rules == ('user pattern: veld.toml "struck a deal"',)


tokens = st.lists(st.sampled_from(["the", "guns", "*", "$actor", "$recipient", "Veld", "(", "won't"]), max_size=5)


@given(
    words=tokens.map(lambda found: " ".join(["guns", *found, "fell"])),
    text=st.text(alphabet=st.sampled_from("the guns fell Veld ,.’("), max_size=60),
)
def test_any_words_on_any_text_keep_spans_inside(words, text):
    if words.count("$actor") > 1 or words.count("$recipient") > 1:
        return
    found = Patterns([OwnPattern(event="AID", words=words)])(text, Reading(mentions=((0, 1), (3, 5))))
    for made in found.events:
        spans = [made.trigger, *made.actors, *made.recipients]
        assert all(0 <= a < b <= max(len(text), 5) for a, b in spans)


def test_without_patterns_a_reading_stays_as_it_is():
    reading = Reading(events=(event("ASSAULT shelled: A > B", "A shelled B", [(0, 1), (10, 11)]),))
    assert Patterns(())("A shelled B", reading) == reading
