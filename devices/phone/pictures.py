"""Pictures out of the phone's files for QML: image://files/REVISION/PATH. A file that is none leaves the Image in error."""

from __future__ import annotations

from urllib.parse import unquote

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from devices.phone.store import StoreFiles


class FilePictures(QQuickImageProvider):
    """Reads from the phone's file system, in the GUI thread."""

    def __init__(self, files: StoreFiles) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._files = files

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:  # noqa: N802  (Qt's name)
        """The picture, scaled to a wanted width (px) where it is wider; a null image where there is none."""
        try:
            picture = QImage.fromData(self._files.read(unquote(name.partition("/")[2])))
        except OSError:
            return QImage()
        if 0 < wanted.width() < picture.width():
            picture = picture.scaledToWidth(wanted.width(), Qt.TransformationMode.SmoothTransformation)
        size.setWidth(picture.width())
        size.setHeight(picture.height())
        return picture
