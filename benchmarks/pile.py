"""Time and memory of a whole run: ``python benchmarks/pile.py SOURCE... [-- twotrack run options]``.

Prints the balance, seconds, inputs a second, peak memory of the run and of its largest child, and the memory of the
main process at each fifth of the way, so that growth shows.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def resident(process: int) -> float:
    """Resident memory of a process in MB, as Linux tells it."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main(words: list[str]) -> int:
    split = words.index("--") if "--" in words else len(words)
    sources, options = words[:split], words[split + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "twotrack", "run", *sources, "-o", f"{folder}/ledger", "--json", *options]
        began = time.monotonic()
        run = subprocess.Popen(
            [*command, "--progress", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert run.stderr and run.stdout
        memory: dict[int, float] = {}
        for line in run.stderr:
            told = json.loads(line) if line.startswith("{") else {}
            if told.get("step") == "read" and told["total"]:
                memory.setdefault(5 * told["done"] // told["total"], resident(run.pid))
        balance = json.loads(run.stdout.read())
        run.wait()
        seconds = time.monotonic() - began
    print({k: balance[k] for k in ("inputs", "articles", "duplicates", "refusals", "reports", "statements", "events")})
    print(f"{seconds:.1f} s, {balance['inputs'] / seconds:.1f} inputs/s")
    print("main process, MB at each fifth:", [round(v) for v in memory.values()])
    print(f"peak of any process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
