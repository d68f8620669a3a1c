"""One episode with hooks, on the shipped fakes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from agent.episode import Ended, Episode, Hooked, Line
from agent.hooks import Call, Hook
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.prompt import Trusted, Untrusted
from agent.recording import Recorder, read_episode, read_lines
from devices.errors import DeviceError
from devices.scripted import ScriptedDevice

TAP = 'Thought: Tap Settings.\nAction: {"action": "tap", "point": [447, 81]}'
FINISH = 'Thought: Done.\nAction: {"action": "finish"}'


def picture(number: int) -> Image.Image:
    return Image.new("RGB", (30, 60), (number % 256, 0, 7))


class Bench:
    """Runs one episode in a directory and keeps what took part in it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.lines: list[Line] = []

    def run(
        self,
        replies: Sequence[str | BaseException],
        *hooks: Hook | Call,
        perform: dict[int, DeviceError] | None = None,
        instruction: str = "open settings",
    ) -> Ended:
        self.device = ScriptedDevice(picture, perform_errors=perform)
        self.model = ScriptedModel(replies)
        with Recorder(self.directory) as recorder:
            ended = run_episode(
                instruction,
                self.device,
                self.model,
                recorder,
                limits=Limits(steps=6, screen=0.2, settle=0.2),
                watcher=self.lines.append,
                hooks=hooks,
            )
        assert list(read_lines(self.directory)) == self.lines
        assert self.lines[-1] == ended
        return ended

    @property
    def episode(self) -> Episode:
        return read_episode(self.directory)

    @property
    def hooked(self) -> list[Hooked]:
        return [line for line in self.lines if isinstance(line, Hooked)]

    def shown(self, number: int) -> str:
        """The text of one prompt."""
        return "".join(part.text for part in self.model.prompts[number].user if isinstance(part, Trusted | Untrusted))
