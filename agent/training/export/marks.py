"""Texts that a trainer or a tokenizer would take for more than text: placeholders of pictures, control tokens.

Knows their shapes. Does not know rows. Trainers look for these shapes in whatever they read, and do not ask who wrote it; so
each of them in a text from outside gets a space after its first character, which makes it a text like any other.
"""

from __future__ import annotations

import re

IMAGE = "<image>"
"""Where a picture belongs, in every format that marks it in the text."""
TAGS = (
    "image",
    "img",
    "video",
    "audio",
    "bbox",
    "ref-object",
    "cot-process",
    "start-image",
    "img_context",
    "ref",
    "box",
    "quad",
    "tool_call",
    "tool_response",
)
STEERS = re.compile(rf"<(?=\|[^|<>\s]{{1,64}}\|>|/?(?:{'|'.join(TAGS)})\b[^<>]*>)", re.IGNORECASE)


def defused(text: str) -> str:
    """The same text, in which nothing steers any more."""
    return STEERS.sub("< ", text)


def steers(text: str) -> bool:
    """Whether anything in a text steers."""
    return STEERS.search(text) is not None
