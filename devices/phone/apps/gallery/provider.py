"""What Gallery asks of the phone: its pictures, and changes of their files. Paths are as a person sees them: /sdcard/…

A call that changes something answers {"error": CODE}; codes as in the provider of Files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from devices.phone import trash
from devices.phone.apps.gallery import album, index
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.retouch import NoPicture, Retouch, retouch
from devices.phone.store import normalise
from devices.phone.world import World

_PICTURES = "/storage/emulated/0/Pictures"


def contents(world: World) -> Contents:
    """28 pictures in four albums."""
    made = list(album.photos(world))
    liked = [{"path": normalise(made[number][0]), "favourite": 1} for number in (1, 4, 14, 17)]
    return Contents(
        {"images": liked}, files={path: data for path, data, _ in made}, dates={path: date for path, _, date in made}
    )


def refresh(phone: Memory, rows: str) -> None:
    """Rows of "images" as the files are now."""
    if rows == "images":
        index.refresh(phone)


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the QML asks for."""
    files = phone.files
    paths = [normalise(str(one)) for one in values.get("paths") or []]
    path = normalise(str(values.get("path") or "/sdcard"))
    name = str(values.get("name") or "").strip()
    match method:
        case "photos":
            return {"text": json.dumps([_shown(row) for row in index.merged(phone)])}
        case "newest":
            folder = normalise(str(values.get("folder") or "/sdcard/DCIM/Camera"))
            inside = [row for row in index.merged(phone) if row["bucket"] == folder]
            return {"path": person(inside[0]["path"]) if inside else ""}
        case "trash":
            found = [one for one in trash.contents(files, index.ROOT) if not one.folder and index.mime_of(one.original)]
            return {"text": json.dumps([_binned(one) for one in found])}
        case "like":
            for one in paths:
                index.like(phone, one, bool(values.get("on")))
            return {"error": ""}
        case "throw":
            return _each(paths, lambda one: _go(phone, one, trash.throw(files, one)))
        case "restore":
            return _each(paths, lambda one: _go(phone, one, trash.restore(files, one)))
        case "delete":
            return _each(paths, files.remove)
        case "rename":
            return _rename(phone, path, name)
        case "move":
            folder = normalise(str(values.get("to") or _PICTURES))
            return _each(paths, lambda one: _move(phone, one, folder))
        case "album":
            return _album(phone, name)
        case "save":
            change = Retouch(int(values.get("turns") or 0), bool(values.get("square")), int(values.get("brightness") or 100))
            return _save(phone, path, change)
        case _:
            raise UnknownMethod(f"gallery cannot {method}")


def person(path: str) -> str:
    """A path as a person sees it."""
    return "/sdcard" + path[len(index.ROOT) :] if path.startswith(index.ROOT) else path


def _shown(row: index.Row) -> index.Row:
    return {**row, "path": person(row["path"]), "bucket": person(row["bucket"])}


def _binned(one: trash.Trashed) -> dict[str, Any]:
    return {"path": person(one.path), "name": one.original.rpartition("/")[2], "expires": one.expires * 1000}


def _go(phone: Memory, old: str, new: str) -> None:
    index.follow(phone, old, new)


def _move(phone: Memory, path: str, folder: str) -> None:
    if path.rpartition("/")[0] == folder:
        return
    target = trash.free_name(phone.files, f"{folder}/{path.rpartition('/')[2]}")
    phone.files.rename(path, target)
    index.follow(phone, path, target)


def _rename(phone: Memory, path: str, name: str) -> dict[str, Any]:
    folder, _, old = path.rpartition("/")
    ending = old.rpartition(".")[2]
    if not name or "/" in name or name.startswith(".") or len(name) > 127:
        return {"error": "name"}
    if index.mime_of(name) is None:
        name = f"{name}.{ending}"
    target = f"{folder}/{name}"
    if target == path:
        return {"error": "", "path": person(target)}
    if trash.exists(phone.files, target):
        return {"error": "exists"}
    answer = _try(lambda: phone.files.rename(path, target))
    if not answer["error"]:
        index.follow(phone, path, target)
    return {**answer, "path": person(target)}


def _album(phone: Memory, name: str) -> dict[str, Any]:
    if not name or "/" in name or name.startswith(".") or len(name) > 60:
        return {"error": "name"}
    folder = f"{_PICTURES}/{name}"
    if trash.exists(phone.files, folder):
        return {"error": "exists"}
    return {**_try(lambda: phone.files.mkdir(folder)), "path": person(folder)}


def _save(phone: Memory, path: str, change: Retouch) -> dict[str, Any]:
    stem = path.rpartition(".")[0]
    target = trash.free_name(phone.files, f"{stem}-edited.png")

    def save() -> None:
        phone.files.write(target, retouch(phone.files.read(path), change))

    try:
        return {**_try(save), "path": person(target)}
    except NoPicture:
        return {"error": "failed"}


def _each(paths: list[str], act: Callable[[str], object]) -> dict[str, Any]:
    error = ""
    for path in paths:
        error = _try(lambda one=path: act(one))["error"] or error  # type: ignore[misc]
    return {"error": error}


def _try(act: Callable[[], object]) -> dict[str, Any]:
    try:
        act()
    except FileNotFoundError:
        return {"error": "missing"}
    except PermissionError:
        return {"error": "denied"}
    except OSError:
        return {"error": "failed"}
    return {"error": ""}
