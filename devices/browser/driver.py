"""`--device browser`: looks at a page and touches it.

Knows actions, frames and receipts. Does not know how Chromium is started (chromium.py), how a finger or a mouse is sent
(finger.py, mouse.py), or what happens beside the picture (pages.py).
"""

from __future__ import annotations

import base64
import binascii
import io
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from devices.actions import KINDS, TOUCH_KINDS, Action, Launch, Press
from devices.base import Device, DeviceInfo, Receipt
from devices.browser.acts import Done, carry_out, go_to, wait_until_loaded
from devices.browser.chromium import LOAD_SECONDS, START_SECONDS, Chromium
from devices.browser.mapping import PageGone, mapped
from devices.browser.options import BrowserOptions, read_options
from devices.browser.thread import Mute, OwnThread
from devices.errors import DeviceLost, ScreenTurned, ScreenUnavailable
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image
    from playwright.sync_api import Page

T = TypeVar("T")
PATIENCE = 30.0
ENDING_SECONDS = 15.0
AFTERWARDS = 0.03
"""Seconds in which what an action sets off (a dialog, a new page) is still told with it."""
LOOKS, BETWEEN_LOOKS = 5, 0.1


class BrowserDevice(Device):
    """A page in Chromium. All calls may come from any thread, one is done after the other."""

    def __init__(self, options: BrowserOptions, *, patience: float = PATIENCE) -> None:
        """Start the browser and open its first page; raises BadOption, MissingDependency, DeviceLost.

        patience: seconds after which a page that does not answer is given up, besides those that an action takes by itself.
        """
        self._patience = patience
        self._options = options
        self._frames = 0
        self._lost = ""
        self._chromium: Chromium | None = None
        self._thread = OwnThread("fingertip-browser")
        try:
            self._thread.call(self._begin, START_SECONDS + PATIENCE)
            if note := self._over_there(self._start, LOAD_SECONDS):
                raise DeviceLost(f"The first page could not be opened ({note}): look at its address, and at the network.")
        except BaseException as error:
            self.close()
            if isinstance(error, Mute):
                raise DeviceLost("Chromium did not start in time; start it by hand to see what is wrong.") from error
            raise

    # what it is

    @property
    def info(self) -> DeviceInfo:
        """Size, version and kinds of action; raises DeviceLost after close() and after a crash."""
        chromium = self._open()
        options = self._options
        width, height = self._size
        about = f"{options.width}x{options.height}@{options.scale:g};{'touch' if options.touch else 'mouse'};{options.locale}"
        return DeviceInfo(
            name="browser",
            model=f"Chromium {chromium.version}",
            width=width,
            height=height,
            fingerprint=f"chromium/{chromium.version};{about}",
            actions=TOUCH_KINDS | {"hotkey"} if options.touch else KINDS,
        )

    @property
    def process(self) -> int:
        """The number of Chromium's main process; raises DeviceLost."""
        return self._open().process

    @property
    def _size(self) -> tuple[int, int]:
        return self._options.pixels

    # looking

    def observe(self) -> Frame:
        """The viewport now, in device pixels; a page that is all black is a true picture.

        Raises ScreenUnavailable, DeviceLost.
        """
        data, seconds = self._over_there(self._look)
        image = _picture(data)
        if image.size != self._size:
            raise ScreenUnavailable(
                f"The browser's picture is {image.width}x{image.height} and not {self._size[0]}x{self._size[1]}; look again."
            )
        number, self._frames = self._frames, self._frames + 1
        return Frame(image=image, sequence=number, seconds=seconds, png=data)

    def settle(self, *, deadline: float = 3.0) -> Frame:
        """Wait until the page has loaded, then until pictures stay equal; at most deadline seconds."""
        begun = time.monotonic()
        if deadline > 0:
            self._over_there(lambda chromium: wait_until_loaded(chromium.pages.front, deadline), deadline)
        return super().settle(deadline=max(0.0, deadline - (time.monotonic() - begun)))

    def _look(self, chromium: Chromium) -> tuple[bytes, float]:
        for left in reversed(range(LOOKS)):
            try:
                with mapped("look"):
                    seconds = time.time()
                    said = chromium.pages.wire.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
                return base64.b64decode(said["data"]), seconds
            except PageGone:
                if not (left and self._next_page(chromium)):
                    raise
            except ScreenUnavailable:
                # While a page gives way to another one, there is nothing to take a picture of.
                if not left:
                    raise
                with suppress(PageGone), mapped("look"):
                    chromium.pages.hear(BETWEEN_LOOKS)
            except (binascii.Error, KeyError) as error:
                raise ScreenUnavailable("The browser sent no picture; look again.") from error
        raise AssertionError("unreachable")

    # acting

    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Do it; raises ScreenTurned, ActionRefused, UnsupportedAction, DeliveryUnknown, DeviceLost."""
        self._open()
        if (frame.width, frame.height, frame.rotation) != (*self._size, 0):
            raise ScreenTurned("The picture is not one of this browser's window as it is; look again.")
        begun = time.monotonic()
        own = LOAD_SECONDS if isinstance(action, Launch | Press) else getattr(action, "seconds", 0.0)
        done, notes, whole = self._over_there(lambda chromium: self._act(chromium, action), own)
        return Receipt(
            sent=done.sent,
            pixels=done.pixels,
            delivered="yes" if whole else "unknown",
            seconds=time.monotonic() - begun,
            note="; ".join(filter(None, (done.note, *notes))),
        )

    def _act(self, chromium: Chromium, action: Action) -> tuple[Done, list[str], bool]:
        """What was sent, what happened besides, and whether the page was there until the end."""
        pages = chromium.pages
        before = pages.count
        whole = True
        try:
            with mapped("act"):
                done = carry_out(chromium, action)
        except PageGone as gone:
            if not self._next_page(chromium):
                raise
            done, whole = Done((action.kind,), note=f"the page ended while it was touched ({gone})"), False
        with suppress(PageGone), mapped("act"):
            pages.hear(AFTERWARDS)
            if pages.count > before:
                wait_until_loaded(pages.front, 1.0)
        return done, pages.take_notes(), whole

    # past the agent

    def aside(self, work: Callable[[Page], T]) -> T:
        """Run something of one's own on the page in front, such as a check that reads it; no action comes this way.

        work gets Playwright's page and runs in its thread. Raises DeviceError.
        """

        def run(chromium: Chromium) -> T:
            with mapped("ask"):
                return work(chromium.pages.front)

        return self._over_there(run, LOAD_SECONDS)

    # ending

    def close(self) -> None:
        """End the browser and its profile; may be called twice."""
        if not self._thread.alive:
            return  # closed already
        try:
            self._thread.call(self._end, ENDING_SECONDS)
        except Mute:
            if self._chromium is not None:
                self._chromium.kill()
        self._thread.end()

    def _open(self) -> Chromium:
        if self._lost:
            raise DeviceLost(self._lost)
        if self._chromium is None:
            raise DeviceLost("The browser is closed; open it again.")
        return self._chromium

    def _over_there(self, work: Callable[[Chromium], T], seconds: float = 0.0) -> T:
        """Run something in the browser's thread; what ends the browser ends the device."""
        chromium = self._open()
        try:
            return self._thread.call(lambda: work(chromium), self._patience + seconds)
        except Mute as error:
            chromium.kill()
            waited = f"{self._patience + seconds:.0f} seconds"
            self._lost = f"The page has not answered for {waited}, and the browser was ended; open it again."
            raise DeviceLost(self._lost) from error
        except PageGone as error:
            self._lost = f"The browser or its page has ended ({error}); open it again."
            raise DeviceLost(self._lost) from error
        except DeviceLost as error:
            self._lost = str(error)
            raise

    def _begin(self) -> None:
        """Kept over there, so that close() finds it also where whoever opens it was interrupted."""
        self._chromium = Chromium(self._options)

    def _end(self) -> None:
        chromium, self._chromium = self._chromium, None
        if chromium is not None:
            chromium.close()

    def _start(self, chromium: Chromium) -> str:
        with mapped("start"):
            return "" if self._options.url == "about:blank" else go_to(chromium.pages.front, self._options.url)

    def _next_page(self, chromium: Chromium) -> bool:
        """Whether another page is there, where one has just ended; raises DeviceLost where the one in front has crashed."""
        try:
            with mapped("look"):
                chromium.line.send("Browser.getVersion")  # hears what has happened meanwhile
                return bool(chromium.pages.front)
        except PageGone:
            return False


def open_browser(**options: str) -> BrowserDevice:
    """A browser as its specification says; see docs/browser.md. Raises BadOption, MissingDependency, DeviceLost."""
    return BrowserDevice(read_options(options))


def _picture(data: bytes) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            return image.convert("RGB")
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ScreenUnavailable(f"The browser's picture cannot be read ({error}); look again.") from error
