"""Do a recorded episode again where things may lie elsewhere: find each touched thing by its looks, and go on.

Knows when to look again, to scroll, to halt and to hand over. Does not know how a thing is recognised.
After a halt nothing further is sent. Nothing here claims that the task was done: only a check can.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.limits import Limits
from agent.loop import Watcher, run_episode
from agent.models.base import Model
from agent.recording import Recorder
from agent.replay.blocks import Box
from agent.replay.course import PATIENCE, PAUSE, Check, Course
from agent.replay.ending import graded, handed_over
from agent.replay.grade import Halt, Replayed, Verdict
from agent.replay.locate import Found, Missing, Screen, Sizes
from agent.replay.screens import compare_screens, masks_for
from agent.replay.scrolls import SEARCH_DOWN, SEARCH_UP, scrolled_as_far
from agent.replay.source import Move, read_source
from agent.replay.target import Target
from devices.actions import Action, Click, DoubleTap, Drag, Hover, LongPress, Scroll, Swipe, Tap, Type, Wait, describe
from devices.base import Device
from devices.frame import Frame

SCROLLS = 16
"""How often a page is scrolled down to look for a target, and at most twice as often up: a list of settings is four screens,
one of sixty contacts ten."""
IN_PLACE = 0.03
"""Share of the screen up to which an action counts as having changed something in place, such as a switch; a new page changes
more."""
LANDMARKS = 8
"""Texts by which a page is known again, from the top."""
KNOWN = 0.34
"""Share of the landmarks that must be there for a page to be the recorded one; in another size some scroll out of sight."""

OpenModel = Callable[[], Model]


@dataclass
class _Pursuit:
    """One lenient replay on its way. texts: what to type instead of what was typed."""

    course: Course
    texts: Mapping[str, str]
    masks_model: str = ""
    sizes: Sizes | None = None
    targets: dict[int, Target] = field(default_factory=dict)
    screen: tuple[str, Screen] | None = None
    searched: set[int] = field(default_factory=set)

    def run(self) -> Frame | None:
        """All moves; the last settled frame. Raises Halt."""
        frame: Frame | None = None
        for move in self.course.source.moves:
            frame = self._move(move, frame or self._settle(move.step))
        return frame

    def arrived(self, frame: Frame) -> None:
        """The last screen looks like the recorded one, or Halt."""
        source = self.course.source
        if source.final is None:
            return
        last = source.moves[-1].step if source.moves else 0
        recorded = Target(source.frame(source.final), 0.5, 0.5)
        end = time.monotonic() + self.course.patience
        while not self._recognised(recorded, frame):
            if time.monotonic() > end:
                raise Halt(last, "the last screen does not look like the recorded one")
            frame = self._settle(last)
        self.course.observed(frame)

    def _move(self, move: Move, frame: Frame) -> Frame:
        note, found = "", None
        self.course.at = move.step
        action = move.action
        match action:
            case Tap() | DoubleTap() | LongPress() | Click() | Hover():
                frame, found = self._find(move, frame)
                action = action.model_copy(update={"x": found.x, "y": found.y})
            case Drag(x=x, y=y, to_x=to_x, to_y=to_y):
                frame, found = self._find(move, frame)
                ends = {"to_x": _inside(found.x + to_x - x), "to_y": _inside(found.y + to_y - y)}
                action = action.model_copy(update={"x": found.x, "y": found.y, **ends})
            case Type(text=text) if text in self.texts:
                action = action.model_copy(update={"text": self.texts[text]})
                note = "other text"
            case Scroll():
                action = self._scrolled(move, action, frame)
            case _:
                pass
        self.course.observed(frame)
        self.course.act(move, action, frame)
        after = self._after(move, action, frame)
        self.course.settled(after, frame)
        self.course.steps.append(self._report(move, action, found, note))
        return after

    def _report(self, move: Move, action: Action, found: Found | None, note: str) -> Replayed:
        if found is None:
            return Replayed(move.step, describe(action), note=note)
        x, y = move.fraction[:2]
        shift = ((found.x - x) ** 2 + (found.y - y) ** 2) ** 0.5
        note = note or {"itself": "", "beside": "by the text beside it", "label": "by its label"}[found.by]
        return Replayed(move.step, describe(action), score=found.score, shift=shift, size=found.size, note=note)

    # finding

    def _find(self, move: Move, frame: Frame) -> tuple[Frame, Found]:
        """Look, wait, scroll; raises Halt where the target is nowhere."""
        target = self._target(move)
        result = self._locate(target, frame)
        if isinstance(result, Missing) and self.sizes is not None and not self.sizes.learnt:
            result = self._screen(target, frame).locate(target, thorough=True)
        end = time.monotonic() + self.course.patience
        while isinstance(result, Missing) and not self._recognised(target, frame) and time.monotonic() < end:
            time.sleep(PAUSE)
            fresh = self._settle(move.step)
            if fresh.digest != frame.digest:
                frame = fresh
                result = self._locate(target, frame)
        if isinstance(result, Missing) and not result.ambiguous and not result.state:
            result = self._screen(target, frame).locate(target, thorough=True)
        if isinstance(result, Missing) and not result.state and target.known and self._recognised(target, frame):
            frame, result = self._scroll(move, target, frame, result)
        if isinstance(result, Missing):
            self.course.steps.append(Replayed(move.step, describe(move.action), score=result.score, note=result.why))
            raise Halt(move.step, f"what “{describe(move.action)}” touched is not to be found: {result.why}")
        return frame, result

    def _scroll(self, move: Move, target: Target, frame: Frame, result: Missing) -> tuple[Frame, Found | Missing]:
        """The page is the recorded one, but the target is out of sight: scroll down to the end, then up."""
        for scroll, most in ((SEARCH_DOWN, SCROLLS), (SEARCH_UP, 2 * SCROLLS)):
            for _ in range(most):
                before = frame
                self.course.observed(frame)
                self.course.act(move, scroll, frame)
                frame = self._settle(move.step)
                self.course.settled(frame, before)
                if self._unchanged(before, frame):
                    break
                found = self._locate(target, frame)
                if isinstance(found, Found) or found.state:
                    return frame, found
                result = found if found.ambiguous else result
        return frame, result

    def _scrolled(self, move: Move, action: Scroll, frame: Frame) -> Scroll | Swipe:
        """As far as it was recorded; raises BadEpisode."""
        target = self._target(move)
        self._recognised(target, frame)  # so that the size of things here is known
        size = self._screen(target, frame).size(target, target.landmarks(LANDMARKS))
        return scrolled_as_far(action, target.image.size, frame.image.size, size)

    def _locate(self, target: Target, frame: Frame) -> Found | Missing:
        return self._screen(target, frame).locate(target)

    def _recognised(self, target: Target, frame: Frame) -> bool:
        """Whether enough of the recorded screen's texts are here."""
        marks = target.landmarks(LANDMARKS)
        screen = self._screen(target, frame)
        if not marks or self._known(screen, target, marks):
            return True
        if id(target) in self.searched:
            return False
        self.searched.add(id(target))
        # Once for each recorded screen: texts may have a size here that no step has met yet.
        return any([screen.learn(target, mark) for mark in marks[:2]]) and self._known(screen, target, marks)

    def _known(self, screen: Screen, target: Target, marks: list[Box]) -> bool:
        return sum(screen.shows(target, mark) for mark in marks) >= KNOWN * len(marks)

    def _target(self, move: Move) -> Target:
        if move.step not in self.targets:
            source = self.course.source
            target = Target(source.frame(move.before), *move.fraction[:2])
            if move.settled is not None:
                target.forget_end(source.frame(move.settled.frame))
            self.targets[move.step] = target
        return self.targets[move.step]

    def _screen(self, target: Target, frame: Frame) -> Screen:
        if self.sizes is None:
            self.sizes = Sizes(min(frame.width, frame.height) / min(target.image.width, target.image.height))
        key = f"{frame.digest}:{target.scale}"
        if self.screen is None or self.screen[0] != key:
            self.screen = key, Screen(frame.image, target.scale, self.sizes)
        return self.screen[1]

    # what an action brought about

    def _after(self, move: Move, action: Action, before: Frame) -> Frame:
        """The screen at rest; raises Halt where the recorded action had an effect that this one has not."""
        frame = self._settle(move.step)
        if move.settled is None or not move.settled.changed or isinstance(action, (Scroll, Swipe, Wait)):
            return frame
        end = time.monotonic() + self.course.patience
        while self._unchanged(before, frame):
            if time.monotonic() > end:
                raise Halt(move.step, f"“{describe(action)}” changed the screen when it was recorded, and changes nothing here")
            time.sleep(PAUSE)
            frame = self._settle(move.step)
        if isinstance(action, Tap):
            frame = self._followed(move, action, frame, end)
        return frame

    def _followed(self, move: Move, action: Tap, frame: Frame, end: float) -> Frame:
        """Where a touch changed something in place, such as a switch, the thing must now look as it did then."""
        assert move.settled is not None
        source = self.course.source
        before, after = source.frame(move.before), source.frame(move.settled.frame)
        if compare_screens(before, after).whole > IN_PLACE or before.size != after.size:
            return frame
        target = Target(after, *move.fraction[:2])
        target.forget_end(before)
        if target.picture or (target.end is None and target.itself is None):
            return frame
        while isinstance(result := self._locate(target, frame), Missing):
            if result.ambiguous and self._screen(target, frame).is_at(target, action.x, action.y):
                return frame
            if time.monotonic() > end:
                raise Halt(move.step, f"what was touched does not look as it did after the recorded touch: {result.why}")
            time.sleep(PAUSE)
            frame = self._settle(move.step)
        return frame

    def _unchanged(self, before: Frame, after: Frame) -> bool:
        if before.digest == after.digest:
            return True
        return compare_screens(before.image, after.image, masks=masks_for(self.masks_model)).same

    def _settle(self, step: int) -> Frame:
        self.course.look(step)  # goes on trying where there is no true picture for a while
        return self.course.device.settle()


