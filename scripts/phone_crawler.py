"""Goes through the whole phone by touch: guided by the tree, drawn to what it touched least, deterministic by its seed."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from devices.phone import manifest
from devices.phone.options import LOCALES
from devices.phone.phone import Phone
from devices.phone.tree import Node
from scripts.phone_atlas import Atlas, Screen
from scripts.phone_faults import Fault, Net, faults

LAUNCHER = manifest.LAUNCHER
BACKS = 14
"""Presses of Back that must lead home from anywhere."""
_TEXTS = (
    "a",
    "hello",
    "7",
    "42",
    "你好",
    "🙂",
    "'; --",
    "مرحبا",
    "Wörter",
    "a rather long line of text that does not fit anywhere",
)
_KEYBOARD = "android.inputmethodservice.KeyboardView"
SIZES = ((1080, 2400, 420), (720, 1280, 320), (1440, 3120, 560), (2208, 1840, 420), (1080, 2400, 420))
"""Width, height and density of the screens that it tries."""
_FONT_SCALES = ("0.85", "1.0", "1.0", "1.15", "1.3", "1.5")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: where, what, after how many touches, and the picture of it."""

    screen: Screen
    fault: Fault
    touches: int
    circumstances: str
    picture: Path | None


class Crawler:
    """Touches one phone. folder: where the pictures of findings go. starts: whether it opens pages by itself, too, and puts
    the phone into other circumstances; without, it is a hand and nothing else.
    """

    def __init__(self, phone: Phone, net: Net, seed: int, folder: Path, *, starts: bool = True) -> None:
        self.phone, self._net, self._folder, self._starts = phone, net, folder, starts
        self._draw = random.Random(f"crawl/{seed}")
        self._atlas = Atlas()
        self._touched_name = 0  # what the last tap was on
        self.screens: Counter[Screen] = Counter()
        self.touched: set[Screen] = set()  # reached by touch, without `am start`
        self.findings: dict[tuple[str, str, str], Finding] = {}
        self.touches = 0
        self._by_start = False
        self._asleep = 0
        self._root = phone.tree()

    @property
    def screen(self) -> Screen:
        """What is in front."""
        return self.phone.foreground[0], self.phone.page

    def step(self) -> None:
        """One touch, key or text; then look whether anything is wrong."""
        before, self._touched_name = self.screen, 0
        name, action = self._choose()
        try:
            action()
        except Exception as error:  # noqa: BLE001  (whatever breaks is what a crawler looks for)
            self._note(Fault("exception", f"{type(error).__name__}: {error}"))
        self.touches += 1
        self._look(before, started=name == "start")

    def look(self) -> None:
        """Somebody else has used the phone: look at it anew before the next touch."""
        self._asleep, self._by_start = 0, False
        self._root = self.phone.tree()

    def _look(self, before: Screen, *, started: bool) -> None:
        now = self.screen
        if now[0] != before[0]:
            self._by_start = started
        elif started:
            self._by_start = True
        elif now[0] == LAUNCHER:
            self._by_start = False
        if self._touched_name:
            self._atlas.led(before, self._touched_name, now)
        new = now not in self.screens
        self.screens[now] += 1
        if not self._by_start:
            self.touched.add(now)
        self._root = self.phone.tree()
        for text in self._net.take():
            self._note(Fault("qml", text))
        for fault in faults(self._root):
            self._note(fault)
        if new and now[0] != LAUNCHER and self._starts:
            self._try_back(now)

    def _try_back(self, screen: Screen) -> None:
        """From a page seen for the first time, Back must lead home; then go there again."""
        for _ in range(BACKS):
            if self.phone.foreground[0] == LAUNCHER and self.phone.page == "":
                break
            self.phone.press_key("back")
        else:
            self._note(Fault("dead end", f"{BACKS} presses of Back do not lead home from page {screen[1]!r}"))
            self.phone.press_key("home")
        for text in self._net.take():
            self._note(Fault("qml", text))
        if screen[0] in manifest.by_package():
            self.phone.start(screen[0], screen[1], {})
            self._by_start = True
        self._root = self.phone.tree()

    # choosing

    def _choose(self) -> tuple[str, Callable[[], object]]:
        draw, phone = self._draw, self.phone
        if not phone.awake or phone.locked:
            self._asleep += 1
            if self._asleep > 12:  # a PIN that nobody knows any more
                self._asleep = 0
                return "unlock", self._unlock
            if not phone.awake:
                return "key", lambda: phone.press_key("wakeup")
        kinds = {"tap": 700, "hold": 25, "swipe": 90, "text": 50, "key": 75, "start": 30, "change": 7, "turn": 5, "wild": 18}
        if not self._starts:
            kinds |= {"start": 0, "change": 0, "turn": 0}
        kind = draw.choices(list(kinds), weights=list(kinds.values()))[0]
        match kind:
            case "tap":
                return kind, self._tap
            case "hold":
                return kind, self._hold
            case "swipe":
                return kind, self._swipe
            case "text":
                return kind, lambda: phone.commit_text(draw.choice(_TEXTS))
            case "key":
                name = draw.choices(
                    ("back", "home", "recents", "enter", "delete", "tab", "volume_up", "power", "power_long"),
                    weights=(50, 8, 6, 14, 8, 4, 2, 1, 1),
                )[0]
                return kind, lambda: phone.press_key(name)
            case "start":
                return kind, self._start
            case "change":
                return kind, self._change
            case "turn":
                return kind, lambda: phone.store.put("system", "user_rotation", draw.choice("0013"))
            case _:
                width, height = phone.size
                return kind, lambda: phone.tap(draw.randrange(width), draw.randrange(height))

    def _tap(self) -> None:
        node = self._pick()
        if node is not None:
            self.phone.tap(*node.centre)

    def _hold(self) -> None:
        node = self._pick()
        self._touched_name = 0  # a long touch leads elsewhere
        if node is not None:
            self.phone.swipe(*node.centre, *node.centre, 600)

    def _pick(self) -> Node | None:
        """Something to touch, by the atlas; keys of the keyboard now and then."""
        everything = list(self._root.walk())
        keyboard = next((node for node in everything if node.kind == _KEYBOARD), None)
        keys = {id(node) for node in keyboard.walk()} if keyboard and self._draw.random() < 0.9 else set()
        nodes = [node for node in everything if node.clickable and node.enabled and id(node) not in keys]
        if not nodes:
            return None
        names = [zlib.crc32(f"{node.kind}/{node.identifier or node.name}".encode()[:80]) for node in nodes]
        families = [node.family for node in nodes]
        index = self._atlas.choose(self.screen, names, families, self._draw, guided=0.3 if self._starts else 0.7)
        self._touched_name = names[index]
        return nodes[index]

    def _swipe(self) -> None:
        draw, (width, height) = self._draw, self.phone.size
        lists = [node for node in self._root.walk() if node.scrollable]
        if lists and draw.random() < 0.7:
            left, top, right, bottom = draw.choice(lists).bounds
            x, y = (left + right) // 2, (top + bottom) // 2
            if right - left > 3 * (bottom - top):
                self.phone.swipe(left + (right - left) * 4 // 5, y, left + (right - left) // 5, y)
            else:
                ends = [top + (bottom - top) * 4 // 5, top + (bottom - top) // 5]
                if draw.random() < 0.3:
                    ends.reverse()
                self.phone.swipe(x, ends[0], x, ends[1])
            return
        edges = (
            (width // 2, 5, width // 2, height * 2 // 3),
            (width // 2, height - 200, width // 2, height // 4),
            (width // 2, height // 3, width // 2, 10),
            (width - 40, height // 2, 40, height // 2),
            (40, height // 2, width - 40, height // 2),
        )
        self.phone.swipe(*draw.choice(edges))

    def _start(self) -> None:
        """Open the page that was seen least."""
        pages = [(app.package, page) for app in manifest.installed() for page in app.activities.values()]
        fewest = min(self.screens[page] for page in pages)
        package, page = self._draw.choice([page for page in pages if self.screens[page] == fewest])
        self.phone.start(package, page, {})

    def _change(self) -> None:
        draw, store = self._draw, self.phone.store
        match draw.choice(("theme", "locale", "font", "size", "clock", "network")):
            case "theme":
                store.put("secure", "ui_night_mode", draw.choice("12"))
            case "locale":
                store.put("system", "system_locales", draw.choice(("en-US", *LOCALES)))
            case "font":
                store.put("system", "font_scale", draw.choice(_FONT_SCALES))
            case "size":
                store.put("system", "user_rotation", "0")
                self.phone.resize(*draw.choice(SIZES))
            case "clock":
                store.put("system", "time_12_24", draw.choice(("12", "24")))
            case _:
                store.put("global", "wifi_on", draw.choice("011"))
                store.put("global", "mobile_data", draw.choice("011"))

    def _unlock(self) -> None:
        self.phone.store.put("secure", "screen_lock", "none")
        self.phone.restart()

    # findings

    def _note(self, fault: Fault) -> None:
        screen = self.screen
        key = (screen[0], fault.kind, fault.what)
        if key in self.findings:
            return
        store = self.phone.store
        width, height = self.phone.size
        circumstances = (
            f"{width}x{height}@{self.phone.density} font {store.get('system', 'font_scale') or '1.0'} "
            f"{store.get('system', 'system_locales')} {'dark' if store.get('secure', 'ui_night_mode') == '2' else 'light'}"
        )
        path = self._folder / f"{len(self.findings):03d}-{screen[0].rpartition('.')[2]}-{fault.kind.replace(' ', '-')}.png"
        self.findings[key] = Finding(screen, fault, self.touches, circumstances, self._picture(path, fault))

    def _picture(self, path: Path, fault: Fault) -> Path | None:
        width, height, pixels = self.phone.grab()
        picture = QImage(pixels, width, height, QImage.Format.Format_RGBA8888).copy()
        left, top, right, bottom = fault.bounds
        for x, y in _frame(left - 6, top - 6, right + 6, bottom + 6):
            if 0 <= x < width and 0 <= y < height:
                picture.setPixel(x, y, 0xFFFF0000)
        return path if picture.scaledToWidth(width // 2).save(str(path)) else None


def _frame(left: int, top: int, right: int, bottom: int) -> Iterator[tuple[int, int]]:
    """The pixels of a rectangle's border, four wide; none for an empty one."""
    if right - left <= 12:
        return
    for width in range(4):
        for x in range(left, right):
            yield x, top - width
            yield x, bottom + width
        for y in range(top, bottom):
            yield left - width, y
            yield right + width, y
