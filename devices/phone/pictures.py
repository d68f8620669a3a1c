"""Pictures for QML, by what follows image://files/REVISION/: a file that is none shows as a picture of one clear pixel.

/sdcard/DCIM/Camera/IMG_1.png                   a picture out of the phone's files
edited:TURNS,SQUARE,BRIGHTNESS:/sdcard/…        the same as the gallery's editor would save it
cover:ALBUM                                     the sleeve of an album, drawn from its name
shot:ZOOM,SQUARE,BRIGHTNESS,PORTRAIT:KIND:SEED  a generated scene, as the camera would take it
"""

from __future__ import annotations

from collections import OrderedDict
from urllib.parse import unquote

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from devices.phone import scenes
from devices.phone.retouch import Retouch, retouch
from devices.phone.store import StoreFiles

_KEPT = 48
"""Scaled pictures that are kept: a screen of thumbnails and some more."""
_KEPT_BYTES = 24_000_000
"""So much at most, and the last one in any case: a picture as wide as the screen has four million."""


class FilePictures(QQuickImageProvider):
    """Reads from the phone's file system, in the GUI thread."""

    def __init__(self, files: StoreFiles) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._files = files
        self._kept: OrderedDict[tuple[str, str, int], QImage] = OrderedDict()

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:  # noqa: N802  (Qt's name)
        """The picture, scaled to a wanted width (px) where it is wider; one clear pixel where there is none."""
        path = unquote(name.partition("/")[2])
        key = (path, self._files.digest("/" + path.partition("/")[2]) or "", wanted.width())
        if key in self._kept:
            self._kept.move_to_end(key)
            picture = self._kept[key]
        else:
            try:
                picture = QImage.fromData(self._data(path))
            except (OSError, ValueError, KeyError):
                picture = QImage()
            if picture.isNull():  # Qt would complain of an image that is none
                picture = QImage(1, 1, QImage.Format.Format_ARGB32)
                picture.fill(0)
            if 0 < wanted.width() < picture.width():
                picture = picture.scaledToWidth(wanted.width(), Qt.TransformationMode.SmoothTransformation)
            self._kept[key] = picture
            while len(self._kept) > _KEPT or (len(self._kept) > 1 and self._bytes() > _KEPT_BYTES):
                self._kept.popitem(last=False)
        size.setWidth(picture.width())
        size.setHeight(picture.height())
        return picture

    def forget(self) -> None:
        """Keep none: they can be drawn again."""
        self._kept.clear()

    def _bytes(self) -> int:
        return sum(picture.sizeInBytes() for picture in self._kept.values())

    def _data(self, path: str) -> bytes:
        kind, _, rest = path.partition(":")
        match kind:
            case "cover":
                return scenes.png("cover", rest)
            case "shot":
                words, motif, seed = rest.split(":", 2)
                zoom, square, brightness, portrait = (int(word) for word in words.split(","))
                return retouch(scenes.png(motif, seed), Retouch(0, bool(square), brightness, zoom, bool(portrait)))
            case "edited":
                words, _, file = rest.partition(":")
                turns, square, brightness = (int(word) for word in words.split(","))
                return retouch(self._files.read(file), Retouch(turns, bool(square), brightness))
            case _:
                return self._files.read(path)
