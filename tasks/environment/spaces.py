"""Actions and pictures as Gymnasium's spaces have them: numbers, arrays and texts of bounded length.

Knows how numbers become actions of devices/actions.py and back. Does not know devices or tasks.

An action is a dict. Only the entries that its kind needs are read; the others may hold anything.

    kind       Discrete(n)      a number of KINDS of the environment (`env.unwrapped.kinds`), see ORDER
    place      Box [0, 1] (2,)  x, y as fractions of the picture: 0, 0 is top left; 1 stands for the last pixel.
                                Read by tap, double_tap, long_press, swipe, drag, scroll, click, hover
    to         Box [0, 1] (2,)  where swipe and drag end, likewise
    amount     Box [0, 1] (1,)  scroll: share of the screen to move by; 0 stands for the usual half
    direction  Discrete(4)      scroll: 0 up, 1 down, 2 left, 3 right: where what is shown next lies
    key        Discrete(11)     press: 0 back, 1 home, 2 recents, 3 enter, 4 delete, 5 tab, 6 escape, 7 power, 8 volume_up,
                                9 volume_down, 10 menu
    button     Discrete(2)      click: 0 right, 1 middle
    clear      Discrete(2)      type: 1 empties the field first
    submit     Discrete(2)      type: 1 presses Enter afterwards
    text       Text 0..MOST     type: what is typed. launch: the app. hotkey: the chord, such as ctrl+c. answer: the answer

Seconds (long_press, swipe, drag, wait) are the usual ones of devices/actions.py.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Literal, Never, assert_never, get_args

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector.utils import create_shared_memory
from numpy.typing import NDArray
from pydantic import ValidationError

from agent.decision import Act, Answer, AskUser, Decision, Finish, GiveUp
from devices.actions import (
    ACTION,
    Action,
    Click,
    Direction,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Key,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.keys import chord

ORDER = (
    *("tap", "double_tap", "long_press", "swipe", "drag", "scroll", "type", "press", "launch", "wait"),
    *("click", "hover", "hotkey", "finish", "answer"),
)
"""All kinds; an environment numbers those that its device can do, in this order."""
FINISH, ANSWER = "finish", "answer"
MOST = 500
"""Characters of a text, both of an action and of an instruction."""
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
KEYS: tuple[Key, ...] = get_args(Key)
BUTTONS: tuple[Literal["right", "middle"], ...] = ("right", "middle")
_BELOW_ONE = float(np.nextafter(np.float32(1.0), np.float32(0.0)))

Picture = NDArray[np.uint8]
"""RGB, (height, width, 3)."""
Raw = dict[str, Any]
"""An action as a dict of numbers, arrays and a text."""


@cache
def letters() -> frozenset[str]:
    """Every printable character of Unicode's basic plane, line breaks and tabs: what a text may be made of."""
    return frozenset(chr(number) for number in range(0x10000) if chr(number).isprintable()) | {"\n", "\t"}


class Words(spaces.Text):
    """Any text of at most MOST characters of the basic plane; says so in one line where it is printed."""

    def __init__(self, max_length: int = MOST) -> None:
        super().__init__(max_length, min_length=0, charset=letters())

    def __repr__(self) -> str:
        return f"Words(0, {self.max_length})"


@create_shared_memory.register(Words)
def _no_shared_memory(space: Words, n: int = 1, ctx: object = None) -> Never:
    """Refuse: AsyncVectorEnv reads its shared memory once, and a text read from it then stays what it was at first."""
    raise gymnasium.error.CustomSpaceError(f"{n} of {space} cannot lie in {ctx}; shared_memory=False sends texts truly.")


def fitting(text: str) -> str:
    """A text as it can be part of an observation: what is no member of the space is a question mark, the rest is cut."""
    known = letters()
    return "".join(letter if letter in known else "?" for letter in text)[:MOST]


def action_space(kinds: Collection[str]) -> tuple[tuple[str, ...], spaces.Dict]:
    """The kinds in their order, which their numbers follow, and the space."""
    chosen = tuple(kind for kind in ORDER if kind in kinds)
    return chosen, spaces.Dict(
        {
            "kind": spaces.Discrete(len(chosen)),
            "place": spaces.Box(0.0, 1.0, (2,), np.float32),
            "to": spaces.Box(0.0, 1.0, (2,), np.float32),
            "amount": spaces.Box(0.0, 1.0, (1,), np.float32),
            "direction": spaces.Discrete(len(DIRECTIONS)),
            "key": spaces.Discrete(len(KEYS)),
            "button": spaces.Discrete(len(BUTTONS)),
            "clear": spaces.Discrete(2),
            "submit": spaces.Discrete(2),
            "text": Words(),
        }
    )


