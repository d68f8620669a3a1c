"""`ime`: the input method as QML uses it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QMetaObject, QObject, QPointF, Signal, Slot

from devices.phone import manifest
from devices.phone.store import Store

OFFER_SECONDS = 120.0


class ImeBridge(QObject):
    """Who has the focus, and keys that go there."""

    changed = Signal()
    entered = Signal()  # another field has the focus

    def __init__(
        self,
        store: Store,
        send_text: Callable[[str], object],
        send_key: Callable[[str], None],
        copy: Callable[[str], None],
        paste: Callable[[], str],
        copied_ago: Callable[[], float],
    ) -> None:
        super().__init__()
        self._copy, self._paste, self._copied_ago = copy, paste, copied_ago
        self._typed = False  # since the field has the focus
        self._store = store
        self._focus: QObject | None = None
        self._covering = False
        self._dismissed = False
        self._send_text, self._send_key = send_text, send_key
        self._tools: QPointF | None = None  # where the field was held, in pixels of the screen
        self.held_for = -1
        self._method = store.get("secure", "default_input_method")
        store.subscribe(self._see_method)

    def _see_method(self) -> None:
        method = self._store.get("secure", "default_input_method")
        if self._method != method:
            self._method = method
            self.changed.emit()

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        if self._store.get("secure", "default_input_method") == manifest.ADB_KEYBOARD:
            return False  # it has no keys of its own
        return (self._focus is not None or self._covering) and not self._dismissed

    @Property(bool, notify=changed)
    def covers(self) -> bool:
        """Whether the keyboard lies over the app, which makes no room for it."""
        return self._covering

    def cover(self, on: bool) -> None:
        """Come up unasked, and with each change of the focus, over the app; or be as always again."""
        self._covering, self._dismissed = on, False
        self.changed.emit()

    @property
    def focused(self) -> bool:
        """Whether a text field has the focus."""
        return self._focus is not None

    @Property(bool, notify=changed)
    def numeric(self) -> bool:
        """Whether the field that has the focus wants a number."""
        return self._focus is not None and self._focus.property("numeric") is True

    @Property(int)
    def heldFor(self) -> int:  # noqa: N802  (a QML property)
        """Milliseconds for which the touch that goes on will last, where that is known; -1 for a real finger."""
        return self.held_for

    @Slot(QObject, bool)
    def focusChanged(self, field: QObject, focused: bool) -> None:  # noqa: N802  (called from QML)
        self._tools = None
        if focused:
            anew, self._typed = self._focus is not field, False
            self._focus, self._dismissed = field, False
            if anew:
                self.entered.emit()
        elif self._focus is field:
            self._focus = None
            self._dismissed = self._dismissed and not self._covering
        self.changed.emit()

    @Slot()
    def hide(self) -> None:
        self._dismissed, self._tools = True, None
        self.changed.emit()

    @Slot(str)
    def commit(self, text: str) -> None:
        self._send_text(text)

    def wrote(self) -> None:
        """Text came into the field, from these keys or from elsewhere."""
        self._typed, self._tools = True, None
        self.changed.emit()

    @Slot()
    def backspace(self) -> None:
        self._send_key("delete")

    @Slot()
    def enter(self) -> None:
        self._send_key("enter")

    # what can be done with a field's text

    @Property(bool, notify=changed)
    def tools(self) -> bool:
        """Whether cut, copy, paste and select all are offered."""
        return self._tools is not None and self._focus is not None

    @Property(bool, notify=changed)
    def offersPaste(self) -> bool:  # noqa: N802  (a QML property)
        """Whether the keyboard offers what was copied a moment ago."""
        return not self._typed and self._copied_ago() < OFFER_SECONDS and self._paste() != ""

    @Property(QPointF, notify=changed)
    def toolsAt(self) -> QPointF:  # noqa: N802  (a QML property)
        return self._tools or QPointF()

    @Property(bool, notify=changed)
    def selected(self) -> bool:
        """Whether some of the text is selected."""
        return self._focus is not None and bool(self._focus.property("selectedText"))

    @Slot(QPointF)
    def showTools(self, place: QPointF) -> None:  # noqa: N802  (called from QML)
        """Offer them near a place of the screen, in pixels."""
        self._tools = place
        self.changed.emit()

    @Slot()
    def hideTools(self) -> None:  # noqa: N802  (called from QML)
        if self._tools is not None:
            self._tools = None
            self.changed.emit()

    @Slot(str)
    def edit(self, what: str) -> None:
        """cut, copy, paste or all (select it)."""
        field = self._focus
        if field is None:
            return
        if what == "all":
            QMetaObject.invokeMethod(field, "selectAll")
            self.changed.emit()
            return
        text = str(field.property("selectedText") or "")
        if what == "paste":
            self._send_text(self._paste())
        elif text:
            self._copy(text)
            if what == "cut":
                self._send_key("delete")
            else:
                QMetaObject.invokeMethod(field, "deselect")
        self.hideTools()
