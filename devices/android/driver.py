"""An Android phone as a Device: look and act through the phone's own shell commands.

Knows what Android's commands do and answer. Does not know adbutils (link does), models or tasks.

Looking is one line with two outputs: the display's description on stderr, the PNG on stdout. A touch is one line too: it
begins with a guard that finds the rotation and size of its frame in the display's description, or nothing is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import assert_never

from devices.actions import (
    TOUCH_KINDS,
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.android.apps import find_package, in_front, installed_packages
from devices.android.gestures import KEYCODES, Touch, plan
from devices.android.keyboard import CLEAR, Keyboard, broadcasts
from devices.android.link import Link, Reply
from devices.android.screen import Screen, decode, parse_screen, png_size
from devices.android.server import AdbServer
from devices.android.text import ENTER, normal, quote, typable, typing_commands
from devices.base import Device, DeviceInfo, Receipt
from devices.errors import (
    ActionRefused,
    BadOption,
    DeliveryUnknown,
    DeviceError,
    ScreenTurned,
    ScreenUnavailable,
    UnsupportedAction,
)
from devices.frame import Frame

DISPLAY = "dumpsys display | grep DisplayViewport"
LOOK = f"{DISPLAY} >&2; screencap -p"
FRONT = "dumpsys window | grep -E 'mCurrentFocus|mFocusedApp'"
LOOKS = 3
"""How often a picture is taken anew because the screen turned under it."""
CLEARED = 250
"""Characters before the end of the line that are deleted where ADBKeyboard is not installed."""
_MOVE_END, _DELETE = 123, 67


class AndroidDevice(Device):
    """A phone behind a link; use open_android() for one that is known by its serial.

    link: opened here, closed by close(). name: the driver's name in info. release: called last by close().
    launch_seconds: how long an app may take to come to the front. clock, pause: time, for polling with a deadline.
    """

    def __init__(
        self,
        link: Link,
        *,
        name: str = "android",
        release: Callable[[], None] = lambda: None,
        launch_seconds: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._link = link
        self._name = name
        self._release = release
        self._launch_seconds = launch_seconds
        self._clock = clock
        self._pause = pause
        self._keyboard = Keyboard(link.run, clock=clock, pause=pause)
        self._frames = 0
        self._identity: tuple[str, str] | None = None
        self._closed = False
        try:
            link.open()
        except BaseException:
            self.close()
            raise

    @property
    def address(self) -> str:
        """The phone's serial; HOST:PORT for one in the network."""
        return self._link.serial

    @property
    def info(self) -> DeviceInfo:
        """Model and system are asked once, the size each time; raises DeviceLost, ScreenUnavailable."""
        screen = self._screen()
        if self._identity is None:
            lines = self._link.run("getprop ro.product.model; getprop ro.build.fingerprint").text.splitlines()
            model, system = [*(line.strip() for line in lines), "", ""][:2]
            self._identity = model or "Android phone", f"{self._link.serial} {system}".strip()
        model, fingerprint = self._identity
        return DeviceInfo(
            name=self._name,
            model=model,
            width=screen.width,
            height=screen.height,
            fingerprint=fingerprint,
            address=self.address,
            actions=TOUCH_KINDS,
        )

    def observe(self) -> Frame:
        """A picture with the rotation that it was taken in; raises ScreenUnavailable, ScreenBlack, DeviceLost."""
        for _ in range(LOOKS):
            taken = time.time()
            reply = self._link.run(LOOK)
            if reply.status:
                raise ScreenUnavailable(f"The phone took no screenshot ({reply.complaint}); look again.")
            size = png_size(reply.out)
            screen = parse_screen(reply.err.decode(errors="replace"))
            if size == (screen.width, screen.height):
                image = decode(reply.out)
                number, self._frames = self._frames, self._frames + 1
                return Frame(image=image, rotation=screen.rotation, sequence=number, seconds=taken, png=reply.out)
        raise ScreenUnavailable(
            f"The screenshot is {size[0]}x{size[1]} but the screen is {screen.width}x{screen.height}; "
            "if its size was changed by hand, run `adb shell wm size reset`."
        )

    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Do one action; the receipt's `sent` holds the lines that went to the phone, without the guard of a touch."""
        start = self._clock()
        match action:
            case Tap() | DoubleTap() | LongPress() | Swipe() | Drag() | Scroll():
                receipt = self._touch(action, frame)
            case Type():
                receipt = self._type(action)
            case Press(key=key):
                receipt = self._do([f"input keyevent {KEYCODES[key]}"])
            case Launch(app=app):
                receipt = self._launch(app)
            case Wait(seconds=seconds):
                self._screen()
                self._pause(seconds)
                receipt = Receipt()
            case Click() | Hover() | Hotkey():
                raise UnsupportedAction(f"A phone has no {action.kind}: it knows touches, its own keys and text.")
            case _:
                assert_never(action)
        return receipt.model_copy(update={"seconds": max(0.0, self._clock() - start)})

    def close(self) -> None:
        """Give the person's keyboard back, let go of the phone."""
        if self._closed:
            return
        self._closed = True
        try:
            self._keyboard.restore()
        except DeviceError:
            pass  # the phone is gone; there is nobody left to tell
        finally:
            self._link.close()
            self._release()

    def _screen(self) -> Screen:
        return parse_screen(self._link.run(DISPLAY).text)

    def _touch(self, action: Touch, frame: Frame) -> Receipt:
        screen = Screen.of(frame)
        gesture = plan(action, screen.width, screen.height)
        line = " && ".join(gesture.commands)
        seconds = self._link.patience + gesture.seconds
        reply = self._link.run(f"dumpsys display | grep -F {quote(screen.mark)} && {line}", seconds=seconds, acting=True)
        if not reply.out:
            # The guard found nothing, so nothing was touched. Either the screen turned, or this phone writes it differently.
            if self._screen() != screen:
                raise ScreenTurned("The screen has turned or changed its size since the picture was taken; look again.")
            reply = self._link.run(line, seconds=seconds, acting=True)
        _check(reply, line, first=len(gesture.commands) == 1)
        return Receipt(sent=gesture.commands, pixels=gesture.pixels, note=gesture.note)

    def _do(self, commands: list[str], *, note: str = "", begun: bool = False) -> Receipt:
        """Send commands one by one; begun: an earlier part of the same action has been done already."""
        for number, command in enumerate(commands):
            reply = self._link.run(command, seconds=self._link.patience + 0.02 * len(command), acting=True)
            _check(reply, command, first=number == 0 and not begun)
        return Receipt(sent=tuple(commands), note=note)

    def _type(self, action: Type) -> Receipt:
        text = normal(action.text)
        plain = typable(text)
        keyboard = (action.clear or not plain) and self._keyboard.installed()
        if not plain and not keyboard:
            raise ActionRefused(
                "This phone can only be given plain English letters; for any other text, install ADBKeyboard "
                "(package com.android.adbkeyboard) on it."
            )
        commands = typing_commands(text) if plain else broadcasts(text)
        enter = [f"input keyevent {ENTER}"] if action.submit else []
        if keyboard:
            with self._keyboard.current():
                typed = self._do([CLEAR, *commands] if action.clear else commands)
            submitted = self._do(enter, begun=True)
            return Receipt(sent=typed.sent + submitted.sent)
        clear = [f"input keyevent {_MOVE_END}", "input keyevent" + f" {_DELETE}" * CLEARED] if action.clear else []
        note = f"cleared at most {CLEARED} characters before the end of the line" if action.clear else ""
        return self._do([*clear, *commands, *enter], note=note)

    def _launch(self, app: str) -> Receipt:
        package = find_package(app, installed_packages(self._link.run("pm list packages").text))
        command = f"monkey -p {quote(package)} -c android.intent.category.LAUNCHER 1"
        reply = self._link.run(command, seconds=self._link.patience + self._launch_seconds, acting=True)
        if reply.status or "Events injected: 1" not in reply.text:
            raise ActionRefused(f"The phone did not start {package}: {reply.complaint}.")
        end = self._clock() + self._launch_seconds
        wait = 0.02
        while package not in in_front(self._link.run(FRONT).text):
            if self._clock() > end:
                raise ActionRefused(f"{package} was started but did not come to the front in {self._launch_seconds:g} s.")
            self._pause(wait)
            wait = min(wait * 2, 0.5)
        return Receipt(sent=(command,))


def _check(reply: Reply, command: str, *, first: bool) -> None:
    """Raise where the phone says that a command failed; some phones say so in words and exit with 0."""
    failed = reply.err and (b"Exception" in reply.err or b"Error" in reply.err)
    if not reply.status and not failed:
        return
    words = f"{reply.complaint} ({command[:60]})"
    if not first:
        raise DeliveryUnknown(f"The phone refused a later part of the action: {words}; look at what has been done.")
    raise ActionRefused(f"The phone refused the action: {words}.")


def open_android(*, serial: str = "", server: str = "") -> AndroidDevice:
    """Open a real phone or emulator.

    serial: as `adb devices` names it, or HOST:PORT; empty for the only one connected. server: port of the adb server;
    empty for the usual one. Raises BadOption, DeviceLost, Unauthorized, MissingDependency.
    """
    if server and not (server.isascii() and server.isdigit() and 0 < int(server) < 65536):
        raise BadOption(f"server={server} is no port of an adb server; give a number from 1 to 65535.")
    return AndroidDevice(Link(serial, AdbServer(port=int(server) if server else None)))
