"""The files of a LeRobot data set on the disk.

Knows where everything lies and how large files become. Does not know recordings. All pictures have one size: a frame of another
one is the caller's to leave out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.training.export.lerobot.row import COLUMNS, FPS, features
from agent.training.export.lerobot.stats import Colours, Statistics, of_numbers
from agent.training.export.lerobot.tables import Tables

VERSION = "v3.0"
INFO, STATS, TASKS = "meta/info.json", "meta/stats.json", "meta/tasks.parquet"
EPISODES = "meta/episodes/chunk-000/file-000.parquet"
DATA = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet"
FILES_A_CHUNK = 1000
IMAGE = "observation.image"
NUMBERS = tuple(name for name, (dtype, _) in COLUMNS.items() if dtype not in ("image", "string"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A step before it has its place in the data set. png: the picture's file; other fields as of a row."""

    png: bytes
    path: str
    action: Sequence[float]
    decision: str
    reply: str
    step: int
    seconds: float


@dataclass
class Layout:
    """Takes one episode after the other; directory: of the data set. Close it, and the data set is whole. Raises OSError.

    width, height: of every picture, pixels. most_mb: a data file that is larger gets no further episode.
    """

    directory: Path
    tables: Tables
    width: int
    height: int
    most_mb: int = 100
    _rows: list[tuple[Any, ...]] = field(default_factory=list)
    _episodes: list[dict[str, Any]] = field(default_factory=list)
    _tasks: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, list[list[float]]] = field(default_factory=lambda: {name: [] for name in NUMBERS})
    _colours: Colours = field(default_factory=Colours)
    _known: dict[str, Colours] = field(default_factory=dict)
    _splits: dict[str, int] = field(default_factory=dict)
    _file: int = 0
    _total: int = 0
    _bytes: int = 0

    def add(self, frames: Sequence[Frame], task: str, split: str) -> None:
        """One episode with at least one frame; those of a split must come together."""
        if self._bytes >= self.most_mb << 20 or (self._rows and split not in self._splits):
            self._flush()
        number = len(self._episodes)
        task_index = self._tasks.setdefault(task, len(self._tasks))
        numbers: dict[str, list[list[float]]] = {name: [] for name in NUMBERS}
        colours = Colours()
        first = self._total
        for place, frame in enumerate(frames):
            row = {
                IMAGE: {"bytes": frame.png, "path": frame.path},
                "action": list(frame.action),
                "decision": frame.decision,
                "reply": frame.reply,
                "step": frame.step,
                "seconds": frame.seconds,
                "next.done": place == len(frames) - 1,
                "timestamp": place / FPS,
                "frame_index": place,
                "episode_index": number,
                "index": first + place,
                "task_index": task_index,
            }
            self._rows.append(tuple(row[name] for name in COLUMNS))
            for name in NUMBERS:
                value = row[name]
                numbers[name].append(list(value) if isinstance(value, list) else [float(value)])  # type: ignore[arg-type]
            colours.add(self._of_picture(frame))
            self._bytes += len(frame.png)
        self._total += len(frames)
        self._splits[split] = self._splits.get(split, 0) + 1
        self._episodes.append(self._described(number, task, first, numbers, colours))
        for name in NUMBERS:
            self._numbers[name] += numbers[name]
        self._colours.add(colours)

    def close(self) -> dict[str, list[str]]:
        """Write what is left and all that is known of the whole; split -> its data files."""
        self._flush()
        self.tables.write(
            self.directory / TASKS,
            {"task_index": "BIGINT", "__index_level_0__": "VARCHAR"},
            [(index, task) for task, index in self._tasks.items()],
            index="__index_level_0__",
        )
        columns = {name: _kind(value) for name, value in self._episodes[0].items()}
        self.tables.write(self.directory / EPISODES, columns, [list(one.values()) for one in self._episodes])
        stats = {**{name: of_numbers(rows) for name, rows in self._numbers.items()}, IMAGE: self._colours.statistics()}
        self._json(STATS, stats)
        self._json(INFO, self._info())
        return self._files()

    def _described(
        self, number: int, task: str, first: int, numbers: dict[str, list[list[float]]], colours: Colours
    ) -> dict[str, Any]:
        """A row of `meta/episodes`."""
        stats: dict[str, Statistics] = {
            **{name: of_numbers(rows) for name, rows in numbers.items()},
            IMAGE: colours.statistics(),
        }
        return {
            "episode_index": number,
            "tasks": [task],
            "length": self._total - first,
            "data/chunk_index": self._file // FILES_A_CHUNK,
            "data/file_index": self._file % FILES_A_CHUNK,
            "dataset_from_index": first,
            "dataset_to_index": self._total,
            **{f"stats/{name}/{what}": value for name, found in stats.items() for what, value in found.items()},
            "meta/episodes/chunk_index": 0,
            "meta/episodes/file_index": 0,
        }

    def _of_picture(self, frame: Frame) -> Colours:
        """Its colours; the same picture is often seen again, and is named by what it shows."""
        if frame.path not in self._known:
            self._known[frame.path] = Colours()
            self._known[frame.path].see(frame.png)
        return self._known[frame.path]

    def _flush(self) -> None:
        chunk, place = divmod(self._file, FILES_A_CHUNK)
        path = self.directory / DATA.format(chunk_index=chunk, file_index=place)
        self.tables.write(path, {name: kind for name, (_, kind) in COLUMNS.items()}, self._rows)
        self._rows, self._bytes = [], 0
        self._file += 1

    def _info(self) -> dict[str, Any]:
        splits: dict[str, str] = {}
        begun = 0
        for name, count in self._splits.items():
            splits[name] = f"{begun}:{begun + count}"
            begun += count
        return {
            "codebase_version": VERSION,
            "robot_type": "fingertip",
            "total_episodes": len(self._episodes),
            "total_frames": self._total,
            "total_tasks": len(self._tasks),
            "chunks_size": FILES_A_CHUNK,
            "data_files_size_in_mb": self.most_mb,
            "video_files_size_in_mb": self.most_mb,
            "fps": FPS,
            "splits": splits,
            "data_path": DATA,
            "video_path": None,
            "features": features(self.width, self.height),
        }

    def _files(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        begun = 0
        for name, count in self._splits.items():
            of_split = self._episodes[begun : begun + count]
            places = dict.fromkeys((one["data/chunk_index"], one["data/file_index"]) for one in of_split)
            found[name] = [DATA.format(chunk_index=chunk, file_index=place) for chunk, place in places]
            begun += count
        return found

    def _json(self, name: str, value: object) -> None:
        text = json.dumps(value, indent=4, ensure_ascii=False, allow_nan=False)
        (self.directory / name).write_text(text + "\n", "utf-8")


def _kind(value: object) -> str:
    """The type of a column of `meta/episodes`, by one of its values."""
    match value:
        case int():
            return "BIGINT"
        case float():
            return "DOUBLE"
        case str():
            return "VARCHAR"
        case [first, *_]:
            return f"{_kind(first)}[]"
        case _:
            raise TypeError(type(value))
