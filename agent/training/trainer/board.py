"""The log once more, as TensorBoard reads it, where that package is installed. Knows nothing of what the numbers mean."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

FOLDER = "tensorboard"
LEFT_OUT = ("step", "epoch", "tokens", "rows")


class Board:
    """Writes event files, or does nothing without tensorboard."""

    def __init__(self, directory: Path, *, after: int) -> None:
        """after: the step that a resumed run goes on from; later ones that are already there are hidden."""
        self._writer: SummaryWriter | None = None
        if importlib.util.find_spec("tensorboard") is not None:
            from torch.utils.tensorboard import SummaryWriter

            self._writer = SummaryWriter(str(directory / FOLDER), purge_step=after + 1 if after else None)

    def write(self, line: Mapping[str, Any]) -> None:
        """One line of the log."""
        if self._writer is None:
            return
        for group, values in (("train", line), ("validation", line.get("validation", {}))):
            for key, value in values.items():
                if key not in LEFT_OUT and isinstance(value, int | float):
                    self._writer.add_scalar(f"{group}/{key}", value, line["step"])

    def close(self) -> None:
        """Write what is left."""
        if self._writer is not None:
            self._writer.close()
