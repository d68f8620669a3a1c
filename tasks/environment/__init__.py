"""Gymnasium environments: a suite's tasks, or any device, for other people's training loops.

Knows spaces and rewards. Does not know agents or models. Importing this package makes `fingertip/Phone-v0` and
`fingertip/Device-v0` known to `gymnasium.make`, which can do the import itself: `make("tasks.environment:fingertip/Phone-v0")`.
Gymnasium has had no entry points for environments since its version 1.0.
"""

from __future__ import annotations

from devices.errors import MissingDependency

try:
    import gymnasium
except ModuleNotFoundError as error:
    raise MissingDependency(
        'The environments need the package gymnasium, which is not installed: pip install "fingertip[gym]".'
    ) from error

PHONE, DEVICE = "fingertip/Phone-v0", "fingertip/Device-v0"

gymnasium.register(id=PHONE, entry_point="tasks.environment.suite:SuiteEnv")
# What a stranger's device shows depends on more than a seed.
gymnasium.register(id=DEVICE, entry_point="tasks.environment.device:DeviceEnv", nondeterministic=True)

__all__ = ["DEVICE", "PHONE"]
