"""Pictures arrive as they were taken, never old, never spoilt; watchers get the newest one."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import count

import pytest
from lending import TOKEN, driven, lent, pictures
from PIL import Image, ImageChops

from devices.actions import Tap
from devices.errors import DeviceLost, ScreenBlack, ScreenUnavailable
from devices.frame import Frame
from devices.remote.frames import Eyes
from devices.remote.link import Answer
from devices.remote.messages import HEAD, Format, FrameHead
from devices.remote.pictures import decode, encode
from devices.remote.watching import watching
from devices.scripted import ScriptedDevice

TAP = Tap(x=0.5, y=0.5)


@pytest.mark.parametrize("form", ["png", "raw"])
def test_lossless_pictures_are_the_very_same(form: Format) -> None:
    screens = pictures(3)
    with driven(ScriptedDevice(screens), form=form) as remote:
        for screen in screens:
            for _ in range(2):  # the second time only "the same again" travels
                frame = remote.observe()
                assert frame.image.tobytes() == screen.tobytes()
                assert (frame.png is not None) == (form == "png")
                assert abs(time.time() - frame.seconds) < 5
            remote.perform(TAP, frame)


@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_lossy_pictures_are_nearly_the_same_and_can_be_acted_on(form: Format) -> None:
    screen = Image.linear_gradient("L").convert("RGB")
    device = ScriptedDevice([screen, screen.rotate(180)])
    with driven(device, form=form) as remote:
        frame = remote.observe()
        worst = max(high for _, high in ImageChops.difference(frame.image, screen).getextrema())
        assert worst < 24
        assert frame.png is None
        assert remote.observe().digest == frame.digest
        remote.perform(TAP, frame)
        assert remote.observe().digest != frame.digest
    assert device.performed == [TAP]


def test_drawing_on_a_picture_spoils_no_later_one() -> None:
    with driven(ScriptedDevice(pictures())) as remote:
        first = remote.observe()
        digest = first.digest
        first.image.paste("red", (0, 0, 50, 50))
        later = remote.observe()
        assert later.digest == digest


def test_what_the_device_says_of_its_screen_arrives() -> None:
    errors = {1: ScreenBlack("The screen is black; wake it."), 2: ScreenUnavailable("There is no picture; look again.")}
    with driven(ScriptedDevice(pictures(), observe_errors=errors)) as remote:
        remote.observe()
        with pytest.raises(ScreenBlack, match=r"^The screen is black; wake it\.$"):
            remote.observe()
        with pytest.raises(ScreenUnavailable, match=r"^There is no picture; look again\.$"):
            remote.settle(deadline=0)
        remote.observe()


def test_a_dead_served_device_is_lost_with_its_own_sentence() -> None:
    device = ScriptedDevice(pictures())
    with driven(device) as remote:
        frame = remote.observe()
        device.close()
        for call in (remote.observe, remote.settle, lambda: remote.perform(TAP, frame), lambda: remote.info):
            with pytest.raises(DeviceLost, match=r"^The scripted device is closed; open it again\.$"):
                call()


def answer(frame: Frame, **changes: object) -> Answer:
    """A server's answer that shows a frame."""
    head = FrameHead(
        boot="boot",
        question="now",
        sequence=frame.sequence,
        seconds=frame.seconds,
        width=frame.width,
        height=frame.height,
        digest=frame.digest,
        format="raw",
    ).model_copy(update=changes)
    return Answer(frame.image.tobytes(), {HEAD.lower(): head.model_dump_json()})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"question": "before"}, "not asked for now"),
        ({"boot": "other"}, "not asked for now"),
        ({"sequence": 4}, "older than the last one"),
        ({"sequence": 3}, "older than the last one"),
        ({"digest": "0" * 64}, "spoilt on its way"),
        ({"width": 91}, "bytes instead of"),
        ({"width": 160, "height": 90}, "spoilt on its way"),
        ({"width": 100_000, "height": 100_000}, "too large"),
        ({"width": 0}, "something else than a picture"),
        ({"seconds": float("nan")}, "something else than a picture"),
        ({"format": "same", "digest": "0" * 64}, "has not sent"),
        ({"format": "png"}, "a png picture instead of raw"),
    ],
)
def test_old_foreign_and_spoilt_pictures_are_no_pictures(changes: dict[str, object], words: str) -> None:
    eyes = Eyes("raw")
    frame = Frame(image=pictures()[0], sequence=4, seconds=1.0)
    assert eyes.see(answer(frame), "now", "boot").digest == frame.digest
    with pytest.raises(ScreenUnavailable, match=words):
        eyes.see(answer(replace(frame, sequence=5), **changes), "now", "boot")
    assert eyes.see(answer(replace(frame, sequence=5)), "now", "boot").sequence == 1, "the driver's own count goes on"


def test_an_answer_without_a_head_is_no_picture() -> None:
    with pytest.raises(ScreenUnavailable, match="something else"):
        Eyes("png").see(Answer(b"", {}), "now", "boot")


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_torn_pictures_are_no_pictures(form: Format) -> None:
    whole = encode(pictures()[0], form)
    assert decode(whole, form, 90, 160).size == (90, 160)
    for data in (b"", whole[:40], whole[: len(whole) // 2], b"\x00" * 100, encode(pictures()[0], "png")[:-20] + b"x" * 20):
        with pytest.raises(ScreenUnavailable):
            decode(data, form, 90, 160)
    with pytest.raises(ScreenUnavailable, match="90x160 and not 160x90"):
        decode(whole, form, 160, 90)


def test_a_watcher_sees_changes_alone_and_the_newest_first() -> None:
    looks = count()
    device = ScriptedDevice(lambda _performed: Image.new("RGB", (40, 60), (next(looks) // 2 * 5 % 250, 90, 10)))
    with lent(device) as server, watching(server.url, TOKEN, form="raw") as frames:
        seen = [next(frames) for _ in range(4)]
        assert len({frame.digest for frame in seen}) == 4, "what did not change was not sent"
        time.sleep(0.5)
        newest = next(frames)
        assert time.time() - newest.seconds < 0.3, "a slow watcher gets no old picture"
        assert [frame.sequence for frame in [*seen, newest]] == sorted(frame.sequence for frame in [*seen, newest])


def test_nobody_looks_where_nobody_watches() -> None:
    looks = count()
    device = ScriptedDevice(lambda _performed: Image.new("RGB", (40, 60), (next(looks) % 250, 90, 10)))
    with lent(device) as server:
        with watching(server.url, TOKEN) as frames:
            next(frames)
        time.sleep(0.3)
        before = next(looks)
        time.sleep(0.3)
        assert next(looks) == before + 1


def test_a_watcher_of_a_dead_device_hears_its_last_word() -> None:
    device = ScriptedDevice(pictures(), observe_errors={1: ScreenBlack("Black; wake it.")})
    with lent(device) as server, watching(server.url, TOKEN) as frames:
        next(frames)
        device.close()
        with pytest.raises(DeviceLost, match=r"^The scripted device is closed; open it again\.$"):
            next(frames)


def test_a_watcher_of_a_server_that_ends_has_lost_the_device() -> None:
    with lent(ScriptedDevice(pictures())) as server, watching(server.url, TOKEN) as frames:
        next(frames)
        server.stop()
        with pytest.raises(DeviceLost, match="sends no more pictures"):
            next(frames)
    with pytest.raises(DeviceLost, match="cannot be reached"), watching(server.url, TOKEN):
        pass
