"""adbutils' client as a link wants it: it starts no server, waits for nothing, and what it does can be cut off.

Knows adbutils' classes. Does not know phones, or what is sent.
"""

from __future__ import annotations

import socket
from contextlib import suppress

import adbutils

_CONNECT_SECONDS = 3.0


class Connection(adbutils.AdbConnection):  # type: ignore[misc]
    """adbutils' connection, which starts no server where none listens, and does not rest before it closes: adbutils waits 10 ms
    for a command of which nobody read the answer, and every answer is read to its end here.
    """

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        super().__init__(host, port)

    def _safe_connect(self) -> socket.socket:
        try:
            link = socket.create_connection(self._where, timeout=_CONNECT_SECONDS)
        except OSError as error:
            raise adbutils.AdbError(f"connect to adb server failed: {error}") from error
        link.settimeout(None)
        # Knocking at a free port can, rarely, be given that very port as its own, and then it talks to itself.
        if link.getsockname() == link.getpeername():
            link.close()
            raise adbutils.AdbError("connect to adb server failed: nothing listens")
        return link

    def close(self) -> None:
        if not self.closed:
            self.conn.close()


class Client(adbutils.AdbClient):  # type: ignore[misc]  # adbutils carries no types
    """adbutils' client, which never starts a server by itself and whose call in progress can be cut off."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host=host, port=port)
        self._open: list[socket.socket] = []
        self._cut = False

    def make_connection(self, timeout: float | None = None) -> adbutils.AdbConnection:
        if self._cut:
            raise adbutils.AdbError("connect to adb server failed: it was cut off")
        connection = Connection(self.host, self.port)
        if timeout:
            connection.conn.settimeout(timeout)
        self._open.append(connection.conn)
        return connection

    def sweep(self) -> None:
        """Close what the last call left open: adbutils forgets a connection when the server says no."""
        for link in self._open:
            link.close()
        self._open.clear()

    def cut(self) -> None:
        """Make the call in progress fail now, and every later one."""
        self._cut = True
        for link in tuple(self._open):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
