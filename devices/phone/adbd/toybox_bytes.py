"""Toybox tools that look at bytes: xxd, od, cmp, dd, gzip, strings, truncate.

Knows bytes. Does not know lines or folders.
"""

from __future__ import annotations

import re
import zlib

from devices.phone.adbd.files import Files, normalise
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import MAX_INPUT, Usage, everything, inputs, options
from devices.phone.adbd.wire import bytes_of

_SUFFIX = {"": 1, "c": 1, "b": 512, "k": 1024, "K": 1024, "M": 1024**2, "G": 1024**3, "kD": 1000, "MD": 1000**2}


def xxd(files: Files, call: Invocation) -> int:
    """`xxd [-p] [-r] [-c COLUMNS] [-g GROUP] [-l LIMIT] [-s SKIP] [FILE]`."""
    chosen = options(call, "pri", "cgls")
    found, status = inputs(files, call, chosen.operands[:1])
    for one in found:
        if "r" in chosen.flags:
            text = one.data.decode("ascii", "replace")
            if "p" not in chosen.flags:
                text = "".join(re.sub(r"^[0-9a-fA-F]+:\s?", "", line).split("  ")[0] for line in text.splitlines())
            digits = re.sub(r"[^0-9a-fA-F]", "", text)
            call.stdout.write(bytes.fromhex(digits[: len(digits) // 2 * 2]))
            continue
        start = max(chosen.number("s", 0), 0)
        data = one.data[start:]
        data = data[: chosen.number("l", len(data))]
        width = max(chosen.number("c", 30 if "p" in chosen.flags else 16), 1)
        group = max(chosen.number("g", 2), 1)
        for at in range(0, len(data), width):
            row = data[at : at + width]
            if "p" in chosen.flags:
                call.print(row.hex())
                continue
            cells = " ".join(row[place : place + group].hex() for place in range(0, len(row), group))
            columns = 2 * width + (width + group - 1) // group
            call.print(f"{start + at:08x}: {cells:<{columns}} {_printable(row)}")
    return status


def od(files: Files, call: Invocation) -> int:
    """`od [-A d|o|x|n] [-t x1|x2|o2|u1|d1|c] [-N BYTES] [-x] [-c] [-b] [-v] [FILE…]`."""
    chosen = options(call, "xcbv", "AtNj")
    found, status = inputs(files, call, chosen.operands)
    data = b"".join(one.data for one in found)[max(chosen.number("j", 0), 0) :]
    data = data[: chosen.number("N", len(data))]
    kind = chosen.values.get("t") or (
        "x2" if "x" in chosen.flags else "c" if "c" in chosen.flags else "o1" if "b" in chosen.flags else "o2"
    )
    base = chosen.values.get("A", "o")
    known = re.fullmatch(r"([xoud])([1248]?)|(c)", kind)
    if known is None or base not in ("d", "o", "x", "n"):
        raise Usage(f"bad -t {kind}" if known is None else f"bad -A {base}")
    for at in range(0, len(data), 16):
        call.print(_address(at, base) + _cells(data[at : at + 16], known))
    if base != "n":
        call.print(_address(len(data), base))
    return status


def _address(at: int, base: str) -> str:
    return {"d": f"{at:07d}", "o": f"{at:07o}", "x": f"{at:06x}", "n": ""}[base]


def _cells(row: bytes, kind: re.Match[str]) -> str:
    if kind[3]:
        names = {0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}
        return "".join(f" {names.get(byte) or (chr(byte) if 32 <= byte < 127 else f'{byte:03o}'):>3}" for byte in row)
    size = int(kind[2] or 4)
    words = [row[at : at + size].ljust(size, b"\0") for at in range(0, len(row), size)]
    numbers = [int.from_bytes(word, "little", signed=kind[1] == "d") for word in words]
    digits = {"x": 2 * size, "o": (8 * size + 2) // 3, "u": len(str(256**size)), "d": len(str(256**size)) + 1}[kind[1]]
    form = {"x": f"0{digits}x", "o": f"0{digits}o", "u": f"{digits}d", "d": f"{digits}d"}[kind[1]]
    return "".join(f" {number:{form}}" for number in numbers)


def _printable(row: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)


def cmp(files: Files, call: Invocation) -> int:
    """`cmp [-s] [-l] FILE FILE`: 0 the same, 1 different."""
    chosen = options(call, "sl")
    if len(chosen.operands) != 2:
        raise Usage('Needs 2 arguments (see "cmp --help")')
    found, status = inputs(files, call, chosen.operands)
    if status:
        return 2
    one, two = found
    for at, (left, right) in enumerate(zip(one.data, two.data, strict=False)):
        if left != right:
            if "s" not in chosen.flags:
                line = one.data[:at].count(b"\n") + 1
                call.print(f"{one.name} {two.name} differ: char {at + 1}, line {line}")
            return 1
    if len(one.data) != len(two.data):
        if "s" not in chosen.flags:
            shorter = one if len(one.data) < len(two.data) else two
            call.complain(f"EOF on {shorter.name}")
        return 1
    return 0


def dd(files: Files, call: Invocation) -> int:
    """`dd [if=FILE] [of=FILE] [bs=BYTES] [count=BLOCKS] [skip=BLOCKS] [seek=BLOCKS] [conv=notrunc] [status=none]`."""
    values: dict[str, str] = {}
    for word in call.argv[1:]:
        name, equals, value = word.partition("=")
        if not equals or name not in ("if", "of", "bs", "ibs", "obs", "count", "skip", "seek", "conv", "status"):
            raise Usage(f"bad arg {word}")
        values[name] = value
    size = _bytes(values.get("bs", "512"))
    count = _bytes(values["count"]) if "count" in values else None
    source = values.get("if", "-")
    if source == "/dev/zero":
        if count is None or count * size > MAX_INPUT:
            raise Usage("count is missing or too large")
        data = bytes(count * size)
    else:
        data = everything(call) if source == "-" else files.read(normalise(source, call.cwd))
        data = data[_bytes(values.get("skip", "0")) * size :]
        data = data if count is None else data[: count * size]
    if "of" in values:
        path = normalise(values["of"], call.cwd)
        start = _bytes(values.get("seek", "0")) * size
        old = b""
        if start or "notrunc" in values.get("conv", ""):
            try:
                old = files.read(path)
            except FileNotFoundError:
                old = b""
        if start > MAX_INPUT:
            raise Usage("seek is too large")
        kept = old[start + len(data) :] if "notrunc" in values.get("conv", "") else b""
        files.write(path, old[:start].ljust(start, b"\0") + data + kept)
    else:
        call.stdout.write(data)
    if values.get("status") != "none":
        whole, part = divmod(len(data), size)
        blocks = f"{whole}+{int(part > 0)} records"
        call.stderr.write(bytes_of(f"{blocks} in\n{blocks} out\n{len(data)} bytes ({len(data)}) copied, 0.001 s\n"))
    return 0


def _bytes(text: str) -> int:
    found = re.fullmatch(r"(\d{1,12})(kD|MD|[cbkKMG]?)", text, re.ASCII)
    if found is None:
        raise Usage(f"not integer: {text}")
    return int(found[1]) * _SUFFIX[found[2]]


def gzip(files: Files, call: Invocation) -> int:
    """`gzip [-cdk] [FILE…]`, `gunzip`, `zcat`."""
    chosen = options(call, "cdkf123456789")
    unpacks = "d" in chosen.flags or call.argv[0] in ("gunzip", "zcat")
    found, status = inputs(files, call, chosen.operands)
    for one in found:
        if unpacks:
            data = _unpacked(one.data)
        else:
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            data = packer.compress(one.data) + packer.flush()
        if one.name == "-" or "c" in chosen.flags or call.argv[0] == "zcat":
            call.stdout.write(data)
            continue
        path = normalise(one.name, call.cwd)
        files.write(path.removesuffix(".gz") if unpacks else f"{path}.gz", data)
        if "k" not in chosen.flags:
            files.remove(path)
    return status


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(31)
    try:
        found = unpacker.decompress(data, MAX_INPUT)
    except zlib.error:
        raise Usage("bad data") from None
    if unpacker.unconsumed_tail:
        raise Usage("too large")
    return found


def strings(files: Files, call: Invocation) -> int:
    """`strings [-n LENGTH] [FILE…]`: runs of printable characters."""
    chosen = options(call, "af", "n")
    found, status = inputs(files, call, chosen.operands)
    length = min(max(chosen.number("n", 4), 1), 1000)
    for one in found:
        for match in re.finditer(rb"[\t -~]{%d,}" % length, one.data):
            call.stdout.write(match[0] + b"\n")
    return status


def truncate(files: Files, call: Invocation) -> int:
    """`truncate -s SIZE FILE…`."""
    chosen = options(call, "c", "s")
    if "s" not in chosen.values or not chosen.operands:
        raise Usage("Need -s SIZE and a file")
    size = _bytes(chosen.values["s"])
    if size > MAX_INPUT:
        raise Usage("size is too large")
    for name in chosen.operands:
        path = normalise(name, call.cwd)
        try:
            data = files.read(path)
        except FileNotFoundError:
            if "c" in chosen.flags:
                continue
            data = b""
        files.write(path, data[:size].ljust(size, b"\0"))
    return 0
