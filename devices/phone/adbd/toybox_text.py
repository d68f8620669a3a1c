"""Toybox tools that filter bytes: cat, grep, head, tail, wc, cut, sort, uniq, tr, tee, seq.

Knows bytes and lines. Does not know folders. Long inputs are cut into pieces only where noted: cat and tee stream.
"""

from __future__ import annotations

import re

from devices.phone.adbd.files import Files, normalise, reason
from devices.phone.adbd.invocation import Invocation, chunks
from devices.phone.adbd.options import Usage, everything, inputs, lines, options
from devices.phone.adbd.wire import bytes_of

_MAX_SEQUENCE = 1_000_000


def cat(files: Files, call: Invocation) -> int:
    """`cat [FILE…]`; stdin is passed on as it arrives."""
    status = 0
    for name in options(call, "u").operands or ("-",):
        if name == "-":
            for piece in chunks(call.stdin):
                if call.cancelled.is_set():
                    return 130
                call.stdout.write(piece)
            continue
        try:
            data = files.read(normalise(name, call.cwd))
        except OSError as error:
            call.complain(f"{name}: {reason(error)}")
            status = 1
        else:
            call.stdout.write(data)
    return status


def tee(files: Files, call: Invocation) -> int:
    """`tee [-a] FILE…`."""
    chosen = options(call, "a")
    paths = [normalise(name, call.cwd) for name in chosen.operands]
    for path in paths:
        files.write(path, b"", append="a" in chosen.flags)
    for piece in chunks(call.stdin):
        for path in paths:
            files.write(path, piece, append=True)
        call.stdout.write(piece)
    return 0


def head(files: Files, call: Invocation) -> int:
    """`head [-n LINES] [-c BYTES] [FILE…]`, also `head -5`."""
    chosen = options(_old_count(call), "qv", "nc")
    if chosen.operands in ((), ("-",)) and "c" not in chosen.values and chosen.number("n", 10) >= 0:
        for _ in range(chosen.number("n", 10)):  # what comes later is not waited for
            line = call.stdin.readline()
            if not line or call.cancelled.is_set():
                break
            call.stdout.write(line)
        return 0
    if chosen.operands in ((), ("-",)) and chosen.number("c", -1) >= 0:
        call.stdout.write(_at_most(call, chosen.number("c", 0)))
        return 0
    found, status = inputs(files, call, chosen.operands)
    for number, one in enumerate(found):
        if len(found) > 1 and "q" not in chosen.flags:
            call.print(f"{chr(10) if number else ''}==> {one.name} <==")
        if "c" in chosen.values:
            count = chosen.number("c", 0)
            call.stdout.write(one.data[:count])
        else:
            count = chosen.number("n", 10)
            call.stdout.write(b"".join(_kept(one.data)[:count]))
    return status


def _at_most(call: Invocation, count: int) -> bytes:
    found = bytearray()
    while len(found) < count and (piece := call.stdin.read(min(count - len(found), 65536))):
        found += piece
    return bytes(found)


def tail(files: Files, call: Invocation) -> int:
    """`tail [-n [+]LINES] [-c [+]BYTES] [FILE…]`, also `tail -5`."""
    chosen = options(_old_count(call), "q", "nc")
    found, status = inputs(files, call, chosen.operands)
    by_bytes = "c" in chosen.values
    count = chosen.number("c" if by_bytes else "n", 10)
    from_start = chosen.values.get("c" if by_bytes else "n", "").startswith("+")
    for number, one in enumerate(found):
        if len(found) > 1 and "q" not in chosen.flags:
            call.print(f"{chr(10) if number else ''}==> {one.name} <==")
        parts = _kept(one.data)
        size = len(one.data) if by_bytes else len(parts)
        start = max(count - 1, 0) if from_start else max(size - abs(count), 0)
        call.stdout.write(one.data[start:] if by_bytes else b"".join(parts[start:]))
    return status


