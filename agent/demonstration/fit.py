"""Where a picture lies in a window that has another shape. Knows numbers, nothing of windows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """A picture of width x height pixels, as large as fits into a room, in its middle; left, top, scale: of it."""

    width: int
    height: int
    left: float
    top: float
    scale: float

    @classmethod
    def into(cls, size: tuple[int, int], room: tuple[float, float]) -> Fit:
        """size: of the picture. room: of the window; nothing is drawn where there is none."""
        width, height = size
        scale = max(min(room[0] / width, room[1] / height), 0.0)
        return cls(width, height, (room[0] - width * scale) / 2, (room[1] - height * scale) / 2, scale)

    def pixel(self, x: float, y: float) -> tuple[float, float] | None:
        """The picture's column and row at a place of the window; beyond 0 and its size where the place is beside it."""
        if self.scale <= 0:
            return None
        return (x - self.left) / self.scale, (y - self.top) / self.scale

    def holds(self, x: float, y: float) -> bool:
        """Whether a place of the window shows the picture."""
        place = self.pixel(x, y)
        return place is not None and 0 <= place[0] < self.width and 0 <= place[1] < self.height
