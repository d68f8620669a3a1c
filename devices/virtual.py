"""Opens the virtual phone that ships: starts its process, and drives it over ADB like any other phone.

Knows how the phone's process is started and ended. Does not know what is on the phone. The phone's process and the private
adb server end with close(), and by themselves when this process ends in whatever way.
"""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from devices.android.driver import AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.errors import BadOption, DeviceLost
from devices.phone.faults import BadFault, parse_line

START_SECONDS = 30.0
END_SECONDS = 5.0
_ADDRESS = re.compile(r"127\.0\.0\.1:\d{1,5}")
_YES = {"yes": True, "no": False}
_FORMS: Mapping[str, tuple[str, str]] = {
    "seed": (r"\d{1,9}", "a number from 0"),
    "size": (r"\d{3,4}x\d{3,4}", "WIDTHxHEIGHT, such as 1080x2400"),
    "density": (r"\d{3}", "dots per inch, such as 420"),
    "theme": (r"light|dark", "light or dark"),
    "locale": (r"[a-z]{2}(-[A-Z]{2})?", "a language, such as en-US or ar"),
    "names": (r"usual|invented", "usual or invented"),
    "window": (r"yes|no", "yes or no"),
    "port": (r"\d{1,5}", "a port, or 0 for any free one"),
    "keep": (r"yes|no", "yes or no"),
    "clock": (r"running|stepped", "running or stepped"),
    "font_scale": (r"\d(\.\d{1,3})?", "a number such as 1.3"),
    "rotation": (r"[0-3]", "a number of quarter turns, 0 to 3"),
    "app": (r".{1,500}", "the folder of an app, or a ZIP of it"),
    "fault": (r".{1,500}", "a fault such as popup after=3, several with ; between"),
    "at": (_ADDRESS.pattern, "127.0.0.1:PORT of a phone that runs"),
}


def open_phone(**options: str) -> AndroidDevice:
    """Start a virtual phone, or attach to one that runs, and open it.

    seed, size, density, theme, locale, names, window, port, clock, font_scale, rotation, app, fault: as the options of
    `python -m devices.phone`.
    keep=yes leaves the phone running after close(); `address` of the device and `info.fingerprint` tell where.
    at=127.0.0.1:PORT attaches.
    Raises BadOption, DeviceLost (with the phone's last words where its process died), MissingDependency.
    """
    for name, value in options.items():
        if name not in _FORMS:
            raise BadOption(f"phone has no option {name!r}. Options of phone: {', '.join(_FORMS)}.")
        form, words = _FORMS[name]
        if not re.fullmatch(form, value):
            raise BadOption(f"{name}={value} is no good for the phone; {name} is {words}.")
    try:
        parse_line(options.get("fault", ""))
    except BadFault as error:
        raise BadOption(str(error)) from error
    if "at" in options and len(options) > 1:
        raise BadOption("at=… attaches to a phone that already runs, so no other option of the phone goes with it.")
    with ExitStack() as owned:
        server = PrivateServer()
        owned.callback(server.close)
        server.begin()
        address = options.get("at") or _start(options, owned)
        link = Link(address, server)
        return AndroidDevice(link, name="phone", release=owned.pop_all().close)


def _start(options: Mapping[str, str], owned: ExitStack) -> str:
    """Start the phone's process and wait until it answers; returns its address."""
    keep = _YES[options.get("keep", "no")]
    command = [sys.executable, "-m", "devices.phone"]
    for name in ("seed", "size", "density", "theme", "locale", "names", "clock", "font_scale", "rotation", "app", "fault"):
        if name in options:
            command += [f"--{name.replace('_', '-')}", options[name]]
    command += ["--port", options.get("port", "0")]
    command += ["--window"] if _YES[options.get("window", "no")] else []
    command += [] if keep else ["--until-eof"]
    here = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    words = tempfile.TemporaryFile()  # noqa: SIM115  # closed by owned
    owned.callback(words.close)
    child = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL if keep else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=words,
        start_new_session=True,  # Ctrl-C is for us, not for it: the device closes it in order
    )
    started = ExitStack()
    started.callback(_end, child)
    with started:
        address = _wait_until_ready(child, words)
        started.pop_all()
    owned.callback(_let_go if keep else _end, child)
    return address


def _wait_until_ready(child: subprocess.Popen[bytes], words: IO[bytes]) -> str:
    line = _read_line(child, START_SECONDS).decode(errors="replace")
    found = re.fullmatch(rf"ready ({_ADDRESS.pattern})\s*", line)
    if found:
        return found[1]
    words.seek(0)
    said = words.read().decode(errors="replace").strip().splitlines()
    reason = said[-1][:300] if said else (line.strip()[:300] or "it said nothing")
    status = child.poll()
    what = f"did not get ready in {START_SECONDS:g} s" if status is None else f"ended with status {status}"
    raise DeviceLost(f"The virtual phone {what}: {reason}")


def _read_line(child: subprocess.Popen[bytes], seconds: float) -> bytes:
    """The first line of the child's output, as far as it came before its end or the deadline."""
    assert child.stdout is not None
    end = time.monotonic() + seconds
    line = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while not line.endswith(b"\n") and (left := end - time.monotonic()) > 0:
            if not selector.select(left):
                break
            piece = os.read(child.stdout.fileno(), 1)
            if not piece:
                child.wait(timeout=END_SECONDS)
                break
            line += piece
    return line


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the phone: the end of its input first, then signals."""
    if child.stdin is not None:
        child.stdin.close()
    for insist in (child.terminate, child.kill):
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=END_SECONDS)
            break
        insist()
    child.wait()
    _let_go(child)


def _let_go(child: subprocess.Popen[bytes]) -> None:
    """Forget the phone without ending it."""
    if child.stdout is not None:
        child.stdout.close()
    if child.returncode is None:
        # It goes on by design; without this, Popen warns that nobody waited for it.
        child.returncode = 0
