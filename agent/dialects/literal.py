"""Read one object that a language model wrote as JSON or as a Python literal, out of text that may go on after it.

Knows quotes, escapes, brackets and numbers. Does not know actions. Nothing is evaluated and nothing is guessed: text that
is cut off inside a string, a number or a list is an error. Takes time linear in the text; nesting is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DEEPEST = 8
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?")
WORD = re.compile(r"[+-]?[A-Za-z_]\w*")
SPACE = re.compile(r"\s*")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"', "'": "'"}
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "none": None}
UNREAL = {"nan", "inf", "infinity"}
CLOSERS = {"[": "]", "(": ")", "{": "}"}
BOX = re.compile(r"<\|box_start\|>\s*([^<>]*?)\s*<\|box_end\|>")


class Malformed(ValueError):
    """The text is no literal; str() says what is wrong, at where."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written; NaN and the infinities are numbers here, so that the reader can name them."""

    text: str
    value: float


Value = str | Number | bool | None | list["Value"] | dict[str, "Value"]


def read_object(text: str, start: int) -> tuple[dict[str, Value], int]:
    """The object that begins with the brace at start, and where it ends.

    The closing brace may be missing at the end of the text, where all that it closes is complete. Raises Malformed.
    """
    reader = _Reader(text, start)
    if text[start : start + 1] != "{":
        raise Malformed("no object begins here")
    return reader.object(0), reader.at


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def value(self, depth: int) -> Value:
        self._space()
        rest = self.text[self.at : self.at + 1]
        if depth > DEEPEST:
            raise Malformed("it is nested too deeply")
        if rest == "{":
            return self.object(depth)
        if rest in ("[", "("):
            return self.list(depth)
        if rest in ('"', "'"):
            return self.string()
        if box := BOX.match(self.text, self.at):
            self.at = box.end()
            return box[1]
        return self._word() if WORD.match(self.text, self.at) else self._number()

    def object(self, depth: int) -> dict[str, Value]:
        self.at += 1
        found: dict[str, Value] = {}
        while True:
            self._space()
            if self._taken("}"):
                return found
            if found and self._ended():
                if depth == 0 and self._sealed():
                    return found
                raise Malformed("it is cut off")
            key = self.string()
            if key in found:
                raise Malformed(f"{key!r} is there twice")
            self._space()
            if not self._taken(":") and not self._taken("\uff1a"):
                raise Malformed(f"a colon is missing after {key!r}")
            found[key] = self.value(depth + 1)
            self._space()
            if not self._taken(",") and not self._closes("}") and not self._ended():
                raise Malformed(f"a comma is missing after {key!r}")

    def list(self, depth: int) -> list[Value]:
        closer = CLOSERS[self.text[self.at]]
        self.at += 1
        found: list[Value] = []
        while True:
            self._space()
            if self._taken(closer):
                return found
            found.append(self.value(depth + 1))
            self._space()
            if not self._taken(",") and not self._closes(closer):
                raise Malformed("a list is not closed")

    def string(self) -> str:
        quote = self.text[self.at : self.at + 1]
        if quote not in ('"', "'"):
            raise Malformed("it is cut off" if self._ended() else "a quote is missing")
        stop = re.compile(rf"[\\{quote}]")
        parts: list[str] = []
        at = self.at + 1
        while found := stop.search(self.text, at):
            parts.append(self.text[at : found.start()])
            if found[0] == quote:
                self.at = found.end()
                return _joined("".join(parts))
            escape, at = self._escape(found.start())
            parts.append(escape)
        raise Malformed("a string is not closed")

    def _escape(self, at: int) -> tuple[str, int]:
        letter = self.text[at + 1 : at + 2]
        if letter == "u":
            digits = self.text[at + 2 : at + 6]
            if not re.fullmatch(r"[0-9a-fA-F]{4}", digits):
                raise Malformed("a \\u escape is cut off")
            return chr(int(digits, 16)), at + 6
        if letter not in ESCAPES:  # not one of ours: both characters stand for themselves
            return f"\\{letter}", at + 2
        return ESCAPES[letter], at + 2

    def _number(self) -> Number:
        found = NUMBER.match(self.text, self.at)
        if found is None:
            raise Malformed("it is cut off" if self._ended() else f"{self.text[self.at]!r} was not expected")
        self.at = found.end()
        if self._ended():
            raise Malformed("it is cut off in a number")
        return Number(found[0], float(found[0]))

    def _word(self) -> Value:
        found = WORD.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        word = found[0].lower()
        if word in WORDS:
            return WORDS[word]
        if word.lstrip("+-") in UNREAL:
            return Number(found[0], float(word))
        raise Malformed(f"the word {found[0][:40]} has no quotes")

    def _sealed(self) -> bool:
        """Whether what stands before the missing brace cannot go on: not a comma, which promises more."""
        return self.text[: self.at].rstrip()[-1] != ","

    def _closes(self, closer: str) -> bool:
        return self.text.startswith(closer, self.at)

    def _taken(self, character: str) -> bool:
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        return False

    def _ended(self) -> bool:
        return self.at >= len(self.text)

    def _space(self) -> None:
        found = SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()


def _joined(text: str) -> str:
    """The same text with the surrogate pairs that \\u escapes leave put together; lone ones stay."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
