"""[[ … ]]: a condition that the shell itself reads, so that words are neither split nor matched with files.

Knows its operators. What `test` knows too is asked there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from devices.phone.adbd.expansion import ShellError, Surroundings, expand_pattern, expand_text
from devices.phone.adbd.syntax import Text, Word

Judge = Callable[[list[str]], int]
"""Status of `test` with these words."""
_BINARY = ("=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef")
_MAX_DEPTH = 24


def judge(terms: Sequence[Word | str], around: Surroundings, test: Judge) -> int:
    """0 where the condition holds, else 1; raises ShellError for one that is malformed."""
    return 0 if _Reading(list(terms), around, test).whole() else 1


class _Reading:
    def __init__(self, terms: list[Word | str], around: Surroundings, test: Judge) -> None:
        self._terms, self._around, self._test = terms, around, test
        self._depth = 0

    def whole(self) -> bool:
        found = self._any()
        if self._terms:
            raise ShellError("[[: unexpected operator/operand", 2)
        return found

    def _take(self, operator: str) -> bool:
        if self._terms and self._terms[0] == operator:
            del self._terms[0]
            return True
        return False

    def _any(self) -> bool:
        found = self._all()
        while self._take("||"):
            found = self._all() or found
        return found

    def _all(self) -> bool:
        found = self._one()
        while self._take("&&"):
            found = self._one() and found
        return found

    def _one(self) -> bool:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ShellError("[[: nested too deeply", 2)
        try:
            if self._take("!"):
                return not self._one()
            if self._take("("):
                found = self._any()
                if not self._take(")"):
                    raise ShellError("[[: missing )", 2)
                return found
            return self._plain()
        finally:
            self._depth -= 1

    def _plain(self) -> bool:
        first = self._word()
        if _literal(first).startswith("-") and len(_literal(first)) == 2 and self._words_follow():
            return self._test([_literal(first), expand_text(self._word(), self._around)]) == 0
        left = expand_text(first, self._around)
        if self._take("<"):
            return left < expand_text(self._word(), self._around)
        if self._take(">"):
            return left > expand_text(self._word(), self._around)
        if not self._words_follow() or _literal(self._terms[0]) not in _BINARY:
            return left != ""
        operator = _literal(self._word())
        right = self._word()
        if operator in ("=", "==", "!="):
            return (expand_pattern(right, self._around).fullmatch(left) is not None) == (operator != "!=")
        return self._test([left, operator, expand_text(right, self._around)]) == 0

    def _words_follow(self) -> bool:
        return bool(self._terms) and not isinstance(self._terms[0], str)

    def _word(self) -> Word:
        if not self._terms or isinstance(self._terms[0], str):
            raise ShellError("[[: argument expected", 2)
        found = self._terms.pop(0)
        assert not isinstance(found, str)
        return found


def _literal(term: Word | str) -> str:
    if isinstance(term, str):
        return term
    return "".join(part.text for part in term if isinstance(part, Text) and not part.quoted)
