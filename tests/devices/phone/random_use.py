"""Use a phone at random and print what it showed: `python random_use.py SEED STEPS`, one hash a line."""

from __future__ import annotations

import hashlib
import random
import sys

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone

APPS = (
    "com.android.settings",
    "com.android.deskclock",
    "com.android.contacts",
    "com.fingertip.notes",
    "com.android.calculator2",
)
KEYS = ("back", "back", "back", "home", "recents", "enter", "delete", "volume_up", "volume_down", "power_long")


def use(phone: Phone, draw: random.Random) -> str:
    """Do one thing; returns what it was."""
    width, height = phone.size
    x, y = draw.randrange(width), draw.randrange(height)
    match draw.randrange(12):
        case 0:
            name = draw.choice(APPS)
            phone.start(name)
            return f"start {name}"
        case 1:
            name = draw.choice(KEYS)
            phone.press_key(name)
            return f"key {name}"
        case 2:
            return f"text {phone.commit_text(draw.choice(('a', 'Hello', '12', 'über')))}"
        case 3 | 4 | 5:
            to = draw.randrange(width), draw.randrange(height)
            phone.swipe(x, y, *to)
            return f"swipe {x},{y} {to}"
        case 6:
            phone.swipe(x, y, x, y, 900)
            return f"hold {x},{y}"
        case 7:
            phone.swipe(x, 5, x, height // 2)
            return "shade"
        case 8 if draw.random() < 0.3:
            phone.notify({"package": draw.choice(APPS), "title": f"Number {draw.randrange(99)}", "text": "Something happened"})
            return "notify"
        case 9 if draw.random() < 0.3:
            phone.advance(draw.randrange(1, 300))
            return "advance"
        case _:
            phone.tap(x, y)
            return f"tap {x},{y}"


def main(seed: int, steps: int) -> None:
    """Print a hash of the pixels after each step."""
    phone = Phone(PhoneOptions(width=540, height=1200, density=210, seed=seed, clock="stepped"))
    draw = random.Random(seed)
    for number in range(steps):
        done = use(phone, draw)
        shown = hashlib.sha256(phone.grab()[2]).hexdigest()
        sys.stdout.write(f"{number} {shown[:16]} {phone.foreground[0]} {done}\n")
    phone.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
