"""Plays the tours of docs/phone/tours.json on a phone: where to start, what to do, and then a picture.

A tour is a list of shots. A shot starts on a new phone, or with "on": true where the one before has stopped. It has an
"app" (a folder of devices/phone/apps; that of its tour where it says none, "" for the home screen), a "page" with "values",
and "steps", each a list of a verb of VERBS and its words. Tours know names that a person reads, never coordinates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node, find

SEED = 3
_NEW = "new"
_HOLD_MS = 800


class TourError(Exception):
    """A tour asks for what is not there; the message says what is."""


class Tourist:
    """Uses one phone as a tour says. options: what differs from an ordinary phone of SEED."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.phone = Phone(PhoneOptions(**{"seed": SEED, "clock": "stepped", **options}))
        self.phone.store.put("global", "animator_duration_scale", "0")
        self.phone.snapshot(_NEW)

    def play(self, shot: Mapping[str, Any], app: str) -> None:
        """Do what one shot says."""
        if not shot.get("on"):
            self.phone.restore(_NEW)
            name = shot.get("app", app)
            for place, value in shot.get("settings", {}).items():
                self.put(place, value)
            if name:
                self.phone.start(self.phone.apps.named(name).package, shot.get("page", ""), shot.get("values", {}))
            else:
                self.phone.press_key("home")
        for verb, *words in shot.get("steps", []):
            VERBS[verb](self, *words)
        self.phone.grab()  # things get their places when they are drawn

    def tap(self, name: str, number: int = 0) -> None:
        """Touch what is called so, the first one of several."""
        self.phone.tap(*self._named(name, number).centre)

    def hold(self, name: str) -> None:
        """Keep the finger on what is called so."""
        x, y = self._named(name, 0).centre
        self.phone.swipe(x, y, x, y, _HOLD_MS)

    def write(self, name: str, text: str) -> None:
        """Touch a field and write into it."""
        self.tap(name)
        self.type(text)

    def type(self, text: str) -> None:
        """Write where the cursor is."""
        if not self.phone.commit_text(text):
            raise TourError(f"There is no cursor for {text!r}.")

    def swipe(self, left: float, top: float, right: float, bottom: float) -> None:
        """Move a finger between two places, in fractions of the screen."""
        width, height = self.phone.size
        self.phone.swipe(int(left * width), int(top * height), int(right * width), int(bottom * height))

    def key(self, name: str) -> None:
        """Press a key."""
        self.phone.press_key(name)

    def wait(self, seconds: float) -> None:
        """Let the phone's time pass."""
        self.phone.advance(seconds)

    def start(self, app: str, page: str = "", values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front."""
        self.phone.start(self.phone.apps.named(app).package, page, values or {})

    def notify(self, values: Mapping[str, Any]) -> None:
        """Let an app show a notification."""
        self.phone.notify(values)

    def dialog(self, kind: str, values: Mapping[str, Any]) -> None:
        """Let the system ask or tell something."""
        self.phone.show_dialog(kind, **values)

    def share(self, values: Mapping[str, Any]) -> None:
        """Open the share sheet."""
        self.phone.share(values)

    def shade(self, level: int) -> None:
        """Pull the shade down."""
        self.phone.pull_shade(level)

    def put(self, place: str, value: str) -> None:
        """Change a setting, NAMESPACE/KEY."""
        namespace, _, key = place.partition("/")
        self.phone.store.put(namespace, key, value)

    def clear(self, provider: str) -> None:
        """Remove all rows of a provider."""
        for row in self.phone.store.rows(provider):
            self.phone.store.delete(provider, int(row["_id"]))

    def _named(self, name: str, number: int) -> Node:
        self.phone.grab()
        root = self.phone.tree()
        if number == 0 and (node := find(root, name)) is not None:
            return node
        nodes = [node for node in root.walk() if node.clickable]
        found = [node for node in nodes if name in (node.name, node.identifier, node.label)]
        found = found or [node for node in nodes if any(inner.text.startswith(name) for inner in node.walk() if inner.text)]
        if len(found) <= number:
            raise TourError(f"Nothing can be touched that is called {name!r}, only {[node.name for node in nodes]}.")
        return found[number]


_NAMES = ("tap", "hold", "write", "type", "swipe", "key", "wait", "start", "notify", "dialog", "share", "shade", "put", "clear")
VERBS: Mapping[str, Callable[..., None]] = {name: getattr(Tourist, name) for name in _NAMES}
"""What a step can be; the docstrings say which words follow."""
