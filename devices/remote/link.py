"""Requests to one server over a link that may break at any moment.

Knows httpx and its errors; nothing else in the client does. Every attempt has deadlines, also for an answer that trickles.
It says of a failed attempt whether its request may have arrived, and never decides on its own whether to send it again.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from devices.errors import BadOption, DeviceLost, MissingDependency
from devices.remote.messages import MARK, PROTOCOL, Trouble

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
"""Seconds after which a silent link counts as broken; a server that is busy acting says so earlier (HOLD_SECONDS)."""
ANSWER_LIMIT = 310_000_000
"""Bytes of the largest answer: the largest picture, uncompressed."""
FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 0.02, 1.0, 2.0


class Broken(Exception):
    """An attempt failed. sent: the request may have arrived; str() says what happened."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(" ".join(reason.split())[:300])
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said. head: its headers, names in lower case. trouble: why not, where it said no.

    running: it is still at it, ask again.
    """

    body: bytes
    head: Mapping[str, str]
    trouble: Trouble | None = None
    running: bool = False


class Link:
    """HTTP to one server.

    url: http://HOST:PORT or https://HOST:PORT. token: empty for none. ca: a PEM file of authorities to trust instead of
    the system's. clock: seconds that never run backwards. Raises BadOption, MissingDependency.
    """

    def __init__(self, url: str, token: str, *, ca: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        try:
            import httpx
        except ModuleNotFoundError as error:
            raise MissingDependency(f'A remote device needs {error.name}; `pip install "fingertip[remote]"`.') from error
        self.url = url
        self._clock = clock
        self._httpx = httpx
        self._never_sent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            # Without TLS there is nothing to verify, and no need to load authorities.
            verify=security(ca) if url.startswith("https:") else False,
            trust_env=False,  # no proxy between: it would see the token, and could keep pictures
            follow_redirects=False,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=4, keepalive_expiry=30.0),
        )

    def attempt(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        query: Mapping[str, str] | None = None,
        seconds: float = READ_SECONDS,
    ) -> Answer:
        """Send one request once. seconds: for the whole answer. Raises Broken; DeviceLost once the link is closed."""
        httpx = self._httpx
        end = self._clock() + seconds
        timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        headers = {"Content-Type": "application/json"} if body else {}
        if self._client.is_closed:
            raise DeviceLost("The remote device was closed; open it again.")
        try:
            with self._client.stream(
                method, path, content=body or None, params=dict(query or {}), headers=headers, timeout=timeout
            ) as reply:
                if reply.headers.get(MARK) != str(PROTOCOL):
                    raise Broken(
                        f"{self.url} answered with status {reply.status_code} and not as a Fingertip server does", sent=True
                    )
                parts: list[bytes] = []
                size = 0
                for part in reply.iter_raw():
                    parts.append(part)
                    size += len(part)
                    if size > ANSWER_LIMIT or self._clock() > end:
                        raise Broken("the answer is too long, or takes too long", sent=True)
                answer, status = b"".join(parts), reply.status_code
                head = {name.lower(): value for name, value in reply.headers.items()}
        except self._never_sent as error:
            raise Broken(str(error) or type(error).__name__, sent=False) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
            raise Broken(str(error) or type(error).__name__, sent=True) from error
        if status < 400:
            return Answer(answer, head, running=status == 202)
        try:
            return Answer(answer, head, Trouble.model_validate_json(answer))
        except ValidationError as error:
            raise Broken("the server's complaint cannot be read", sent=True) from error

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()


def security(ca: Path | None) -> ssl.SSLContext:
    """What a server's certificate is checked with; raises BadOption."""
    try:
        return ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise BadOption(f"The file of certificates {ca} cannot be used ({error}); give a PEM file.") from error


class Patience:
    """When to try again, and when to give up: growing pauses until an end that each sign of life moves away.

    seconds: from the last sign of life to giving up. clock, pause: time.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = pause
        self.alive()

    def alive(self) -> None:
        """The other side said something."""
        self._end = self._clock() + self._seconds
        self._length = FIRST_PAUSE

    def left(self, most: float) -> float:
        """Seconds that the next attempt may take, at most `most`."""
        return max(0.05, min(most, self._end - self._clock()))

    def pause(self) -> bool:
        """Wait a little longer than before; False where it is time to give up."""
        left = self._end - self._clock()
        if left <= 0:
            return False
        self._sleep(min(self._length, left))
        self._length = min(self._length * GROWTH, LONGEST_PAUSE)
        return True
