"""Do a recorded episode again exactly, on a device that must look the same before each action and at the end.

Knows when screens are the same. Does not look for anything: the first difference ends it before anything is touched.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.decision import Act
from agent.episode import FrameRecord, places
from agent.loop import Watcher
from agent.recording import Recorder
from agent.replay.course import PATIENCE, PAUSE, Check, Course
from agent.replay.grade import Grade, Halt, Replayed, Verdict
from agent.replay.screens import Difference, Mask, compare_screens, masks_for
from agent.replay.source import read_source
from devices.actions import Action, Wait, describe
from devices.base import Device
from devices.errors import ScreenUnavailable
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

NEVER = Difference(problem="there was no true picture of the screen")


def replay_strict(
    directory: Path,
    device: Device,
    recorder: Recorder,
    *,
    check: Check | None = None,
    masks: Sequence[Mask] = (),
    patience: float = PATIENCE,
    watcher: Watcher | None = None,
) -> Verdict:
    """Do the same again; raises BadEpisode, RecordingFailed.

    device: open, in the state in which the recording began. check: asked at the end besides. masks: more than the usual ones.
    patience: seconds to wait for each recorded screen.
    """
    source = read_source(directory)
    course = Course(source, device, recorder, "strict", watcher, patience)

    def run() -> Verdict:
        course.begin()
        known = masks_for(device.info.model, masks)
        waited = 0.0
        before: Frame | None = None
        for move in source.moves:
            course.at = move.step
            touched = places(Act(action=move.action))
            frame, difference = _wait(course, move.step, move.before, known, touched, patience + waited)
            if before is not None:
                course.settled(frame, before)
            course.observed(frame)
            course.steps.append(
                Replayed(move.step, describe(move.action), difference.whole, difference.near, note=difference.problem)
            )
            if not difference.same:
                raise Halt(move.step, f"the screen before “{describe(move.action)}” is not the recorded one: {difference}")
            course.act(move, move.action, frame)
            waited = _seconds(move.action)
            before = frame
        return _finish(course, before, known, check, patience + waited)

    return course.guarded(run)


def _finish(course: Course, before: Frame | None, masks: Sequence[Mask], check: Check | None, patience: float) -> Verdict:
    source = course.source
    last = source.moves[-1].step if source.moves else 0
    course.at = last + 1
    if source.final is None:
        course.settled(course.device.settle(), before) if before else None
        return Verdict(Grade.COMPLETED_UNVERIFIED, "all steps were done; the recording has no last screen to compare with")
    frame, difference = _wait(course, last + 1, source.final, masks, (), patience)
    if before is not None:
        course.settled(frame, before)
    course.observed(frame)
    course.steps.append(Replayed(last + 1, "the last screen", difference.whole, note=difference.problem))
    if not difference.same:
        raise Halt(last + 1, f"the last screen is not the recorded one: {difference}")
    if check is not None and not course.checked(check):
        raise Halt(last + 1, "every screen is as recorded, but the check says that the task is not done")
    return Verdict(Grade.VERIFIED, f"{source.count}, and every screen as recorded")


def _wait(
    course: Course, step: int, record: FrameRecord, masks: Sequence[Mask], touched: Sequence[float], patience: float
) -> tuple[Frame, Difference]:
    """Look until the screen is the recorded one, or patience is used up; the last look and how far it differs.

    Raises Halt where there was no true picture at all.
    """
    recorded = course.source.frame(record)
    where = tuple(zip(touched[0::2], touched[1::2], strict=True))
    end = time.monotonic() + patience
    seen: Frame | None = None
    difference = NEVER
    while True:
        try:
            frame = course.device.observe()
        except ScreenUnavailable as error:
            difference = Difference(problem=f"there is no true picture of the screen: {error}")
        else:
            if seen is None or frame.digest != seen.digest:
                seen, difference = frame, _difference(recorded, record, frame, masks, where)
            if difference.same:
                return frame, difference
        if time.monotonic() > end:
            if seen is None:
                raise Halt(step, difference.problem)
            return seen, difference
        time.sleep(PAUSE)


def _difference(
    recorded: Image, record: FrameRecord, frame: Frame, masks: Sequence[Mask], where: tuple[tuple[float, float], ...]
) -> Difference:
    if frame.digest == record.digest:
        return Difference(0.0, 0.0 if where else None)
    return compare_screens(recorded, frame.image, masks=masks, places=where)


def _seconds(action: Action) -> float:
    return action.seconds if isinstance(action, Wait) else 0.0
