"""The suites that ship, one module each, found by name; and suites in files of one's own."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from pkgutil import iter_modules

from tasks.task import BadSuite, Suite

_GIVEN: dict[str, tuple[Suite, Path]] = {}
"""Suites that were read from files, and these, by their own names."""


def names() -> tuple[str, ...]:
    """All suites that ship, sorted."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")))


@cache
def suite(name: str) -> Suite:
    """The suite of this name, or the one in a Python file of this path; raises BadSuite.

    Once a file was read its suite is found by its own name, too. The file is code, and runs.
    """
    if name.endswith(".py"):
        return _read(Path(name))
    if name in _GIVEN:
        return _GIVEN[name][0]
    if name not in names():
        raise BadSuite(f"There is no suite {name!r}; there are {', '.join(names())}, and any file that ends in .py.")
    found = import_module(f"{__name__}.{name}").SUITE
    assert isinstance(found, Suite)
    return found


def _read(path: Path) -> Suite:
    if not path.is_file():
        raise BadSuite(f"There is no file {path}; name a suite that ships or a Python file that makes one called SUITE.")
    module_name = f"suite_from_{path.stem}"
    spec = spec_from_file_location(module_name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[module_name] = module  # so that the digest finds the source of its functions
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # it is anybody's code
        raise BadSuite(f"{path} broke when it was read: {type(error).__name__}: {error}") from error
    found = getattr(module, "SUITE", None)
    if not isinstance(found, Suite):
        raise BadSuite(f"{path} makes no suite: it needs SUITE = Suite(…).")
    if found.name in names():
        raise BadSuite(f"{path} calls its suite {found.name}, as one that ships is called; give it another name.")
    return _GIVEN.setdefault(found.name, (found, path))[0]


def source(suite: Suite) -> Path | None:
    """The file that a suite was read from; None where it ships."""
    return _GIVEN[suite.name][1] if suite.name in _GIVEN else None
