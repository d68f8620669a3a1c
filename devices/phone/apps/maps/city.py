"""The city that a seed draws: streets on an uneven grid, a diagonal, a river with bridges, parks and tram lines.

All lengths are metres from the north-west corner; x grows to the east, y to the south. Knows nothing of places or routes.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

Point = tuple[float, float]
Crossing = tuple[int, int]
"""Column and row of an intersection."""

SIZE = 7200.0
"""Width and height of the city."""
BLOCKS = 26
"""Between the first and the last street of each direction."""
_AVENUE, _STREET, _DIAGONAL, _RIVER = 40.0, 20.0, 46.0, 210.0  # widths
_MARGIN = 120.0
_REACH = 4  # blocks around a point in which its nearest street is looked for
_LINES = (("1", "#C5221F"), ("2", "#0B57D0"), ("3", "#E37400"), ("4", "#8430CE"))

Box = tuple[float, float, float, float]
"""left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the city is asked to hold. streets, avenues: their names, in the order in which they are used up.

    near: street names that belong to the street next to a point. parks: names, and points that lie in them.
    dry: points that should not lie in the river.
    """

    streets: tuple[str, ...]
    avenues: tuple[str, ...]
    near: tuple[tuple[str, Point], ...] = ()
    parks: tuple[tuple[str, Point], ...] = ()
    dry: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of a street between two neighbouring crossings. wide: an avenue, on which one drives faster."""

    start: Crossing
    end: Crossing
    street: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A tram line: its number, its colour and the crossings where it stops."""

    name: str
    colour: str
    stops: tuple[Crossing, ...]


@dataclass(frozen=True, slots=True)
class City:
    """columns, rows: x and y of the grid's lines. parks: name and where it lies. river: its middle line."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    edges: tuple[Edge, ...]
    parks: tuple[tuple[str, Box], ...]
    river: tuple[Point, ...]
    lines: tuple[Line, ...]

    def at(self, crossing: Crossing) -> Point:
        """Where a crossing lies."""
        return self.columns[crossing[0]], self.rows[crossing[1]]

    def nearest(self, x: float, y: float) -> tuple[Edge, Point]:
        """The street that is next to a point, and its nearest point."""
        column, row = bisect(self.columns, x), bisect(self.rows, y)
        around = [edge for edge in self.edges if abs(edge.start[0] - column) <= _REACH and abs(edge.start[1] - row) <= _REACH]
        found = ((edge, _foot((x, y), self.at(edge.start), self.at(edge.end))) for edge in around or self.edges)
        return min(found, key=lambda pair: math.dist(pair[1], (x, y)))

    def drawing(self) -> dict[str, object]:
        """What a map draws: plain values; streets are joined as far as they run straight on."""
        return {
            "size": SIZE,
            "riverWidth": _RIVER,
            "river": [list(point) for point in self.river],
            "parks": [{"name": name, "x": x, "y": y, "width": w, "height": h} for name, (x, y, w, h) in self.parks],
            "roads": list(self._roads()),
            "lines": [
                {"name": line.name, "colour": line.colour, "points": [list(self.at(stop)) for stop in line.stops]}
                for line in self.lines
            ],
        }

    def _roads(self) -> Iterable[dict[str, object]]:
        runs: list[list[Edge]] = []
        for edge in self.edges:
            if runs and runs[-1][-1].street == edge.street and runs[-1][-1].end == edge.start and not _slanted(edge):
                runs[-1].append(edge)
            else:
                runs.append([edge])
        for run in runs:
            (x1, y1), (x2, y2) = self.at(run[0].start), self.at(run[-1].end)
            width = _DIAGONAL if _slanted(run[0]) else _AVENUE if run[0].wide else _STREET
            yield {"name": run[0].street, "wide": run[0].wide, "width": width, "x1": x1, "y1": y1, "x2": x2, "y2": y2}


def make_city(draw: Random, plan: Plan) -> City:
    """The city of these random numbers that follows a plan."""
    columns, rows = _grid(draw), _grid(draw)
    river = max((_river(draw) for _ in range(16)), key=lambda river: _clearance(river, plan.dry))
    parks = tuple(_park(columns, rows, name, point) for name, point in plan.parks)
    names = _names(columns, rows, plan)
    edges: list[Edge] = []
    for upright in (True, False):
        along, across = (rows, columns) if upright else (columns, rows)
        for number in range(len(across)):
            wide = _is_avenue(number)
            for step in range(len(along) - 1):
                start, end = ((number, step), (number, step + 1)) if upright else ((step, number), (step + 1, number))
                one, other = (columns[start[0]], rows[start[1]]), (columns[end[0]], rows[end[1]])
                if _wet(one, other, river, bridge=wide and upright) or (not wide and _in_park(one, other, parks)):
                    continue
                edges.append(Edge(start, end, names[upright, number], wide))
    edges += _diagonal(columns, rows, river, plan.avenues[-1])
    edges = _reachable(edges, (2, 2))
    return City(columns, rows, tuple(edges), parks, river, _lines(edges, columns, rows))


