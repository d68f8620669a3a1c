"""What can be wrong with a screen, told from its tree alone; and a net that catches what QML complains of."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from devices.phone.tree import Bounds, Node

_SPILLS = {
    "box": "a text is larger than its own box",
    "button": "a text leaves the button that it belongs to",
    "screen": "a text leaves the screen, and no list brings it back",
    "cut": "a text is cut off, and no list brings it into sight",
}
_OVERLAP = 0.15
"""Share of the smaller of two things that must be covered before their overlap counts."""
_CROWDED = 0.25
"""The same for two texts: their boxes reach above and below their letters."""
_HARMLESS = re.compile(r"^(Populating font family aliases|QFont::setPointSize)")


@dataclass(frozen=True, slots=True)
class Fault:
    """kind: what class of fault. what: one sentence that stays the same each time the same fault is met."""

    kind: str
    what: str
    bounds: Bounds = (0, 0, 0, 0)


def faults(root: Node) -> Iterator[Fault]:
    """Texts outside their boxes, texts one upon another, and clickable things one upon another."""
    cut = _cut(root)
    for node in root.walk():
        if node.spill:
            yield Fault("text", f"{_SPILLS[node.spill]}: {node.text[:60]!r}", node.painted)
        if node.clickable:
            yield from _crowded(list(_texts(node)))
        yield from _overlapping(node, cut)


def _cut(root: Node) -> frozenset[int]:
    """What the edge of a list may have cut: of a strip that is left, any overlap is a large share."""
    lists = [node for node in root.walk() if node.scrollable]
    return frozenset(
        id(inside)
        for node in lists
        for inside in node.walk()
        if inside is not node and (inside.bounds[1] <= node.bounds[1] or inside.bounds[3] >= node.bounds[3])
    )


def _texts(node: Node) -> Iterator[Node]:
    """The texts of a clickable thing, without those of clickable things inside it."""
    for child in node.children:
        if child.kind == "android.widget.TextView" and child.glyph_size and not child.children and not child.clickable:
            yield child
        elif not child.clickable:
            yield from _texts(child)


def _crowded(texts: list[Node]) -> Iterator[Fault]:
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            if _covered(one.painted, other.painted) > _CROWDED:
                yield Fault("crowd", f"two texts lie upon each other: {one.text[:40]!r}, {other.text[:40]!r}", one.painted)


def _overlapping(node: Node, cut: frozenset[int]) -> Iterator[Fault]:
    clickable = [child for child in node.children if child.clickable and id(child) not in cut]
    for number, one in enumerate(clickable):
        for other in clickable[number + 1 :]:
            share = _covered(one.bounds, other.bounds)
            if one.family == other.family and _OVERLAP < share < 1.0:  # one that lies wholly upon another is meant to
                yield Fault(
                    "overlap", f"two things to tap lie upon each other: {one.name[:40]!r}, {other.name[:40]!r}", one.bounds
                )


def _covered(one: Bounds, other: Bounds) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(1, min(_area(one), _area(other)))


def _area(box: Bounds) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


@dataclass
class Net:
    """Catches Qt's messages and the exceptions that Python code raised inside QML's calls, until it is taken away."""

    caught: list[str] = field(default_factory=list)

    def __enter__(self) -> Net:
        self._before = qInstallMessageHandler(self._message)
        self._hook = sys.excepthook
        sys.excepthook = self._exception
        return self

    def __exit__(self, *_: object) -> None:
        qInstallMessageHandler(self._before)
        sys.excepthook = self._hook

    def take(self) -> list[str]:
        """What was caught since the last time."""
        found, self.caught = self.caught, []
        return found

    def _message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:  # noqa: ARG002  (Qt's signature)
        if kind is not QtMsgType.QtDebugMsg and not _HARMLESS.match(text):
            self.caught.append(text)

    def _exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
        last = traceback.extract_tb(trace)[-1] if trace else None
        place = f" ({last.filename.rpartition('/')[2]}:{last.lineno})" if last else ""
        self.caught.append(f"{kind.__name__}: {error}{place}")
