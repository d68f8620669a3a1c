"""From the name of a device to a demonstration on it: open, let the person work, close.

Knows how to open and close, and what each failure ends in. Does not know windows.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from agent.demonstration.demonstration import MOST, Demonstration, demonstration_header
from agent.episode import Ended, Outcome
from agent.errors import BadInstruction
from agent.instruction import check_instruction
from agent.limits import Clock, Limits
from agent.loop import Watcher
from agent.opening import end_early
from agent.recording import Recorder
from devices.errors import DeviceError
from devices.registry import open_device


def open_and_demonstrate(
    instruction: str,
    spec: str,
    recorder: Recorder,
    work: Callable[[Demonstration], Ended],
    *,
    watcher: Watcher | None = None,
    clock: Clock | None = None,
) -> Ended:
    """Open the device, let a person work, close it; returns the last line of the episode.

    work: hands the demonstration to the person and waits for its end. Raises RecordingFailed where it cannot be written.
    """
    clock, limits = clock or Clock(), Limits(steps=MOST)
    first = demonstration_header(instruction, limits, device=spec)
    recorder.write(first)
    if watcher is not None:
        watcher(first)
    ended: Ended | None = None
    try:
        check_instruction(instruction)
        begun = time.monotonic()
        with open_device(spec) as device:
            clock.split["device"] = time.monotonic() - begun
            ended = work(Demonstration(instruction, device, recorder, limits=limits, watcher=watcher, clock=clock))
        return ended
    except BadInstruction as error:
        outcome, message = Outcome.REFUSED, str(error)
    except DeviceError as error:
        outcome, message = Outcome.DEVICE_LOST, str(error)
    except KeyboardInterrupt:
        outcome, message = Outcome.CANCELLED, "Stopped by the user."
    # An episode ends once: what goes wrong while closing no longer changes how it ended.
    return ended or end_early(recorder, outcome, message, clock, watcher)
