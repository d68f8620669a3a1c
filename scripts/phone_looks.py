"""Every page in every language, size and letter height: what is wrong with its looks, told from the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from devices.phone import manifest
from devices.phone.options import LOCALES
from devices.phone.phone import Phone
from scripts.phone_faults import Fault, Net, faults

SCREENS = (
    (1080, 2400, 420, 0),
    (1080, 2400, 420, 1),
    (720, 1280, 320, 0),
    (720, 1280, 320, 1),
    (720, 1280, 360, 0),
    (1440, 3120, 560, 0),
    (2208, 1840, 420, 0),
)
"""Width, height, density, quarter turns; the narrowest has 320 dp across, as at the largest display size."""
FONT_SCALES = ("0.85", "1.0", "1.3", "1.5")


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at all pages. screen: as in SCREENS."""

    screen: tuple[int, int, int, int]
    locale: str
    font_scale: str
    dark: bool

    def __str__(self) -> str:
        width, height, density, turns = self.screen
        across, down = (height, width) if turns % 2 else (width, height)
        theme = "dark" if self.dark else "light"
        return f"{across}x{down}@{density} {self.locale} font {self.font_scale} {theme}"


def looks() -> list[Look]:
    """All of them; the theme changes from one to the next, as no length depends on it."""
    every = product(SCREENS, LOCALES, FONT_SCALES)
    return [Look(screen, locale, scale, bool(number % 2)) for number, (screen, locale, scale) in enumerate(every)]


def pages() -> list[tuple[str, str]]:
    """Package and page of all activities."""
    return [(app.package, page) for app in manifest.installed() for page in app.activities.values()]


def seen(phone: Phone, look: Look, net: Net) -> Iterator[tuple[str, str, Fault]]:
    """Package, page and fault of whatever is wrong in this look: of all pages, of recents and of the home screen."""
    width, height, density, turns = look.screen
    store = phone.store
    store.put("system", "user_rotation", "0")
    phone.resize(width, height, density)
    with store.batch():
        store.put("system", "user_rotation", str(turns))
        store.put("system", "system_locales", look.locale)
        store.put("system", "font_scale", look.font_scale)
        store.put("secure", "ui_night_mode", "2" if look.dark else "1")
    for package, page in pages():
        phone.start(package, page, {})
        yield from ((package, page, fault) for fault in _wrong(phone, net))
    for key in ("recents", "home"):
        phone.press_key(key)
        yield from ((manifest.LAUNCHER, phone.page, fault) for fault in _wrong(phone, net))


def _wrong(phone: Phone, net: Net) -> Iterator[Fault]:
    yield from (Fault("qml", text) for text in net.take())
    yield from faults(phone.tree())
