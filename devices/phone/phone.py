"""One phone: its store, its world and its screen. Safe to call from any thread; what touches Qt runs in the GUI thread.

phone = Phone(PhoneOptions(seed=7))
phone.tap(540, 1200)
width, height, pixels = phone.grab()
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.phone import manifest
from devices.phone.gui import on_gui
from devices.phone.snapshots import Moment
from devices.phone.store import NAMESPACES
from devices.phone.tree import Node, read_tree, read_window

from PySide6.QtCore import QTimer  # isort: skip
from PySide6.QtQml import QJSValue  # isort: skip

from devices.phone.bridge.values import whole  # isort: skip
from devices.phone.use import Use  # isort: skip

_LONGEST_ADVANCE = 366 * 24 * 3600.0
_TICKS = 600
"""However far the clock is put ahead, apps look at it no more often than this."""


class Phone(Use):
    """A handset without the ADB server around it. Make it in the GUI thread."""

    # time

    @on_gui
    def advance(self, seconds: float) -> None:
        """Put the phone's clock ahead; what falls due in between happens. Raises ValueError below 0 and above a year."""
        if not 0 <= seconds <= _LONGEST_ADVANCE:
            raise ValueError(f"The clock can go ahead by 0 seconds to a year at once, not by {seconds}.")
        piece = max(1.0, seconds / _TICKS)
        while seconds > 0:
            self._step(min(piece, seconds))
            seconds -= piece
        self._process()

    # seeing

    @on_gui
    def grab(self) -> tuple[int, int, bytes]:
        """What the screen shows: width, height, and RGBA bytes, row by row from the top. All black where `secure`."""
        self._process()
        if self.secure:
            width, height = self.size
            return width, height, b"\0\0\0\xff" * (width * height)
        return self._canvas.pixels()

    @property
    def secure(self) -> bool:
        """Whether what is in front may not be seen in pictures."""
        return self._bridge.secure

    @on_gui
    def tree(self) -> Node:
        """What can be touched on the screen as nodes, with bounds in pixels."""
        self._lay_out()
        return read_tree(self._view.rootObject(), *self._bridge.size)

    @on_gui
    def window(self) -> tuple[Node, str]:
        """The window that has the input focus as nodes, and the package that it belongs to."""
        self._lay_out()
        root, package = read_window(self._view.rootObject(), *self._bridge.size)
        return root, package or self.foreground[0]

    def _lay_out(self) -> None:
        self._let_arrive()  # as uiautomator waits until nothing moves
        self._process()
        self._canvas.draw()  # items get their places only when a frame is drawn

    @property
    def keyboard_shown(self) -> bool:
        """Whether the on-screen keyboard is up."""
        return bool(self.ime.shown)

    # apps

    @property
    def foreground(self) -> tuple[str, str]:
        """Package and activity in front."""
        if self._bridge.recents:
            return manifest.LAUNCHER, ".RecentsActivity"
        package = self._bridge.foreground_package
        if package == manifest.LAUNCHER:
            return package, ".Launcher"
        return package, self.apps.by_package[package].activity_of(self._bridge.page)

    @property
    def page(self) -> str:
        """The page that is in front, in its app's own words; empty for the first one, "recents" for the overview."""
        if self._bridge.recents:
            return "recents"
        return self._bridge.page if self._bridge.foreground_package != manifest.LAUNCHER else ""

    # the system

    @property
    def locked(self) -> bool:
        """Whether the lock screen is up."""
        return bool(self._lock.locked)

    @on_gui
    def show_dialog(self, /, kind: str, **values: Any) -> None:
        """Show one of the system's own dialogs (KINDS of `dialogs`, with their values); raises UnknownDialog."""
        self._surfaces.show(kind, values)
        self._process()

    @property
    def dialogs(self) -> tuple[dict[str, Any], ...]:
        """The dialogs that are up, the topmost last; each with its kind and values."""
        return self._surfaces.dialogs

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """What the person is asked to permit: package and permission, the first one on top."""
        return self._surfaces.questions

    @on_gui
    def drop_dialog(self, kind: str) -> None:
        """Take the dialogs of a kind away without an answer; "permission" takes the questions."""
        self._surfaces.drop(kind)
        self._process()

    @on_gui
    def lift_notification(self, number: int, seconds: float) -> None:
        """Let a notification lie on top of everything for so long by the phone's clock."""
        self._shade.lift(number, seconds)
        self._process()

    @property
    def top_notification(self) -> int:
        """The id of the notification on top of everything; 0 where there is none."""
        return int(self._shade.top.get("_id", 0))  # type: ignore[attr-defined]  # a Qt property

    @on_gui
    def cover_with_keyboard(self, on: bool) -> None:
        """Let the keyboard come up unasked and cover the app instead of making room for it, or end that."""
        self.ime.cover(on)
        self._process()

    @on_gui
    def share(self, values: Mapping[str, Any]) -> None:
        """Let the person choose an app that takes {text, subject, path, mime}."""
        self._bridge.share(values)
        self._process()

    @property
    def shade_level(self) -> int:
        """How far the notification shade is pulled down."""
        return int(self._shade.level)  # type: ignore[call-overload, no-any-return]  # a Qt property

    @on_gui
    def pull_shade(self, level: int) -> None:
        """Pull the notification shade down: 0 closed, 1 notifications, 2 all tiles."""
        if not self._lock.locked:
            self._shade.pull(level)
        self._process()

    @on_gui
    def dismiss_keyguard(self) -> None:
        """Do what a swipe up does on the lock screen: in, or to the PIN pad."""
        self._wake(True)
        if self._lock.locked:
            self._lock.lift()
        self._process()

    @on_gui
    def restart(self) -> None:
        """Switch it off and on again."""
        self._restart()
        self._process()

    @on_gui
    def trim(self) -> None:
        """Give back the memory that is in no use."""
        self._process()
        self._trim()

    # what it remembers

    @on_gui
    def erase(self) -> None:
        """Forget everything that was done, and be as new; once the app that asked for it has come to its end."""
        QTimer.singleShot(0, self._erase)
        if self._depth == 1:  # nobody's QML is waiting for it
            self._process()

    def _erase(self) -> None:
        with self.store.batch():
            for namespace in NAMESPACES:
                for key in self.store.settings(namespace):
                    self.store.forget(namespace, key)
            for name in self.store.providers():
                for row in self.store.rows(name):
                    self.store.delete(name, int(row["_id"]))
            for path, found in self.files.under("/"):
                if not found.is_dir:
                    self.files.remove(path)
            self._fill_store()
        self.resize(*self.size, self.options.density)
        self._restart()

    @on_gui
    def snapshot(self, name: str) -> None:
        """Remember everything as it is now under a name."""
        app = self._view.rootObject().property("app")
        values = app.property("values") if app is not None else None
        moment = Moment(
            seconds=self.clock.seconds,
            width=self.size[0],
            height=self.size[1],
            density=self.density,
            rotation=self.rotation,
            awake=self.awake,
            locked=self.locked,
            running=self.running,
            front="" if self._bridge.foreground_package == manifest.LAUNCHER else self._bridge.foreground_package,
            page=self._bridge.page,
            values=whole(values.toVariant() if isinstance(values, QJSValue) else values or {}),
        )
        self.store.snapshot(name, moment.as_json())

    @on_gui
    def restore(self, name: str) -> None:
        """Be again what a snapshot remembers; raises NoSnapshot."""
        moment = Moment.from_json(self.store.state_of(name))
        self.reflexes.forget()
        self._surfaces.forget()
        self._shade.clear()
        self._bridge.stopAll()
        self.store.restore(name)
        self.clock.set(moment.seconds)
        self._passed, self._ahead = self.now, self._bridge.ahead
        self.rotation = moment.rotation
        if (*self.size, self.density) != (moment.width, moment.height, moment.density):
            self.resize(moment.width, moment.height, moment.density)
        self._lock.be(moment.locked)
        self._bridge.wake(moment.awake)
        self._bridge.come_back(moment.running, moment.front, moment.page, moment.values)
        self._process()
