"""What can go wrong with this phone: a closed set of frozen values, with the bounds of what they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias, get_args

Span: TypeAlias = Literal["once", "lasting", "counted"]
"""once: an event, which may be repeated. lasting: a state until it is cleared. counted: a state that `times` can limit."""
_PACKAGE = re.compile(r"[A-Za-z][\w.]{0,120}")


def _number(default: float, low: float, high: float) -> Any:
    return field(default=default, metadata={"low": low, "high": high})


def _choice(*names: str) -> Any:
    return field(default=names[0], metadata={"choices": names})


def _package(default: str = "") -> Any:
    return field(default=default, metadata={"form": _PACKAGE})


@dataclass(frozen=True, slots=True)
class Offline:
    """The cable is pulled: connections drop and the port refuses, for some seconds of real time."""

    name: ClassVar[str] = "offline"
    span: ClassVar[Span] = "once"
    seconds: float = _number(5.0, 0.1, 600)


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """The link takes connections and answers nothing, for some seconds of real time; then it drops them."""

    name: ClassVar[str] = "half_open"
    span: ClassVar[Span] = "once"
    seconds: float = _number(5.0, 0.1, 600)


@dataclass(frozen=True, slots=True)
class SlowShell:
    """Every shell command starts later, by some milliseconds of real time."""

    name: ClassVar[str] = "slow_shell"
    span: ClassVar[Span] = "counted"
    milliseconds: int = _number(1000, 1, 60_000)


@dataclass(frozen=True, slots=True)
class ScreenshotEmpty:
    """Screenshots come without a byte."""

    name: ClassVar[str] = "screenshot_empty"
    span: ClassVar[Span] = "counted"


@dataclass(frozen=True, slots=True)
class ScreenshotTruncated:
    """Screenshots end after a third of their bytes."""

    name: ClassVar[str] = "screenshot_truncated"
    span: ClassVar[Span] = "counted"


@dataclass(frozen=True, slots=True)
class ScreenshotStale:
    """Screenshots show what the last one before the fault showed."""

    name: ClassVar[str] = "screenshot_stale"
    span: ClassVar[Span] = "counted"


@dataclass(frozen=True, slots=True)
class ScreenshotBlack:
    """Screenshots are whole and all black."""

    name: ClassVar[str] = "screenshot_black"
    span: ClassVar[Span] = "counted"


@dataclass(frozen=True, slots=True)
class ScreenshotFailed:
    """Screenshots fail with an error and no picture."""

    name: ClassVar[str] = "screenshot_failed"
    span: ClassVar[Span] = "counted"


@dataclass(frozen=True, slots=True)
class Crash:
    """The app in front stops working: a dialog says so, and the app ends when it is closed."""

    name: ClassVar[str] = "crash"
    span: ClassVar[Span] = "once"
    package: str = _package()


@dataclass(frozen=True, slots=True)
class Anr:
    """The app in front does not answer: it takes no touch, and a dialog asks whether to wait. It hangs for some seconds."""

    name: ClassVar[str] = "anr"
    span: ClassVar[Span] = "once"
    seconds: float = _number(0.0, 0, 600)
    package: str = _package()


@dataclass(frozen=True, slots=True)
class Popup:
    """A dialog that nobody asked for, with two buttons; without words of its own it takes some by the phone's seed."""

    name: ClassVar[str] = "popup"
    span: ClassVar[Span] = "once"
    title: str = ""
    text: str = ""
    accept: str = ""
    reject: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """The app in front asks for a permission out of the blue; without a name it takes one by the phone's seed."""

    name: ClassVar[str] = "permission"
    span: ClassVar[Span] = "once"
    permission: str = _package()
    package: str = _package()


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody calls: as a banner on top, or over the whole screen. Answered, declined or missed, it is in the call log."""

    name: ClassVar[str] = "call"
    span: ClassVar[Span] = "once"
    caller: str = ""
    number: str = ""
    style: str = _choice("banner", "full")


@dataclass(frozen=True, slots=True)
class Notification:
    """A notification lies over the top of the screen for some seconds of the phone's time; of itself a friend's message."""

    name: ClassVar[str] = "notification"
    span: ClassVar[Span] = "once"
    title: str = ""
    text: str = ""
    package: str = _package("com.android.messaging")
    seconds: float = _number(5.0, 0.5, 600)


@dataclass(frozen=True, slots=True)
class Lag:
    """Apps react later, by some milliseconds of the phone's time; what is done meanwhile waits its turn."""

    name: ClassVar[str] = "lag"
    span: ClassVar[Span] = "counted"
    milliseconds: int = _number(1500, 1, 60_000)


@dataclass(frozen=True, slots=True)
class KeyboardCover:
    """The keyboard is up without being asked for and covers what lies at the bottom, instead of making room."""

    name: ClassVar[str] = "keyboard_cover"
    span: ClassVar[Span] = "lasting"


@dataclass(frozen=True, slots=True)
class Rotation:
    """The screen turns by some quarter turns."""

    name: ClassVar[str] = "rotation"
    span: ClassVar[Span] = "once"
    turns: int = _number(1, 1, 3)


@dataclass(frozen=True, slots=True)
class Update:
    """The app in front (or package=all) is updated: its buttons, tabs, menus and rows lie elsewhere."""

    name: ClassVar[str] = "update"
    span: ClassVar[Span] = "lasting"
    package: str = _package()


@dataclass(frozen=True, slots=True)
class LowBattery:
    """The battery is nearly empty and nothing charges it: the status bar shows it, and a dialog says so."""

    name: ClassVar[str] = "low_battery"
    span: ClassVar[Span] = "lasting"
    level: int = _number(9, 1, 20)


Fault: TypeAlias = (
    Offline | HalfOpen | SlowShell | ScreenshotEmpty | ScreenshotTruncated | ScreenshotStale | ScreenshotBlack
    | ScreenshotFailed | Crash | Anr | Popup | Permission | Call | Notification | Lag | KeyboardCover | Rotation | Update
    | LowBattery
)  # fmt: skip
KINDS: Mapping[str, type[Fault]] = {kind.name: kind for kind in get_args(Fault)}
