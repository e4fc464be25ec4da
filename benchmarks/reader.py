"""Sentences a second of the reader, beside a BERT-base in PyTorch: ``python benchmarks/reader.py FILE [--bert]``.

FILE holds text; its sentences are read. ``--bert`` needs torch and transformers (``pip install -e '.[train]'``): it
times one forward pass a sentence, in batches of 32, of a model of that size with random weights, which is as fast
as a trained one.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from twotrack.coding.coder import reader
from twotrack.coding.sentences import split
from twotrack.settings import Settings


def ours(passages: list[list[str]]) -> float:
    """Sentences a second, events and statements decoded."""
    read = reader("model", Settings())
    read(passages[:5])
    began = time.perf_counter()
    return sum(map(len, read(passages))) / (time.perf_counter() - began)


def bert(sentences: list[str]) -> float:
    """Sentences a second of BERT-base (12 layers, 768 wide), two threads, lengths padded to the longest of a batch."""
    import torch
    from transformers import BertConfig, BertModel

    from twotrack.coding.encoder import Encoder

    torch.set_num_threads(2)
    model = BertModel(BertConfig()).eval()
    lengths = [len(s.offsets) for s in Encoder()([sentences])[0]]
    began = time.perf_counter()
    with torch.inference_mode():
        for start in range(0, len(lengths), 32):
            part = lengths[start : start + 32]
            mask = torch.tensor([[1] * n + [0] * (max(part) - n) for n in part])
            model(torch.randint(1000, 2000, mask.shape), attention_mask=mask)
    return len(sentences) / (time.perf_counter() - began)


def main(words: list[str]) -> int:
    text = Path(words[0]).read_text("utf-8")
    passages = [[s for _, _, s in split(paragraph, 0)] for paragraph in text.split("\n")]
    sentences = [s for passage in passages for s in passage]
    speed = ours(passages)
    print(f"{len(sentences)} sentences: twotrack {speed:.0f} a second")
    if "--bert" in words:
        other = bert(sentences[:320])
        print(f"BERT-base in PyTorch {other:.1f} a second: {speed / other:.0f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
