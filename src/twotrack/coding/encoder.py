"""The encoder: one int8 ONNX session that turns sentences into tag, role and status scores.

The model file is in the package, pinned by SHA-256 and refused when it differs. onnxruntime and tokenizers are
imported when an encoder is made, not before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from twotrack.coding.labels import MAX_TOKENS
from twotrack.coding.marking import add_markers, mark_pair
from twotrack.errors import ModelError
from twotrack.records import Record

if TYPE_CHECKING:
    import numpy as np
    import onnxruntime
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

S = TypeVar("S")
T = TypeVar("T")
Tokens = tuple[list[int], list[tuple[int, int]]]
MODEL = "reader.onnx"
PIN = "reader.json"
CLS, SEP = 101, 102  # of the base vocabulary


class Scores(Record, frozen=True):
    """What the encoder says of one sentence of ``t`` tokens, as logits.

    ``offsets`` [t] are character spans in the sentence; ``tags`` [t, layers], ``heads`` [t, status + stance +
    reason], ``roles`` [roles, t, t] (head token, span token).
    """

    offsets: tuple[tuple[int, int], ...]
    tags: Floats
    heads: Floats
    roles: Floats


def model_bytes(folder: Path | None = None) -> tuple[bytes, str, str]:
    """The model file, its tokenizer as JSON, and its name; checked against the pin.

    Raises:
        ModelError: a file is missing, or its SHA-256 is not the pinned one.
    """
    root = folder or Path(str(files("twotrack.coding") / "model"))
    try:
        pin = json.loads((root / PIN).read_text("utf-8"))
        model, vocabulary = (root / MODEL).read_bytes(), (root / "tokenizer.json").read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"the model file {error.filename} is missing", advice="install twotrack again") from error
    for name, data in ((MODEL, model), ("tokenizer.json", vocabulary)):
        found = hashlib.sha256(data).hexdigest()
        if found != pin["sha256"][name]:
            raise ModelError(
                f"{root / name} is not the pinned model: SHA-256 {found[:12]}…, wanted {pin['sha256'][name][:12]}…",
                advice="install twotrack again",
            )
    return model, vocabulary.decode("utf-8"), pin["name"]


class Encoder:
    """``Encoder()(passages)``: scores of each sentence of each passage, in order.

    Sentences that stand together are read together, as many as fit into :data:`MAX_TOKENS`: each is context to the
    others. A passage is never read beside another: int8 activations are scaled over all that runs together, so a
    stranger would move a decision. Threads run passages side by side instead, which is as fast for so small a model.
    """

    def __init__(self, threads: int = 2, folder: Path | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        model, vocabulary, self.name = model_bytes(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._threads = max(1, threads)
        self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_str(vocabulary)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        add_markers(self._tokenizer)

    def __call__(self, passages: Sequence[Sequence[str]]) -> list[list[Scores]]:
        """Scores of each sentence of each passage, in the order given."""
        made = [windows([self._tokens(text) for text in passage]) for passage in passages]
        scored = iter(self._side_by_side(self._window, [window for passage in made for window in passage]))
        return [[scores for _ in passage for scores in next(scored)] for passage in made]

    def pair_types(self, marked: Sequence[tuple[str, tuple[int, int], tuple[int, int]]]) -> list[Floats]:
        """Logits [16] of the event types for each ``(text, actor span, recipient span)``."""
        return self._side_by_side(self._pair, [mark_pair(*m)[0] for m in marked])

    def _side_by_side(self, one: Callable[[S], T], items: Sequence[S]) -> list[T]:
        if self._threads == 1 or len(items) < 2:
            return [one(item) for item in items]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(one, items))

    def _tokens(self, sentence: str) -> Tokens:
        """Ids and offsets without the frame of ``[CLS]`` and ``[SEP]``."""
        encoding = self._tokenizer.encode(sentence)
        return encoding.ids[1:-1], encoding.offsets[1:-1]

    def _window(self, window: Sequence[Tokens]) -> list[Scores]:
        ids = [i for sentence, _ in window for i in sentence]
        tags, heads, roles = self._run([CLS, *ids, SEP], (0, 0))[:3]
        found, first = [], 1
        for sentence, offsets in window:
            part = slice(first, first + len(sentence))
            found.append(Scores(tuple(offsets), tags[0, part], heads[0, part], roles[0, :, part, part]))
            first += len(sentence)
        return found

    def _pair(self, marked: str) -> Floats:
        encoding = self._tokenizer.encode(marked)
        types: Floats = self._run(encoding.ids, party_tokens(encoding.tokens))[3][0]
        return types

    def _run(self, ids: list[int], pair: tuple[int, int]) -> list[Floats]:
        import numpy as np

        tokens = np.array([ids], np.int64)
        inputs = {"ids": tokens, "mask": np.ones_like(tokens), "pair": np.array([pair], np.int64)}
        outputs: list[Floats] = self._session.run(None, inputs)
        return outputs


def windows(sentences: Sequence[Tokens]) -> list[list[Tokens]]:
    """Sentences in order, together as long as they fit with ``[CLS]`` and ``[SEP]`` into :data:`MAX_TOKENS`.

    >>> [len(w) for w in windows([([7] * n, []) for n in (60, 60, 60, 158)])]
    [2, 1, 1]
    """
    made: list[list[Tokens]] = []
    room = 0
    for sentence in sentences:
        if not made or len(sentence[0]) > room:
            made.append([])
            room = MAX_TOKENS - 2
        made[-1].append(sentence)
        room -= len(sentence[0])
    return made


def party_tokens(tokens: Sequence[str]) -> tuple[int, int]:
    """Index of the token after the opening marker of the actor and of the recipient; 0 where cut off.

    >>> party_tokens(["[CLS]", "[unused3]", "osk", "[unused4]", "hit", "[unused1]", "arnor"])
    (6, 2)
    """
    last = len(tokens) - 1
    places = {token: min(i + 1, last) for i, token in enumerate(tokens)}
    return places.get("[unused1]", 0), places.get("[unused3]", 0)
