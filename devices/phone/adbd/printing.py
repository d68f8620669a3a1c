"""echo and printf.

Knows formats. Does not know the shell. echo writes its arguments as they are; only -e gives backslashes a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.wire import bytes_of

_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{1,2})|0?([0-7]{1,3})|(.))", re.S)
_SIMPLE = {
    b"n": b"\n",
    b"t": b"\t",
    b"r": b"\r",
    b"a": b"\a",
    b"b": b"\b",
    b"e": b"\x1b",
    b"f": b"\f",
    b"v": b"\v",
    b"\\": b"\\",
}
_DIRECTIVE = re.compile(r"%([-+ 0#]{0,5})(\d{0,4})(?:\.(\d{0,4}))?([sdiuxXocbq%])")
_MAX_OUTPUT = 1024 * 1024


def echo(call: Invocation) -> int:
    """`echo [-neE] WORD…`."""
    words = list(call.argv[1:])
    newline, escapes = b"\n", False
    while words and re.fullmatch(r"-[neE]+", words[0]):
        option = words.pop(0)
        newline = b"" if "n" in option else newline
        escapes = "e" in option or (escapes and "E" not in option)
    data = bytes_of(" ".join(words))
    call.stdout.write((_escaped(data) if escapes else data) + newline)
    return 0


def printf(call: Invocation) -> int:
    """`printf FORMAT WORD…`: %s %b %q %c %d %i %u %x %X %o %%; the format is used again while words remain."""
    if len(call.argv) < 2:
        call.complain("usage: printf FORMAT [ARG...]")
        return 1
    form, words = call.argv[1], list(call.argv[2:])
    found = bytearray()
    status = 0
    while True:
        before = len(words)
        status = max(status, _once(form, words, found, lambda word: call.complain(f"{word}: bad number")))
        if not words or len(words) == before:
            break
        if len(found) > _MAX_OUTPUT:
            call.complain("output too long")
            status = 1
            break
    call.stdout.write(bytes(found))
    return status


def formatted(form: str, words: list[str]) -> bytes:
    """The format with these words, used once; what should be a number and is none counts as 0."""
    found = bytearray()
    _once(form, [re.sub(r"^([-+]?\d+)\.\d*$", r"\1", word) for word in words], found, lambda _: None)
    return bytes(found)


def _once(form: str, words: list[str], found: bytearray, complain: Callable[[str], None]) -> int:
    status = at = 0
    for directive in _DIRECTIVE.finditer(form):
        found += _escaped(bytes_of(form[at : directive.start()]))
        at = directive.end()
        if directive[4] == "%":
            found += b"%"
            continue
        word = words.pop(0) if words else ""
        try:
            found += _formatted(directive, word)
        except ValueError:
            complain(word)
            status = 1
    found += _escaped(bytes_of(form[at:]))
    return status


def _escaped(data: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes([int(match[1], 16)])
        if match[2]:
            return bytes([int(match[2], 8) & 0xFF])
        return _SIMPLE.get(match[3], match[0])

    return _ESCAPE.sub(one, data)


def _formatted(directive: re.Match[str], word: str) -> bytes:
    """One directive; raises ValueError for a word that should be a number and is none."""
    flags, width, precision, kind = directive.groups()
    if kind in "diuxXo":
        number = _integer(word)
        kind = "d" if kind in "iu" else kind
        return (f"%{flags}{width}{'.' + precision if precision else ''}{kind}" % number).encode()
    match kind:
        case "b":
            data = _escaped(bytes_of(word))
        case "c":
            data = bytes_of(word[:1])
        case "q":
            data = bytes_of("'" + word.replace("'", "'\\''") + "'")
        case _:
            data = bytes_of(word)
    if precision is not None:
        data = data[: int(precision or 0)]
    size = int(width or 0)
    return data.ljust(size) if "-" in flags else data.rjust(size)


def _integer(word: str) -> int:
    found = re.fullmatch(r"([-+]?)(?:0[xX]([0-9A-Fa-f]{1,16})|(\d{0,19}))", word, re.ASCII)
    if found is None:
        raise ValueError(word)
    size = int(found[2], 16) if found[2] else int(found[3] or 0)
    return -size if found[1] == "-" else size
