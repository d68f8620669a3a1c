"""Music, used by touch: what counts is what plays by the phone's clock, and which songs are in which list."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone import provider
from devices.phone.apps.music import midi

PACKAGE = "com.android.music"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def songs(finger: AppFinger) -> list[dict[str, Any]]:
    made = json.loads(provider.call(finger.phone, "music", "songs", {})["text"])
    return sorted(made, key=lambda song: song["title"])


def player(finger: AppFinger) -> dict[str, Any]:
    return finger.rows("player")[0]


def title(finger: AppFinger) -> str:
    path = player(finger)["path"]
    return next((song["title"] for song in songs(finger) if song["path"] == path), "")


def test_songs_are_midi_files_of_their_length() -> None:
    made = midi.compose(random.Random(1), 200, "Straße", {"artist": "Ünder", "track": "3"})
    facts = midi.read(made)
    assert (facts.title, facts.texts) == ("Straße", {"artist": "Ünder", "track": "3"})
    assert 190_000 < facts.milliseconds <= 200_000
    assert len(made) < 6000
    for damaged in (b"", b"MThd", made[:40], b"RIFF" + made[4:]):
        with pytest.raises(midi.NoMidi):
            midi.read(damaged)


def test_a_fresh_phone_has_18_songs_and_rows_follow_the_files(finger: AppFinger) -> None:
    provider.refresh(finger.phone, "audio")
    rows = finger.rows("audio")
    assert len(rows) == 18
    assert len({row["album"] for row in rows}) == len({row["artist"] for row in rows}) == 5
    assert all(120_000 <= row["duration"] <= 290_000 for row in rows)
    tone = b"\x80" * 16_000
    head = b"RIFF" + struct.pack("<I", 36 + len(tone)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    finger.phone.files.write("/sdcard/Music/tone.wav", head + b"data" + struct.pack("<I", len(tone)) + tone)
    finger.phone.files.remove(rows[0]["path"])
    provider.refresh(finger.phone, "audio")
    after = {row["name"]: row for row in finger.rows("audio")}
    assert (after["tone.wav"]["title"], after["tone.wav"]["duration"], after["tone.wav"]["artist"]) == (
        "tone",
        2000,
        "<unknown>",
    )
    assert rows[0]["name"] not in after


def test_every_page_opens_by_its_activity(finger: AppFinger) -> None:
    for page in (
        "",
        "albums",
        "artists",
        "playlists",
        "album",
        "artist",
        "playlist",
        "add",
        "playing",
        "queue",
        "song",
        "search",
    ):
        finger.start(page)
        assert finger.phone.page == page


def test_a_tap_plays_and_time_passes(finger: AppFinger) -> None:
    first, second = songs(finger)[:2]
    finger.start()
    finger.tap(first["title"])
    assert title(finger) == first["title"]
    assert player(finger)["playing"] == 1
    (note,) = finger.rows("notifications")
    assert (note["package"], note["title"], bool(note["ongoing"])) == (PACKAGE, first["title"], True)
    finger.wait(first["duration"] / 1000 + 5)
    assert title(finger) == second["title"]
    assert finger.rows("notifications")[0]["title"] == second["title"]
    finger.tap("Pause")
    assert player(finger)["playing"] == 0
    assert 4000 < player(finger)["offset"] < 8000
    assert finger.rows("notifications") == []
    finger.wait(100)
    assert player(finger)["offset"] < 8000


def test_next_previous_seek(finger: AppFinger) -> None:
    names = [song["title"] for song in songs(finger)]
    finger.start()
    finger.tap(names[1])
    finger.start("playing")
    finger.tap("Next song")
    assert title(finger) == names[2]
    finger.tap("Previous song")
    assert title(finger) == names[1]
    left, top, right, bottom = finger.node("seek").bounds
    finger.phone.tap((left + right) // 2, (top + bottom) // 2)
    assert abs(player(finger)["offset"] - player(finger)["duration"] / 2) < 4000
    finger.tap("Previous song")  # deep in a song it goes to the beginning first
    assert title(finger) == names[1]
    assert player(finger)["offset"] == 0


def test_repeat_shuffle_and_the_end(finger: AppFinger) -> None:
    last = songs(finger)[-1]
    finger.start()
    finger.phone.start(PACKAGE, "search", {"query": last["title"]})
    finger.tap(last["title"])
    assert player(finger)["paths"] == [last["path"]]
    finger.start("playing")
    finger.tap("Repeat off", "Repeat all")
    finger.wait(last["duration"] / 1000 + 2)
    assert player(finger)["playing"] == 1
    finger.tap("Repeat this song")
    finger.wait(last["duration"] / 1000 + 2)
    assert player(finger)["playing"] == 0
    finger.start()
    finger.tap("More options", "Shuffle all")
    assert player(finger)["shuffle"] == 1
    assert sorted(player(finger)["paths"]) == sorted(song["path"] for song in songs(finger))
    current = title(finger)
    finger.start("playing")
    finger.tap("Shuffle on")
    assert player(finger)["paths"] == [song["path"] for song in songs(finger)]
    assert title(finger) == current


def test_the_queue(finger: AppFinger) -> None:
    names = [song["title"] for song in songs(finger)]
    finger.start("album", name="Signals")
    finger.tap("Play")
    assert len(player(finger)["paths"]) == 3
    finger.start()
    finger.tap(f"More about {names[0]}", "Play next")
    finger.start("queue")
    finger.tap(names[0])
    assert title(finger) == names[0]
    finger.tap(f"Remove {names[0]}")
    assert len(player(finger)["paths"]) == 3
    assert title(finger) != names[0]


def test_playlists(finger: AppFinger) -> None:
    first = songs(finger)[0]
    finger.start("playlists")
    finger.tap("New playlist")
    finger.write("name", "Morning run")
    finger.tap("Save")
    assert "There is already a playlist with this name" in finger.texts()
    finger.write("name", "Rain")
    finger.tap("Save")
    assert "This playlist is empty" in finger.texts()
    finger.tap("Add songs", first["title"], "Done")
    made = next(row for row in finger.rows("playlists") if row["name"] == "Rain")
    assert made["songs"] == [first["path"]]
    finger.tap(f"Remove {first['title']}", "Remove")
    assert "This playlist is empty" in finger.texts()
    finger.tap("More options", "Rename playlist")
    finger.write("name", "Storm")
    finger.tap("Save", "More options", "Delete playlist", "Cancel")
    assert "Storm" in {row["name"] for row in finger.rows("playlists")}
    finger.tap("More options", "Delete playlist", "Delete")
    assert "Storm" not in {row["name"] for row in finger.rows("playlists")}
    assert finger.phone.page == "playlists"


def test_favourites_and_search(finger: AppFinger) -> None:
    finger.start("search")
    finger.write("search", "orbit")
    finger.hide_keyboard()
    finger.tap("More about Low Orbit", "Add to favourites")
    liked = next(row for row in finger.rows("playlists") if row["favourite"])
    assert any("Low Orbit" in path for path in liked["songs"]) is (len(liked["songs"]) == 4)
    finger.write("search", "nothing like this")
    assert "No songs found" in finger.texts()


def test_the_sleep_timer_stops_it(finger: AppFinger) -> None:
    finger.start()
    finger.tap("More options", "Shuffle all", "More options", "Sleep timer", "15 minutes")
    finger.wait(16 * 60)
    assert player(finger)["playing"] == 0
    assert player(finger)["sleep"] == 0


def test_ending_the_app_ends_the_music(finger: AppFinger) -> None:
    finger.start()
    finger.tap(songs(finger)[0]["title"])
    finger.phone.press_key("home")
    finger.wait(2)
    assert player(finger)["playing"] == 1
    finger.phone.stop(PACKAGE)
    finger.wait(2)
    assert player(finger)["playing"] == 0


def test_deleting_a_song_asks_and_removes_it_everywhere(finger: AppFinger) -> None:
    song = songs(finger)[0]
    finger.start("song", path=song["path"])
    finger.tap("Delete song", "Delete")
    assert song["path"] not in {other["path"] for other in songs(finger)}
    finger.start()
    assert song["title"] not in finger.texts()


def test_without_music(finger: AppFinger) -> None:
    for song in songs(finger):
        finger.phone.files.remove(song["path"])
    finger.start()
    assert "No music yet" in finger.texts()
    for page, text in (
        ("playing", "Nothing is playing"),
        ("queue", "The queue is empty"),
        ("song", "This song is no longer there"),
    ):
        finger.start(page)
        assert text in finger.texts()
