"""The process that parses: reads pages from standard input, writes answers to standard output, until it is closed.

A parser written in C can hang, crash or eat memory on a hostile page, and no thread or signal stops it. This
process can be killed without harm. Only bytes go in, and only a small, checked record comes out.

Frames: 8 bytes of length, then MessagePack. The first frame in is :class:`Settings`, then one page a frame; one
:class:`Answer` comes out for each.
"""

from __future__ import annotations

import math
import os
import signal
import sys
from typing import IO

import msgspec

from twotrack.cleaning.cleaner import clean_page
from twotrack.errors import Refused
from twotrack.records import Article, Page, Record
from twotrack.settings import Settings

# What a page may take: benchmarks/hostile.py has the peaks. Libraries reserve more addresses than they use.
DATA_BYTES = 768 << 20
ADDRESS_BYTES = 3_000_000_000
LENGTH = 8


class Answer(Record, frozen=True):
    """An article, or why there is none."""

    article: Article | None = None
    reason: str = ""
    detail: str = ""


def main() -> None:
    """Serve until standard input ends."""
    # Ctrl-C is for the parent, which closes our input; whatever a library prints must not get among the frames.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    serve(sys.stdin.buffer, answers)


def serve(pages: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each page of ``pages`` in order."""
    first = read_frame(pages)
    if first is None:
        return
    settings = msgspec.msgpack.decode(first, type=Settings)
    while (frame := read_frame(pages)) is not None:
        page = msgspec.msgpack.decode(frame, type=Page)
        if page.kind != "text":
            # Imports take half a second and are not the page's fault.
            import trafilatura  # noqa: F401
        _limit_time(settings.parse_seconds)
        write_frame(answers, msgspec.msgpack.encode(answer(page, settings)))
        _limit_time(0)


def answer(page: Page, settings: Settings) -> Answer:
    """What came of a page; an error of the parser is an answer too, so that the run goes on and the page is named."""
    try:
        return Answer(article=clean_page(page, settings))
    except Refused as error:
        return Answer(reason=error.reason, detail=error.detail)
    except MemoryError:
        return Answer(reason="parser died", detail="out of memory")
    except Exception as error:  # noqa: BLE001 - third-party parsers raise anything; the page is refused with its name
        return Answer(reason="parser died", detail=f"{type(error).__name__}: {error}"[:200])


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame, None at the end."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """One frame, sent at once."""
    stream.write(len(data).to_bytes(LENGTH, "big"))
    stream.write(data)
    stream.flush()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        # A system without limits, or with tighter ones: the parent's clock still holds.
        return


def _limit_time(seconds: float) -> None:
    """The kernel ends this process when the page has used up its processor time.

    The timer is exact; its signal is left to the kernel, because a handler would wait for a parser written in C. The
    limit, in whole seconds, holds where there is no such timer.
    """
    if hasattr(signal, "setitimer"):
        # 0 stops it: while it waits for the next page, only the standing limit holds.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    if not seconds:
        return
    try:
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
