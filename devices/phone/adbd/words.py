"""Words of the shell language: quotes, escapes and substitutions.

Knows characters. Does not know commands: a subclass reads those, because $( … ) holds a whole program.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from devices.phone.adbd.syntax import Arithmetic, Captured, Parameter, Part, Sequence, Text, Word

MAX_DEPTH = 32
"""Deepest nesting of groups, substitutions and quotes within one line."""

NAME = re.compile(r"[A-Za-z_]\w*|[0-9?#@*$!-]", re.ASCII)
_BRACED = re.compile(r"([A-Za-z_]\w*|[0-9]+|[?@*$#!-])(:[-=+?]|[-=+?]|##?|%%?|//?|:|(?=\}))", re.ASCII)
_LENGTH = re.compile(r"#([A-Za-z_]\w*|[0-9?@*#])\}", re.ASCII)
PLAIN = re.compile(r"[^\s;&|()<>'\"\\$`]+")
_PLAIN_QUOTED = re.compile(r'[^"\\$`]+')
_PLAIN_HERE = re.compile(r"[^\\$`]+")
_OPERATORS = re.compile(r"&&|\|\||;;|[;&|()\n]")
_ESCAPE = re.compile(r"x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.)", re.S)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}


class ShellSyntaxError(Exception):
    """The line is no program; str() is what the shell prints after its own name."""


class Unfinished(ShellSyntaxError):
    """The line ends too early; an interactive shell reads on."""


class WordReader(ABC):
    """A place in a text, and how to read words from there. depth: how deeply the text is nested in others."""

    def __init__(self, text: str, depth: int) -> None:
        self._text = text
        self._at = 0
        self._depth = depth

    @abstractmethod
    def program(self) -> Sequence:
        """The whole text as a program; raises ShellSyntaxError."""

    @abstractmethod
    def _sequence(self, stops: frozenset[str]) -> Sequence:
        """Pipelines up to a stop word, a `)` or the end; the stop itself is left unread."""

    # words

    def _word(self) -> Word | None:
        self._skip()
        return self._word_here() or None

    def _word_here(self) -> Word:
        """The word that starts right here; empty where none does."""
        parts: list[Part] = []
        while self._at < len(self._text):
            char = self._text[self._at]
            if char in " \t\r\n;&|()<>":
                break
            if plain := PLAIN.match(self._text, self._at):
                parts.append(Text(plain[0], False))
                self._at = plain.end()
            else:
                self._special(char, parts)
        return tuple(parts)

    def _special(self, char: str, parts: list[Part]) -> None:
        """One quote, escape or substitution outside double quotes."""
        self._at += 1
        match char:
            case "'":
                parts.append(Text(self._until("'"), True))
            case '"':
                self._double(parts)
            case "\\":
                self._backslash(parts)
            case "$":
                self._dollar(parts, quoted=False)
            case "`":
                parts.append(self._backtick(quoted=False))
            case _:
                parts.append(Text(char, False))

    def _backslash(self, parts: list[Part]) -> None:
        following = self._text[self._at : self._at + 1]
        self._at += 1 if following else 0
        if following != "\n":
            parts.append(Text(following or "\\", True))

    def _double(self, parts: list[Part]) -> None:
        parts.append(Text("", True))
        while (char := self._peek()) != '"':
            if not char:
                raise Unfinished("no closing quote")
            self._within_quotes(parts, _PLAIN_QUOTED, escapes='$`"\\\n', quoted=True)
        self._at += 1

    def _within_quotes(self, parts: list[Part], plain: re.Pattern[str], *, escapes: str, quoted: bool) -> None:
        """One piece of text in which $, ` and a backslash before one of escapes mean something, and all else stands for itself.

        quoted: whether backticks in it read their own backslashes as they do within double quotes.
        """
        if run := plain.match(self._text, self._at):
            parts.append(Text(run[0], True))
            self._at = run.end()
            return
        char = self._peek()
        self._at += 1
        if char == "$":
            self._dollar(parts, quoted=True)
        elif char == "`":
            parts.append(self._backtick(quoted=quoted))
        else:
            following = self._peek()
            escaped = bool(following) and following in escapes
            self._at += escaped
            parts.append(Text(("" if following == "\n" else following) if escaped else "\\", True))

    def _dollar(self, parts: list[Part], *, quoted: bool) -> None:
        if self._text.startswith("((", self._at) and (inside := self._arithmetic()) is not None:
            parts.append(Arithmetic(type(self)(inside, self._deeper()).quoted_text(), quoted))
        elif self._take("("):
            body = self._sequence(frozenset())
            if not self._take(")"):
                raise self._unexpected()
            parts.append(Captured(body, quoted))
        elif self._take("{"):
            parts.append(self._braced(quoted))
        elif not quoted and self._take("'"):
            parts.append(Text(self._ansi(), True))
        elif name := NAME.match(self._text, self._at):
            self._at = name.end()
            parts.append(Parameter(name[0], quoted))
        else:
            parts.append(Text("$", True))

    def _braced(self, quoted: bool) -> Parameter:
        if length := _LENGTH.match(self._text, self._at):
            self._at = length.end()
            return Parameter(length[1], quoted, "length")
        found = _BRACED.match(self._text, self._at)
        if found is None:
            if "}" not in self._text[self._at :]:
                raise Unfinished("no closing '}'")
            raise ShellSyntaxError("bad substitution")
        self._at = found.end()
        parts: list[Part] = []
        self._enter()
        pattern = found[2][:1] in ("#", "%", "/")  # in one, bare characters keep their meaning within double quotes too
        literal = quoted and not pattern
        while (char := self._peek()) != "}":
            if not char:
                raise Unfinished("no closing '}'")
            if char in "'\"\\$`" and not (literal and char == "'"):
                inner: list[Part] = []
                self._special(char, inner)
                parts += inner
            else:
                parts.append(Text(char, literal))
                self._at += 1
        self._at += 1
        self._depth -= 1
        return Parameter(found[1], quoted, found[2], tuple(parts))

    def _arithmetic(self) -> str | None:
        """The text between (( and its )); None where the brackets close otherwise: it is $( ( … ) ) then."""
        level, at = 0, self._at
        while at < len(self._text):
            if self._text[at] == "(":
                level += 1
            elif self._text[at] == ")":
                level -= 1
                if level == 0:
                    break
            at += 1
        if level or self._text[at - 1 : at + 1] != "))":
            return None
        inside = self._text[self._at + 2 : at - 1]
        self._at = at + 1
        return inside

    def quoted_text(self) -> Word:
        """The whole text as if within double quotes."""
        parts: list[Part] = []
        self._text += '"'
        self._double(parts)
        if self._at < len(self._text):
            raise ShellSyntaxError("syntax error: unexpected '\"'")
        return tuple(parts)

    def here_text(self) -> Word:
        """The whole text as a here-document: as within double quotes, but quotes are plain characters."""
        parts: list[Part] = [Text("", True)]
        while self._peek():
            self._within_quotes(parts, _PLAIN_HERE, escapes="$`\\\n", quoted=False)
        return tuple(parts)

    def _backtick(self, *, quoted: bool) -> Captured:
        inside: list[str] = []
        while (char := self._peek()) != "`":
            if not char:
                raise Unfinished("no closing quote")
            following = self._text[self._at + 1 : self._at + 2]
            if char == "\\" and following and following in "`\\$" + ('"' if quoted else ""):
                char, self._at = following, self._at + 1
            inside.append(char)
            self._at += 1
        self._at += 1
        return Captured(type(self)("".join(inside), self._deeper()).program(), quoted)

    def _ansi(self) -> str:
        r"""The rest of $'…'; \xHH and octal give code points below 256."""
        found: list[str] = []
        while (char := self._peek()) != "'":
            if not char:
                raise Unfinished("no closing quote")
            self._at += 1
            escape = _ESCAPE.match(self._text, self._at) if char == "\\" else None
            if escape is None:
                found.append(char)
                continue
            self._at = escape.end()
            if escape[3]:
                found.append(_ESCAPES.get(escape[3], escape[3]))
            else:
                code = int(escape[1], 16) if escape[1] else int(escape[2], 8)
                found.append(bytes([code & 0xFF]).decode("utf-8", "surrogateescape"))
        self._at += 1
        # Escaped bytes may form one character together: join them as bytes.
        return "".join(found).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")

    # characters

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _until(self, end: str) -> str:
        at = self._text.find(end, self._at)
        if at < 0:
            raise Unfinished("no closing quote")
        found = self._text[self._at : at]
        self._at = at + 1
        return found

    def _skip(self, *, newlines: bool = False) -> None:
        """Blanks, joined lines and a comment; with newlines, line ends too."""
        while char := self._peek():
            if char in " \t\r" or (newlines and char == "\n"):
                self._at += 1
            elif self._text.startswith("\\\n", self._at):
                self._at += 2
            elif char == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            else:
                return

    def _deeper(self) -> int:
        if self._depth >= MAX_DEPTH:
            raise ShellSyntaxError("syntax error: nested too deeply")
        return self._depth + 1

    def _enter(self) -> None:
        self._depth = self._deeper()

    def _unexpected(self) -> ShellSyntaxError:
        self._skip()
        if self._at >= len(self._text):
            return Unfinished("syntax error: unexpected EOF")
        operator = _OPERATORS.match(self._text, self._at)
        found = operator[0] if operator else (PLAIN.match(self._text, self._at) or [self._peek()])[0]
        return ShellSyntaxError(f"syntax error: unexpected {'newline' if found == chr(10) else repr(found[:40])}")
