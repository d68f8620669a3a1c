"""From `http://HOST:PORT,option=value` to an open remote device.

Knows options and where a token comes from. The token is never an option itself: a device's specification is recorded.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from devices.errors import BadOption
from devices.remote.client import PATIENCE, RemoteDevice
from devices.remote.gate import is_loopback
from devices.remote.link import Link
from devices.remote.messages import Format
from devices.remote.tokens import ENVIRONMENT, check_token, read_token

FORMATS: dict[str, Format] = {"png": "png", "raw": "raw", "jpeg": "jpeg", "webp": "webp"}
_SECONDS = re.compile(r"\d{1,4}(\.\d{1,3})?")


def open_http(**options: str) -> RemoteDevice:
    """Open a device that is served without TLS; options as in open_remote()."""
    return open_remote("http", **options)


def open_https(**options: str) -> RemoteDevice:
    """Open a device that is served with TLS; options as in open_remote()."""
    return open_remote("https", **options)


def open_remote(
    scheme: str, *, address: str = "", token_file: str = "", ca: str = "", format: str = "png", patience: str = ""
) -> RemoteDevice:
    """Open a device that `python -m devices serve` serves; it must be free.

    address: //HOST:PORT. token_file: a file that holds the token; without it, the environment's FINGERTIP_TOKEN. ca: a PEM
    file of authorities to trust for https. format: png or raw, exact; jpeg or webp, lossy. patience: seconds without a sign
    of life until the server is lost. Raises BadOption, DeviceLost, Unauthorized, MissingDependency.
    """
    url = _url(scheme, address)
    if format not in FORMATS:
        raise BadOption(f"format={format} is no good for {url}; choose one of: {', '.join(FORMATS)}.")
    if patience and not (_SECONDS.fullmatch(patience) and float(patience) > 0):
        raise BadOption(f"patience={patience} is no good for {url}; give a number of seconds above 0.")
    if ca and scheme != "https":
        raise BadOption(f"ca={ca} is only for https, and {url} is not.")
    token = read_token(Path(token_file)) if token_file else os.environ.get(ENVIRONMENT, "")
    if token:
        check_token(token, f"the file {token_file}" if token_file else f"the environment's {ENVIRONMENT}")
    if token and scheme == "http" and not is_loopback(urlsplit(url).hostname or ""):
        from loguru import logger

        logger.warning("The token and the pictures travel unencrypted to {}; serve with TLS, or through a tunnel.", url)
    link = Link(url, token, ca=Path(ca) if ca else None)
    return RemoteDevice(link, form=FORMATS[format], patience=float(patience) if patience else PATIENCE)


def _url(scheme: str, address: str) -> str:
    shown = f"{scheme}:{address}"
    try:
        parts = urlsplit(shown)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or parts.path not in ("", "/") or parts.query or parts.fragment or not re.fullmatch(r"[\w.:%-]+", host):
        raise BadOption(f"A remote device is {scheme}://HOST:PORT, with options after a comma; write it like that.")
    if parts.username is not None:
        raise BadOption(f"An address is recorded, so it must not hold a secret; put the token into {ENVIRONMENT} instead.")
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + (f":{port}" if port is not None else "")
