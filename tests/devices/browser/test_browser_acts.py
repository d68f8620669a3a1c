"""What a page sees of each action, told by the page itself."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PIL import Image
from sites import asked, needs_chromium, until

from devices.actions import (
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.base import Receipt
from devices.browser.driver import BrowserDevice
from devices.errors import ActionRefused, UnsupportedAction
from devices.frame import Frame

pytestmark = needs_chromium

SCRIPTS = {
    "latin": "Zażółć gęślą jaźń, naïve coöperation",
    "greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "cyrillic": "Съешь же ещё этих мягких французских булок",
    "arabic": "نص حكيم له سر قاطع",
    "hebrew": "דג סקרן שט בים מאוכזב",
    "devanagari": "ऋषियों को सताने वाले दुष्ट",
    "thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า",
    "chinese": "视野无限广，窗外有蓝天",
    "japanese": "いろはにほへと チリヌルヲ",
    "korean": "키스의 고유조건은 입술끼리",
    "georgian": "ვეფხის ტყაოსანი შოთა რუსთაველი",
    "ethiopic": "ሰላም ለዓለም ሁሉ",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 é e\u0301 🇨🇭",
}


def at(device: BrowserDevice, x: float, y: float) -> tuple[float, float]:
    """The middle of a CSS pixel as fractions."""
    width, height = asked(device, "[innerWidth, innerHeight]")
    return (x + 0.5) / width, (y + 0.5) / height


def do(device: BrowserDevice, action: Action) -> Receipt:
    """Without looking first: a place is one of any picture of this size."""
    info = device.info
    return device.perform(action, Frame(Image.new("RGB", (info.width, info.height))))


def opened(device: BrowserDevice, site: str, path: str) -> None:
    do(device, Launch(app=f"{site}{path}"))
    device.aside(lambda page: page.wait_for_load_state())


def tap(device: BrowserDevice, x: float, y: float) -> Receipt:
    place = at(device, x, y)
    return do(device, Tap(x=place[0], y=place[1]))


def is_at(device: BrowserDevice, place: object) -> bool:
    """Whether the page is scrolled to a place."""
    return bool(asked(device, "[scrollX, scrollY]") == place)


def seen(device: BrowserDevice, kind: str) -> list[Any]:
    return [event for event in asked(device, "seen") if event[0] == kind]


@pytest.mark.parametrize("who", ["finger", "mouse"])
def test_taps_are_taps_of_the_right_kind(who: str, site: str, request: pytest.FixtureRequest) -> None:
    device: BrowserDevice = request.getfixturevalue(who)
    opened(device, site, "/empty")
    receipt = tap(device, 120, 340)
    assert [event[:3] for event in seen(device, "click")] == [["click", 120, 340]]
    assert len(seen(device, "touchstart")) == (1 if who == "finger" else 0)
    scale = 1.5 if who == "finger" else 1
    assert receipt.pixels[0] == pytest.approx((120.5 * scale, 340.5 * scale), abs=1)
    assert ("Input.dispatchTouchEvent touchStart" in receipt.sent[0]) == (who == "finger")
    x, y = at(device, 60, 60)
    do(device, DoubleTap(x=x, y=y))
    until(lambda: seen(device, "dblclick"))
    before = len(seen(device, "click"))
    do(device, LongPress(x=x, y=y, seconds=0.7))
    assert len(seen(device, "click")) - before == (0 if who == "finger" else 1), "a finger that stays does not click"
    do(device, Hotkey(keys=("ctrl", "shift", "k")))
    do(device, Press(key="escape"))
    assert [event[3] for event in seen(device, "keydown")] == ["Control", "Shift", "K", "Escape"]


def test_a_mouse_has_other_buttons_and_hovers_and_a_finger_does_not(
    mouse: BrowserDevice, finger: BrowserDevice, site: str
) -> None:
    opened(mouse, site, "/empty")
    x, y = at(mouse, 33, 44)
    do(mouse, Hover(x=x, y=y))
    assert seen(mouse, "mousemove")[-1][1:3] == [33, 44]
    do(mouse, Click(x=x, y=y, button="right"))
    do(mouse, Click(x=x, y=y, button="middle"))
    assert len(seen(mouse, "contextmenu")) == 1
    assert [event[3] for event in seen(mouse, "auxclick")][-1] == 1
    assert not seen(mouse, "click")
    for action in (Hover(x=x, y=y), Click(x=x, y=y)):
        assert action.kind not in finger.info.actions
        with pytest.raises(UnsupportedAction, match="touch=no"):
            do(finger, action)
    with pytest.raises(UnsupportedAction, match="recents"):
        do(mouse, Press(key="recents"))
    with pytest.raises(UnsupportedAction, match="volume_up"):
        do(mouse, Hotkey(keys=("volume_up",)))


@pytest.mark.parametrize("script", SCRIPTS)
def test_text_in_any_script_is_in_the_field(script: str, finger: BrowserDevice, site: str) -> None:
    if asked(finger, "location.pathname") != "/field":
        opened(finger, site, "/field")
    tap(finger, 200, 20)
    assert do(finger, Type(text=SCRIPTS[script], clear=True)).note == ""
    assert asked(finger, "line.value") == SCRIPTS[script]


def test_text_goes_where_the_caret_is_and_what_becomes_of_it_is_said(mouse: BrowserDevice, site: str) -> None:
    opened(mouse, site, "/field")
    with pytest.raises(ActionRefused, match="No field"):
        do(mouse, Type(text="lost"))
    tap(mouse, 200, 20)
    assert do(mouse, Type(text="one three")).note == ""
    for _ in range(5):
        do(mouse, Hotkey(keys=("left",)))
    assert do(mouse, Type(text="two 👍 ")).note == ""
    assert asked(mouse, "line.value") == "one two 👍 three"
    tap(mouse, 200, 100)
    lines = "first\nsecond\ttabbed\n"
    assert do(mouse, Type(text=lines)).note == ""
    assert asked(mouse, "area.value") == lines
    tap(mouse, 200, 190)
    assert do(mouse, Type(text="écrit\nhere", clear=True)).note == ""
    assert asked(mouse, "rich.innerText").split() == ["écrit", "here"]
    tap(mouse, 200, 320)
    assert "'abc'" in do(mouse, Type(text="abcdef")).note, "a field that takes three letters"
    tap(mouse, 200, 260)
    do(mouse, Type(text="hidden"))
    noted = do(mouse, Type(text="geheim\n", clear=True)).note
    assert "geheim" not in noted, "no note says what is in a field for passwords"
    tap(mouse, 200, 380)
    with pytest.raises(ActionRefused, match="cannot be changed"):
        do(mouse, Type(text="y"))
    tap(mouse, 200, 440)
    assert do(mouse, Type(text="go", submit=True)).sent[-1] == "keyboard.press Enter"
    assert asked(mouse, "document.title") == "sent go"
    tap(mouse, 200, 500)
    assert do(mouse, Type(text="in a frame: ж")).note == ""
    assert asked(mouse, "frames[0].inner.value") == "in a frame: ж"


def test_long_text_is_entered_at_once(mouse: BrowserDevice, site: str) -> None:
    opened(mouse, site, "/field")
    tap(mouse, 200, 100)
    text = "All work and no play. " * 900
    receipt = do(mouse, Type(text=text))
    assert receipt.note == ""
    assert receipt.seconds < 10
    assert asked(mouse, "area.value") == text


@pytest.mark.parametrize("who", ["finger", "mouse"])
def test_scrolling_goes_both_ways_by_as_much_as_asked(who: str, site: str, request: pytest.FixtureRequest) -> None:
    device: BrowserDevice = request.getfixturevalue(who)
    opened(device, site, "/long")
    width, height = asked(device, "[innerWidth, innerHeight]")
    for direction, across, down in (("down", 0, 0.8), ("down", 0, 0.8), ("up", 0, -0.8), ("right", 0.8, 0), ("left", -0.8, 0)):
        x, y = asked(device, "[scrollX, scrollY]")
        do(device, Scroll(direction=direction, amount=0.8))  # type: ignore[arg-type]
        device.settle()
        wanted = pytest.approx([x + across * width, y + down * height], abs=0.1 * height)
        until(partial(is_at, device, wanted))
    before = asked(device, "scrollY")
    do(device, Scroll(x=0.5, y=0.01, direction="down", amount=0.3))
    device.settle()
    assert asked(device, "scrollY") - before == pytest.approx(0.3 * height, abs=0.1 * height), "also at the very edge"


@pytest.mark.parametrize("who", ["finger", "mouse"])
def test_a_drag_carries_what_a_page_lets_be_dragged(who: str, site: str, request: pytest.FixtureRequest) -> None:
    device: BrowserDevice = request.getfixturevalue(who)
    opened(device, site, "/drag")
    (x, y), (to_x, to_y) = at(device, 70, 70), at(device, 250, 400)
    do(device, Drag(x=x, y=y, to_x=to_x, to_y=to_y, seconds=0.6))
    assert asked(device, "[box.offsetLeft, box.offsetTop]") == pytest.approx([220, 370], abs=1)
    do(device, Swipe(x=to_x, y=to_y, to_x=x, to_y=y, seconds=0.1))
    assert asked(device, "[box.offsetLeft, box.offsetTop]") == pytest.approx([40, 40], abs=1)


def test_a_mouse_drags_and_drops(mouse: BrowserDevice, site: str) -> None:
    opened(mouse, site, "/carry")
    (x, y), (to_x, to_y) = at(mouse, 50, 50), at(mouse, 270, 270)
    do(mouse, Drag(x=x, y=y, to_x=to_x, to_y=to_y, seconds=0.4))
    assert asked(mouse, "document.title") == "thing"


@pytest.mark.parametrize("who", ["finger", "mouse"])
def test_a_drop_down_list_is_in_the_picture(who: str, site: str, request: pytest.FixtureRequest) -> None:
    device: BrowserDevice = request.getfixturevalue(who)
    opened(device, site, "/list")
    before = device.observe().digest
    tap(device, 100, 30)
    assert device.settle().digest != before
    x, y, width, height = asked(device, "(b => [b.x, b.y, b.width, b.height])(pick.options[2].getBoundingClientRect())")
    tap(device, x + width / 2, y + height / 2)
    assert asked(device, "pick.value") == "south"


def test_back_home_and_wait(mouse: BrowserDevice, site: str) -> None:
    opened(mouse, site, "/empty")
    opened(mouse, site, "/long")
    do(mouse, Press(key="back"))
    mouse.settle()
    assert asked(mouse, "location.pathname") == "/empty"
    do(mouse, Press(key="home"))
    assert asked(mouse, "location.href") == "about:blank"
    assert do(mouse, Wait(seconds=0.05)).seconds >= 0.05
