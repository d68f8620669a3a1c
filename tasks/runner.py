"""Carry out one trial: a phone of its own, the agent's loop, and a check by an ADB client apart from the agent's.

Knows how a trial becomes a result. Does not know which trials there are, or what counts as good.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from agent.episode import Ended, Outcome
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.base import Model
from agent.recording import Recorder
from devices.actions import Frozen
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.errors import DeviceError
from devices.virtual import open_phone
from tasks.state import Shell
from tasks.trials import Trial, done, prepare

ModelFor = Callable[[Trial, Shell], Model]
"""The model that a trial is done with; it stays open."""


class Result(Frozen):
    """What came of one trial.

    outcome: as the agent says. done: as the phone says. seconds: of the episode, without starting the phone.
    """

    group: str
    seed: int
    instruction: str
    model: str
    outcome: Outcome
    done: bool
    steps: int
    seconds: float
    message: str = ""

    @property
    def passed(self) -> bool:
        """Done, and the agent knows it."""
        return self.done and self.outcome is Outcome.FINISHED

    @property
    def false_done(self) -> bool:
        """The agent says that it is done, and it is not."""
        return not self.done and self.outcome is Outcome.FINISHED


def run_trial(
    trial: Trial, name: str, model_for: ModelFor, checker: PrivateServer, directory: Path, *, limits: Limits
) -> Result:
    """Start the phone, prepare it, run the episode and read what became of it.

    name: of the model, for the result. checker: the adb server of the check's own client. directory: gets the episode.
    A phone that fails is a result, too. Raises RecordingFailed, ModelError where there is no model at all.
    """
    try:
        with ExitStack() as stack:
            device = stack.enter_context(open_phone(seed=str(trial.seed)))
            link = Link(device.address, checker)
            stack.callback(link.close)
            link.open()

            def shell(line: str) -> str:
                return link.run(line).text

            prepare(trial.goal, shell)
            with Recorder(directory) as recorder:
                ended = run_episode(trial.instruction, device, model_for(trial, shell), recorder, limits=limits)
            is_done = done(trial.goal, shell)
    except DeviceError as error:
        ended, is_done = Ended(outcome=Outcome.DEVICE_LOST, message=str(error), steps=0, seconds=0.0), False
    return Result(
        group=trial.group,
        seed=trial.seed,
        instruction=trial.instruction,
        model=name,
        outcome=ended.outcome,
        done=is_done,
        steps=ended.steps,
        seconds=ended.seconds,
        message=ended.message,
    )
