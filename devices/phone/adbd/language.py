"""The shell language: a line of text becomes a tree.

Knows operators, redirections, here-documents and groups; compound.py knows the rest of the compound commands, words.py quotes.
Does not know variables' values, files or commands. Left out, and so an error: select, `<>`.
"""

from __future__ import annotations

import re
from typing import Literal

from devices.phone.adbd.compound import CompoundReader
from devices.phone.adbd.syntax import (
    Background,
    Group,
    Node,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
    Text,
    While,
    Word,
)
from devices.phone.adbd.words import ShellSyntaxError, Unfinished

__all__ = ["MAX_LINE", "ShellSyntaxError", "Unfinished", "parse"]

MAX_LINE = 128 * 1024
"""Longest line, in bytes."""

_REFUSED = re.compile(r"select(?=[\s;&|()<>]|\Z)")
_FUNCTION = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*\([ \t]*\)", re.ASCII)
_FUNCTION_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_REDIRECT = re.compile(r"(\d*)(<<<|<<|<>|>>|>&|<&|>\||[<>])|(&>>?)")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=", re.ASCII)


def parse(line: str) -> Sequence:
    """Read a whole program; raises ShellSyntaxError, Unfinished."""
    if len(line.encode("utf-8", "surrogatepass")) > MAX_LINE:
        raise ShellSyntaxError(f"line longer than {MAX_LINE} bytes")
    return _Parser(line, 0).program()


class _Parser(CompoundReader):
    """Recursive descent over the characters; words, quotes and commands nest, so there is no separate lexer."""

    def program(self) -> Sequence:
        found = self._sequence(frozenset())
        if self._at < len(self._text):
            raise self._unexpected()
        return found

    # commands

    def _sequence(self, stops: frozenset[str]) -> Sequence:
        """Pipelines up to a stop word, a `)` or the end; the stop itself is left unread."""
        self._enter()
        items: list[tuple[Literal[";", "&&", "||"], Pipeline | Background]] = []
        joiner: Literal[";", "&&", "||"] = ";"
        while True:
            self._skip(newlines=True)
            ended = self._text.startswith(";;", self._at) and joiner == ";" and "esac" in stops
            if ended or self._at == len(self._text) or self._peek() == ")" or self._reserved() in stops:
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
            elif self._take("&"):
                start = max(number for number, (before, _) in enumerate(items) if before == ";")
                items[start:] = [(";", Background(Sequence(tuple(items[start:]))))]
                joiner = ";"
            else:
                break
        self._depth -= 1
        return Sequence(tuple(items))

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
                if function := _FUNCTION.match(self._text, self._at):
                    self._at = function.end()
                    return self._function(function[1])
                return self._simple()
            case "function":
                self._keyword("function")
                self._skip()
                name = _FUNCTION_NAME.match(self._text, self._at)
                if name is None:
                    raise self._unexpected()
                self._at = name.end()
                self._skip()
                if self._take("(") and not self._take(")"):
                    raise self._unexpected()
                return self._function(name[0])
            case "case":
                return self._case()
            case "[[":
                return self._condition()
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
        if symbol == "<>":
            raise ShellSyntaxError("syntax error: '<>' is not supported")
        stripped = symbol == "<<" and self._take("-")
        target = self._word()
        if target is None:
            raise self._unexpected()
        fd = int(number[:4]) if number else (0 if symbol.startswith("<") else 1)
        match symbol:
            case "<<":
                return Redirect(fd, "here", self._here_document(target, stripped))
            case "<<<":
                return Redirect(fd, "here", (*target, Text("\n", True)))
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

    def _here_document(self, delimiter: Word, stripped: bool) -> Word:
        """The lines after this one up to the delimiter; they are taken out of the text."""
        if not all(isinstance(part, Text) for part in delimiter):
            raise self._unexpected()
        quoted = any(part.quoted for part in delimiter if isinstance(part, Text))
        end = "".join(part.text for part in delimiter if isinstance(part, Text))
        newline = self._text.find("\n", self._at)
        body: list[str] = []
        at = newline + 1 if newline >= 0 else len(self._text)
        while at < len(self._text):
            following = self._text.find("\n", at)
            following = len(self._text) if following < 0 else following
            line = self._text[at:following].removesuffix("\r")
            line = line.lstrip("\t") if stripped else line
            at = following + 1
            if line == end:
                self._text = self._text[: newline + 1] + self._text[at:]
                text = "".join(f"{one}\n" for one in body)
                return (Text(text, True),) if quoted else type(self)(text, self._deeper()).here_text()
            body.append(line)
        raise Unfinished(f"here document '{end}' unclosed")
