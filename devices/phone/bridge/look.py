"""The part of `phone` that every binding reads: the screen's size, the look, words and time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import cast

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QJSEngine, QJSValue

from devices.phone.clock import PhoneClock
from devices.phone.fonts import icon as font_icon
from devices.phone.options import PhoneOptions
from devices.phone.registry import Apps
from devices.phone.store import Store
from devices.phone.times import format_time
from devices.phone.world import World

_MOTION_MS = 220
_EPOCH = datetime(1970, 1, 1)
_BATTERY_KEY = "fingertip_battery_level"
_BATTERY = 87
_COLOURS = re.compile(r"#[0-9A-Fa-f]{6},#[0-9A-Fa-f]{6}")
_CENTURY = 100 * 365 * 86400.0


def closure(engine: QJSEngine, text: str, value: QJSValue) -> QJSValue:
    """What the JavaScript function in a text returns for a value: a function that knows the value."""
    return cast(QJSValue, engine.evaluate(text)).call([value])


class Look(QObject):
    """Geometry, look, words and time of one phone."""

    changed = Signal()  # anything but the store
    looked = Signal()  # theme, font scale or motion, which come from the store
    ticked = Signal()  # a second of the phone's time has passed
    spoke = Signal()  # the language or the way to write times is another

    def __init__(self, store: Store, apps: Apps, world: World, options: PhoneOptions, clock: PhoneClock) -> None:
        super().__init__()
        self._store, self._apps, self._world, self._clock = store, apps, world, clock
        self.size = (options.width, options.height)
        self.density = options.density
        self.sliding = 0  # stacks of pages in which one slides
        self._tr, self._format = QJSValue(), QJSValue()
        self._heard = (self.locale, self._half)
        self._seen = self._sight()
        store.subscribe(self._hear)

    def _sight(self) -> tuple[object, ...]:
        """What `looked` tells of."""
        return (
            self.dark, self.fontScale, self.motion, self.wallpaper, self.locale, self.rtl, self.battery, self.alarmSet,
        )  # fmt: skip

    def _hear(self) -> None:
        sight = self._sight()
        if self._seen != sight:
            self._seen = sight
            self.looked.emit()
        if self._heard != (self.locale, self._half):
            self._heard = (self.locale, self._half)
            self.spoke.emit()

    def teach(self, engine: QJSEngine) -> QJSValue:
        """Make `phone.tr` and `phone.formatTime` properties that hold functions: a binding that calls them is told when the
        language changes. Returns this object as the engine sees it.
        """
        QJSEngine.setObjectOwnership(self, QJSEngine.ObjectOwnership.CppOwnership)  # the engine is not to free it
        itself = engine.newQObject(self)
        self._tr = closure(engine, "(phone) => (text) => phone.said(text)", itself)
        self._format = closure(engine, "(phone) => (moment, form) => phone.timed(moment, form)", itself)
        return itself

    # geometry

    def resize(self, width: int, height: int, density: int) -> None:
        """Give the screen another size in pixels and another density."""
        self.size, self.density = (width, height), density
        self.changed.emit()

    @Property(float, notify=changed)
    def scale(self) -> float:
        return self.density / 160

    @Property(int, notify=changed)
    def widthPx(self) -> int:  # noqa: N802  (a QML property)
        return self.size[0]

    @Property(int, notify=changed)
    def heightPx(self) -> int:  # noqa: N802  (a QML property)
        return self.size[1]

    @Property(float, notify=changed)
    def widthDp(self) -> float:  # noqa: N802  (a QML property)
        return self.size[0] * 160 / self.density

    @Property(float, notify=changed)
    def heightDp(self) -> float:  # noqa: N802  (a QML property)
        return self.size[1] * 160 / self.density

    # look

    @Property(bool, notify=looked)
    def dark(self) -> bool:
        return self._store.get("secure", "ui_night_mode") == "2"

    @Property(float, notify=looked)
    def fontScale(self) -> float:  # noqa: N802  (a QML property)
        return _number(self._store.get("system", "font_scale"), 1.0, 0.5, 2.0)

    @Property(int, notify=looked)
    def motion(self) -> int:
        """Milliseconds of a page transition. Nothing moves while a stepped clock stands still."""
        if self._clock.kind == "stepped" or self._store.get("global", "remove_animations") == "1":
            return 0
        return round(_MOTION_MS * _number(self._store.get("global", "animator_duration_scale"), 1.0, 0.0, 10.0))

    @Slot(bool)
    def slide(self, on: bool) -> None:
        """Each stack of pages tells when one begins to slide in or out, and when it has come to rest."""
        self.sliding = max(0, self.sliding + (1 if on else -1))

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]  # a QML type name
    def ownWallpaper(self) -> list[str]:  # noqa: N802  (a QML property)
        """The two colours that this phone came with."""
        return list(self._world.wallpaper)

    @Property("QVariantList", notify=looked)  # type: ignore[arg-type]  # a QML type name
    def wallpaper(self) -> list[str]:
        """Colours of the top and of the bottom: the setting system/wallpaper, "#RRGGBB,#RRGGBB", or the phone's own."""
        chosen = self._store.get("system", "wallpaper") or ""
        return chosen.split(",") if _COLOURS.fullmatch(chosen) else list(self._world.wallpaper)

    @Slot(str, result=str)
    def icon(self, name: str) -> str:
        return font_icon(name)

    @property
    def locale(self) -> str:
        """The language that the phone speaks."""
        return self._store.get("system", "system_locales") or "en-US"

    @Property(QJSValue, notify=spoke)
    def tr(self) -> QJSValue:  # type: ignore[override]  # QML's word for it; QObject.tr is not used here
        """tr(TEXT): an English text in the phone's language."""
        return self._tr

    @Slot(str, result=str)
    def said(self, text: str) -> str:
        """What `tr` does."""
        return self._apps.translations(self.locale).get(text, text)

    @Property(str, notify=looked)
    def language(self) -> str:
        """The language's code of two letters."""
        return self.locale[:2]

    @Property(bool, notify=looked)
    def rtl(self) -> bool:
        """Whether lines run from right to left."""
        return self.locale.startswith("ar") or self._store.get("global", "debug_force_rtl") == "1"

    @Property(int, notify=looked)
    def battery(self) -> int:
        """How full the battery is, in percent."""
        return round(_number(self._store.get("global", _BATTERY_KEY), _BATTERY, 0, 100))

    # time

    @Property(QJSValue, notify=spoke)
    def formatTime(self) -> QJSValue:  # noqa: N802  (a QML property)
        """formatTime(MOMENT, FORM): what `timed` does."""
        return self._format

    @Slot(float, str, result=str)
    def timed(self, moment: float, form: str) -> str:
        """A moment (ms since the epoch, UTC) in the phone's language. form: one of FORMS, or "ago"."""
        return format_time(moment, form, self.locale, self._half, self.timestamp())

    @property
    def _half(self) -> bool:
        return self._store.get("system", "time_12_24") == "12"

    @property
    def now(self) -> datetime:
        """The phone's clock: the world's start, the time since the phone was switched on, and what a person has set."""
        return self._world.clock + timedelta(seconds=self._clock.seconds) + self.ahead

    @property
    def ahead(self) -> timedelta:
        """How far a person has put the clock ahead."""
        return timedelta(seconds=_number(self._store.get("global", "clock_offset_s"), 0.0, -_CENTURY, _CENTURY))

    @Slot(result=float)
    def timestamp(self) -> float:
        """Milliseconds since the epoch by the phone's clock, taken as UTC; whole ones."""
        return float((self.now - _EPOCH) // timedelta(milliseconds=1))

    @Property(str, notify=ticked)
    def clock(self) -> str:
        if self._half and self.locale.startswith("en"):  # as the status bar has always had it
            return self.now.strftime("%I:%M %p").lstrip("0")
        return format_time(self.timestamp(), "time", self.locale, self._half)

    @Property(str, notify=ticked)
    def date(self) -> str:
        if self.locale.startswith("en"):  # the home page as it has always been
            return f"{_DAYS[self.now.weekday()]}, {_MONTHS[self.now.month - 1]} {self.now.day}"
        return format_time(self.timestamp(), "day", self.locale, self._half)

    @Property(bool, notify=looked)
    def alarmSet(self) -> bool:  # noqa: N802  (a QML property)
        return any(int(row.get("enabled") or 0) for row in self._store.rows("alarms"))


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _number(text: str | None, default: float, low: float, high: float) -> float:
    try:
        return min(max(float(text), low), high) if text is not None else default
    except ValueError:
        return default
