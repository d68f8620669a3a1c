"""Turns shards of screens into batches: several queries behind one shared picture, none of which sees the others.

A sequence is prefix (system text and picture) and then one block a query (the rest of the prompt and the reply). Every
block starts at the position that follows the picture and attends to the prefix and to itself, so that each query is
exactly what the model meets in use.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass, fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.utils.data import IterableDataset, get_worker_info

from agent.dialects.qwen2_vl import OPENING
from agent.models.tokens import IMAGE, VISION_END, Encoder
from agent.models.vision import Grid, arrange, smart_resize
from agent.prompt import Prompt
from agent.training.screens import APP_SHARDS, DIALECT, RULES, TASK_SHARDS, Box

PICTURE = smart_resize(2400, 1080, factor=RULES.factor, min_pixels=RULES.min_pixels, max_pixels=RULES.max_pixels)[::-1]
"""Width and height that a 1080 x 2400 screen becomes: 336 x 756."""
SHARES = (2, 1, 9)
"""How many shards of switches and apps, of home pages, and of the suites' tasks are mixed."""


@dataclass(frozen=True, slots=True)
class Points:
    """Places in a batch where something is known about what to look at. All tensors have one entry a place.

    sequence, at: where. cells: (n, visual tokens) 1 where the target lies. row, column: the target's middle token.
    kind: 0 the reply begins, 1 x is next, 2 y is next, 3 what was read is next. state: of the switch that it is about, 1 on,
    0 off, -1 none known.
    """

    sequence: torch.Tensor
    at: torch.Tensor
    cells: torch.Tensor
    row: torch.Tensor
    column: torch.Tensor
    kind: torch.Tensor
    state: torch.Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """What one training step needs.

    ids, labels, block: (batch, length) int64; labels -100 where nothing is learnt; block 0 prefix, 1… queries, -1 padding.
    weight: (batch, length) float32, of each label. positions: (3, batch, length). pixels: (patches, 3, 196) uint8.
    grid: (batch, 3). letters: (n, 4) int64: sequence, visual token, slot in it, which letter. seen: the slice of the visual
    tokens.
    """

    ids: torch.Tensor
    labels: torch.Tensor
    weight: torch.Tensor
    block: torch.Tensor
    positions: torch.Tensor
    pixels: torch.Tensor
    grid: torch.Tensor
    letters: torch.Tensor
    seen: slice
    points: Points

    def mask(self) -> torch.Tensor:
        """(batch, 1, length, length) bool: who attends to whom."""
        length = self.ids.shape[1]
        causal = torch.ones(length, length, dtype=torch.bool, device=self.ids.device).tril()
        own = self.block[:, :, None] == self.block[:, None, :]
        return ((own | (self.block == 0)[:, None, :]) & causal)[:, None]

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        return _moved(self, device)


Moved = TypeVar("Moved", "Batch", Points)


def _moved(value: Moved, device: torch.device) -> Moved:
    """A frozen value of tensors with each of them on a device."""
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    for name, part in found.items():
        if isinstance(part, torch.Tensor):
            found[name] = part.to(device, non_blocking=True)
        elif isinstance(part, Points):
            found[name] = _moved(part, device)
    return replace(value, **found)


@dataclass(slots=True)
class _Sequence:
    ids: list[int]
    labels: list[int]
    weight: list[float]
    block: list[int]
    positions: NDArray[np.int64]
    pixels: NDArray[np.uint8]
    grid: tuple[int, int, int]
    letters: NDArray[np.int64]
    seen: slice
    points: list[tuple[int, Box, int, int]]


