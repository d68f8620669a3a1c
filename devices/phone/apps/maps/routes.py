"""Ways through the city: shortest times by car, tram, bicycle and on foot, their alternatives, and what to do at each turn.

A route is a list of legs along one street (or on one tram), each with the turn that begins it. Knows the city; no phone.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from devices.phone.apps.maps.city import City, Crossing, Edge, Point

Mode = Literal["car", "transit", "bike", "walk"]
MODES: tuple[Mode, ...] = ("car", "transit", "bike", "walk")
_KMH: Mapping[Mode, tuple[float, float]] = {"car": (26, 40), "transit": (4.8, 4.8), "bike": (15, 15), "walk": (4.8, 4.8)}
"""mode -> speed on streets and on avenues."""
_TRAM_KMH, _WAIT_SECONDS = 22.0, 240.0
_AGAIN = 1.6  # what an alternative pays for a street that another route takes
_ROUTES = 3

Place = tuple[Crossing, str]
"""A crossing, and the tram line on which one is; empty on the street."""


class NoWay(LookupError):
    """There is no route between two points."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One move of a search: the place it leads to, and what it is along. seconds: 0 for getting off a tram."""

    to: Place
    seconds: float
    street: str


@dataclass(frozen=True, slots=True)
class Leg:
    """turn: "start", "left", "right", "straight", "board" or "arrive". street: its name, or a line's number."""

    turn: str
    street: str
    metres: float = 0.0
    seconds: float = 0.0
    points: tuple[Point, ...] = field(default=())

    def plain(self) -> dict[str, object]:
        """As JSON values."""
        return {
            "turn": self.turn,
            "street": self.street,
            "metres": round(self.metres),
            "seconds": round(self.seconds),
            "x": self.points[0][0],
            "y": self.points[0][1],
            "points": [list(point) for point in self.points],
        }


def routes(city: City, start: Point, end: Point, mode: Mode) -> list[dict[str, object]]:
    """Up to three routes, the fastest first: seconds, metres, via, points and steps; raises NoWay."""
    found: list[dict[str, object]] = []
    taken: dict[str, float] = {}
    graph = _graph(city, mode)
    (first, foot), (last, goal) = city.nearest(*start), city.nearest(*end)
    for _ in range(1 if first is last else _ROUTES):
        speed = _KMH[mode][0] / 3.6
        begin = foot
        hops: list[tuple[Crossing, Hop]] = []
        if first is not last:
            crossing, hops = _search(graph, _ends(city, first, foot, speed), _ends(city, last, goal, speed), taken)
            begin = city.at(crossing)
        for hop in hops:
            taken[hop[1].street] = taken.get(hop[1].street, 1.0) * _AGAIN
        route = _route(city, [start, foot, begin], hops, [goal, end], mode)
        if all(route["points"] != known["points"] for known in found):
            found.append(route)
    return sorted(found, key=lambda route: float(str(route["seconds"])))


def _ends(city: City, edge: Edge, point: Point, speed: float) -> Mapping[Crossing, float]:
    """Both ends of a street's piece, and the seconds to there from a point on it."""
    return {crossing: math.dist(city.at(crossing), point) / speed for crossing in (edge.start, edge.end)}


def _graph(city: City, mode: Mode) -> Mapping[Place, list[Hop]]:
    graph: dict[Place, list[Hop]] = {}
    for edge in city.edges:
        seconds = math.dist(city.at(edge.start), city.at(edge.end)) / (_KMH[mode][edge.wide] / 3.6)
        for one, other in ((edge.start, edge.end), (edge.end, edge.start)):
            graph.setdefault((one, ""), []).append(Hop((other, ""), seconds, edge.street))
    if mode == "transit":
        for line in city.lines:
            for stop in line.stops:
                graph.setdefault((stop, ""), []).append(Hop((stop, line.name), _WAIT_SECONDS, line.name))
                graph.setdefault((stop, line.name), []).append(Hop((stop, ""), 0.0, line.name))
            for one, other in pairwise(line.stops):
                seconds = math.dist(city.at(one), city.at(other)) / (_TRAM_KMH / 3.6)
                for here, there in ((one, other), (other, one)):
                    graph[here, line.name].append(Hop((there, line.name), seconds, line.name))
    return graph


