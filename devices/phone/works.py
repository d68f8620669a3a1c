"""What a phone is made of, and what makes it go: store, world, scene, clock. See `phone.py` for what one can do with it."""

from __future__ import annotations

import atexit
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from devices.phone import fresh, manifest, provider
from devices.phone.clock import STEP_SECONDS, PhoneClock
from devices.phone.gui import Mailbox, application, on_gui
from devices.phone.notifications import Notifications
from devices.phone.options import PhoneOptions
from devices.phone.reflexes import Reflexes
from devices.phone.registry import Apps, InstallFailed, read_app
from devices.phone.store import Store, StoreFiles
from devices.phone.world import make_world

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, QUrl  # isort: skip
from PySide6.QtQml import QQmlComponent  # isort: skip
from PySide6.QtTest import QTest  # isort: skip

from devices.phone.bridge import ImeBridge, LockBridge, PhoneBridge, ShadeBridge, StoreBridge, SurfacesBridge  # isort: skip
from devices.phone import memory, scene  # isort: skip
from devices.phone.canvas import Canvas  # isort: skip
from devices.phone.pictures import FilePictures  # isort: skip
from devices.phone.target import Target  # isort: skip
from devices.phone.touch import KEYS, Hand  # isort: skip

R = TypeVar("R")


class Works:
    """The inside of a phone. Make it in the GUI thread."""

    def __init__(self, options: PhoneOptions | None = None) -> None:
        self.options = options or PhoneOptions()
        self._application = application()
        self.gui = threading.get_ident()
        self.mailbox = Mailbox()
        self._closed = False
        self._depth = 0  # of actions in the GUI thread
        self._uses = 0  # since memory was given back
        self.store = Store(self.options.state)
        self.world = make_world(
            self.options.seed,
            [app.package for app in manifest.installed()],
            self.options.locale,
            new_names=self.options.names == "invented",
        )
        self.files = StoreFiles(self.store, lambda: self.world.when() / 1000)
        self._scratch = tempfile.TemporaryDirectory(prefix="fingertip-apps-")  # QML of installed apps
        self.apps = Apps(self.store, self.files, Path(self._scratch.name), self._compile_error)
        self._fill_store()
        self.clock = PhoneClock(self.options.clock)
        self._make_bridges()
        self.rotation = 0
        self._turned: int | None = None  # how the phone is held, in quarter turns, where somebody turned it
        self._canvas = Canvas()
        self._view = self._canvas.view
        self._pictures = FilePictures(self.files)
        self._hand = Hand(self._view, self._hold, doubles=self.clock.kind == "running")
        self._show_scene()
        self.reflexes = Reflexes(
            self.clock,
            lambda: self._bridge.foreground_package,
            lambda wait, act: QTimer.singleShot(wait, lambda: None if self._closed else self.at_gui(act)),
            self._process,
        )
        self._passed, self._ahead = self.now, self._bridge.ahead
        self._bridge.ticked.connect(self._pass_time)
        self._timer = QTimer(interval=1000)
        self._timer.timeout.connect(lambda: self._look_at_clock(second=True))
        if self.clock.kind == "running":
            self._timer.start()
        self.store.subscribe(self._obey)
        self._obey()
        atexit.register(self.close)
        self._process()
        self._install(self.options.apps)

    def _install(self, paths: Sequence[Path]) -> None:
        """Put apps on it when it is switched on; raises InstallFailed, OSError."""
        try:
            for path in paths:
                self.apps.install_archive(read_app(path), replace=True, downgrade=True)
        except (InstallFailed, OSError):
            self.close()
            raise

    def _make_bridges(self) -> None:
        self._bridge = bridge = PhoneBridge(self.store, self.apps, self.world, self.options, self.clock)
        self.files.clock = lambda: bridge.timestamp() / 1000  # from now on, files too are dated by the phone's clock
        self._store_bridge = StoreBridge(self.store, lambda name, method, values: provider.call(self, name, method, values))
        self.ime = ImeBridge(self.store, self._type, self._press, bridge.copy, lambda: str(bridge.clipboard), bridge.copied_ago)
        self._lock = LockBridge(self.store, self.clock)
        notifications = Notifications(self.store)
        self._shade = ShadeBridge(self.store, self.apps, notifications, self.clock, bridge.start, bridge.timestamp)
        self._surfaces = SurfacesBridge(
            self.store,
            self.apps,
            self.clock,
            bridge.visit,
            bridge.stop,
            lambda method, values: provider.call(self, "phone", method, values),
            bridge.timestamp,
        )
        bridge.shade, bridge.surfaces = self._shade, self._surfaces
        self._target = Target(self.store, bridge, self._lock, self._shade, self._surfaces)
        bridge.covered.connect(lambda: self._shade.pull(0))
        bridge.covered.connect(self._surfaces.closeSheets)
        self._shade.arrived.connect(self._notified)
        self._surfaces.shared.connect(bridge.copy)
        self._surfaces.switched_off.connect(self._switch_off)
        self._surfaces.restarted.connect(self._restart)

    def _show_scene(self) -> None:
        self._view.engine().addImageProvider("files", self._pictures)
        others = {
            "store": self._store_bridge,
            "ime": self.ime,
            "lock": self._lock,
            "shade": self._shade,
            "surfaces": self._surfaces,
        }
        scene.show(self._view, self._bridge, others)
        self._canvas.resize(*self._bridge.size)
        self._canvas.wake()

    def _fill_store(self) -> None:
        fresh.fill(self.store, self.files, self.world, self.options)

    @on_gui
    def close(self) -> None:
        """Switch the phone off."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        self._timer.stop()
        self._canvas.close()
        QCoreApplication.processEvents()
        # A connected function lives as long as what it is connected to, and most of ours hold the phone.
        for ended in (self._timer, self._bridge, self._store_bridge, self.ime, self._lock, self._shade, self._surfaces):
            ended.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.store.close()
        self._scratch.cleanup()

    # the GUI thread

    def at_gui(self, action: Callable[[], R]) -> R:
        """Run an action; then free what QML has let go of, which Qt leaves to an event loop that a script does not run."""
        self._depth += 1
        try:
            return action()
        finally:
            self._depth -= 1
            if not self._depth:  # inside another action a QML handler may still run on what would be freed
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _process(self) -> None:
        for _ in range(2):  # the second round does what the first one asked for (layout, deferred deletion)
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, 0)
            self._canvas.lay_out()

    @on_gui
    def _compile_error(self, path: Path) -> str:
        """What is wrong with a QML file; empty where nothing is."""
        component = QQmlComponent(self._view.engine(), QUrl.fromLocalFile(str(path)))
        return "; ".join(error.description() for error in component.errors())

    # time

    @property
    def now(self) -> datetime:
        """The phone's own clock, a datetime without a zone."""
        return self._bridge.now

    def _used(self) -> None:
        """After each touch, key and text: a stepped clock goes on, and the screen does what was asked of it."""
        if self.clock.kind == "stepped" and self._depth <= 1:  # an app that presses a key while time passes stops no clock
            self._process()
            self._step(STEP_SECONDS)
        self._process()
        if self._depth <= 1:
            self.reflexes.used()
            self._uses += 1
            if self._uses >= memory.USES:
                self._trim()

    def _trim(self) -> None:
        self._uses = 0
        memory.give_back(self._view.engine(), self._pictures)

    def _step(self, seconds: float) -> None:
        before = int(self.clock.seconds)
        self.clock.advance(seconds)
        self._look_at_clock(second=int(self.clock.seconds) > before)

    def _look_at_clock(self, *, second: bool) -> None:
        for bridge in (self._lock, self._shade, self._surfaces):
            bridge.pass_time()
        self._bridge.pass_time(second)
        self.reflexes.pass_time()
        self.reflexes.watch()

    def _pass_time(self) -> None:
        """Let the apps do what fell due since the last second: they need not run for it."""
        # A clock that a person puts ahead or back lets no time pass: no alarm rings for what was skipped.
        since, self._ahead = self._passed + self._bridge.ahead - self._ahead, self._bridge.ahead
        self._passed = self.now
        provider.tick(self, since, self._passed)

    # keys and text

    @on_gui
    def press_key(self, name: str) -> None:
        """Press a key by name.

        The system's own are back, home, recents, power, power_long, sleep, wakeup, volume_up, volume_down, volume_mute;
        KEYS of `touch` go to whatever has the focus.
        """
        if name == "back" or name in KEYS:
            self._to_app(None, lambda: self._press(name))
        else:
            self._press(name)
        self._used()

    def _to_app(self, place: tuple[int, int] | None, act: Callable[[], None]) -> None:
        """Do something at a place, or to whatever has the focus: apps react in their own time, the system at once."""
        if self.reflexes.dull and self._target.app_takes(place):
            self.reflexes.take(act)
        else:
            act()

    def _let_arrive(self) -> None:
        """Wait for a page that slides in: its stack takes no touch before, though the last of the way is less than a pixel."""
        end = time.monotonic() + 2 * int(self._bridge.motion) / 1000  # type: ignore[call-overload]  # a Qt property
        while self._bridge.sliding and time.monotonic() < end:
            QTest.qWait(1)

    def _press(self, name: str) -> None:
        system: dict[str, Callable[[], None]] = {
            "back": self._bridge.pressBack,
            "home": lambda: None if self._lock.locked else self._bridge.pressHome(),
            "recents": lambda: None if self._lock.locked else self._bridge.pressRecents(),
            "power": lambda: self._wake(not self._bridge.awake),
            "power_long": lambda: self._surfaces.choosePower("menu"),
            "sleep": lambda: self._wake(False),
            "wakeup": lambda: self._wake(True),
            "volume_up": lambda: self._surfaces.turnVolume(1),
            "volume_down": lambda: self._surfaces.turnVolume(-1),
            "volume_mute": lambda: self._surfaces.setVolume(0),
        }
        if name in system:
            system[name]()
        elif self._bridge.awake and self._lock.locked:
            {"enter": self._lock.enter, "delete": self._lock.erase}.get(name, lambda: None)()
        elif self._bridge.awake:
            self._hand.key(name)

    def _type(self, text: str) -> bool:
        if self._lock.locked:
            self._lock.type(text)
            return bool(self._lock.asking)
        done = self.ime.focused and self._hand.text(text)
        if done:
            self.ime.wrote()
        return done

    def _hold(self, milliseconds: int) -> None:
        self.ime.held_for = milliseconds

    # apps

    @property
    def running(self) -> tuple[str, ...]:
        """Packages of the apps that run, the newest first."""
        return tuple(self._bridge.running)  # type: ignore[arg-type]  # a Qt property

    @on_gui
    def start(self, package: str, page: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front, at a page with these values (an id, a URI); raises KeyError where it is not installed."""
        self._bridge.start(package, page, values)
        self._process()

    @on_gui
    def stop(self, package: str) -> None:
        """End an app."""
        self._bridge.stop(package)
        self._process()

    @on_gui
    def notify(self, values: Mapping[str, Any]) -> int:
        """Show a notification: package, channel, tag, title, text, page, values, ongoing, silent; returns its id, or 0."""
        number = self._shade.notify(values)
        self._process()
        return number

    @on_gui
    def cancel_notification(self, number: int) -> None:
        """Take a notification away."""
        self._shade.cancel(number)
        self._process()

    def _notified(self) -> None:
        if self._shade.top and self.store.get("system", "wake_on_notification") == "1" and not self.awake:
            self._wake(True)

    # on and off

    @property
    def awake(self) -> bool:
        """Whether the screen is on."""
        return bool(self._bridge.awake)

    def _wake(self, awake: bool) -> None:
        if self._bridge.awake and not awake:
            self._shade.pull(0)
            self._surfaces.choosePower("")
            self._lock.lock()
        self._bridge.wake(awake)

    def _switch_off(self) -> None:
        self._restart()
        self._bridge.wake(False)

    def _restart(self) -> None:
        """End all apps and show what a phone shows when it is switched on."""
        self._surfaces.forget()
        self.reflexes.forget()
        self._bridge.stopAll()
        self._lock.lock()
        self._bridge.wake(True)

    # the screen's position

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels as the screen is turned now."""
        return self._bridge.size

    @property
    def density(self) -> int:
        """Dots per inch."""
        return self._bridge.density

    def _obey(self) -> None:
        """Do what a changed setting asks of the system itself: turn the screen."""
        wanted = self.store.get("system", "user_rotation") or "0"
        if self.store.get("system", "accelerometer_rotation") == "1":
            if self._turned is not None:
                self.rotate(self._turned)
        elif wanted in ("0", "1", "2", "3"):
            self.rotate(int(wanted))

    @on_gui
    def resize(self, width: int, height: int, density: int) -> None:
        """Give the screen another size and density."""
        self._bridge.resize(width, height, density)
        self._canvas.resize(width, height)
        self._process()

    @on_gui
    def turn(self, quarter_turns: int) -> None:
        """Hold the phone 0..3 quarter turns from its natural position; the screen follows where it may rotate by itself."""
        self._turned = quarter_turns % 4
        if self.store.get("system", "accelerometer_rotation") == "1":
            self.store.put("system", "user_rotation", str(self._turned))  # where it stays when that is switched off
            self._obey()
        self._process()

    @on_gui
    def rotate(self, quarter_turns: int) -> None:
        """Turn the screen to 0..3 quarter turns from its natural position."""
        if quarter_turns == self.rotation:
            return
        if (quarter_turns - self.rotation) % 2:
            width, height = self._bridge.size
            self.resize(height, width, self._bridge.density)
        self.rotation = quarter_turns % 4
