"""Finds out by touch which pages of a phone a hand can reach, and how: the shortest routes first.

From the home screen on, everything on each new screen is touched, what was never touched before what was, near things
before far ones. Where the phone stands is kept as the route that led there: a new phone that does the same steps is there
again. Nothing here is random, and nothing opens a page by itself.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from devices.phone import manifest
from devices.phone.phone import Phone
from devices.phone.tree import Node
from scripts.phone_hints import hinted
from scripts.phone_steps import NotThere, Step, Thing, do, empty_fields, fill, things

Screen = tuple[str, str]
"""Package and page."""
Route = tuple[Step, ...]
_NEW = "new"
_HOME: Screen = (manifest.LAUNCHER, "")
_TAP, _SCROLL, _FORM, _HOLD, _BACK, _RARE = 1.0, 1.2, 1.5, 2.5, 3.0, 5.0
_WAY = 0.35
"""What a touch on the way to a place counts: below 1, so that what is new far away comes before what is barren nearby."""
_AGAIN = 12.0
"""How many touches farther away a thing counts for each time that it was touched before."""
_AGAIN_AFTER_FORM = 1.0
_CALL = "incoming_call"
_BAR = 8
"""Which part of the screen an app's bar is at its top."""
_RUNNING = ("Pause", "Stop")
"""Where one of these can be touched something goes on, and a person may wait for its end."""
_ELSEWHERE = 2.0
"""The same for things in an app whose pages are all found."""
_PATIENCE, _BARREN, _BARREN_MOST = 2, 1.0, 6.0
"""After so many touches of one kind of thing on a screen that led nowhere new, the others like it count as farther away."""


@dataclass(frozen=True, slots=True)
class Place:
    """A screen as it was found. mode: what is at its top, which is something else where a menu, a dialog or a choice is up.

    by: what was tried to come here; trail: the screens on the way. for_page: what is likely to be near, where there is a hint.
    form: whether a form was filled in just now; written: whether one was accepted on the
    way, which may change much.
    """

    route: Route
    cost: float
    screen: Screen
    outline: int
    exact: int
    mode: tuple[str, ...]
    by: Idea | None
    trail: tuple[Screen, ...]
    for_page: Screen | None
    written: bool = False
    form: bool = False


@dataclass(frozen=True, slots=True)
class Idea:
    """What to try at a place, None: to fill in a form. key: equal for the same thing again; group: for what is alike.

    firm: only with the whole way from the start before it.
    """

    place: Place
    what: Step | None
    key: tuple[object, ...]
    group: tuple[object, ...]
    cost: float
    firm: bool = False


def screen_of(phone: Phone) -> Screen:
    """What is in front."""
    return phone.foreground[0], phone.page


