"""Who may say that the robot moves, and what the measurement of it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.episode import Outcome
from scripts.benchmarks import stylus
from scripts.benchmarks.stylus import Run

ROOT = Path(__file__).resolve().parents[3]
CODE = "from devices.stylus.opening import QUESTION, ask; import sys; sys.exit(0 if ask(QUESTION) else 5)"


@pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("y\n", 5), ("\x04", 5)])
def test_only_a_yes_at_a_terminal_is_a_yes(typed: str, code: int) -> None:
    master, slave = os.openpty()
    try:
        with subprocess.Popen([sys.executable, "-c", CODE], cwd=ROOT, stdin=slave, stderr=subprocess.PIPE) as asked:
            os.write(master, typed.encode())
            _, said = asked.communicate(timeout=60)
        assert asked.returncode == code
        assert b"Is its way clear" in said
    finally:
        os.close(master)
        os.close(slave)


def test_without_a_terminal_nobody_is_asked_and_nobody_has_confirmed() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, input=b"yes\n", capture_output=True, timeout=60)
    assert done.returncode == 5
    assert done.stderr == b""


def runs(passed: int, of: int) -> list[Run]:
    return [
        Run(
            seed=number,
            tilt=10.0,
            noise=3.0,
            outcome=Outcome.FINISHED,
            opened=number < passed,
            steps=2,
            seconds=4.0,
            opening=3.0,
        )
        for number in range(of)
    ]


@pytest.mark.parametrize(("passed", "of", "kept"), [(18, 20, True), (17, 20, False), (9, 10, True), (8, 10, False)])
def test_the_promise_is_counted_by_what_the_phone_says(passed: int, of: int, kept: bool) -> None:
    report = stylus.report(runs(passed, of))
    assert (not report.missed) is kept
    assert f"{passed} of {of} through camera and pen" in report.text
    assert not stylus.report(runs(0, 20), straight=True).missed, "the comparison promises nothing"
