"""What a person calls a page, as an address that the browser opens.

Knows forms of addresses. Asks no server.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from devices.errors import ActionRefused

_HOST = re.compile(r"(localhost|\[[0-9a-fA-F:.]+\]|[^\s/?#:@]+\.[^\s/?#:@]+)(:\d{1,5})?([/?#]\S*)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")


def address(text: str, *, files: bool = False) -> str:
    """ "example.org/a" -> "https://example.org/a"; "localhost:8000" -> "http://localhost:8000". Raises ActionRefused.

    Taken are http, https and, where files says so, file; never javascript, data, or the browser's own pages.
    """
    words = text.strip()
    scheme = _SCHEME.match(words)
    if scheme is None:
        if not _HOST.fullmatch(words):
            raise ActionRefused(
                f"{words[:100]!r} is no address: a browser opens pages, such as example.org or https://example.org/a."
            )
        near = re.match(r"(localhost|127\.[\d.]+|\[::1\])([:/?#]|$)", words)
        return f"{'http' if near else 'https'}://{words}"
    name = scheme[1].lower()
    if name == "file" and not files:
        raise ActionRefused("Files of this computer are not opened by this browser, unless it is opened with files=yes.")
    if name not in ("http", "https", "file"):
        raise ActionRefused(f"Addresses that begin with {name}: are not opened; give one with http or https.")
    try:
        parts = urlsplit(words)
        good = bool(parts.hostname) or name == "file"
        _ = parts.port
    except ValueError:
        good = False
    if not good or re.search(r"\s", words):
        raise ActionRefused(f"{words[:100]!r} is no address that can be opened; look for a slip in it.")
    return words
