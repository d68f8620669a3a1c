"""A desktop without a screen: how fast it is looked at, tapped and typed on, and whether typed text arrives exactly.

Needs the programs that docs/desktop.md names. Text is read back from the file that a real editor (mousepad) saves.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from devices.actions import Hotkey, Hover, Tap, Type
from devices.desktop import DesktopDevice, PrivateDesk, drive
from scripts.benchmarks.report import CannotMeasure, Report, rows, spread, tracked

ABOUT = "look at, tap and type on a desktop without a screen; text is read back from an editor"
SIZES = ((1280, 800), (1920, 1080), (3840, 2160))
SAMPLES = {
    "by keys": "The quick brown fox jumps over the lazy dog, 0123456789 times! " * 3,
    "by lent keys": "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 3,
    "by the clipboard": "天地玄黄 宇宙洪荒 日月盈昃 辰宿列張 Grüße ψυχή 😀\n" * 400,
}
SAVE_SECONDS = 10.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `scripts/bench desktop`."""
    parser.add_argument("--repeats", type=int, default=50, metavar="N", help="how often each look and tap is measured (50)")


def measure(options: argparse.Namespace) -> Report:
    """Measure everything once; a text that does not arrive exactly is a promise missed."""
    looks = {}
    for width, height in tracked(SIZES, "looks"):
        with PrivateDesk(width=width, height=height) as desk, drive(desk) as device:
            looks[f"{width}x{height}"] = times(device.observe, options.repeats)
    opened = time.perf_counter()
    with PrivateDesk() as desk, drive(desk) as device:
        opened = time.perf_counter() - opened
        frame = device.observe()
        taps = [device.perform(Tap(x=0.7, y=0.7), frame).seconds for _ in range(options.repeats)]
        hovers = [device.perform(Hover(x=0.3, y=0.7), frame).seconds for _ in range(options.repeats)]
        typed = {way: typing(desk, device, way, text) for way, text in tracked(list(SAMPLES.items()), "typing")}
    figures: dict[str, Any] = {
        "load": os.getloadavg()[0],
        "open_seconds": opened,
        "look_ms": {size: 1000 * median(values) for size, values in looks.items()},
        "tap_ms": 1000 * median(taps),
        "hover_ms": 1000 * median(hovers),
        "characters_per_second": {way: rate for way, (rate, _) in typed.items()},
        "exact": {way: exact for way, (_, exact) in typed.items()},
    }
    lines = [("open a desktop", f"{opened:.2f} s")]
    lines += [(f"look, {size}", spread([1000 * value for value in values], "ms")) for size, values in looks.items()]
    lines += [("tap, of which 30 held", spread([1000 * value for value in taps], "ms"))]
    lines += [("hover", spread([1000 * value for value in hovers], "ms"))]
    lines += [
        (f"type {way}", f"{rate:.0f} characters/s, {'exact' if exact else 'NOT exact'}") for way, (rate, exact) in typed.items()
    ]
    lines += [("load average", f"{figures['load']:.1f}")]
    missed = tuple(f"Text typed {way} did not arrive exactly." for way, (_, exact) in typed.items() if not exact)
    return Report(rows(lines), figures, missed)


def times(call: Callable[[], object], repeats: int) -> list[float]:
    """Seconds of each of some calls, after one that does not count."""
    call()
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return taken


def typing(desk: PrivateDesk, device: DesktopDevice, way: str, text: str) -> tuple[float, bool]:
    """Characters a second of the driver's call, and whether the editor has saved exactly that text."""
    file = desk.home / f"{way.replace(' ', '-')}.txt"
    file.touch()
    editor = desk.start(["mousepad", "--disable-server", str(file)])
    until(lambda: file.name in device.active_title, f"mousepad did not open {file.name}")
    frame = device.settle()
    with drive(desk, clipboard=way != "by lent keys") as typist:
        receipt = typist.perform(Type(text=text), frame)
        typist.perform(Hotkey(keys=("ctrl", "s")), frame)
    exact = saved(file, text)
    editor.terminate()
    editor.wait()
    return len(text) / receipt.seconds, exact


def saved(file: Path, text: str) -> bool:
    """Whether a file holds a text, at the latest after some seconds."""
    end = time.monotonic() + SAVE_SECONDS
    while file.read_text("utf-8") != text and time.monotonic() < end:
        time.sleep(0.02)
    return file.read_text("utf-8") == text


def until(reached: Callable[[], bool], otherwise: str) -> None:
    """Wait; raises CannotMeasure."""
    end = time.monotonic() + SAVE_SECONDS
    while not reached():
        if time.monotonic() > end:
            raise CannotMeasure(f"{otherwise}.")
        time.sleep(0.02)
