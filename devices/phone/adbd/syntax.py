"""The tree of a shell program.

Knows what programs consist of. Does not know how they are written or run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """Literal characters; quoted ones are neither split nor matched against file names."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """$name, ${name}, ${#name} (operator "length"), or ${name:-word} and its kin.

    operator: "" or "length"; or one of "-", "=", "+", "?", which a ":" may come before; or "#", "##", "%", "%%" (word is a
    pattern to cut off), "/", "//" (word is PATTERN/REPLACEMENT), ":" (word is OFFSET:LENGTH).
    """

    name: str
    quoted: bool
    operator: str = ""
    word: Word = ()


@dataclass(frozen=True, slots=True)
class Captured:
    """$(…) or `…`."""

    body: Sequence
    quoted: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """$((…)); the expression is a word because it may hold variables."""

    expression: Word
    quoted: bool


Part = Text | Parameter | Captured | Arithmetic
Word = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """fd: the number that is redirected. "duplicate": target is another number. "both": stdout and stderr into one file.
    "here": target is the text itself.
    """

    fd: int
    kind: Literal["read", "write", "append", "duplicate", "both", "both_append", "here"]
    target: Word


@dataclass(frozen=True, slots=True)
class Simple:
    """Assignments, then a command and its arguments; either may be missing."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """( … ) in a copy of the shell, or { …; } in the shell itself."""

    body: Sequence
    copied: bool
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class If:
    """branches: condition and body of if and of each elif."""

    branches: tuple[tuple[Sequence, Sequence], ...]
    otherwise: Sequence | None
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class For:
    """words None: over the shell's own arguments."""

    name: str
    words: tuple[Word, ...] | None
    body: Sequence
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class While:
    """wanted: whether the condition must hold (while) or fail (until) for the body to run."""

    condition: Sequence
    wanted: bool
    body: Sequence
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """branches: patterns and what runs where one of them fits the word."""

    word: Word
    branches: tuple[tuple[tuple[Word, ...], Sequence], ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """[[ … ]]. terms: words, and the operators between them as plain strings."""

    terms: tuple[Word | str, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Define:
    """name() body"""

    name: str
    body: Node


Node = Simple | Group | If | For | While | Case | Condition | Define


@dataclass(frozen=True, slots=True)
class Pipeline:
    """negated: `! a | b`."""

    nodes: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """and-or list that ends in `&`: it runs beside what follows."""

    body: Sequence


@dataclass(frozen=True, slots=True)
class Sequence:
    """Pipelines, each with how it is joined to the one before."""

    items: tuple[tuple[Literal[";", "&&", "||"], Pipeline | Background], ...]
