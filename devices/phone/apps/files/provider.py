"""What Files asks of the phone's file system. Paths are as a person sees them: /sdcard/…; times are milliseconds.

A call that changes something answers {"error": CODE}: "" when done, else "exists", "missing", "denied", "name", "inside",
"folder", "binary" or "failed"; what a person reads of it stands in FileErrors.qml.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from devices.phone import trash
from devices.phone.adbd.files import FileStat
from devices.phone.apps.files.documents import documents
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import StoreFiles, normalise
from devices.phone.world import World

ROOT = "/storage/emulated/0"
_TOTAL, _SYSTEM = 64_000_000_000, 14_200_000_000
"""Bytes of the phone's storage, and of the system on it."""
_TEXT_LIMIT = 100_000
KINDS = {
    "image": ("png", "jpg", "jpeg", "gif", "webp", "bmp"),
    "audio": ("mid", "midi", "wav", "mp3", "ogg", "m4a", "flac", "aac"),
    "video": ("mp4", "mkv", "webm", "3gp"),
    "text": ("txt", "md", "csv", "json", "log", "xml", "html", "ini"),
    "pdf": ("pdf",),
    "archive": ("zip", "tar", "gz", "7z"),
    "app": ("apk",),
}
"""kind -> file name endings."""


def kind_of(name: str) -> str:
    """What a file is by its name's ending; "other" where that says nothing."""
    ending = PurePosixPath(name).suffix[1:].lower()
    return next((kind for kind, endings in KINDS.items() if ending in endings), "other")


