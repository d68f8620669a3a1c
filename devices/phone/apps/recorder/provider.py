"""Recordings: rows of "recordings" (name, path, duration and created in ms) and WAV files in /sdcard/Recordings.

The files count: what somebody removed is no recording any more, and what was pushed there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from devices.phone.apps.recorder import sound
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row
from devices.phone.world import World

FOLDER = "/sdcard/Recordings"
_EPOCH = datetime(1970, 1, 1)


def contents(world: World) -> Contents:
    """Four recordings of the last weeks."""
    draw = world.stream("recorder")
    people = [person.name for person in world.people if person.relation in ("friend", "work")] or [world.owner.name]
    park = next((spot.name for spot in world.spots if spot.kind == "park"), world.city)
    names = [
        world.say("Talk with {name}", name=draw.choice(people)),
        world.say("Idea for a song"),
        world.say("Team meeting"),
        world.say("Birds, {place}", place=park),
    ]
    rows: list[Row] = []
    for place, name in enumerate(names):
        clean = name.replace("/", "-")
        duration = draw.randint(6, 44) * 1000
        created = world.when(days=-(4 - place) * 6 - draw.random() * 3)
        rows.append({"name": clean, "path": f"{FOLDER}/{clean}.wav", "duration": duration, "created": created})
    return Contents(
        {"recordings": rows},
        {row["path"]: sound.wav(row["name"], row["duration"]) for row in rows},
        {row["path"]: row["created"] // 1000 for row in rows},
    )


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """save {name, duration}, rename {id, name}, remove {id}, sync, there {path}. Raises UnknownMethod.

    save and rename answer {problem}: "" where it went well, "taken" or "name" where the name will not do.
    """
    match method:
        case "save":
            return _save(phone, str(values["name"]).strip(), int(values["duration"]))
        case "rename":
            return _rename(phone, int(values["id"]), str(values["name"]).strip())
        case "remove":
            row = _row(phone, int(values["id"]))
            if row is not None:
                phone.store.delete("recordings", int(row["_id"]))
                if _there(phone, _path(row)):
                    phone.files.remove(_path(row))
            return {}
        case "sync":
            refresh(phone, "recordings")
            return {}
        case "there":
            return {"there": _there(phone, str(values["path"]))}
        case _:
            raise UnknownMethod(f"recorder cannot {method}")


def refresh(phone: Memory, rows: str) -> None:  # noqa: ARG001  (the app has one kind of rows)
    """Bring the rows up to date with the files."""
    try:
        names = phone.files.listdir(FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        names = []
    files = {f"{FOLDER}/{name}" for name in names if name.lower().endswith(".wav")}
    known: set[str] = set()
    for row in phone.store.rows("recordings"):
        known.add(_path(row))
        if _path(row) not in files:
            phone.store.delete("recordings", int(row["_id"]))
    for path in sorted(files - known):
        name, stat = path.rpartition("/")[2][:-4], phone.files.stat(path)
        row = {"name": name, "path": path, "duration": sound.length(phone.files.read(path)), "created": stat.mtime * 1000}
        phone.store.insert("recordings", row)


def _save(phone: Memory, name: str, duration: int) -> dict[str, Any]:
    if problem := _problem(phone, name):
        return {"problem": problem}
    path = f"{FOLDER}/{name}.wav"
    phone.files.write(path, sound.wav(name, duration))
    created = round((phone.now - _EPOCH).total_seconds() * 1000)
    number = phone.store.insert("recordings", {"name": name, "path": path, "duration": duration, "created": created})
    return {"problem": "", "id": number}


def _rename(phone: Memory, number: int, name: str) -> dict[str, Any]:
    row = _row(phone, number)
    if row is None or name == row.get("name"):
        return {"problem": ""}
    if problem := _problem(phone, name):
        return {"problem": problem}
    path = f"{FOLDER}/{name}.wav"
    if _there(phone, _path(row)):
        phone.files.rename(_path(row), path)
    phone.store.update("recordings", number, {"name": name, "path": path})
    return {"problem": ""}


def _problem(phone: Memory, name: str) -> str:
    if not name or "/" in name or name.startswith("."):
        return "name"
    return "taken" if _there(phone, f"{FOLDER}/{name}.wav") else ""


def _row(phone: Memory, number: int) -> Row | None:
    return next((row for row in phone.store.rows("recordings") if row["_id"] == number), None)


def _path(row: Row) -> str:
    return str(row.get("path") or "")


def _there(phone: Memory, path: str) -> bool:
    try:
        phone.files.stat(path)
    except FileNotFoundError:
        return False
    return True
