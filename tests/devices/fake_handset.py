"""A handset that exists only as far as the driver looks: a real socket, real ADB, the phone's real shell, and a small table
of commands whose every answer a test may replace.

Not a phone model: it holds one text field, one picture, some packages and input methods, and writes down what arrives.
"""

from __future__ import annotations

import base64
import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import adbutils
from PIL import Image

from devices.android.driver import AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.phone.adbd.files import MemoryFiles
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.adbd.server import AdbServer, Banner
from devices.phone.adbd.shell import Shell

ADB_KEYBOARD = "com.android.adbkeyboard/.AdbIME"
OTHER_KEYBOARD = "com.example.keyboard/.Main"


def gradient(width: int, height: int) -> Image.Image:
    """A picture in which each half differs from the other."""
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (ramp, ramp.rotate(180), Image.new("L", (width, height), 90)))


def png_of(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


@dataclass
class Handset:
    """width, height: pixels in the natural position. faults: a command's name -> what it does instead.

    hooks: a command's name -> called after it was carried out. lines: every call of a command, as words.
    """

    width: int = 108
    height: int = 240
    rotation: int = 0
    picture: Image.Image | None = None
    viewport: bool = True
    text: str = ""
    front: str = "com.example.launcher"
    packages: tuple[str, ...] = ("com.android.settings", "com.fingertip.clock", "com.example.launcher")
    keyboards: tuple[str, ...] = (OTHER_KEYBOARD, ADB_KEYBOARD)
    enabled: list[str] = field(default_factory=lambda: [OTHER_KEYBOARD])
    keyboard: str = OTHER_KEYBOARD
    switches: bool = True
    opens: bool = True
    faults: dict[str, Command] = field(default_factory=dict)
    hooks: dict[str, Callable[[], None]] = field(default_factory=dict)
    lines: list[tuple[str, ...]] = field(default_factory=list)

    def commands(self) -> dict[str, Command]:
        table = {
            "am": self._am,
            "dumpsys": self._dumpsys,
            "getprop": self._getprop,
            "ime": self._ime,
            "input": self._input,
            "monkey": self._monkey,
            "pm": self._pm,
            "screencap": self._screencap,
            "settings": self._settings,
        }
        return {name: self._recorded(name, command) for name, command in table.items()}

    def _recorded(self, name: str, command: Command) -> Command:
        def carried_out(call: Invocation) -> int:
            self.lines.append(call.argv)
            status = self.faults.get(name, command)(call)
            self.hooks.get(name, lambda: None)()
            return status

        return carried_out

    def calls(self, name: str) -> list[str]:
        """The calls of one command so far, each as its words joined by blanks."""
        return [" ".join(words) for words in self.lines if words[0] == name]

    @property
    def size(self) -> tuple[int, int]:
        return (self.height, self.width) if self.rotation % 2 else (self.width, self.height)

    def _screencap(self, call: Invocation) -> int:
        call.stderr.write(b"[Warning] Multiple displays were found, but no display id was specified!\n")
        image = self.picture or gradient(*self.size)
        call.stdout.write(png_of(image))
        return 0

    def _dumpsys(self, call: Invocation) -> int:
        width, height = self.size
        if call.argv[1] == "display":
            place = (
                f"orientation={self.rotation}, logicalFrame=Rect(0, 0 - {width}, {height})"
                if self.viewport
                else f"orientation={self.rotation}, frame={width} {height}"
            )
            call.print(
                f"DISPLAY MANAGER (dumpsys display)\n  mViewports=[DisplayViewport{{type=INTERNAL, displayId=0, {place}}}]"
            )
        else:
            call.print(f"  mCurrentFocus=Window{{5d0b11c u0 {self.front}/{self.front}.Main}}\n  mSomething=else")
        return 0

    def _getprop(self, call: Invocation) -> int:
        call.print({"ro.product.model": "Fake Handset", "ro.build.fingerprint": "fake/1"}.get(call.argv[1], ""))
        return 0

    def _pm(self, call: Invocation) -> int:
        for package in self.packages:
            call.print(f"package:{package}")
        return 0

    def _monkey(self, call: Invocation) -> int:
        package = call.argv[call.argv.index("-p") + 1]
        if self.opens:
            self.front = package
        call.print("Events injected: 1")
        return 0

    def _settings(self, call: Invocation) -> int:
        call.print(self.keyboard or "null")
        return 0

    def _ime(self, call: Invocation) -> int:
        match call.argv[1:]:
            case ("list", "-a", "-s"):
                call.stdout.write("".join(f"{name}\n" for name in self.keyboards).encode())
            case ("list", "-s"):
                call.stdout.write("".join(f"{name}\n" for name in self.enabled).encode())
            case ("enable", name):
                self.enabled.append(name)
            case ("disable", name):
                self.enabled.remove(name)
            case ("set", name) if name in self.enabled:
                self.keyboard = name if self.switches else self.keyboard
            case ("reset",):
                self.keyboard = ""
            case _:
                call.stderr.write(b"Error: Unknown input method cannot be selected for user #0\n")
                return 255
        return 0

    def _am(self, call: Invocation) -> int:
        action = call.argv[3]
        if self.keyboard == ADB_KEYBOARD:  # nobody else listens, and nobody complains
            if action == "ADB_CLEAR_TEXT":
                self.text = ""
            if action == "ADB_INPUT_B64":
                self.text += base64.b64decode(call.argv[6]).decode()
        call.print(f"Broadcasting: Intent {{ act={action} }}\nBroadcast completed: result=0")
        return 0

    def _input(self, call: Invocation) -> int:
        match call.argv[1:]:
            case ("text", text):
                if not text.isascii():
                    call.stderr.write(b"Exception occurred while executing 'text':\njava.lang.NullPointerException: no\n")
                    return 255
                self.text += text.replace("%s", " ")
            case ("keyevent", *keys):
                for key in keys:
                    self.text = {"66": self.text + "\n", "61": self.text + "\t", "67": self.text[:-1]}.get(key, self.text)
            case ("tap" | "swipe" | "draganddrop", *numbers) if all(number.isdigit() for number in numbers):
                pass
            case _:
                call.stderr.write(b"Error: Invalid arguments for command\n")
                return 255
        return 0


def says(out: bytes = b"", err: bytes = b"", status: int = 0) -> Command:
    """A command that only answers."""

    def command(call: Invocation) -> int:
        call.stdout.write(out)
        call.stderr.write(err)
        return status

    return command


def waits(call: Invocation) -> int:
    """A command that never ends by itself."""
    call.cancelled.wait(60)
    return 0


def drips(call: Invocation) -> int:
    """A command that prints something all the time and never ends by itself."""
    while not call.cancelled.wait(0.02):
        call.stdout.write(b".")
    return 0


@dataclass
class Bench:
    """A handset on a port, and an adb server of its own."""

    handset: Handset
    adbd: AdbServer
    server: PrivateServer
    port: int

    @property
    def serial(self) -> str:
        return f"127.0.0.1:{self.port}"

    def open(self, *, patience: float = 10.0, launch_seconds: float = 5.0) -> AndroidDevice:
        return AndroidDevice(Link(self.serial, self.server, patience=patience), launch_seconds=launch_seconds)

    def during(self, name: str, event: Callable[[], None]) -> None:
        """Let something happen while a command of this name runs."""

        def command(call: Invocation) -> int:
            threading.Thread(target=event, daemon=True).start()
            call.cancelled.wait(10)
            return 0

        self.handset.faults[name] = command


@contextmanager
def bench(server: PrivateServer, kind: str = "device") -> Iterator[Bench]:
    """A new handset on a free port, in a state such as "recovery"; forgotten by the adb server afterwards."""
    handset = Handset()
    adbd = AdbServer(
        lambda: Shell(handset.commands(), MemoryFiles(), {}),
        MemoryFiles(),
        Banner("fake", "Fake", "fake", kind),
        framebuffer=lambda: (*handset.size, b""),
    )
    port = adbd.start(0)
    try:
        yield Bench(handset, adbd, server, port)
    finally:
        adbutils.AdbClient(host=server.host, port=server.port, socket_timeout=20).disconnect(f"127.0.0.1:{port}")
        adbd.stop()


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Poll until something holds; AssertionError after some seconds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.01)
