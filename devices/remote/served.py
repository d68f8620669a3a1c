"""The device behind a server: one thread that owns it, the last frames, and what a driver's order comes to.

The device is opened, used and closed in one and the same thread, because some drivers demand it; so looks and acts follow
one another. Knows Device. Does not know HTTP, leases or tokens.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from loguru import logger

from devices.actions import Action
from devices.base import Device, DeviceInfo, Receipt
from devices.errors import DeliveryUnknown, DeviceError, DeviceLost, ScreenTurned
from devices.frame import Frame
from devices.remote.messages import Done, Failed, Format, FrameHead, FrameMark, trouble_of
from devices.remote.pictures import encode

T = TypeVar("T")
KEPT = 4
"""Frames that an action may refer to: the last ones that were taken or referred to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A frame, and its picture in the formats that somebody asked for."""

    frame: Frame
    encoded: dict[str, bytes] = field(default_factory=dict)

    def head(self, boot: str, question: str, form: Format, known: str) -> FrameHead:
        """What is said about the frame; known: digest of the picture that the asker has."""
        frame = self.frame
        return FrameHead(
            boot=boot,
            question=question,
            sequence=frame.sequence,
            seconds=frame.seconds,
            width=frame.width,
            height=frame.height,
            rotation=frame.rotation,
            display=frame.display,
            digest=frame.digest,
            format="same" if known == frame.digest else form,
        )

    def picture(self, form: Format) -> bytes:
        """The frame's picture; a PNG as the device sent it where it sent one."""
        if form == "png" and self.frame.png is not None:
            return self.frame.png
        if form not in self.encoded:
            self.encoded[form] = encode(self.frame.image, form)
        return self.encoded[form]


class Served:
    """One device in a thread of its own. Methods that return a Future may be called from any thread but the device's own.

    opener: opens the device; it runs in the device's thread. alive: see Device, once it is open.
    """

    def __init__(self, opener: Callable[[], Device]) -> None:
        self._opener = opener
        self._device: Device | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="served-device")
        self._frames: OrderedDict[int, Kept] = OrderedDict()
        self.alive = False

    def open(self) -> Future[DeviceInfo]:
        """Open the device; the future raises what opening it raises."""
        return self._thread.submit(self._open)

    def info(self) -> Future[DeviceInfo]:
        """What the device is."""
        return self._thread.submit(lambda: self._opened().info)

    def look(self, settle: float | None) -> Future[Kept]:
        """A new frame; settle: wait at most that many seconds for a screen that has stopped changing, None: at once."""
        return self._thread.submit(self._look, settle)

    def act(self, action: Action, mark: FrameMark) -> Future[Receipt]:
        """Do one action; outcome_of() reads the future."""
        return self._thread.submit(self._act, action, mark)

    def close(self) -> Future[None]:
        """Close the device after all that was asked for before; nothing more may be asked for."""
        closing = self._thread.submit(self._close)
        self._thread.shutdown(wait=False)
        return closing

    def _open(self) -> DeviceInfo:
        self._device = self._opener()
        self.alive = self._device.alive
        return self._device.info

    def _opened(self) -> Device:
        if self._device is None:
            raise DeviceLost("The served device is closed; start its server again.")
        return self._device

    def _look(self, settle: float | None) -> Kept:
        device = self._opened()
        frame = device.observe() if settle is None else device.settle(deadline=settle)
        kept = Kept(frame)
        self._frames[frame.sequence] = kept
        while len(self._frames) > KEPT:
            self._frames.popitem(last=False)
        return kept

    def _act(self, action: Action, mark: FrameMark) -> Receipt:
        return self._opened().perform(action, self._referred(mark))

    def _referred(self, mark: FrameMark) -> Frame:
        kept = self._frames.get(mark.sequence)
        if kept is None:
            raise ScreenTurned("The picture that the action refers to is too old for the server to know; look again.")
        self._frames.move_to_end(mark.sequence)
        if (mark.width, mark.height) != (kept.frame.width, kept.frame.height):
            raise ScreenTurned(
                f"The action refers to a picture of {mark.width}x{mark.height}, the screen is "
                f"{kept.frame.width}x{kept.frame.height}; look again."
            )
        return kept.frame if mark.rotation == kept.frame.rotation else replace(kept.frame, rotation=mark.rotation)

    def _close(self) -> None:
        device, self._device = self._device, None
        self._frames.clear()
        if device is not None:
            device.close()


async def ended(future: Future[T], seconds: float | None = None) -> bool:
    """Wait in an event loop until a future of the device's thread has ended, at most some seconds; it goes on in any case."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def tell(_future: Future[T]) -> None:
        with suppress(RuntimeError):  # the loop has been closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(over.set)

    future.add_done_callback(tell)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await over.wait()
    return future.done()


def outcome_of(attempt: Future[Receipt]) -> Done | Failed:
    """What an act that has ended came to, in words that travel; a driver's own bug is a delivery that is unknown."""
    error = attempt.exception()
    match error:
        case None:
            return Done(receipt=attempt.result())
        case DeviceError():
            return Failed(trouble=trouble_of(error))
        case _:
            broken = f"The driver of the served device broke down while it acted ({_name(error)}); look at what was done."
            logger.opt(exception=error).error(broken)
            return Failed(trouble=trouble_of(DeliveryUnknown(broken)))


def device_error(error: BaseException) -> DeviceError:
    """What a look or a question raised, as a device's error; a driver's own bug is a lost device."""
    if isinstance(error, DeviceError):
        return error
    broken = f"The driver of the served device broke down ({_name(error)}); start its server again."
    logger.opt(exception=error).error(broken)
    return DeviceLost(broken)


def _name(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
