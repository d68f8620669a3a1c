"""The phone without its ADB server, in a process of its own: python -m scripts.benchmarks.phone_inside REPEATS prints JSON.

CPU time is what counts for a promise of one core: on a machine that does other things too, wall time says more of them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from statistics import median

from devices.phone import manifest
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import find

SWITCH, PAGE = "Wi-Fi", "network"


def main() -> None:
    """Measure and print."""
    repeats = int(sys.argv[1])
    phone = Phone(PhoneOptions(seed=3))
    phone.store.put("global", "animator_duration_scale", "0")
    phone.start("com.android.settings", PAGE, {})
    node = find(phone.tree(), SWITCH)
    assert node is not None
    place = node.centre
    theme = ["1", "2"]

    def step() -> None:
        phone.tap(*place)
        phone.grab()

    def redraw() -> None:
        theme.reverse()
        phone.store.put("secure", "ui_night_mode", theme[0])
        phone.grab()

    frame = phone.grab()[2]
    figures: dict[str, dict[str, float]] = {
        "tap_grab": _times(step, repeats),
        "grab_same": _times(phone.grab, repeats),
        "redraw": _times(redraw, max(5, repeats // 10)),
        "copy": _times(lambda: bytearray(frame), repeats),
        "tree": _times(phone.tree, repeats),
    }
    for app in manifest.installed():
        phone.start(app.package)
        phone.grab()
    phone.start("com.android.settings", PAGE, {})
    phone.tree()
    figures["tap_grab_all"] = _times(step, repeats)
    figures["snapshot"] = _times(lambda: phone.snapshot("bench"), 10)
    figures["restore"] = _times(lambda: phone.restore("bench"), 10)
    phone.close()
    print(json.dumps(figures))


def _times(work: Callable[[], object], repeats: int) -> dict[str, float]:
    """Median wall time and mean CPU time in milliseconds."""
    work()
    walls = []
    begun = time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        walls.append(time.perf_counter() - start)
    return {"wall": 1000 * median(walls), "cpu": 1000 * (time.process_time() - begun) / repeats}


if __name__ == "__main__":
    main()
