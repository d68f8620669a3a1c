"""The pen: when it may move, what is refused before anything is sent, how it is stopped, and that receipts are true."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from stylus_bench import DEEP, TRAVEL, Bench

from devices.errors import ActionRefused, DeliveryUnknown, DeviceError, DeviceLost, StoppedByPerson
from devices.stylus.gcode import Contact
from devices.stylus.grbl import HOLD
from devices.stylus.machine import Limits
from devices.stylus.plotter import Drawn
from devices.stylus.simulator.settings import Settings


def motions(bench: Bench) -> bytes:
    """What was sent that moves something."""
    return b"".join(line for line in bytes(bench.wire.sent).split(b"\n") if b"G53" in line or b"$H" in line or b"$J" in line)


def test_a_tap_is_felt_where_it_was_meant_and_the_pen_is_parked() -> None:
    bench = Bench().ready()
    drawn = bench.plotter.draw([bench.tap(111, 2222)])
    assert drawn.delivered == "yes"
    assert drawn.note == ""
    assert [kind for kind, _, _ in bench.felt] == ["DOWN", "UP"]
    assert bench.glass.touches == [(111, 2222)]
    assert bench.controller.place == pytest.approx((-2, -2, TRAVEL))
    assert bench.plotter.parked
    assert "G53G1Z-18.400F4500" in drawn.lines


@settings(max_examples=20)
@given(column=some.integers(0, 1079), row=some.integers(0, 2399))
def test_every_pixel_is_felt_within_one(column: int, row: int) -> None:
    bench = Bench().ready()
    assert bench.plotter.draw([bench.tap(column, row)]).delivered == "yes"
    assert len(bench.glass.touches) == 1
    assert abs(bench.glass.touches[0][0] - column) <= 1
    assert abs(bench.glass.touches[0][1] - row) <= 1


def test_a_stroke_is_continuous() -> None:
    bench = Bench().ready()
    assert bench.plotter.draw([bench.swipe()]).delivered == "yes"
    kinds = [kind for kind, _, _ in bench.felt]
    assert kinds[0] == "DOWN"
    assert kinds[-1] == "UP"
    assert kinds.count("DOWN") == 1
    rows = [row for _, _, row in bench.felt]
    assert rows[0] == 1800
    assert rows[-1] == 600
    assert rows == sorted(rows, reverse=True)
    assert max(one - other for one, other in pairwise(rows)) < 60


def test_two_contacts_are_two_taps() -> None:
    bench = Bench().ready()
    bench.plotter.draw([bench.tap(), bench.tap()])
    assert [kind for kind, _, _ in bench.felt] == ["DOWN", "UP"] * 2


# before it may move


def test_nothing_moves_before_confirmation_and_homing() -> None:
    bench = Bench()
    start = bench.controller.place
    for move in (bench.plotter.home, lambda: bench.plotter.draw([bench.tap()])):
        with pytest.raises(ActionRefused, match="confirm=yes"):
            move()
    bench.plotter.confirm()
    with pytest.raises(ActionRefused, match="not been homed"):
        bench.plotter.draw([bench.tap()])
    assert motions(bench) == b""
    assert bench.controller.place == start
    bench.plotter.home()
    assert bench.plotter.draw([bench.tap()]).delivered == "yes"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"s22": 0.0, "s20": 0.0}, r"homing switched off.*\$22=1"),
        ({"s20": 0.0}, r"soft limits switched off.*\$20=1"),
        ({"s13": 1.0}, r"inches.*\$13=0"),
        ({"s21": 1.0}, r"\$21=0.*check=report"),
    ],
)
def test_a_controller_without_what_keeps_it_safe_is_not_used(changes: dict[str, float], words: str) -> None:
    with pytest.raises(DeviceLost, match=words):
        Bench(settings=Settings(**changes))


def test_a_parking_place_out_of_reach_is_refused() -> None:
    with pytest.raises(ActionRefused, match="glass lies at Z"):
        Bench(settings=Settings(s132=15.0))


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        (Contact(((5.0, -50.0),), 0.1), "X 5.0 mm, outside"),
        (Contact(((-50.0, -231.0),), 0.1), "Y -231.0 mm, outside"),
        (Contact(((-50.0, -50.0), (-171.0, -50.0)), 0.1), "X -171.0 mm, outside"),
        (Contact(((-169.0, -229.0),), 0.1), "282 mm at once, and 200 mm"),
        (Contact(((-50.0, -50.0), (-60.0, -50.0)), 0.1, 0.0, 20_000.0), "20000 mm/min and the robot may go 6000"),
        (Contact(((-50.0, -50.0),), 60.0), "after 30 s whatever moves is stopped"),
        (Contact(((-50.0, -50.0), (-150.0, -50.0)), 0.1, 0.0, 60.0), "after 30 s"),
    ],
)
def test_what_is_out_of_bounds_is_refused_before_anything_is_sent(contact: Contact, words: str) -> None:
    bench = Bench(limits=Limits(move=200.0)).ready()
    before = len(bench.wire.sent)
    with pytest.raises(ActionRefused, match=words):
        bench.plotter.draw([contact])
    assert len(bench.wire.sent) == before
    assert bench.plotter.draw([bench.tap()]).delivered == "yes", "a refusal holds nothing"


# stopping


def at_a_stroke(bench: Bench, act: Callable[[], None]) -> None:
    """Let something happen once, in the middle of the next stroke."""

    def happen() -> None:
        if len(bench.felt) > 10:
            bench.happen = lambda: None
            act()

    bench.happen = happen


def test_ctrl_c_in_the_middle_of_a_stroke_holds_the_feed_and_lifts_the_pen() -> None:
    bench = Bench().ready()
    at_a_stroke(bench, lambda: signal.raise_signal(signal.SIGINT))
    before = len(bench.wire.sent)
    with pytest.raises(KeyboardInterrupt):
        bench.plotter.draw([bench.swipe()])
    sent = bytes(bench.wire.sent[before:])
    assert HOLD in sent
    assert bench.felt[-1][0] == "UP"
    assert bench.controller.place[2] == pytest.approx(TRAVEL)
    assert bench.felt[-1][2] > 1000, "it stopped on its way"
    assert bench.controller.place[:2] == pytest.approx(bench.bed.to_mm(*bench.felt[-1][1:]), abs=0.2), "no step was lost"
    with pytest.raises(StoppedByPerson):
        bench.plotter.draw([bench.tap()])
    bench.plotter.home()
    assert bench.plotter.draw([bench.tap()]).delivered == "yes"


def test_stop_from_another_thread_lifts_the_pen() -> None:
    bench = Bench().ready()

    def from_elsewhere() -> None:
        thread = threading.Thread(target=bench.plotter.stop)
        thread.start()
        thread.join()

    at_a_stroke(bench, from_elsewhere)
    with pytest.raises(StoppedByPerson, match="in the middle of a touch"):
        bench.plotter.draw([bench.swipe()])
    assert bench.felt[-1][0] == "UP"
    assert not bench.plotter.parked


def test_stop_before_the_touch_touches_nothing() -> None:
    bench = Bench().ready()
    bench.plotter.stop()
    with pytest.raises(StoppedByPerson):
        bench.plotter.draw([bench.tap()])
    bench.plotter.home()
    begun = bench.wire.seconds

    def happen() -> None:
        if bench.wire.seconds > begun + 0.3:
            bench.happen = lambda: None
            bench.plotter.stop()

    bench.happen = happen
    with pytest.raises(StoppedByPerson, match="before it touched anything"):
        bench.plotter.draw([bench.tap()])
    assert bench.felt == []


@pytest.mark.parametrize("way", ["ctrl-c", "stop"])
def test_homing_is_stopped_at_once(way: str) -> None:
    bench = Bench()
    bench.plotter.confirm()
    begun = bench.wire.seconds

    def happen() -> None:
        if bench.wire.seconds > begun + 1:
            bench.happen = lambda: None
            if way == "stop":
                bench.plotter.stop()
            else:
                signal.raise_signal(signal.SIGINT)

    bench.happen = happen
    with pytest.raises(StoppedByPerson if way == "stop" else KeyboardInterrupt):
        bench.plotter.home()
    assert bench.wire.seconds < begun + 2
    place = bench.controller.place
    bench.wire.pause(3.0)
    assert bench.controller.place == place
    with pytest.raises(StoppedByPerson):
        bench.plotter.draw([bench.tap()])
    bench.plotter.home()
    assert bench.plotter.draw([bench.tap()]).delivered == "yes"


def test_what_takes_too_long_is_stopped_by_the_dead_mans_timer() -> None:
    def hurried(seconds: float, call: Callable[[], None]) -> threading.Timer:
        return threading.Timer(seconds / 100, call)

    bench = Bench(timer=hurried).ready()
    at_a_stroke(bench, lambda: time.sleep(0.5))  # whoever should watch the stroke hangs
    with pytest.raises(DeliveryUnknown, match="took longer than 30 s"):
        bench.plotter.draw([bench.swipe()])
    assert bench.felt[-1][0] == "UP"
    assert bench.felt[-1][2] > 1000, "it did not go on to the end"
    assert not any(isinstance(thread, threading.Timer) for thread in threading.enumerate())


def test_the_pen_goes_up_by_itself_when_the_computer_dies_during_a_touch() -> None:
    bench = Bench().ready()

    def die() -> None:
        bench.wire.cut = True

    at_a_stroke(bench, die)
    with pytest.raises(DeviceLost, match="serial line to the robot is gone"):
        bench.plotter.draw([bench.swipe()])
    assert bench.felt[-1][0] != "UP"
    bench.wire.pause(10.0)
    assert bench.felt[-1][0] == "UP"
    assert bench.controller.place[2] == pytest.approx(TRAVEL)


def test_a_line_that_is_cut_before_the_touch_is_lost() -> None:
    bench = Bench().ready()
    bench.wire.cut = True
    with pytest.raises(DeviceLost):
        bench.plotter.draw([bench.tap()])
    assert bench.felt == []


# the truth of receipts


def slip(bench: Bench, when: Callable[[], bool], millimetres: float) -> None:
    """Let the motors miss steps once."""

    def happen() -> None:
        if when():
            bench.happen = lambda: None
            bench.controller.slip(millimetres, millimetres)

    bench.happen = happen


@pytest.mark.parametrize("encoders", [False, True])
@pytest.mark.parametrize("millimetres", [-6.0, -0.8, 0.8, 1.7])
def test_steps_missed_during_a_touch_make_its_receipt_unknown(encoders: bool, millimetres: float) -> None:
    limits = Limits(check="report" if encoders else "switches")
    bench = Bench(encoders=encoders, limits=limits).ready()
    slip(bench, lambda: bench.glass.pressed, millimetres)
    drawn = bench.plotter.draw([bench.swipe()])
    assert drawn.delivered == "unknown"
    assert re.search("off its place|limit switches", drawn.note)
    assert bench.plotter.held
    assert not bench.plotter.parked
    with pytest.raises(ActionRefused, match="held"):
        bench.plotter.draw([bench.tap()])
    bench.plotter.home()
    assert bench.plotter.draw([bench.tap()]) == Drawn(bench.plotter.draw([bench.tap()]).lines, "yes")


def test_with_encoders_steps_missed_on_the_way_are_seen_before_anything_is_touched() -> None:
    bench = Bench(encoders=True, limits=Limits(check="report")).ready()
    slip(bench, lambda: bench.controller.place[0] < -30, 3.0)
    with pytest.raises(ActionRefused, match=r"before it touched anything, since the pen is 4\.24 mm off"):
        bench.plotter.draw([bench.tap()])
    assert bench.felt == []


def test_without_encoders_and_without_the_switches_nobody_would_know() -> None:
    bench = Bench(limits=Limits(check="report")).ready()
    slip(bench, lambda: bench.controller.place[0] < -30, 3.0)
    assert bench.plotter.draw([bench.tap()]).delivered == "yes"
    assert bench.glass.touches != [(540, 1200)], "this is why check=switches is what is done unless asked otherwise"


HOMED = len(Bench().ready().wire.sent)
DONE = Bench().ready()
DONE.plotter.draw([DONE.tap()])
BYTES = len(DONE.wire.sent)


@settings(max_examples=40)
@given(
    lost=some.integers(HOMED, BYTES),
    instead=some.sampled_from([b"", b"0", b"-", b".", b"X", b"\n", b"\xff", b"11"]),
    column=some.integers(0, 1079),
)
def test_whatever_happens_to_a_byte_a_yes_is_true_and_a_refusal_touched_nothing(lost: int, instead: bytes, column: int) -> None:
    bench = Bench(spoil=lambda number, byte: instead if number == lost else bytes([byte])).ready()
    try:
        drawn = bench.plotter.draw([bench.tap(column)])
    except ActionRefused:
        assert bench.felt == []
    except DeviceError:
        pass
    else:
        if drawn.delivered == "yes":
            assert len(bench.glass.touches) == 1
            assert abs(bench.glass.touches[0][0] - column) <= 5  # 0.3 mm
            assert bench.felt[0][0] == "DOWN"
            assert bench.felt[-1][0] == "UP"
    bench.wire.pause(3.0)
    assert not bench.glass.pressed


def test_a_pen_that_never_came_down_is_no_yes() -> None:
    """The height lost a digit on the cable: all lines are acknowledged, and nothing was touched."""
    bench = Bench().ready()
    start = bytes(bench.wire.sent)
    bench.plotter.draw([bench.tap()])
    place = len(start) + bytes(bench.wire.sent)[len(start) :].index(b"Z-18.4") + 2
    again = Bench(spoil=lambda number, byte: b"" if number == place else bytes([byte])).ready()
    drawn = again.plotter.draw([again.tap()])
    assert again.felt == []
    assert drawn.delivered == "unknown"
    assert "height of the glass" in drawn.note


def test_the_height_of_the_glass_is_below_it() -> None:
    assert Bench().bed.z - DEEP < Bench().bed.z


def test_a_pen_that_was_sent_down_instead_of_up_is_lifted() -> None:
    """The height that the pen is lifted to is garbled into one below the glass."""
    place = bytes(DONE.wire.sent).index(b"G53G1Z-14", HOMED) + len(b"G53G1Z-1")
    bench = Bench(spoil=lambda number, byte: b"9" if number == place else bytes([byte])).ready()
    drawn = bench.plotter.draw([bench.tap()])
    assert drawn.delivered == "unknown"
    assert "off its place" in drawn.note
    assert bench.felt[-1][0] == "UP"
    assert bench.controller.place[2] == pytest.approx(TRAVEL)