class Screens(IterableDataset[Batch]):
    """Batches without end from a directory of shards, in an order that the seed decides."""

    def __init__(
        self, directory: Path, encoder: Encoder, *, batch: int, seed: int, named: int = 2, read: int = 3, quiet: float = 1.0
    ) -> None:
        """named, read: how many things a screen asks to tap by their names, and how many texts to read, at most; the goals
        are asked always. quiet: the share that is taken of the screens where nothing is to be typed.
        """
        self._directory, self._encoder, self._quiet = directory, encoder, quiet
        self._batch, self._seed, self._named, self._read = batch, seed, named, read

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        draw = random.Random(f"{self._seed}/{worker.id}" if worker else self._seed)
        pool: list[_Sequence] = []
        while True:
            shards = sorted(self._directory.glob("shard-*.jsonl"))
            if not shards:
                raise FileNotFoundError(f"no shards in {self._directory}; make them with python -m agent.training.screens")
            rows = []
            for shard in _mix(shards, draw):
                blob = shard.with_suffix(".png").read_bytes()
                for line in shard.read_text("utf-8").splitlines():
                    row = json.loads(line)
                    if types(row["queries"]) or draw.random() < self._quiet:
                        rows.append((blob, row))
            draw.shuffle(rows)
            for blob, row in rows:
                image = Image.open(BytesIO(blob[row["start"] : row["start"] + row["length"]]))
                if image.size != PICTURE:
                    continue  # a phone that lies on its side; a batch holds pictures of one size
                pool.append(self._sequence(image.convert("RGB"), row, draw))
                if len(pool) == self._batch:
                    yield collate(pool)
                    pool = []

    def _sequence(self, image: Image.Image, row: dict[str, Any], draw: random.Random) -> _Sequence:
        named = [query for query in row["queries"] if query["named"]]
        read = [query for query in row["queries"] if query["read"]]
        queries = [query for query in row["queries"] if not query["named"] and not query["read"]]
        queries += draw.sample(named, min(len(named), draw.randint(0, self._named)))
        queries += draw.sample(read, min(len(read), self._read))
        draw.shuffle(queries)
        return make_sequence(self._encoder, image, row["letters"], queries)


def types(queries: Sequence[Any]) -> bool:
    """Whether something is to be typed."""
    return any(TYPES in query["reply"] for query in queries)


def _mix(shards: Sequence[Path], draw: random.Random) -> list[Path]:
    """Several shards at once, so that a batch mixes worlds: of each kind, where there are some, its share."""
    kinds: dict[int, list[Path]] = {}
    for shard in shards:
        number = int(shard.stem.removeprefix("shard-"))
        kinds.setdefault((number >= APP_SHARDS) + (number >= TASK_SHARDS), []).append(shard)
    return [shard for kind, found in kinds.items() for shard in draw.sample(found, min(SHARES[kind], len(found)))]


