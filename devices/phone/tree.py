"""What is on the screen as a tree of nodes, as accessibility services and `uiautomator dump` see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickItem

Bounds = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the screen; right and bottom lie outside."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the screen.

    text: what it shows. label: what it is called where it shows no text (content description).
    glyph_size: height of its text in pixels, 0 where it shows none.
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
    """The tree of a scene; nodes that are invisible, or outside width x height pixels, are left out."""
    screen = (0, 0, width, height)
    return Node("android.widget.FrameLayout", bounds=screen, children=tuple(_read(root, screen)))


def _read(item: QQuickItem, clip: Bounds) -> Iterator[Node]:
    if not item.isVisible() or item.opacity() == 0:
        return
    bounds = _overlap(_bounds(item), clip)
    inner = bounds if item.clip() else clip
    children = [node for child in sorted(item.childItems(), key=lambda child: child.z()) for node in _read(child, inner)]
    kind = item.property("treeClass")
    drawn = item.metaObject().className().startswith(("QQuickText_QML", "QQuickText")) or item.inherits("QQuickText")
    if kind is not None and _area(bounds):
        yield _node(item, str(kind), bounds, tuple(children))
        return
    if drawn and not item.property("treeHidden") and item.property("text") and _area(bounds):
        size = item.property("font").pixelSize() * _scale(item)
        yield Node("android.widget.TextView", text=str(item.property("text")), bounds=bounds, glyph_size=size)
    yield from children


def _node(item: QQuickItem, kind: str, bounds: Bounds, children: tuple[Node, ...]) -> Node:
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
