"""A finger for the tests of single apps: touches things by what they are called, and waits in phone time."""

from __future__ import annotations

from typing import Any

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node, find


class AppFinger:
    """Uses one app. The phone's clock is stepped: time goes on by touches and by wait()."""

    def __init__(self, package: str, **options: Any) -> None:
        self.phone = Phone(PhoneOptions(width=720, height=1600, density=280, clock="stepped", **options))
        self.phone.store.put("global", "animator_duration_scale", "0")
        self.package = package

    def start(self, page: str = "", **values: Any) -> None:
        self.phone.start(self.package, page, values)

    def tap(self, *names: str) -> None:
        for name in names:
            self.phone.tap(*self._named(name).centre)

    def hold(self, name: str) -> None:
        x, y = self._named(name).centre
        self.phone.swipe(x, y, x, y, 900)

    def tap_id(self, identifier: str) -> None:
        self.phone.tap(*self.node(identifier).centre)

    def write(self, identifier: str, text: str) -> None:
        self.tap_id(identifier)
        assert self.phone.clear_text()
        assert self.phone.commit_text(text)

    def hide_keyboard(self) -> None:
        if self.phone.keyboard_shown:
            self.phone.press_key("back")

    def back(self) -> None:
        self.hide_keyboard()
        self.phone.press_key("back")

    def wait(self, seconds: float) -> None:
        self.phone.advance(seconds)

    def node(self, identifier: str) -> Node:
        return next(node for node in self._tree().walk() if node.identifier == identifier)

    def texts(self) -> set[str]:
        return {node.text for node in self._tree().walk() if node.text}

    def names(self) -> list[str]:
        return [node.name for node in self._tree().walk() if node.clickable]

    def shows(self, *texts: str) -> bool:
        shown = self.texts()
        return all(any(text in other for other in shown) for text in texts)

    def rows(self, provider: str) -> list[dict[str, Any]]:
        return self.phone.store.rows(provider)

    def put(self, key: str, value: str) -> None:
        self.phone.store.put("global", key, value)

    def close(self) -> None:
        self.phone.close()

    def _tree(self) -> Node:
        self.phone.grab()
        return self.phone.tree()

    def _named(self, name: str) -> Node:
        node = find(self._tree(), name)
        assert node is not None, f"nothing on the screen is called {name!r}, only {self.names()}"
        return node
