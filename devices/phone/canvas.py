"""The sheet that the scene is drawn on: RGBA pixels in memory, of which only what changed is drawn again.

Qt would draw into a window of its own and hand out copies in another format; drawing straight into the bytes that a client
wants takes a fifth of the time. Knows Qt's scene; knows nothing of what is in it.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QColor, QFocusEvent, QImage
from PySide6.QtQuick import QQuickRenderControl, QQuickRenderTarget, QQuickView

_FORMAT = QImage.Format.Format_RGBX8888  # RGBA with an alpha that is always 255


class Canvas:
    """A view that is drawn when one asks for it. Lives in the GUI thread."""

    def __init__(self) -> None:
        self._control = QQuickRenderControl()
        self.view = QQuickView(QUrl(), self._control)
        self.view.setColor(QColor("black"))
        self._image = QImage()
        self._pixels: bytes | None = None  # of the last drawing, until something changes
        self._control.sceneChanged.connect(self._changed)
        self._control.renderRequested.connect(self._changed)

    def _changed(self) -> None:
        self._pixels = None

    def resize(self, width: int, height: int) -> None:
        """Give it another size in pixels."""
        self.view.resize(width, height)
        self._image = QImage(width, height, _FORMAT)
        self._image.fill(0)
        self.view.setRenderTarget(QQuickRenderTarget.fromPaintDevice(self._image))
        self._pixels = None

    def wake(self) -> None:
        """Let the focus work as in a window that is in front."""
        QCoreApplication.sendEvent(self.view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.ActiveWindowFocusReason))

    def lay_out(self) -> None:
        """Give items the places that they ask for, without drawing."""
        self._control.polishItems()

    def draw(self) -> None:
        """Draw what changed since the last time."""
        if self._pixels is None:
            self._control.polishItems()
            self._control.sync()
            self._control.render()

    def pixels(self) -> tuple[int, int, bytes]:
        """Width, height and RGBA bytes of what is to be seen now; the same object while nothing changes."""
        self.draw()
        if self._pixels is None:
            self._pixels = bytes(self._image.constBits())
        return self._image.width(), self._image.height(), self._pixels

    def close(self) -> None:
        """Let go of the scene; nothing can be drawn afterwards."""
        self.view.setSource(QUrl())
        self.view.deleteLater()  # the scene and its engine go before the objects that their bindings read
        QCoreApplication.sendPostedEvents(self.view, QEvent.Type.DeferredDelete.value)
        self._control.deleteLater()
