"""Published data sets of things to point at, each read in the very form in which it is published.

Which one it is follows from what lies in the folder. Does not know models: see `scripts/bench grounding --data`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tasks.grounding import BadGroundingData, Sample
from tasks.published.aitw import aitw
from tasks.published.android_control import android_control
from tasks.published.screenspot import screenspot
from tasks.published.tfrecord import shards
from tasks.published.wire import rows

__all__ = ["aitw", "android_control", "published", "screenspot"]


def published(directory: Path) -> Iterator[Sample]:
    """The samples of the data set in a folder, one after the other; raises BadGroundingData."""
    if list(directory.glob("screenspot*.json")):
        yield from screenspot(directory)
        return
    files = shards(directory)
    if not files:
        raise BadGroundingData(
            f"{directory} holds neither screenspot*.json nor files of TFRecords (GZIP): give the folder of ScreenSpot, "
            "ScreenSpot-v2, AndroidControl or AndroidInTheWild."
        )
    row = next(rows(files[0]), None)
    keys = row.keys if row is not None else ()
    if "accessibility_trees" in keys:
        yield from android_control(directory)
    elif "image/encoded" in keys:
        yield from aitw(directory)
    else:
        raise BadGroundingData(f"{files[0]} holds no steps of AndroidControl or AndroidInTheWild.")
