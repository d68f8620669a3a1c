"""What a device must bear, as parts of the contract: two callers at once, Ctrl-C in the middle, being opened and closed.

Knows threads, signals and what a process holds. Does not know drivers. A check returns why there was nothing to check, or None.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from devices.actions import Action, Drag, LongPress, Tap, Wait
from devices.base import Device
from devices.errors import DeviceError, StoppedByPerson
from devices.foreign import Kept, described
from devices.frame import Frame

Opener = Callable[[], Device]

LONG: tuple[Action, ...] = (
    LongPress(x=0.5, y=0.5, seconds=1.0),
    Drag(x=0.5, y=0.6, to_x=0.5, to_y=0.4, seconds=1.0),
    Wait(seconds=1.0),
    Tap(x=0.5, y=0.5),
)
"""Actions to interrupt, the most delicate first; the last may be over before Ctrl-C comes."""
SHORT: tuple[Action, ...] = (Tap(x=0.5, y=0.5), Wait(seconds=0))
DELAYS = (0.05, 0.4)
"""Seconds after which Ctrl-C comes: while the action is being sent, and while it is being done."""
SWALLOWED = 2.0
"""Seconds after which a Ctrl-C that has not come through surely never will."""
JOIN = 30.0
RELEASE = 5.0
"""Seconds in which what was held must be given back after close()."""


def two_callers_do_not_mix(device: Device) -> str | None:
    """Two threads that look and act at once are served one after the other, or refused by type; afterwards all is well."""
    frame = device.settle(deadline=1.0)
    action = _first(SHORT, device)
    outcomes: list[Frame | BaseException | None] = []
    ready = threading.Barrier(4)

    def call(act: bool) -> None:
        with Kept() as kept:
            ready.wait(JOIN)
            for _ in range(2):
                if act and action is not None:
                    device.perform(action, frame)
                else:
                    outcomes.append(device.observe())
        outcomes.append(kept.error)

    threads = [threading.Thread(target=call, args=(number % 2 == 0,), daemon=True) for number in range(4)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + JOIN
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    assert not any(thread.is_alive() for thread in threads), f"two callers at once hang for {JOIN:g} s"
    frames = [outcome for outcome in outcomes if isinstance(outcome, Frame)]
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, DeviceError):
            raise AssertionError(f"two callers at once break it, {described(outcome)}") from outcome
    numbers = [seen.sequence for seen in frames]
    assert len(set(numbers)) == len(numbers), "two callers at once got frames of the same number"
    after = device.settle(deadline=1.0)
    assert all(after.sequence > number for number in numbers), "after two callers at once a later frame has a lower number"
    return None


def ctrl_c_leaves_it_usable(device: Device) -> str | None:
    """Ctrl-C in the middle of an action comes through, and the next look and action work, or it says that it was stopped."""
    if threading.current_thread() is not threading.main_thread():
        return "Ctrl-C only reaches the main thread, and this is another one"
    action, short = _first(LONG, device), _first(SHORT, device)
    if action is None:
        return "it can do nothing that lasts"
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for delay in DELAYS:
            frame = device.settle(deadline=1.0)
            _interrupted(device, action, frame, delay)
            try:
                frame = device.settle(deadline=3.0)
                if short is not None:
                    device.perform(short, frame)
            except StoppedByPerson:
                return None  # a robot that waits for a person to start it anew
    finally:
        signal.signal(signal.SIGINT, before)
    return None


def closing_leaves_nothing_behind(opener: Opener) -> str | None:
    """After close() there are no more open files, threads and child processes than before it was opened."""
    if not Path("/proc/self/fd").is_dir():
        return "only Linux tells what a process holds"
    _use(opener)  # what is loaded once and kept is not a leak
    before = _held()
    _use(opener)
    end = time.monotonic() + RELEASE
    while (left := _held() - before) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left, f"after close() this is left: {', '.join(sorted(left)[:5])}"
    return None


def _interrupted(device: Device, action: Action, frame: Frame, delay: float) -> None:
    """Do it, with Ctrl-C on its way; raises AssertionError where the driver swallows it."""
    main = threading.main_thread().ident
    assert main is not None
    timer = threading.Timer(delay, signal.pthread_kill, (main, signal.SIGINT))
    told = False
    try:
        timer.start()
        try:
            device.perform(action, frame)
        except DeviceError:
            told = True  # Ctrl-C as a typed error comes through, too
        timer.join()
        if not told:
            time.sleep(SWALLOWED)
    except KeyboardInterrupt:
        return
    assert told, "Ctrl-C in the middle of an action is swallowed: nobody could stop this device"


def _first(actions: Sequence[Action], device: Device) -> Action | None:
    kinds = device.info.actions
    return next((action for action in actions if action.kind in kinds), None)


def _use(opener: Opener) -> None:
    with opener() as device:
        frame = device.settle(deadline=1.0)
        if (action := _first(SHORT, device)) is not None:
            device.perform(action, frame)


def _held() -> set[str]:
    """What this process holds, in words that stay the same."""
    held = {f"the thread {thread.name} ({thread.ident})" for thread in threading.enumerate()}
    for descriptor in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            held.add(f"the descriptor {descriptor} ({os.readlink(f'/proc/self/fd/{descriptor}')})")
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # the thread has ended, or the kernel does not tell
            held |= {f"the process {child}" for child in (task / "children").read_text().split()}
    return held