def wc(files: Files, call: Invocation) -> int:
    """`wc [-lwcm] [FILE…]`."""
    chosen = options(call, "lwcm")
    found, status = inputs(files, call, chosen.operands)
    wanted = chosen.flags or frozenset("lwc")
    totals = [0, 0, 0, 0]
    for one in found:
        characters = len(one.data.decode("utf-8", "replace"))
        counts = [one.data.count(b"\n"), len(one.data.split()), len(one.data), characters]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        _counts(call, wanted, counts, "" if one.name == "-" else one.name)
    if len(found) > 1:
        _counts(call, wanted, totals, "total")
    return status


def _counts(call: Invocation, wanted: frozenset[str], counts: list[int], name: str) -> None:
    shown = [str(count) for letter, count in zip("lwcm", counts, strict=True) if letter in wanted]
    call.print(" ".join([*shown, *([name] if name else [])]))


def cut(files: Files, call: Invocation) -> int:
    """`cut -f LIST [-d CHAR] [-s]` or `cut -c LIST`; LIST such as `1,3-5,7-`."""
    chosen = options(call, "s", "dfcb")
    letter = next((letter for letter in "fcb" if letter in chosen.values), None)
    if letter is None:
        raise Usage("Need -fcb")
    ranges = [_range(text) for text in chosen.values[letter].split(",")]
    separator = chosen.values.get("d", "\t")
    found, status = inputs(files, call, chosen.operands)
    for one in found:
        for raw in lines(one.data):
            line = raw.decode("utf-8", "surrogateescape")
            if letter == "f" and separator not in line:
                if "s" not in chosen.flags:
                    call.print(line)
                continue
            units = line.split(separator) if letter == "f" else list(line)
            kept = [unit for at, unit in enumerate(units, 1) if any(low <= at <= high for low, high in ranges)]
            call.print((separator if letter == "f" else "").join(kept))
    return status


def _range(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{0,9})(-?)(\d{0,9})", text, re.ASCII)
    if not found or not (found[1] or found[3]):
        raise Usage(f"bad range '{text}'")
    low = int(found[1] or 1)
    return low, int(found[3] or 10**9) if found[2] else low


def sort(files: Files, call: Invocation) -> int:
    """`sort [-nruf] [-k FIELD] [-t CHAR] [FILE…]`."""
    chosen = options(call, "nruf", "kt")
    found, status = inputs(files, call, chosen.operands)
    field = _range(chosen.values["k"].split(",")[0].rstrip("nr"))[0] if "k" in chosen.values else 0
    separator = bytes_of(chosen.values["t"]) if chosen.values.get("t") else None
    flags = chosen.flags | frozenset(chosen.values.get("k", "")) & frozenset("nr")

    def key(line: bytes) -> tuple[float, bytes]:
        part = line
        if field:
            parts = line.split(separator)
            part = parts[field - 1] if field <= len(parts) else b""
        if "f" in flags:
            part = part.upper()
        number = re.match(rb"\s*(-?\d{1,30}(?:\.\d{1,30})?)", part)
        return (float(number[1]) if number else 0.0, b"") if "n" in flags else (0.0, part)

    everything_sorted = sorted(sorted(line for one in found for line in lines(one.data)), key=key, reverse="r" in flags)
    previous: tuple[float, bytes] | None = None
    output = bytearray()
    for line in everything_sorted:
        if "u" in flags and key(line) == previous:
            continue
        previous = key(line)
        output += line + b"\n"
    call.stdout.write(bytes(output))
    return status


def uniq(files: Files, call: Invocation) -> int:
    """`uniq [-cdu] [FILE]`."""
    chosen = options(call, "cdu")
    found, status = inputs(files, call, chosen.operands[:1])
    groups: list[tuple[bytes, int]] = []
    for one in found:
        for line in lines(one.data):
            if groups and groups[-1][0] == line:
                groups[-1] = (line, groups[-1][1] + 1)
            else:
                groups.append((line, 1))
    for line, count in groups:
        if ("d" in chosen.flags and count == 1) or ("u" in chosen.flags and count > 1):
            continue
        call.stdout.write((b"%7d " % count if "c" in chosen.flags else b"") + line + b"\n")
    return status


