"""Actions carried out on the page in front.

Knows actions and what Playwright calls them. Does not know receipts, frames, or what becomes of errors.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from devices.actions import (
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Key,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.browser import text as texts
from devices.browser.addresses import address
from devices.browser.chromium import LOAD_SECONDS, Chromium
from devices.browser.finger import Finger, Spot
from devices.browser.keys import PRESSED, web_key
from devices.browser.mapping import first_line
from devices.browser.mouse import Mouse
from devices.browser.options import BrowserOptions
from devices.errors import ActionRefused, UnsupportedAction
from devices.frame import Point

if TYPE_CHECKING:
    from playwright.sync_api import Page

Pixel = tuple[int, int]
TRIES = 3
FIRST_ERROR = 400
"""HTTP statuses from here on say that a page could not be had (RFC 9110)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was sent, the device pixels that were touched, and what differs from what was asked for."""

    sent: tuple[str, ...]
    pixels: tuple[Pixel, ...] = ()
    note: str = ""


def carry_out(chromium: Chromium, action: Action) -> Done:
    """Do one action; raises ActionRefused, UnsupportedAction, DeviceLost, and what Playwright raises."""
    pages, options = chromium.pages, chromium.options
    page = pages.front
    match action:
        case Tap() | DoubleTap() | LongPress() | Swipe() | Drag() | Scroll() | Click() | Hover():
            wire = pages.wire
            hand = Finger(lambda method, values: wire.send(method, dict(values))) if options.touch else Mouse(page.mouse)
            return _pointed(hand, action, options)
        case Type(text=text, clear=clear, submit=submit):
            sent, note = texts.enter(page, text, clear=clear, submit=submit)
            return Done(sent, note=note)
        case Press(key=key):
            return _press(chromium, key)
        case Hotkey(keys=keys):
            names = [web_key(name, shifted="shift" in keys) for name in keys]
            _chord(page, names)
            return Done((f"keyboard {'+'.join(names)}",))
        case Launch(app=app):
            url = address(app, files=options.files)
            return Done((f"page.goto {url}",), note=go_to(page, url))
        case Wait(seconds=seconds):
            pages.hear(seconds)
            return Done(())
        case _:
            assert_never(action)


def _pointed(
    hand: Finger | Mouse,
    action: Tap | DoubleTap | LongPress | Swipe | Drag | Scroll | Click | Hover,
    options: BrowserOptions,
) -> Done:
    """What has a place."""
    pixel, spot = _place(options, action.x, action.y)
    match action:
        case Tap():
            return Done(hand.tap(spot), (pixel,))
        case DoubleTap():
            return Done(hand.double_tap(spot), (pixel, pixel))
        case LongPress(seconds=seconds):
            return Done(hand.long_press(spot, seconds), (pixel,))
        case Swipe() | Drag():
            to_pixel, to_spot = _place(options, action.to_x, action.to_y)
            stroke = hand.swipe if isinstance(action, Swipe) else hand.drag
            return Done(stroke(spot, to_spot, action.seconds), (pixel, to_pixel))
        case Scroll(direction=direction, amount=amount):
            sent, note = hand.scroll(spot, direction, amount, (options.width, options.height))
            return Done(sent, (pixel,), note)
        case Click(button=button):
            return Done(_mouse(hand, action).tap(spot, button=button), (pixel,))
        case Hover():
            return Done(_mouse(hand, action).hover(spot), (pixel,))
        case _:
            assert_never(action)


def _place(options: BrowserOptions, x: float, y: float) -> tuple[Pixel, Spot]:
    """A device pixel, and its middle in CSS pixels of the viewport."""
    column, row = Point(x, y).to_pixel(*options.pixels)
    return (column, row), ((column + 0.5) / options.scale, (row + 0.5) / options.scale)


def _mouse(hand: Finger | Mouse, action: Click | Hover) -> Mouse:
    if isinstance(hand, Finger):
        raise UnsupportedAction(f"A finger cannot {action.kind}; open the browser with touch=no for a mouse.")
    return hand


def _press(chromium: Chromium, key: Key) -> Done:
    page, home = chromium.pages.front, chromium.options.url
    match key:
        case "home":
            return Done((f"page.goto {home}",), note=go_to(page, home))
        case "back":
            return _back(chromium)
        case "recents" | "power" | "volume_up" | "volume_down":
            raise UnsupportedAction(f"A browser has no key {key}; press back, home, enter, delete, tab, escape or menu.")
        case "enter" | "delete" | "tab" | "escape" | "menu":
            page.keyboard.press(PRESSED[key])
            return Done((f"keyboard.press {PRESSED[key]}",))
        case _:
            assert_never(key)


def _back(chromium: Chromium) -> Done:
    """One page back in the history; a page that another one opened and that has none is closed."""
    pages = chromium.pages
    wire: Any = pages.wire
    past = wire.send("Page.getNavigationHistory")
    now = past["currentIndex"]
    if now > 0:
        wire.send("Page.navigateToHistoryEntry", {"entryId": past["entries"][now - 1]["id"]})
        return Done(("Page.navigateToHistoryEntry -1",))
    if pages.count > 1:
        pages.front.close()
        return Done(("page.close",))
    raise ActionRefused("There is no page before this one; nothing was done.")


def _chord(page: Page, names: list[str]) -> None:
    held: list[str] = []
    try:
        for name in names:
            held.append(name)
            page.keyboard.down(name)
    finally:
        for name in reversed(held):
            page.keyboard.up(name)


def go_to(page: Page, url: str) -> str:
    """Open an address; a note where that is not what came of it."""
    from playwright.sync_api import Error, TimeoutError

    for _ in range(TRIES):
        try:
            answer = page.goto(url, wait_until="commit", timeout=LOAD_SECONDS * 1000)
        except TimeoutError:
            return f"nothing came from the address in {LOAD_SECONDS:g} seconds"
        except Error as error:
            said = first_line(error)
            if "interrupted by another navigation" in said:
                continue  # the page before was still on its way, such as to an error that the browser shows as a page
            if "net::" not in said:
                raise
            return f"the page did not open: {said}"
        return f"the server answered {answer.status}" if answer is not None and answer.status >= FIRST_ERROR else ""
    return "another page came in between"


def wait_until_loaded(page: Page, seconds: float) -> None:
    """Wait until a page has loaded; one that takes longer is looked at as it is."""
    from playwright.sync_api import Error

    with suppress(Error):
        page.wait_for_load_state("load", timeout=seconds * 1000)
