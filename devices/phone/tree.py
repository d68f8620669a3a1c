"""What is on the screen as a tree of nodes, as accessibility services and `uiautomator dump` see it.

Items of the scene say by properties what they are: treeClass, treeText and so on make a node of an item; treeModal covers all
that is drawn below it, treeAside is a window that never has the input focus, treePackage tells whose window it is. Does not
know which items these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickItem

_LINE = 1.2
"""Height of a line of letters, as a multiple of their size."""
Bounds = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the screen; right and bottom lie outside."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the screen.

    text: what it shows. label: what it is called where it shows no text (content description).
    glyph_size: height of its text in pixels, 0 where it shows none.
    painted: where a text's letters lie, even where something cuts them off; zeros for what is no text.
    spill: what is wrong with the place of a text in one word ("box", "button", "screen", "cut"); empty where nothing is.
    family: the same number for things that lie side by side in one part of the scene.
    """

    kind: str
    text: str = ""
    label: str = ""
    identifier: str = ""
    bounds: Bounds = (0, 0, 0, 0)
    clickable: bool = False
    checkable: bool = False
    checked: bool = False
    enabled: bool = True
    focused: bool = False
    scrollable: bool = False
    glyph_size: float = 0.0
    painted: Bounds = (0, 0, 0, 0)
    spill: str = ""
    family: int = 0
    children: tuple[Node, ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order in which they are drawn."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def name(self) -> str:
        """What a person would call it: its label, its text, or the first text inside it."""
        return self.label or self.text or next((node.text for node in self.walk() if node.text), "")

    @property
    def centre(self) -> tuple[int, int]:
        """The pixel in its middle."""
        left, top, right, bottom = self.bounds
        return (left + right) // 2, (top + bottom) // 2


def read_tree(root: QQuickItem, width: int, height: int) -> Node:
    """What can be touched: nodes that are invisible, outside width x height pixels or below a dialog are left out."""
    return _whole(root, width, height, _Reading())[0]


def read_window(root: QQuickItem, width: int, height: int) -> tuple[Node, str]:
    """The window that has the input focus, and the package it belongs to, empty for the app in front.

    That is what `uiautomator dump` shows: no bars, no keyboard, no notification that comes in from the top, no toast.
    """
    return _whole(root, width, height, _Reading(focused=True))


def _whole(root: QQuickItem, width: int, height: int, reading: _Reading) -> tuple[Node, str]:
    screen = (0, 0, width, height)
    part = _read(root, _Room(screen, screen), 0, reading)
    return Node("android.widget.FrameLayout", bounds=screen, children=tuple(part.nodes)), part.package


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the scene. focused: of the window with the input focus only. families: numbers for those in it."""

    focused: bool = False
    families: Iterator[int] = field(default_factory=lambda: count(1))


class _Part(NamedTuple):
    """What a part of the scene shows. modal: it covers all that was drawn before it. package: whose window that is."""

    nodes: list[Node]
    modal: bool = False
    package: str = ""


@dataclass(frozen=True, slots=True)
class _Room:
    """What surrounds an item.

    clip: where it can be seen. screen: the whole of it. button: the box of the clickable thing around it.
    across, down: whether a list around it scrolls that way, so that what is cut off can be brought into sight.
    """

    clip: Bounds
    screen: Bounds
    button: Bounds | None = None
    across: bool = False
    down: bool = False


def _read(item: QQuickItem, room: _Room, family: int, reading: _Reading) -> _Part:
    if not item.isVisible() or item.opacity() == 0 or (reading.focused and item.property("treeAside")):
        return _Part([])
    whole = _bounds(item)
    bounds = _overlap(whole, room.clip)
    kind = item.property("treeClass")
    drawn = item.inherits("QQuickText")
    below = _below(item, _inside(item, kind, whole, bounds, room), reading)
    if kind is not None and _area(bounds):
        return below._replace(nodes=[_node(item, str(kind), bounds, family, tuple(below.nodes))])
    if drawn and kind is None and not item.property("treeHidden") and item.property("text") and _area(bounds):
        below.nodes.insert(0, _text_node(item, whole, bounds, room))
    return below


def _below(item: QQuickItem, room: _Room, reading: _Reading) -> _Part:
    """What the children of an item show, from the topmost of those on that cover the others."""
    items = item.childItems()
    if not items:
        return _Part([])
    family = next(reading.families)
    nodes: list[Node] = []
    modal, package = False, ""
    for child in sorted(items, key=_height):
        part = _read(child, room, family, reading)
        if part.modal:
            nodes.clear()
            modal, package = True, part.package
        elif modal and reading.focused:
            continue  # it lies above the window, and is another one
        nodes += part.nodes
    if item.property("treeModal"):
        return _Part(nodes, True, package or str(item.property("treePackage") or ""))
    return _Part(nodes, modal, package)


def _height(item: QQuickItem) -> float:
    return item.z()


def _inside(item: QQuickItem, kind: object, whole: Bounds, bounds: Bounds, room: _Room) -> _Room:
    """The room of an item's children."""
    clip = bounds if item.clip() else room.clip
    button = whole if kind is not None and item.property("treeClickable") else room.button
    across, down = room.across, room.down
    if item.inherits("QQuickFlickable"):
        wide = item.property("leftMargin") + item.property("contentWidth") + item.property("rightMargin")
        high = item.property("topMargin") + item.property("contentHeight") + item.property("bottomMargin")
        across, down = across or wide > item.width() + 1, down or high > item.height() + 1
        button = None
    if clip is room.clip and button is room.button and (across, down) == (room.across, room.down):
        return room
    return _Room(clip, room.screen, button, across, down)


def _text_node(item: QQuickItem, whole: Bounds, bounds: Bounds, room: _Room) -> Node:
    scale = _scale(item)
    letters = _letters(item, whole, scale)
    return Node(
        "android.widget.TextView",
        text=str(item.property("text")),
        bounds=bounds,
        glyph_size=item.property("font").pixelSize() * scale,
        painted=letters,
        spill="" if item.rotation() else _spill(item, letters, room, scale),
    )


def _letters(item: QQuickItem, whole: Bounds, scale: float) -> Bounds:
    """Where a text's letters are: Qt's bounding rectangle without the room that the lines of some scripts keep free."""
    line = item.property("contentHeight") / max(1, item.property("lineCount"))
    size = item.property("font").pixelSize()
    free = round(max(0.0, line - _LINE * size) / 2 * scale) if size > 0 else 0
    return whole[0], whole[1] + free, whole[2], whole[3] - free


def _spill(item: QQuickItem, painted: Bounds, room: _Room, scale: float) -> str:
    """Which border a text crosses by more than a dp: its box, the button around it, the screen, or a list that stands still."""
    slack = 1.5 * scale
    tall = (painted[3] - painted[1]) / scale
    if item.property("contentWidth") > item.width() + 1.5 or tall > item.height() + 1.5:
        return "box"
    if room.button is not None and _beyond(painted, room.button, slack) != (False, False):
        return "button"
    across, down = _beyond(painted, room.screen, slack)
    if (across and not room.across) or (down and not room.down):
        return "screen"
    across, down = _beyond(painted, room.clip, slack)
    return "cut" if (across and not room.across) or (down and not room.down) else ""


def _beyond(one: Bounds, other: Bounds, slack: float) -> tuple[bool, bool]:
    """Whether a box leaves another one sideways, and up or down."""
    across = one[0] < other[0] - slack or one[2] > other[2] + slack
    return across, one[1] < other[1] - slack or one[3] > other[3] + slack


def _node(item: QQuickItem, kind: str, bounds: Bounds, family: int, children: tuple[Node, ...]) -> Node:
    def read(name: str) -> Any:
        return item.property(name)

    text = str(read("treeText") or "")
    size = max((child.glyph_size for child in children if child.text == text), default=0.0)
    return Node(
        kind,
        text=text,
        label=str(read("treeLabel") or ""),
        identifier=str(read("treeId") or ""),
        bounds=bounds,
        clickable=bool(read("treeClickable")),
        checkable=bool(read("treeCheckable")),
        checked=bool(read("treeChecked")),
        enabled=read("treeEnabled") is not False,
        focused=bool(read("treeFocused")),
        scrollable=bool(read("treeScrollable")),
        glyph_size=size,
        family=family,
        children=children,
    )


def find(root: Node, text: str) -> Node | None:
    """The topmost clickable node that is called text, or None."""
    found = [node for node in root.walk() if node.clickable and node.name == text]
    return found[-1] if found else None


def _bounds(item: QQuickItem) -> Bounds:
    box = item.mapRectToScene(item.boundingRect())
    return round(box.left()), round(box.top()), round(box.right()), round(box.bottom())


def _scale(item: QQuickItem) -> float:
    box = item.mapRectToScene(item.boundingRect())
    height = item.boundingRect().height()
    return float(box.height() / height) if height else 1.0


def _overlap(one: Bounds, other: Bounds) -> Bounds:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    return left, top, max(left, min(one[2], other[2])), max(top, min(one[3], other[3]))


def _area(bounds: Bounds) -> int:
    return (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
