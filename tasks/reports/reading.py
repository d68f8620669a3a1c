"""Read a run's directory, also one that is still being written or was killed.

Knows files. Does not know what is counted. What is odd about them is said in notes, not hidden: a cut-off last line is
dropped, of several results for one instance the last counts, and episodes that are not there yet are counted as missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from agent.errors import AgentError
from tasks.results import RESULTS_FILE, RUN_FILE, BadRun, InstanceId, Result, Run


class CannotWrite(AgentError):
    """A report cannot be written where it was asked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A run as it lies on the disk. results: one per instance, in the order written. notes: sentences about what is odd."""

    directory: Path
    run: Run
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """Episodes that were asked for and have no result."""
        return max(0, self.run.instances - len(self.results))


def read_run(directory: Path) -> Reading:
    """The run in a directory; raises BadRun."""
    try:
        run = Run.model_validate_json(_bytes(directory / RUN_FILE))
    except ValidationError as error:
        raise BadRun(f"{directory / RUN_FILE} cannot be read: {_first(error)}.") from error
    found: dict[InstanceId, tuple[int, Result]] = {}
    notes: list[str] = []
    path = directory / RESULTS_FILE
    data = _bytes(path) if path.exists() else b""
    whole, _, torn = data.rpartition(b"\n")
    for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
        result = _result(line, number, path)
        if (result.id.suite, result.id.version) != (run.suite, run.version):
            raise BadRun(
                f"Line {number} of {path} is of {result.id.suite} version {result.id.version}, and the run is of {run.suite} "
                f"version {run.version}: take it out."
            )
        if result.id in found:
            before = found.pop(result.id)[0]
            notes.append(f"{result.id.name} has two results, in lines {before} and {number}: the last one counts.")
        found[result.id] = (number, result)
    if torn:
        notes.append("The last line of the results is cut off and was dropped.")
    if len(found) > run.instances:
        notes.append(f"There are {len(found)} results, and only {run.instances} episodes were asked for.")
    return Reading(directory, run, tuple(result for _, result in found.values()), tuple(notes))


def episode_directory(directory: Path, result: Result) -> Path | None:
    """Where the recording of a result lies; None if there is none, or if it would lie outside the run."""
    if not result.episode:
        return None
    path = directory / result.episode
    inside = path.resolve().is_relative_to(directory.resolve())
    return path if inside and path.is_dir() else None


def _result(line: bytes, number: int, path: Path) -> Result:
    try:
        return Result.model_validate_json(line)
    except ValidationError as error:
        raise BadRun(f"Line {number} of {path} cannot be read: {_first(error)}.") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadRun(f"{path.parent} holds no run that can be read ({path.name}: {error.strerror}).") from error


def _first(error: ValidationError) -> str:
    told = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in told["loc"])
    return f"{where}: {told['msg']}" if where else str(told["msg"])
