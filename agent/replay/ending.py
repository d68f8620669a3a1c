"""How a lenient replay that came to its end is graded. Does not know how it came there."""

from __future__ import annotations

from agent.episode import Ended, Outcome
from agent.replay.course import Check, Course
from agent.replay.grade import Grade, Halt, Verdict


def graded(course: Course, check: Check | None) -> Verdict:
    """After the last recorded action; raises Halt where the check says no."""
    done = course.source.count
    if check is None:
        return Verdict(Grade.COMPLETED_UNVERIFIED, f"{done}; whether the task is done was not checked")
    if not course.checked(check):
        raise Halt(course.steps[-1].step if course.steps else 0, f"{done}, but the check says that the task is not done")
    return Verdict(Grade.VERIFIED, f"{done}, and the check says that the task is done")


def handed_over(course: Course, halt: Halt, ended: Ended, check: Check | None) -> Verdict:
    """After a model went on from where the replay halted."""
    note = f"handed over at step {halt.step} ({halt.reason}); the model: {ended.message}"
    claimed = ended.outcome in (Outcome.FINISHED, Outcome.ANSWERED)
    if check is not None and ended.outcome is not Outcome.DEVICE_LOST and course.checked(check):
        return Verdict(Grade.VERIFIED, f"{note}; the check says that the task is done", outcome=ended.outcome)
    if check is not None or not claimed:
        trouble = ended.outcome in (Outcome.DEVICE_LOST, Outcome.MODEL_FAILED)
        return Verdict(Grade.HALTED, note, halt.step, trouble, ended.outcome)
    return Verdict(Grade.COMPLETED_UNVERIFIED, f"{note}; whether the task is done was not checked", outcome=ended.outcome)
