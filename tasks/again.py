"""A recorded episode of a suite, done again with the task's own set-up, and its check asked at the end.

Knows tasks, cases and sessions. Does not know how a replay goes on or halts (agent/replay/), nor where sessions come from.
Only the check lets a replay end in VERIFIED; a question has no goal on the device, so its check is given the recorded answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from agent.errors import BadEpisode
from agent.recording import Recorder
from agent.replay.course import replay_header
from agent.replay.grade import Grade, Verdict
from agent.replay.lenient import replay_lenient
from agent.replay.source import Source, read_source
from agent.replay.strict import replay_strict
from devices.base import Device
from tasks.body import body_of
from tasks.checks import Evidence
from tasks.results import InstanceId
from tasks.session import Session
from tasks.suites import suite as find_suite
from tasks.task import BadSuite, Case

Mode = Literal["strict", "lenient"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An episode of a suite. options: of the device that it was recorded on, without seed and locale. answer: if it gave
    one."""

    source: Source
    id: InstanceId
    options: Mapping[str, str]
    answer: str | None

    def case(self, session: Session) -> Case:
        """What is asked for on a phone of this world."""
        suite = find_suite(self.id.suite)
        return suite.tasks[self.id.task].case(suite.name, self.id.seed, session.fresh)


@dataclass(frozen=True, slots=True)
class Again:
    """What came of it. done: the check passes in the end, whatever the grade."""

    verdict: Verdict
    done: bool


def read_recorded(directory: Path) -> Recorded:
    """An episode as `tasks run` records it. Raises BadEpisode where it is none, BadSuite where its task is no longer there."""
    source = read_source(directory)
    header = source.episode.header
    try:
        fields = {name: value for name, value in header.options.items() if name in InstanceId.model_fields}
        found = InstanceId.model_validate(fields)
    except ValidationError as error:
        raise BadEpisode(f"{directory} holds no episode of a suite: use `python -m agent replay` for it.") from error
    suite = find_suite(found.suite)
    if found.task not in suite.tasks or found.version != suite.version:
        raise BadSuite(f"{directory} was recorded with version {found.version} of {found.suite}; now it is {suite.version}.")
    ended = source.episode.ended
    answer = ended.answer if ended is not None else None
    words = header.device.removeprefix(f"{body_of(suite).name}:").split(",")
    options = dict(word.split("=", 1) for word in words if "=" in word)
    return Recorded(source, found, {name: options[name] for name in options if name not in ("seed", "locale")}, answer)


def options_for(recorded: Recorded, device: str) -> dict[str, str]:
    """Options of the device to replay on: the recorded one's, but for those of device, such as "phone:theme=dark".

    A recorded density goes with its size: another size has its own usual one. Raises BadSuite.
    """
    wished = dict(body_of(find_suite(recorded.id.suite)).options(device))
    kept = {name: value for name, value in recorded.options.items() if not (name == "density" and "size" in wished)}
    return {**kept, **wished}


def replay_task(recorded: Recorded, session: Session, recorder: Recorder, mode: Mode) -> Again:
    """Set the task up on a body that is as found, do the episode again, and ask the check.

    Raises BadEpisode, BadSuite where this body makes another task of it, DeviceError, RecordingFailed.
    """
    header = recorded.source.episode.header
    case = recorded.case(session)
    said = case.instruction(session.locale, recorded.id.seed + recorded.id.repeat)
    if said != header.instruction:
        body = body_of(find_suite(recorded.id.suite)).name
        raise BadSuite(f"On this {body} the task is another one: {said!r}, and not {header.instruction!r}.")
    before = session.prepare(case, recorded.id.fault)

    def done(_device: Device | None = None) -> bool:
        return case.check(Evidence(before, session.state(), recorded.answer)).passed

    recorder.write(replay_header(recorded.source, mode, device=session.spec))
    again = replay_strict if mode == "strict" else replay_lenient
    verdict = again(recorded.source.directory, session.device, recorder, check=done)
    return Again(verdict, verdict.grade is Grade.VERIFIED or (not verdict.trouble and done()))
