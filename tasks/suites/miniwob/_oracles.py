"""Solutions of pages, by name. Each reads the elements and acts by coordinates; see _hand.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tasks.hand import Lost
from tasks.suites.miniwob._hand import Node, WebHand

Way = Callable[[WebHand], None]
_WAYS: dict[str, Way] = {}


def _way(*names: str) -> Callable[[Way], Way]:
    def add(way: Way) -> Way:
        _WAYS.update(dict.fromkeys(names, way))
        return way

    return add


def _quoted(hand: WebHand, number: int = 0) -> str:
    """The quoted words of what is asked for."""
    found = re.findall(r'"([^"]*)"', hand.goal)
    if len(found) <= number:
        raise Lost(f"nothing is quoted in {hand.goal!r}")
    return str(found[number])


def _listed(hand: WebHand) -> list[str]:
    """What is to be selected: "Select a, b and click Submit."."""
    found = re.fullmatch(r"Select (.*?) (?:from the list )?and click Submit\.", hand.goal)
    if found is None:
        raise Lost(f"{hand.goal!r} does not say what to select")
    return [] if found[1] == "nothing" else found[1].split(", ")


@_way("click-test", "click-test-transfer")
def _the_button(hand: WebHand) -> None:
    hand.submit()


@_way("click-test-2")
def _button_one(hand: WebHand) -> None:
    hand.tap(hand.there("button", text="ONE"))


@_way("click-button-sequence")
def _one_after_the_other(hand: WebHand) -> None:
    if not hand.has("one"):
        hand.mark("one")
        hand.tap(hand.there("button", text="ONE"))
    hand.tap(hand.there("button", text="TWO"))


@_way("click-button")
def _named_button(hand: WebHand) -> None:
    hand.tap(hand.there("button", text=_quoted(hand)))


@_way("click-link")
def _link(hand: WebHand) -> None:
    hand.tap(hand.there("span", klass="alink", text=_quoted(hand)))


@_way("click-dialog")
def _close_dialog(hand: WebHand) -> None:
    hand.tap(hand.there("button", klass="ui-dialog-titlebar-close"))


@_way("click-dialog-2")
def _dialog_button(hand: WebHand) -> None:
    label = _quoted(hand)
    hand.tap(hand.there("button", klass="ui-dialog-titlebar-close") if label == "x" else hand.there("button", text=label))


@_way("click-checkboxes", "click-checkboxes-transfer", "click-option")
def _boxes(hand: WebHand) -> None:
    wanted = _listed(hand)
    for label in hand.each("label"):
        box = next(node for node in hand.under(label) if node["tag"] == "input")
        if box["checked"] != (label["text"] in wanted):
            hand.tap(box)
    hand.submit()


@_way("click-tab")
def _tab(hand: WebHand) -> None:
    name = hand.goal.removeprefix("Click on ").removesuffix(".")
    hand.tap(hand.there("a", text=name))


@_way("click-widget")
def _widget(hand: WebHand) -> None:
    hand.tap(hand.there(kind=_quoted(hand)))


@_way("enter-text", "enter-text-dynamic")
def _enter(hand: WebHand) -> None:
    hand.write(hand.there("input", id="tt"), _quoted(hand))
    hand.submit()


@_way("enter-password")
def _password(hand: WebHand) -> None:
    for field in ("password", "verify"):
        hand.write(hand.there("input", id=field), _quoted(hand))
    hand.submit()


@_way("login-user")
def _login(hand: WebHand) -> None:
    for number, field in enumerate(("username", "password")):
        hand.write(hand.there("input", id=field), _quoted(hand, number))
    hand.submit()


@_way("focus-text")
def _focus(hand: WebHand) -> None:
    hand.tap(hand.there("input"))


@_way("focus-text-2")
def _focus_one(hand: WebHand) -> None:
    found = re.search(r"(\d)(?:st|nd|rd)", hand.goal)
    if found is None:
        raise Lost(f"{hand.goal!r} names no field")
    hand.tap(list(hand.each("input"))[int(found[1]) - 1])


@_way("choose-list")
def _choose(hand: WebHand) -> None:
    (wanted,) = _listed_one(hand)
    field = hand.there("select")
    if field["value"] == wanted:
        hand.tap(hand.there("button", text="Submit"))
    option = hand.there("option", text=wanted)
    if option["spot"] is not None:
        hand.tap(option)
    if option["box"][3] > 0:  # the list is open, and longer than its place
        hand.scroll("down" if option["box"][1] > 105 else "up")
    hand.tap(field)


def _listed_one(hand: WebHand) -> list[str]:
    """Names of countries have commas in them."""
    found = re.fullmatch(r"Select (.*) from the list and click Submit\.", hand.goal)
    if found is None:
        raise Lost(f"{hand.goal!r} does not say what to select")
    return [found[1]]


@_way("click-collapsible")
def _expand(hand: WebHand) -> None:
    head = hand.there("h3")
    if "ui-accordion-header-active" not in head["classes"]:
        hand.tap(head)
    hand.submit()


@_way("navigate-tree")
def _tree(hand: WebHand) -> None:
    name = _quoted(hand)
    leaves = [node for node in hand.each("span", text=name) if {"file", "folder"} & set(node["classes"])]
    for leaf in leaves:
        if leaf["spot"] is not None:
            hand.tap(leaf)
    for leaf in leaves:
        for folder in hand.above(leaf):
            if "expandable" in folder["classes"]:
                hand.tap(next(node for node in hand.under(folder) if "hitarea" in node["classes"]))
    raise Lost(f"{name!r} is not in the tree")


@_way("click-shades")
def _shades(hand: WebHand) -> None:
    found = re.search(r"shades of (\w+)", hand.goal)
    for shade in hand.each("span", kind=found[1] if found else ""):
        if "selected" not in shade["classes"]:
            hand.tap(shade)
    hand.tap(hand.there("button", text="Submit"))


@_way("scroll-text-2")
def _scroll(hand: WebHand) -> None:
    area = hand.there("textarea")
    down = "bottom" in hand.goal
    if (area["rest"] if down else area["scrolled"]) > 4:
        hand.scroll("down" if down else "up")
    hand.submit()


@_way("drag-box")
def _box(hand: WebHand) -> None:
    small, large = hand.there(id="draggableSmall"), hand.there(id="draggableLarge")
    away = [there - here for here, there in zip(_middle(small), _middle(large), strict=True)]
    if max(map(abs, away)) > 5:
        if small["spot"] is None:  # it lies under the large one
            x, y = _middle(large)
            hand.drag((x, y), (x + (30 if x < 80 else -30), y))
        x, y = small["spot"]
        hand.drag((x, y), (x + away[0], y + away[1]))
    hand.submit()


@_way("use-slider")
def _slider(hand: WebHand) -> None:
    found = re.search(r"Select (-?\d+) with", hand.goal)
    wanted, now = int(found[1]) if found else 0, int(hand.there(id="val")["text"])
    if wanted == now:
        hand.submit()
    handle, slider = hand.there("span", klass="ui-slider-handle"), hand.there(id="slider")
    across = "ui-slider-horizontal" in slider["classes"]
    if abs(wanted - now) <= 3 and handle["focused"]:
        hand.keys("right" if wanted > now else "left")
    axis = 0 if across else 1
    low, high = slider["range"]
    share = (wanted - low) / (high - low)
    place = slider["box"][axis] + slider["box"][2 + axis] * (share if across else 1 - share)
    x, y = _middle(handle)
    hand.drag((x, y), (place, y) if across else (x, place))


def _middle(node: Node) -> tuple[float, float]:
    x, y, width, height = node["box"]
    return x + width / 2, y + height / 2


WAYS: Mapping[str, Way] = _WAYS
