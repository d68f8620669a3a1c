"""From names to a running episode: open the device and the model side by side, run, close both.

Knows how to open and close, and what each failure ends in. Does not know what happens in between.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from loguru import logger

from agent.episode import Ended, Outcome
from agent.errors import AgentError, BadHook, BadInstruction, RecordingFailed
from agent.hooks.loading import HookName, open_hooks
from agent.instruction import check_instruction, plain
from agent.limits import Clock, Limits
from agent.loop import Watcher, header, run_episode
from agent.models.base import Model
from agent.models.registry import ModelOptions, import_heavy, locate, open_model
from agent.recording import Recorder
from devices.base import Device
from devices.errors import DeviceError
from devices.registry import open_device

EARLY = 0.05
"""Seconds that loading the model waits for a device that is misspelt, before it keeps the processor busy."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a person asks for: a device specification, a model's name and how to load it, and hooks."""

    device: str
    model: str
    options: ModelOptions
    hooks: tuple[HookName, ...] = ()


def open_and_run(
    instruction: str,
    names: Names,
    recorder: Recorder,
    *,
    limits: Limits,
    force: bool = False,
    watcher: Watcher | None = None,
    clock: Clock | None = None,
    asked: Mapping[str, str] | None = None,
) -> Ended:
    """Open both, carry out one instruction, close both; returns the last line of the episode.

    asked: options as the caller gave them, for the record. Raises RecordingFailed where the episode cannot be written.
    """
    clock = clock or Clock()
    first = header(instruction, limits, device=names.device, model=names.model, options=asked)
    recorder.write(first)
    if watcher is not None:
        watcher(first)
    ended: Ended | None = None
    try:
        check_instruction(instruction)
        with ExitStack() as stack:
            hooks = stack.enter_context(open_hooks(names.hooks))
            device, model = _open_both(names, stack, clock)
            ended = run_episode(
                instruction, device, model, recorder, limits=limits, force=force, watcher=watcher, clock=clock, hooks=hooks
            )
        return ended
    except (BadInstruction, BadHook) as error:
        outcome, message = Outcome.REFUSED, str(error)
    except DeviceError as error:
        outcome, message = Outcome.DEVICE_LOST, str(error)
    except RecordingFailed:
        raise
    except AgentError as error:
        outcome, message = Outcome.MODEL_FAILED, str(error)
    except KeyboardInterrupt:
        outcome, message = Outcome.CANCELLED, "Stopped by the user."
    # An episode ends once: what goes wrong while closing no longer changes how it ended.
    return ended or end_early(recorder, outcome, message, clock, watcher)


def end_early(recorder: Recorder, outcome: Outcome, message: str, clock: Clock, watcher: Watcher | None = None) -> Ended:
    """Write the last line of an episode that never came to its first step."""
    ended = Ended(outcome=outcome, message=plain(message), steps=0, seconds=clock.seconds, split=dict(clock.split))
    recorder.write(ended)
    if watcher is not None:
        watcher(ended)
    return ended


def _open_both(names: Names, stack: ExitStack, clock: Clock) -> tuple[Device, Model]:
    """The device opens in a thread of its own while this one loads the model; the stack closes what was opened."""
    locate(names.model)
    opening = _Opening(lambda: open_device(names.device))
    stack.callback(opening.close)
    opening.join(EARLY)
    begun = time.monotonic()
    import_heavy(names.model)
    clock.split["imports"] = clock.split.get("imports", 0.0) + time.monotonic() - begun
    opening.check()
    begun = time.monotonic()
    model = stack.enter_context(open_model(names.model, names.options))
    clock.split["model"] = time.monotonic() - begun
    device = opening.result()
    clock.split["device"] = opening.seconds
    return device, model


class _Opening:
    """A device that is being opened in a thread."""

    def __init__(self, opener: Callable[[], Device]) -> None:
        self._opener = opener
        self._device: Device | None = None
        self._error: DeviceError | None = None
        self.seconds = 0.0
        self._thread = threading.Thread(target=self._open, name="open-device")
        self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait a moment; raises what opening has raised by then."""
        self._thread.join(seconds)
        self.check()

    def check(self) -> None:
        """Raises what opening has raised so far."""
        if self._error is not None:
            raise self._error

    def result(self) -> Device:
        """The open device, however long it takes; raises what opening raised."""
        self._thread.join()
        self.check()
        assert self._device is not None
        return self._device

    def close(self) -> None:
        """Close the device, also one that is only now opened."""
        self._thread.join()
        if self._device is not None:
            try:
                self._device.close()
            except DeviceError as error:
                logger.warning("The device did not close cleanly: {}", error)

    def _open(self) -> None:
        begun = time.monotonic()
        try:
            self._device = self._opener()
        except DeviceError as error:
            self._error = error
        self.seconds = time.monotonic() - begun
