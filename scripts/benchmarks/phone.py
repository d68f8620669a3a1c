"""The virtual phone over ADB, in-process, and eight at once, beside what is promised. Long use: scripts/soak-phone."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import adbutils

from devices.actions import Tap
from devices.android.driver import LOOK, AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from scripts.benchmarks.report import CannotMeasure, Report, rows, spread, tracked
from tasks.oracle import read_scene

ABOUT = "the virtual phone as an ADB client meets it, without one, and eight at once: start, memory, touches and pictures"
READY_SECONDS, TAP_SECONDS = 2.0, 0.1
MEGABYTES, ALL_MEGABYTES = 250.0, 300.0  # after some use; with every app open, and each of many
INSIDE_STEPS, ADB_STEPS, SNAPSHOT_SECONDS = 300.0, 25.0, 0.1
CROWD = 8
SWITCH = "Wi-Fi"
PAGE = "am start -a android.settings.WIFI_SETTINGS"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--repeats", type=int, default=50, metavar="N", help="taps and pictures (default 50)")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="how often the phone is started (default 5)")


def measure(options: argparse.Namespace) -> Report:
    """Start the phone several times, use the last one over ADB, then without ADB, then start eight at once."""
    starts: list[float] = []
    for _ in tracked(range(options.starts - 1), "starts"):
        with _running() as (_, _, seconds):
            starts.append(seconds)
    with _running() as (pid, address, seconds):
        starts.append(seconds)
        fresh = _memory(pid)
        server = PrivateServer()
        try:
            use = _use(pid, address, server, options.repeats)
            used = _memory(pid)
            full = _open_all(address, server, pid)
        finally:
            server.close()
    inside = _inside(options.repeats)
    crowd, memories = _crowd()
    rate = 1000 / inside["tap_grab"]["cpu"]
    slowest = min(map(_rate, (use.steps_png, use.steps_raw, use.steps_link)))
    lines = [
        ("start until ADB clients can connect", f"{spread(starts)}; limit {READY_SECONDS:g} s"),
        ("memory after the start (PSS, RSS)", "{:.0f} MB, {:.0f} MB".format(*fresh)),
        ("memory after the taps (PSS, RSS)", "{:.0f} MB, {:.0f} MB; limit {:g} MB".format(*used, MEGABYTES)),
        ("memory with every app open (PSS, RSS)", "{:.0f} MB, {:.0f} MB; limit {:g} MB".format(*full, ALL_MEGABYTES)),
        (
            f"{CROWD} phones at once",
            f"ready after {max(crowd):.1f} s, {min(memories):.0f} to {max(memories):.0f} MB each (PSS)",
        ),
        ("tap until a new picture is here", spread([1000 * value for value in use.taps], "ms", 0)),
        ("tap + screencap -p over ADB", f"{_rate(use.steps_png):.0f} a second; limit {ADB_STEPS:g}"),
        (
            "  through adbutils, which sleeps 20 ms a step",
            f"{_rate(use.steps_adbutils):.0f} a second",
        ),  # the phone cannot help it
        ("  through Fingertip's own link", f"{_rate(use.steps_link):.0f} a second; limit {ADB_STEPS:g}"),
        ("  of the phone's own CPU time", f"{use.cpu_ms:.1f} ms a step"),
        ("tap + screencap over ADB", f"{_rate(use.steps_raw):.0f} a second; limit {ADB_STEPS:g}"),
        *((name, spread([1000 * value for value in values], "ms", 0)) for name, values in use.pictures.items()),
        ("in-process tap + grab, 1080x2400", f"{rate:.0f} a second of CPU time; limit {INSIDE_STEPS:g}"),
        *((name, f"{inside[key]['cpu']:.2f} ms CPU, {inside[key]['wall']:.2f} ms wall") for name, key in INSIDE),
    ]
    restoring = (inside["snapshot"]["wall"], inside["restore"]["wall"])
    missed = [
        sentence
        for bad, sentence in (
            (median(starts) > READY_SECONDS, f"the start takes longer than {READY_SECONDS:g} s"),
            (used[0] > MEGABYTES, f"the phone needs more than {MEGABYTES:g} MB"),
            (
                max(full[0], *memories) > ALL_MEGABYTES,
                f"a phone with every app open, or one of many, needs more than {ALL_MEGABYTES:g} MB",
            ),
            (median(use.taps) > TAP_SECONDS, f"a tap and its picture take longer than {1000 * TAP_SECONDS:g} ms"),
            (slowest < ADB_STEPS, f"fewer than {ADB_STEPS:g} taps with pictures a second go over ADB"),
            (rate < INSIDE_STEPS, f"fewer than {INSIDE_STEPS:g} taps with pictures a second go in-process"),
            (max(restoring) > 1000 * SNAPSHOT_SECONDS, f"a snapshot takes longer than {1000 * SNAPSHOT_SECONDS:g} ms"),
        )
        if bad
    ]
    figures: dict[str, object] = {
        "starts": starts,
        "fresh": fresh,
        "used": used,
        "full": full,
        "taps": use.taps,
        "pictures": use.pictures,
    }
    figures |= {
        "steps_png": use.steps_png,
        "steps_raw": use.steps_raw,
        "steps_link": use.steps_link,
        "steps_adbutils": use.steps_adbutils,
        "cpu_ms": use.cpu_ms,
        "inside": inside,
        "crowd": crowd,
        "memories": memories,
    }
    return Report(rows(lines), figures, tuple(missed))


INSIDE = (
    ("  one step: a switch and its picture", "tap_grab"),
    ("  the same with every app open", "tap_grab_all"),
    ("  a picture while nothing changes", "grab_same"),
    ("  a picture of which all is new (theme)", "redraw"),
    ("  the limit: copying a picture's bytes", "copy"),
    ("  the tree of a page", "tree"),
    ("  snapshot", "snapshot"),
    ("  restore", "restore"),
)


@dataclass(frozen=True, slots=True)
class Use:
    """Seconds of taps until their picture, of single taps with a picture, and of each way to a picture.

    steps_png, steps_raw: by ADB's own protocol. cpu_ms: CPU time of the phone's process for a tap with a PNG.
    """

    taps: list[float]
    steps_png: list[float]
    steps_raw: list[float]
    steps_link: list[float]
    steps_adbutils: list[float]
    cpu_ms: float
    pictures: dict[str, list[float]]


def _rate(seconds: list[float]) -> float:
    return len(seconds) / sum(seconds)


def _inside(repeats: int) -> dict[str, dict[str, float]]:
    """What a phone without its server needs, measured in a process of its own."""
    command = [sys.executable, "-m", "scripts.benchmarks.phone_inside", str(max(100, repeats))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise CannotMeasure("The phone broke down in-process; run `python -m scripts.benchmarks.phone_inside 10` to see why.")
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def _crowd() -> tuple[list[float], list[float]]:
    """Seconds until each of eight phones that start together is ready, and the memory of each (PSS, MB)."""
    with ExitStack() as stack:
        phones = [stack.enter_context(_starting()) for _ in range(CROWD)]
        ready = [wait() for _, wait in phones]
        return [seconds for _, seconds in ready], [_memory(child.pid)[0] for child, _ in phones]


def _open_all(address: str, server: PrivateServer, pid: int) -> tuple[float, float]:
    """The memory once every app has been opened."""
    link = Link(address, server)
    packages = [line.partition(":")[2] for line in link.run("pm list packages").text.split()]
    for package in packages:
        link.run(f"monkey -p {package} -c android.intent.category.LAUNCHER 1; screencap >/dev/null")
    return _memory(pid)


@contextmanager
def _running() -> Iterator[tuple[int, str, float]]:
    """A phone in a process of its own: its pid, its address and the seconds until it was ready."""
    with _starting() as (child, wait):
        address, seconds = wait()
        yield child.pid, address, seconds


@contextmanager
def _starting() -> Iterator[tuple[subprocess.Popen[str], Callable[[], tuple[str, float]]]]:
    """A phone that starts, and what waits until it is ready: for its address and the seconds that it took."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "devices.phone", "--port", "0", "--until-eof"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:

        def wait() -> tuple[str, float]:
            assert child.stdout is not None
            ready, _, address = child.stdout.readline().strip().partition(" ")
            if ready != "ready":
                raise CannotMeasure("The phone did not start; run `python -m devices.phone` to see why.")
            return address, time.perf_counter() - begun

        yield child, wait
    # Leaving closes the phone's standard input, which ends it, and waits for that.


