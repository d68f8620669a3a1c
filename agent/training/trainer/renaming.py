"""Names that are copied instead of learnt by heart: rows once more, with another name in the instruction and in what is said.

A few recordings name a few things, and a small model learns these names instead of looking at its instruction. So a row whose
thought takes a name from its instruction ("Call Ada Byron." → "Tap Ada Byron.") is shown again with made-up ones. The picture
stays as it is and does not show them, so where to touch is not learnt from such a row: its reply ends after the thought, except
where the name is what is typed.

Knows: rows, words. Does not know: tokens, models, or how a dialect writes an action.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.training.naming import Pieces
from agent.training.trainer.rows import Row

FILLERS = 3
"""How many names must have stood in the same place of a thought; a place that only ever holds one is no place for names."""
LONGEST = 12
"""Words of a name, at most."""
WORD = re.compile(r"\w+")


class Renaming:
    """Finds the names in some rows, and says the rows with others."""

    def __init__(self, rows: Sequence[Row], pieces: Pieces, *, number: int, seed: int) -> None:
        """number: of renamed rows beside each row that has a name."""
        self._pieces, self._number, self._seed = pieces, number, seed
        self._names = names_of(rows) if number else {}

    def __len__(self) -> int:
        """How many rows have a name."""
        return len(self._names)

    def beside(self, rows: Sequence[Row], step: int) -> list[Row]:
        """Each row with its renamed ones after it; other names in each step."""
        found: list[Row] = []
        for row in rows:
            found.append(row)
            name = self._names.get(row.where)
            if name is not None:
                draw = random.Random(f"{self._seed}/{step}/{row.where}")
                found += [renamed(row, name, self._pieces.name_like(name, draw)) for _ in range(self._number)]
        return found


def renamed(row: Row, name: str, other: str) -> Row:
    """A row that speaks of something else."""
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    thought, end, rest = row.reply.partition("\n")
    typed = bool(whole.search(rest))
    reply = whole.sub(lambda _: other, row.reply if typed else thought + end)
    texts = tuple(whole.sub(lambda _: other, text) for text in row.texts)
    return replace(row, texts=texts, reply=reply, whole=row.whole and typed, box=None)


def names_of(rows: Sequence[Row]) -> dict[str, str]:
    """The name that each row's thought takes from its instruction, by `where`; rows without one are left out.

    What an episode was asked is what its first row shows, before anything was done. A name is the longest text that both
    have; it has stood there beside at least FILLERS - 1 others in the same thought, and is not said where it was not asked for.
    """
    asked: dict[str, str] = {}
    for row in rows:
        asked.setdefault(row.episode or row.where, "\n".join(row.texts))
    found: dict[str, tuple[str, str]] = {}
    fillers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        task, thought = asked[row.episode or row.where], row.reply.partition("\n")[0]
        name = next((span for span in _spans(thought) if _holds(task, span)), None)
        if name is not None:
            place = thought.replace(name, "…", 1)
            found[row.where] = (name, place)
            fillers[place].add(name)
    named = {where: name for where, (name, place) in found.items() if len(fillers[place]) >= FILLERS}
    names = set(named.values())
    unasked: set[str] = set()
    for row in rows:
        said = names.intersection(_spans(row.reply))  # with the form around an action, whose words are thereby no names
        unasked.update(name for name in said if not _holds(asked[row.episode or row.where], name))
    return {where: name for where, name in named.items() if name not in unasked}


def _spans(text: str) -> Iterator[str]:
    """All runs of at most LONGEST words that have a letter, the longest first."""
    words = [match.span() for match in WORD.finditer(text)]
    for length in range(min(LONGEST, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            span = text[words[first][0] : words[first + length - 1][1]]
            if len(span) > 1 and any(map(str.isalpha, span)):
                yield span


def _holds(text: str, span: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(span)}(?!\w)", text))
