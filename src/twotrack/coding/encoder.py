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

T = TypeVar("T")
MODEL = "reader.onnx"
PIN = "reader.json"


class Scores(Record, frozen=True):
    """What the encoder says of one sentence of ``t`` tokens, as logits.

    ``offsets`` [t] are character spans in the sentence; ``tags`` [t, layers], ``heads`` [t, status + stance +
    reason], ``roles`` [roles, t, t] (head token, span token), ``event`` a scalar for the whole sentence.
    """

    offsets: tuple[tuple[int, int], ...]
    tags: Floats
    heads: Floats
    roles: Floats
    event: float


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
    """``Encoder()(sentences)``: scores of each, in order.

    Each sentence is run by itself: int8 activations are scaled over all that runs together, so a batch would let
    neighbours move a decision. Threads run sentences side by side instead, which is as fast for so small a model.
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

    def __call__(self, sentences: Sequence[str]) -> list[Scores]:
        """Scores of each sentence, in the order given."""
        return self._side_by_side(self._one, sentences)

    def pair_types(self, marked: Sequence[tuple[str, tuple[int, int], tuple[int, int]]]) -> list[Floats]:
        """Logits [16] of the event types for each ``(text, actor span, recipient span)``."""
        return self._side_by_side(self._pair, [mark_pair(*m)[0] for m in marked])

    def _side_by_side(self, one: Callable[[str], T], texts: Sequence[str]) -> list[T]:
        if self._threads == 1 or len(texts) == 1:
            return [one(text) for text in texts]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(one, texts))

    def _one(self, sentence: str) -> Scores:
        encoding = self._tokenizer.encode(sentence)
        tags, heads, roles, _, event = self._run(encoding.ids, (0, 0))
        return Scores(
            offsets=tuple(encoding.offsets), tags=tags[0], heads=heads[0], roles=roles[0], event=float(event[0])
        )

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


def party_tokens(tokens: Sequence[str]) -> tuple[int, int]:
    """Index of the token after the opening marker of the actor and of the recipient; 0 where cut off.

    >>> party_tokens(["[CLS]", "[unused3]", "osk", "[unused4]", "hit", "[unused1]", "arnor"])
    (6, 2)
    """
    last = len(tokens) - 1
    places = {token: min(i + 1, last) for i, token in enumerate(tokens)}
    return places.get("[unused1]", 0), places.get("[unused3]", 0)
