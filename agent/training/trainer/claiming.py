"""Whose directory a training's is: a file in it says what was asked, and another command is refused. Knows files alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.errors import TrainingRefused

RUN = "run.json"


def claim(directory: Path, identity: Mapping[str, str]) -> bool:
    """Take a directory for what is asked; true where it has already begun here. Raises TrainingRefused for something else."""
    path = directory / RUN
    if not path.is_file():
        if directory.is_dir() and any(directory.iterdir()):
            raise TrainingRefused(f"{directory} is not empty and holds no training; name another --out.")
        directory.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(dict(identity), indent=2) + "\n")
        return False
    try:
        kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingRefused(f"{path} cannot be read; name another --out.") from error
    changed = sorted(key for key in {*kept, *identity} if kept.get(key) != identity.get(key))
    if changed:
        raise TrainingRefused(
            f"{directory} holds a training with another {', '.join(changed)}; name another --out or repeat it."
        )
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is never seen half."""
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, "utf-8")
    os.replace(partial, path)
