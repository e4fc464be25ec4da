"""Feeds parsed within limits: small ones here, large ones in a child process that can be killed.

Run as a program it reads a feed from standard input and writes its entries to standard output as MessagePack.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from twotrack.errors import Refused
from twotrack.reading.feedentries import Entry, parsed

# A child takes 0.3 s to start. The worst hostile feed of this size (8,000 attributes on one element) takes 1.7 s here.
SMALL = 128_000
# Real feeds take a tenth of it.
DATA_BYTES = 512 << 20
START_SECONDS = 10
# Of the time for a page, more for each million bytes: a real feed of 16 MB takes 6 s, with 5 s a page it has 17.
SHARE = 0.15
OUT_OF_MEMORY = 70


def entries(text: str, seconds: float) -> tuple[Entry, ...]:
    """All entries of a feed, in its order; ``seconds`` of processor time, and more for a large one.

    Raises:
        Refused: "parser timed out", "parser died": a large feed that could not be parsed within the limits.
    """
    data = text.encode("utf-8", "replace")
    return parsed(data) if len(data) <= SMALL else _apart(data, seconds * (1 + SHARE * len(data) / 1e6))


def _apart(data: bytes, seconds: float) -> tuple[Entry, ...]:
    command = [sys.executable, "-P", "-m", "twotrack.reading.feedchild", f"{seconds:.3f}"]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=3 * seconds + START_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("parser timed out", f"more than {seconds:.0f} s for this feed") from error
    if -done.returncode in (getattr(signal, "SIGPROF", None), getattr(signal, "SIGXCPU", None)):
        raise Refused("parser timed out", f"more than {seconds:.0f} s for this feed")
    try:
        if done.returncode == 0:
            return msgspec.msgpack.decode(done.stdout, type=tuple[Entry, ...])
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise Refused("parser died", _last_words(done.returncode))


def _last_words(code: int) -> str:
    if code == OUT_OF_MEMORY:
        return f"out of memory: more than {DATA_BYTES >> 20} MiB for this feed"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def main(arguments: Sequence[str]) -> int:
    """Parse standard input within the limits; entries to standard output as MessagePack."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit(float(arguments[0]))
    try:
        answers.write(msgspec.msgpack.encode(parsed(sys.stdin.buffer.read())))
        answers.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _limit(seconds: float) -> None:
    # A system without limits, or with tighter ones: the parent's clock still holds.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _environment() -> dict[str, str]:
    """The child finds this very package, wherever it was imported from."""
    home = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
