"""A mention as a head and what hangs on it: entries of the directory, unknown names, plain words.

"a spokesman for the Arnorian general staff in Osk" has the head "a spokesman" and the tails "the Arnorian general
staff" (joined by *for*) and "Osk" (joined by *in*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from twotrack.records import Record
from twotrack.resolving.entries import Directory, Entry
from twotrack.resolving.words import Word, words

_JOINTS = frozenset(
    """of in at from for on with who whose which that near to inside outside against by including under behind led
    close familiar within across along via through after before over into around between among amid about said
    , ;""".split()
)
# "Iran-backed militia", "pro-Russian separatists": the country is not the militia's. "Russian-installed" and
# "Saudi-led" stay: those act for the country.
_NOT_OURS = re.compile(
    r"\b[A-Z][\w.]*(?: [A-Z][\w.]*)?[-‐–](?:backed|aligned|allied|supported|funded|sponsored|occupied|controlled|held|"
    r"linked|brokered|mediated|trained|armed|made|supplied|besieged|annexed|born|based|speaking|majority|proposed|"
    r"drafted|friendly|era|style|type|run)\b|\b(?:[Pp]ro|[Aa]nti|[Nn]on)[-‐–][A-Z]\w+"
)
_LED = re.compile(r"[-‐–]led\b ?")
_NAME_LINKS = frozenset(
    ["al", "el", "bin", "ibn", "ben", "de", "von", "van", "der", "da", "di", "du", "la", "le", "abu"]
)
_PLAIN = frozenset(
    """the a an some many several few both all its their his her our my this that these those another other each
    senior top high former ex new old late local regional national federal central military foreign international
    northern southern eastern western north south east west two three four five six seven eight nine ten mr mrs ms
    dr sir lord lady sheikh shaikh ayatollah rev reverend acting deputy chief state i he she it they we you and or
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety hundred thousand million dozen tens hundreds thousands dozens scores millions more most at
    least no nobody every pro anti""".split()
)
# Names of kinds of bodies: no name by themselves.
TYPES = frozenset(
    """republic kingdom state states federation union council ministry people's peoples democratic fund cooperation
    front party movement army guard committee commission agency authority organisation organization group alliance
    coalition league court office department service institute university centre center association society board
    house assembly congress bank company day news""".split()
)


class Item(Record, frozen=True):
    """An entry, or an unknown word (``entry`` None), over the words ``[first, last)`` of the mention."""

    entry: Entry | None
    words: tuple[Word, ...]

    @property
    def possessive(self) -> bool:
        """Whether it owns what follows."""
        return self.words[-1].possessive

    @property
    def unknown(self) -> bool:
        """A capitalised word that the directory does not have."""
        word = self.words[0]
        return self.entry is None and word.capital and len(word.text) > 1 and word.plain not in _PLAIN


class Part(Record, frozen=True):
    """A stretch of a mention without a joint; ``joint`` is the word before it, ``""`` for the head."""

    joint: str
    items: tuple[Item, ...]

    def of(self, *kinds: str) -> list[Item]:
        """Its items of these kinds, in order."""
        return [item for item in self.items if item.entry is not None and item.entry.kind in kinds]


class Phrase(Record, frozen=True):
    """A mention taken apart."""

    text: str
    parts: tuple[Part, ...]

    @property
    def head(self) -> Part:
        """What the mention is of."""
        return self.parts[0]

    @property
    def tails(self) -> tuple[Part, ...]:
        """What hangs on it."""
        return self.parts[1:]


def parse(text: str, directory: Directory) -> Phrase:
    """Take a mention apart."""
    found = words(_LED.sub(lambda m: " " * len(m[0]), _NOT_OURS.sub(lambda m: " " * len(m[0]), text)))
    parts: list[Part] = []
    joint, items = "", list[Item]()
    for item in _items(found, directory):
        word = item.words[0].plain
        if item.entry is None and word in _JOINTS:
            if items or not parts:
                parts.append(Part(joint=joint, items=tuple(items)))
            joint, items = word, []
        else:
            items.append(item)
    parts.append(Part(joint=joint, items=tuple(items)))
    if not parts[0].items and len(parts) > 1:
        parts = parts[1:]
    return Phrase(text=text, parts=tuple(parts))


def _items(found: Sequence[Word], directory: Directory) -> Iterator[Item]:
    i = 0
    while i < len(found):
        hit = directory.at(found, i)
        if hit is None:
            yield Item(entry=None, words=(found[i],))
            i += 1
        else:
            yield Item(entry=hit[0], words=tuple(found[i : i + hit[1]]))
            i += hit[1]


def names(part: Part) -> list[tuple[Word, ...]]:
    """Runs of unknown capitalised words, small name words between them taken in: ``Ana Dril``, ``Omar al-Din``."""
    runs: list[tuple[Word, ...]] = []
    run: list[Word] = []
    for item in part.items:
        word = item.words[0]
        starts = item.unknown and not (run and run[-1].possessive)
        if starts or (run and item.entry is None and word.plain in _NAME_LINKS):
            run.append(word)
            continue
        runs += [tuple(run)] if run else []
        run = [word] if item.unknown else []
    runs += [tuple(run)] if run else []
    return [_trimmed(run) for run in runs if not all(word.plain in TYPES for word in run)]


def _trimmed(run: tuple[Word, ...]) -> tuple[Word, ...]:
    last = max(i for i, word in enumerate(run) if word.capital)
    return run[: last + 1]
