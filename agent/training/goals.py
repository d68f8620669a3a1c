"""What can be asked of the phone, in several wordings, and how a careful person would do it: one decision at a time.

The oracle reads the phone's true tree, which no model ever sees. It needs no memory: whatever the state, also far off the
path, it knows the next decision.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agent.decision import Act, Decision, Finish
from devices.actions import Press, Scroll, Swipe, Tap
from devices.phone import manifest
from devices.phone.tree import Node

SETTINGS = "com.android.settings"
RECENTS = "recents"  # the launcher's page while the overview of running apps is up
SMALLEST_DP = 20  # a row of which less is visible is scrolled to, not tapped


@dataclass(frozen=True, slots=True)
class Scene:
    """What the oracle knows: the tree, its size in pixels, the density, package, page and whether the keyboard is up."""

    tree: Node
    width: int
    height: int
    density: int
    package: str
    page: str
    keyboard: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One demonstration step: the thought, the decision, and the node that it touches, if any."""

    thought: str
    decision: Decision
    target: Node | None = None


@dataclass(frozen=True, slots=True)
class OpenApp:
    """Bring an app to the front."""

    label: str
    package: str

    def wordings(self) -> tuple[str, ...]:
        """Ways to say it."""
        name, lower = self.label, self.label.lower()
        return (
            f"open {lower}",
            f"open {name}",
            f"Open {name}",
            f"open the {lower} app",
            f"Open the {name} app.",
            f"launch {name}",
            f"start {lower}",
            f"go to {name}",
            f"show {lower}",
        )

    def next_step(self, scene: Scene) -> Step:
        """The next decision towards it."""
        if scene.package == self.package:
            return Step(f"{self.label} is open.", Finish())
        return _towards_app(self.label, scene)


@dataclass(frozen=True, slots=True)
class SetToggle:
    """Turn a switch of the Settings app on or off.

    title: what the switch is called. page: where it is, such as "network/hotspot". on: the wanted state.
    """

    title: str
    page: str
    on: bool

    @property
    def depth(self) -> int:
        """How many pages below the list of sections: 1 or 2."""
        return self.page.count("/") + 1

    def wordings(self) -> tuple[str, ...]:
        """Ways to say it."""
        state = "on" if self.on else "off"
        verb = "enable" if self.on else "disable"
        lower = self.title.lower()
        return (
            f"turn {state} {self.title}",
            f"turn {state} {lower}",
            f"Turn {state} {self.title}",
            f"turn {self.title} {state}",
            f"switch {state} {lower}",
            f"Switch {self.title} {state}.",
            f"{verb} {self.title}",
            f"{verb.capitalize()} {lower}.",
        )

    def next_step(self, scene: Scene) -> Step:
        """The next decision towards it."""
        if scene.package != SETTINGS:
            return _towards_app("Settings", scene)
        if scene.keyboard or _dialog_open(scene):
            return Step("Go back.", Act(action=Press(key="back")))
        if scene.page == self.page:
            row = _visible(scene, self.title)
            if row is None:
                return _scroll(scene, self.page, self.title)
            if row.checked == self.on:
                return Step(f"{self.title} is {'on' if self.on else 'off'}.", Finish(), row)
            return _tap(row, self.title, scene)
        if scene.page == "" or self.page.startswith(scene.page + "/"):
            child = "/".join(self.page.split("/")[: scene.page.count("/") + 2 if scene.page else 1])
            title = page_title(scene.page, child)
            row = _visible(scene, title)
            return _tap(row, title, scene) if row else _scroll(scene, scene.page, title)
        return Step("Go back.", Act(action=Press(key="back")))


@dataclass(frozen=True, slots=True)
class TapNamed:
    """Touch whatever is called name; done when it was touched. Teaches to find things."""

    name: str

    def wordings(self) -> tuple[str, ...]:
        """Ways to say it."""
        return (f"tap {self.name}", f"Tap {self.name}.", f"click {self.name}", f"press {self.name}")


