"""The Recorder app: recordings made, played, renamed and deleted by touch; their files are sound."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

import pytest
from app_finger import AppFinger

from devices.phone import manifest, provider
from devices.phone.apps.recorder import sound

PACKAGE = "com.android.soundrecorder"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def allow(finger: AppFinger) -> None:
    finger.phone.store.insert(
        "permissions", {"package": PACKAGE, "permission": "android.permission.RECORD_AUDIO", "granted": 1}
    )


def test_every_page_shows_and_has_its_activity(finger: AppFinger) -> None:
    for name, page in manifest.by_package()[PACKAGE].activities.items():
        finger.start(page, id=1)
        finger.names()
        assert finger.phone.foreground == (PACKAGE, name)


def test_the_microphone_must_be_allowed_first(finger: AppFinger) -> None:
    finger.start()
    finger.tap("Record", "Don’t allow")
    assert finger.shows("No access to the microphone")
    assert finger.rows("recorder") == []
    finger.tap("Allow access", "While using the app", "Start recording")
    assert finger.rows("recorder")[0]["state"] == "running"


def test_a_recording_is_made_paused_and_saved(finger: AppFinger) -> None:
    allow(finger)
    finger.start("record")
    finger.tap("Start recording")
    finger.wait(5)
    finger.tap("Pause")
    finger.wait(60)  # a pause does not count
    finger.tap("Resume")
    finger.wait(3)
    assert any(row["tag"] == "recording" for row in finger.rows("notifications"))
    finger.tap("Save")
    finger.write("recording_name", "a/b")
    finger.tap("Save")
    assert finger.shows("This is no name for a recording")
    finger.write("recording_name", "Team meeting")
    finger.tap("Save")
    assert finger.shows("There is one of this name already")
    finger.write("recording_name", "Waves")
    finger.tap("Save")
    row = finger.rows("recordings")[-1]
    assert (row["name"], row["path"]) == ("Waves", "/sdcard/Recordings/Waves.wav")
    assert 8000 <= row["duration"] < 15000
    with wave.open(io.BytesIO(finger.phone.files.read(row["path"]))) as file:
        assert abs(file.getnframes() / file.getframerate() * 1000 - row["duration"]) < 1000
    assert finger.rows("recorder") == []
    assert not [row for row in finger.rows("notifications") if row["tag"] == "recording"]


def test_discarding_asks(finger: AppFinger) -> None:
    allow(finger)
    finger.start("record")
    finger.tap("Start recording", "Discard", "Cancel", "Resume", "Discard", "Discard")
    assert finger.rows("recorder") == []
    assert len(finger.rows("recordings")) == 4


def test_playing_moves_on_with_the_phones_time(finger: AppFinger) -> None:
    finger.start("play", id=1)
    finger.tap("Play")
    finger.wait(3)
    assert finger.shows("0:03")
    finger.tap("Pause")
    finger.wait(10)
    assert finger.shows("0:03")
    finger.tap("Forward 5 seconds", "Play")
    finger.wait(600)
    assert "Play" in finger.names()


def test_renaming_and_deleting(finger: AppFinger) -> None:
    first = finger.rows("recordings")[0]
    finger.start("play", id=1)
    finger.tap("More options", "Rename")
    finger.write("recording_name", "Old talk")
    finger.tap("Save")
    assert finger.rows("recordings")[0]["path"] == "/sdcard/Recordings/Old talk.wav"
    assert finger.phone.files.read("/sdcard/Recordings/Old talk.wav")
    with pytest.raises(FileNotFoundError):
        finger.phone.files.stat(first["path"])
    finger.tap("More options", "Delete", "Cancel", "More options", "Delete", "Delete")
    assert len(finger.rows("recordings")) == 3
    assert len(finger.phone.files.listdir("/sdcard/Recordings")) == 3


def test_the_files_are_what_counts(finger: AppFinger) -> None:
    first, second = finger.rows("recordings")[:2]
    finger.start("play", id=second["_id"])
    finger.phone.files.remove(second["path"])
    assert finger.shows("Its file is missing.")
    finger.phone.files.write("/sdcard/Recordings/Pushed.wav", sound.wav("x", 4000))
    provider.refresh(finger.phone, "recordings")
    names = {row["name"]: row["duration"] for row in finger.rows("recordings")}
    assert second["name"] not in names
    assert first["name"] in names
    assert names["Pushed"] == 4000


def test_no_recordings(finger: AppFinger) -> None:
    for row in finger.rows("recordings"):
        finger.phone.files.remove(row["path"])
    finger.start()
    assert finger.shows("No recordings yet")
