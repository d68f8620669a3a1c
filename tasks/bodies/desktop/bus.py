"""Calls over D-Bus, one at a time. Knows jeepney. Does not know who is called for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.errors import DeviceLost, MissingDependency

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

PATIENCE = 5.0
"""Seconds that a program may take for one answer."""


class Bus:
    """A connection to one bus of a desktop. address: of the bus. what: its name for people. Close it."""

    def __init__(self, address: str, what: str) -> None:
        """Raises MissingDependency, DeviceLost."""
        try:
            from jeepney.io.blocking import open_dbus_connection
        except ImportError as error:
            raise MissingDependency(
                'To look into the programs of a desktop needs jeepney: pip install "fingertip[desktop]".'
            ) from error
        self._what = what
        try:
            self._bus: DBusConnection = open_dbus_connection(address)
        except (OSError, ValueError) as error:
            raise DeviceLost(f"The {what} of the desktop does not answer ({error}): start the desktop again.") from error

    def close(self) -> None:
        """Let go of the bus."""
        self._bus.close()

    def call(self, owner: str, path: str, interface: str, method: str, signs: str = "", *values: Any) -> Any:
        """What is answered, a tuple; None where the call is refused, takes too long, or its program is gone.

        signs: D-Bus types of the values. Raises DeviceLost where the bus itself is gone.
        """
        from jeepney import DBusAddress, MessageType, new_method_call

        message = new_method_call(DBusAddress(path, owner, interface), method, signs or None, values)
        try:
            answer = self._bus.send_and_get_reply(message, timeout=PATIENCE)
        except TimeoutError:
            return None
        except (OSError, EOFError) as error:
            raise DeviceLost(f"The {self._what} of the desktop is gone: start the desktop again.") from error
        return answer.body if answer.header.message_type is MessageType.method_return else None
