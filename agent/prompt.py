"""What a model is shown: trusted text, untrusted text and pictures, kept apart.

A dialect builds a Prompt; a model turns it into tokens. Untrusted text (instructions, typed text, anything read from a
screen) is encoded so that control tokens in it stay plain text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Trusted:
    """Text from our own code."""

    text: str


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Text from anyone else; control tokens in it are encoded as plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One RGB picture at its true size; the model's own processor resizes it."""

    image: Image


Part = Trusted | Untrusted | Picture


@dataclass(frozen=True, slots=True)
class Prompt:
    """One system turn and one user turn; the model's reply comes next.

    system: trusted text. user: the parts of the user turn in order.
    opening: text that the reply is made to begin with (the model continues it); counted as part of the reply.
    instruction: what is asked for, in the words that also stand in a part. unwritten: says of a reply so far, without the
    opening, which letters it has yet to write of a text that it has thought and is about to type; None where it is not.
    Both are for models that need help with copying.
    """

    system: str
    user: tuple[Part, ...]
    opening: str = ""
    instruction: str = ""
    unwritten: Callable[[str], str | None] | None = None
