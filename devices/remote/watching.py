"""Watch a served device: its changed pictures, as they come, without driving it.

Knows the websockets package. Does not know leases: watching needs none.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from devices.errors import DeviceLost, MissingDependency, ScreenUnavailable, Unauthorized
from devices.frame import Frame
from devices.remote.frames import Eyes, parse_head
from devices.remote.link import ANSWER_LIMIT, CONNECT_SECONDS, security
from devices.remote.messages import Format, Trouble, error_of

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

GOODBYE_SECONDS = 2.0
REFUSALS: Mapping[int, str] = {401: "does not accept this token", 403: "does not let this program in"}


@contextmanager
def watching(url: str, token: str = "", *, form: Format = "png", ca: Path | None = None) -> Iterator[Iterator[Frame]]:
    """The pictures of a served device, each time its screen has changed; the first one at once.

    url: http://HOST:PORT or https://HOST:PORT. form: how pictures travel; png and raw are exact. ca: as for Link. A watcher
    that is slower than the screen misses pictures and never gets old ones. Waiting for the next picture may take for ever;
    a link that has died meanwhile is found within a minute. Raises DeviceLost, Unauthorized, BadOption, MissingDependency;
    the iterator raises DeviceLost, ScreenUnavailable.
    """
    try:
        from websockets.exceptions import InvalidHandshake, InvalidStatus
        from websockets.sync.client import connect
    except ModuleNotFoundError as error:
        raise MissingDependency(f'Watching a device needs {error.name}; `pip install "fingertip[remote]"`.') from error
    checks: dict[str, ssl.SSLContext] = {"ssl": security(ca)} if url.startswith("https:") else {}
    open_socket: Callable[..., ClientConnection] = connect
    try:
        socket = open_socket(
            f"ws{url.removeprefix('http')}/v1/stream?format={form}",
            additional_headers={"Authorization": f"Bearer {token}"} if token else {},
            compression=None,
            proxy=None,
            open_timeout=CONNECT_SECONDS,
            close_timeout=GOODBYE_SECONDS,
            max_size=ANSWER_LIMIT,
            **checks,
        )
    except InvalidStatus as error:
        status = error.response.status_code
        words = f"The server at {url} {REFUSALS.get(status, f'answers with status {status}')}; check the address and the token."
        raise (Unauthorized if status == 401 else DeviceLost)(words) from error
    except (OSError, InvalidHandshake, TimeoutError) as error:
        raise DeviceLost(f"The server at {url} cannot be reached ({error}); check that it runs, and the network.") from error
    with socket:
        yield _frames(socket, Eyes(form), url)


def _frames(socket: ClientConnection, eyes: Eyes, url: str) -> Iterator[Frame]:
    from websockets.exceptions import ConnectionClosed

    boot = ""
    try:
        while True:
            message: Any = socket.recv()
            if isinstance(message, str):
                raise _last_word(message)
            length = int.from_bytes(message[:4], "big")
            head = parse_head(message[4 : 4 + length])
            if boot not in ("", head.boot):
                raise ScreenUnavailable("The server answered with a picture of another life of its own; watch anew.")
            boot = head.boot
            frame = eyes.take(head, message[4 + length :])
            yield frame
            socket.send("next")  # only now: what is sent earlier grows old on its way while the watcher is busy
    except ConnectionClosed as error:
        raise DeviceLost(f"The server at {url} sends no more pictures ({error}); watch anew.") from error


def _last_word(message: str) -> Exception:
    try:
        return error_of(Trouble.model_validate_json(message))
    except ValidationError:
        return DeviceLost("The server's last word cannot be read; update the older side.")
