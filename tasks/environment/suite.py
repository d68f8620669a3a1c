"""`fingertip/Phone-v0`: the tasks of a suite, each episode one of them, rewarded by the task's own check.

Knows sessions, tasks and checks (tasks/session.py, tasks/task.py). Does not know agents. The reward is what a run of the suite
would count: 1 where the check passes at the end of the episode, else 0, and 0 on every step before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gymnasium

from agent.decision import Act, Answer, Decision, Finish
from agent.training.screens import RESERVED
from devices.actions import TOUCH_KINDS, describe
from devices.errors import DeviceError
from tasks.body import PHONE, body_of
from tasks.checks import Evidence
from tasks.environment.screen import Screen
from tasks.environment.spaces import (
    ANSWER,
    FINISH,
    Picture,
    Raw,
    Words,
    action_space,
    complaint,
    decided,
    fitting,
    picture_space,
    written,
)
from tasks.session import Ground, Session
from tasks.state import State
from tasks.suites import suite as find_suite
from tasks.task import BadSuite, Case, Task

WORLDS = min(RESERVED)
"""Seeds are drawn below this one; from here on they are for measuring, and nobody should train on them."""
USUAL_SIZE = "1080x2400"
OPTIONS = ("task", "seed")


class SuiteEnv(gymnasium.Env[dict[str, Any], dict[str, Any]]):
    """A suite as an environment. Actions: tasks/environment/spaces.py.

    Observation: `screen` uint8 (height, width, 3), and `instruction`, a text of at most 500 characters.
    `terminated` on finish and answer; `truncated` when the steps of the task's budget are used up. `info` holds `task`, `seed`,
    `fault` (of a suite in which things go wrong; drawn from the seed of reset()), `steps` (so far), `action` (in words) and
    `trouble` (why it was not done or what differs, mostly empty); at the end also `success` and `reason`, as the check found.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012  # the base class says so
        "render_modes": ["rgb_array"],
        "render_fps": 4,
    }

    def __init__(
        self,
        suite: str = "phone_basics",
        task: str | None = None,
        seed: int | None = 0,
        size: str | None = None,
        locale: str | None = None,
        device: str = "",
        steps: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        """suite: its name, or a Python file. task: one of them; None: another one each time, drawn from the seed of reset().

        seed: of the world and of what is asked for, as `--seeds` of `python -m tasks run`; None draws one at each reset, which
        starts another phone. size: WIDTHxHEIGHT of the screen. locale: of phone and instruction. device: further options, as
        --device of a run ("phone:theme=dark"). steps: budget of every task, instead of its own.
        Raises BadSuite, BadOption; nothing is started before the first reset, but for bodies whose screen's size is not known.
        """
        if render_mode not in (None, "rgb_array"):
            raise BadSuite(f"There is no render mode {render_mode!r}; there is rgb_array.")
        self.render_mode = render_mode
        self._suite = find_suite(suite)
        self._task = task
        self._seed = seed
        self._locale = locale or self._suite.locale
        self._steps = steps
        self._body = body_of(self._suite)
        self._options = {**self._suite.options, **dict(self._body.options(device)), **({"size": size} if size else {})}
        if task is not None:
            self._find(task)
        self._ground: Ground | None = None
        self._session: Session | None = None
        self._case: Case | None = None
        kinds, width, height = self._measure()
        self._size = (width, height)
        self.kinds, self.action_space = action_space({*kinds, FINISH, ANSWER})
        self.observation_space = gymnasium.spaces.Dict({"instruction": Words(), "screen": picture_space(width, height)})

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin an episode; options: `task` and `seed` of this one alone. Raises BadSuite, DeviceError."""
        super().reset(seed=seed)
        self._end()
        chosen = dict(options or {})
        if unknown := sorted(set(chosen) - set(OPTIONS)):
            raise BadSuite(f"reset() knows no option {unknown[0]!r}; it knows {', '.join(OPTIONS)}.")
        # All are drawn in any case, so that the next draw does not depend on what was fixed.
        drawn = self.np_random.integers(0, [len(self._suite), WORLDS, len(self._suite.faults)])
        self._now = self._find(chosen.get("task") or self._task or list(self._suite.tasks)[int(drawn[0])])
        world = chosen.get("seed", self._seed)
        self._world = int(drawn[1]) if world is None else int(world)
        self._fault = self._suite.faults[int(drawn[2])]
        try:
            session = self._session_of(self._world)
            case = self._now.case(self._suite.name, self._world, session.fresh)
            self._words = fitting(case.instruction(self._locale, self._world))
            self._case = case
            self._before: State = session.prepare(case, self._fault)
            self._screen = Screen(session.device, *self._size)
            self._picture = self._screen.look()
        except DeviceError:
            self._forget()  # whatever broke shall not meet the next episode
            raise
        self._done = 0
        return self._observation(), self._info("", "")

    def step(self, action: dict[str, Any]) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Do one action and let the screen settle. Raises DeviceError where the phone is lost: reset() starts another one."""
        if self._case is None:
            raise gymnasium.error.ResetNeeded("The episode is over, or none has begun: call reset().")
        self._done += 1
        try:
            return self._stepped(self._case, action)
        except DeviceError:
            self._forget()
            raise

    def render(self) -> Picture | None:
        """The last picture, where render_mode is rgb_array."""
        return self._picture.copy() if self.render_mode and hasattr(self, "_picture") else None

    def close(self) -> None:
        """End the phone and what belongs to it; may be called twice."""
        self._forget()
        ground, self._ground = self._ground, None
        if ground is not None:
            ground.close()

    def written(self, decision: Decision) -> Raw:
        """A decision as an action of this environment's space; raises ValueError where the space cannot say it."""
        return written(decision, self.kinds)

    @property
    def session(self) -> Session:
        """The body that the episode runs on, for those who need more than the spaces say; raises ResetNeeded."""
        if self._session is None:
            raise gymnasium.error.ResetNeeded("No episode has begun: call reset().")
        return self._session

    @property
    def case(self) -> Case:
        """What is to be done in this episode; raises ResetNeeded."""
        if self._case is None:
            raise gymnasium.error.ResetNeeded("No episode has begun: call reset().")
        return self._case

    def _stepped(self, case: Case, action: Mapping[str, Any]) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        said, trouble, answer, ends = "", "", None, False
        try:
            decision = decided(action, self.kinds)
        except ValueError as error:
            trouble = complaint(error)
        else:
            match decision:
                case Act(action=what):
                    said, trouble = describe(what), self._screen.do(what)
                    self._picture = self._screen.look()
                case Answer(text=text):
                    said, answer, ends = ANSWER, text, True
                case Finish():
                    said, ends = FINISH, True
                case _:
                    raise AssertionError(decision)
        spent = not ends and self._done >= (self._steps or self._now.steps)
        info = self._info(said, trouble)
        reward = 0.0
        if ends or spent:
            finding = case.check(Evidence(self._before, self.session.state(), answer))
            reward = float(finding.passed)
            info |= {"success": finding.passed, "reason": finding.reason}
            self._end()
        return self._observation(), reward, ends, spent, info

    def _observation(self) -> dict[str, Any]:
        return {"instruction": self._words, "screen": self._picture.copy()}

    def _info(self, said: str, trouble: str) -> dict[str, Any]:
        where = {"task": self._now.id, "seed": self._world, "fault": self._fault}
        return {**where, "steps": self._done, "action": said, "trouble": trouble}

    def _measure(self) -> tuple[frozenset[str], int, int]:
        """What the device can do, and the size of its screen."""
        if self._body is PHONE:
            size = self._options.setdefault("size", USUAL_SIZE)
            width, _, height = size.partition("x")
            if width.isdigit() and height.isdigit():
                return TOUCH_KINDS, int(width), int(height)
        try:
            info = self._session_of(self._seed or 0).device.info
        except BaseException:
            self.close()
            raise
        return info.actions or TOUCH_KINDS, info.width, info.height

    def _find(self, name: str) -> Task:
        if name not in self._suite.tasks:
            raise BadSuite(
                f"The suite {self._suite.name} has no task {name!r}; `python -m tasks list {self._suite.name}` shows all."
            )
        found = self._suite.tasks[name]
        if self._locale not in found.locales:
            raise BadSuite(f"{name} can be asked for in {', '.join(found.locales)}, and not in {self._locale}.")
        return found

    def _session_of(self, world: int) -> Session:
        if self._session is None or self._session.seed != world:
            self._forget()
            self._ground = self._ground or self._body.make_ground()
            self._session = self._ground.session(seed=world, locale=self._locale, options=self._options)
        return self._session

    def _end(self) -> None:
        """Put the body back as found, if an episode is on."""
        case, self._case = self._case, None
        if case is None or self._session is None:
            return
        try:
            self._session.tear_down()
        except DeviceError:
            self._forget()

    def _forget(self) -> None:
        session, self._session, self._case = self._session, None, None
        if session is not None:
            session.close()
