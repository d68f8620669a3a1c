"""Takes pictures out of a video file, evenly in time.

Knows: containers, timestamps, seeking. Does not know: models, tokens, questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import BadPicture

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from PIL.Image import Image

SEEK_AHEAD = 4.0
"""Seconds between two wanted pictures from which jumping to a key frame is cheaper than decoding what lies between."""


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Pictures of one video.

    frames: RGB, all of one size, an even number (Qwen2-VL reads them in pairs). apart: seconds between two of them.
    """

    frames: tuple[Image, ...]
    apart: float


def sample_video(path: Path, *, fps: float, most: int) -> Sampled:
    """Pictures of a video, fps a second, or more thinly if that would be more than most.

    fps: above 0. most: 2 or more. A last odd picture is repeated. Raises BadPicture if the file is no readable video.
    """
    import av

    if not fps > 0 or most < 2:
        raise ValueError(f"cannot take {fps} pictures a second, {most} at most")
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise BadPicture(f"{path} has no video in it.")
            apart = max(1 / fps, _duration(container) / most, _shortest(container))
            frames = [_picture(frame) for frame in _every(container, apart, most)]
    except av.FFmpegError as error:
        raise BadPicture(f"{path} is no video that can be read ({error.strerror}).") from error
    if not frames:
        raise BadPicture(f"{path} has no pictures in it.")
    size = frames[0].size
    frames = [frame if frame.size == size else frame.resize(size) for frame in frames]
    if len(frames) % 2:
        frames.append(frames[-1])
    return Sampled(tuple(frames), apart)


def _duration(container: InputContainer) -> float:
    """Seconds: by the stream, by the container, or where neither says, by the last packet."""
    stream = container.streams.video[0]
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration:
        return container.duration / 1_000_000
    stamps = [packet.pts for packet in container.demux(stream) if packet.pts is not None]
    container.seek(0)
    return float((max(stamps) - min(stamps)) * stream.time_base) if stamps and stream.time_base else 0.0


def _shortest(container: InputContainer) -> float:
    """Seconds between two frames of the file itself; 0 if it does not say."""
    rate = container.streams.video[0].average_rate
    return float(1 / rate) if rate else 0.0


def _every(container: InputContainer, apart: float, most: int) -> Iterator[VideoFrame]:
    """The first frame at or after each multiple of apart seconds, at most so many."""
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    first: float | None = None
    taken = 0
    frames = container.decode(stream)
    while taken < most:
        frame = next(frames, None)
        if frame is None:
            return
        if frame.time is None:
            continue
        first = frame.time if first is None else first
        due = first + taken * apart
        if frame.time + 1e-6 < due:
            continue
        yield frame
        taken += 1
        if apart >= SEEK_AHEAD and stream.time_base:
            container.seek(int((first + taken * apart) / stream.time_base), stream=stream)
            frames = container.decode(stream)


def _picture(frame: VideoFrame) -> Image:
    image: Image = frame.to_image()
    turn = round(getattr(frame, "rotation", 0))  # degrees counter-clockwise; PyAV below 14 does not tell
    return image.rotate(turn, expand=True) if turn else image
