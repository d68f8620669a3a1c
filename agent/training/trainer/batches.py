"""Turns rows into batches: the very tokens and positions that the model meets in use, and the reply to learn.

Knows: rows, the encoder, padding, packing. Does not know: weights, what is right or wrong. A row that does not fit the model's
context is an error; it is never cut, since a cut inside a picture leaves placeholders without one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from agent.training.trainer.packing import Block, lay
from agent.training.trainer.rows import Row

BLANK = Image.new("RGB", (1, 1))
"""Stands for each picture where only their number and their grids matter."""
NOTHING = -100


TURNED = range(5, 9)
"""EXIF orientations by which a picture lies on its side."""
ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A row as the model reads it. reply: ids, the token that ends the turn included. sizes: of its pictures."""

    row: Row
    asked: Encoded
    reply: tuple[int, ...]
    sizes: tuple[Grid, ...]

    def __len__(self) -> int:
        return len(self.asked.ids) + len(self.reply)

    @property
    def shareable(self) -> int:
        """How many of its first tokens others may share: at the last of the prompt its own reply is learnt."""
        return len(self.asked.ids) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """What a block of a packed sequence attends to. start, stop: its places. before: the other places that it sees.

    mask: (stop - start, places seen) bool; None where it sees itself alone, which causal attention says already.
    """

    start: int
    stop: int
    before: tuple[tuple[int, int], ...]
    mask: torch.Tensor | None


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What a forward pass needs.

    ids, labels: (batch, length) int64, padded on the right; the label of a place is the token that comes after it, -100
    where nothing is learnt. positions: (3, batch, length). stretches: of a packed sequence, which is a batch of one; None
    where each row stands alone. shown: the pictures in the order of their placeholders, and each one's visual tokens.
    values: (patches, 588) float32 and grid: (pictures, 3), or seen: (visual tokens, width), what the tower made of them:
    each picture once, in the order in which they are first shown; all None where there is no picture.
    """

    ids: torch.Tensor
    labels: torch.Tensor
    positions: torch.Tensor
    shown: tuple[tuple[Path, int], ...] = ()
    stretches: tuple[Stretch, ...] | None = None
    values: torch.Tensor | None = None
    grid: torch.Tensor | None = None
    seen: torch.Tensor | None = None

    @property
    def pictures(self) -> tuple[Path, ...]:
        """Each picture once."""
        return tuple(dict.fromkeys(path for path, _ in self.shown))

    def spread(self, features: torch.Tensor) -> torch.Tensor:
        """What the tower made of each picture, as often as it is shown."""
        sizes = dict(self.shown)
        if len(sizes) == len(self.shown):
            return features
        parts = dict(zip(sizes, torch.split(features, list(sizes.values())), strict=True))
        return torch.cat([parts[path] for path, _ in self.shown])


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
        self._sizes: dict[Path, Grid] = {}

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
        return Example(row, asked, reply, tuple(picture.tokens for picture in pictures))

    def sketch(self, row: Row) -> Example:
        """The row as the model reads it, without looking at its pictures: their sizes are enough."""
        return self.example(row, [_Sized(self.size(path)) for path in row.pictures])

    def cut(self, path: Path) -> Patches:
        """A picture as the vision tower reads it."""
        try:
            return cut(open_picture(path), self.rules)
        except (BadPicture, ValueError) as error:
            raise BadRows(f"{path} cannot be shown to the model: {error}") from error

    def size(self, path: Path) -> Grid:
        """A picture's size in visual tokens, from its first bytes; remembered."""
        if path not in self._sizes:
            self._sizes[path] = self._size(path)
        return self._sizes[path]

    def _size(self, path: Path) -> Grid:
        try:
            with Image.open(path) as image:
                width, height = image.size
                if image.getexif().get(ORIENTATION) in TURNED:
                    width, height = height, width
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


@dataclass(frozen=True, slots=True)
class _Sized:
    tokens: Grid


def collate(examples: Sequence[Example]) -> Batch:
    """Pad on the right and stack. Causal attention never looks at what is on the right, so no mask is needed."""
    ids = torch.zeros(len(examples), max(map(len, examples)), dtype=torch.int64)
    labels = torch.full_like(ids, NOTHING)
    positions = torch.zeros(3, len(examples), ids.shape[1], dtype=torch.int64)
    for number, one in enumerate(examples):
        ids[number, : len(one)], labels[number, : len(one)], positions[:, number, : len(one)] = _whole(one)
    return Batch(ids, labels, positions, _shown(examples))


