"""Loads pyautogui, which does more at import than a library should, and lends it to one desktop at a time.

Knows what importing pyautogui does: it connects to the display of the environment, it wants tkinter, and it ends the
program where that is missing. Every failure becomes one error with a remedy. On X11 one import serves any number of
displays: its display is a module variable that each use sets to its own, under a lock.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from devices.errors import DeviceLost, MissingDependency

INSTALL = 'pip install "fingertip[desktop]"'
_LOCK = threading.RLock()
_loaded: list[ModuleType] = []


def load() -> ModuleType:
    """pyautogui, with its own pauses off; the environment must lead to a display (DISPLAY, XAUTHORITY) on X11.

    Raises MissingDependency, DeviceLost.
    """
    with _LOCK:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


@contextlib.contextmanager
def lent(module: ModuleType, bind: Callable[[ModuleType], None]) -> Iterator[Any]:
    """pyautogui for a few calls, bound to one desktop by bind(); other desktops wait. Keep it short: no pauses inside."""
    with _LOCK:
        bind(module)
        yield module


def _load() -> Any:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), warnings.catch_warnings():  # the X library prints warnings there
            warnings.simplefilter("ignore")  # files that are left open, old names: theirs
            module: Any = importlib.import_module("pyautogui")
    except ModuleNotFoundError as error:
        raise MissingDependency(f"The desktop needs the module {error.name!r}; install it: {INSTALL}.") from error
    except SystemExit as error:
        _forget()
        raise MissingDependency(
            f"pyautogui needs tkinter, which this Python lacks ({str(error).splitlines()[0][:200]}); "
            "install it, on Debian: apt-get install python3-tk."
        ) from error
    except Exception as error:  # what it raises depends on the system: KeyError, X errors, …
        _forget()
        raise DeviceLost(
            f"pyautogui cannot reach the desktop ({type(error).__name__}: {str(error)[:200]}); "
            "log in to a graphical session, or use desktop:private=yes."
        ) from error
    module.PAUSE = 0
    module.MINIMUM_DURATION = module.MINIMUM_SLEEP = 0
    module.FAILSAFE = True
    return module


def _forget() -> None:
    """Half an import leaves modules behind that would make the next one fail with another error."""
    for name in [name for name in sys.modules if name.split(".")[0] in ("pyautogui", "mouseinfo")]:
        del sys.modules[name]
