"""Where every letter of a screen lies, so that a model can be taught to read it: which one is where in which visual token.

Knows the phone's font and its tree of texts. Letters that something cuts off are left out. Needs a running QGuiApplication.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from agent.training.goals import Scene
from devices.phone import manifest
from devices.phone.tree import Node

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetricsF

LINES, PLACES = 2, 10
"""A visual token shows parts of two lines at most, with up to ten narrow letters on each."""
SLOTS = LINES * PLACES
_LINE = 1.2
"""Height of a line of letters, as a multiple of their size; see devices/phone/tree.py."""
_TRUE = 0.1
"""So far may a text be wider or narrower than its letters say before it must have been cut short."""
_EM = 100.0


class Letter(NamedTuple):
    """token: number of the visual token, row by row. slot: line * PLACES + place within it. letter: as in alphabet()."""

    token: int
    slot: int
    letter: int


class _Line(NamedTuple):
    """A line of text. places: where the middle of each letter is, from the line's left, in ems of its size."""

    text: str
    places: tuple[float, ...]
    width: float


@cache
def alphabet() -> Mapping[str, int]:
    """The letters that are told apart: printable ASCII, and whatever the phone's languages write, but Arabic."""
    letters = {chr(code) for code in range(33, 127)}
    for locale in ("de-DE", "zh-CN", "ja-JP"):
        for text in manifest.translations(locale).values():
            letters |= {letter for letter in text if letter.isprintable() and not letter.isspace()}
    return {letter: number for number, letter in enumerate(sorted(letters))}


def visible(text: str) -> str:
    """A text without marks that only say in which direction it runs."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def letters(scene: Scene, columns: int, rows: int) -> Iterator[Letter]:
    """The letters that can be seen, on a grid of visual tokens over the screen."""
    for node in scene.tree.walk():
        if node.kind == "android.widget.TextView" and node.text and not node.children:
            yield from _of(node, scene, columns, rows)


def _of(node: Node, scene: Scene, columns: int, rows: int) -> Iterator[Letter]:
    left, top, right, bottom = node.painted
    size = node.glyph_size
    if size <= 0 or right <= left or bottom <= top:
        return
    lines = _lines(visible(node.text), (right - left) / size, (bottom - top) / size)
    # From one line's middle to the next: the letters' box leaves out what is free above the first and below the last line.
    pitch = (bottom - top - _LINE * size) / (len(lines) - 1) if len(lines) > 1 else 0.0
    first = top + _LINE * size / 2 if len(lines) > 1 else (top + bottom) / 2
    known = alphabet()
    for number, line in enumerate(lines):
        y = first + number * pitch
        for letter, place in zip(line.text, line.places, strict=True):
            x = left + place * size
            if letter not in known or not (node.bounds[0] <= x < node.bounds[2] and node.bounds[1] <= y < node.bounds[3]):
                continue
            across, down = x / scene.width * columns, y / scene.height * rows
            if 0 <= across < columns and 0 <= down < rows:
                slot = int(down % 1 * LINES) * PLACES + int(across % 1 * PLACES)
                yield Letter(int(down) * columns + int(across), slot, known[letter])


def _lines(text: str, width: float, height: float) -> list[_Line]:
    """The lines of a text that is painted so many ems wide and high; what has no room any more is left out."""
    if height < 2 * _LINE * (1 - _TRUE):
        return [_fitted(_line(text.replace("\n", " ")), width)]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        here = ""
        for piece in _pieces(paragraph):
            if here and _line((here + piece).rstrip()).width > width * (1 + _TRUE / 5):
                lines.append(here.rstrip())
                here = piece
            else:
                here += piece
        lines.append(here.rstrip())
    return [_fitted(_line(line), width) for line in lines[: int(height / _LINE + _TRUE)]]


def _pieces(text: str) -> Iterator[str]:
    """Where a line may break: after a space, and beside every Chinese or Japanese letter."""
    here = ""
    for letter in text:
        wide = ord(letter) >= 0x2E80
        if wide and here:
            yield here
            here = ""
        here += letter
        if wide or letter.isspace():
            yield here
            here = ""
    if here:
        yield here


def _fitted(line: _Line, width: float) -> _Line:
    """A line as it is painted: in a bolder face a little wider, or cut short with three dots."""
    if line.width <= width * (1 + _TRUE):
        scale = max(1 - _TRUE, width / line.width) if line.width and line.width >= width else 1.0
        return _Line(line.text, tuple(place * scale for place in line.places), line.width * scale)
    room = width - _advance("…")
    shown = sum(place < room for place in line.places)
    return _Line(line.text[:shown], line.places[:shown], room)


def _line(text: str) -> _Line:
    places, here = [], 0.0
    for letter in text:
        wide = _advance(letter)
        places.append(here + wide / 2)
        here += wide
    return _Line(text, tuple(places), here)


@cache
def _advance(letter: str) -> float:
    """How wide a letter is, in ems."""
    return _metrics().horizontalAdvance(letter) / _EM


@cache
def _metrics() -> QFontMetricsF:
    from PySide6.QtGui import QFontMetricsF, QGuiApplication

    font = QGuiApplication.font()
    font.setPixelSize(int(_EM))
    return QFontMetricsF(font)
