"""The secret that lets a driver in: made, read from a file, compared.

A token is 16 to 200 visible ASCII characters. It is never part of an address, a log line or a message.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from devices.errors import BadOption

ENVIRONMENT = "FINGERTIP_TOKEN"
_FORM = re.compile(r"[\x21-\x7e]{16,200}")
_FILE_LIMIT = 4096


def new_token() -> str:
    """A token that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def read_token(file: Path) -> str:
    """The token in a file, without the line break at its end; raises BadOption."""
    try:
        with file.open("rb") as opened:
            text = opened.read(_FILE_LIMIT).decode("ascii", "replace").strip()
    except OSError as error:
        raise BadOption(f"The token file {file} cannot be read ({error.strerror}); name another one.") from error
    return check_token(text, f"the file {file}")


def read_or_make_token(file: Path) -> tuple[str, bool]:
    """The token in a file, and whether it was made just now: a missing file is written, for its owner's eyes only."""
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
            token = new_token()
            opened.write(token + "\n")
            return token, True
    except FileExistsError:
        return read_token(file), False
    except OSError as error:
        raise BadOption(f"The token file {file} cannot be written ({error.strerror}); name another one.") from error


def readable_by_others(file: Path) -> bool:
    """Whether somebody besides the owner may read the file."""
    return bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)) and os.name == "posix"


def check_token(text: str, origin: str) -> str:
    """The same text where it has the form of a token; raises BadOption, which does not repeat it."""
    if not _FORM.fullmatch(text):
        raise BadOption(f"What {origin} holds is no token; a token is 16 to 200 visible ASCII characters without spaces.")
    return text


def same(one: str, other: str) -> bool:
    """Whether two tokens are equal, in a time that tells nothing about where they differ or how long they are."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (one, other))
    return hmac.compare_digest(*digests)
