"""Which body a suite runs on: a phone where it says nothing, else what its `body` says.

Knows names, and how to come by a ground of a body. Nothing of a body is imported before it is wanted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from tasks.session import Ground
from tasks.task import BadSuite, Suite


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body.

    name: as `--device` names it. ground: "module:callable" that makes a Ground. home: packages that a solution may come by
    without declaring them, such as a launcher. fixed: options of the device that a run sets itself. still: whether, with these
    options of a suite, the same seed gives the same picture every time. code: modules that make or judge its tasks besides the
    suite's own, for the suite's digest.
    """

    name: str
    ground: str
    home: frozenset[str] = frozenset()
    fixed: tuple[str, ...] = ("seed", "locale")
    still: Callable[[Mapping[str, str]], bool] = lambda _options: False
    code: tuple[str, ...] = ()

    def make_ground(self) -> Ground:
        """What the sessions of one worker share; raises MissingDependency where a package is not there."""
        module, _, name = self.ground.partition(":")
        return cast(Ground, getattr(import_module(module), name)())

    def options(self, device: str) -> tuple[tuple[str, str], ...]:
        """The options of "phone:size=720x1600,theme=dark", sorted; nothing asked for is no options. Raises BadSuite."""
        name, _, rest = (device or self.name).partition(":")
        pairs = [pair.partition("=")[::2] for pair in rest.split(",") if pair]
        if name != self.name:
            raise BadSuite(
                f"Suites of the {self.name} run on --device {self.name}, and not on {device!r}: their checks read its "
                "whole state."
            )
        ours = [key for key, value in pairs if key in self.fixed or not value]
        if ours:
            raise BadSuite(
                f"--device {device}: {', '.join(ours)} is set by the run itself; use --seed, and a suite of the locale."
            )
        return tuple(sorted((key, value) for key, value in pairs))


PHONE = Body(
    "phone",
    "tasks.bodies.phone:PhoneGround",
    home=frozenset({"com.fingertip.launcher"}),
    fixed=("seed", "locale", "clock", "at", "window", "keep", "port"),
    still=lambda options: options.get("clock", "stepped") == "stepped",
)
"""The virtual phone."""


@dataclass
class BodySuite(Suite):
    """A suite that does not run on the phone, but on another body."""

    body: Body = field(kw_only=True)

    @property
    def digest(self) -> str:
        """As of any suite, and of the modules that the body names."""
        paths = sorted(Path(found.origin or "") for name in self.body.code if (found := find_spec(name)))
        parts = [super().digest, self.body.name, *(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def body_of(suite: Suite) -> Body:
    """The body that a suite runs on."""
    return suite.body if isinstance(suite, BodySuite) else PHONE
