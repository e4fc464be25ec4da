"""Progress of long work, on standard error: a bar on a terminal, JSON lines when asked, silence in pipes."""

from __future__ import annotations

import json
import sys
from typing import Literal, Protocol

Step = Literal["fetch", "read", "corroborate", "done"]
Mode = Literal["auto", "json", "off"]


class Progress(Protocol):
    """Told of the step, and how many inputs of how many are done."""

    def __call__(self, step: Step, done: int, total: int) -> None: ...


def silent(step: Step, done: int, total: int) -> None:
    """No progress shown."""


def reporter(mode: Mode) -> Progress:
    """The progress that fits where standard error goes; ``NO_COLOR`` and ``TERM=dumb`` are heeded."""
    if mode == "json":
        return as_json
    if mode == "off" or not sys.stderr.isatty():
        return silent
    return Bar()


def as_json(step: Step, done: int, total: int) -> None:
    """One JSON object a line: ``{"step", "done", "total"}``."""
    print(json.dumps({"step": step, "done": done, "total": total}), file=sys.stderr, flush=True)


class Bar:
    """A bar with the time left, estimated from the inputs of the last half minute, so that a resumed run's quick
    start does not promise too much."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Rich

        self._rich = Rich(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("inputs ·"),
            TimeElapsedColumn(),
            TextColumn("gone ·"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            speed_estimate_period=30,
            transient=True,
        )
        self._task = self._rich.add_task("reading", total=None)

    def __call__(self, step: Step, done: int, total: int) -> None:
        """Move the bar; the last step takes it away."""
        self._rich.start()
        if step == "fetch":
            self._rich.update(self._task, completed=done, total=total, description="fetching")
        elif step == "read":
            self._rich.update(self._task, completed=done, total=max(total, done), description="reading")
        elif step == "corroborate":
            self._rich.update(self._task, description="corroborating")
        else:
            self._rich.stop()
