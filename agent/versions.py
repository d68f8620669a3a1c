"""Which versions of what were at work, without importing any of it."""

from __future__ import annotations

import platform
from importlib import metadata

PACKAGES = ("fingertip", "torch", "transformers", "adbutils", "pillow")


def versions() -> dict[str, str]:
    """Name -> version of Python and of the packages that change what an episode does; absent ones are left out."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
