"""How faults are written, and how they are read:

popup title="New version" after=3 times=2
offline seconds=4 after=10s
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import Field, dataclass, fields
from typing import Any

from devices.phone.faults.kinds import KINDS, Fault

_LONGEST_TEXT = 200
_SECONDS = re.compile(r"\d{1,6}(\.\d{1,3})?s")
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,3})?")


class BadFault(ValueError):
    """A fault is written in a way that means nothing; the message is one sentence that names what there is."""


@dataclass(frozen=True, slots=True)
class Order:
    """A fault that is wanted.

    after: how many touches, keys and texts come before it; after_seconds: how much of the phone's time instead.
    times: how often it happens: strikes of an event, screenshots, shell commands or touches of a state; None: an event
    once, a state until it is cleared.
    """

    fault: Fault
    after: int = 0
    after_seconds: float = 0.0
    times: int | None = None


def parse(words: Sequence[str]) -> Order:
    """NAME and key=value words as an order; raises BadFault."""
    if not words:
        raise BadFault(f"No fault is named; there are {', '.join(KINDS)}.")
    kind = KINDS.get(words[0])
    if kind is None:
        raise BadFault(f"No fault {words[0]!r}; there are {', '.join(KINDS)}.")
    known = {item.name: item for item in fields(kind)}
    values: dict[str, Any] = {}
    order: dict[str, Any] = {}
    for word in words[1:]:
        key, equals, value = word.partition("=")
        if not equals or (key not in known and key not in ("after", "times")):
            raise BadFault(f"{word!r} is nothing that {kind.name} takes; it takes {', '.join(_keys(kind))}.")
        if key in values or key in order or (key == "after" and "after_seconds" in order):
            raise BadFault(f"{key} is given twice; give it once.")
        if key in known:
            values[key] = _value(kind, known[key], value)
        elif key == "after" and _SECONDS.fullmatch(value):
            order["after_seconds"] = float(value[:-1])
        else:
            order[key] = int(_bounded(kind, key, value, int, 0 if key == "after" else 1, 10_000))
    if "times" in order and kind.span == "lasting":
        raise BadFault(f"{kind.name} lasts until it is cleared and takes no times; it takes {', '.join(_keys(kind))}.")
    return Order(kind(**values), **order)


def parse_line(text: str) -> list[Order]:
    """Orders out of one text: words as a shell splits them, orders apart by semicolons; raises BadFault."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";")
    lexer.whitespace_split, lexer.commenters = True, ""
    orders: list[list[str]] = [[]]
    try:
        for word in lexer:
            if set(word) == {";"}:
                orders.append([])
            else:
                orders[-1].append(word)
    except ValueError as error:
        raise BadFault(f"{text!r} cannot be read ({error}); a fault is written NAME key=value ….") from error
    return [parse(words) for words in orders if words]


def shown(order: Order) -> str:
    """An order as parse_line() reads it, without what is as by default."""
    fault = order.fault
    words = [fault.name]
    for item in fields(fault):
        value = getattr(fault, item.name)
        if value != item.default:
            words.append(f"{item.name}={_text(value)}")
    if order.after_seconds:
        words.append(f"after={order.after_seconds:g}s")
    elif order.after:
        words.append(f"after={order.after}")
    if order.times is not None:
        words.append(f"times={order.times}")
    return " ".join(words)


def described(kind: type[Fault]) -> str:
    """One sentence about a fault, and what it takes."""
    about = (kind.__doc__ or "").strip()
    taken = [f"{item.name}={_text(item.default)}" if item.default != "" else f"{item.name}=…" for item in fields(kind)]
    return f"{about} [{' '.join(taken)}]" if taken else about


def _keys(kind: type[Fault]) -> list[str]:
    return [*(item.name for item in fields(kind)), "after", *([] if kind.span == "lasting" else ["times"])]


def _value(kind: type[Fault], item: Field[Any], text: str) -> object:
    choices = item.metadata.get("choices")
    if choices and text not in choices:
        raise BadFault(f"{item.name}={text} is no good for {kind.name}; it is {' or '.join(choices)}.")
    if isinstance(item.default, int | float):
        return _bounded(kind, item.name, text, type(item.default), item.metadata["low"], item.metadata["high"])
    form = item.metadata.get("form")
    if form and not form.fullmatch(text):
        raise BadFault(f"{item.name}={text} is no good for {kind.name}; it is a name such as com.android.contacts.")
    if len(text) > _LONGEST_TEXT or not text.isprintable():
        raise BadFault(f"{item.name} of {kind.name} is one line of at most {_LONGEST_TEXT} characters.")
    return text


def _bounded(kind: type[Fault], key: str, text: str, number: type[float], low: float, high: float) -> float:
    if not _NUMBER.fullmatch(text) or (number is int and "." in text) or not low <= float(text) <= high:
        form = "a whole number" if number is int else "a number"
        more = ", or seconds such as 5s" if key == "after" else ""
        raise BadFault(f"{key}={text} is no good for {kind.name}; it is {form} from {low:g} to {high:g}{more}.")
    return number(text)


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else shlex.quote(str(value))
