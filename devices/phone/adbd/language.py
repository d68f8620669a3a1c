"""The shell language: a line of text becomes a tree.

Knows operators, redirections and the compound commands `( )`, `{ }`, if, for, while, until; words.py knows quotes.
Does not know variables' values, files or commands. Left out: `&`, here-documents, case, functions; each is a syntax error.
"""

from __future__ import annotations

import re
from typing import Literal

from devices.phone.adbd.syntax import For, Group, If, Node, Pipeline, Redirect, Sequence, Simple, While, Word
from devices.phone.adbd.words import NAME, ShellSyntaxError, Unfinished, WordReader

__all__ = ["MAX_LINE", "ShellSyntaxError", "Unfinished", "parse"]

MAX_LINE = 128 * 1024
"""Longest line, in bytes."""

_RESERVED = re.compile(r"(?:if|then|elif|else|fi|for|do|done|while|until|[{}!])(?=[\s;&|()<>]|\Z)")
_REFUSED = re.compile(r"(?:case|esac|function|select)(?=[\s;&|()<>]|\Z)")
_REDIRECT = re.compile(r"(\d*)(<<<|<<|<>|>>|>&|<&|>\||[<>])|(&>>?)")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=", re.ASCII)
_LIST = re.compile(r"in(?=[\s;])")


def parse(line: str) -> Sequence:
    """Read a whole program; raises ShellSyntaxError, Unfinished."""
    if len(line.encode("utf-8", "surrogatepass")) > MAX_LINE:
        raise ShellSyntaxError(f"line longer than {MAX_LINE} bytes")
    return _Parser(line, 0).program()


class _Parser(WordReader):
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
        name = NAME.match(self._text, self._at)
        if name is None or not name[0].isidentifier():
            raise self._unexpected()
        self._at = name.end()
        self._skip(newlines=True)
        words: list[Word] | None = None
        if _LIST.match(self._text, self._at):
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

    def _reserved(self) -> str | None:
        found = _RESERVED.match(self._text, self._at)
        return found[0] if found else None

    def _keyword(self, word: str) -> bool:
        self._skip()
        return self._reserved() == word and self._take(word)