def _search(
    graph: Mapping[Place, list[Hop]],
    starts: Mapping[Crossing, float],
    ends: Mapping[Crossing, float],
    taken: Mapping[str, float],
) -> tuple[Crossing, list[tuple[Crossing, Hop]]]:
    """Where the quickest way begins, and its moves, each with the crossing where it begins (Dijkstra, 1959)."""
    best: dict[Place, float] = {(start, ""): seconds for start, seconds in starts.items()}
    queue = [(seconds, place) for place, seconds in best.items()]
    heapq.heapify(queue)
    back: dict[Place, tuple[Place, Hop]] = {}
    goal, total = None, math.inf
    while queue:
        seconds, place = heapq.heappop(queue)
        if seconds >= total:
            break
        if seconds > best[place]:
            continue
        if not place[1] and place[0] in ends and seconds + ends[place[0]] < total:
            goal, total = place, seconds + ends[place[0]]
        for hop in graph.get(place, ()):
            there = seconds + hop.seconds * taken.get(hop.street, 1.0)
            if there < best.get(hop.to, math.inf):
                best[hop.to] = there
                back[hop.to] = place, hop
                heapq.heappush(queue, (there, hop.to))
    if goal is None:
        raise NoWay(f"from {list(starts)} to {list(ends)}")
    way: list[tuple[Crossing, Hop]] = []
    while goal in back:
        goal, hop = back[goal]
        way.append((goal[0], hop))
    return goal[0], way[::-1]


def _route(city: City, head: list[Point], hops: list[tuple[Crossing, Hop]], tail: list[Point], mode: Mode) -> dict[str, object]:
    speed = _KMH[mode][0] / 3.6
    first, last = city.nearest(*head[0])[0].street, city.nearest(*tail[1])[0].street
    legs: list[Leg] = [_leg("start", first, tuple(head), speed)]
    for street, riding, points, seconds in _pieces(city, hops):
        if not riding and legs[-1].street == street and legs[-1].turn != "board":
            legs[-1] = _joined(legs[-1], points, seconds)
            continue
        turn = "board" if riding else _turn(legs[-1].points, points)
        legs.append(Leg(turn, street, _length(points), seconds, points))
    ending = (legs[-1].points[-1], *tail)
    if legs[-1].street == last and legs[-1].turn != "board":
        legs[-1] = _joined(legs[-1], ending, _length(ending) / speed)
    else:
        legs.append(_leg(_turn(legs[-1].points, ending), last, ending, speed))
    legs.append(Leg("arrive", last, points=(tail[1],)))
    streets = sorted((leg for leg in legs if leg.turn != "arrive"), key=lambda leg: -leg.metres)
    return {
        "mode": mode,
        "seconds": round(sum(leg.seconds for leg in legs)),
        "metres": round(sum(leg.metres for leg in legs)),
        "via": streets[0].street,
        "lines": [leg.street for leg in legs if leg.turn == "board"],
        "points": [list(point) for point in _distinct(legs)],
        "steps": [leg.plain() for leg in legs],
    }


def _pieces(city: City, hops: list[tuple[Crossing, Hop]]) -> Iterator[tuple[str, bool, tuple[Point, ...], float]]:
    """Hops along one street or on one line: its name, whether one rides, the points and the seconds."""
    waited, street, riding, seconds = 0.0, "", False, 0.0
    points: list[Point] = []
    for crossing, hop in hops:
        if hop.to[0] == crossing:  # on or off a tram
            waited += hop.seconds
            continue
        on_tram = bool(hop.to[1])
        if points and (street, riding) != (hop.street, on_tram):
            yield street, riding, tuple(points), seconds
            points = []
        if not points:
            street, riding, points, seconds, waited = hop.street, on_tram, [city.at(crossing)], waited, 0.0
        points.append(city.at(hop.to[0]))
        seconds += hop.seconds
    if points:
        yield street, riding, tuple(points), seconds


def _leg(turn: str, street: str, points: tuple[Point, ...], speed: float) -> Leg:
    return Leg(turn, street, _length(points), _length(points) / speed, points)


def _joined(leg: Leg, points: tuple[Point, ...], seconds: float) -> Leg:
    return Leg(leg.turn, leg.street, leg.metres + _length(points), leg.seconds + seconds, (*leg.points, *points[1:]))


def _length(points: tuple[Point, ...]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(points))


def _turn(before: tuple[Point, ...], after: tuple[Point, ...]) -> str:
    """Which way one turns from the end of one line into another."""

    def heading(points: tuple[Point, ...], choose: Callable[[list[Point]], Point]) -> Point:
        moves = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points) if (x1, y1) != (x2, y2)]
        return choose(moves) if moves else (0.0, 0.0)

    (ax, ay), (bx, by) = heading(before, lambda moves: moves[-1]), heading(after, lambda moves: moves[0])
    angle = math.degrees(math.atan2(ax * by - ay * bx, ax * bx + ay * by))
    return "straight" if abs(angle) < 25 else "right" if angle > 0 else "left"


def _distinct(legs: list[Leg]) -> list[Point]:
    points: list[Point] = []
    for leg in legs:
        points += [point for point in leg.points if not points or points[-1] != point]
    return points
