"""The packages of the extra `robot`, imported where they are used; a missing one is named with its install line."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from devices.errors import MissingDependency

INSTALL = 'pip install "fingertip[robot]"'


def opencv() -> ModuleType:
    """cv2; raises MissingDependency."""
    try:
        import cv2
    except ModuleNotFoundError as error:
        raise MissingDependency(f"A stylus needs {error.name}, which is not installed; run: {INSTALL}") from error
    return cv2


def pyserial() -> ModuleType:
    """serial; raises MissingDependency."""
    try:
        serial = import_module("serial")  # without types
    except ModuleNotFoundError as error:
        raise MissingDependency(f"A stylus needs pyserial, which is not installed; run: {INSTALL}") from error
    return serial
