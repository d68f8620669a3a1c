"""Write and read an episode: a directory with episode.jsonl and frames/DIGEST.png.

Knows files. Does not know what the lines mean.
A line is on the disk before the call returns; a frame is there before the line that names it. A process that is killed
leaves at most one cut-off line at the end, which the reader drops.
"""

from __future__ import annotations

import io
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from agent.episode import LINE, Episode, FrameRecord, Line, fold
from agent.errors import BadEpisode, RecordingFailed
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

LINES = "episode.jsonl"
FRAMES = "frames"


def fresh_directory(parent: Path) -> Path:
    """Make and return a new directory below parent, named after the time; raises RecordingFailed."""
    with _writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        directory = parent / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
        directory.mkdir()
    return directory


class Recorder:
    """Appends to one episode. Use it as a context manager; close() may be called twice."""

    def __init__(self, directory: Path) -> None:
        """directory: is made if need be; raises RecordingFailed if it holds an episode already or cannot be written."""
        self.directory = directory
        self._kept = 0
        self._frames: set[str] = set()
        with _writing(directory):
            (directory / FRAMES).mkdir(parents=True, exist_ok=True)
            try:
                self._file = os.open(directory / LINES, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
            except FileExistsError as error:
                raise RecordingFailed(f"{directory} holds an episode already; name another directory.") from error
            _sync_directory(directory)

    @property
    def empty(self) -> bool:
        """Nothing is written yet."""
        return self._kept == 0

    def write(self, line: Line) -> None:
        """Append one line and wait until it is on the disk; raises RecordingFailed and then leaves no half line."""
        data = LINE.dump_json(line) + b"\n"
        with _writing(self.directory):
            self._mend()
            try:
                _write_all(self._file, data)
                os.fsync(self._file)
            except OSError:
                os.ftruncate(self._file, self._kept)
                raise
            self._kept += len(data)

    def frame(self, frame: Frame) -> FrameRecord:
        """Keep the pixels once and say what to write of them in a line; raises RecordingFailed."""
        record = FrameRecord(
            digest=frame.digest,
            width=frame.width,
            height=frame.height,
            rotation=frame.rotation,
            display=frame.display,
            sequence=frame.sequence,
            taken=frame.seconds,
        )
        if record.digest not in self._frames:
            data = frame.png or _png(frame.image)
            with _writing(self.directory):
                _replace(self.directory / FRAMES / f"{record.digest}.png", data)
            self._frames.add(record.digest)
        return record

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _mend(self) -> None:
        # Ctrl-C can come between the write and the note that it was done: keep a whole line, cut a torn one.
        size = os.fstat(self._file).st_size
        if size != self._kept:
            if os.pread(self._file, 1, size - 1) != b"\n":
                os.ftruncate(self._file, self._kept)
            else:
                self._kept = size


def read_lines(directory: Path) -> Iterator[Line]:
    """The lines of an episode in the order written, without a cut-off last one; raises BadEpisode."""
    path = directory / LINES
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadEpisode(f"{directory} holds no episode that can be read ({error.strerror}).") from error
    whole, _, _ = data.rpartition(b"\n")
    for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
        try:
            yield LINE.validate_json(line)
        except ValidationError as error:
            raise BadEpisode(f"Line {number} of {path} cannot be read: {error.errors()[0]['msg']}.") from error


def read_episode(directory: Path) -> Episode:
    """Read an episode, also one that was killed half-way; raises BadEpisode."""
    return fold(read_lines(directory))


def read_frame(directory: Path, record: FrameRecord) -> Image:
    """The RGB picture of a recorded frame; raises BadEpisode where it is missing or is not what was recorded."""
    from PIL import Image, UnidentifiedImageError

    path = directory / FRAMES / f"{record.digest}.png"
    try:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise BadEpisode(f"The frame {path} is missing or broken.") from error
    if Frame(image=image).digest != record.digest:
        raise BadEpisode(f"The frame {path} is not the one that was recorded.")
    return image


@contextmanager
def _writing(where: Path) -> Iterator[None]:
    """Know the errors of a file system here and nowhere else."""
    try:
        yield
    except OSError as error:
        raise RecordingFailed(
            f"The episode cannot be recorded in {where} ({error.strerror or error}): free some space or name another "
            "directory with --record."
        ) from error


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _replace(path: Path, data: bytes) -> None:
    if path.exists():
        return
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            _write_all(file, data)
            os.fsync(file)
        finally:
            os.close(file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _png(image: Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()
