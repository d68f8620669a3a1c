"""`fingertip/Device-v0`: any device as an environment; nothing is prepared, put back or rewarded.

Knows how a device is opened. Does not know what it is used for. For collecting data, for trying a policy on a real screen, and
as a beginning for an environment of one's own: wrap it, and give the reward there.
"""

from __future__ import annotations

from typing import Any

import gymnasium

from agent.decision import Act, Answer
from devices.actions import TOUCH_KINDS, describe
from devices.errors import BadOption
from devices.registry import open_device
from tasks.environment.screen import Screen
from tasks.environment.spaces import (
    ANSWER,
    FINISH,
    Picture,
    Words,
    action_space,
    complaint,
    decided,
    fitting,
    picture_space,
)


class DeviceEnv(gymnasium.Env[dict[str, Any], dict[str, Any]]):
    """A device as an environment; spaces as of SuiteEnv, with the kinds that the device says it can do.

    reset() goes on with what is on the screen. `terminated` on finish and answer, `truncated` after `steps` actions.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012  # the base class says so
        "render_modes": ["rgb_array"],
        "render_fps": 4,
    }

    def __init__(
        self, device: str = "phone", instruction: str = "", steps: int | None = None, render_mode: str | None = None
    ) -> None:
        """device: as --device everywhere; it is opened here. instruction: is part of every observation.

        Raises what opening raises (devices/registry.py), and BadOption.
        """
        if render_mode not in (None, "rgb_array"):
            raise BadOption(f"There is no render mode {render_mode!r}; there is rgb_array.")
        self.render_mode = render_mode
        self._words = fitting(instruction)
        self._steps = steps
        self._done = 0
        self._picture: Picture | None = None
        self._device = open_device(device)
        try:
            info = self._device.info
        except BaseException:
            self._device.close()
            raise
        self._screen = Screen(self._device, info.width, info.height)
        self.kinds, self.action_space = action_space({*(info.actions or TOUCH_KINDS), FINISH, ANSWER})
        screen = picture_space(info.width, info.height)
        self.observation_space = gymnasium.spaces.Dict({"instruction": Words(), "screen": screen})

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Look; there is nothing to be put back, and no option. Raises BadOption, DeviceError."""
        super().reset(seed=seed)
        if options:
            raise BadOption("A device has no options at a reset: name them in its specification.")
        self._done = 0
        self._picture = self._screen.look()
        return self._observation(self._picture), {"steps": 0, "action": "", "trouble": ""}

    def step(self, action: dict[str, Any]) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Do one action and let the screen settle; raises DeviceError where the device is lost."""
        if self._picture is None:
            raise gymnasium.error.ResetNeeded("No episode has begun: call reset().")
        self._done += 1
        said, trouble, ends = "", "", False
        try:
            decision = decided(action, self.kinds)
        except ValueError as error:
            trouble = complaint(error)
        else:
            if isinstance(decision, Act):
                said, trouble = describe(decision.action), self._screen.do(decision.action)
                self._picture = self._screen.look()
            else:
                said, ends = ANSWER if isinstance(decision, Answer) else FINISH, True
        spent = not ends and self._steps is not None and self._done >= self._steps
        info = {"steps": self._done, "action": said, "trouble": trouble}
        return self._observation(self._picture), 0.0, ends, spent, info

    def render(self) -> Picture | None:
        """The last picture, where render_mode is rgb_array."""
        return None if self.render_mode is None or self._picture is None else self._picture.copy()

    def close(self) -> None:
        """Let go of the device; may be called twice."""
        self._device.close()

    def _observation(self, picture: Picture) -> dict[str, Any]:
        return {"instruction": self._words, "screen": picture.copy()}