class Walker:
    """Goes ways on a phone that is new when this is made."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        phone.snapshot(_NEW)

    def walk(self, route: Route) -> Node:
        """Be at the end of a route, from the start; returns the tree. Raises NotThere."""
        self._phone.restore(_NEW)
        root = self._phone.tree()
        for step in route:
            root = do(self._phone, step, root)
        return root

    def leads(self, route: Route, screen: Screen) -> bool:
        """Whether a route from the start leads to a screen."""
        try:
            self.walk(route)
        except NotThere:
            return False
        return screen_of(self._phone) == screen


@dataclass
class Search:
    """Looks for pages on one phone, which is new. told: called with the pages found and the tries made, after each try."""

    phone: Phone
    wanted: Collection[Screen]
    told: Callable[[int, int], None] = lambda _found, _tries: None
    found: dict[Screen, Route] = field(default_factory=dict)
    tries: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        self._heap: list[tuple[float, int, Idea]] = []
        self._numbers = count()
        self._touched: Counter[tuple[object, ...]] = Counter()
        self._barren: Counter[tuple[object, ...]] = Counter()
        self._led: set[tuple[tuple[object, ...], Screen]] = set()
        self._straight = True  # nothing was done since the start but the route: Back does not undo all that a touch changed
        self._known: set[int] = set()
        self._open = {manifest.LAUNCHER, *(package for package, _ in self.wanted)}  # apps with pages that are not found
        self._at: int | None = None  # what the phone shows now, where that is known
        self._root = self.phone.tree()
        self._walker = Walker(self.phone)
        self._arrive((), 0.0)

    def run(self, most: int) -> None:
        """Search until every page is found, or for so many tries."""
        while self._heap and self.tries < most and len(self.found) < len(self.wanted):
            cost, number, idea = heapq.heappop(self._heap)
            now = self._price(idea)
            if now > cost:
                heapq.heappush(self._heap, (now, number, idea))
                continue
            self._try(idea)
            self.told(len(self.found), self.tries)

    def _price(self, idea: Idea) -> float:
        if idea.place.for_page is not None and idea.place.for_page not in self.found:
            return (_WAY * idea.place.cost + idea.cost) / 2 + _AGAIN * self._touched[idea.place.outline, idea.key]
        again = _AGAIN_AFTER_FORM if idea.place.written else _AGAIN
        barren = min(max(0, self._barren[idea.group] - _PATIENCE) * _BARREN, _BARREN_MOST)
        elsewhere = 0.0 if idea.place.screen[0] in self._open else _ELSEWHERE
        return _WAY * idea.place.cost + idea.cost + barren + elsewhere + again * self._touched[idea.key]

    def _try(self, idea: Idea) -> None:
        self.tries += 1
        self._touched[idea.key] += 1
        self._touched[idea.place.outline, idea.key] += 1
        place = idea.place
        self._straight = idea.firm or self._at != place.exact
        if self._straight and not self._go(place):
            self._forget(idea)
            return
        self._at = None
        try:
            if idea.what is None:
                steps, self._root = fill(self.phone, self._root)
            else:
                steps, self._root = [idea.what], do(self.phone, idea.what, self._root)
        except NotThere:
            self._forget(idea)
            return
        led = (idea.group, screen_of(self.phone))
        written = self._wrote(idea)
        if not self._arrive((*place.route, *steps), place.cost + idea.cost, idea, written=written):
            self._forget(idea)
            return
        if idea.place.screen != _HOME:
            self._barren[idea.group] = 0 if led not in self._led else self._barren[idea.group] + 1
            self._led.add(led)
        self._stay(place)

    def _forget(self, idea: Idea) -> None:
        """What was done besides the route has led astray: try it again without that, or find the way to its place again."""
        self.lost += 1
        self._touched[idea.key] -= 1
        self._touched[idea.place.outline, idea.key] -= 1
        again: Idea | None = idea
        if self._straight:
            self._known.discard(idea.place.outline)
            again = idea.place.by
        if again is not None and not again.firm:
            firm = replace(again, firm=True)
            heapq.heappush(self._heap, (self._price(firm), next(self._numbers), firm))

    def _wrote(self, idea: Idea) -> bool:
        """Whether a form was accepted, now or before: a touch just after it was filled in led to another page."""
        return idea.place.written or (idea.place.form and idea.what is not None and screen_of(self.phone) != idea.place.screen)

    def _go(self, place: Place) -> bool:
        """Be at a place again, from the start."""
        try:
            self._root = self._walker.walk(place.route)
        except NotThere:
            return False
        return True

    def _stay(self, place: Place) -> None:
        """Often Back leads to where the touch was made; then the next one there needs no way from the start."""
        exact = _exact(self._root)
        if exact != place.exact and place.route:
            self.phone.press_key("back")
            self._root = self.phone.tree()
            exact = _exact(self._root)
        self._at = exact

    def _arrive(self, route: Route, cost: float, by: Idea | None = None, *, written: bool = False) -> bool:
        """See where a route has led; whether it leads there from the start, too, where that was looked at."""
        screen, root = screen_of(self.phone), self._root
        if screen in self.wanted and (screen not in self.found or len(route) < len(self.found[screen])):
            if not self._straight and not self._walker.leads(route, screen):
                self._root = self.phone.tree()
                return False
            self.found[screen] = route
            self._open = {manifest.LAUNCHER, *(package for package, page in self.wanted if (package, page) not in self.found)}
        outline = _outline(screen, root)
        if outline in self._known:
            return True
        self._known.add(outline)
        form = by is not None and by.what is None
        trail = by.place.trail if by else ()
        trail = trail if trail[-1:] == (screen,) else (*trail, screen)
        near = next((page for page in self.wanted if page not in self.found and hinted(page, trail)), None)
        place = Place(route, cost, screen, outline, _exact(root), _mode(root), by, trail, near, written, form)
        for idea in _ideas(place, root):
            heapq.heappush(self._heap, (self._price(idea), next(self._numbers), idea))
        return True


def _outline(screen: Screen, root: Node) -> int:
    return hash((screen, *((node.kind, node.name, node.text, node.checked, node.enabled) for node in _below_status(root))))


def _exact(root: Node) -> int:
    return hash(tuple((node.kind, node.text, node.label, node.bounds, node.checked) for node in _below_status(root)))


def _mode(root: Node) -> tuple[str, ...]:
    found = things(root)
    top = [thing.name for thing, node in found.items() if node.centre[1] < root.bounds[3] // _BAR]
    return tuple(top or [thing.name for thing in found][:1])


def _below_status(root: Node) -> Iterator[Node]:
    """Without the status bar, whose clock goes on."""
    height = root.bounds[3] // 34
    return (node for node in root.walk() if node.bounds[3] > height)


def _ideas(place: Place, root: Node) -> Iterator[Idea]:
    calls = any(thing.name == _CALL for thing in things(root))
    for thing, node in things(root).items():
        if calls and thing.name != _CALL:  # that comes first
            continue
        if node.clickable and node.enabled:
            bar = thing.name in ("Back", "Home", "Overview") and node.bounds[3] == root.bounds[3]
            cost = _BACK if bar and thing.name == "Back" else _RARE if bar else _TAP
            button = place.form and not bar and node.kind == "android.widget.Button"
            yield _idea(place, Step("tap", thing), cost, (place.outline, thing) if button else None)  # it may accept the form
            if not bar and node.kind != "android.widget.EditText":
                yield _idea(place, Step("hold", thing), _HOLD, thing.kind)
        if node.scrollable:
            yield _idea(place, Step("scroll", thing), _SCROLL, place.outline)
    if empty_fields(root):
        yield _idea(place, None, _FORM, place.outline)
    if place.screen == _HOME and not calls:
        yield _idea(place, Step("drawer"), _TAP)
        yield _idea(place, Step("ring"), _HOLD)
        yield _idea(place, Step("shade"), _RARE)
    if any(thing.name in _RUNNING for thing in things(root)):
        yield _idea(place, Step("wait"), _TAP, "")


def _idea(place: Place, what: Step | None, cost: float, key: object = None) -> Idea:
    verb, thing = (what.verb, what.thing) if what else ("fill", Thing("", ""))
    group = (place.screen, place.mode, verb, thing.kind)
    return Idea(place, what, (place.screen, place.mode, verb, thing if key is None else key), group, cost)
