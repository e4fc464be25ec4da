"""Train the reader: ``python -m training.train --data ../shared/data --base FOLDER -o training/work``.

Phases with one seed: the public sets first, then everything, what we marked ourselves weighing more each time. Each
keeps its weights, so that a stopped run goes on. ``python -m training.export`` then makes the int8 ONNX file.
Base weights: a local folder of all-MiniLM-L6-v2, or its name on the model hub.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training import marks, sets, standoff
from training.batches import Row, batches, row, tensors, tokenizer
from training.examples import Example
from training.guard import check
from training.losses import Outputs, loss
from training.model import Reader

# Visits of each set in a phase, as a share of its rows; over 1 means more than once. A "-window" holds the sentences of
# a passage together, a "-pair" the two parties of an event, to learn from whom to whom.
PHASES: dict[str, dict[str, float]] = {
    "public": {
        "polnear": 1.2, "m2e2": 3, "plv": 4, "plv-pair": 6, "cameo": 3, "worldwide": 0.5, "factuality": 1, "ngec": 0.6,
    },
    "all": {
        "corpus": 3, "corpus-window": 3, "corpus-pair": 3, "polnear": 0.3, "m2e2": 0.7, "plv": 2, "plv-pair": 4,
        "cameo": 2, "worldwide": 0.12, "factuality": 0.12,
    },
    "polish": {
        "corpus": 3, "corpus-window": 4, "corpus-pair": 3, "polnear": 0.2, "m2e2": 0.3, "plv": 1, "plv-pair": 3,
        "cameo": 1,
    },
    "news": {
        "corpus": 2, "corpus-window": 3, "corpus-pair": 2, "news": 3, "news-window": 4, "news-pair": 2, "polnear": 0.2,
        "m2e2": 0.2, "plv-pair": 3, "worldwide": 0.05,
    },
    "settle": {
        "corpus": 2, "corpus-window": 3, "corpus-pair": 2, "news": 4, "news-window": 4, "news-pair": 3,
        "news-events": 4, "news-events-window": 4, "news-events-pair": 3, "polnear": 0.15, "m2e2": 0.1, "cameo": 1,
        "plv-pair": 3, "worldwide": 0.1,
    },
}  # fmt: skip
EMA = 0.995
# Learning rates of the encoder and of the heads. With 8e-5 for both, events of the corpus stayed under 0.4 F1 on the
# training part itself after seven visits: heads that begin at random need more.
RATES = {
    "public": (1e-4, 1e-4),
    "all": (2e-4, 1e-3),
    "polish": (1.5e-4, 6e-4),
    "news": (1.5e-4, 6e-4),
    "settle": (1.2e-4, 5e-4),
}


def ours(data: Path, corpus: Path) -> Iterator[Example]:
    """What we marked: the corpus, less the passages kept for evaluation, and texts of the data sets."""
    yield from sets.passages((p for p in marks.read(corpus) if not sets.is_kept_out(p)), "corpus")
    for file in sorted(standoff.FOLDER.glob("*.jsonl")):
        if not file.stem.endswith("-dev"):
            origin = "news-events" if file.stem.endswith("-events") else "news"
            yield from sets.passages(standoff.read(file, data), origin)


def load(data: Path, corpus: Path) -> dict[str, list[Example]]:
    """All sets by origin, training part only, checked against the held-out hashes."""
    readers = [
        sets.plv(data / "event_plv_train.jsonl.gz"),
        sets.cameo(data / "event_cameo_extra.jsonl.gz"),
        sets.m2e2(data / "event_m2e2.jsonl.gz"),
        sets.polnear(data / "attribution_polnear_train.jsonl.gz"),
        sets.worldwide(data / "ner_worldwide.jsonl.gz"),
        sets.ngec(data / "event_ngec_synthetic.jsonl.gz"),
        sets.factuality(data / "factuality_it_happened.jsonl.gz"),
        ours(data, corpus),
    ]
    found: dict[str, list[Example]] = {}
    for example in (e for reader in readers for e in reader):
        if not (example.origin.startswith("plv") and sets.is_dev(example.text)):
            found.setdefault(example.origin, []).append(example)
    check((e.text for es in found.values() for e in es), data / "heldout_hashes.txt.gz")
    return found


def sample(rows: list[Row], share: float, rng: random.Random) -> list[Row]:
    """``share`` of the rows: whole copies, then a random part."""
    whole = int(share)
    return rows * whole + rng.sample(rows, int((share - whole) * len(rows)))


def balanced(rows: list[Row]) -> list[Row]:
    """Rows of rare types again, up to four times: by the square root of how much rarer they are."""
    counts = Counter(t for r in rows for t in r.types)
    most = max(counts.values(), default=1)
    return [r for r in rows for _ in range(min(4, max((round((most / counts[t]) ** 0.5) for t in r.types), default=1)))]


def outputs(model: Reader, batch: list[Row], bfloat16: bool) -> Outputs:
    """One forward pass; the loss is always taken in float32."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        tags, heads, roles, types, event = model(*tensors(batch))
    return tags.float(), heads.float(), roles.float(), types.float(), event.float()


