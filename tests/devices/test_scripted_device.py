"""The shipped fake: it keeps the contract, and does what its script says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from devices.actions import KINDS, Press, Tap, Wait
from devices.contract import CHECKS, OPENING_CHECKS, SAMPLES, Check, OpeningCheck
from devices.errors import ActionRefused, BadOption, DeliveryUnknown, DeviceLost, ScreenBlack
from devices.registry import open_device
from devices.scripted import ScriptedDevice


def picture(shade: int, size: tuple[int, int] = (90, 200)) -> Image.Image:
    return Image.new("RGB", size, (shade, shade, shade))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_scripted_device_keeps_the_contract(check: Check) -> None:
    with ScriptedDevice([picture(shade) for shade in (40, 80, 120)]) as device:
        check(device)


@pytest.mark.parametrize("check", OPENING_CHECKS, ids=lambda check: check.__name__)
def test_scripted_device_leaves_nothing_behind(check: OpeningCheck) -> None:
    check(lambda: ScriptedDevice([picture(40)]))


def test_the_contract_tries_every_kind() -> None:
    assert {action.kind for action in SAMPLES} == KINDS


def test_each_action_shows_the_next_picture_and_the_last_one_stays() -> None:
    device = ScriptedDevice([picture(10), picture(20)])
    seen = []
    for _ in range(4):
        frame = device.observe()
        seen.append(frame.image.getpixel((0, 0)))
        device.perform(Press(key="back"), frame)
    assert seen == [(10, 10, 10), (20, 20, 20), (20, 20, 20), (20, 20, 20)]
    assert device.performed == [Press(key="back")] * 4


def test_screens_can_be_made_as_they_are_needed() -> None:
    device = ScriptedDevice(lambda done: picture(100 + done))
    device.perform(Wait(seconds=0), device.observe())
    assert device.observe().image.getpixel((0, 0)) == (101, 101, 101)


def test_errors_come_at_the_calls_that_the_script_names() -> None:
    device = ScriptedDevice(
        [picture(10), picture(20)],
        observe_errors={1: ScreenBlack("dark")},
        perform_errors={0: ActionRefused("no"), 1: DeliveryUnknown("perhaps")},
    )
    frame = device.observe()
    with pytest.raises(ScreenBlack):
        device.observe()
    with pytest.raises(ActionRefused):
        device.perform(Tap(x=0.5, y=0.5), frame)
    assert device.performed == []
    with pytest.raises(DeliveryUnknown):
        device.perform(Tap(x=0.5, y=0.5), frame)
    assert device.performed == [Tap(x=0.5, y=0.5)]
    assert device.observe().image.getpixel((0, 0)) == (20, 20, 20)


def test_a_folder_of_pictures_is_a_device(tmp_path: Path) -> None:
    picture(33).save(tmp_path / "1.png")
    picture(66).save(tmp_path / "2.png")
    with open_device(f"scripted:{tmp_path}") as device:
        frame = device.observe()
        assert frame.image.getpixel((0, 0)) == (33, 33, 33)
        device.perform(Press(key="home"), frame)
        assert device.observe().image.getpixel((0, 0)) == (66, 66, 66)
    with pytest.raises(DeviceLost):
        device.observe()


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_a_folder_without_pictures_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "1.png").write_bytes(content)
    with pytest.raises(BadOption):
        open_device(f"scripted:{tmp_path}")
