"""Qwen2-VL: a short thought and one JSON action, points in thousandths of the picture's width and height.

    Thought: Tap Settings.
    Action: {"action": "tap", "point": [447, 81]}

The space is the one that Qwen2-VL was trained to ground in: round(1000 * fraction), 0..1000 (see docs/dialects.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, assert_never

from agent.decision import Act, Answer, AskUser, Decision, Finish, GiveUp
from agent.dialects.base import Dialect, Parsed
from agent.dialects.thought_action import read_reply
from agent.prompt import Part, Picture, Prompt, Trusted, Untrusted
from devices.actions import (
    TOUCH_KINDS,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)

if TYPE_CHECKING:
    from PIL.Image import Image

BRIEF = "You operate a device by looking at its screen."
HEAD = """You operate a device by looking at its screen. Each turn you see one screenshot and do one action towards the task.
Reply with exactly two lines:
Thought: one short sentence.
Action: one JSON object.
Points are [x, y] in thousandths of the picture: [0, 0] is the top left corner, [1000, 1000] the bottom right one.
The actions:
"""
_ACTIONS = {
    "tap": """{"action": "tap", "point": [x, y]}""",
    "double_tap": """{"action": "double_tap", "point": [x, y]}""",
    "click": """{"action": "right_click", "point": [x, y]} (or middle_click)""",
    "hover": """{"action": "hover", "point": [x, y]} (put the pointer there)""",
    "long_press": """{"action": "long_press", "point": [x, y]}""",
    "swipe": """{"action": "swipe", "from": [x, y], "to": [x, y]}""",
    "drag": """{"action": "drag", "from": [x, y], "to": [x, y]}""",
    "scroll": """{"action": "scroll", "direction": "down"} (up, down, left, right: what you want to see more of)""",
    "type": """{"action": "type", "text": "hello"} (into the field that has the focus)""",
    "press": """{"action": "press", "key": "back"} (back, home, recents, enter, delete)""",
    "hotkey": """{"action": "hotkey", "keys": ["ctrl", "s"]} (any keys, held together)""",
    "launch": """{"action": "launch", "app": "Settings"}""",
    "wait": """{"action": "wait", "seconds": 2}""",
}
_TAIL = """
{"action": "finish"} (the task is done)
{"action": "answer", "text": "42"} (the task was a question)
{"action": "ask", "question": "…"} (only the user can go on)
{"action": "give_up", "reason": "…"} (it cannot be done)"""


def full(actions: frozenset[str]) -> str:
    """The system prompt that describes these kinds of action."""
    return HEAD + "\n".join(line for kind, line in _ACTIONS.items() if kind in actions) + _TAIL


FULL = full(TOUCH_KINDS)
"""That of a phone."""
OPENING = "Thought:"
HISTORY = 6
_TYPING = re.compile(r' Type (.+)\.\nAction: \{"action": "type", "text": (".*)', re.DOTALL)


class Qwen2VL(Dialect):
    """The prompt and the reply grammar for Qwen2-VL checkpoints."""

    name = "qwen2_vl"
    space = "norm1000"

    def prompt(
        self,
        instruction: str,
        history: Sequence[str],
        image: Image,
        *,
        brief: bool = False,
        correction: str = "",
        actions: frozenset[str] = TOUCH_KINDS,
    ) -> Prompt:
        parts: list[Part] = [Picture(image), Trusted("\nTask: "), Untrusted(instruction), Trusted("\nDone:")]
        recent = history[-HISTORY:]
        if not recent:
            parts.append(Trusted(" nothing"))
        for number, line in enumerate(recent, start=len(history) - len(recent) + 1):
            parts += [Trusted(f" {number}."), Untrusted(f" {line};")]
        if correction:
            parts += [Trusted("\nYour last reply could not be read: "), Untrusted(correction)]
        return Prompt(
            system=BRIEF if brief else full(actions),
            user=tuple(parts),
            opening=OPENING,
            instruction=instruction,
            unwritten=unwritten,
        )

    def parse(self, text: str, *, width: int, height: int) -> Parsed:
        del width, height  # thousandths are the same on every frame
        return read_reply(text)

    def render(self, thought: str, decision: Decision) -> str:
        body = json.dumps(_body(decision), ensure_ascii=False)
        return f"Thought: {thought}\nAction: {body}"


def unwritten(reply: str) -> str | None:
    """What a reply that thinks "Type X." has yet to write of X in its action, with the quote after it; see Prompt."""
    typing = _TYPING.fullmatch(reply)
    if typing is None:
        return None
    whole, written = json.dumps(typing[1], ensure_ascii=False), typing[2]
    return whole.removeprefix(written) if whole.startswith(written) and whole != written else None


def _thousandths(x: float, y: float) -> list[int]:
    return [round(x * 1000), round(y * 1000)]


def _body(decision: Decision) -> dict[str, Any]:
    match decision:
        case Act(action=action):
            pass
        case Finish(message=message):
            return {"action": "finish", **({"message": message} if message else {})}
        case Answer(text=text):
            return {"action": "answer", "text": text}
        case AskUser(question=question):
            return {"action": "ask", "question": question}
        case GiveUp(reason=reason):
            return {"action": "give_up", **({"reason": reason} if reason else {})}
        case _:
            assert_never(decision)
    match action:
        case Tap(x=x, y=y) | DoubleTap(x=x, y=y) | LongPress(x=x, y=y) | Hover(x=x, y=y):
            return {"action": action.kind, "point": _thousandths(x, y)}
        case Swipe(x=x, y=y, to_x=to_x, to_y=to_y) | Drag(x=x, y=y, to_x=to_x, to_y=to_y):
            return {"action": action.kind, "from": _thousandths(x, y), "to": _thousandths(to_x, to_y)}
        case Scroll(direction=direction):
            return {"action": "scroll", "direction": direction}
        case Type(text=text, clear=clear, submit=submit):
            extra = {"clear": True} if clear else {}
            return {"action": "type", "text": text, **extra, **({"submit": True} if submit else {})}
        case Press(key=key):
            return {"action": "press", "key": key}
        case Launch(app=app):
            return {"action": "launch", "app": app}
        case Click(x=x, y=y, button=button):
            return {"action": f"{button}_click", "point": _thousandths(x, y)}
        case Hotkey(keys=keys):
            return {"action": "hotkey", "keys": list(keys)}
        case Wait(seconds=seconds):
            return {"action": "wait", "seconds": seconds}
        case _:
            assert_never(action)
