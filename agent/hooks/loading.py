"""From what a person names to open hooks.

A specification is MODULE:NAME or FILE.py:NAME, with ,option=value,… behind it for a class that takes options as text by
keyword, or exec:COMMAND for a program. Knows how hooks are found. Does not call them.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from agent.errors import BadHook
from agent.hooks.base import Hook, Plain
from agent.hooks.foreign import Kept, described

Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class HookName:
    """A hook as a person names it. safety: where it fails, the episode stops, whatever the hook says of itself."""

    spec: str
    safety: bool = False


@contextmanager
def open_hooks(names: Sequence[HookName]) -> Iterator[tuple[Hook, ...]]:
    """All of them, in order; raises BadHook. They are closed in reverse, whatever happens."""
    with ExitStack() as stack:
        found = []
        for name in names:
            hook = open_hook(name.spec)
            stack.callback(_close, hook)
            hook.safety = hook.safety or name.safety
            found.append(hook)
        yield tuple(found)


def open_hook(spec: str) -> Hook:
    """One hook; the caller closes it. Raises BadHook."""
    kind, _, rest = spec.partition(":")
    if kind == "exec":
        from agent.hooks.process import ProcessHook

        return ProcessHook(rest)
    name, *parts = rest.split(",")
    if not kind or not name:
        raise BadHook(f"{spec!r} names no hook: write MODULE:NAME, FILE.py:NAME or exec:COMMAND.")
    module = _of_theirs(spec, lambda: _module(kind))
    made: object = module
    for attribute in name.split("."):
        made = getattr(made, attribute, None)
    if made is None:
        raise BadHook(f"The hook {spec} is not there: the module {kind} has no {name}.")
    options = _options(spec, parts)
    if isinstance(made, type):
        factory = made
        made = _of_theirs(spec, lambda: factory(**options))
    elif options:
        raise BadHook(f"The hook {spec} is no class, so it takes no options.")
    if isinstance(made, Hook):
        return made
    if callable(made):
        return Plain(made)
    raise BadHook(f"The hook {spec} is no hook: name a class, an object that can be called, or a function.")


def _module(name: str) -> ModuleType:
    if not name.endswith(".py"):
        return importlib.import_module(name)
    found = importlib.util.spec_from_file_location(Path(name).stem, name)
    if found is None or found.loader is None or not Path(name).is_file():
        raise BadHook(f"There is no file {name} to load a hook from: name one that can be read.")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _options(spec: str, parts: Sequence[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for part in parts:
        key, equals, value = part.partition("=")
        if not key.isidentifier() or not equals or key in options:
            raise BadHook(f"{part!r} is no option of the hook {spec}: write each once, as name=value.")
        options[key] = value
    return options


def _of_theirs(spec: str, call: Callable[[], Got]) -> Got:
    """What somebody else's code returns; whatever it raises becomes BadHook, but Ctrl-C."""
    with Kept() as kept:
        return call()
    if isinstance(kept.error, BadHook | KeyboardInterrupt):
        raise kept.error
    raise BadHook(f"The hook {spec} does not load: {described(kept.error)}.") from kept.error


def _close(hook: Hook) -> None:
    from loguru import logger

    with Kept() as kept:
        hook.close()
    if isinstance(kept.error, KeyboardInterrupt):
        raise kept.error
    if kept.error is not None:
        logger.warning("The hook {} did not close cleanly: {}", hook.name or type(hook).__name__, described(kept.error))
