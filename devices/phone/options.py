"""What can be chosen when a phone is switched on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

LOCALES = ("en-US", "zh-CN", "ja-JP", "de-DE", "ar")
THEMES = ("light", "dark")
CLOCKS = ("running", "stepped")
NAMES = ("usual", "invented")
FONT_SCALES = (0.85, 1.5)
USUAL_DENSITY = 420
USUAL_DP = 360
"""So many dp are usual across a phone with a small screen."""


class BadPhoneOption(ValueError):
    """An option of the phone has a value that it cannot have; the message names the allowed ones."""


@dataclass(frozen=True, slots=True)
class PhoneOptions:
    """One phone.

    width, height: pixels in the natural position, 320..4000. density: dots per inch, 120..640; 160 dpi makes 1 dp = 1 px.
    seed: decides launcher arrangement, wallpaper, clock, people, places and contents; the same seed makes the same phone.
    clock: "running" goes by real time; "stepped" stands still but for half a second with every touch, key and text, so that
    the same use gives the same pixels.
    font_scale: size of text, 0.85 to 1.5. rotation: quarter turns, 0..3, in which it lies when it is switched on first.
    apps: folders of apps on this computer, or ZIPs of such, to install when it is switched on; see docs/phone-apps.md.
    names: "invented" gives people, firms, streets and places names that only this world has: who acts there must read them.
    state: SQLite file that keeps the phone's memory, or None to forget it at the end.
    """

    width: int = 1080
    height: int = 2400
    density: int = USUAL_DENSITY
    seed: int = 0
    theme: Literal["light", "dark"] = "light"
    locale: str = "en-US"
    state: Path | None = field(default=None)
    clock: Literal["running", "stepped"] = "running"
    font_scale: float = 1.0
    rotation: int = 0
    apps: tuple[Path, ...] = ()
    names: Literal["usual", "invented"] = "usual"

    def __post_init__(self) -> None:
        if not (320 <= self.width <= 4000 and 320 <= self.height <= 4000):
            raise BadPhoneOption(f"A phone of {self.width}x{self.height} pixels cannot be shown; each side is 320 to 4000.")
        if not 120 <= self.density <= 640:
            raise BadPhoneOption(f"Density {self.density} is outside 120 to 640 dots per inch.")
        if self.theme not in THEMES:
            raise BadPhoneOption(f"No theme {self.theme!r}; there are {', '.join(THEMES)}.")
        if self.clock not in CLOCKS:
            raise BadPhoneOption(f"No clock {self.clock!r}; there are {', '.join(CLOCKS)}.")
        if self.names not in NAMES:
            raise BadPhoneOption(f"No names {self.names!r}; there are {', '.join(NAMES)}.")
        for path in self.apps:
            if not path.exists():
                raise BadPhoneOption(f"There is no app {path}; name the folder of an app, or a ZIP of it.")
        low, high = FONT_SCALES
        if not low <= self.font_scale <= high:
            raise BadPhoneOption(f"A font scale of {self.font_scale:g} is outside {low} to {high}.")
        if self.rotation not in range(4):
            raise BadPhoneOption(f"No rotation {self.rotation}; it counts quarter turns, 0 to 3.")
        if self.locale not in LOCALES:
            raise BadPhoneOption(f"The phone does not speak {self.locale!r} yet; it speaks {', '.join(LOCALES)}.")


def parse_size(text: str) -> tuple[int, int]:
    """Width and height from "1080x2400"; raises BadPhoneOption."""
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    if not found:
        raise BadPhoneOption(f"{text!r} is not a size; write it like 1080x2400.")
    return int(found[1]), int(found[2])


def usual_density(width: int, height: int) -> int:
    """Dots per inch of a phone with so many pixels: 420, and less where that would leave fewer than 360 dp across."""
    return max(120, min(USUAL_DENSITY, min(width, height) * 160 // USUAL_DP))
