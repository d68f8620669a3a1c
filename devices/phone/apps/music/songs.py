"""The index of songs: what Android's media store knows of every piece of music, read from the files themselves.

Title, artist, album and length stand in the file; where they do not, the file's name is the title and its folder the album.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from devices.phone.adbd.files import FileStat
from devices.phone.apps.music import midi
from devices.phone.provider import Memory
from devices.phone.store import StoreFiles
from devices.phone.world import World

ROOT = "/storage/emulated/0"
FOLDERS = (f"{ROOT}/Music", f"{ROOT}/Download")
ENDINGS = {
    "mid": "audio/midi",
    "midi": "audio/midi",
    "wav": "audio/x-wav",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
}
ALBUMS = (
    ("Lanterns", "The Quiet Ferries", ("Harbor Lights", "Slow Tide", "Paper Boats", "Lantern Street")),
    ("Concrete Garden", "Nova Belmont", ("Rooftop Summer", "Elevator Waltz", "Green Signal", "Concrete Garden")),
    ("Northern Postcards", "Halden Brothers", ("Pine and Smoke", "Second Winter", "Letter to Oslo", "Cabin Song")),
    ("Midnight Bakery", "Lulu Castellane", ("Flour on My Sleeves", "Five in the Morning", "Sugar Moon")),
    ("Signals", "Orbit Kids", ("Static Hearts", "Low Orbit", "Goodnight, Control")),
)
Row = dict[str, Any]
UNKNOWN = "<unknown>"
"""Android's word for an artist that no file names."""


def written(world: World) -> Iterator[tuple[str, bytes, int]]:
    """Path, file and date (seconds since the epoch) of the songs on a fresh phone."""
    draw = world.stream("songs")
    for place, (album, artist, titles) in enumerate(ALBUMS):
        date = world.when(days=-200 + place * 35) // 1000
        for track, title in enumerate(titles, start=1):
            texts = {"artist": artist, "album": album, "track": str(track)}
            yield (
                f"/sdcard/Music/{album}/{track:02d} {title}.mid",
                midi.compose(draw, draw.randrange(125, 290), title, texts),
                date + track,
            )


def mime_of(path: str) -> str | None:
    """The MIME type of a piece of music by its name, or None for what is none."""
    return ENDINGS.get(path.rpartition(".")[2].lower()) if "." in path else None


def songs(files: StoreFiles) -> list[Row]:
    """Every song in Music and Download that is neither hidden nor in the bin, in the order of the paths."""
    found = (entry for folder in FOLDERS for entry in files.under(folder))
    return [described(files, path, stat) for path, stat in found if not stat.is_dir and "/." not in path and mime_of(path)]


_known: dict[tuple[int, str, int, int], midi.Facts] = {}
"""What was read of a file, by store, path, date and size: files are only read when they are new."""


def described(files: StoreFiles, path: str, stat: FileStat) -> Row:
    """What is known of one song; duration: milliseconds, 0 where the file does not tell."""
    facts = _read(path, files.read(path)) if stat.size < 20_000 else _read_large(files, path, stat)
    folder, _, name = path.rpartition("/")
    return {
        "path": path,
        "name": name,
        "title": facts.title or name.rpartition(".")[0],
        "artist": facts.texts.get("artist") or UNKNOWN,
        "album": facts.texts.get("album") or folder.rpartition("/")[2],
        "track": int(facts.texts["track"]) if facts.texts.get("track", "").isdecimal() else 0,
        "duration": facts.milliseconds,
        "size": stat.size,
        "added": stat.mtime,
        "mime": mime_of(path) or "",
    }


def _read_large(files: StoreFiles, path: str, stat: FileStat) -> midi.Facts:
    key = (id(files), path, stat.mtime, stat.size)
    if key not in _known:
        _known[key] = _read(path, files.read(path))
    return _known[key]


@lru_cache(maxsize=256)
def _read(path: str, data: bytes) -> midi.Facts:
    try:
        match mime_of(path):
            case "audio/midi":
                return midi.read(data)
            case "audio/x-wav":
                return midi.Facts("", _wave_length(data), {})
            case _:
                return _decoded(data)
    except midi.NoMidi:
        return midi.Facts("", 0, {})


def _wave_length(data: bytes) -> int:
    """Milliseconds of a RIFF/WAVE file; 0 where it is damaged."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return 0
    at, rate = 12, 0
    while at + 8 <= len(data):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        if kind == b"fmt " and at + 20 <= len(data):
            rate = struct.unpack("<I", data[at + 16 : at + 20])[0]
        elif kind == b"data":
            return length * 1000 // rate if rate else 0
        at += 8 + length + length % 2
    return 0


def _decoded(data: bytes) -> midi.Facts:
    import av  # heavy, and only needed for music that somebody else has brought

    try:
        with av.open(io.BytesIO(data), "r") as container:
            tags = {key.lower(): value for key, value in container.metadata.items()}
            texts: dict[str, str] = {key: tags[key] for key in ("artist", "album", "track") if key in tags}
            return midi.Facts(tags.get("title", ""), int((container.duration or 0) // 1000), texts)
    except (av.FFmpegError, OSError):
        return midi.Facts("", 0, {})


def refresh(phone: Memory) -> None:
    """Make the rows of "audio" say what the files say."""
    rows = {row["path"]: row for row in phone.store.rows("audio")}
    for found in songs(phone.files):
        old = rows.pop(found["path"], None)
        if old is None:
            phone.store.insert("audio", found)
        elif {**old, **found} != old:
            phone.store.update("audio", old["_id"], found)
    for gone in rows.values():
        phone.store.delete("audio", gone["_id"])
