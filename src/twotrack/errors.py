"""What can go wrong.

    TwotrackError
    ├── Refused          skip this input: it becomes a Refusal row, the run goes on
    └── Stop             the run can't go on
        ├── UsageError       the words of the command are off                     exit 2
        ├── LedgerError      the ledger can't be opened, written or trusted       exit 3
        │   └── LedgerBusy       another run is writing it
        ├── ModelError       the model file is missing or not the pinned one      exit 3
        └── StorageError     disk full, no rights: what was committed is safe     exit 3

Each message says what happened, where and why; ``advice`` is the next command or step, "" when there is none.
"""

from __future__ import annotations


class TwotrackError(Exception):
    """Base of all errors of twotrack."""

    exit_code = 3

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class Refused(TwotrackError):
    """This input can't become an article: ``reason`` is a short fixed phrase, ``detail`` says more."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Stop(TwotrackError):
    """The run can't go on."""


class UsageError(Stop):
    """The words of the command are off."""

    exit_code = 2


class LedgerError(Stop):
    """The ledger can't be opened, written or trusted."""


class LedgerBusy(LedgerError):
    """Another run is writing this ledger."""


class ModelError(Stop):
    """The model file is missing, or not the one that this version pins."""


class StorageError(Stop):
    """The disk is full or refuses to be written; what was committed before is safe."""
