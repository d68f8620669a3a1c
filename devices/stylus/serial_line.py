"""A serial port as the controller's protocol needs it: a read gives what there is.

Knows pyserial. Does not know GRBL.
"""

from __future__ import annotations

from devices.stylus.packages import pyserial

WAIT = 0.01
"""Seconds that a read waits for a first byte."""
SEND = 2.0
"""Seconds that a write may take."""


class SerialLine:
    """Open until close(). Raises OSError, ValueError where it cannot be opened; MissingDependency."""

    def __init__(self, port: str, baud: int) -> None:
        self._serial = pyserial().Serial(port, baud, timeout=WAIT, write_timeout=SEND, exclusive=True)

    def read(self, size: int, /) -> bytes:
        """What has come, at most so many bytes; waits a moment for the first one. Raises OSError where the line is gone."""
        first = bytes(self._serial.read(1))
        if not first:
            return first
        return first + bytes(self._serial.read(min(size - 1, self._serial.in_waiting)))

    def write(self, data: bytes, /) -> int:
        """Send bytes; raises OSError."""
        return int(self._serial.write(data) or 0)

    def close(self) -> None:
        """Let go of the port."""
        self._serial.close()
