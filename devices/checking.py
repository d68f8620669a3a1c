"""Does a device keep the contract? Every check of devices/contract.py on the device that a specification names.

Knows how to open, to time and to judge. Does not know what is checked.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from types import FrameType

from devices.base import Device
from devices.contract import CHECKS, OPENING_CHECKS
from devices.errors import DeviceError
from devices.foreign import Kept, described
from devices.registry import open_device

PATIENCE = 120.0
"""Seconds for one check, in which a robot may have to reach a dozen places."""


class State(StrEnum):
    """passed: kept. failed: broken. refused: the device offers nothing that could be checked."""

    PASSED = "passed"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """One check. sentence: what was checked, or how it failed, or why it does not apply. seconds: opening included."""

    check: str
    state: State
    sentence: str
    seconds: float


class _Slow(Exception):
    """The check took too long."""


def check_device(spec: str, *, patience: float = PATIENCE) -> Iterator[Row]:
    """One row a check, each on a freshly opened device; raises what opening raises. Only from the main thread.

    patience: seconds for one check; what hangs longer has failed.
    """
    opened = False
    for check in CHECKS:
        begun = monotonic()
        try:
            device = open_device(spec)
        except DeviceError as error:
            if not opened:
                raise
            state, sentence = State.FAILED, f"it does not open again: {error}"
        else:
            opened = True
            with ExitStack() as owned:
                owned.callback(device.close)  # Ctrl-C leaves nothing open
                state, sentence = _judged(_checked(check, device), check.__doc__, patience)
                owned.pop_all()
            state, sentence = _closed(device, state, sentence, patience)
        yield Row(_name(check), state, sentence, monotonic() - begun)
    for opening in OPENING_CHECKS:
        begun = monotonic()
        state, sentence = _judged(_opened(opening, spec), opening.__doc__, patience)
        yield Row(_name(opening), state, sentence, monotonic() - begun)


def _closed(device: Device, state: State, sentence: str, patience: float) -> tuple[State, str]:
    """Close it; what was found before, or how closing failed."""
    closing, trouble = _judged(device.close, "", patience)
    if closing is State.FAILED and state is not State.FAILED:
        return State.FAILED, f"close() failed: {trouble}"
    return state, sentence


def _checked(check: Callable[[Device], str | None], device: Device) -> Callable[[], str | None]:
    return lambda: check(device)


def _opened(check: Callable[[Callable[[], Device]], str | None], spec: str) -> Callable[[], str | None]:
    return lambda: check(lambda: open_device(spec))


def _judged(check: Callable[[], str | None], about: str | None, patience: float) -> tuple[State, str]:
    with Kept() as kept, _at_most(patience):
        refused = check()
    match kept.error:
        case None:
            return (State.PASSED, " ".join((about or "").split())) if refused is None else (State.REFUSED, refused)
        case KeyboardInterrupt():
            raise kept.error
        case _Slow():
            return State.FAILED, f"it takes longer than {patience:g} s"
        case AssertionError() as broken if str(broken):
            return State.FAILED, " ".join(str(broken).split())
        case DeviceError() as error:
            return State.FAILED, f"it raised {type(error).__name__}: {error}"
        case error:
            return State.FAILED, described(error)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise _Slow in here after so many seconds."""

    def slow(_number: int, _frame: FrameType | None) -> None:
        raise _Slow

    before = signal.signal(signal.SIGALRM, slow)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _name(check: Callable[..., object]) -> str:
    return check.__name__.replace("_", " ")
