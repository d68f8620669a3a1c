"""Turns shards of screens into batches: several queries behind one shared picture, none of which sees the others.

A sequence is prefix (system text and picture) and then one block a query (the rest of the prompt and the reply). Every
block starts at the position that follows the picture and attends to the prefix and to itself, so that each query is
exactly what the model meets in use.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.utils.data import IterableDataset

from agent.dialects.qwen2_vl import OPENING
from agent.models.tokens import IMAGE, VISION_END, Encoder
from agent.models.vision import cut
from agent.prompt import Prompt
from agent.training.goals import toggles
from agent.training.screens import APP_SHARDS, DIALECT, GLYPHS, POLICY_QUERIES, RULES

Box = tuple[float, float, float, float]
SWITCH_LEFT, SWITCH_RIGHT, SWITCH_HEIGHT = 0.82, 0.96, 0.035
"""Where the switch of a row is, as shares of the screen, at the phone's own size and density."""
_TITLES = frozenset(title for title, _ in toggles())


@dataclass(frozen=True, slots=True)
class Points:
    """Places in a batch where something is known about what to look at. All tensors have one entry a place.

    sequence, at: where. cells: (n, visual tokens) 1 where the target lies. row, column: the target's middle token.
    kind: 0 the reply begins, 1 x is next, 2 y is next. state: of the switch that it is about, 1 on, 0 off, -1 none known.
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
    weight: (batch, length) float32, of each label. positions: (3, batch, length). pixels: (patches, 1176).
    grid: (batch, 3). glyphs: (batch, visual tokens, GLYPHS) 0 or 1. seen: the slice of the visual tokens.
    """

    ids: torch.Tensor
    labels: torch.Tensor
    weight: torch.Tensor
    block: torch.Tensor
    positions: torch.Tensor
    pixels: torch.Tensor
    grid: torch.Tensor
    glyphs: torch.Tensor
    seen: slice
    points: Points

    def mask(self) -> torch.Tensor:
        """(batch, 1, length, length) bool: who attends to whom."""
        length = self.ids.shape[1]
        causal = torch.ones(length, length, dtype=torch.bool).tril()
        own = self.block[:, :, None] == self.block[:, None, :]
        return ((own | (self.block == 0)[:, None, :]) & causal)[:, None]


@dataclass(slots=True)
class _Sequence:
    ids: list[int]
    labels: list[int]
    weight: list[float]
    block: list[int]
    positions: NDArray[np.int64]
    pixels: NDArray[np.float32]
    grid: tuple[int, int, int]
    glyphs: NDArray[np.float32]
    seen: slice
    points: list[tuple[int, Box, int, int]]


class Screens(IterableDataset[Batch]):
    """Batches without end from a directory of shards, in an order that the seed decides."""

    def __init__(self, directory: Path, encoder: Encoder, *, batch: int, seed: int, named: float = 0.3) -> None:
        """named: how often a screen also asks to tap something by its name; the goals are asked always."""
        self._directory, self._encoder = directory, encoder
        self._batch, self._seed, self._named = batch, seed, named

    def __iter__(self) -> Iterator[Batch]:
        draw = random.Random(self._seed)
        pool: list[_Sequence] = []
        while True:
            shards = sorted(self._directory.glob("shard-*.jsonl"))
            if not shards:
                raise FileNotFoundError(f"no shards in {self._directory}; make them with python -m agent.training.screens")
            rows = []
            for shard in _mix(shards, draw):
                blob = shard.with_suffix(".png").read_bytes()
                rows += [(blob, json.loads(line)) for line in shard.read_text("utf-8").splitlines()]
            draw.shuffle(rows)
            for blob, row in rows:
                pool.append(self._sequence(blob, row, draw))
                if len(pool) == self._batch:
                    yield collate(pool)
                    pool = []

    def _sequence(self, blob: bytes, row: dict[str, Any], draw: random.Random) -> _Sequence:
        image = Image.open(BytesIO(blob[row["start"] : row["start"] + row["length"]])).convert("RGB")
        asked, named = row["queries"][:POLICY_QUERIES], row["queries"][POLICY_QUERIES:]
        queries = asked + draw.sample(named, min(len(named), int(draw.random() < self._named)))
        draw.shuffle(queries)
        return make_sequence(self._encoder, image, row["glyphs"], queries)


def _mix(shards: Sequence[Path], draw: random.Random) -> list[Path]:
    """Four shards at once, so that a batch mixes worlds; half of them of the kind that opens apps, where there are some."""
    apps = [shard for shard in shards if int(shard.stem.removeprefix("shard-")) >= APP_SHARDS]
    others = [shard for shard in shards if shard not in set(apps)]
    if not apps or not others:
        return draw.sample(shards, min(4, len(shards)))
    return draw.sample(others, min(2, len(others))) + draw.sample(apps, min(2, len(apps)))


