"""A small model and rows to teach it, for the tests of the trainer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from agent.dialects.qwen2_vl import BRIEF

COLOURS = {"red": (200, 30, 30), "green": (30, 160, 60), "blue": (30, 60, 200), "gold": (220, 180, 20)}
SIZE = (84, 112)
PLACES = [(0.05, 0.05), (0.55, 0.05), (0.05, 0.55), (0.55, 0.55)]
SIDE = 0.4


def reply(colour: str, place: int) -> str:
    """What is taught: tap the middle of the box at this place."""
    x, y = (round(1000 * (part + SIDE / 2)) for part in PLACES[place])
    return f'Thought: Tap {colour}.\nAction: {{"action": "tap", "point": [{x}, {y}]}}'


def texts() -> Iterator[str]:
    """What the small model's tokenizer should know."""
    yield f"system\n{BRIEF}\nuser\n\nTask: tap Done: nothing\nassistant\n"
    for colour in COLOURS:
        for place in range(len(PLACES)):
            yield reply(colour, place)


def write_rows(directory: Path, *, rows: int = 8, validation: int = 2, **changes: object) -> Path:
    """A directory of rows as `export --format messages` writes it. changes: of every row, by its keys."""
    (directory / "images").mkdir(parents=True)
    names = list(COLOURS)
    for name, count in (("train", rows), ("validation", validation)):
        with (directory / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(count):
                image = Image.new("RGB", SIZE, "white")
                draw = ImageDraw.Draw(image)
                for place, (left, top) in enumerate(PLACES):
                    colour = names[(place + number // len(names)) % len(names)]
                    box = (left * SIZE[0], top * SIZE[1], (left + SIDE) * SIZE[0], (top + SIDE) * SIZE[1])
                    draw.rectangle(box, fill=COLOURS[colour])
                path = f"images/{name}-{number}.png"
                image.save(directory / path)
                wanted = names[number % len(names)]
                place = (number - number // len(names)) % len(PLACES)
                left, top = PLACES[place]
                row = {
                    "messages": [
                        {"role": "system", "content": BRIEF},
                        {"role": "user", "content": f"<image>\nTask: tap {wanted}\nDone: nothing"},
                        {"role": "assistant", "content": reply(wanted, place)},
                    ],
                    "images": [path],
                    "episode": f"episode-{number}",
                    "step": 1,
                    "box": [left, top, left + SIDE, top + SIDE],
                    **changes,
                }
                file.write(json.dumps(row) + "\n")
    return directory
