"""One compact picture of how an episode went wrong: its last screens side by side, its touches on them, claim and check above.

Knows episodes and pictures. Does not know which episodes are drawn. The same episode gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from agent.decision import Act, Answer, AskUser, Finish, GiveUp
from agent.episode import Decided, Episode, Step, places
from agent.recording import read_episode, read_frame
from devices.actions import describe
from tasks.results import Result

FONTS = Path(__file__).resolve().parent.parent / "devices" / "phone" / "fonts"
LATIN, BOLD, WIDE = "Roboto-Regular.ttf", "Roboto-Medium.ttf", "NotoSansCJKsc-Regular.otf"
WIDE_FROM = 0x2E80
"""From this letter on Roboto has none."""
FRAME, GAP, MARGIN = 270, 12, 8
SIZE, LEADING, ASCENT = 14, 19, 14
HEADER_LINES, CAPTION_LINES = 2, 3
INK, FAINT, EDGE, MARK = (32, 33, 36), (95, 99, 104), (200, 202, 208), (217, 48, 37)
MOST_BYTES = 120_000
COLOURS = (128, 96, 64, 48, 32, 16)


@dataclass(frozen=True, slots=True)
class Panel:
    """One screen, and all that was decided on it until it changed."""

    image: Image.Image
    steps: tuple[Step, ...]

    @property
    def caption(self) -> str:
        """What was decided last, and which steps these were."""
        first, last = self.steps[0].number, self.steps[-1].number
        return f"{first if first == last else f'{first}–{last}'}. {_said(self.steps[-1])}"


def strip(directory: Path, result: Result, frames: int, steps: Sequence[int] = ()) -> bytes:
    """A PNG of few colours with so many of the last screens of an episode, or those of some steps; raises BadEpisode."""
    panels = list(_panels(directory, read_episode(directory), frames, steps))
    width = max(1, frames, len(panels)) * (FRAME + GAP) - GAP
    claim = f"“{result.answer}”" if result.answer else "it is done" if result.claimed else str(result.outcome or "nothing")
    header = [
        (line, font, colour)
        for text, font, colour in (
            (result.instruction, BOLD, INK),
            (f"{result.id.name}, {result.steps} of {result.budget} steps. The agent says: {claim}.", LATIN, FAINT),
            (f"The check says: {result.reason}.", LATIN, MARK),
        )
        for line in _wrapped(text, font, width, HEADER_LINES)
    ]
    top = len(header) * LEADING + MARGIN
    captions = [_wrapped(panel.caption, LATIN, FRAME, CAPTION_LINES) for panel in panels]
    below = top + max((panel.image.height for panel in panels), default=0) + MARGIN
    whole = Image.new("RGB", (width, below + max(map(len, captions), default=0) * LEADING), "white")
    draw = ImageDraw.Draw(whole)
    for number, (line, font, colour) in enumerate(header):
        draw.text((0, number * LEADING + ASCENT), line, colour, _font(font, line), "ls")
    for number, (panel, caption) in enumerate(zip(panels, captions, strict=True)):
        left = number * (FRAME + GAP)
        whole.paste(_marked(panel), (left, top))
        for place, line in enumerate(caption):
            draw.text((left, below + place * LEADING + ASCENT), line, INK, _font(LATIN, line), "ls")
    return _small(whole)


def _panels(directory: Path, episode: Episode, frames: int, wanted: Sequence[int]) -> Iterator[Panel]:
    """Screens that differ from the one before, with what was decided on each: those that are wanted, or the last ones."""
    seen = [step for step in episode.steps if step.observed is not None and step.reply is not None]
    groups = [tuple(steps) for _, steps in groupby(seen, key=lambda step: step.observed and step.observed.frame.digest)]
    chosen = [steps for steps in groups if any(step.number in wanted for step in steps)]
    for steps in chosen or groups[-frames:]:
        assert steps[0].observed is not None
        image = read_frame(directory, steps[0].observed.frame)
        yield Panel(image.resize((FRAME, round(FRAME * image.height / image.width)), Image.Resampling.LANCZOS), steps)


def _said(step: Step) -> str:
    """Its thought, and what it did where neither that nor a mark on the screen says it."""
    if not isinstance(step.reply, Decided):
        return "A reply that cannot be read."
    thought = " ".join(step.reply.thought.split())
    match step.reply.decisions[0]:
        case Act(action=action) as decision:
            if thought and places(decision):
                return thought
            did = describe(action)
        case Answer(text=text):
            did = f"answers “{text}”"
        case Finish():
            did = "says that it is done"
        case AskUser(question=question):
            did = f"asks “{question}”"
        case GiveUp():
            did = "gives up"
    return f"{thought} ({did})" if thought else did


def _marked(panel: Panel) -> Image.Image:
    """The screen with a ring around every touch, and a line where the finger moved."""
    image = panel.image.copy()
    draw = ImageDraw.Draw(image)
    for step in panel.steps:
        if not isinstance(step.reply, Decided):
            continue
        numbers = places(step.reply.decisions[0])
        points = [(x * image.width, y * image.height) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if len(points) > 1:
            draw.line(points, MARK, 3)
        for x, y in points[:1]:
            for radius, colour, width in ((13, (255, 255, 255), 6), (12, MARK, 3)):
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=width)
    draw.rectangle((0, 0, image.width - 1, image.height - 1), outline=EDGE)
    return image


def _wrapped(text: str, font: str, width: int, most: int) -> list[str]:
    """Lines that fit, at most so many; between wide letters a line may end anywhere."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        longer = lines[-1] + piece
        if lines[-1] and _font(font, longer).getlength(longer.rstrip()) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip() + "…"]
    return [_cut(line.rstrip(), font, width) for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; each wide letter by itself."""
    for word in text.split(" "):
        if any(ord(letter) >= WIDE_FROM for letter in word):
            yield from word
            yield " "
        else:
            yield f"{word} "


def _cut(line: str, font: str, width: int) -> str:
    while len(line) > 1 and _font(font, line).getlength(line) > width:
        line = line[:-2] + "…"
    return line


def _font(name: str, text: str) -> ImageFont.FreeTypeFont:
    return _loaded(WIDE if any(ord(letter) >= WIDE_FROM for letter in text) else name)


@cache
def _loaded(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, SIZE, layout_engine=ImageFont.Layout.BASIC)


def _small(image: Image.Image, colours: Sequence[int] = COLOURS) -> bytes:
    """As a PNG with as many colours as the size allows."""
    for number in colours:
        out = io.BytesIO()
        few = image.quantize(number, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()
