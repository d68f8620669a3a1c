"""Turns rows into batches: the very tokens and positions that the model meets in use, and the reply to learn.

Knows: rows, the encoder, padding. Does not know: weights, what is right or wrong. A row that does not fit the model's
context is an error; it is never cut, since a cut inside a picture leaves placeholders without one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from agent.ask import open_picture
from agent.errors import BadPicture, BadRows
from agent.models.tokens import TURN_END, Encoded, Encoder
from agent.models.vision import Grid, Patches, PictureRules, cut, smart_resize
from agent.prompt import Part, Picture, Prompt, Untrusted
from agent.training.trainer.rows import Row

BLANK = Image.new("RGB", (1, 1))
"""Stands for each picture where only their number and their grids matter."""
NOTHING = -100


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A row as the model reads it. reply: ids, the token that ends the turn included."""

    row: Row
    asked: Encoded
    reply: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What a forward pass needs.

    ids, labels: (batch, length) int64, padded on the right; the label of a place is the token that comes after it, -100
    where nothing is learnt. positions: (3, batch, length). values: (patches, 588) float32 and grid: (pictures, 3), or
    seen: (visual tokens, width), what the tower made of them; all None where there is no picture.
    """

    ids: torch.Tensor
    labels: torch.Tensor
    positions: torch.Tensor
    values: torch.Tensor | None = None
    grid: torch.Tensor | None = None
    seen: torch.Tensor | None = None


class Seen(Protocol):
    """A picture whose size in visual tokens is known."""

    @property
    def tokens(self) -> Grid:
        """Size in visual tokens."""


class Reader:
    """Encodes rows for one model. Raises BadRows where a row does not fit."""

    def __init__(self, encoder: Encoder, rules: PictureRules, *, opening: str, context: int, controls: Sequence[str]) -> None:
        """opening: what replies are made to begin with in use. context: most tokens. controls: spelled control tokens."""
        self._encoder, self.rules = encoder, rules
        self.image, self.end = encoder.image, encoder.control(TURN_END)
        self._opening, self._context, self._controls = opening, context, controls

    def check(self, rows: Sequence[Row]) -> None:
        """See that no system text spells a control token: it is trusted in use, and these rows come from anywhere."""
        for row in {row.system: row for row in rows}.values():
            spelled = next((token for token in self._controls if token in row.system), None)
            if spelled is not None:
                raise BadRows(f"{row.where}: the system text contains {spelled}, which steers the model; leave it out.")

    def prompt(self, row: Row) -> Prompt:
        """The row as a prompt whose pictures are blank."""
        parts: list[Part] = [Untrusted(row.texts[0])]
        for text in row.texts[1:]:
            parts += [Picture(BLANK), Untrusted(text)]
        return Prompt(row.system, tuple(parts), self._opening if row.reply.startswith(self._opening) else "")

    def reply(self, row: Row) -> list[int]:
        """The ids that are learnt. A reply may quote a screen, so nothing in it is a control token but its end."""
        opened = row.reply.removeprefix(self._opening)
        return [*self._encoder.plain(opened), self.end]

    def example(self, row: Row, pictures: Sequence[Seen]) -> Example:
        """The row with its pictures, in order."""
        asked = self._encoder.prompt(self.prompt(row), [picture.tokens for picture in pictures])
        reply = tuple(self.reply(row))
        if len(asked.ids) + len(reply) > self._context:
            raise BadRows(
                f"{row.where}: {len(asked.ids) + len(reply)} tokens do not fit the model's {self._context}; lower --max-pixels."
            )
        return Example(row, asked, reply)

    def cut(self, path: Path) -> Patches:
        """A picture as the vision tower reads it."""
        try:
            return cut(open_picture(path), self.rules)
        except (BadPicture, ValueError) as error:
            raise BadRows(f"{path} cannot be shown to the model: {error}") from error

    def size(self, path: Path) -> Grid:
        """A picture's size in visual tokens, from its first bytes."""
        try:
            with Image.open(path) as image:
                width, height = image.size
            rows, columns = smart_resize(
                height,
                width,
                factor=self.rules.factor,
                min_pixels=self.rules.min_pixels,
                max_pixels=self.rules.max_pixels,
            )
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise BadRows(f"{path} is no picture that can be shown to the model.") from error
        return Grid(1, rows // self.rules.factor, columns // self.rules.factor)


def collate(examples: Sequence[Example]) -> Batch:
    """Pad on the right and stack. Causal attention never looks at what is on the right, so no mask is needed."""
    whole = [len(one.asked.ids) + len(one.reply) for one in examples]
    ids = torch.zeros(len(examples), max(whole), dtype=torch.int64)
    labels = torch.full_like(ids, NOTHING)
    positions = torch.zeros(3, len(examples), max(whole), dtype=torch.int64)
    for number, (one, length) in enumerate(zip(examples, whole, strict=True)):
        start = len(one.asked.ids)
        reply = torch.tensor(one.reply)
        ids[number, :start] = torch.from_numpy(one.asked.ids)
        ids[number, start:length] = reply
        labels[number, start - 1 : length - 1] = reply
        positions[:, number, :start] = torch.from_numpy(np.ascontiguousarray(one.asked.positions))
        positions[:, number, start:length] = torch.arange(one.asked.next_position, one.asked.next_position + len(reply))
    return Batch(ids, labels, positions)


def with_patches(batch: Batch, pictures: Sequence[Patches]) -> Batch:
    """The batch with its pictures for a tower that learns."""
    if not pictures:
        return batch
    values: NDArray[np.float32] = np.concatenate([picture.values for picture in pictures])
    grid = torch.tensor([picture.grid for picture in pictures])
    return Batch(batch.ids, batch.labels, batch.positions, values=torch.from_numpy(values), grid=grid)


def with_seen(batch: Batch, seen: Sequence[torch.Tensor]) -> Batch:
    """The batch with what a frozen tower makes of its pictures."""
    return Batch(batch.ids, batch.labels, batch.positions, seen=torch.cat(list(seen))) if seen else batch


def moved(batch: Batch, device: torch.device) -> Batch:
    """The same on a device."""
    to: Callable[[torch.Tensor | None], torch.Tensor | None] = lambda part: None if part is None else part.to(device)  # noqa: E731
    return Batch(
        batch.ids.to(device),
        batch.labels.to(device),
        batch.positions.to(device),
        values=to(batch.values),
        grid=to(batch.grid),
        seen=to(batch.seen),
    )
