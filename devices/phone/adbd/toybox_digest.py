"""base64, md5sum and its kin."""

from __future__ import annotations

import base64
import binascii
import hashlib

from devices.phone.adbd.files import Files
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Usage, inputs, options


def base64_tool(files: Files, call: Invocation) -> int:
    """`base64 [-d] [-w COLUMNS] [FILE]`."""
    chosen = options(call, "di", "w")
    found, status = inputs(files, call, chosen.operands[:1])
    width = chosen.number("w", 76)
    for one in found:
        if "d" in chosen.flags:
            try:
                call.stdout.write(base64.b64decode(b"".join(one.data.split()), validate=True))
            except binascii.Error:
                raise Usage("bad input") from None
            continue
        encoded = base64.b64encode(one.data)
        rows = [encoded[at : at + width] for at in range(0, len(encoded), width)] if width > 0 else [encoded]
        call.stdout.write(b"".join(row + b"\n" for row in rows) if width > 0 else encoded)
    return status


def digest(files: Files, call: Invocation) -> int:
    """`md5sum [-b] [FILE…]`, `sha1sum`, `sha256sum`, `sha512sum`. -b: the digest alone."""
    chosen = options(call, "b")
    found, status = inputs(files, call, chosen.operands)
    for one in found:
        value = hashlib.new(call.argv[0].removesuffix("sum"), one.data, usedforsecurity=False).hexdigest()
        call.print(value if "b" in chosen.flags else f"{value}  {one.name}")
    return status
