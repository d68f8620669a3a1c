"""From what a person asks for to what a run is: the record of it, and the executor.

Knows names. Does not run anything.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from agent.models.adapter import open_adapter
from agent.models.checkpoint import find_checkpoint, open_checkpoint
from agent.models.registry import SCRIPT, ModelOptions, locate
from agent.versions import versions
from tasks.body import body_of
from tasks.executors import Executor
from tasks.executors.local import LocalExecutor
from tasks.gate import read_gate, standing
from tasks.probes import PROBES
from tasks.results import Run
from tasks.task import BadSuite, Suite
from tasks.worker import ORACLE, WorkerSpec


def describe(
    suite: Suite,
    *,
    model: str,
    device: str,
    seeds: Sequence[int],
    repeats: int,
    only: Sequence[str],
    options: ModelOptions,
    unchecked: bool,
) -> Run:
    """What the run is, as it goes on record. device: empty is the suite's own body. Raises BadSuite where the suite did not
    pass its check, and ModelError."""
    passed, words = standing(suite)
    if not passed and not unchecked:
        raise BadSuite(f"{words} To run it all the same, say --unchecked.")
    return Run(
        suite=suite.name,
        version=suite.version,
        digest=suite.digest,
        model=model,
        fingerprint=_fingerprint(model, options.adapter),
        device=device or body_of(suite).name,
        seeds=tuple(seeds),
        repeats=repeats,
        instances=len(seeds) * repeats * len(only or suite) * len(suite.faults),
        gate=words if passed else f"not checked: {words}",
        options={
            **{key: str(value) for key, value in asdict(options).items() if value is not None},
            **({"tasks": ",".join(only)} if only else {}),
        },
        versions=versions(),
        revision=_revision(),
        started=time.time(),
    )


def oracle_steps(suite: Suite) -> dict[str, int]:
    """How many steps the shipped solutions need, by task; empty where this very suite was never checked."""
    gate = read_gate(suite)
    return gate.oracle_steps if gate is not None and gate.digest == suite.digest else {}


def open_executor(name: str, spec: WorkerSpec, jobs: int, address: str = "") -> Executor:
    """The executor of this name; raises WorkerFailed where a package is missing or no cluster answers."""
    if name == "local":
        return LocalExecutor(spec, jobs)
    from tasks.executors.on_ray import RayExecutor

    return RayExecutor(spec, jobs, address)


def _fingerprint(model: str, adapter: str | None) -> str:
    if model in PROBES or model == ORACLE or model.startswith(SCRIPT):
        return ""
    found = open_checkpoint(find_checkpoint(locate(model))).fingerprint()
    return found if adapter is None else f"{found}+{open_adapter(adapter).fingerprint()}"


def _revision() -> str:
    """Of the source, with "+" where it was changed since; empty where it is no working copy."""
    here = Path(__file__).parent

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=here, capture_output=True, text=True, timeout=20, check=True)
        return done.stdout.strip()

    try:
        return git("rev-parse", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return ""
