"""A phone that ADB clients can reach: the handset, its commands and the ADB server around them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEventLoop, QObject, Signal

from devices.phone.adbd.server import AdbServer, Banner
from devices.phone.adbd.shell import Shell
from devices.phone.commands import Handset, commands
from devices.phone.commands.properties import MODEL, NAME
from devices.phone.faults import Order
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone

KEYS_FILE = "/data/misc/adb/adb_keys"
"""Public keys that may connect where keys are checked, one a line."""
_ENVIRONMENT = {
    "PATH": "/system/bin:/system/xbin:/vendor/bin",
    "HOME": "/",
    "USER": "shell",
    "LOGNAME": "shell",
    "HOSTNAME": NAME,
    "ANDROID_ROOT": "/system",
    "ANDROID_DATA": "/data",
    "ANDROID_STORAGE": "/storage",
    "EXTERNAL_STORAGE": "/sdcard",
    "TMPDIR": "/data/local/tmp",
    "PWD": "/",
}


class PhoneServer:
    """Make it, start it and stop it in the GUI thread, and let Qt's event loop run in between: commands wait for it.

    checks_keys: let only hosts in whose key the phone trusts (KEYS_FILE); nobody is there to allow a new one.
    switch_off: called from any thread when a client switches the phone off; it has to lead to stop().
    faults: what is to go wrong, armed when the phone starts.
    """

    def __init__(
        self,
        options: PhoneOptions | None = None,
        *,
        checks_keys: bool = False,
        switch_off: Callable[[], None] | None = None,
        faults: Sequence[Order] = (),
    ) -> None:
        self.phone = Phone(options)
        self.handset = Handset(self.phone, self._reboot, switch_off)
        table = commands(self.handset)
        files = self.phone.files
        self.adb = AdbServer(
            lambda: Shell(table, files, _ENVIRONMENT, self.handset.jobs),
            files,
            Banner(NAME, MODEL, NAME),
            framebuffer=self.phone.grab,
            authorise=(lambda _: False) if checks_keys else None,
            known_keys=self._trusted() if checks_keys else (),
            on_reboot=lambda _: self.handset.restart(),
            faults=self.handset.faults,
        )
        self.handset.link = self.adb
        self._faults = tuple(faults)

    def start(self, port: int = 0) -> int:
        """Let ADB clients connect to 127.0.0.1; returns the port, a free one for 0. Raises OSError where it cannot be had."""
        port = self.adb.start(port)
        for order in self._faults:
            self.handset.mishaps.arm(order)
        return port

    def stop(self) -> None:
        """Hang up on all clients, wait for their commands to end, and switch the phone off."""
        ended = _Ended()
        loop = QEventLoop()
        ended.signal.connect(loop.quit)

        def hang_up() -> None:
            self.handset.jobs.cancel_all()
            self.adb.stop()
            ended.signal.emit()

        thread = threading.Thread(target=hang_up, name="stop")
        thread.start()
        loop.exec()  # commands that still run need the GUI thread
        thread.join()
        self.phone.close()

    def _reboot(self) -> None:
        self.handset.restart()
        self.adb.drop()

    def _trusted(self) -> list[bytes]:
        try:
            return [line for line in self.phone.files.read(KEYS_FILE).splitlines() if line.strip()]
        except FileNotFoundError:
            return []


class _Ended(QObject):
    """Tells the GUI thread that another thread is done."""

    signal = Signal()