def make_sequence(encoder: Encoder, image: Image.Image, letters: Sequence[Sequence[int]], queries: Sequence[Any]) -> _Sequence:
    """One screen with its queries as one sequence."""
    high, wide = image.height // RULES.patch, image.width // RULES.patch
    tokens = Grid(1, high // RULES.merge, wide // RULES.merge)
    made: _Sequence | None = None
    for number, query in enumerate(queries, start=1):
        prompt: Prompt = DIALECT.prompt(query["instruction"], query["history"], image, brief=True)
        # What follows the picture does not depend on it, so that all but the first may go with a picture of one token.
        encoded = encoder.prompt(prompt, [tokens if made is None else Grid(1, 1, 1)])
        start = int(np.flatnonzero(encoded.ids == encoder.control(VISION_END))[0]) + 1
        if made is None:
            following = int(encoded.positions[0, start])
            first = int(np.flatnonzero(encoded.ids == encoder.control(IMAGE))[0])
            made = _Sequence(
                ids=list(encoded.ids[:start]),
                labels=[-100] * start,
                weight=[0.0] * start,
                block=[0] * start,
                positions=encoded.positions[:, :start],
                pixels=arrange(image, RULES),
                grid=(1, high, wide),
                letters=np.array(letters, np.int64).reshape(-1, 3),
                seen=slice(first, first + tokens.rows * tokens.columns),
                points=[],
            )
        _append(made, encoder, encoded.ids[start:], following, query, number)
    if made is None:
        raise ValueError("a screen without queries teaches nothing")
    return made


def _append(made: _Sequence, encoder: Encoder, asked: NDArray[np.int64], following: int, query: Any, number: int) -> None:
    """One question and its reply; following: the position after the picture."""
    reply = encoder.reply(query["reply"].removeprefix(OPENING))
    weight, before = reply_weights(encoder, reply)
    here = len(made.ids) + len(asked)
    labels, weight = taught(asked, reply, weight)
    made.labels += labels
    made.weight += weight
    made.ids += [*asked, *reply]
    length = len(asked) + len(reply)
    made.block += [number] * length
    rest = np.broadcast_to(np.arange(following, following + length), (3, length))
    made.positions = np.concatenate([made.positions, rest], axis=1)
    if not query["named"] and not query["read"]:
        made.weight[here - 1] = DECISION
    if query["box"] is not None:
        box = tuple(query["box"])
        made.points.append((here - 1, tuple(query["switch"]), 0, query["state"]))
        made.points += [(here - 1 + place, box, kind, -1) for place, kind in before]


def taught(asked: Sized, reply: Sequence[int], weight: Sequence[float]) -> tuple[list[int], list[float]]:
    """Labels and their weights of a question and its reply; the label of a place is the token that comes after it."""
    before = len(asked) - 1
    return [*[-100] * before, *reply, -100], [*[0.0] * before, *weight, 0.0]


DECISION, THOUGHT, READ, FIRST_DIGIT, DIGIT, FORM = 6.0, 3.0, 3.5, 4.0, 2.0, 0.5
"""Weights of a reply's tokens: what kind of step it is, what it means to do, what it types or has read, where, and the form
around it, which is learnt at once. All differ: the log tells by them which tokens are which."""
TYPES = '"action": "type"'
"""In a reply: something is typed."""
TEXT, ANSWER = '"text": "', '"answer", "text": "'
"""What follows is typed, letter by letter as in the thought, or was read from the screen and stands in no thought."""


def reply_weights(encoder: Encoder, reply: Sequence[int]) -> tuple[list[float], list[tuple[int, int]]]:
    """Weights of a reply's tokens, and what begins where: (index of its first token, 1 for x, 2 for y, 3 for what was read).

    The thought, the first digits of a point and a text decide everything; accuracy over all tokens would hide them.
    """
    weight = [FORM] * len(reply)
    begins: list[tuple[int, int]] = []
    thinking, inside, previous, said = True, False, False, ""
    for place, token in enumerate(reply):
        text = encoder.word(token)
        said += text
        if said.endswith(TEXT):
            last = len(reply) - 2  # what closes the form, and the end of the turn
            weight[place + 1 : last] = [READ] * (last - place - 1)
            return weight, [(place + 1, 3)] if said.endswith(ANSWER) else []
        if thinking:
            weight[place] = THOUGHT
            thinking = "\n" not in text
        digit = text.strip().isdigit()
        inside = (inside or text.endswith("[")) and "]" not in text
        if inside and digit:
            weight[place] = DIGIT if previous else FIRST_DIGIT
            if not previous:
                begins.append((place, len(begins) + 1))
        previous = digit
    return weight, begins if len(begins) == 2 else []  # swipes have four numbers and nothing to point at


def collate(sequences: Sequence[_Sequence]) -> Batch:
    """Pad on the right and stack; padding attends to itself alone and is never learnt."""
    length = max(len(one.ids) for one in sequences)
    positions = torch.zeros(3, len(sequences), length, dtype=torch.int64)
    for number, one in enumerate(sequences):
        positions[:, number, : one.positions.shape[1]] = torch.from_numpy(np.ascontiguousarray(one.positions))
    _, high, wide = sequences[0].grid
    return Batch(
        ids=padded([one.ids for one in sequences], 0, torch.int64),
        labels=padded([one.labels for one in sequences], -100, torch.int64),
        weight=padded([one.weight for one in sequences], 0, torch.float32),
        block=padded([one.block for one in sequences], -1, torch.int64),
        positions=positions,
        pixels=torch.from_numpy(np.concatenate([one.pixels for one in sequences])),
        grid=torch.tensor([one.grid for one in sequences]),
        letters=torch.from_numpy(
            np.concatenate([np.insert(one.letters, 0, number, axis=1) for number, one in enumerate(sequences)])
        ),
        seen=sequences[0].seen,
        points=_points(sequences, high // RULES.merge, wide // RULES.merge),
    )


def padded(rows: Sequence[Sequence[float]], fill: float, kind: torch.dtype) -> torch.Tensor:
    """(rows, longest): each row filled up on the right."""
    length = max(len(row) for row in rows)
    return torch.tensor([[*row, *[fill] * (length - len(row))] for row in rows], dtype=kind)


def _points(sequences: Sequence[_Sequence], rows: int, columns: int) -> Points:
    places, cells, middles = [], [], []
    for number, one in enumerate(sequences):
        for at, (left, top, right, bottom), kind, state in one.points:
            mask = np.zeros((rows, columns), np.float32)
            first_row, first_column = _cell(top, rows), _cell(left, columns)
            mask[first_row : _cell(bottom - 1e-6, rows) + 1, first_column : _cell(right - 1e-6, columns) + 1] = 1
            places.append((number, at, kind, state))
            cells.append(mask.ravel())
            middles.append((_cell((top + bottom) / 2, rows), _cell((left + right) / 2, columns)))
    where = torch.tensor(places, dtype=torch.int64).reshape(-1, 4)
    middle = torch.tensor(middles, dtype=torch.int64).reshape(-1, 2)
    seen = np.stack(cells) if cells else np.zeros((0, rows * columns), np.float32)
    return Points(where[:, 0], where[:, 1], torch.from_numpy(seen), middle[:, 0], middle[:, 1], where[:, 2], where[:, 3])


def _cell(fraction: float, cells: int) -> int:
    return min(max(int(fraction * cells), 0), cells - 1)
