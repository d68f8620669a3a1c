"""Windows of an X desktop, through the window manager's hints (EWMH 1.5).

Knows properties and client messages. A server without a window manager has windows too, but nobody who raises them; the keys
go to the window under the pointer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from devices.desktop.geometry import Area
from devices.desktop.system import Window

if TYPE_CHECKING:
    from Xlib.display import Display

LONGEST_PROPERTY = 65_536
"""Units of four bytes that are read of a property."""
FROM_PAGER = 2
"""The source of a request: a tool on behalf of the user, to which focus stealing prevention does not apply."""


class Windows:
    """Windows of one X server, in the server's own coordinates."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._atoms: dict[str, int] = {}

    def manager(self) -> str:
        """The window manager's name, "?" where it has none; empty where no window manager runs."""
        for number in self._numbers(self._root, "_NET_SUPPORTING_WM_CHECK")[:1]:
            check = self._window(number)
            if self._numbers(check, "_NET_SUPPORTING_WM_CHECK")[:1] == [number]:
                return self._text(check, "_NET_WM_NAME") or " ".join(self._class(check)[-1:]) or "?"
        return ""

    def listed(self) -> tuple[Window, ...]:
        """All windows of programs, the one in front last."""
        numbers = self._numbers(self._root, "_NET_CLIENT_LIST_STACKING") or self._numbers(self._root, "_NET_CLIENT_LIST")
        if not numbers and not self.manager():
            numbers = [child.id for child in self._root.query_tree().children]
        return tuple(window for number in numbers if (window := self.described(number)) is not None)

    def active(self) -> Window | None:
        """The window that has the keyboard: the manager's active one, else the one with the focus, or under the pointer."""
        for number in self._numbers(self._root, "_NET_ACTIVE_WINDOW")[:1]:
            if number:
                return self.described(number)
        if self.manager():
            return None
        focus = self._display.get_input_focus().focus
        if isinstance(focus, int):  # none, or whatever is under the pointer
            child = self._root.query_pointer().child
            return self.described(child.id) if focus and child else None
        return self.described(self._top(focus))

    def has_focus(self) -> bool:
        """Whether a key would reach any program."""
        focus = self._display.get_input_focus().focus
        if focus == 0:
            return False
        if focus == 1 or focus == self._root:  # PointerRoot
            return bool(self._root.query_pointer().child)
        return True

    def activate(self, number: int) -> None:
        """Ask the window manager to bring a window to the front; without one, raise it and give it the focus."""
        from Xlib import X, error

        if self.manager():
            self._tell_manager(number, "_NET_ACTIVE_WINDOW", (FROM_PAGER, X.CurrentTime, 0, 0, 0))
            return
        try:
            window = self._window(number)
            window.configure(stack_mode=X.Above)
            window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
            self._display.sync()
        except error.XError:
            return

    def show_desktop(self) -> bool:
        """Ask the window manager to show the bare desktop; False where it cannot."""
        if self._atom("_NET_SHOWING_DESKTOP") not in self._numbers(self._root, "_NET_SUPPORTED"):
            return False
        self._tell_manager(self._root.id, "_NET_SHOWING_DESKTOP", (1, 0, 0, 0, 0))
        return True

    def keyboard_rules(self) -> str:
        """The keyboard's rules, model and layout as the server was told: "evdev pc105 us"; "?" where it was not."""
        return " ".join(part for part in self._text(self._root, "_XKB_RULES_NAMES").split("\0") if part) or "?"

    def described(self, number: int) -> Window | None:
        """What is known of a window; None where it has gone or is not shown to people."""
        from Xlib import X, error

        window = self._window(number)
        try:
            size = window.get_geometry()
            shown = window.get_attributes().map_state == X.IsViewable
            corner = window.translate_coords(self._root, 0, 0)
            hidden = self._atom("_NET_WM_STATE_HIDDEN") in self._numbers(window, "_NET_WM_STATE")
        except error.XError:
            return None
        title = self._text(window, "_NET_WM_NAME") or self._text(window, "WM_NAME")
        program = " ".join(dict.fromkeys(self._class(window)))
        area = Area(-corner.x, -corner.y, size.width, size.height)
        return Window(number, title, program, area, hidden=hidden or not shown)

    def _top(self, window: Any) -> int:
        """The outermost window around one, below the root."""
        from Xlib import error

        try:
            while (parent := window.query_tree().parent) and parent != self._root:
                window = parent
        except error.XError:
            pass
        return int(window.id)

    def _class(self, window: Any) -> Sequence[str]:
        return [part for part in self._text(window, "WM_CLASS").split("\0") if part]

    def _text(self, window: Any, name: str) -> str:
        value = self._property(window, name)  # python3-xlib 0.15 decodes what is UTF-8, and leaves the rest
        return value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""

    def _numbers(self, window: Any, name: str) -> list[int]:
        value = self._property(window, name)
        return [] if value is None or isinstance(value, str | bytes) else [int(number) for number in value]

    def _property(self, window: Any, name: str) -> Any:
        from Xlib import X, error

        try:
            # All at once: get_full_property() joins pieces, and fails where a piece ends inside a character.
            found = window.get_property(self._atom(name), X.AnyPropertyType, 0, LONGEST_PROPERTY)
        except error.XError:
            return None
        return None if found is None else found.value

    def _tell_manager(self, number: int, name: str, data: tuple[int, ...]) -> None:
        from Xlib import X
        from Xlib.protocol import event

        message = event.ClientMessage(window=self._window(number), client_type=self._atom(name), data=(32, data))
        self._root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.sync()

    def _window(self, number: int) -> Any:
        return self._display.create_resource_object("window", number)

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            self._atoms[name] = self._display.intern_atom(name)
        return self._atoms[name]
