"""A phone in a process of its own, an adb server of its own, and short words to drive both."""

from __future__ import annotations

import hashlib
import os
import re
import select
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adbutils

ROOT = Path(__file__).resolve().parents[3]
BUNDLED_ADB = Path(adbutils.__file__).parent / "binaries" / "adb"
START_DEADLINE = 30.0


def free_port() -> int:
    """A free port outside 5555..5585, which adb servers scan."""
    with socket.create_server(("127.0.0.1", 0)) as link:
        return int(link.getsockname()[1])


def phone_command(*options: str) -> list[str]:
    return [sys.executable, "-m", "devices.phone", *options]


def phone_environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def read_line(process: subprocess.Popen[bytes], seconds: float = START_DEADLINE) -> str:
    """The next line of a process's output; fails where none comes in time."""
    assert process.stdout
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    assert ready, "the phone printed nothing"
    return process.stdout.readline().decode().rstrip("\n")


@contextmanager
def running_phone(*options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A phone's process and its port; ended by the end of its input."""
    process = subprocess.Popen(
        phone_command("--port", "0", "--until-eof", *options),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=phone_environment(**environment),
    )
    try:
        line = read_line(process)
        found = re.fullmatch(r"ready 127\.0\.0\.1:(\d+)", line)
        assert found, (line, process.stderr and process.stderr.read())
        yield process, int(found[1])
    finally:
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(20)
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()


class Adb:
    """An adb program with a server of its own."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self._environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "ANDROID_ADB_SERVER_PORT": str(self.port),
            "ADB_MDNS": "0",
            "ADB_USB": "0",
            "ADB_EMU": "0",
        }

    def __call__(self, *words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        given = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
        return subprocess.run([str(BUNDLED_ADB), *words], capture_output=True, timeout=60, env=self._environment, **given)


class LivePhone:
    """A connected phone. pid: its process."""

    def __init__(self, adb: Adb, port: int, pid: int) -> None:
        self._adb, self.serial, self.pid = adb, f"127.0.0.1:{port}", pid
        self.device = adbutils.AdbClient(host="127.0.0.1", port=adb.port).device(self.serial)

    def adb(self, *words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """`adb -s SERIAL words`"""
        return self._adb("-s", self.serial, *words, stdin=stdin)

    def host(self, *words: str) -> str:
        """`adb words`"""
        return self._adb(*words).stdout.decode()

    def run(self, line: str) -> tuple[int, str, str]:
        """A line for the phone's shell: exit status, stdout, stderr."""
        done = self.device.shell2(line, v2=True, encoding=None)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def out(self, line: str) -> str:
        """stdout of a line that must succeed, without its last line end."""
        status, out, err = self.run(line)
        assert status == 0, (line, status, out, err)
        return out.removesuffix("\n")

    def fresh(self) -> None:
        """Show the home screen with no app running and the settings of a new phone."""
        front = "am force-stop com.android.settings; am force-stop com.fingertip.notes"
        reset = (
            "settings reset global x; settings reset system x; settings reset secure x; ime reset; input keyevent WAKEUP HOME"
        )
        again = "fingertip restore fresh 2>/dev/null || fingertip snapshot fresh"
        self.out(f"wm user-rotation lock 0; wm size reset; wm density reset; {front}; {again}; {reset}")
        self.out("settings put global animator_duration_scale 0")

    def nodes(self) -> list[dict[str, str]]:
        """The attributes of every node on the screen."""
        text = self.device.shell2(
            "uiautomator dump /sdcard/nodes.xml >/dev/null; cat /sdcard/nodes.xml", v2=True, encoding=None
        )
        return [dict(node.attrib) for node in ElementTree.fromstring(text.stdout).iter("node")]

    def find(self, text: str) -> dict[str, str]:
        """The last clickable node that shows text or is called so."""
        named = [node for node in self.nodes() if node["clickable"] == "true" and text in (node["text"], node["content-desc"])]
        assert named, f"nothing clickable is called {text!r}: {[node['text'] for node in self.nodes() if node['text']]}"
        return named[-1]

    def touch(self, text: str) -> None:
        """Tap what shows text."""
        x, y = centre(self.find(text))
        self.out(f"input tap {x} {y}")

    def until(self, line: str, wanted: str, seconds: float = 5.0) -> None:
        """Look until a line prints what is wanted."""
        deadline = time.monotonic() + seconds
        while (seen := self.out(line)) != wanted:
            assert time.monotonic() < deadline, (line, seen, wanted)

    def open_name_field(self) -> None:
        """Open Settings > Connected devices > Device name, with the field empty and focused."""
        self.out("am start -S -a android.settings.BLUETOOTH_SETTINGS")
        self.touch("Device name")
        self.out("ime set com.android.adbkeyboard/.AdbIME; am broadcast -a ADB_CLEAR_TEXT; ime reset")
        assert self.field()["text"] == ""

    def field(self) -> dict[str, str]:
        """The text field on the screen."""
        return next(node for node in self.nodes() if node["class"] == "android.widget.EditText")


def digest(pixels: bytes) -> str:
    """What stands for a picture in an assert: ten million bytes take minutes to be compared one by one."""
    return hashlib.sha256(pixels).hexdigest()


def centre(node: dict[str, str]) -> tuple[int, int]:
    """The middle pixel of a node."""
    left, top, right, bottom = (int(number) for number in re.findall(r"-?\d+", node["bounds"]))
    return (left + right) // 2, (top + bottom) // 2
