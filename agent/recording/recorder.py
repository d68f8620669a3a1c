"""Write an episode: a directory with episode.jsonl, frames/DIGEST.png and, once it is over, seal.json.

Knows files. Does not know what the lines mean, except that a check comes after the end.
A line is on the disk before the call returns; a frame is there before the line that names it. A process that is killed
leaves at most one cut-off line at the end, which the reader drops.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from agent.episode import Checked, FrameRecord, Line
from agent.errors import RecordingFailed
from agent.recording.disk import FRAMES, replace, sync_directory, writing
from agent.recording.journal import continued_journal, new_journal
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image


def fresh_directory(parent: Path) -> Path:
    """Make and return a new directory below parent, named after the time; raises RecordingFailed."""
    with writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        directory = parent / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
        directory.mkdir()
    return directory


class Recorder:
    """Appends to one episode. Use it as a context manager; close() may be called twice."""

    def __init__(self, directory: Path) -> None:
        """directory: is made if need be; raises RecordingFailed if it holds an episode already or cannot be written."""
        self.directory = directory
        self._files: dict[str, str] = {}
        with writing(directory):
            directory.mkdir(parents=True, exist_ok=True)
            try:
                self._journal = new_journal(directory)  # first of all: a directory without it is no recording
            except FileExistsError as error:
                raise RecordingFailed(f"{directory} holds an episode already; name another directory.") from error
            (directory / FRAMES).mkdir(exist_ok=True)
            sync_directory(directory)

    @property
    def empty(self) -> bool:
        """Nothing is written yet."""
        return self._journal.empty

    def write(self, line: Line) -> None:
        """Append one line and wait until it is on the disk; raises RecordingFailed and then leaves no half line.

        What a check found (Checked) may follow the end as long as the recorder is open.
        """
        self._journal.append(line)

    def frame(self, frame: Frame) -> FrameRecord:
        """Keep the pixels once and say what to write of them in a line; raises RecordingFailed."""
        digest = frame.digest
        if digest not in self._files:
            data = frame.png or _png(frame.image)
            with writing(self.directory):
                replace(self.file(frame), data)
            self._files[digest] = hashlib.sha256(data).hexdigest()
        return FrameRecord(
            digest=digest,
            file=self._files[digest],
            width=frame.width,
            height=frame.height,
            rotation=frame.rotation,
            display=frame.display,
            sequence=frame.sequence,
            taken=frame.seconds,
        )

    def file(self, frame: Frame) -> Path:
        """Where the pixels of a frame lie once frame() has kept them."""
        return self.directory / FRAMES / f"{frame.digest}.png"

    def close(self) -> None:
        """Seal the episode if it has ended, and let go of the file; raises RecordingFailed where the seal cannot be written."""
        if self._journal.closed:
            return
        try:
            self._journal.seal()
        finally:
            self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def append_check(directory: Path, checked: Checked) -> None:
    """Add what a check found to an episode that is over, and seal it anew; what it said before stays.

    Raises BadEpisode where there is no whole episode to add to, RecordingFailed.
    """
    journal = continued_journal(directory)
    try:
        journal.append(checked)
        journal.seal()
    finally:
        journal.close()


def _png(image: Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue()
