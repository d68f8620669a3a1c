"""A task's own solution that goes back where it sees no way on: out of a wrong page, or a dialog that nobody asked for.

Suites' solutions find back from other apps and from what the system puts in their way; on a wrong page of the right app most of
them are lost. Knows nothing of any task. Kept apart from tasks/oracle.py, by which suites are checked.
"""

from __future__ import annotations

from agent.decision import Act
from agent.errors import ModelFailed
from agent.training.goals import Step
from devices.actions import Press, Wait
from devices.errors import DeviceError
from tasks.hand import Hand, Memory
from tasks.oracle import next_step
from tasks.task import Oracle

BACK = Step("Go back.", Act(action=Press(key="back")))
LOOKS = 2
"""So often in a row it looks and sees no way on before it goes back: an app may still be starting."""
MOST = 8
"""So often it goes back in one episode."""


def decided(oracle: Oracle, hand: Hand) -> Step:
    """What a solution wants; raises ModelFailed where it knows no way on, or breaks where no suite ever led it, DeviceError."""
    try:
        return next_step(oracle, hand)
    except (ModelFailed, DeviceError):
        raise
    except Exception as error:  # an oracle is anybody's code, and this screen is none that its suite leads to
        raise ModelFailed(f"The oracle broke: {type(error).__name__}: {error}") from error


class WayBack:
    """A solution and what it remembers of one episode."""

    def __init__(self, oracle: Oracle) -> None:
        self.memory = Memory()
        self._oracle = oracle
        self._went_back = 0

    def next_step(self, hand: Hand) -> Step:
        """What is to be done now; raises ModelFailed where going back has not helped, or the solution breaks, DeviceError."""
        before = self.memory.lost
        step = decided(self._oracle, hand)
        waits = isinstance(step.decision, Act) and isinstance(step.decision.action, Wait)
        if not waits or self.memory.lost <= before or self.memory.lost < LOOKS:
            return step
        if self._went_back == MOST:
            raise ModelFailed(f"The oracle is lost on {hand.package} {hand.page!r}.")
        self.memory.lost = 0
        self._went_back += 1
        return BACK
