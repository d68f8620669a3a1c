"""The suites that ship: one module each, found by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tasks.task import BadSuite, Suite


def names() -> tuple[str, ...]:
    """All suites, sorted."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_")))


@cache
def suite(name: str) -> Suite:
    """The suite of this name; raises BadSuite."""
    if name not in names():
        raise BadSuite(f"There is no suite {name!r}; there are {', '.join(names())}.")
    found = import_module(f"{__name__}.{name}").SUITE
    assert isinstance(found, Suite)
    return found
