"""A row of the data: one step, column by column, and what the loader must know of the columns.

Knows names, types and shapes. Does not know files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from agent.training.export.lerobot.vector import NAMES
from devices.actions import Frozen

FPS = 1
"""Steps have no rate. One a second is what the loader is told, so that timestamps count steps."""
NOT_RECORDED = -1.0

Count = Annotated[int, Field(ge=0)]


class Picture(Frozen):
    """A PNG (base64 in JSON, bytes in the file), and the name that it had beside other formats."""

    bytes_: Annotated[bytes, Field(alias="bytes")]
    path: str

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Step(Frozen):
    """One step.

    observation.image: what was seen. action: agent/training/export/lerobot/vector.py. decision: the whole of it, as JSON.
    reply: the same in the dialect. step: its number in the recording, from 1; a step that was left out is missing. seconds:
    from the first picture of the episode to this one, as recorded; -1 where nobody wrote the time down. next.done: it is the
    last step of its episode here. timestamp: frame_index at one step a second, since steps have no rate.
    """

    image: Annotated[Picture, Field(alias="observation.image")]
    action: Annotated[tuple[float, ...], Field(min_length=len(NAMES), max_length=len(NAMES))]
    decision: str
    reply: str
    step: Annotated[int, Field(ge=1)]
    seconds: float
    done: Annotated[bool, Field(alias="next.done")]
    timestamp: Annotated[float, Field(ge=0)]
    frame_index: Count
    episode_index: Count
    index: Count
    task_index: Count


COLUMNS: Mapping[str, tuple[str, str]] = {
    "observation.image": ("image", "STRUCT(bytes BLOB, path VARCHAR)"),
    "action": ("float32", "FLOAT[]"),
    "decision": ("string", "VARCHAR"),
    "reply": ("string", "VARCHAR"),
    "step": ("int64", "BIGINT"),
    "seconds": ("float32", "FLOAT"),
    "next.done": ("bool", "BOOLEAN"),
    "timestamp": ("float32", "FLOAT"),
    "frame_index": ("int64", "BIGINT"),
    "episode_index": ("int64", "BIGINT"),
    "index": ("int64", "BIGINT"),
    "task_index": ("int64", "BIGINT"),
}
"""Column -> its type for the loader, and in the file."""


def features(width: int, height: int) -> dict[str, dict[str, Any]]:
    """What `meta/info.json` says of the columns, for pictures of this size in pixels."""
    shapes: dict[str, dict[str, Any]] = {
        "observation.image": {"shape": [height, width, 3], "names": ["height", "width", "channels"]},
        "action": {"shape": [len(NAMES)], "names": list(NAMES)},
    }
    alone = {"shape": [1], "names": None}
    return {name: {"dtype": dtype, **shapes.get(name, alone)} for name, (dtype, _) in COLUMNS.items()}
