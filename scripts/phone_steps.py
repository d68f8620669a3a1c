"""What a hand does to a phone, as steps that can be written down and done again. Knows the tree, never a page or an app.

A step names a thing as a person sees it; where the thing lies is read from the tree each time the step is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from devices.phone.phone import Phone
from devices.phone.tree import Node

Verb = Literal["tap", "hold", "scroll", "key", "drawer", "shade", "wait", "ring"]
_EDIT = "android.widget.EditText"
_KEYBOARD = "android.inputmethodservice.KeyboardView"
_HOLD_MS = 600
_LONGEST_WAIT, _WAIT_STEP = 600, 30
_CALLER = "+15550123456"
_WORDS = (
    ("search", "a"),
    ("e-mail", "anna@example.com"),
    ("email", "anna@example.com"),
    ("card number", "4111111111111111"),
    ("expir", "12/30"),
    ("security code", "123"),
    ("phone", "5550123456"),
    ("post", "10115"),
    ("pin", "2580"),
    ("password", "secret123"),
)
"""What a person writes into a field, by a word of its label; anything else gets a name."""
_NAME = "anna"


class NotThere(Exception):
    """A step's thing is not on the screen; the message says which."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing on the screen. number: which one of those that are otherwise alike, in the order in which they are drawn."""

    kind: str
    name: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """tap, hold, scroll: a thing. key: touch the keyboard's key called so. drawer, shade: swipe up, or down from the top.

    wait: until something comes up, ten minutes at most. ring: somebody calls, which no hand can bring about.
    """

    verb: Verb
    thing: Thing = Thing("", "")

    def __str__(self) -> str:
        return f"{self.verb} {self.thing.name}".strip()


def told(route: Sequence[Step]) -> str:
    """A route in words; what is typed in one piece."""
    words: list[str] = []
    for step in route:
        if step.verb == "key" and len(step.thing.name) == 1 and words and words[-1].startswith("type "):
            words[-1] += step.thing.name
        elif step.verb == "key" and len(step.thing.name) == 1:
            words.append(f"type {step.thing.name}")
        else:
            words.append(str(step))
    return " > ".join(words)


def things(root: Node) -> dict[Thing, Node]:
    """Everything that can be touched or scrolled, without the keyboard's keys."""
    counts: dict[tuple[str, str], int] = {}
    found: dict[Thing, Node] = {}
    for node in _outside_keyboard(root):
        if (node.clickable and node.enabled) or node.scrollable:
            called = (node.kind, (node.identifier or node.name)[:60])
            number = counts[called] = counts.get(called, -1) + 1
            found[Thing(*called, number)] = node
    return found


def _outside_keyboard(node: Node) -> Iterator[Node]:
    if node.kind == _KEYBOARD:
        return
    yield node
    for child in node.children:
        yield from _outside_keyboard(child)


def keys(root: Node) -> dict[str, Node]:
    """The keys of the keyboard that is up, by what they are called."""
    board = next((node for node in root.walk() if node.kind == _KEYBOARD), None)
    return {key.identifier or key.name: key for key in board.walk() if key.clickable} if board else {}


def do(phone: Phone, step: Step, root: Node) -> Node:
    """Do a step on the screen whose tree is root; returns the tree afterwards. Raises NotThere."""
    width, height = phone.size
    match step.verb:
        case "tap":
            phone.tap(*_named(root, step).centre)
        case "hold":
            x, y = _named(root, step).centre
            phone.swipe(x, y, x, y, _HOLD_MS)
        case "scroll":
            _scroll(phone, _named(root, step))
        case "key":
            board = keys(root)
            if step.thing.name not in board:
                raise NotThere(f"no key {step.thing.name!r}")
            phone.tap(*board[step.thing.name].centre)
        case "drawer":
            phone.swipe(width // 2, height - 200, width // 2, height // 4)
        case "shade":
            phone.swipe(width // 2, 5, width // 2, height * 2 // 3)
        case "ring":
            phone.show_dialog("call", number=_CALLER)
        case "wait":
            _wait(phone)
    return phone.tree()


def _named(root: Node, step: Step) -> Node:
    node = things(root).get(step.thing)
    if node is None:
        raise NotThere(f"nothing to {step.verb} that is called {step.thing.name!r}")
    return node


def _scroll(phone: Phone, node: Node) -> None:
    left, top, right, bottom = node.bounds
    x, y = node.centre
    if right - left > 3 * (bottom - top):
        phone.swipe(left + (right - left) * 4 // 5, y, left + (right - left) // 5, y)
    else:
        phone.swipe(x, top + (bottom - top) * 4 // 5, x, top + (bottom - top) // 5)


def _wait(phone: Phone) -> None:
    before = (phone.foreground, phone.page, phone.top_notification)
    for _ in range(0, _LONGEST_WAIT, _WAIT_STEP):
        phone.advance(_WAIT_STEP)
        if (phone.foreground, phone.page, phone.top_notification) != before:
            return


def empty_fields(root: Node) -> Sequence[Thing]:
    """The fields that nothing is written in."""
    return [thing for thing, node in things(root).items() if node.kind == _EDIT and not node.text]


def fill(phone: Phone, root: Node) -> tuple[list[Step], Node]:
    """Write something fitting into every empty field, by the keyboard's keys; returns what was done, and the tree."""
    done: list[Step] = []
    seen: set[str] = set()
    while field := next((thing for thing in empty_fields(root) if thing.name not in seen), None):
        seen.add(field.name)
        label = things(root)[field].name.lower()
        words = next((text for part, text in _WORDS if part in label), _NAME)
        root = _note(phone, Step("tap", field), root, done)
        for character in words:
            if character not in keys(root) and "switch" in keys(root):
                root = _note(phone, Step("key", Thing("", "switch")), root, done)
            if character not in keys(root):
                break
            root = _note(phone, Step("key", Thing("", character)), root, done)
    if "hide" in keys(root):
        root = _note(phone, Step("key", Thing("", "hide")), root, done)
    return done, root


def _note(phone: Phone, step: Step, root: Node, done: list[Step]) -> Node:
    root = do(phone, step, root)
    done.append(step)
    return root