def _is_avenue(number: int) -> bool:
    return number % 5 == 2


def _names(columns: Sequence[float], rows: Sequence[float], plan: Plan) -> dict[tuple[bool, int], str]:
    """(upright?, number) of each street -> its name."""
    lines = [(upright, number) for number in range(BLOCKS + 1) for upright in (True, False)]
    named: dict[tuple[bool, int], str] = {}
    for name, (x, y) in plan.near:
        if name in named.values():
            continue
        free = [line for line in lines if line not in named and not _is_avenue(line[1])]
        away = {line: abs(columns[line[1]] - x) if line[0] else abs(rows[line[1]] - y) for line in free}
        named[min(free, key=away.__getitem__)] = name
    streets = iter(name for name in plan.streets if name not in named.values())
    avenues = iter(plan.avenues)
    for line in lines:
        if line not in named:
            named[line] = next(avenues) if _is_avenue(line[1]) else next(streets)
    return named


def _grid(draw: Random) -> tuple[float, ...]:
    gaps = [draw.uniform(0.6, 1.4) for _ in range(BLOCKS)]
    scale = (SIZE - 2 * _MARGIN) / sum(gaps)
    places = [_MARGIN]
    for gap in gaps:
        places.append(places[-1] + gap * scale)
    return tuple(float(round(place)) for place in places)


def _river(draw: Random) -> tuple[Point, ...]:
    middle, phase, tilt = draw.uniform(0.3, 0.7) * SIZE, draw.uniform(0, 6.28), draw.uniform(-0.2, 0.2)
    points = []
    for step in range(31):
        x = SIZE * (step / 30 * 1.1 - 0.05)
        sway = 0.045 * SIZE * math.sin(phase + x / SIZE * 8)
        points.append((float(round(x)), float(round(middle + sway + tilt * (x - SIZE / 2)))))
    return tuple(points)


def _clearance(river: Sequence[Point], points: Iterable[Point]) -> float:
    return min((abs(y - _water(x, river)) for x, y in points), default=0.0)


def _water(x: float, river: Sequence[Point]) -> float:
    """The y of the river's middle at x."""
    for (x1, y1), (x2, y2) in pairwise(river):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return river[-1][1]


def _wet(one: Point, other: Point, river: Sequence[Point], *, bridge: bool) -> bool:
    shore = _RIVER / 2 + 40
    above, below = one[1] - _water(one[0], river), other[1] - _water(other[0], river)
    if bridge:
        return False
    return above * below <= 0 or min(abs(above), abs(below)) < shore


def _park(columns: Sequence[float], rows: Sequence[float], name: str, point: Point) -> tuple[str, Box]:
    """A park of two blocks by two around a point."""

    def place(lines: Sequence[float], at: float) -> int:
        return min(max(sum(line <= at for line in lines) - 1, 0), BLOCKS - 2)

    column, row = place(columns, point[0]), place(rows, point[1])
    left, top = columns[column] + 22, rows[row] + 22
    return name, (left, top, columns[column + 2] - 22 - left, rows[row + 2] - 22 - top)


def _in_park(one: Point, other: Point, parks: Iterable[tuple[str, Box]]) -> bool:
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    return any(left < x < left + width and top < y < top + height for _, (left, top, width, height) in parks)


def _diagonal(columns: Sequence[float], rows: Sequence[float], river: Sequence[Point], name: str) -> list[Edge]:
    found = []
    for step in range(1, len(columns) - 2):
        start, end = (step, step), (step + 1, step + 1)
        one, other = (columns[step], rows[step]), (columns[step + 1], rows[step + 1])
        if not _wet(one, other, river, bridge=False):
            found.append(Edge(start, end, name, True))
    return found


def _reachable(edges: Sequence[Edge], start: Crossing) -> list[Edge]:
    """The edges that hang together with a crossing, in their order."""
    known, grown = {start}, True
    while grown:
        grown = False
        for edge in edges:
            if (edge.start in known) != (edge.end in known):
                known |= {edge.start, edge.end}
                grown = True
    return [edge for edge in edges if edge.start in known]


def _lines(edges: Iterable[Edge], columns: Sequence[float], rows: Sequence[float]) -> tuple[Line, ...]:
    there = {edge.start for edge in edges} | {edge.end for edge in edges}
    ways = (
        [(7, row) for row in range(len(rows))],
        [(17, row) for row in range(len(rows))],
        [(column, 7) for column in range(len(columns))],
        [(column, 17) for column in range(len(columns))],
    )
    return tuple(
        Line(name, colour, tuple(stop for stop in way if stop in there))
        for (name, colour), way in zip(_LINES, ways, strict=True)
    )


def _slanted(edge: Edge) -> bool:
    return edge.start[0] != edge.end[0] and edge.start[1] != edge.end[1]


def _foot(point: Point, one: Point, other: Point) -> Point:
    dx, dy = other[0] - one[0], other[1] - one[1]
    share = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    return one[0] + share * dx, one[1] + share * dy
