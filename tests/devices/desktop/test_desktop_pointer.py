"""The mouse: where it lands on each of two monitors, and what a program sees of every kind of action.

The truth is a program of its own that covers the screen and writes down the events that the X server gives it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from desks import EventLog, needs_desktop, run, until

from devices.actions import Click, DoubleTap, Drag, Hotkey, Hover, LongPress, Scroll, Swipe, Tap, Type
from devices.desktop import Area, DesktopDevice, PrivateDesk, drive
from devices.errors import BadOption, StoppedByPerson

pytestmark = needs_desktop

RIGHT = Area(500, 100, 780, 700)
LEFT = Area(0, 0, 500, 800)
GRID = [((column + 0.5) / 7, (row + 0.5) / 7) for column, row in itertools.product(range(7), range(7))]


@pytest.fixture(scope="module")
def desk() -> Iterator[PrivateDesk]:
    with PrivateDesk(monitors=(RIGHT, LEFT)) as opened:
        yield opened


@pytest.fixture(scope="module")
def log(desk: PrivateDesk, tmp_path_factory: pytest.TempPathFactory) -> EventLog:
    return EventLog(desk, tmp_path_factory.mktemp("pointer"), Area(0, 0, 1280, 800))


@pytest.fixture
def device(desk: PrivateDesk, log: EventLog) -> Iterator[DesktopDevice]:
    log.clear()
    with drive(desk, monitor="all") as opened:
        yield opened


def test_the_left_monitor_has_a_negative_origin(device: DesktopDevice) -> None:
    primary, left = device.monitors()
    assert primary.area == (0, 0, 780, 700)
    assert primary.primary
    assert left.area == (-500, -100, 500, 800)


@pytest.mark.parametrize(
    ("monitor", "area", "places"),
    [("1", RIGHT, GRID), ("2", LEFT, GRID), ("", RIGHT, GRID[:2]), ("all", Area(0, 0, 1280, 800), GRID[::8])],
    ids=["first", "second", "primary", "all"],
)
def test_taps_on_a_grid_land_where_asked(
    desk: PrivateDesk, log: EventLog, monitor: str, area: Area, places: list[tuple[float, float]]
) -> None:
    log.clear()
    with drive(desk, monitor=monitor) as device:
        frame = device.observe()
        assert (frame.width, frame.height) == (area.width, area.height)
        touched = [device.perform(Tap(x=x, y=y), frame).pixels[0] for x, y in places]
    seen = [(event["x"] - area.left, event["y"] - area.top) for event in log.wait_for(len(places), "press")]
    wanted = [(int(x * area.width), int(y * area.height)) for x, y in places]
    assert seen == touched == wanted


def test_edges_are_reached_and_corners_are_left_to_people(device: DesktopDevice, log: EventLog) -> None:
    frame = device.observe()
    last = 0.999999
    receipts = [device.perform(Tap(x=x, y=y), frame) for x, y in ((0, 0.5), (last, 0.5), (0.5, 0), (0.5, last))]
    assert [receipt.note for receipt in receipts] == [""] * 4
    corners = [device.perform(Tap(x=x, y=y), frame) for x, y in itertools.product((0, last), (0, last))]
    assert all("corner" in receipt.note for receipt in corners)
    seen = [(event["x"], event["y"]) for event in log.wait_for(8, "press")]
    assert seen == [(0, 400), (1279, 400), (640, 0), (640, 799), (1, 0), (1, 799), (1278, 0), (1278, 799)]
    assert seen == [receipt.pixels[0] for receipt in (*receipts, *corners)]


def test_pictures_of_monitors_are_parts_of_the_whole(desk: PrivateDesk, device: DesktopDevice) -> None:
    whole = device.observe().image
    for number, area in (("1", RIGHT), ("MONITOR-2", LEFT)):
        with drive(desk, monitor=number) as one:
            picture = one.observe().image
        assert picture.tobytes() == whole.crop((area.left, area.top, area.right, area.bottom)).tobytes()


def test_an_unknown_monitor_is_refused_with_those_that_there_are(desk: PrivateDesk) -> None:
    with pytest.raises(BadOption, match=r"no monitor '3'.*1 \(MONITOR-1, 780x700\+0\+0\), 2 \(MONITOR-2, 500x800-500-100\)"):
        drive(desk, monitor="3")


def test_buttons(device: DesktopDevice, log: EventLog) -> None:
    frame = device.observe()
    device.perform(Tap(x=0.5, y=0.5), frame)
    device.perform(Click(x=0.5, y=0.5, button="right"), frame)
    device.perform(Click(x=0.5, y=0.5, button="middle"), frame)
    events = log.wait_for(6, "press", "release")
    assert [(event["kind"], event["button"]) for event in events] == [
        *(("press", 1), ("release", 1)),
        *(("press", 3), ("release", 3)),
        *(("press", 2), ("release", 2)),
    ]
    assert all(events[place + 1]["time"] - events[place]["time"] >= 25 for place in (0, 2, 4)), "a click must have a length"


def test_double_tap_and_long_press(device: DesktopDevice, log: EventLog) -> None:
    frame = device.observe()
    device.perform(DoubleTap(x=0.4, y=0.5), frame)
    first, _, second, _ = log.wait_for(4, "press", "release")
    assert 50 <= second["time"] - first["time"] <= 300
    log.clear()
    device.perform(LongPress(x=0.4, y=0.5, seconds=0.4), frame)
    down, up = log.wait_for(2, "press", "release")
    assert 380 <= up["time"] - down["time"] <= 800


@pytest.mark.parametrize(
    "action",
    [Drag(x=0.2, y=0.2, to_x=0.8, to_y=0.7, seconds=0.2), Swipe(x=0.2, y=0.2, to_x=0.8, to_y=0.7, seconds=0)],
    ids=["drag", "swipe"],
)
def test_a_stroke_has_steps_and_ends_where_asked(device: DesktopDevice, log: EventLog, action: Drag | Swipe) -> None:
    receipt = device.perform(action, device.observe())
    log.wait_for(1, "release")
    events = log.events()
    down = next(event for event in events if event["kind"] == "press")
    up = next(event for event in events if event["kind"] == "release")
    between = [
        event for event in events if event["kind"] == "motion" and down["time"] <= event["time"] and event["state"] & 0x100
    ]
    assert len(between) >= 10
    assert ((down["x"], down["y"]), (up["x"], up["y"])) == receipt.pixels == ((256, 160), (1024, 560))
    held_first = between[0]["time"] - down["time"]
    assert held_first >= (140 if action.kind == "drag" else 0)


@pytest.mark.parametrize(("direction", "button"), [("up", 4), ("down", 5), ("left", 6), ("right", 7)])
def test_the_wheel_turns_both_ways_on_both_axes(device: DesktopDevice, log: EventLog, direction: str, button: int) -> None:
    device.perform(Scroll(x=0.3, y=0.3, direction=direction, amount=0.3), device.observe())
    notches = round(0.3 * (800 if direction in ("up", "down") else 1280) / 60)
    events = log.wait_for(notches, "press")
    assert [event["button"] for event in events] == [button] * notches
    assert {(event["x"], event["y"]) for event in events} == {(384, 240)}


def test_hover_presses_nothing(device: DesktopDevice, log: EventLog) -> None:
    device.perform(Hover(x=0.75, y=0.25), device.observe())
    events = log.wait_for(1)
    assert {event["kind"] for event in events} == {"motion"}
    assert (events[-1]["x"], events[-1]["y"]) == (960, 200)


@pytest.mark.parametrize("corner", [(0, 0), (1279, 799)])
def test_a_person_stops_everything_by_a_corner(
    desk: PrivateDesk, device: DesktopDevice, log: EventLog, corner: tuple[int, int]
) -> None:
    frame = device.observe()
    run(desk, "xdotool", "mousemove", *map(str, corner))
    until(lambda: log.events("motion"))
    log.clear()
    for action in (Tap(x=0.5, y=0.5), Scroll(direction="down"), Type(text="x"), Hotkey(keys=("a",))):
        with pytest.raises(StoppedByPerson, match="moved the pointer into a corner"):
            device.perform(action, frame)
    assert log.events() == []
    run(desk, "xdotool", "mousemove", "600", "300")
    device.perform(Tap(x=0.5, y=0.5), frame)
    log.wait_for(1, "press")


def test_a_person_can_stop_a_drag_that_is_under_way(desk: PrivateDesk, device: DesktopDevice, log: EventLog) -> None:
    desk.start(["sh", "-c", "sleep 0.5; xdotool mousemove 0 0"])
    with pytest.raises(StoppedByPerson):
        device.perform(Drag(x=0.2, y=0.2, to_x=0.8, to_y=0.7, seconds=5), device.observe())
    assert [event["kind"] for event in log.wait_for(2, "press", "release")] == ["press", "release"]
    run(desk, "xdotool", "mousemove", "600", "300")
