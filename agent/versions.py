"""Which versions of what were at work on what kind of machine, without importing any of it."""

from __future__ import annotations

import os
import platform
from importlib import metadata

PACKAGES = ("fingertip", "torch", "transformers", "tokenizers", "numpy", "adbutils", "pillow", "PySide6_Essentials")


def versions() -> dict[str, str]:
    """Name -> version of Python and of the packages that change what an episode does; absent ones are left out."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def environment() -> dict[str, str]:
    """What the machine is: system, its release, processor and how many cores; nothing that names it or its user."""
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "cores": str(os.cpu_count() or 0),
    }
