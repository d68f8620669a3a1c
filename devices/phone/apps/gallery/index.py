"""The index of pictures: what Android's media store knows of every picture file, read from the files themselves.

A picture's day and place stand in its PNG (iTXt "Creation Time", "Location") or in its name; only what is in no file, whether
it is a favourite, is kept in the rows of "images".
"""

from __future__ import annotations

import calendar
import re
import struct
from datetime import datetime
from functools import lru_cache
from typing import Any

from devices.phone.adbd.files import FileStat
from devices.phone.provider import Memory
from devices.phone.store import StoreFiles

ROOT = "/storage/emulated/0"
ENDINGS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
}
_NAMED = re.compile(r"(?:IMG|Screenshot|PXL|MVIMG)_(\d{8})[_-](\d{6})")
_HEAD = 1024
Row = dict[str, Any]


def mime_of(path: str) -> str | None:
    """The MIME type of a picture by its name, or None for what is no picture."""
    return ENDINGS.get(path.rpartition(".")[2].lower()) if "." in path else None


def pictures(files: StoreFiles) -> list[Row]:
    """Every picture that is neither hidden nor in the bin, in the order of the paths."""
    return [
        described(files, path, stat)
        for path, stat in files.under(ROOT)
        if not stat.is_dir and "/." not in path and mime_of(path) is not None
    ]


def described(files: StoreFiles, path: str, stat: FileStat) -> Row:
    """What is known of one picture: times in milliseconds; album: the folder's name, bucket: the folder."""
    folder, _, name = path.rpartition("/")
    width, height, texts = _read_head(files.head(path, _HEAD))
    moment = texts.get("Creation Time") or _moment_in(name)
    return {
        "path": path,
        "name": name,
        "bucket": folder,
        "album": folder.rpartition("/")[2] if folder != ROOT else "0",
        "size": stat.size,
        "added": stat.mtime,
        "modified": stat.mtime,
        "taken": _milliseconds(moment) if moment else stat.mtime * 1000,
        "width": width,
        "height": height,
        "mime": mime_of(path) or "",
        "place": texts.get("Location", ""),
        "favourite": 0,
    }


@lru_cache(maxsize=1024)
def _read_head(head: bytes) -> tuple[int, int, dict[str, str]]:
    """Width, height and texts from the first bytes of a file; zeros where it is not a PNG or a JPEG."""
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) > 24:
        width, height = struct.unpack(">II", head[16:24])
        return width, height, _texts(head)
    if head[:2] == b"\xff\xd8":
        return *_jpeg_size(head), {}
    return 0, 0, {}


def _texts(head: bytes) -> dict[str, str]:
    found, at = {}, 8
    while at + 12 <= len(head):
        length, kind = struct.unpack(">I4s", head[at : at + 8])
        body = head[at + 8 : at + 8 + length]
        if kind == b"iTXt" and len(body) == length:
            key, _, rest = body.partition(b"\0")
            found[key.decode("latin-1")] = rest[2:].split(b"\0", 2)[-1].decode("utf-8", "replace")
        elif kind in (b"PLTE", b"IDAT"):
            break
        at += 12 + length
    return found


def _jpeg_size(head: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:
        marker, length = head[at + 1], struct.unpack(">H", head[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _moment_in(name: str) -> str:
    found = _NAMED.match(name)
    if not found:
        return ""
    day, time = found.groups()
    return f"{day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}:{time[4:]}"


@lru_cache(maxsize=1024)
def _milliseconds(moment: str) -> int:
    try:
        return calendar.timegm(datetime.strptime(moment, "%Y-%m-%d %H:%M:%S").timetuple()) * 1000
    except ValueError:
        return 0


def merged(phone: Memory) -> list[Row]:
    """The pictures with what the rows of "images" add, the newest first; changes nothing."""
    liked = {row["path"] for row in phone.store.rows("images") if row.get("favourite")}
    found = [{**row, "favourite": int(row["path"] in liked)} for row in pictures(phone.files)]
    return sorted(found, key=lambda row: (-row["taken"], row["path"]))


def refresh(phone: Memory) -> None:
    """Make the rows of "images" say what the files say: new ones come, vanished ones go, favourites stay."""
    rows = {row["path"]: row for row in phone.store.rows("images")}
    for found in pictures(phone.files):
        old = rows.pop(found["path"], None)
        if old is None:
            phone.store.insert("images", found)
        else:
            fresh = {**old, **found, "favourite": old.get("favourite", 0)}
            if fresh != old:
                phone.store.update("images", old["_id"], fresh)
    for gone in rows.values():
        phone.store.delete("images", gone["_id"])


def like(phone: Memory, path: str, on: bool) -> None:
    """Make a picture a favourite or not."""
    refresh(phone)
    for row in phone.store.rows("images"):
        if row["path"] == path:
            phone.store.update("images", row["_id"], {"favourite": int(on)})


def follow(phone: Memory, old: str, new: str) -> None:
    """Let a picture keep its row when its file goes elsewhere."""
    for row in phone.store.rows("images"):
        if row["path"] == old:
            phone.store.update("images", row["_id"], {"path": new})
