"""Turns a Prompt into token ids and their positions, in the shape of the stock chat template.

Knows: the turns of the template, the control tokens, the rotary positions of Qwen2-VL. Does not know: weights, pixels.
Text is encoded with control tokens split into plain text; only what a trusted part spells out becomes a control token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

import numpy as np
from numpy.typing import NDArray

from agent.models.vision import Grid
from agent.prompt import Picture, Prompt, Trusted, Untrusted

if TYPE_CHECKING:
    from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

TURN, TURN_END = "<|im_start|>", "<|im_end|>"
VISION, VISION_END = "<|vision_start|>", "<|vision_end|>"
IMAGE, VIDEO = "<|image_pad|>", "<|video_pad|>"


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A prompt as the model reads it.

    ids: (length,) int64. positions: (3, length) int64, rows are frame, row, column. next_position: where the reply starts.
    """

    ids: NDArray[np.int64]
    positions: NDArray[np.int64]
    next_position: int


class Encoder:
    """Encodes prompts and replies with one tokenizer. Not safe to share between threads: the tokenizer keeps a switch."""

    def __init__(self, tokenizer: Qwen2Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._control = {str(token): number for number, token in tokenizer.added_tokens_decoder.items()}
        spelled = sorted(self._control, key=len, reverse=True)
        self._split = re.compile("(" + "|".join(map(re.escape, spelled)) + ")") if spelled else re.compile("(?!)()")
        self._words: dict[int, str] = {}
        self.size = len(tokenizer)
        self.image = self.control(IMAGE)
        self.video = self.control(VIDEO)

    def control(self, token: str) -> int:
        """The id of a control token; raises ValueError if the tokenizer has none by this name."""
        if token not in self._control:
            raise ValueError(f"the tokenizer has no control token {token}")
        return self._control[token]

    def prompt(self, prompt: Prompt, grids: Sequence[Grid]) -> Encoded:
        """Encode a whole prompt up to the first token of the reply.

        grids: the size in visual tokens of each picture of the prompt, in order. Raises ValueError if there are more or
        fewer than the prompt has pictures.
        """
        pictures = sum(isinstance(part, Picture) for part in prompt.user)
        if pictures != len(grids):
            raise ValueError(f"a prompt with {pictures} pictures needs as many grids, not {len(grids)}")
        ids = np.fromiter(self._ids(prompt, grids), dtype=np.int64)
        positions, following = rotary_positions(ids, {self.image: grids})
        return Encoded(ids, positions, following)

    def reply(self, text: str) -> list[int]:
        """The ids of a whole reply, with the token that ends the turn; control tokens in it are control tokens."""
        return [*self._pieces(text), self.control(TURN_END)]

    def plain(self, text: str) -> list[int]:
        """The ids of a text in which nothing is a control token."""
        return list(_plain(self._tokenizer, text)) if text else []

    def text(self, ids: Sequence[int]) -> str:
        """The text of some ids, control tokens spelled out."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False))

    def word(self, token: int) -> str:
        """The text of one id, remembered."""
        if token not in self._words:
            self._words[token] = self.text([token])
        return self._words[token]

    def spelling(self) -> dict[int, bytes]:
        """The bytes of every token that is no control token. Source: the byte alphabet of GPT-2's tokenizer."""
        from transformers.convert_slow_tokenizer import bytes_to_unicode

        byte = {sign: number for number, sign in bytes_to_unicode().items()}
        control = set(self._control.values())
        tokens = self._tokenizer.convert_ids_to_tokens(list(range(self.size)))
        return {number: bytes(byte[sign] for sign in token) for number, token in enumerate(tokens) if number not in control}

    def _ids(self, prompt: Prompt, grids: Sequence[Grid]) -> Iterator[int]:
        sizes = iter(grids)
        run = ""  # plain text since the last control token: encoded as one, so that words join as in the stock template
        turns: list[Trusted | Untrusted | Picture] = [
            Trusted(f"{TURN}system\n{prompt.system}{TURN_END}\n{TURN}user\n"),
            *prompt.user,
            Trusted(f"{TURN_END}\n{TURN}assistant\n{prompt.opening}"),
        ]
        for part in turns:
            match part:
                case Untrusted(text=text):
                    run += text
                case Trusted(text=text):
                    for place, piece in enumerate(self._split.split(text)):
                        if place % 2 == 0:
                            run += piece
                            continue
                        yield from self.plain(run)
                        yield self._control[piece]
                        run = ""
                case Picture():
                    yield from self.plain(run)
                    run = ""
                    size = next(sizes)
                    yield self.control(VISION)
                    yield from [self.image] * (size.frames * size.rows * size.columns)
                    yield self.control(VISION_END)
                case _:
                    assert_never(part)
        yield from self.plain(run)

    def _pieces(self, text: str) -> Iterator[int]:
        for place, piece in enumerate(self._split.split(text)):
            if place % 2:
                yield self._control[piece]
            else:
                yield from self.plain(piece)


@lru_cache(maxsize=4096)
def _plain(tokenizer: Qwen2Tokenizer, text: str) -> tuple[int, ...]:
    """Remembered, as most of a prompt is the same each time; outside of Encoder, so that a process can be handed one."""
    return tuple(tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True))


def rotary_positions(ids: NDArray[np.int64], grids: Mapping[int, Sequence[Grid]]) -> tuple[NDArray[np.int64], int]:
    """Positions (3, length) of a sequence, and the position that comes next.

    Text advances by one on all three axes. A picture or video at position p spreads over frames, rows and columns from p
    on, and what follows it starts at p + max(frames, rows, columns): the rule that the released weights were trained with.
    ids: the sequence. grids: placeholder id -> sizes in visual tokens of its pictures or videos, in order.
    Raises ValueError if placeholders and grids do not match.
    """
    sizes = {pad: iter(some) for pad, some in grids.items()}
    is_pad = np.isin(ids, list(grids))
    parts: list[NDArray[np.int64]] = []
    start, here = 0, 0
    while here < len(ids):
        if not is_pad[here]:
            ahead = np.flatnonzero(is_pad[here:])
            length = int(ahead[0]) if len(ahead) else len(ids) - here
            parts.append(np.broadcast_to(np.arange(start, start + length), (3, length)))
            start, here = start + length, here + length
            continue
        pad = int(ids[here])
        size = next(sizes[pad], None)
        if size is None:
            raise ValueError("more placeholders than pictures")
        length = size.frames * size.rows * size.columns
        if not bool(np.all(ids[here : here + length] == pad)) or here + length > len(ids):
            raise ValueError(f"a picture of {length} visual tokens has fewer placeholders")
        parts.append(np.indices(size).reshape(3, -1) + start)
        start, here = start + max(size), here + length
    if any(next(rest, None) is not None for rest in sizes.values()):
        raise ValueError("more pictures than placeholders")
    joined = np.concatenate(parts, axis=1) if parts else np.zeros((3, 0), dtype=np.int64)
    return joined.astype(np.int64), start