def contents(world: World) -> Contents:
    """The owner's documents and downloads."""
    made = documents(world)
    return Contents(
        files={path: data for path, (data, _) in made.items()}, dates={path: date for path, (_, date) in made.items()}
    )


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the QML asks for; see the functions below."""
    files = phone.files
    path = normalise(str(values.get("path") or "/sdcard"))
    paths = [normalise(str(one)) for one in values.get("paths") or []]
    target = normalise(str(values.get("to") or "/sdcard"))
    name = str(values.get("name") or "").strip()
    match method:
        case "text":  # another call's answer as JSON, which QML takes in much faster than a list of maps
            return {"text": json.dumps(call(phone, str(values["method"]), values.get("values") or {}))}
        case "list":
            return _list(files, path, bool(values.get("hidden")))
        case "category":
            return {"entries": _everywhere(files, str(values.get("kind")), bool(values.get("hidden")))}
        case "search":
            return {"entries": _search(files, str(values.get("text") or ""), bool(values.get("hidden")))}
        case "storage":
            return _storage(files)
        case "trash":
            return {"entries": [_binned(one) for one in trash.contents(files, ROOT)]}
        case "stat":
            return _stat(files, path)
        case "read":
            return _read(files, path)
        case "write":
            return _try(lambda: files.write(path, str(values.get("text") or "").encode()))
        case "mkdir":
            return _named(files, name, f"{path}/{name}", lambda: files.mkdir(f"{path}/{name}"))
        case "rename":
            folder = path.rpartition("/")[0]
            return _named(files, name, f"{folder}/{name}", lambda: files.rename(path, f"{folder}/{name}"), same=path)
        case "copy":
            return _each(paths, lambda one: _copy(files, one, target))
        case "move":
            return _each(paths, lambda one: _move(files, one, target))
        case "throw":
            return _each(paths, lambda one: trash.throw(files, one))
        case "restore":
            return _each(paths, lambda one: trash.restore(files, one))
        case "delete":
            return _each(paths, lambda one: trash.delete(files, one))
        case "empty":
            return _each([one.path for one in trash.contents(files, ROOT)], lambda one: trash.delete(files, one))
        case _:
            raise UnknownMethod(f"files cannot {method}")


def shown(path: str) -> str:
    """A path as a person sees it."""
    return "/sdcard" + path[len(ROOT) :] if path == ROOT or path.startswith(ROOT + "/") else path


def _entry(path: str, stat: FileStat, count: int = 0) -> dict[str, Any]:
    name = path.rpartition("/")[2]
    return {
        "name": name,
        "path": shown(path),
        "folder": stat.is_dir,
        "size": stat.size,
        "modified": stat.mtime * 1000,
        "kind": "folder" if stat.is_dir else kind_of(name),
        "count": count,
    }


def _list(files: StoreFiles, path: str, hidden: bool) -> dict[str, Any]:
    try:
        if not files.stat(path).is_dir:
            return {"entries": [], "error": "missing"}
    except OSError:
        return {"entries": [], "error": "missing"}
    start = path.rstrip("/") + "/"
    here: dict[str, FileStat] = {}
    inside: dict[str, int] = {}
    for full, stat in files.under(path):
        parts = full[len(start) :].split("/")
        if any(part.startswith(".trashed-") or (part.startswith(".") and not hidden) for part in parts):
            continue
        if len(parts) == 1:
            here[full] = stat
        elif len(parts) == 2:
            inside[start + parts[0]] = inside.get(start + parts[0], 0) + 1
    return {"entries": [_entry(full, stat, inside.get(full, 0)) for full, stat in here.items()], "error": ""}


def _visible(files: StoreFiles, hidden: bool) -> list[tuple[str, FileStat]]:
    return [(path, stat) for path, stat in files.under(ROOT) if "/.trashed-" not in path and (hidden or "/." not in path)]


def _everywhere(files: StoreFiles, kind: str, hidden: bool) -> list[dict[str, Any]]:
    wanted = ("text", "pdf") if kind == "document" else (kind,)
    found = [(path, stat) for path, stat in _visible(files, hidden) if not stat.is_dir and kind_of(path) in wanted]
    return [_entry(path, stat) for path, stat in found]


def _search(files: StoreFiles, text: str, hidden: bool) -> list[dict[str, Any]]:
    wanted = text.strip().casefold()
    if not wanted:
        return []
    return [_entry(path, stat) for path, stat in _visible(files, hidden) if wanted in path.rpartition("/")[2].casefold()][:200]


def _storage(files: StoreFiles) -> dict[str, Any]:
    sizes: dict[str, int] = {}
    counts: dict[str, int] = {}
    for path, stat in files.under(ROOT):
        if not stat.is_dir:
            binned = "/.trashed-" in path
            kind = "trash" if binned else kind_of(path)
            kind = "document" if kind in ("text", "pdf") else kind
            sizes[kind] = sizes.get(kind, 0) + stat.size
            counts[kind] = counts.get(kind, 0) + (0 if "/." in path and not binned else 1)
    return {"total": _TOTAL, "system": _SYSTEM, "used": _SYSTEM + sum(sizes.values()), "sizes": sizes, "counts": counts}


def _binned(one: trash.Trashed) -> dict[str, Any]:
    return {
        "path": shown(one.path),
        "name": one.original.rpartition("/")[2],
        "origin": shown(one.original.rpartition("/")[0]),
        "expires": one.expires * 1000,
        "size": one.size,
        "folder": one.folder,
        "kind": "folder" if one.folder else kind_of(one.original),
    }


def _stat(files: StoreFiles, path: str) -> dict[str, Any]:
    try:
        stat = files.stat(path)
    except OSError:
        return {"error": "missing"}
    below = [(full, one) for full, one in files.under(path) if not one.is_dir] if stat.is_dir else []
    size = sum(one.size for _, one in below) if stat.is_dir else stat.size
    return {**_entry(path, stat, len(below)), "size": size, "mode": stat.mode & 0o777, "error": ""}


def _read(files: StoreFiles, path: str) -> dict[str, Any]:
    try:
        data = files.read(path)
    except OSError as error:
        return {"text": "", "error": _code(error)}
    if b"\0" in data or len(data) > _TEXT_LIMIT:
        return {"text": "", "error": "binary"}
    return {"text": data.decode("utf-8", "replace"), "error": ""}


def _named(files: StoreFiles, name: str, target: str, act: Any, same: str = "") -> dict[str, Any]:
    if name in ("", ".", "..") or "/" in name or "\0" in name or len(name) > 127:
        return {"error": "name"}
    if target == same:
        return {"error": ""}
    return {"error": "exists"} if trash.exists(files, target) else _try(act)


def _copy(files: StoreFiles, path: str, folder: str) -> None:
    if folder == path or folder.startswith(path + "/"):
        raise OSError(22, "Invalid argument", folder)
    target = trash.free_name(files, f"{folder}/{path.rpartition('/')[2]}")
    stat = files.stat(path)
    if not stat.is_dir:
        files.write(target, files.read(path), mtime=stat.mtime)
        return
    inside = files.under(path)
    files.mkdir(target)
    for full, one in inside:
        if one.is_dir:
            files.mkdir(target + full[len(path) :])
        else:
            files.write(target + full[len(path) :], files.read(full), mtime=one.mtime)


def _move(files: StoreFiles, path: str, folder: str) -> None:
    if folder != path.rpartition("/")[0]:
        files.rename(path, trash.free_name(files, f"{folder}/{path.rpartition('/')[2]}"))


def _each(paths: list[str], act: Any) -> dict[str, Any]:
    """Do it with every path; the answer tells the first trouble and how many went well."""
    done, error = 0, ""
    for path in paths:
        code = _try(lambda one=path: act(one))["error"]
        done += not code
        error = error or code
    return {"error": error, "done": done}


def _try(act: Any) -> dict[str, Any]:
    try:
        act()
    except OSError as error:
        return {"error": _code(error)}
    return {"error": ""}


def _code(error: OSError) -> str:
    match error:
        case PermissionError():
            return "denied"
        case FileNotFoundError():
            return "missing"
        case FileExistsError():
            return "exists"
        case IsADirectoryError() | NotADirectoryError():
            return "folder"
        case _:
            return "inside" if error.errno == 22 else "failed"
