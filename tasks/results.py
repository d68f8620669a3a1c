"""What came of one episode of a suite, and what was asked of a whole run: the lines that a run leaves behind.

Knows the closed set of verdicts and which file holds what. Does not know how an episode is carried out or what is counted.
A run is a directory: run.json (Run), results.jsonl (Result, one a line, appended and on the disk when its episode is over),
episodes/NAME/ (recordings).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.episode import Outcome, Timings
from agent.errors import AgentError
from devices.actions import Frozen

RUN_FILE, RESULTS_FILE, EPISODES_FOLDER = "run.json", "results.jsonl", "episodes"


class BadRun(AgentError):
    """A directory holds no run that can be read or gone on with; one sentence for a person."""


class Verdict(StrEnum):
    """Three ways for an episode to end; exactly one of them counts as success.

    success: the check passed. failure: the agent did not do it, whatever it says. error: the device, the set-up, the check
    or the model's own process broke; nothing is said about the agent.
    """

    SUCCESS = "success"
    FAILURE = "failure"
    ERROR = "error"


class InstanceId(Frozen):
    """Which episode this is: equal ids ask for the same thing on the same phone.

    suite, version: of the suite. task: its id. seed: of the phone's world and of the task's parameters. locale: language of
    the phone and of the instruction. fault: what goes wrong on purpose, empty for nothing. repeat: from 0.
    """

    suite: str
    version: int
    task: str
    seed: int
    locale: str = "en-US"
    fault: str = ""
    repeat: Annotated[int, Field(ge=0)] = 0

    @property
    def name(self) -> str:
        """Fit for a directory: unique within a run."""
        fault = re.sub(r"[^A-Za-z0-9]+", "-", f" {self.fault}") if self.fault else ""
        return f"{self.task}{fault}-{self.locale}-s{self.seed}-r{self.repeat}"


class Result(Frozen):
    """What came of one episode.

    outcome: as the agent says; None where no episode began. claimed: the agent says that it is done. reason: the check's own
    words, or what broke. answer: what the agent answered. steps: replies asked for. budget: steps allowed.
    oracle_steps: steps that the shipped solution needs, 0 where unknown. seconds: of the episode, without opening.
    stages: stage -> seconds over all steps (observe, encode, prefill, decode, parse, act, settle). attempts: how often it was
    begun; above 1 only after errors. apps: packages that it is about. tags: what it is counted with besides.
    episode: directory of the recording, relative to the run. finished: seconds since the epoch.
    """

    id: InstanceId
    instruction: str
    verdict: Verdict
    outcome: Outcome | None
    claimed: bool
    reason: str = ""
    answer: str = ""
    steps: Annotated[int, Field(ge=0)] = 0
    budget: Annotated[int, Field(gt=0)]
    oracle_steps: Annotated[int, Field(ge=0)] = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    stages: Timings = Field(default_factory=dict)
    attempts: Annotated[int, Field(gt=0)] = 1
    apps: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    episode: str = ""
    finished: float = 0.0

    @property
    def false_done(self) -> bool:
        """The agent says that it is done, and it is not."""
        return self.claimed and self.verdict is Verdict.FAILURE

    @property
    def missed_done(self) -> bool:
        """It is done, and the agent does not say so."""
        return not self.claimed and self.verdict is Verdict.SUCCESS


class Run(Frozen):
    """What a run was asked to do; written before its first episode, and the same when it is resumed.

    suite, version, digest: the suite, and a digest of the code that defines it. model: as named; fingerprint: of its weights.
    device: the specification without the seed. seeds, repeats: as asked. instances: how many episodes in all.
    gate: what `tasks check` said of this digest, empty if it was never asked. versions: package -> version.
    revision: of the source, empty if unknown. started: seconds since the epoch.
    """

    schema_version: Literal[1] = 1
    suite: str
    version: int
    digest: str
    model: str
    fingerprint: str = ""
    device: str
    seeds: tuple[int, ...]
    repeats: Annotated[int, Field(gt=0)]
    instances: Annotated[int, Field(gt=0)]
    gate: str = ""
    options: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    revision: str = ""
    started: float
