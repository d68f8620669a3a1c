"""An episode as a film: every step with the place that is touched drawn on its screen, and what was thought below it.

Knows pictures and moving pictures. Does not know how an episode came about. The file's ending decides: .mp4 (H.264) or .gif.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from agent.episode import Decided, Episode, NotPerformed, Step, Unreadable, places
from agent.errors import BadEpisode, RecordingFailed
from agent.recording import read_episode, read_frame
from agent.view import title

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Progress = Callable[[int, int], None]
"""Is told how many of how many pictures are written."""

HIGH = {".mp4": 1280, ".gif": 640}
"""Pixels of the screen's height in the film: a phone's text can be read in the one, and a README carries the other."""
BAND = 0.11
"""Height of the words below the screen, as a share of the screen's."""
RATE = 10
"""Pictures a second of an MP4, which holds each of ours so often that a player can seek."""
BEFORE, TOUCH, LAST = 0.6, 1.1, 2.0
"""Seconds: a screen, the same with the touch on it, the end."""
GROUND, INK, PALE, MARK = (24, 24, 27), (244, 244, 245), (161, 161, 170), (236, 72, 153)
QUALITY = "23"
"""H.264's constant rate factor."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the film, and how long it stays."""

    image: Image
    seconds: float


def write_film(directory: Path, target: Path, *, progress: Progress = lambda _done, _of: None) -> float:
    """Write the film of an episode; returns its seconds. Raises BadEpisode, RecordingFailed, ValueError for another ending."""
    ending = target.suffix.lower()
    if ending not in HIGH:
        raise ValueError(f"{target.name} says not what to write: name a file that ends in .mp4 or .gif.")
    episode = read_episode(directory)
    if not any(step.observed for step in episode.steps):
        raise BadEpisode(f"{directory} holds an episode that never saw a screen: there is nothing to show.")
    of = sum((step.observed is not None) + _touches(step) for step in episode.steps) + 1
    pictures = _counted(_pictures(episode, directory, HIGH[ending]), of, progress)
    part = target.with_name(f"{target.name}.part")
    try:
        seconds = _write_mp4(pictures, part) if ending == ".mp4" else _write_gif(pictures, part)
        part.replace(target)
    except OSError as error:
        raise RecordingFailed(
            f"The film {target} cannot be written ({error.strerror or error}): name another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return seconds


def _counted(pictures: Iterator[Picture], of: int, progress: Progress) -> Iterator[Picture]:
    for number, picture in enumerate(pictures, start=1):
        yield picture
        progress(number, of)


def _pictures(episode: Episode, directory: Path, high: int) -> Iterator[Picture]:
    size = _canvas(episode, high)
    last: Image | None = None
    for step in episode.steps:
        if step.observed is None:
            continue
        screen = read_frame(directory, step.observed.frame)
        heading, words = _words(step)
        yield Picture(_compose(screen, size, heading, words), BEFORE)
        if _touches(step):
            yield Picture(_compose(screen, size, heading, words, _marks(step)), TOUCH)
        last = read_frame(directory, step.settled.frame) if step.settled else screen
    assert last is not None
    ended = episode.ended
    heading = ended.outcome.value.replace("_", " ") if ended else "interrupted"
    yield Picture(_compose(last, size, heading, ended.message if ended else "The recording breaks off here."), LAST)


def _touches(step: Step) -> bool:
    return step.decision is not None and bool(places(step.decision)) and step.done is not None


def _marks(step: Step) -> tuple[tuple[float, float], ...]:
    assert step.decision is not None
    fraction = places(step.decision)
    return tuple(zip(fraction[0::2], fraction[1::2], strict=True))


def _words(step: Step) -> tuple[str, str]:
    match step.reply:
        case Decided(decisions=decisions, thought=thought):
            refused = f" — {step.done.why}" if isinstance(step.done, NotPerformed) else ""
            return f"{step.number}  {title(step.decision or decisions[0])}{refused}", thought
        case Unreadable(message=message):
            return f"{step.number}  unreadable reply", message
        case None:
            return f"{step.number}", ""


def _canvas(episode: Episode, high: int) -> tuple[int, int, int]:
    """Width, height and the height that is left to the screen; wide enough for each screen; even, as H.264 asks."""
    frames = [step.observed.frame for step in episode.steps if step.observed]
    tallest = max(frame.height for frame in frames)
    widest = max(frame.width for frame in frames)
    factor = min(high / tallest, 2 * high / widest)
    width, screen = round(widest * factor), round(tallest * factor)
    whole = screen + round(BAND * high)
    return width + width % 2, whole + whole % 2, screen


def _compose(
    screen: Image, size: tuple[int, int, int], heading: str, words: str, marks: tuple[tuple[float, float], ...] = ()
) -> Image:
    from PIL import Image as Pictures
    from PIL import ImageDraw as Draws

    width, height, room = size
    canvas = Pictures.new("RGB", (width, height), GROUND)
    factor = min(width / screen.width, room / screen.height)
    small = screen.resize((round(screen.width * factor), round(screen.height * factor)), Pictures.Resampling.LANCZOS)
    left, top = (width - small.width) // 2, (room - small.height) // 2
    canvas.paste(small, (left, top))
    draw = Draws.Draw(canvas)
    _mark(draw, [(left + x * small.width, top + y * small.height) for x, y in marks], min(small.size) / 22)
    letter = max(11, round((height - room) / 5.2))
    edge = letter // 2
    draw.text((edge, room + edge), _fitting(draw, heading, letter, width - 2 * edge), fill=INK, font=_font(heading, letter))
    columns = max(10, int((width - 2 * edge) / (letter * 0.5)))
    lines = textwrap.wrap(words, columns, max_lines=2, placeholder=" …")
    for number, line in enumerate(lines, start=1):
        place = (edge, room + edge + round(number * letter * 1.35))
        draw.text(place, _fitting(draw, line, letter, width - 2 * edge), fill=PALE, font=_font(line, letter))
    return canvas


def _mark(draw: ImageDraw, points: list[tuple[float, float]], radius: float) -> None:
    line = max(2, round(radius / 6))
    if len(points) == 2:
        draw.line(points, fill=MARK, width=2 * line)
    for number, (x, y) in enumerate(points):
        reach = radius / (1 + number)
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=(255, 255, 255), width=2 * line)
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=MARK, width=line)


