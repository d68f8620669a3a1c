"""The protocol: streaming never overfills the buffer, numbers become words, garbage is never a position."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from stylus_bench import Bench

from devices.errors import DeviceLost
from devices.stylus.grbl import Grbl, Late, Refused, Restarted
from devices.stylus.opening import open_grbl
from devices.stylus.simulator.controller import BANNER
from devices.stylus.status import Status
from devices.stylus.words import ALARMS, ERRORS, alarm_words, error_words

LINES = some.lists(
    some.one_of(
        some.builds("G1X{:.3f}Y{:.3f}F{}".format, some.floats(-160, 0), some.floats(-220, 0), some.integers(2000, 9000)),
        some.builds("G0Z{:.3f}".format, some.floats(-20, 0)),
        some.builds("G4P{:.2f}".format, some.floats(0, 0.2)),
        some.just("(" + "-" * 70 + ")"),
        some.just("G21G90"),
        some.just(""),
    ),
    max_size=60,
)


@settings(max_examples=25)
@given(LINES)
def test_streaming_never_overfills_the_buffer(lines: list[str]) -> None:
    bench = Bench()
    bench.says(b"$X\n")
    bench.controller.fullest = 0
    bench.grbl.run(lines, seconds=600.0, watch=lambda status: None)
    assert bench.controller.overflows == 0
    assert bench.controller.fullest <= 127
    bench.grbl.come_to_rest(600.0)


def test_the_buffer_is_filled_so_that_motions_follow_each_other() -> None:
    bench = Bench()
    bench.says(b"$X\n")
    bench.grbl.run([f"G1X-{number % 7 + 1}Y-5F2000" for number in range(60)], seconds=60.0)
    assert 90 < bench.controller.fullest <= 127


def test_a_sender_that_does_not_count_loses_bytes() -> None:
    bench = Bench()
    bench.says(b"$X\n")
    said = bench.says(b"".join(b"G1X-%d.000Y-5.000F2000\n" % number for number in range(1, 60)), seconds=20.0)
    assert bench.controller.overflows > 0, "the simulator would not notice what the streaming is there to avoid"
    assert said.count("ok") < 59


@pytest.mark.parametrize("number", ERRORS)
def test_every_error_has_words(number: int) -> None:
    assert error_words(str(number)).endswith(f"(error {number})")


@pytest.mark.parametrize("number", ALARMS)
def test_every_alarm_has_words(number: int) -> None:
    assert alarm_words(f"{number}").endswith(f"(alarm {number})")


@pytest.mark.parametrize("code", ["", "99", "-1", "x", "9" * 30, "²"])
def test_numbers_that_grbl_does_not_have_are_said_as_they_are(code: str) -> None:
    assert "does not define" in error_words(code)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("G1X", 2),
        ("5", 1),
        ("$q", 3),
        ("G2X1Y1R5", 20),
        ("G0G1X-1", 21),
        ("G1X-1", 22),
        ("G1X-1X-2F5", 25),
        ("G4", 28),
        ("G0" + " " * 80 + "X-1", 11),
        ("$20=-1", 4),
        ("$J=X-1", 22),
        ("$J=X5F100", 15),
        ("$J=G1X-5F100", 16),
    ],
)
def test_what_is_wrong_with_a_line_comes_back_in_words(line: str, number: int) -> None:
    bench = Bench()
    bench.says(b"$X\n")
    assert bench.says(line.encode() + b"\n") == [f"error:{number}"]
    if len(line) < 79:
        with pytest.raises(Refused, match=rf"\(error {number}\)"):
            bench.grbl.run([line], seconds=1.0)


def test_nothing_moves_in_an_alarm() -> None:
    bench = Bench()
    with pytest.raises(Refused, match=r"locked out.*\(error 9\)"):
        bench.grbl.run(["G0X-5"], seconds=1.0)


def test_a_soft_limit_is_an_alarm_in_words() -> None:
    bench = Bench().ready()
    with pytest.raises(Refused, match=r"leave the machine's travel \(alarm 2\)"):
        bench.grbl.run(["G53G0X5"], seconds=1.0)
    with pytest.raises(Late):
        bench.grbl.status()  # it hears nothing but a reset now
    bench.grbl.wake()
    assert bench.grbl.status().state == "Alarm"


def test_a_restart_in_between_is_noticed() -> None:
    bench = Bench().ready()
    bench.happen = lambda: bench.controller.receive(b"\x18") if bench.wire.seconds > before + 0.1 else None
    before = bench.wire.seconds
    with pytest.raises((Restarted, Refused)):
        bench.grbl.run(["G53G1X-100F500", "G4P1"], seconds=60.0)


class Says:
    """A port that says given bytes and takes everything."""

    def __init__(self, *said: bytes) -> None:
        self._said = list(said)
        self.seconds = 0.0

    def clock(self) -> float:
        return self.seconds

    def read(self, size: int, /) -> bytes:
        self.seconds += 0.05
        return self._said.pop(0) if self._said else b""

    def write(self, data: bytes, /) -> int:
        return len(data)

    def close(self) -> None:
        self._said = []


def grbl_that_says(*said: bytes) -> Grbl:
    port = Says(*said)
    return Grbl(port, clock=port.clock, pause=lambda seconds: None)


@pytest.mark.parametrize(
    "report",
    [
        b"<Idle|MPos:0.000,0.000|FS:0,0>",
        b"<Idle|MPos:,,|FS:0,0>",
        b"<Idle|FS:0,0>",
        b"<Idle|WPos:1.000,1.000,1.000|FS:0,0>",  # without an offset nobody knows where that is
        b"<Idle|MPos:nan,nan,nan|FS:0,0>",
        b"<Idle|MPos:1.0,2.000,3.000|FS:0,0>",
        b"<Idle|MPos:1.000,2.000,3.000",
        b"\xff\xfe<>",
        b"",
    ],
)
def test_a_failed_read_is_an_error_and_never_a_zero(report: bytes) -> None:
    with pytest.raises(Late, match="no status report"):
        grbl_that_says(report + b"\r\n").status()


def test_a_position_in_work_coordinates_needs_their_offset() -> None:
    grbl = grbl_that_says(b"<Idle|WPos:1.000,1.000,1.000|WCO:-10.000,-20.000,-30.000>\r\n")
    assert grbl.status() == Status("Idle", "", (-9.0, -19.0, -29.0))


@settings(max_examples=60)
@given(some.lists(some.binary(max_size=40), max_size=8))
def test_garbage_from_the_wire_is_a_typed_error(said: list[bytes]) -> None:
    grbl = grbl_that_says(*said)
    with pytest.raises((Late, Refused, Restarted)):
        grbl.status()


@pytest.mark.parametrize("said", [b"", b"Marlin 2.1\r\nok\r\n", b"\x00\xff" * 50])
def test_what_is_no_grbl_is_lost(said: bytes) -> None:
    with pytest.raises(DeviceLost, match="answers as GRBL does"):
        grbl_that_says(said).wake()


def test_an_old_grbl_is_named() -> None:
    with pytest.raises(DeviceLost, match=r"Grbl 0\.9j.*needs GRBL 1\.1"):
        grbl_that_says(b"\r\nGrbl 0.9j ['$' for help]\r\n").wake()


def test_a_flood_without_an_end_does_not_fill_the_memory() -> None:
    grbl = grbl_that_says(*[b"x" * 1000] * 40, BANNER.encode() + b"\r\n", b"\r\n" + BANNER.encode() + b"\r\n")
    assert grbl.wake().startswith("Grbl 1.1h")
    assert grbl.garbage > 0


def test_a_port_that_is_not_there_is_lost() -> None:
    with pytest.raises(DeviceLost, match="cannot be opened"):
        open_grbl("/dev/there-is-no-such-port")


def test_a_port_whose_other_end_is_mute_is_lost() -> None:
    master, slave = os.openpty()
    try:
        with pytest.raises(DeviceLost, match="answers as GRBL does"):
            open_grbl(os.ttyname(slave), seconds=0.2)
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize("line", ["G1X\n", "G1?", "G0!", "x" * 90, "~"])
def test_lines_that_would_do_something_else_are_not_sent(line: str) -> None:
    bench = Bench()
    before = len(bench.wire.sent)
    with pytest.raises(ValueError, match="no line for GRBL"):
        bench.grbl.run([line], seconds=1.0)
    assert len(bench.wire.sent) == before
