"""The phone's clock: a stepped one stands still but for its use, and the same use then shows the same pixels."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from system_use import Hand

from devices.phone.clock import PhoneClock
from devices.phone.times import format_time

NOTES = "com.fingertip.notes"


@pytest.fixture
def hand() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.phone.close()


def test_a_stepped_clock_goes_on_with_touches_keys_and_texts_alone(hand: Hand) -> None:
    phone = hand.phone
    start = phone.now
    time.sleep(0.02)
    phone.grab()
    phone.tree()
    assert phone.now == start
    phone.tap(5, 800)
    phone.swipe(100, 1200, 100, 1100)
    phone.press_key("home")
    phone.commit_text("nowhere to go")
    assert (phone.now - start).total_seconds() == 2.0


def test_advance_passes_every_second(hand: Hand) -> None:
    ticks = []
    hand.phone._bridge.ticked.connect(lambda: ticks.append(hand.phone.now))
    start = hand.phone.now
    hand.phone.advance(10)
    assert (hand.phone.now - start).total_seconds() == 10
    assert len(ticks) == 10
    with pytest.raises(ValueError, match="cannot go back"):
        hand.phone.clock.advance(-1)
    with pytest.raises(ValueError, match="a year at once"):
        hand.phone.advance(1e9)


def test_long_advances_tick_less_often(hand: Hand) -> None:
    ticks = []
    hand.phone._bridge.ticked.connect(lambda: ticks.append(1))
    hand.phone.advance(24 * 3600)
    assert len(ticks) <= 601


def test_a_toast_goes_with_the_phones_time(hand: Hand) -> None:
    hand.phone._bridge.showToast("Done")
    assert "Done" in hand.names()
    hand.phone.advance(1.5)
    assert "Done" in hand.names()
    hand.phone.advance(0.5)
    assert "Done" not in hand.names()


def test_a_running_clock_runs() -> None:
    clock = PhoneClock("running")
    before = clock.seconds
    time.sleep(0.01)
    assert clock.seconds > before
    clock.advance(100)
    assert clock.seconds > 100


def test_the_same_use_shows_the_same_pixels_in_two_processes() -> None:
    script = Path(__file__).with_name("random_use.py")
    command = [sys.executable, str(script), "5", "100"]
    environment = {**os.environ, "PYTHONPATH": str(script.parents[3])}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    first, second = (process.communicate(timeout=120)[0].splitlines() for process in running)
    assert len(first) == 100
    assert first == second
    assert len({line.split()[1] for line in first}) > 20  # it did show many things


def test_holding_takes_no_time_of_the_host(hand: Hand) -> None:
    hand.phone.start(NOTES, "edit")
    hand.phone.commit_text("a" * 60)
    key = hand.node("backspace")
    assert key is not None
    hand.phone.swipe(*key.centre, *key.centre, 450 + 20 * 60)
    assert {node.text for node in hand.phone.tree().walk() if node.identifier == "note_title"} == {"a" * 40}


def test_a_stroke_leaves_a_list_where_the_finger_left_it(hand: Hand) -> None:
    hand.phone.start("com.android.settings")

    def tops() -> dict[str, int]:
        return {node.text: node.bounds[1] for node in hand.phone.tree().walk() if node.text}

    before = tops()
    hand.phone.swipe(300, 1200, 300, 900)
    after = tops()
    moved = {before[text] - after[text] for text in before.keys() & after.keys() if after[text] != before[text]}
    assert 240 <= max(moved) <= 300
    assert after == tops()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "ja-JP", "de-DE", "ar"])
def test_all_languages_write_the_time_in_the_same_digits(locale: str) -> None:
    assert format_time(7 * 3600_000 + 5 * 60_000, "time", locale, half=False) == "7:05"
