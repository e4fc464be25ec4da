"""The trained weights to the model file: ``python -m training.export --base FOLDER --work training/work``.

Writes ``reader.onnx`` (int8), ``tokenizer.json`` and the pin ``reader.json`` into the package. Weights of the
matrix products and the word table become int8, a scale a channel; activations are scaled as each sentence runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch

from training.model import Reader
from twotrack.coding.encoder import MODEL, PIN

PACKAGE = Path(__file__).parent.parent / "src" / "twotrack" / "coding" / "model"
INPUTS, OUTPUTS = ["ids", "mask", "pair"], ["tags", "heads", "roles", "types", "event"]


def averaged(files: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of several trained weights: steadier on unseen text than any of them (Wortsman et al. 2022)."""
    found = [torch.load(file, weights_only=True) for file in files]
    return {k: sum(f[k] for f in found) / len(found) if v.is_floating_point() else v for k, v in found[0].items()}


def to_onnx(model: Reader, path: Path) -> None:
    """The float model with free batch and token sizes."""
    ids = torch.randint(1000, 2000, (2, 12))
    axes = {name: {0: "batch", 1: "tokens"} for name in ("ids", "mask", "tags", "heads")}
    axes |= {"pair": {0: "batch"}, "types": {0: "batch"}, "event": {0: "batch"}}
    axes |= {"roles": {0: "batch", 2: "tokens", 3: "tokens"}}
    torch.onnx.export(
        model.eval(),
        (ids, torch.ones_like(ids), torch.zeros(2, 2, dtype=torch.long)),
        str(path),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def to_int8(source: Path, target: Path) -> None:
    """Dynamic quantisation; 7-bit weights, since processors without VNNI overflow on 8 (onnxruntime's advice)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", nargs="+", default=["news.pt", "settle.pt"], help="averaged")
    parser.add_argument("--name", default="twotrack-reader-3")
    parser.add_argument("-o", "--out", type=Path, default=PACKAGE)
    options = parser.parse_args()
    model = Reader(options.base)
    model.load_state_dict(averaged([options.work / name for name in options.weights]))
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        to_onnx(model, plain)
        shutil.copy(plain, options.work / "float.onnx")
        to_int8(plain, options.out / MODEL)
    shutil.copy(Path(options.base) / "tokenizer.json", options.out / "tokenizer.json")
    sums = {f: hashlib.sha256((options.out / f).read_bytes()).hexdigest() for f in (MODEL, "tokenizer.json")}
    pin = {"name": f"{options.name}:{sums[MODEL][:8]}", "sha256": sums}
    (options.out / PIN).write_text(json.dumps(pin, indent=1) + "\n")
    print(f"{options.out / MODEL}: {(options.out / MODEL).stat().st_size / 1e6:.1f} MB, {pin['name']}")


if __name__ == "__main__":
    main()