def pack(examples: Sequence[Example], *, image: int) -> Batch:
    """One sequence without padding; what rows begin with alike, pictures included, is in it once. image: placeholder's id."""
    keys = marked(examples, image=image)
    whole = [_whole(one) for one in examples]
    blocks = lay(keys, [one.shareable for one in examples])
    parts = [[part[..., block.first : block.first + _size(block)] for part in whole[block.row]] for block in blocks]
    ids, labels, positions = (torch.cat([part[kind] for part in parts], dim=-1) for kind in range(3))
    shown = tuple(
        entry for block in blocks for entry in _inside(examples[block.row], keys[block.row], block.first, _size(block))
    )
    return Batch(ids[None], labels[None], positions[:, None], shown, tuple(map(_stretch, blocks)))


def marked(examples: Sequence[Example], *, image: int) -> list[NDArray[np.int64]]:
    """What stands at each place of each example, its reply included: placeholders of different pictures told apart."""
    numbers: dict[Path, int] = {}
    found = []
    for one in examples:
        key = np.concatenate([one.asked.ids, np.array(one.reply, dtype=np.int64)])
        tags = [-1 - numbers.setdefault(path, len(numbers)) for path in one.row.pictures]
        key[: len(one.asked.ids)][one.asked.ids == image] = np.repeat(tags, [_area(size) for size in one.sizes])
        found.append(key)
    return found


def _whole(one: Example) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """ids, labels: (length,), positions: (3, length) of one example."""
    start, reply = len(one.asked.ids), torch.tensor(one.reply)
    ids = torch.cat([torch.from_numpy(one.asked.ids), reply])
    labels = torch.full_like(ids, NOTHING)
    labels[start - 1 : len(one) - 1] = reply
    rest = torch.arange(one.asked.next_position, one.asked.next_position + len(reply)).expand(3, -1)
    return ids, labels, torch.cat([torch.from_numpy(np.ascontiguousarray(one.asked.positions)), rest], dim=1)


def _shown(examples: Sequence[Example]) -> tuple[tuple[Path, int], ...]:
    return tuple((path, _area(size)) for one in examples for path, size in zip(one.row.pictures, one.sizes, strict=True))


def _inside(one: Example, key: NDArray[np.int64], first: int, size: int) -> list[tuple[Path, int]]:
    """The pictures whose placeholders stand in these places; a picture is never parted, since it differs as a whole."""
    before, here = (int((key[places] < 0).sum()) for places in (slice(0, first), slice(first, first + size)))
    found, passed = [], 0
    for path, tokens in _shown([one]):
        if before <= passed < before + here:
            found.append((path, tokens))
        passed += tokens
    return found


def _stretch(block: Block) -> Stretch:
    if not block.before:
        return Stretch(block.start, block.stop, (), None)
    own, seen = _size(block), sum(stop - start for start, stop in block.before)
    mask = torch.ones(own, seen + own, dtype=torch.bool).tril(seen)
    return Stretch(block.start, block.stop, block.before, mask)


def _size(block: Block) -> int:
    return block.stop - block.start


def _area(size: Grid) -> int:
    return size.frames * size.rows * size.columns


def with_patches(batch: Batch, pictures: Mapping[Path, Patches]) -> Batch:
    """The batch with its pictures for a tower that learns."""
    if not batch.shown:
        return batch
    cut_up = [pictures[path] for path in batch.pictures]
    values: NDArray[np.float32] = np.concatenate([picture.values for picture in cut_up])
    return replace(batch, values=torch.from_numpy(values), grid=torch.tensor([picture.grid for picture in cut_up]))


def with_seen(batch: Batch, seen: Mapping[Path, torch.Tensor]) -> Batch:
    """The batch with what a frozen tower makes of its pictures."""
    return replace(batch, seen=torch.cat([seen[path] for path in batch.pictures])) if batch.shown else batch


def moved(batch: Batch, device: torch.device) -> Batch:
    """The same on a device."""

    def to(part: torch.Tensor | None) -> torch.Tensor | None:
        return None if part is None else part.to(device)

    stretches = batch.stretches
    if stretches is not None:
        stretches = tuple(replace(one, mask=to(one.mask)) for one in stretches)
    return replace(
        batch,
        ids=batch.ids.to(device),
        labels=batch.labels.to(device),
        positions=batch.positions.to(device),
        stretches=stretches,
        values=to(batch.values),
        grid=to(batch.grid),
        seen=to(batch.seen),
    )
