"""What a desktop's programs say of what they show, over AT-SPI: the tree that an oracle looks at.

Knows the accessibility bus (AT-SPI2 over D-Bus, see at-spi2-core's XML files of the interfaces). Does not know windows of the X
server, or tasks. GTK 2 programs are on the bus only with the modules gail and atk-bridge. Only what is showing is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tasks.bodies.desktop.bus import Bus

ACCESSIBLE, COMPONENT, TEXT, VALUE = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Component", "Text", "Value"))
REGISTRY, ROOT, NULL = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", "/org/a11y/atspi/null"
BUS = "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"
DEEPEST, MOST = 40, 3000
"""A tree that is deeper or larger is cut: a program may say what it likes."""
LONGEST = 100_000
"""Characters of a text that are read."""
STATES = {
    "active": 1,
    "checked": 4,
    "editable": 7,
    "focused": 12,
    "pressed": 20,
    "selected": 23,
    "sensitive": 24,
    "showing": 25,
}
"""Numbers of AtspiStateType."""


@dataclass(frozen=True, slots=True)
class Widget:
    """One thing that a program shows. role: AT-SPI's name for its kind ("push button"). bounds: left, top, right, bottom in
    pixels of the screen. text: what stands in it, if it holds text. value: of a slider and the like. states: of STATES."""

    role: str
    name: str = ""
    text: str = ""
    value: float | None = None
    bounds: tuple[int, int, int, int] = (0, 0, 0, 0)
    states: frozenset[str] = frozenset()
    children: tuple[Widget, ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Widget]:
        """This one and all below, each before its children."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def centre(self) -> tuple[int, int]:
        """The middle, in pixels."""
        left, top, right, bottom = self.bounds
        return (left + right) // 2, (top + bottom) // 2


class Trees:
    """What programs show, read over one accessibility bus. Does not close it."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._processes: dict[str, int] = {}
        self._left = MOST

    def of(self, process: int) -> Widget | None:
        """All that a process shows now; None where it shows nothing. Raises DeviceLost."""
        self._left = MOST
        for owner, path in self._children(REGISTRY, ROOT):
            if self._process(owner) == process:
                found = self._read(owner, path, 0)
                return found if found is not None and found.children else None
        return None

    def _process(self, owner: str) -> int:
        if owner not in self._processes:  # names of connections are never used again
            said = self._bus.call(*BUS, "GetConnectionUnixProcessID", "s", owner)
            self._processes[owner] = int(said[0]) if said else 0
        return self._processes[owner]

    def _read(self, owner: str, path: str, depth: int) -> Widget | None:
        self._left -= 1
        states = self._states(owner, path)
        if (depth and "showing" not in states) or self._left < 0 or depth > DEEPEST:
            return None
        interfaces = (self._bus.call(owner, path, ACCESSIBLE, "GetInterfaces") or ((),))[0]
        role = self._bus.call(owner, path, ACCESSIBLE, "GetRoleName")
        text = self._text(owner, path) if TEXT in interfaces else ""
        box = self._bus.call(owner, path, COMPONENT, "GetExtents", "u", 0) if COMPONENT in interfaces else None
        left, top, width, height = box[0] if box else (0, 0, 0, 0)
        value = self._property(owner, path, VALUE, "CurrentValue") if VALUE in interfaces else None
        children = [self._read(*child, depth + 1) for child in self._children(owner, path)]
        return Widget(
            role=str(role[0]) if role else "",
            name=str(self._property(owner, path, ACCESSIBLE, "Name") or "").strip(),
            text=text,
            value=float(value) if value is not None else None,
            bounds=(left, top, left + width, top + height),
            states=states,
            children=tuple(child for child in children if child is not None),
        )

    def _text(self, owner: str, path: str) -> str:
        """What stands in something. An end beyond the last character makes GTK 3 read beyond it, too, and crash: -1 is safe."""
        count = self._property(owner, path, TEXT, "CharacterCount") or 0
        said = self._bus.call(owner, path, TEXT, "GetText", "ii", 0, -1 if count <= LONGEST else LONGEST)
        return str(said[0]) if said else ""

    def _states(self, owner: str, path: str) -> frozenset[str]:
        said = self._bus.call(owner, path, ACCESSIBLE, "GetState")
        low, high = said[0] if said else (0, 0)
        return frozenset(name for name, number in STATES.items() if (low | high << 32) >> number & 1)

    def _children(self, owner: str, path: str) -> list[tuple[str, str]]:
        said = self._bus.call(owner, path, ACCESSIBLE, "GetChildren")
        return [(name, place) for name, place in (said[0] if said else ()) if place != NULL]

    def _property(self, owner: str, path: str, interface: str, name: str) -> Any:
        said = self._bus.call(owner, path, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name)
        return said[0][1] if said else None