def replay_lenient(
    directory: Path,
    device: Device,
    recorder: Recorder,
    *,
    check: Check | None = None,
    texts: Mapping[str, str] | None = None,
    hand_over: OpenModel | None = None,
    limits: Limits | None = None,
    force: bool = False,
    patience: float = PATIENCE / 2,
    watcher: Watcher | None = None,
) -> Verdict:
    """Do the same on a device that may look otherwise; raises BadEpisode, RecordingFailed.

    device: open, where the recording began. check: what alone can say that the task is done. texts: typed then -> typed now.
    hand_over: opens the model that carries on from the step at which nothing was found; limits, force: for it.
    """
    source = read_source(directory)
    course = Course(source, device, recorder, "lenient", watcher, patience)
    pursuit = _Pursuit(course, texts or {})

    def run() -> Verdict:
        course.begin()
        pursuit.masks_model = device.info.model
        last = pursuit.run() or course.look(0)
        pursuit.arrived(last)
        return graded(course, check)

    def handing_over() -> Verdict:
        try:
            return run()
        except Halt as halt:
            if halt.trouble or hand_over is None:
                raise
            with hand_over() as model:
                ended = run_episode(
                    source.episode.header.instruction,
                    device,
                    model,
                    recorder,
                    limits=limits,
                    force=force,
                    watcher=watcher,
                    clock=course.clock,
                    history=course.history,
                    first=course.number + 1,
                )
            course.over = True
            return handed_over(course, halt, ended, check)

    return course.guarded(handing_over)


def _inside(value: float) -> float:
    return min(max(value, 0.0), 0.9999)
