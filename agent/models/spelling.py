"""Lets a small model spell: a name that it has begun goes on as its task spells it, and what it types is what it has thought.

A model of a few million weights knows which name it means long before it can spell it. So where a reply is about to copy, the
tokens that go on with the original get a bonus. This is constrained decoding with a soft constraint: a model that is sure of
something else still says it.

Knows: a vocabulary, the task's words, the reply so far. Does not know: weights, or how a dialect writes an action.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.prompt import Prompt

WORD, NEXT, TYPED = 4.0, 2.0, 20.0
"""Added to logits: to finish a word of the task, to go on with what follows it there, to type what was thought.

Found on 80 screens with names that Pocket had not been trained on (see LOG.md): twice as much costs one reply of 81.
"""


class Spelling:
    """Which tokens a text may go on with."""

    def __init__(self, vocabulary: Mapping[int, bytes]) -> None:
        """vocabulary: the bytes of each token that stands for text; one may be a part of a letter."""
        self._bytes = dict(vocabulary)
        self._ids = {spelled: token for token, spelled in vocabulary.items()}
        self._longest = max(map(len, self._ids), default=0)
        self._sorted = sorted(self._ids)

    def spell(self, ids: Iterable[int]) -> bytes:
        """The bytes of some ids; control tokens are none."""
        return b"".join(self._bytes.get(token, b"") for token in ids)

    def beginning(self, text: bytes) -> Iterator[int]:
        """The ids of all tokens that text begins with."""
        for length in range(1, min(len(text), self._longest) + 1):
            token = self._ids.get(text[:length])
            if token is not None:
                yield token

    def beyond(self, text: bytes) -> Iterator[int]:
        """The ids of all tokens that begin with text and are longer."""
        for spelled in self._sorted[bisect_right(self._sorted, text) :]:
            if not spelled.startswith(text):
                return
            yield self._ids[spelled]


class Copying:
    """The bonuses for the replies to one prompt."""

    def __init__(self, spelling: Spelling, prompt: Prompt) -> None:
        self._spelling, self._unwritten = spelling, prompt.unwritten
        task = prompt.instruction
        self._words = [task[place:] for place in _starts(task)]

    def bonus(self, reply: Sequence[int]) -> dict[int, float]:
        """What to add to the logits of the token after these ids of a reply: id -> bonus."""
        written = self._spelling.spell(reply)
        text = written.decode("utf-8", "ignore")
        part = written[len(text.encode()) :]  # of a letter that takes several tokens
        thought, line_end, _ = text.partition("\n")
        if not line_end:
            return self._as_in_task(thought, part)
        rest = self._unwritten(text) if self._unwritten is not None else None
        following = _after(part, rest or "")
        spelling = self._spelling
        return dict.fromkeys((*spelling.beginning(following), *spelling.beyond(following)), TYPED) if following else {}

    def _as_in_task(self, thought: str, part: bytes) -> dict[int, float]:
        """Goes on with the longest end of the thought that is also in the task, both from the start of a word."""
        for place in _starts(thought):
            end = thought[place:]
            following = [word[len(end) :] for word in self._words if word.startswith(end)]
            if following:
                found: dict[int, float] = {}
                for rest in following:
                    bonus = WORD if part or _within_word(end, rest) else NEXT
                    for token in self._spelling.beginning(_after(part, rest)):
                        found[token] = max(bonus, found.get(token, 0.0))
                return found
        return {}


def _after(part: bytes, text: str) -> bytes:
    """What follows a part of the first letter of a text; nothing if that is another letter."""
    spelled = text.encode("utf-8", "surrogatepass")
    return spelled.removeprefix(part) if spelled.startswith(part) else b""


def _starts(text: str) -> Iterator[int]:
    """Where words start; of signs that stand for words or syllables each is one."""
    for place, letter in enumerate(text):
        if letter.isalnum() and (place == 0 or not text[place - 1].isalnum() or _wide(letter)):
            yield place


def _within_word(end: str, rest: str) -> bool:
    return bool(rest) and end[-1].isalnum() and rest[0].isalnum() and not _wide(rest[0])


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) == "W"
