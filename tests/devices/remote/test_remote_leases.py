"""One driver at a time: who waits for whom, how long, and what becomes of a driver that fell silent."""

from __future__ import annotations

import time

import pytest
from lending import TOKEN, Raw, drive, lent, pictures

from devices.actions import Tap
from devices.errors import DeviceLost
from devices.remote.leases import REMEMBERED_LEASES, REMEMBERED_ORDERS, Denied, Journal, Leases
from devices.remote.watching import watching
from devices.scripted import ScriptedDevice

TAP = Tap(x=0.5, y=0.5)


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def denied(work: object) -> str:
    with pytest.raises(Denied) as caught:
        work()  # type: ignore[operator]
    return caught.value.trouble.kind


def test_a_second_driver_learns_who_drives_and_for_how_long() -> None:
    device = ScriptedDevice(pictures())
    with lent(device) as server:
        with drive(server.url) as first:
            first.perform(TAP, first.observe())
            with pytest.raises(DeviceLost, match=r"being driven by .+@.+ \(process \d+\); .* in (29|30) s"):
                drive(server.url)
            with watching(server.url, TOKEN) as frames:
                assert next(frames).digest == first.observe().digest, "watching needs no lease"
        with drive(server.url) as second:
            second.perform(TAP, second.observe())
        with pytest.raises(DeviceLost, match="closed"):
            first.observe()
    assert len(device.performed) == 2


def test_a_driver_that_thinks_keeps_its_place() -> None:
    with lent(ScriptedDevice(pictures()), lease_seconds=0.25) as server, drive(server.url) as first:
        frame = first.observe()
        time.sleep(0.5)
        with pytest.raises(DeviceLost, match="being driven"):
            drive(server.url)
        first.perform(TAP, frame)


def test_a_silent_driver_loses_its_place_only_to_another_one() -> None:
    device = ScriptedDevice(pictures())
    tap: dict[str, object] = {"kind": "tap", "x": 0.5, "y": 0.5}
    with lent(device, lease_seconds=0.1) as server:
        raw = Raw(server.url)
        silent = raw.lease()
        assert raw.order(silent, 1, tap)["state"] == "done"
        time.sleep(0.15)
        assert raw.order(silent, 2, tap)["state"] == "done", "nobody wanted its place"
        time.sleep(0.15)
        raw.lease("driver-number-two", "an impatient one\x1b[2J")
        late = raw.order(silent, 3, tap)
        assert late["kind"] == "LeaseTaken"
        assert "by an impatient one [2J, so nothing was done" in late["message"]
        assert raw.order(silent, 2, tap)["state"] == "done", "it may still learn what its own order came to"
        assert raw("GET", "/v1/frame", params={"lease": silent}).json()["kind"] == "LeaseTaken"
        assert raw("PUT", f"/v1/lease/{silent}").json()["kind"] == "LeaseTaken"
        assert raw("DELETE", f"/v1/lease/{silent}").json()["holder"].startswith("an impatient one")
        assert raw.order("a-lease-of-nobody", 1, tap)["kind"] == "LeaseUnknown"
    assert len(device.performed) == 2


def test_a_driver_whose_place_was_taken_has_lost_the_device() -> None:
    device = ScriptedDevice(pictures())
    with lent(device, lease_seconds=0.1) as server, drive(server.url) as first:
        frame = first.observe()
        first._heart.stop()  # what the end of its process would do
        time.sleep(0.15)
        with drive(server.url) as second:
            for call in (first.observe, lambda: first.perform(TAP, frame)):
                with pytest.raises(DeviceLost, match=r"taken over by .*open the device again"):
                    call()
            second.perform(TAP, second.observe())
    assert len(device.performed) == 1


def test_leases_follow_the_clock() -> None:
    clock = Clock()
    leases: Leases[int] = Leases(30, clock=clock)
    first = leases.take("driver-1", "one")
    assert leases.take("driver-1", "one") == first
    clock.now += 29
    assert denied(lambda: leases.take("driver-2", "two")) == "Busy"
    leases.heard(first)
    clock.now += 29
    assert denied(lambda: leases.take("driver-2", "two")) == "Busy"
    clock.now += 2
    second = leases.take("driver-2", "two")
    assert leases.holder == "two"
    assert denied(lambda: leases.heard(first)) == "LeaseTaken"
    leases.give_back(first)
    assert leases.drives(second)
    leases.give_back(second)
    assert leases.holder == ""
    assert denied(lambda: leases.heard(second)) == "LeaseTaken"
    assert not leases.drives("")


def test_old_leases_are_forgotten() -> None:
    leases: Leases[int] = Leases(30)
    taken = []
    for number in range(REMEMBERED_LEASES + 1):
        taken.append(leases.take(f"driver-{number}", ""))
        leases.give_back(taken[-1])
    assert denied(lambda: leases.journal(taken[0])) == "LeaseUnknown"
    leases.journal(taken[1])


def test_a_journal_lets_each_number_begin_once_and_in_order() -> None:
    journal: Journal[str] = Journal()
    for number in range(1, REMEMBERED_ORDERS + 3):
        assert journal.allows(number)
        journal.begin(number, str(number))
        assert not journal.allows(number)
    assert journal.find(REMEMBERED_ORDERS) == str(REMEMBERED_ORDERS)
    assert journal.find(1) is None
    assert not journal.allows(1), "forgotten is not the same as never begun"
    journal.fence(1000)
    assert not journal.allows(1000)
    journal.fence(5)
    assert not journal.allows(1000)
    assert journal.allows(1001)
