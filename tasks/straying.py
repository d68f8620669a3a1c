"""A model that does a task by its own solution, and leaves the path on purpose in the middle of it.

Knows which touches lead away from where a task is at, and what kind of place they lead to. Does not know whether the task can
still be done from there: see tasks/astray.py. It looks at no pixel.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Literal

from agent.decision import Act
from agent.dialects import dialect
from agent.errors import ModelFailed
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Scene, Step, tap_step, tap_targets
from devices.actions import Press, Scroll
from devices.phone import manifest
from tasks.bodies.phone import PhoneSession
from tasks.hand import FIELD, Hand
from tasks.probes import SPEECH
from tasks.task import Case
from tasks.wayback import WayBack

Touch = Literal["row", "field", "icon", "home", "back", "scroll"]
"""Touches that lead away: something else on the screen, a text field, an app's icon, two keys, another part of a list."""
Place = Literal["home", "another app", "another page", "same page", "keyboard", "dialog"]
"""Where they lead: what is in front of the page that the task was at, or has taken its place."""
PLANS: Mapping[Place, tuple[tuple[Touch, ...], ...]] = {
    "dialog": (("row",), ("row", "row"), ("scroll", "row")),
    "keyboard": (("field",), ("row", "field"), ("scroll", "field")),
    "home": (("home",), ("row", "home"), ("scroll", "row", "home")),
    "another app": (("home", "icon"), ("row", "home", "icon"), ("row",)),
    "another page": (("row",), ("row", "row"), ("back",), ("scroll", "row"), ("row", "back", "row")),
    "same page": (("scroll",), ("scroll", "scroll"), ("row", "back", "scroll"), ("back", "row")),
}
"""Touches that are likely to lead to a place; where they do lead is seen then."""


class Walker(Model):
    """Goes along with the solution for so many steps, makes the touches of a plan, and goes on with the solution.

    Without touches it is the solution that finds back. draw: which of many touches of a kind. steps: what it decided. touches:
    those that it could make. before, after: the screens between which it strayed, once it has been there.
    """

    def __init__(
        self,
        session: PhoneSession,
        case: Case,
        along: int = 0,
        touches: Sequence[Touch] = (),
        draw: random.Random | None = None,
    ) -> None:
        self._session = session
        self._solution = WayBack(case.oracle)
        self._along = along
        self._plan = tuple(touches)
        self._draw = draw or random.Random(0)
        self.touches: list[Touch] = []
        self.steps: list[Step] = []
        self.before: Scene | None = None
        self.after: Scene | None = None

    @property
    def info(self) -> ModelInfo:
        """It speaks as oracles do."""
        return ModelInfo(name="oracle", dialect=SPEECH)

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it knows better)
        """The next step; raises DeviceError where the phone does not answer, ModelFailed where there is no way on."""
        hand = self._session.look(self._solution.memory)
        strayed = len(self.steps) - self._along
        if strayed == 0:
            self.before = hand.scene
        if strayed == len(self._plan):
            self.after = hand.scene
        step = self._stray(hand, self._plan[strayed]) if 0 <= strayed < len(self._plan) else self._solution.next_step(hand)
        self.steps.append(step)
        return Reply(text=said(step))

    def _stray(self, hand: Hand, wish: Touch) -> Step:
        """A touch of the kind that is wished for, or of another one where this screen has none of it."""
        possible = dict(self._possible(hand))
        kind = wish if wish in possible else self._draw.choice(sorted(possible))
        self.touches.append(kind)
        return self._draw.choice(possible[kind])

    def _possible(self, hand: Hand) -> Iterator[tuple[Touch, list[Step]]]:
        """Every kind of touch that leads away from here, never the one that the solution would make."""
        solution = deepcopy(self._solution)
        try:
            target = solution.next_step(Hand(hand.scene, lambda: hand.state, hand.locale, solution.memory)).target
        except ModelFailed:
            target = None
        wanted = None if target is None else target.bounds
        taps = [(name, node) for name, node in tap_targets(hand.scene) if node.bounds != wanted]
        search, labels = hand.say("Search"), {hand.say(app.label) for app in manifest.installed()}
        fields = [(node.name or "the field", node) for node in hand.fields() if node.bounds != wanted]
        fields += [(name, node) for name, node in taps if search in name and node.kind != FIELD]
        at_home = hand.package == manifest.LAUNCHER
        scrolls = any(node.scrollable for node in hand.scene.tree.walk())
        kinds: dict[Touch, list[Step]] = {
            "row": [tap_step(name, node, hand.scene) for name, node in taps],
            "field": [tap_step(name, node, hand.scene) for name, node in fields],
            "icon": [tap_step(name, node, hand.scene) for name, node in taps if at_home and name in labels],
            "home": [] if at_home else [Step("Go home.", Act(action=Press(key="home")))],
            "back": [Step("Go back.", Act(action=Press(key="back")))],
            "scroll": [
                Step("Scroll down.", Act(action=Scroll(direction="down"))),
                Step("Scroll up.", Act(action=Scroll(direction="up"))),
            ]
            if scrolls
            else [],
        }
        yield from ((kind, steps) for kind, steps in kinds.items() if steps)


def said(step: Step) -> str:
    """A step in the words of a model."""
    return dialect(SPEECH).render(step.thought, step.decision)


def place(before: Scene, after: Scene) -> Place:
    """What kind of place the second is, seen from the first."""
    if any(node.kind == "android.app.Dialog" for node in after.tree.walk()):
        return "dialog"
    if after.keyboard:
        return "keyboard"
    if after.package == manifest.LAUNCHER and before.package != manifest.LAUNCHER:
        return "home"
    if after.package != before.package:
        return "another app"
    return "another page" if after.page != before.page else "same page"
