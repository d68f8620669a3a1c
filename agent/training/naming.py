"""Made-up names, from the pieces that a tokenizer knows.

Knows: the words of a vocabulary. Does not know: who asks for a name.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

LONGEST = 8
"""Pieces of a name, at most."""


class Pieces:
    """The pieces of a vocabulary that names are made of, by script."""

    def __init__(self, words: Iterable[str]) -> None:
        """words: what each token stands for, spaces included."""
        self._latin: list[str] = []
        self._han: list[str] = []
        for word in words:
            bare = word.replace(" ", "")
            if bare.isascii() and bare.isalpha():
                self._latin.append(word)
            elif bare and all(map(_is_han, bare)):
                self._han.append(word)

    def name_like(self, name: str, draw: random.Random) -> str:
        """Any pieces in the script of what they replace, or a number."""
        if draw.random() < 0.1:
            return str(draw.randrange(10 ** draw.randint(1, 9)))
        pieces = (any(map(_is_han, name)) and self._han) or self._latin
        return ("".join(draw.choices(pieces, k=draw.randint(1, LONGEST))).strip() if pieces else "") or "it"


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"
