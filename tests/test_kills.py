"""Killed by the system at random moments, again and again, the run still ends in the same ledger."""

import random
import subprocess
import sys
import time

import pytest

from twotrack import runner, views
from twotrack.ledger.verify import verify

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(25))
def test_sigkill_at_any_moment_loses_nothing(pile, tmp_path, seed):
    runner.run([str(pile)], str(tmp_path / "whole"), coder="stub", jobs=1)
    rng = random.Random(seed)
    words = [sys.executable, "-m", "twotrack", "run", pile, "-o", tmp_path / "killed", "--coder", "stub"]
    for _ in range(4):
        run = subprocess.Popen(list(map(str, words)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.3, 2.5))
        run.kill()
        run.wait()
    runner.run([str(pile)], str(tmp_path / "killed"), coder="stub", jobs=1)
    for name in ("whole", "killed"):
        views.export(tmp_path / name, "jsonl", str(tmp_path / f"{name}.jsonl"))
    assert (tmp_path / "killed.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert verify(tmp_path / "killed") == []
