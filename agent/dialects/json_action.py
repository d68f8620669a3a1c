"""From one JSON action to one decision: {"action": "tap", "point": [447, 81]}.

Knows the verbs, their arguments and points in thousandths of the picture. Does not know where in a reply the object stood.
Unknown keys are ignored; whatever an action needs must be there and fit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NoReturn, get_args

from pydantic import ValidationError

from agent.decision import Act, Answer, AskUser, Decision, Finish, GiveUp
from agent.dialects.base import Written
from agent.dialects.literal import Number, Value
from agent.errors import ParseError
from devices.actions import (
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

WHOLE = 1000
LAST = math.nextafter(1.0, 0.0)
"""The last place of a frame: 1000 thousandths lie on its edge, and points lie below 1."""

Arguments = Mapping[str, Value]
Raw = tuple[Written, ...]
Place = tuple[float, float]


def read_action(body: Arguments) -> tuple[Decision, Raw]:
    """The decision, and its places as they were written, in thousandths; raises ParseError."""
    found = {key.strip().lower(): value for key, value in body.items()}
    verb = found.get("action")
    if not isinstance(verb, str) or not verb.strip():
        raise ParseError("malformed", 'The action object needs a name: {"action": "tap", "point": [x, y]}.')
    name = re.sub(r"[\s-]+", "_", verb.strip().lower())
    if name not in VERBS:
        raise ParseError("unknown_action", f"There is no action {verb.strip()[:40]!r}; the actions are {', '.join(VERBS)}.")
    try:
        return VERBS[name](name, found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        _bad(name, f"{first['loc'][-1] if first['loc'] else 'it'}: {first['msg']}")


def _touch(name: str, found: Arguments) -> tuple[Decision, Raw]:
    place, raw = _point(name, "point", found)
    match name:
        case "tap":
            return Act(action=Tap(x=place[0], y=place[1])), raw
        case "double_tap":
            return Act(action=DoubleTap(x=place[0], y=place[1])), raw
        case "right_click":
            return Act(action=Click(x=place[0], y=place[1], button="right")), raw
        case "middle_click":
            return Act(action=Click(x=place[0], y=place[1], button="middle")), raw
        case "hover":
            return Act(action=Hover(x=place[0], y=place[1])), raw
        case _:
            held = _optional_number(name, "seconds", found, 0.8)
            return Act(action=LongPress(x=place[0], y=place[1], seconds=held)), raw


def _stroke(name: str, found: Arguments) -> tuple[Decision, Raw]:
    (x, y), begun = _point(name, "from", found)
    (to_x, to_y), ended = _point(name, "to", found)
    kind, usual = (Swipe, 0.3) if name == "swipe" else (Drag, 1.0)
    seconds = _optional_number(name, "seconds", found, usual)
    return Act(action=kind(x=x, y=y, to_x=to_x, to_y=to_y, seconds=seconds)), begun + ended


def _scroll(name: str, found: Arguments) -> tuple[Decision, Raw]:
    direction = _choice(name, "direction", found, get_args(Direction))
    if found.get("point") is None:
        return Act(action=Scroll.model_validate({"direction": direction})), ()
    (x, y), raw = _point(name, "point", found)
    return Act(action=Scroll.model_validate({"x": x, "y": y, "direction": direction})), raw


def _type(name: str, found: Arguments) -> tuple[Decision, Raw]:
    text = _text(name, "text", found)
    return Act(action=Type(text=text, clear=_flag(name, "clear", found), submit=_flag(name, "submit", found))), ()


def _press(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return Act(action=Press.model_validate({"key": _choice(name, "key", found, get_args(Key))})), ()


def _hotkey(name: str, found: Arguments) -> tuple[Decision, Raw]:
    value = found.get("keys")
    parts = value if isinstance(value, list) else [_text(name, "keys", found)]
    keys: list[str] = []
    for part in parts:
        text = part.text if isinstance(part, Number) else part
        if not isinstance(text, str):
            _bad(name, '"keys" must be names of keys, such as ["ctrl", "s"]')
        try:
            keys += chord(text)
        except ValueError as error:
            _bad(name, str(error))
    return Act(action=Hotkey(keys=tuple(keys))), ()


def _launch(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return Act(action=Launch(app=_text(name, "app", found))), ()


def _wait(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return Act(action=Wait(seconds=_optional_number(name, "seconds", found, 1.0))), ()


def _finish(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return Finish(message=_text(name, "message", found, "")), ()


def _answer(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return Answer(text=_text(name, "text", found)), ()


def _ask(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return AskUser(question=_text(name, "question", found)), ()


def _give_up(name: str, found: Arguments) -> tuple[Decision, Raw]:
    return GiveUp(reason=_text(name, "reason", found, "")), ()


VERBS: Mapping[str, Callable[[str, Arguments], tuple[Decision, Raw]]] = {
    "tap": _touch,
    "double_tap": _touch,
    "long_press": _touch,
    "swipe": _stroke,
    "drag": _stroke,
    "scroll": _scroll,
    "type": _type,
    "press": _press,
    "hotkey": _hotkey,
    "right_click": _touch,
    "middle_click": _touch,
    "hover": _touch,
    "launch": _launch,
    "wait": _wait,
    "finish": _finish,
    "answer": _answer,
    "ask": _ask,
    "give_up": _give_up,
}
"""Every action by name; what a correction lists."""

TEXTS = ("text", "question", "reason", "message", "app")
"""The arguments that hold free text."""


def _bad(name: str, reason: str) -> NoReturn:
    raise ParseError("bad_args", f"{name}: {reason}.")


def _text(name: str, key: str, found: Arguments, usual: str | None = None) -> str:
    match found.get(key):
        case str(text):
            return text
        case Number(text=text):
            return text
        case None if usual is not None:
            return usual
        case None:
            _bad(name, f'it needs "{key}": "…"')
        case _:
            _bad(name, f'"{key}" must be text')


def _flag(name: str, key: str, found: Arguments) -> bool:
    match found.get(key):
        case bool(flag):
            return flag
        case None:
            return False
        case _:
            _bad(name, f'"{key}" must be true or false')


def _choice(name: str, key: str, found: Arguments, known: tuple[str, ...]) -> str:
    chosen = re.sub(r"[\s-]+", "_", _text(name, key, found).strip().lower())
    if chosen not in known:
        _bad(name, f'"{key}" must be one of {", ".join(known)}')
    return chosen


def _optional_number(name: str, key: str, found: Arguments, usual: float) -> float:
    value = found.get(key)
    return usual if value is None else _number(name, key, value)


def _number(name: str, key: str, value: Value) -> float:
    match value:
        case Number(value=number) if math.isfinite(number):
            return number
        case str(text) if re.fullmatch(r"\s*[+-]?\d{1,9}(\.\d{0,9})?\s*", text):
            return float(text)
        case _:
            _bad(name, f'"{key}" needs plain numbers')


def _point(name: str, key: str, found: Arguments) -> tuple[Place, Raw]:
    """A point, or the centre of a box, as fractions; and how it was written."""
    value = found.get(key)
    shape = f'"{key}" must be [x, y] in thousandths of the picture'
    if value is None:
        _bad(name, f'it needs "{key}": [x, y]')
    parts = _numbers(value, depth=2)
    raw = tuple(_number(name, key, part) for part in parts)
    if len(raw) not in (2, 4):
        _bad(name, f"{shape}, and it has {len(raw)} numbers")
    if min(raw) < 0:
        raise ParseError("not_found", f"{name}: a negative place means that it was not found; look for it another way.")
    if max(raw) > WHOLE:
        _bad(name, f"{shape}, and {max(raw):g} lies beyond {WHOLE}")
    texts = tuple(part.text if isinstance(part, Number) else str(part).strip() for part in parts)
    return (_fraction(raw[0::2]), _fraction(raw[1::2])), (Written(texts, raw),)


def _fraction(along: tuple[float, ...]) -> float:
    return min(sum(along) / len(along) / WHOLE, LAST)


def _numbers(value: Value, depth: int) -> list[Value]:
    """The numbers of [x, y], [[x1, y1], [x2, y2]] or of such a thing written as text."""
    if isinstance(value, list) and depth:
        return [number for item in value for number in (_numbers(item, depth - 1) if isinstance(item, list) else [item])]
    if isinstance(value, str):
        inner = re.sub(r"<\|box_(?:start|end)\|>", " ", value)
        if re.fullmatch(r"[\s\d.,+()\[\]-]*", inner):
            return [number for number in re.split(r"[\s,()\[\]]+", inner) if number]
    return [value]
