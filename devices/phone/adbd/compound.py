"""The shell's compound commands: if, for, case, [[ ]], functions.

Knows how they are written. Does not know lists, pipes or simple commands: a subclass reads those.
"""

from __future__ import annotations

import re
from abc import abstractmethod

from devices.phone.adbd.syntax import Case, Condition, Define, For, If, Node, Redirect, Sequence, Word
from devices.phone.adbd.words import NAME, WordReader

_RESERVED = re.compile(r"(?:if|then|elif|else|fi|for|do|done|while|until|case|esac|function|\[\[|[{}!])(?=[\s;&|()<>]|\Z)")
_LIST = re.compile(r"in(?=[\s;])")
_CONDITION_END = re.compile(r"\]\](?=[\s;&|()<>]|\Z)")
_CONDITION_OPERATOR = re.compile(r"&&|\|\||[()<>]|!(?=\s)")


class CompoundReader(WordReader):
    """Reads compound commands, each from its first word to its last redirection."""

    @abstractmethod
    def _node(self) -> Node:
        """One command."""

    @abstractmethod
    def _redirects(self) -> tuple[Redirect, ...]:
        """All redirections that stand here."""

    def _body(self, *stops: str) -> Sequence:
        """A sequence that must not be empty and must end with one of the stop words, which is left unread."""
        found = self._sequence(frozenset(stops))
        if not found.items or self._reserved() not in stops:
            raise self._unexpected()
        return found

    def _function(self, name: str) -> Define:
        self._skip(newlines=True)
        if self._peek() != "(" and self._reserved() not in ("{", "if", "for", "while", "until", "case", "[["):
            raise self._unexpected()
        self._enter()
        body = self._node()
        self._depth -= 1
        return Define(name, body)

    def _case(self) -> Case:
        self._keyword("case")
        word = self._word()
        self._skip(newlines=True)
        if word is None or not _LIST.match(self._text, self._at):
            raise self._unexpected()
        self._at += 2
        branches: list[tuple[tuple[Word, ...], Sequence]] = []
        while True:
            self._skip(newlines=True)
            if self._keyword("esac"):
                return Case(word, tuple(branches), self._redirects())
            self._take("(")
            patterns: list[Word] = []
            while True:
                pattern = self._word()
                if pattern is None:
                    raise self._unexpected()
                patterns.append(pattern)
                self._skip()
                if not self._take("|"):
                    break
            if not self._take(")"):
                raise self._unexpected()
            branches.append((tuple(patterns), self._sequence(frozenset({"esac"}))))
            self._skip(newlines=True)
            if not self._take(";;") and self._reserved() != "esac":
                raise self._unexpected()

    def _condition(self) -> Condition:
        self._keyword("[[")
        terms: list[Word | str] = []
        while True:
            self._skip(newlines=True)
            if end := _CONDITION_END.match(self._text, self._at):
                self._at = end.end()
                return Condition(tuple(terms), self._redirects())
            if operator := _CONDITION_OPERATOR.match(self._text, self._at):
                self._at = operator.end()
                terms.append(operator[0])
            elif word := self._word():
                terms.append(word)
            else:
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

    def _reserved(self) -> str | None:
        found = _RESERVED.match(self._text, self._at)
        return found[0] if found else None

    def _keyword(self, word: str) -> bool:
        self._skip()
        return self._reserved() == word and self._take(word)