def picture_space(width: int, height: int) -> spaces.Box:
    """A screen of this size in pixels."""
    return spaces.Box(0, 255, (height, width, 3), np.uint8)


def decided(raw: Mapping[str, Any], kinds: tuple[str, ...]) -> Decision:
    """What an action of the space says; raises ValueError where it says nothing that can be done, such as no app to launch."""
    kind = kinds[int(raw["kind"])]
    if kind == FINISH:
        return Finish()
    if kind == ANSWER:
        return Answer(text=str(raw["text"]))
    x, y = _place(raw["place"])
    fields: dict[str, object]
    match kind:
        case "tap" | "double_tap" | "long_press" | "hover":
            fields = {"x": x, "y": y}
        case "swipe" | "drag":
            to_x, to_y = _place(raw["to"])
            fields = {"x": x, "y": y, "to_x": to_x, "to_y": to_y}
        case "scroll":
            amount = float(np.clip(raw["amount"][0], 0.0, 1.0)) or Scroll.model_fields["amount"].default
            fields = {"x": x, "y": y, "direction": DIRECTIONS[int(raw["direction"])], "amount": amount}
        case "click":
            fields = {"x": x, "y": y, "button": BUTTONS[int(raw["button"])]}
        case "type":
            fields = {"text": str(raw["text"]), "clear": bool(raw["clear"]), "submit": bool(raw["submit"])}
        case "press":
            fields = {"key": KEYS[int(raw["key"])]}
        case "launch":
            fields = {"app": str(raw["text"]).strip()[:200]}
        case "hotkey":
            fields = {"keys": chord(str(raw["text"]))}
        case "wait":
            fields = {}
        case _:
            raise ValueError(f"there is no kind {kind!r}")
    return Act(action=ACTION.validate_python({"kind": kind, **fields}))


def complaint(error: ValueError) -> str:
    """One sentence about what decided() could not read; of what pydantic finds, the first."""
    why = str(error)
    if isinstance(error, ValidationError):
        one = error.errors(include_url=False, include_input=False)[0]
        why = f"{one['loc'][-1]}: {one['msg']}"
    return f"This action cannot be done: {why}."


def written(decision: Decision, kinds: tuple[str, ...]) -> Raw:
    """The decision as an action of the space: the way back from decided(), but for seconds; raises ValueError.

    What the space cannot say: kinds that the environment does not have, and to ask or to give up.
    """
    raw = _nothing()
    kind: str
    match decision:
        case Act(action=action):
            kind = action.kind
            raw |= _entries(action)
        case Finish():
            kind = FINISH
        case Answer(text=text):
            kind, raw["text"] = ANSWER, text
        case AskUser() | GiveUp():
            raise ValueError(f"an action cannot say {decision.decision}")
        case _:
            assert_never(decision)
    if kind not in kinds:
        raise ValueError(f"this environment has no {kind}")
    return {**raw, "kind": np.int64(kinds.index(kind))}


def _nothing() -> Raw:
    zero, nowhere = np.int64(0), np.zeros(2, np.float32)
    numbers = dict.fromkeys(("kind", "direction", "key", "button", "clear", "submit"), zero)
    return {**numbers, "place": nowhere, "to": nowhere.copy(), "amount": np.zeros(1, np.float32), "text": ""}


def _entries(action: Action) -> Raw:
    match action:
        case Tap(x=x, y=y) | DoubleTap(x=x, y=y) | LongPress(x=x, y=y) | Hover(x=x, y=y):
            return {"place": _pair(x, y)}
        case Swipe(x=x, y=y, to_x=to_x, to_y=to_y) | Drag(x=x, y=y, to_x=to_x, to_y=to_y):
            return {"place": _pair(x, y), "to": _pair(to_x, to_y)}
        case Scroll(x=x, y=y, direction=direction, amount=amount):
            where = np.int64(DIRECTIONS.index(direction))
            return {"place": _pair(x, y), "direction": where, "amount": np.array([amount], np.float32)}
        case Click(x=x, y=y, button=button):
            return {"place": _pair(x, y), "button": np.int64(BUTTONS.index(button))}
        case Type(text=text, clear=clear, submit=submit):
            return {"text": text, "clear": np.int64(clear), "submit": np.int64(submit)}
        case Press(key=key):
            return {"key": np.int64(KEYS.index(key))}
        case Launch(app=app):
            return {"text": app}
        case Hotkey(keys=keys):
            return {"text": "+".join(keys)}
        case Wait():
            return {}
        case _:
            assert_never(action)


def _pair(x: float, y: float) -> NDArray[np.float32]:
    return np.array([x, y], np.float32)


def _place(pair: NDArray[np.float32]) -> tuple[float, float]:
    """A fraction must be below one: one is the last pixel."""
    x, y = (min(max(float(value), 0.0), _BELOW_ONE) for value in pair)
    return x, y
