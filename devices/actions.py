"""Everything that a device can be asked to do: a closed union of frozen values.

Places are fractions of the frame (0 <= v < 1). A dialect turns its model's space into fractions; only a driver turns
fractions into pixels. The names are those that a person would use; every driver implements all or refuses by type.
"""

from __future__ import annotations

from typing import Annotated, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from devices.keys import KeyName

Fraction = Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]
Seconds = Annotated[float, Field(ge=0, le=60, allow_inf_nan=False)]
Direction = Literal["up", "down", "left", "right"]
Key = Literal["back", "home", "recents", "enter", "delete", "tab", "escape", "power", "volume_up", "volume_down", "menu"]


class Frozen(BaseModel):
    """Base of all recorded values: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Tap(Frozen):
    """Touch and release at once."""

    kind: Literal["tap"] = "tap"
    x: Fraction
    y: Fraction


class DoubleTap(Frozen):
    """Two taps in quick succession at one place."""

    kind: Literal["double_tap"] = "double_tap"
    x: Fraction
    y: Fraction


class LongPress(Frozen):
    """Touch and hold for some seconds."""

    kind: Literal["long_press"] = "long_press"
    x: Fraction
    y: Fraction
    seconds: Seconds = 0.8


class Swipe(Frozen):
    """A quick stroke of the finger from x, y to to_x, to_y."""

    kind: Literal["swipe"] = "swipe"
    x: Fraction
    y: Fraction
    to_x: Fraction
    to_y: Fraction
    seconds: Seconds = 0.3


class Drag(Frozen):
    """Pick up what lies at x, y (hold first) and put it down at to_x, to_y."""

    kind: Literal["drag"] = "drag"
    x: Fraction
    y: Fraction
    to_x: Fraction
    to_y: Fraction
    seconds: Seconds = 1.0


class Scroll(Frozen):
    """Move the content at x, y: "down" shows what lies further down. amount: share of the screen to move by."""

    kind: Literal["scroll"] = "scroll"
    x: Fraction = 0.5
    y: Fraction = 0.5
    direction: Direction
    amount: Annotated[float, Field(gt=0, le=1)] = 0.5


class Type(Frozen):
    """Enter text where the focus is. clear: empty the field first. submit: press Enter afterwards."""

    kind: Literal["type"] = "type"
    text: Annotated[str, Field(max_length=20_000)]
    clear: bool = False
    submit: bool = False


class Press(Frozen):
    """Press and release one key."""

    kind: Literal["press"] = "press"
    key: Key


class Click(Frozen):
    """Press and release another button of the mouse; the left one is a tap."""

    kind: Literal["click"] = "click"
    x: Fraction
    y: Fraction
    button: Literal["right", "middle"] = "right"


class Hover(Frozen):
    """Put the pointer somewhere and press nothing."""

    kind: Literal["hover"] = "hover"
    x: Fraction
    y: Fraction


class Hotkey(Frozen):
    """Press keys one after the other, then release them in reverse; one key alone is pressed and released."""

    kind: Literal["hotkey"] = "hotkey"
    keys: Annotated[tuple[KeyName, ...], Field(min_length=1, max_length=6)]


class Launch(Frozen):
    """Bring an app to the front: a package name, or the name that a person sees."""

    kind: Literal["launch"] = "launch"
    app: Annotated[str, Field(min_length=1, max_length=200)]


class Wait(Frozen):
    """Do nothing for some seconds, then look again."""

    kind: Literal["wait"] = "wait"
    seconds: Seconds = 1.0


Action = Annotated[
    Tap | DoubleTap | LongPress | Swipe | Drag | Scroll | Type | Press | Launch | Wait | Click | Hover | Hotkey,
    Field(discriminator="kind"),
]
ACTION: TypeAdapter[Action] = TypeAdapter(Action)
"""Reads an action from plain data: ACTION.validate_python({"kind": "tap", "x": 0.5, "y": 0.5})."""
TOUCH_KINDS: frozenset[str] = frozenset(
    str(kind.model_fields["kind"].default)
    for kind in (Tap, DoubleTap, LongPress, Swipe, Drag, Scroll, Type, Press, Launch, Wait)
)
"""The kinds of what a finger can do, and a phone."""
KINDS: frozenset[str] = TOUCH_KINDS | {str(kind.model_fields["kind"].default) for kind in (Click, Hover, Hotkey)}
"""The kinds of all actions."""


def describe(action: Action) -> str:
    """One short line for a person and for the model's history; typed text is shown, quoted and shortened."""
    match action:
        case Tap(x=x, y=y):
            return f"tap {_place(x, y)}"
        case DoubleTap(x=x, y=y):
            return f"double tap {_place(x, y)}"
        case LongPress(x=x, y=y, seconds=seconds):
            return f"long press {_place(x, y)} for {seconds:g} s"
        case Swipe(x=x, y=y, to_x=to_x, to_y=to_y):
            return f"swipe {_place(x, y)} to {_place(to_x, to_y)}"
        case Drag(x=x, y=y, to_x=to_x, to_y=to_y):
            return f"drag {_place(x, y)} to {_place(to_x, to_y)}"
        case Scroll(direction=direction):
            return f"scroll {direction}"
        case Type(text=text):
            return f"type {text[:40]!r}" + ("…" if len(text) > 40 else "")
        case Press(key=key):
            return f"press {key}"
        case Launch(app=app):
            return f"launch {app}"
        case Click(x=x, y=y, button=button):
            return f"{button} click {_place(x, y)}"
        case Hover(x=x, y=y):
            return f"hover {_place(x, y)}"
        case Hotkey(keys=keys):
            return f"press {'+'.join(keys)}"
        case Wait(seconds=seconds):
            return f"wait {seconds:g} s"
        case _:
            assert_never(action)


def _place(x: float, y: float) -> str:
    return f"{x:.1%}, {y:.1%}"