def _fitting(draw: ImageDraw, text: str, size: int, width: int) -> str:
    text = " ".join(text.split())
    font = _font(text, size)
    if draw.textlength(text, font=font) <= width:
        return text
    while text and draw.textlength(text + "…", font=font) > width:
        text = text[:-1]
    return text + "…"


@cache
def _file(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont as Fonts

    with resources.as_file(resources.files("devices.phone.fonts").joinpath(name)) as path:
        return Fonts.truetype(str(path), size)


def _font(text: str, size: int) -> FreeTypeFont:
    """One of the shipped fonts that has these letters."""
    if any("\u0600" <= letter <= "\u08ff" for letter in text):
        return _file("NotoSansArabic-Regular.ttf", size)
    if any(letter >= "\u2e80" for letter in text):
        return _file("NotoSansCJKsc-Regular.otf", size)
    return _file("Roboto-Regular.ttf", size)


def _write_mp4(pictures: Iterator[Picture], path: Path) -> float:
    import av

    count = 0
    try:
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            stream = None
            for picture in pictures:
                if stream is None:
                    stream = container.add_stream("libx264", rate=RATE, options={"crf": QUALITY, "preset": "veryfast"})
                    stream.width, stream.height = picture.image.size
                    stream.pix_fmt = "yuv420p"
                frame = av.VideoFrame.from_image(picture.image)
                for _ in range(round(picture.seconds * RATE)):
                    frame.pts = count
                    container.mux(stream.encode(frame))
                    count += 1
            if stream is not None:
                container.mux(stream.encode())
    except av.FFmpegError as error:
        raise RecordingFailed(f"The film cannot be made ({error.strerror}); a .gif needs no encoder for video.") from error
    return count / RATE


def _write_gif(pictures: Iterator[Picture], path: Path) -> float:
    from PIL import Image as Pictures

    shown = [(picture.image.quantize(192, dither=Pictures.Dither.NONE), picture.seconds) for picture in pictures]
    times = [round(1000 * seconds) for _, seconds in shown]
    first, *rest = (image for image, _ in shown)
    first.save(path, format="GIF", save_all=True, append_images=rest, duration=times, loop=0, optimize=True)
    return sum(times) / 1000
