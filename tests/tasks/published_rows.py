"""Rows of published data sets, written by other people's code: protobuf's own encoder, and TensorBoard's writer of TFRecords.

So the reader under test is held against an encoder and a checksum that are not its own.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from PIL import Image
from tensorboard.summary.writer.record_writer import RecordWriter

FIELD = descriptor_pb2.FieldDescriptorProto
MESSAGES: Mapping[str, Mapping[str, tuple[int, str, bool]]] = {
    # tensorflow/core/example/{example,feature}.proto; a map is a repeated message of key and value
    "BytesList": {"value": (1, "bytes", True)},
    "FloatList": {"value": (1, "float", True)},
    "Int64List": {"value": (1, "int64", True)},
    "Feature": {
        "bytes_list": (1, "BytesList", False),
        "float_list": (2, "FloatList", False),
        "int64_list": (3, "Int64List", False),
    },
    "Entry": {"key": (1, "string", False), "value": (2, "Feature", False)},
    "Features": {"feature": (1, "Entry", True)},
    "Example": {"features": (1, "Features", False)},
    # android_env/proto/a11y/*.proto, the fields that are used and some that are not
    "Rect": {
        "left": (1, "int32", False),
        "top": (2, "int32", False),
        "right": (3, "int32", False),
        "bottom": (4, "int32", False),
    },
    "Node": {
        "unique_id": (1, "int32", False),
        "bounds_in_screen": (2, "Rect", False),
        "class_name": (3, "string", False),
        "is_visible_to_user": (23, "bool", False),
        "child_ids": (25, "int32", True),
    },
    "Tree": {"nodes": (1, "Node", True)},
    "Window": {
        "bounds_in_screen": (1, "Rect", False),
        "layer": (4, "int32", False),
        "title": (5, "string", False),
        "tree": (11, "Tree", False),
    },
    "Forest": {"windows": (1, "Window", True)},
}


def _classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="published.proto", package="published", syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, (number, kind, many) in fields.items():
            label = FIELD.LABEL_REPEATED if many else FIELD.LABEL_OPTIONAL
            if kind in MESSAGES:
                message.field.add(
                    name=field, number=number, label=label, type=FIELD.TYPE_MESSAGE, type_name=f".published.{kind}"
                )
            else:
                message.field.add(name=field, number=number, label=label, type=getattr(FIELD, f"TYPE_{kind.upper()}"))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"published.{name}")) for name in MESSAGES}


CLASSES = _classes()
Box = tuple[int, int, int, int]


def example(features: Mapping[str, Sequence[bytes] | Sequence[float] | Sequence[int]]) -> bytes:
    """A serialized tf.train.Example; what a list is of follows from its first value."""
    made = CLASSES["Example"]()
    for key, values in features.items():
        entry = made.features.feature.add(key=key)
        match list(values):
            case [bytes(), *_]:
                entry.value.bytes_list.value.extend(values)
            case [float(), *_]:
                entry.value.float_list.value.extend(values)
            case _:
                entry.value.int64_list.value.extend(values)
    return bytes(made.SerializeToString())


def forest(*windows: tuple[int, Sequence[tuple[Box, bool]]]) -> bytes:
    """A serialized AndroidAccessibilityForest of windows: layer, and each node's box and whether it is visible."""
    made = CLASSES["Forest"]()
    for layer, nodes in windows:
        window = made.windows.add(layer=layer, title="some window")
        for number, ((left, top, right, bottom), visible) in enumerate(nodes):
            node = window.tree.nodes.add(unique_id=number, class_name="android.view.View", is_visible_to_user=visible)
            node.child_ids.extend([number + 1, number + 2])
            node.bounds_in_screen.left, node.bounds_in_screen.top = left, top
            node.bounds_in_screen.right, node.bounds_in_screen.bottom = right, bottom
    return bytes(made.SerializeToString())


def packed(records: Iterable[bytes]) -> bytes:
    """TFRecords before they are compressed."""
    out = io.BytesIO()
    writer = RecordWriter(out)
    for record in records:
        writer.write(record)
    return out.getvalue()


def write_records(file: Path, records: Iterable[bytes]) -> Path:
    """A file of TFRecords, compressed with GZIP."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(packed(records), mtime=0))
    return file


def picture(width: int, height: int, colour: tuple[int, int, int] = (10, 20, 30)) -> Image.Image:
    """A screen of one colour with a mark in its left upper corner."""
    image = Image.new("RGB", (width, height), colour)
    image.putpixel((0, 0), (255, 0, 0))
    return image


def png(image: Image.Image) -> bytes:
    """As a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def episode(number: int, **changes: Any) -> dict[str, Any]:
    """An episode of AndroidControl: a click, a scroll, a long press, and the last picture."""
    size = (100, 200)
    features: dict[str, Any] = {
        "episode_id": [number],
        "goal": [b"Find the red one and keep it"],
        "screenshots": [png(picture(*size, (0, 0, step))) for step in range(4)],
        "accessibility_trees": [
            forest(
                (0, [((0, 0, 100, 200), True), ((10, 20, 60, 80), True), ((20, 30, 50, 60), True), ((29, 39, 32, 42), False)])
            ),
            forest(),
            forest((3, [((0, 0, 100, 40), True)]), (1, [((0, 0, 100, 200), True), ((0, 0, 20, 20), True)])),
            forest(),
        ],
        "screenshot_widths": [size[0]] * 4,
        "screenshot_heights": [size[1]] * 4,
        "actions": [
            b'{"action_type":"click","x":30,"y":40}',
            b'{"action_type":"scroll","direction":"down"}',
            b'{"action_type":"long_press","x":10,"y":10}',
        ],
        "step_instructions": [b"Click on the red one", b"Scroll down", "Halte „Rot“ gedrückt".encode()],
    }
    return {**features, **changes}


def step(**changes: Any) -> dict[str, Any]:
    """A step of AndroidInTheWild: a tap between two annotations."""
    width, height = 40, 80
    features: dict[str, Any] = {
        "android_api_level": [30],
        "current_activity": [b"com.android.settings"],
        "device_type": [b"pixel_4"],
        "episode_id": [b"123"],
        "episode_length": [2],
        "goal_info": [b"turn off javascript"],
        "image/channels": [3],
        "image/height": [height],
        "image/width": [width],
        "image/encoded": [picture(width, height).tobytes()],
        "image/ui_annotations_positions": [0.5, 0.1, 0.1, 0.2, 0.9, 0.9, 0.05, 0.05],
        "image/ui_annotations_text": [b"Javascript", b""],
        "image/ui_annotations_ui_types": [b"TEXT", b"ICON_SETTINGS"],
        "results/action_type": [4],
        "results/type_action": [b""],
        "results/yx_touch": [0.52, 0.2],
        "results/yx_lift": [0.53, 0.2],
        "step_id": [0],
    }
    return {key: value for key, value in {**features, **changes}.items() if value is not None}
