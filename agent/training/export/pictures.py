"""The pictures of a data set: each once, named by what it shows.

Knows pixels and files. Does not know rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agent.models.vision import DEFAULT_MIN_PIXELS, PictureRules, smart_resize
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

FOLDER = "images"


class Pictures:
    """Writes pictures as RGB without anything else that their files held, shrunk where they are larger than max_pixels."""

    def __init__(self, directory: Path, max_pixels: int | None = None) -> None:
        """directory: of the data set; raises OSError."""
        self._directory = directory
        self._max_pixels = max_pixels
        self._names: dict[str, str] = {}
        self.shrunk = 0
        (directory / FOLDER).mkdir()

    @property
    def names(self) -> list[str]:
        """All pictures, relative to the data set, sorted."""
        return sorted(set(self._names.values()))

    def add(self, digest: str, image: Image) -> str:
        """The name of a picture, relative to the data set; digest: of its frame. Raises OSError, ValueError."""
        if digest not in self._names:
            small = self._small(image)
            name = f"{FOLDER}/{digest if small is image else Frame(image=small).digest}.png"
            self.shrunk += small is not image
            small.save(self._directory / name, format="PNG")
            self._names[digest] = name
        return self._names[digest]

    def _small(self, image: Image) -> Image:
        from PIL.Image import Resampling

        most = self._max_pixels
        if most is None or image.width * image.height <= most:
            return image
        height, width = smart_resize(
            image.height,
            image.width,
            factor=PictureRules().factor,
            min_pixels=min(DEFAULT_MIN_PIXELS, most),
            max_pixels=most,
        )
        return image.resize((width, height), Resampling.BICUBIC)