Goal = OpenApp | SetToggle


def all_goals() -> tuple[Goal, ...]:
    """Every app, and every switch of Settings both ways."""
    apps = [OpenApp(app.label, app.package) for app in manifest.installed()]
    return (*apps, *(SetToggle(title, page, on) for title, page in toggles() for on in (True, False)))


def toggles() -> Iterator[tuple[str, str]]:
    """Title and page of every switch of Settings."""
    for page, content in _pages().items():
        for item in content["items"]:
            if item["type"] == "toggle":
                yield item["title"], page


def toggle_setting(title: str) -> tuple[str, str, str, str]:
    """Namespace, key, and the values that mean on and off, of a switch; raises KeyError."""
    for content in _pages().values():
        for item in content["items"]:
            if item["type"] == "toggle" and item["title"] == title:
                namespace, _, key = item["key"].partition("/")
                return namespace, key, item.get("on", "1"), item.get("off", "0")
    raise KeyError(title)


def page_title(page: str, child: str) -> str:
    """What a page calls the row that leads to its child."""
    return next(str(item["title"]) for item in _pages()[page]["items"] if item.get("page") == child)


def tap_targets(scene: Scene) -> list[tuple[str, Node]]:
    """What can be tapped by name on this screen: each name once, and only where it is unambiguous and big enough."""
    found: dict[str, list[Node]] = {}
    for node in scene.tree.walk():
        if node.clickable and node.name and _big_enough(node, scene):
            found.setdefault(node.name, []).append(node)
    return [(name, nodes[0]) for name, nodes in found.items() if len(nodes) == 1 and len(name) <= 40]


def tap_step(name: str, node: Node, scene: Scene) -> Step:
    """The one step of TapNamed."""
    return _tap(node, name, scene)


def wording(goal: Goal | TapNamed, draw: random.Random) -> str:
    """One way to say a goal; the first, plainest ones come more often."""
    choices = goal.wordings()
    return choices[min(draw.randrange(len(choices)), draw.randrange(len(choices)))]


def _pages() -> dict[str, Any]:
    pages: dict[str, Any] = manifest.app_data("settings", "pages.json")
    return pages


def _towards_app(label: str, scene: Scene) -> Step:
    if scene.package != manifest.LAUNCHER or _recents(scene):
        return Step("Go home.", Act(action=Press(key="home")))
    icon = _visible(scene, label)
    if icon is not None:
        return _tap(icon, label, scene)
    return Step("Swipe up for all apps.", Act(action=Swipe(x=0.5, y=0.7, to_x=0.5, to_y=0.3)))


def _recents(scene: Scene) -> bool:
    return scene.page == RECENTS


def _dialog_open(scene: Scene) -> bool:
    return any(node.kind == "android.app.Dialog" for node in scene.tree.walk())


def _visible(scene: Scene, name: str) -> Node | None:
    found = [node for node in scene.tree.walk() if node.clickable and node.name == name and _big_enough(node, scene)]
    return found[-1] if found else None


def _big_enough(node: Node, scene: Scene) -> bool:
    left, top, right, bottom = node.bounds
    smallest = SMALLEST_DP * scene.density / 160
    return right - left >= smallest and bottom - top >= smallest


def _tap(node: Node, name: str, scene: Scene) -> Step:
    column, row = node.centre
    action = Tap(x=(column + 0.5) / scene.width, y=(row + 0.5) / scene.height)
    return Step(f"Tap {name}.", Act(action=action), node)


def _scroll(scene: Scene, page: str, title: str) -> Step:
    """Towards a row of the page that is not visible: compare its place in the list with those that are."""
    titles: Sequence[str] = [item["title"] for item in _pages()[page]["items"]]
    shown = [titles.index(node.name) for node in scene.tree.walk() if node.clickable and node.name in titles]
    below = not shown or titles.index(title) > min(shown)
    direction = "down" if below else "up"
    return Step(f"Scroll {direction} to {title}.", Act(action=Scroll(direction="down" if below else "up")))
