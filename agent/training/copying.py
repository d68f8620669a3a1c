"""Texts that nobody has heard, to be typed: what a model must copy letter by letter from its instruction.

A screen is read once and kept, and many questions are put to it: what its shard asks to be typed there, each time with another
text in all places where it stands. So a copied text costs no picture of its own.

Knows shards and the tokenizer. Does not know how the demonstrations were made.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch.utils.data import IterableDataset, get_worker_info

from agent.dialects.qwen2_vl import OPENING
from agent.models.tokens import VISION_END, Encoder
from agent.models.vision import Grid
from agent.training.batches import PICTURE, TYPES, Batch, collate, make_sequence, padded, reply_weights, taught
from agent.training.screens import DIALECT

HISTORY = 0.1
"""How often a question keeps what was done before."""
LONGEST = 8
"""Pieces of a text, at most."""


@dataclass(frozen=True, slots=True)
class Copies:
    """One screen and what is to be typed on it.

    screen: a batch of one; its block 0 is what all questions share. ids, labels, weight: (questions, length), as in Batch.
    """

    screen: Batch
    ids: torch.Tensor
    labels: torch.Tensor
    weight: torch.Tensor

    def to(self, device: torch.device) -> Copies:
        """The same on a device."""
        return Copies(self.screen.to(device), *(part.to(device) for part in (self.ids, self.labels, self.weight)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A screen on which something is typed: its picture as PNG, and each question with the text that others may replace."""

    picture: bytes
    questions: tuple[tuple[Mapping[str, Any], str], ...]


class Copying(IterableDataset[Copies]):
    """Screens of a directory of shards on which something is typed, without end, each with so many questions."""

    def __init__(self, directory: Path, encoder: Encoder, *, questions: int, seed: int) -> None:
        self._directory, self._encoder, self._questions, self._seed = directory, encoder, questions, seed
        self._pieces = _by_script(encoder.word(token) for token in range(encoder.size))

    def __iter__(self) -> Iterator[Copies]:
        worker = get_worker_info()
        draw = random.Random(f"copies/{self._seed}/{worker.id if worker else 0}")
        while True:
            places = [place for shard in self._some(draw) for place in _places(shard)]
            if not places:
                raise FileNotFoundError(f"nothing is typed on the screens of {self._directory}; make more of them")
            draw.shuffle(places)
            for place in places:
                yield self._copies(place, draw)

    def _some(self, draw: random.Random) -> list[Path]:
        shards = sorted(self._directory.glob("shard-*.jsonl"))
        return draw.sample(shards, min(64, len(shards)))

    def _copies(self, place: _Place, draw: random.Random) -> Copies:
        image = Image.open(BytesIO(place.picture)).convert("RGB")
        screen = collate([make_sequence(self._encoder, image, (), [place.questions[0][0]])])
        rows = [self._row(image, *draw.choice(place.questions), draw) for _ in range(self._questions)]
        return Copies(
            screen,
            padded([row[0] for row in rows], 0, torch.int64),
            padded([row[1] for row in rows], -100, torch.int64),
            padded([row[2] for row in rows], 0, torch.float32),
        )

    def _row(
        self, image: Image.Image, query: Mapping[str, Any], typed: str, draw: random.Random
    ) -> tuple[list[int], list[int], list[float]]:
        """ids, labels and weights of one question with another text."""
        new = self._text(typed, draw)
        history = [done.replace(typed, new) for done in query["history"]] if draw.random() < HISTORY else []
        prompt = DIALECT.prompt(query["instruction"].replace(typed, new), history, image, brief=True)
        encoded = self._encoder.prompt(prompt, [Grid(1, 1, 1)])
        asked = encoded.ids[encoded.ids.tolist().index(self._encoder.control(VISION_END)) + 1 :].tolist()
        reply = self._encoder.reply(query["reply"].replace(typed, new).removeprefix(OPENING))
        weight, _ = reply_weights(self._encoder, reply)
        return [*asked, *reply], *taught(asked, reply, weight)

    def _text(self, typed: str, draw: random.Random) -> str:
        """Any pieces that the tokenizer knows, in the script of what they replace, or a number."""
        if draw.random() < 0.1:
            return str(draw.randrange(10 ** draw.randint(1, 9)))
        pieces = (any(map(_han, typed)) and self._pieces["han"]) or self._pieces["latin"]
        return "".join(draw.choices(pieces, k=draw.randint(1, LONGEST))).strip() or "it"


def _by_script(words: Iterator[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"latin": [], "han": []}
    for word in words:
        bare = word.replace(" ", "")
        if bare.isascii() and bare.isalpha():
            found["latin"].append(word)
        elif bare and all(map(_han, bare)):
            found["han"].append(word)
    return found


def _han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def _places(shard: Path) -> Iterator[_Place]:
    """The screens of a shard, at Pocket's size, where a text of the instruction is typed as it stands there."""
    blob = shard.with_suffix(".png").read_bytes()
    for line in shard.read_text("utf-8").splitlines():
        row = json.loads(line)
        if questions := tuple(_typing(row["queries"])):
            picture = blob[row["start"] : row["start"] + row["length"]]
            if Image.open(BytesIO(picture)).size == PICTURE:
                yield _Place(picture, questions)


def _typing(queries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], str]]:
    for query in queries:
        if TYPES not in query["reply"]:
            continue
        typed = json.loads(query["reply"].rpartition("Action: ")[2])["text"]
        # Once in the instruction, once in the thought, once in the form and spelled alike there: else a part of another word
        # might be exchanged, or only one of them.
        alike = json.dumps(typed, ensure_ascii=False) == f'"{typed}"'
        if alike and len(typed) > 1 and query["instruction"].count(typed) == 1 and query["reply"].count(typed) == 2:
            yield query, typed
