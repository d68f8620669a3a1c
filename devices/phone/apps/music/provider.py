"""What Music asks of the phone: its songs, what plays, and playlists. Paths are as the store has them.

Playlists are rows of "playlists": name, songs (paths), favourite (1 for the one that the hearts fill).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from devices.phone import trash
from devices.phone.apps.music import player as players
from devices.phone.apps.music import songs
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import normalise
from devices.phone.world import World


def contents(world: World) -> Contents:
    """18 songs in five albums, and three playlists."""
    made = list(songs.written(world))
    paths = [normalise(path) for path, _, _ in made]
    draw = world.stream("playlists")
    lists = [
        {"name": world.say("Favourites"), "songs": [paths[1], paths[6], paths[15]], "favourite": 1},
        {"name": world.say("Morning run"), "songs": draw.sample(paths, 6), "favourite": 0},
        {"name": world.say("Quiet evening"), "songs": draw.sample(paths, 5), "favourite": 0},
    ]
    return Contents({"playlists": lists}, {path: data for path, data, _ in made}, {path: date for path, _, date in made})


def refresh(phone: Memory, rows: str) -> None:
    """Rows of "audio" as the files are now."""
    if rows == "audio":
        songs.refresh(phone)


def tick(phone: Memory, since: datetime, now: datetime) -> None:  # noqa: ARG001  (the clock's way of telling)
    """A second has passed."""
    players.tick(phone, players.milliseconds(now))


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the QML asks for."""
    match method:
        case "songs":
            return {"text": json.dumps(songs.songs(phone.files))}
        case "delete":
            try:
                trash.throw(phone.files, normalise(str(values.get("path"))))
            except OSError:
                return {"error": "failed"}
            return {"error": ""}
        case _:
            return _play(phone, method, values)


def _play(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    now = players.milliseconds(phone.now)
    before = players.load(phone)
    path = normalise(str(values.get("path") or "/"))
    match method:
        case "play":
            queue = tuple(normalise(str(one)) for one in values.get("paths") or [])
            after = players.start(phone, replace(before, paths=queue, plain=(), shuffle=0), int(values.get("place") or 0), now)
            if values.get("shuffle"):
                after = players.shuffled(phone, after, True)
        case "jump":
            after = players.start(phone, before, int(values.get("place") or 0), now)
        case "toggle":
            after = players.pause(before, now) if before.playing else players.resume(before, now)
        case "next":
            after = players.skip(phone, before, 1, now)
        case "previous":
            after = players.skip(phone, before, -1, now)
        case "seek":
            after = replace(before, offset=max(0, min(before.duration, int(values.get("to") or 0))), started=now)
        case "shuffle":
            after = players.shuffled(phone, before, not before.shuffle)
        case "repeat":
            after = replace(before, repeat={"off": "all", "all": "one", "one": "off"}[before.repeat])
        case "sleep":
            minutes = int(values.get("minutes") or 0)
            after = replace(before, sleep=now + minutes * 60_000 if minutes else 0)
        case "queue":  # after the current song, or at the end
            at = before.place + 1 if values.get("next") else len(before.paths)
            queue = (*before.paths[:at], path, *before.paths[at:])
            after = replace(before, paths=queue, plain=(*before.plain, path) if before.shuffle else ())
            if not before.path:
                after = players.start(phone, after, 0, now)
        case "unqueue":
            place = int(values.get("place") or 0)
            after = _without(phone, before, place, now)
        case _:
            raise UnknownMethod(f"music cannot {method}")
    players.save(phone, after)
    return {"playing": after.playing, "path": after.path}


def _without(phone: Memory, before: players.Player, place: int, now: int) -> players.Player:
    """The queue without one of its songs; where that one plays, the next goes on."""
    if not 0 <= place < len(before.paths):
        return before
    gone = before.paths[place]
    queue = before.paths[:place] + before.paths[place + 1 :]
    plain = tuple(path for path in before.plain if path != gone)
    if place == before.place:
        return players.start(
            phone, replace(before, paths=queue, plain=plain), min(place, max(0, len(queue) - 1)), now, bool(before.playing)
        )
    return replace(before, paths=queue, plain=plain, place=before.place - (place < before.place))
