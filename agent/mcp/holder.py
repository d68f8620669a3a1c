"""The one device of a server, and its model: opened when first needed, used by one thread, closed at the end.

Knows devices, models and episodes. Does not know the protocol. Some devices may only be used by the thread that opened them, so
all that is done with the device is done by one thread that belongs to this module; every method here that says so blocks and is
called by that thread alone (Holder.thread).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from agent.acting import looks_different, true_frame
from agent.episode import Ended, Line, Outcome
from agent.hooks.loading import HookName, open_hooks
from agent.limits import Limits
from agent.loop import header, run_episode
from agent.models.base import Model
from agent.models.registry import SCRIPT, ModelOptions, open_model
from agent.recording import Recorder, fresh_directory
from agent.stop import Stop
from devices.actions import Action
from devices.base import Device, DeviceInfo, Receipt
from devices.errors import DeviceLost, ScreenUnavailable
from devices.frame import Frame
from devices.registry import open_device

T = TypeVar("T")
SCREEN = 3.0
"""Seconds that a device gets to show a true picture."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the server is for. device: a specification. model: a name, for whole tasks. record: where episodes go.

    hooks: are asked while a task runs.
    """

    device: str = "phone"
    model: str = "pocket"
    options: ModelOptions = field(default_factory=ModelOptions)
    record: Path = Path("recordings")
    force: bool = False
    hooks: tuple[HookName, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """An action. changed: the screen looks different afterwards; frame: how, None where there is no true picture of it."""

    receipt: Receipt
    frame: Frame | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """A task that is over. episode: directory of its recording."""

    ended: Ended
    episode: Path


class Holder:
    """Device and model of a server. thread: runs what blocks, one thing after the other."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="device")
        self._owned = ExitStack()
        self._device: Device | None = None
        self._frame: Frame | None = None
        self._kept: Model | None = None

    def info(self) -> DeviceInfo | None:
        """What the device is; None before it is opened. Blocks; raises DeviceError."""
        return None if self._device is None else self._guarded(lambda device: device.info)

    def look(self) -> Frame:
        """What it shows now. Blocks; raises DeviceError."""

        def see(device: Device) -> Frame:
            self._frame = true_frame(device, SCREEN)
            return self._frame

        return self._guarded(see)

    def act(self, action: Action) -> Done:
        """Do one action on the screen as it was last seen, and let it settle. Blocks; raises DeviceError."""

        def do(device: Device) -> Done:
            frame = self._frame or true_frame(device, SCREEN)
            self._frame = frame
            receipt = device.perform(action, frame)
            try:
                after = device.settle()
            except ScreenUnavailable:
                return Done(receipt, None, changed=True)
            self._frame = after
            return Done(receipt, after, changed=looks_different(frame, after, alive=device.alive))

        return self._guarded(do)

    def run(self, instruction: str, steps: int, hear: Callable[[Line], None], stopped: threading.Event) -> Carried:
        """Let the model carry out a task; hear is told every line. Blocks.

        stopped: once it is set, the episode ends before its next step. Raises DeviceError, AgentError where there is none.
        """
        wish = self.wish

        def carry(device: Device) -> Carried:
            limits = Limits(steps=steps)
            with (
                open_hooks(wish.hooks) as hooks,
                self._model() as model,
                Recorder(fresh_directory(wish.record)) as recorder,
            ):
                recorder.write(header(instruction, limits, device=wish.device, model=wish.model, options={"asked by": "mcp"}))

                told = False

                def watch(line: Line) -> None:
                    nonlocal told
                    hear(line)
                    if stopped.is_set() and not told and not isinstance(line, Ended):
                        told = True
                        raise Stop(Outcome.CANCELLED, "Stopped by the client.")

                ended = run_episode(
                    instruction, device, model, recorder, limits=limits, force=wish.force, watcher=watch, hooks=hooks
                )
            if ended.outcome is Outcome.DEVICE_LOST:
                self._forget_device()
            return Carried(ended, recorder.directory)

        self._frame = None  # whoever acts next has not seen what the task leaves behind
        return self._guarded(carry)

    def close(self) -> None:
        """Close both, in their thread, and end that thread; whatever still waits for it is done first."""
        self.thread.submit(self._close).result()
        self.thread.shutdown()

    def _guarded(self, use: Callable[[Device], T]) -> T:
        """Use the device, opened if need be; one that is lost is opened again the next time."""
        device = self._opened_device()
        try:
            return use(device)
        except DeviceLost:
            self._forget_device()
            raise

    def _opened_device(self) -> Device:
        if self._device is None:
            self._device = open_device(self.wish.device)
        return self._device

    def _model(self) -> AbstractContextManager[Model]:
        """The model, which stays open; but each task begins a script anew."""
        if self.wish.model.startswith(SCRIPT):
            return open_model(self.wish.model, self.wish.options)
        if self._kept is None:
            self._kept = self._owned.enter_context(open_model(self.wish.model, self.wish.options))
        return nullcontext(self._kept)

    def _forget_device(self) -> None:
        device, self._device, self._frame = self._device, None, None
        if device is not None:
            device.close()

    def _close(self) -> None:
        with self._owned:
            self._forget_device()
