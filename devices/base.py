"""The contract that every device keeps: look, act, say what was really done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Annotated, Literal, Self

from pydantic import Field

from devices.actions import Action, Frozen
from devices.frame import Frame


class DeviceInfo(Frozen):
    """What a device is.

    name: the driver's name ("android", "scripted", …). model: what the device calls itself.
    width, height: pixels of the screen as it is turned now. fingerprint: text that changes with the device or its system.
    address: where another program finds the same device (an ADB serial, HOST:PORT); empty where there is no such thing.
    actions: kinds of action that it can do ("tap", …).
    """

    name: str
    model: str
    width: int
    height: int
    fingerprint: str = ""
    address: str = ""
    actions: frozenset[str] = frozenset()


class Receipt(Frozen):
    """What was really done for one action.

    sent: what went over the wire, in the driver's own words, one entry a command ("input tap 540 1200").
    pixels: the device pixels that were touched, in order; empty where there were none.
    delivered: "yes" the device confirmed it; "unknown" it may have arrived.
    seconds: from the call to the device's confirmation.
    note: what differs from the action asked for (clipped, replaced), for people; empty if nothing.
    """

    sent: tuple[str, ...] = ()
    pixels: tuple[tuple[int, int], ...] = ()
    delivered: Literal["yes", "unknown"] = "yes"
    seconds: Annotated[float, Field(ge=0)] = 0.0
    note: str = ""


class Device(ABC):
    """A screen that can be looked at and touched. Use it as a context manager; close() may be called twice.

    alive: its pictures differ even where nothing happens, as those of a camera do.
    """

    alive: bool = False

    @property
    @abstractmethod
    def info(self) -> DeviceInfo:
        """What this device is; raises DeviceLost."""

    @abstractmethod
    def observe(self) -> Frame:
        """A true picture of the screen now. Raises ScreenUnavailable, DeviceLost; never returns an old or made-up one."""

    @abstractmethod
    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Do one action whose places refer to frame.

        Raises ActionRefused (nothing was done), ScreenTurned (nothing was sent), DeliveryUnknown, DeviceLost.
        """

    def settle(self, *, deadline: float = 3.0) -> Frame:
        """Look until the screen has stopped changing, at most deadline seconds; returns the last true frame.

        Raises what observe() raises.
        """
        from devices.settle import settle

        return settle(self.observe, deadline=deadline)

    @abstractmethod
    def close(self) -> None:
        """Let go of the device and put back what was changed on it for the driver's sake."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
