"""Check the corpus: ``python -m training.checking FOLDER [--heldout HASHES] [--tidy FILE...]``.

Faults make the exit code 1: what the format does not allow, a mode that its type does not have, a span that no mark
uses, a sentence, a frame or words that recur, a sentence that acceptance tests hold out. Counts that are short of
their target are only marked, so that the corpus can grow in steps.

>>> frame('"No," the mayor of Osk told 12 reporters.')
'Q the mayor of N told 0 reporters .'
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from training import marks
from training.counting import contrasts, counts, table
from training.guard import HeldOut
from twotrack import codebook

# Eight running words in more than three sentences, or one frame in more than two: written from a template.
GRAM, GRAM_SENTENCES, FRAME_SENTENCES = 8, 3, 2
FRAME_WORDS = 3  # a frame with fewer words of its own ("N was hurt") tells nothing
SHORTEST, LONGEST = 2, 6

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million billion dozen dozens".split()
)
Sentences = Sequence[marks.MarkedSentence]
Passages = Sequence[marks.MarkedPassage]


def load(folder: Path) -> tuple[list[marks.MarkedPassage], list[str]]:
    """The passages of all files that can be read, and the first fault of each that cannot."""
    passages: list[marks.MarkedPassage] = []
    faults: list[str] = []
    for file in sorted(folder.glob("*.txt")):
        try:
            passages += marks.parse(file.read_text("utf-8"), file.name)
        except marks.MarkError as error:
            faults.append(str(error))
        except UnicodeDecodeError:
            faults.append(f"{file.name}: not UTF-8")
    return passages, faults


def sizes(passages: Passages) -> Iterator[str]:
    """Passages that are too short or too long."""
    for passage in passages:
        if not SHORTEST <= len(passage.sentences) <= LONGEST:
            yield f"{passage.where}: {len(passage.sentences)} sentences, a passage holds {SHORTEST} to {LONGEST}"


def labels(sentences: Sentences) -> Iterator[str]:
    """Modes that the codebook does not give the type; a reason without a place; figures out of order."""
    types = codebook.load().types
    for sentence in sentences:
        for event in sentence.events:
            if event.mode and event.mode not in types[event.type].modes:
                yield f"{sentence.where}: {event.type} has no mode {event.mode!r}"
            if event.place_reason and event.place is None:
                yield f"{sentence.where}: {event.type} has {event.place_reason!r} and no place"
            for impact in event.impacts:
                figures = [impact.numbers[k] for k in ("low", "best", "high") if k in impact.numbers]
                if figures != sorted(figures):
                    yield f"{sentence.where}: low, best and high of {impact.kind!r} are out of order: {figures}"


def unused(passages: Passages) -> Iterator[tuple[marks.MarkedSentence, int]]:
    """Spans that neither their own sentence's marks nor a later sentence's speaker uses."""
    for passage in passages:
        used = {found for i, sentence in enumerate(passage.sentences) for found in _used(i, sentence)}
        for i, sentence in enumerate(passage.sentences):
            yield from ((sentence, number) for number in sentence.spans if (i, number) not in used)


def _used(at: int, sentence: marks.MarkedSentence) -> Iterator[tuple[int, int]]:
    for event in sentence.events:
        numbers = [event.trigger, event.place, event.date, *event.actors, *event.recipients]
        yield from ((at, n) for n in [*numbers, *(i.span for i in event.impacts)] if n is not None)
    for statement in sentence.statements:
        yield from ((at, n) for n in [*statement.content, statement.cue] if n is not None)
    speakers = [e.speaker for e in sentence.events] + [s.speaker for s in sentence.statements]
    yield from ((at + speaker[0], speaker[1]) for speaker in speakers if speaker)


def unbracket(line: str, numbers: set[int]) -> str:
    """The marked line without the brackets of these spans.

    >>> unbracket("[Arnor]1 [shelled [Osk]3]2.", {2})
    '[Arnor]1 shelled [Osk]3.'
    """
    out: list[str] = []
    opened: list[int] = []
    for piece in re.findall(r"\[|\]\d+|[^\[\]]+", line):
        if piece == "[":
            opened.append(len(out))
        elif piece[0] == "]":
            start = opened.pop()
            if int(piece[1:]) in numbers:
                out[start] = piece = ""
        out.append(piece)
    return "".join(out)


def tidy(file: Path) -> int:
    """Remove the brackets that no mark uses; how many there were. Labels and offsets stay the same."""
    text = file.read_text("utf-8")
    lines, spare = text.split("\n"), defaultdict[int, set[int]](set)
    for sentence, number in unused(marks.parse(text, file.name)):
        spare[int(sentence.where.rpartition(":")[2]) - 1].add(number)
    for at, numbers in spare.items():
        lines[at] = unbracket(lines[at], numbers)
    file.write_text("\n".join(lines), "utf-8")
    return sum(len(numbers) for numbers in spare.values())


def frame(text: str) -> str:
    """The sentence with names, numbers and quotations masked."""
    out: list[str] = []
    for token in _TOKEN.findall(_QUOTED.sub(" Q ", text)):
        mask = "0" if token[0].isdigit() or token.casefold() in _NUMBERS else "N" if token[0].isupper() else ""
        mask = "Q" if token == "Q" else mask
        if not mask or out[-1:] != [mask]:
            out.append(mask or token)
    return " ".join(out)


def recurring(sentences: Sentences) -> Iterator[str]:
    """Sentences that stand twice, frames that stand more than twice, and words that stand in too many sentences."""
    texts, frames, grams = _groups(sentences)
    yield from (f"{'; '.join(w)}: the same sentence, {text!r}" for text, w in texts.items() if len(w) > 1)
    for masked, where in frames.items():
        if len(where) > FRAME_SENTENCES and sum(w[0].islower() for w in masked.split()) >= FRAME_WORDS:
            yield f"{'; '.join(where)}: the same frame, {masked!r}"
    # A longer run of words is several grams of the same sentences: named once.
    often = {tuple(where): gram for gram, where in reversed(grams.items()) if len(where) > GRAM_SENTENCES}
    yield from (f"{'; '.join(where)}: the same {GRAM} words, {gram!r}" for where, gram in often.items())


def _groups(sentences: Sentences) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]:
    texts, frames, grams = (defaultdict[str, list[str]](list) for _ in range(3))
    for sentence in sentences:
        words = re.findall(r"\w+", sentence.text.casefold())
        texts[" ".join(words)].append(sentence.where)
        frames[frame(sentence.text)].append(sentence.where)
        for gram in dict.fromkeys(" ".join(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)):
            grams[gram].append(sentence.where)
    return texts, frames, grams


def faults(passages: Passages, held: Callable[[str], bool]) -> Iterator[str]:
    """All faults of passages that could be read; ``held`` says whether a text is held out."""
    sentences = [s for p in passages for s in p.sentences]
    yield from sizes(passages)
    yield from labels(sentences)
    for sentence, number in unused(passages):
        yield f"{sentence.where}: no mark uses span {number}, {sentence.text[slice(*sentence.spans[number])]!r}"
    yield from recurring(sentences)
    yield from (f"{s.where}: held out, may not be trained on: {s.text[:60]!r}" for s in sentences if held(s.text))


def check(folder: Path, hashes: Path | None = None) -> int:
    """Print counts and faults; 1 where there is a fault or nothing at all."""
    passages, unread = load(folder)
    held: Callable[[str], bool] = HeldOut(hashes) if hashes and hashes.is_file() else lambda _: False
    if hashes is None or not hashes.is_file():
        print(f"held-out sentences are not checked: {f'no file {hashes}' if hashes else 'no --heldout'}")
    found = [*unread, *faults(passages, held)]
    print(table("label", counts(passages)), table("\nboth in one passage", contrasts(passages)), sep="\n")
    print("\n".join(["", *(f"fault: {fault}" for fault in found)]))
    print(f"{sum(len(p.sentences) for p in passages)} sentences, {len(passages)} passages, {len(found)} faults")
    return 1 if found or not passages else 0


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--heldout", type=Path, help="hashes of sentences that must not be trained on")
    parser.add_argument("--tidy", type=Path, nargs="+", default=[], help="first drop unused brackets in these files")
    options = parser.parse_args(words)
    for file in options.tidy:
        print(f"{file}: {tidy(file)} brackets dropped")
    return check(options.folder, options.heldout)


if __name__ == "__main__":
    sys.exit(main())
