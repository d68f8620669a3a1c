"""A program on the desktop that writes down what reaches it: run as `python -P event_log.py FILE WIDTHxHEIGHT+X+Y TITLE`.

With an empty title its window covers what lies below it and is nobody's but the server's (no window manager moves it).
Every event is one JSON object a line: kind, time (the server's, ms), x, y (of the whole screen), button or keysym, state.
The first line is {"kind": "ready"}.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from Xlib import X, display

KINDS = {
    X.ButtonPress: "press",
    X.ButtonRelease: "release",
    X.MotionNotify: "motion",
    X.KeyPress: "key",
    X.KeyRelease: "key_up",
}


def main() -> None:
    """Log until the server ends."""
    file, place, title = sys.argv[1:]
    found = re.fullmatch(r"(\d+)x(\d+)([+-]\d+)([+-]\d+)", place)
    assert found is not None
    width, height, left, top = map(int, found.groups())
    server = display.Display()
    mask = X.ButtonPressMask | X.ButtonReleaseMask | X.PointerMotionMask | X.KeyPressMask | X.KeyReleaseMask
    window = server.screen().root.create_window(
        left,
        top,
        width,
        height,
        0,
        X.CopyFromParent,
        background_pixel=0x3C7846,
        override_redirect=not title,
        event_mask=mask | X.ExposureMask,
    )
    if title:
        window.set_wm_name(title)
        window.set_wm_class("event_log", "EventLog")
    window.map()
    with Path(file).open("w", buffering=1) as log:
        while True:
            event = server.next_event()
            if event.type == X.MappingNotify:
                server.refresh_keyboard_mapping(event)
            elif event.type == X.Expose and event.count == 0:
                log.write(json.dumps({"kind": "ready"}) + "\n")
            elif event.type in KINDS:
                line = {
                    "kind": KINDS[event.type],
                    "time": event.time,
                    "x": event.root_x,
                    "y": event.root_y,
                    "state": event.state,
                }
                if event.type in (X.KeyPress, X.KeyRelease):
                    line["keysym"] = server.keycode_to_keysym(event.detail, 0)
                else:
                    line["button"] = event.detail
                log.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
