"""What a careful person does about what comes in between: a pop-up, a question, a call, a hanging app, a keyboard in the way.

Knows what the phone's own dialogs and bars are. Knows no task: it sees what a task's oracle wants to do next, and steps in
only where that cannot work now. An oracle that deals with such a thing itself, as by granting a permission, is left alone.
"""

from __future__ import annotations

from agent.decision import Act
from agent.training.goals import Step
from devices.actions import Action, Press, Scroll, Swipe, Tap, Wait
from devices.phone.tree import Node
from tasks.hand import Hand

WAYS_OUT = (
    "dialog_reject",  # of a surprise with two buttons
    "permission_deny_button",
    "dialog_wait",  # for an app that does not answer
    "dialog_close",  # of an app that stopped, or of the battery's warning
)
"""Buttons by which the system's own dialogs are left, by their ids, the one that changes least first."""
PATIENCE = Wait(seconds=2)


def recover(hand: Hand, wanted: Step) -> Step:
    """What is to be done before the step that is wanted, or that step itself where nothing is in its way."""
    if not isinstance(wanted.decision, Act):
        return wanted  # nothing is to be touched any more
    target = wanted.target
    buttons = [node for node in hand.scene.tree.walk() if node.clickable and node.identifier]
    for name in WAYS_OUT:
        button = next((node for node in reversed(buttons) if node.identifier == name), None)
        if button is not None:
            ours = target is not None and target.identifier.startswith(("dialog_", "permission_"))
            return wanted if ours else _touch(hand, button)
    if (decline := _ringing(hand)) is not None and target != decline:
        return _touch(hand, decline)
    keyboard = next((node for node in hand.scene.tree.walk() if node.identifier == "keyboard"), None)
    if keyboard is not None and isinstance(wanted.decision.action, Scroll | Swipe):
        return _act("Hide the keyboard.", Press(key="back"))  # it lies where the finger would begin
    if target is not None:
        note = next((node for node in hand.scene.tree.walk() if node.identifier == "notification"), None)
        cross = note and next((node for node in note.walk() if node.clickable and node is not note), None)
        if note is not None and cross is not None and _lies_in(target, note) and target not in note.walk():
            return _touch(hand, cross)
        if keyboard is not None and _lies_in(target, keyboard) and target not in keyboard.walk():
            return _act("Hide the keyboard.", Press(key="back"))
    if hand.again(wanted.decision.action):
        return _act("Nothing has happened yet: wait.", PATIENCE)
    return wanted


def _ringing(hand: Hand) -> Node | None:
    """The button that declines a call, where one rings: on a banner, or on the whole screen."""
    nodes = list(hand.scene.tree.walk())
    banner = next((node for node in nodes if node.identifier == "incoming_call"), None)
    if banner is None and hand.page != "incoming":
        return None
    decline, inside = hand.say("Decline"), list(banner.walk()) if banner else nodes
    return next((node for node in inside if node.clickable and node.name == decline), None)


def _lies_in(node: Node, other: Node) -> bool:
    column, row = node.centre
    left, top, right, bottom = other.bounds
    return left <= column < right and top <= row < bottom


def _touch(hand: Hand, node: Node) -> Step:
    x, y = hand.place(node)
    return _act(f"Tap {node.name}.", Tap(x=x, y=y), node)


def _act(thought: str, action: Action, target: Node | None = None) -> Step:
    return Step(thought, Act(action=action), target)