def make_sequence(encoder: Encoder, image: Image.Image, glyphs: Sequence[Sequence[int]], queries: Sequence[Any]) -> _Sequence:
    """One screen with its queries as one sequence."""
    patches = cut(image, RULES)
    rows, columns = patches.tokens.rows, patches.tokens.columns
    made: _Sequence | None = None
    for number, query in enumerate(queries, start=1):
        prompt: Prompt = DIALECT.prompt(query["instruction"], query["history"], image, brief=True)
        encoded = encoder.prompt(prompt, [patches.tokens])
        start = int(np.flatnonzero(encoded.ids == encoder.control(VISION_END))[0]) + 1
        if made is None:
            under = np.zeros((rows * columns, GLYPHS), np.float32)
            for token, letter in glyphs:
                under[token, letter] = 1
            first = int(np.flatnonzero(encoded.ids == encoder.control(IMAGE))[0])
            made = _Sequence(
                ids=list(encoded.ids[:start]),
                labels=[-100] * start,
                weight=[0.0] * start,
                block=[0] * start,
                positions=encoded.positions[:, :start],
                pixels=patches.values,
                grid=(patches.grid.frames, patches.grid.rows, patches.grid.columns),
                glyphs=under,
                seen=slice(first, first + rows * columns),
                points=[],
            )
        _append(made, encoder, encoded.ids[start:], encoded.positions[:, start:], encoded.next_position, query, number)
    if made is None:
        raise ValueError("a screen without queries teaches nothing")
    return made


def _append(
    made: _Sequence,
    encoder: Encoder,
    asked: NDArray[np.int64],
    positions: NDArray[np.int64],
    following: int,
    query: Any,
    number: int,
) -> None:
    reply = encoder.reply(query["reply"].removeprefix(OPENING))
    weight, before = reply_weights(encoder, reply)
    here = len(made.ids) + len(asked)
    # Labels are shifted by one here: the label of a place is the token that comes after it.
    made.labels += [-100] * (len(asked) - 1) + reply + [-100]
    made.weight += [0.0] * (len(asked) - 1) + weight + [0.0]
    made.ids += [*asked, *reply]
    made.block += [number] * (len(asked) + len(reply))
    rest = np.broadcast_to(np.arange(following, following + len(reply)), (3, len(reply)))
    made.positions = np.concatenate([made.positions, positions, rest], axis=1)
    if query["box"] is not None:
        box = tuple(query["box"])
        switch = _about_a_switch(query["reply"])
        state = _state(query["instruction"], query["reply"]) if switch else -1
        if state >= 0:
            made.weight[here - 1] = DECISION
        made.points.append((here - 1, _switch(box) if switch else box, 0, state))
        made.points += [(here - 1 + place, box, kind, -1) for place, kind in before]


def _about_a_switch(reply: str) -> bool:
    """Whether a reply taps a switch or says that it is on or off."""
    found = re.match(r"Thought: (?:Tap )?(.+?)(?: is (?:on|off))?\.\n", reply)
    return found is not None and found[1] in _TITLES


def _state(instruction: str, reply: str) -> int:
    """Whether the switch that this is about is on (1) or off (0); -1 where neither is said."""
    words = instruction.lower().rstrip(".").split()
    wanted = int("on" in words or words[0] == "enable") if {"on", "off", "enable", "disable"} & set(words) else -1
    return wanted if wanted < 0 or " is o" in reply else 1 - wanted


def _switch(row: Box) -> Box:
    """Where the switch of a settings row is: whether to tap it hangs on its state, not on the row's words."""
    _, top, _, bottom = row
    middle = (top + bottom) / 2
    return SWITCH_LEFT, middle - SWITCH_HEIGHT / 2, SWITCH_RIGHT, middle + SWITCH_HEIGHT / 2


DECISION, THOUGHT, FIRST_DIGIT, DIGIT, FORM = 10.0, 3.0, 4.0, 2.0, 0.5
"""Weights of a reply's tokens: whether to tap a switch at all, what it means to do, where, and the form around it, which
is learnt at once."""


def reply_weights(encoder: Encoder, reply: Sequence[int]) -> tuple[list[float], list[tuple[int, int]]]:
    """Weights of a reply's tokens, and where x and y begin: (index of the first digit, 1 for x or 2 for y).

    The thought and the first digits of a point decide everything; accuracy over all tokens would hide them.
    """
    weight = [FORM] * len(reply)
    begins: list[tuple[int, int]] = []
    thinking, inside, previous = True, False, False
    for place, token in enumerate(reply):
        text = encoder.text([token])
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

    def pad(values: Sequence[Sequence[float]], fill: float, kind: torch.dtype) -> torch.Tensor:
        return torch.tensor([[*row, *[fill] * (length - len(row))] for row in values], dtype=kind)

    positions = torch.zeros(3, len(sequences), length, dtype=torch.int64)
    for number, one in enumerate(sequences):
        positions[:, number, : one.positions.shape[1]] = torch.from_numpy(np.ascontiguousarray(one.positions))
    _, high, wide = sequences[0].grid
    return Batch(
        ids=pad([one.ids for one in sequences], 0, torch.int64),
        labels=pad([one.labels for one in sequences], -100, torch.int64),
        weight=pad([one.weight for one in sequences], 0, torch.float32),
        block=pad([one.block for one in sequences], -1, torch.int64),
        positions=positions,
        pixels=torch.from_numpy(np.concatenate([one.pixels for one in sequences])),
        grid=torch.tensor([one.grid for one in sequences]),
        glyphs=torch.from_numpy(np.stack([one.glyphs for one in sequences])),
        seen=sequences[0].seen,
        points=_points(sequences, high // RULES.merge, wide // RULES.merge),
    )


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