def _use(pid: int, address: str, server: PrivateServer, repeats: int) -> Use:
    """Tap a switch: until the first picture that differs, with one picture each, and take pictures in each way."""
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
        touch = f"input tap {column} {row}"
        adb = partial(_adb, server.port, address)
        begun = _cpu_seconds(pid)
        look = "exec:screencap -p"
        png = [_seconds(lambda: (adb(f"exec:{touch}"), adb(look))) for _ in tracked(range(repeats), "screencap -p")]
        cpu_ms = 1000 * (_cpu_seconds(pid) - begun) / repeats
        raw = [_seconds(lambda: (adb(f"exec:{touch}"), adb("exec:screencap"))) for _ in tracked(range(repeats), "screencap")]
        own = [_seconds(lambda: (link.run(touch), link.run("screencap -p"))) for _ in tracked(range(repeats), "link")]
        client = adbutils.AdbClient(host="127.0.0.1", port=server.port)
        (number,) = (listed.transport_id for listed in client.list(extended=True) if listed.serial == address)
        shell = partial(client.device(transport_id=number).shell2, encoding=None, v2=True)
        utils = [_seconds(lambda: (shell(touch), shell("screencap -p"))) for _ in tracked(range(repeats), "adbutils")]
        pictures = {name: [_seconds(way) for _ in range(repeats)] for name, way in ways.items()}
        return Use(taps, png, raw, own, utils, cpu_ms, pictures)


def _adb(port: int, serial: str, service: str) -> bytes:
    """What a service of the phone answers, by the protocol of ADB's clients."""
    with socket.create_connection(("127.0.0.1", port)) as link:
        for wish in (f"host:transport:{serial}", service):
            link.sendall(f"{len(wish):04x}{wish}".encode("ascii"))
            if link.recv(4, socket.MSG_WAITALL) != b"OKAY":
                raise CannotMeasure(f"adb refuses {wish!r}.")
        parts = list(iter(lambda: link.recv(1 << 20), b""))
    return b"".join(parts)


def _cpu_seconds(pid: int) -> float:
    """CPU time that a process has used."""
    words = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> tuple[float, float]:
    """PSS and RSS in megabytes."""
    words = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines())
    found = {word[0]: int(word[1]) * 1024 / 1e6 for word in words if word[0] in ("Pss:", "Rss:")}
    return found["Pss:"], found["Rss:"]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