def groups(model: Reader, encoder: float, heads: float) -> list[dict[str, Any]]:
    """The parameters with their learning rates."""
    own = {id(p) for p in model.encoder.parameters()}
    return [
        {"params": list(model.encoder.parameters()), "lr": encoder},
        {"params": [p for p in model.parameters() if id(p) not in own], "lr": heads},
    ]


def phase(model: Reader, rows: dict[str, list[Row]], name: str, options: argparse.Namespace) -> None:
    """One pass over the phase's sample, learning rate warm up then down to zero."""
    rng = random.Random(f"{options.seed} {name}")
    chosen = [r for origin, share in PHASES[name].items() for r in sample(balanced(rows.get(origin, [])), share, rng)]
    made = list(batches(chosen, options.tokens, rng))
    optimizer = torch.optim.AdamW(groups(model, *RATES[name]), weight_decay=0.01)
    steps = len(made)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.06 * steps + 1), max(0.0, 1 - s / steps))
    )
    # The average over the last steps is steadier than the last step: its memory is 200 steps.
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(EMA), use_buffers=True)
    model.train()
    seen: defaultdict[str, float] = defaultdict(float)
    began = time.monotonic()
    for step, batch in enumerate(made, 1):
        total, terms = loss(outputs(model, batch, options.bfloat16), batch)
        optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        rate.step()
        averaged.update_parameters(model)
        for key, value in terms.items():
            seen[key] += value
            seen[f"n {key}"] += 1
        if step % 100 == 0 or step == steps:
            parts = "  ".join(f"{k} {seen[k] / seen[f'n {k}']:.3f}" for k in terms)
            left = (time.monotonic() - began) / step * (steps - step)
            print(f"{name} {step}/{steps}  {left / 60:.1f} min left  {parts}", flush=True)
            seen.clear()
    model.load_state_dict(averaged.module.state_dict())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=800, help="tokens a batch")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--bfloat16", action="store_true", help="twice as fast on processors with AVX512-BF16")
    parser.add_argument("--only", choices=list(PHASES), help="stop after this phase")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    words = tokenizer(str(Path(options.base) / "tokenizer.json"))
    examples = load(options.data, options.corpus)
    print({k: len(v) for k, v in examples.items()}, flush=True)
    rows = {origin: [row(e, words) for e in found] for origin, found in examples.items()}
    model = Reader(options.base)
    for name in PHASES:
        kept = options.out / f"{name}.pt"
        if kept.exists():
            model.load_state_dict(torch.load(kept, weights_only=True))
            continue
        phase(model, rows, name, options)
        torch.save(model.state_dict(), kept)
        if options.only == name:
            break
    counts = {k: len(v) for k, v in examples.items()}
    (options.out / "data.json").write_text(json.dumps(counts, indent=1) + "\n")


if __name__ == "__main__":
    main()
