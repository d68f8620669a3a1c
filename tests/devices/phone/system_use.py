"""A finger for the tests of the system's own screens."""

from __future__ import annotations

from typing import Any

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node, find


class Hand:
    """Touches things by what they are called, on a phone whose clock stands still between touches."""

    def __init__(self, **options: Any) -> None:
        self.phone = Phone(
            PhoneOptions(**{"width": 720, "height": 1600, "density": 280, "clock": "stepped", "seed": 3, **options})
        )

    def tap(self, *names: str) -> None:
        """Tap what is called so, one after the other."""
        for name in names:
            node = find(self.phone.tree(), name)
            assert node is not None, f"nothing on the screen is called {name!r}: {sorted(self.names())}"
            self.phone.tap(*node.centre)

    def hold(self, name: str) -> None:
        """Hold what is called so."""
        node = find(self.phone.tree(), name)
        assert node is not None
        self.phone.swipe(*node.centre, *node.centre, 800)

    def node(self, identifier: str) -> Node | None:
        """The node of an id, or None."""
        return next((node for node in self.phone.tree().walk() if node.identifier == identifier), None)

    def pull(self) -> None:
        """Pull the shade down."""
        width, height = self.phone.size
        self.phone.swipe(width // 3, 5, width // 3, height // 2)

    def names(self) -> set[str]:
        """What all things on the screen are called, and all texts."""
        return {name for node in self.phone.tree().walk() for name in (node.text, node.label) if name}

    def setting(self, place: str) -> str | None:
        """The value of NAMESPACE/KEY."""
        namespace, key = place.split("/")
        return self.phone.store.get(namespace, key)

    def put(self, place: str, value: str) -> None:
        """Give NAMESPACE/KEY a value."""
        namespace, key = place.split("/")
        self.phone.store.put(namespace, key, value)
