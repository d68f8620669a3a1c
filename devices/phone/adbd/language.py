"""The shell language: a line of text becomes a tree.

Knows quotes, operators, redirections and the compound commands `( )`, `{ }`, if, for, while, until.
Does not know variables' values, files or commands. Left out: `&`, here-documents, case, functions; each is a syntax error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MAX_LINE = 128 * 1024
"""Longest line, in bytes."""
MAX_DEPTH = 32
"""Deepest nesting of groups, substitutions and quotes within one line."""


class ShellSyntaxError(Exception):
    """The line is no program; str() is what the shell prints after its own name."""


class Unfinished(ShellSyntaxError):
    """The line ends too early; an interactive shell reads on."""


@dataclass(frozen=True, slots=True)
class Text:
    """Literal characters; quoted ones are neither split nor matched against file names."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """$name, ${name}, ${#name} (operator "#"), or ${name:-word} and its kin.

    operator: "" or "#", or one of "-", "=", "+", "?", which a ":" may come before.
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
    """fd: the number that is redirected. "duplicate": target is another number. "both": stdout and stderr into one file."""

    fd: int
    kind: Literal["read", "write", "append", "duplicate", "both", "both_append"]
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


Node = Simple | Group | If | For | While


@dataclass(frozen=True, slots=True)
class Pipeline:
    """negated: `! a | b`."""

    nodes: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Pipelines, each with how it is joined to the one before."""

    items: tuple[tuple[Literal[";", "&&", "||"], Pipeline], ...]


_RESERVED = re.compile(r"(?:if|then|elif|else|fi|for|do|done|while|until|[{}!])(?=[\s;&|()<>]|\Z)")
_REFUSED = re.compile(r"(?:case|esac|function|select)(?=[\s;&|()<>]|\Z)")
_REDIRECT = re.compile(r"(\d*)(<<<|<<|<>|>>|>&|<&|>\||[<>])|(&>>?)")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*|[0-9?#@*$!-]", re.ASCII)
_BRACED = re.compile(r"([A-Za-z_]\w*|[0-9]+|[?@*$#!-])(:[-=+?]|[-=+?]|(?=\}))", re.ASCII)
_LENGTH = re.compile(r"#([A-Za-z_]\w*|[0-9?@*#])\}", re.ASCII)
_PLAIN = re.compile(r"[^\s;&|()<>'\"\\$`]+")
_PLAIN_QUOTED = re.compile(r'[^"\\$`]+')
_OPERATORS = re.compile(r"&&|\|\||;;|[;&|()\n]")
_ESCAPE = re.compile(r"x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.)", re.S)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}


def parse(line: str) -> Sequence:
    """Read a whole program; raises ShellSyntaxError, Unfinished."""
    if len(line.encode("utf-8", "surrogatepass")) > MAX_LINE:
        raise ShellSyntaxError(f"line longer than {MAX_LINE} bytes")
    return _Parser(line, 0).program()


class _Parser:
    """Recursive descent over the characters; words, quotes and commands nest, so there is no separate lexer."""

    def __init__(self, text: str, depth: int) -> None:
        self._text = text
        self._at = 0
        self._depth = depth

    def program(self) -> Sequence:
        found = self._sequence(frozenset())
        if self._at < len(self._text):
            raise self._unexpected()
        return found

    # commands

    def _sequence(self, stops: frozenset[str]) -> Sequence:
        """Pipelines up to a stop word, a `)` or the end; the stop itself is left unread."""
        self._enter()
        items: list[tuple[Literal[";", "&&", "||"], Pipeline]] = []
        joiner: Literal[";", "&&", "||"] = ";"
        while True:
            self._skip(newlines=True)
            if self._at == len(self._text) or self._peek() == ")" or self._reserved() in stops:
                if joiner != ";":
                    raise self._unexpected()
                break
            items.append((joiner, self._pipeline()))
            self._skip()
            if self._take("&&"):
                joiner = "&&"
            elif self._take("||"):
                joiner = "||"
            elif self._take("\n") or (not self._text.startswith(";;", self._at) and self._take(";")):
                joiner = ";"
            elif self._peek() == "&":
                raise ShellSyntaxError("syntax error: background jobs ('&') are not supported")
            else:
                break
        self._depth -= 1
        return Sequence(tuple(items))

    def _body(self, *stops: str) -> Sequence:
        """A sequence that must not be empty and must end with one of the stop words, which is left unread."""
        found = self._sequence(frozenset(stops))
        if not found.items or self._reserved() not in stops:
            raise self._unexpected()
        return found

    def _pipeline(self) -> Pipeline:
        negated = False
        while self._keyword("!"):
            negated = not negated
        nodes = [self._node()]
        while True:
            self._skip()
            if self._text.startswith("||", self._at) or not self._take("|"):
                return Pipeline(tuple(nodes), negated)
            self._skip(newlines=True)
            nodes.append(self._node())

    def _node(self) -> Node:
        self._skip()
        if self._take("("):
            body = self._sequence(frozenset())
            if not body.items or not self._take(")"):
                raise self._unexpected()
            return Group(body, True, self._redirects())
        if _REFUSED.match(self._text, self._at):
            raise self._unexpected()
        match self._reserved():
            case None:
                return self._simple()
            case "{":
                self._keyword("{")
                body = self._body("}")
                self._keyword("}")
                return Group(body, False, self._redirects())
            case "if":
                return self._if()
            case "for":
                return self._for()
            case "while" | "until" as word:
                self._keyword(word)
                condition = self._body("do")
                return While(condition, word == "while", self._loop_body(), self._redirects())
            case _:
                raise self._unexpected()

    def _if(self) -> If:
        branches: list[tuple[Sequence, Sequence]] = []
        otherwise = None
        while self._keyword("elif" if branches else "if"):
            condition = self._body("then")
            self._keyword("then")
            branches.append((condition, self._body("elif", "else", "fi")))
        if self._keyword("else"):
            otherwise = self._body("fi")
        if not self._keyword("fi"):
            raise self._unexpected()
        return If(tuple(branches), otherwise, self._redirects())

    def _for(self) -> For:
        self._keyword("for")
        self._skip()
        name = _NAME.match(self._text, self._at)
        if name is None or not name[0].isidentifier():
            raise self._unexpected()
        self._at = name.end()
        self._skip(newlines=True)
        words: list[Word] | None = None
        if re.compile(r"in(?=[\s;])").match(self._text, self._at):
            self._at += 2
            words = []
            while word := self._word():
                words.append(word)
        self._skip()
        if self._peek() in (";", "\n"):
            self._at += 1
        self._skip(newlines=True)
        return For(name[0], None if words is None else tuple(words), self._loop_body(), self._redirects())

    def _loop_body(self) -> Sequence:
        if not self._keyword("do"):
            raise self._unexpected()
        body = self._body("done")
        self._keyword("done")
        return body

    def _simple(self) -> Simple:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            self._skip()
            if redirect := self._redirect():
                redirects.append(redirect)
            elif not words and (found := _ASSIGNMENT.match(self._text, self._at)):
                self._at = found.end()
                assignments.append((found[1], self._word_here()))
            elif word := self._word():
                words.append(word)
            else:
                break
        if not (assignments or words or redirects) or self._peek() == "(":
            raise self._unexpected()
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def _redirects(self) -> tuple[Redirect, ...]:
        found = []
        self._skip()
        while redirect := self._redirect():
            found.append(redirect)
            self._skip()
        return tuple(found)

    def _redirect(self) -> Redirect | None:
        match = _REDIRECT.match(self._text, self._at)
        if match is None:
            return None
        number, symbol = match[1], match[2] or match[3]
        self._at = match.end()
        if symbol in ("<<", "<<<", "<>"):
            raise ShellSyntaxError(f"syntax error: '{symbol}' is not supported")
        target = self._word()
        if target is None:
            raise self._unexpected()
        fd = int(number[:4]) if number else (0 if symbol.startswith("<") else 1)
        match symbol:
            case "<":
                return Redirect(fd, "read", target)
            case ">" | ">|":
                return Redirect(fd, "write", target)
            case ">>":
                return Redirect(fd, "append", target)
            case "&>":
                return Redirect(fd, "both", target)
            case "&>>":
                return Redirect(fd, "both_append", target)
            case _:
                return Redirect(fd, "duplicate", target)

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
            if plain := _PLAIN.match(self._text, self._at):
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
            if plain := _PLAIN_QUOTED.match(self._text, self._at):
                parts.append(Text(plain[0], True))
                self._at = plain.end()
                continue
            self._at += 1
            if char == "$":
                self._dollar(parts, quoted=True)
            elif char == "`":
                parts.append(self._backtick(quoted=True))
            else:
                following = self._peek()
                if following and following in '$`"\\\n':
                    self._at += 1
                    parts.append(Text("" if following == "\n" else following, True))
                else:
                    parts.append(Text("\\", True))
        self._at += 1

    def _dollar(self, parts: list[Part], *, quoted: bool) -> None:
        if self._text.startswith("((", self._at) and (inside := self._arithmetic()) is not None:
            parts.append(Arithmetic(_Parser(inside, self._deeper()).quoted_text(), quoted))
        elif self._take("("):
            body = self._sequence(frozenset())
            if not self._take(")"):
                raise self._unexpected()
            parts.append(Captured(body, quoted))
        elif self._take("{"):
            parts.append(self._braced(quoted))
        elif not quoted and self._take("'"):
            parts.append(Text(self._ansi(), True))
        elif name := _NAME.match(self._text, self._at):
            self._at = name.end()
            parts.append(Parameter(name[0], quoted))
        else:
            parts.append(Text("$", True))

    def _braced(self, quoted: bool) -> Parameter:
        if length := _LENGTH.match(self._text, self._at):
            self._at = length.end()
            return Parameter(length[1], quoted, "#")
        found = _BRACED.match(self._text, self._at)
        if found is None:
            if "}" not in self._text[self._at :]:
                raise Unfinished("no closing '}'")
            raise ShellSyntaxError("bad substitution")
        self._at = found.end()
        parts: list[Part] = []
        self._enter()
        while (char := self._peek()) != "}":
            if not char:
                raise Unfinished("no closing '}'")
            if char in "'\"\\$`" and not (quoted and char == "'"):
                inner: list[Part] = []
                self._special(char, inner)
                parts += inner
            else:
                parts.append(Text(char, quoted))
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
        return Captured(_Parser("".join(inside), self._deeper()).program(), quoted)

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

    def _reserved(self) -> str | None:
        found = _RESERVED.match(self._text, self._at)
        return found[0] if found else None

    def _keyword(self, word: str) -> bool:
        self._skip()
        return self._reserved() == word and self._take(word)

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
        found = operator[0] if operator else (_PLAIN.match(self._text, self._at) or [self._peek()])[0]
        return ShellSyntaxError(f"syntax error: unexpected {'newline' if found == chr(10) else repr(found[:40])}")