def tr(_files: Files, call: Invocation) -> int:
    """`tr [-ds] SET [SET]` over bytes; sets may hold ranges, `[:upper:]` and its kin, and backslash escapes."""
    chosen = options(call, "dsc")
    if not 1 <= len(chosen.operands) <= 2 or (len(chosen.operands) == 1 and not chosen.flags & {"d", "s"}):
        raise Usage("Needs 2 arguments")
    first = _bytes_set(chosen.operands[0])
    if "c" in chosen.flags:
        first = bytes(code for code in range(256) if code not in first)
    data = everything(call)
    if "d" in chosen.flags:
        data = data.translate(None, first)
        squeezed = _bytes_set(chosen.operands[1]) if len(chosen.operands) == 2 else b""
    elif len(chosen.operands) == 2:
        second = _bytes_set(chosen.operands[1]) or b"\0"
        table = bytearray(range(256))
        for at, code in enumerate(first):
            table[code] = second[min(at, len(second) - 1)]
        data = data.translate(bytes(table))
        squeezed = second
    else:
        squeezed = first
    if "s" in chosen.flags and squeezed:
        data = re.sub(rb"([" + b"".join(b"\\x%02x" % code for code in squeezed) + rb"])\1+", rb"\1", data)
    call.stdout.write(data)
    return 0


_CLASSES = {
    "upper": "A-Z",
    "lower": "a-z",
    "digit": "0-9",
    "alpha": "A-Za-z",
    "alnum": "A-Za-z0-9",
    "space": " \\t\\n\\r\\f\\v",
    "blank": " \\t",
    "punct": "!-/:-@\\[-`{-~",
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


def _bytes_set(text: str) -> bytes:
    for name, members in _CLASSES.items():
        text = text.replace(f"[:{name}:]", members)
    units = [
        _ESCAPES.get(unit[1:], unit[1:]) if unit.startswith("\\") and len(unit) > 1 else unit
        for unit in re.findall(r"\\.|.", text, re.S)
    ]
    found = bytearray()
    at = 0
    while at < len(units):
        if at + 2 < len(units) and units[at + 1] == "-":
            low, high = bytes_of(units[at]), bytes_of(units[at + 2])
            if len(low) == len(high) == 1:
                found += bytes(range(low[0], high[0] + 1))
                at += 3
                continue
        found += bytes_of(units[at])
        at += 1
    return bytes(found)


def seq(_files: Files, call: Invocation) -> int:
    """`seq [FIRST [STEP]] LAST` with integers."""
    words = call.argv[1:]
    if not 1 <= len(words) <= 3 or not all(re.fullmatch(r"-?\d{1,15}", word, re.ASCII) for word in words):
        raise Usage("Needs 1 to 3 integers")
    numbers = [int(word) for word in words]
    first = numbers[0] if len(numbers) > 1 else 1
    step = numbers[1] if len(numbers) > 2 else 1
    if step == 0:
        raise Usage("step is 0")
    wanted = range(first, numbers[-1] + (1 if step > 0 else -1), step)
    if len(wanted) > _MAX_SEQUENCE:
        raise Usage(f"more than {_MAX_SEQUENCE} numbers")
    call.stdout.write("".join(f"{number}\n" for number in wanted).encode())
    return 0


def _kept(data: bytes) -> list[bytes]:
    """Lines with their ends; only a line feed ends a line."""
    found = [line + b"\n" for line in data.split(b"\n")]
    found[-1] = found[-1][:-1]
    return found if found[-1] else found[:-1]


def _old_count(call: Invocation) -> Invocation:
    """`head -5` means `head -n 5`."""
    argv = [
        f"-n{word[1:]}" if re.fullmatch(r"-\d+", word, re.ASCII) and before not in ("-n", "-c") else word
        for before, word in zip(("", *call.argv), call.argv, strict=False)
    ]
    return Invocation(tuple(argv), call.stdin, call.stdout, call.stderr, call.environ, call.cwd, call.cancelled)
