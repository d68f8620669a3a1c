"""The virtual phone as an ADB client meets it: start, memory, taps and pictures. Long use: scripts/soak-phone."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from devices.actions import Tap
from devices.android.driver import LOOK, AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from scripts.benchmarks.report import CannotMeasure, Report, rows, spread, tracked
from tasks.oracle import read_scene

ABOUT = "the virtual phone as an ADB client meets it: start, memory, taps and pictures"
READY_SECONDS, MEGABYTES, TAP_SECONDS = 2.0, 250.0, 0.1
SWITCH = "Wi-Fi"
PAGE = "am start -a android.settings.WIFI_SETTINGS"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--repeats", type=int, default=50, metavar="N", help="taps and pictures (default 50)")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="how often the phone is started (default 5)")


def measure(options: argparse.Namespace) -> Report:
    """Start the phone several times, then use the last one."""
    starts: list[float] = []
    for _ in tracked(range(options.starts - 1), "starts"):
        with _running() as (_, _, seconds):
            starts.append(seconds)
    with _running() as (pid, address, seconds):
        starts.append(seconds)
        fresh = _memory(pid)
        server = PrivateServer()
        try:
            taps, pictures = _use(address, server, options.repeats)
            used = _memory(pid)
        finally:
            server.close()
    lines = [
        ("start until ADB clients can connect", spread(starts)),
        ("memory after the start (PSS, RSS)", "{:.0f} MB, {:.0f} MB".format(*fresh)),
        ("memory after the taps (PSS, RSS)", "{:.0f} MB, {:.0f} MB".format(*used)),
        ("tap until a new picture is here", spread([1000 * value for value in taps], "ms", 0)),
        *((name, spread([1000 * value for value in values], "ms", 0)) for name, values in pictures.items()),
    ]
    missed = [
        sentence
        for bad, sentence in (
            (median(starts) > READY_SECONDS, f"the start takes longer than {READY_SECONDS:g} s"),
            (used[0] > MEGABYTES, f"the phone needs more than {MEGABYTES:g} MB"),
            (median(taps) > TAP_SECONDS, f"a tap and its picture take longer than {1000 * TAP_SECONDS:g} ms"),
        )
        if bad
    ]
    figures = {"starts": starts, "fresh": fresh, "used": used, "taps": taps, "pictures": pictures}
    return Report(rows(lines), figures, tuple(missed))


@contextmanager
def _running() -> Iterator[tuple[int, str, float]]:
    """A phone in a process of its own: its pid, its address and the seconds until it was ready."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "devices.phone", "--port", "0", "--until-eof"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        ready, _, address = child.stdout.readline().strip().partition(" ")
        if ready != "ready":
            raise CannotMeasure("The phone did not start; run `python -m devices.phone` to see why.")
        yield child.pid, address, time.perf_counter() - begun
    # Leaving closes the phone's standard input, which ends it, and waits for that.


def _use(address: str, server: PrivateServer, repeats: int) -> tuple[list[float], dict[str, list[float]]]:
    """Seconds from each tap on a switch to the first picture that differs, and of each way to a picture."""
    link = Link(address, server)
    with AndroidDevice(link) as device:
        link.run(PAGE)
        frame = device.settle()
        scene = read_scene(lambda line: link.run(line).text)
        column, row = next(node.centre for node in scene.tree.walk() if node.checkable and node.name == SWITCH)
        tap = Tap(x=(column + 0.5) / scene.width, y=(row + 0.5) / scene.height)
        taps: list[float] = []
        for _ in tracked(range(repeats), "taps"):
            begun = time.perf_counter()
            device.perform(tap, frame)
            after = device.observe()
            while after.digest == frame.digest:
                after = device.observe()
            taps.append(time.perf_counter() - begun)
            frame = device.settle()
        ways: dict[str, Callable[[], object]] = {
            "look: picture, rotation, decoding": device.observe,
            "  without decoding (screencap -p)": lambda: link.run(LOOK),
            "  raw pixels (screencap)": lambda: link.run("screencap"),
            "uiautomator dump": lambda: link.run("uiautomator dump"),
        }
        return taps, {name: [_seconds(way) for _ in range(repeats)] for name, way in ways.items()}


def _memory(pid: int) -> tuple[float, float]:
    """PSS and RSS in megabytes."""
    words = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines())
    found = {word[0]: int(word[1]) * 1024 / 1e6 for word in words if word[0] in ("Pss:", "Rss:")}
    return found["Pss:"], found["Rss:"]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
