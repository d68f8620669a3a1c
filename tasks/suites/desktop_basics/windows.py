"""Windows of several programs."""

from __future__ import annotations

from random import Random

from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.oracle import solution
from tasks.checks import All, Evidence, Rows, between
from tasks.state import State
from tasks.suites.desktop_basics._suite import BOTH, CALCULATOR, MOUSEPAD, SUITE, pick, quoted, same_windows
from tasks.task import Case

KEYBOARD, MOUSE = "Xfce4-keyboard-settings", "Xfce4-mouse-settings"
WORDS = {
    MOUSEPAD: ("the text editor", "文本编辑器"),
    CALCULATOR: ("the calculator", "计算器"),
    KEYBOARD: ("the keyboard settings", "键盘设置"),
    MOUSE: ("the mouse settings", "鼠标设置"),
}


def _prepared(draw: Random, fresh: State, *programs: str) -> tuple[str, ...]:
    """Lines that open windows of some programs, in any order."""
    path, _ = pick(draw, fresh)
    commands = {MOUSEPAD: ("mousepad", path), CALCULATOR: ("galculator",)}
    order = draw.sample(programs, len(programs))
    return tuple(quoted("windows", *commands.get(program, (program.lower(),))) for program in order)


@SUITE.task(steps=5, apps=(), locales=BOTH)
def maximize_window(draw: Random, fresh: State) -> Case:
    """A window that may lie below others fills the screen."""
    program, other = draw.sample((MOUSEPAD, CALCULATOR), 2)
    prepare = _prepared(draw, fresh, program, other, MOUSE)
    english, chinese = WORDS[program]

    def oracle(hand: DeskHand) -> None:
        window = hand.of(program)
        if window is None or "maximized" in window.states:
            return
        hand.program(program, program)
        hand.press("maximize", window)

    return Case(
        says={
            "en-US": (f"Maximise the window of {english}.", f"Let the window of {english} fill the whole screen."),
            "zh-CN": (f"把{chinese}的窗口最大化",),
        },
        params={"program": program},
        prepare=prepare,
        check=All(Rows("windows", {"program": program, "state": "maximized"}), same_windows(f"{program}-1")),
        oracle=solution(oracle),
    )


@SUITE.task(steps=5, apps=(), chance=0.05, locales=BOTH)
def minimize_window(draw: Random, fresh: State) -> Case:
    """A window goes to the task bar, where chance may send the one in front by a single click."""
    program, other = draw.sample((MOUSEPAD, CALCULATOR), 2)
    prepare = _prepared(draw, fresh, program, other, KEYBOARD)
    english, chinese = WORDS[program]

    def oracle(hand: DeskHand) -> None:
        window = hand.of(program)
        if window is None or "hidden" in window.states:
            return
        hand.program(program, program)
        hand.press("minimize", window)

    return Case(
        says={
            "en-US": (f"Minimise the window of {english}.", f"Put the window of {english} away; do not close it."),
            "zh-CN": (f"把{chinese}的窗口最小化",),
        },
        params={"program": program},
        prepare=prepare,
        check=All(Rows("windows", {"program": program, "state": "hidden"}), same_windows(f"{program}-1")),
        oracle=solution(oracle),
    )


@SUITE.task(steps=6, apps=(), locales=BOTH)
def close_window(draw: Random, fresh: State) -> Case:
    """One window of three goes, the others stay."""
    programs = draw.sample((MOUSEPAD, CALCULATOR, KEYBOARD, MOUSE), 3)
    prepare = _prepared(draw, fresh, *programs)
    program = programs[0]
    english, chinese = WORDS[program]

    def oracle(hand: DeskHand) -> None:
        window = hand.of(program)
        if window is None:
            return
        hand.program(program, program)
        if hand.has("pressed"):
            hand.wait()  # a second click would meet what lies below
        hand.mark("pressed")
        hand.press("close", window)

    return Case(
        says={
            "en-US": (f"Close the window of {english}.", f"Close {english} and leave the other windows open."),
            "zh-CN": (f"关闭{chinese}的窗口",),
        },
        params={"programs": list(programs)},
        prepare=prepare,
        check=All(Rows("windows", {"program": program}, count=0), same_windows(f"{program}-1")),
        oracle=solution(oracle),
    )


@SUITE.task(steps=5, apps=(), locales=BOTH)
def move_window(draw: Random, fresh: State) -> Case:
    """A window is dragged into a part of the screen."""
    program, other = draw.sample((MOUSEPAD, CALCULATOR), 2)
    prepare = _prepared(draw, fresh, program, other)
    english, chinese = WORDS[program]
    across, down = draw.choice(("left", "right")), "lower"
    low, high = (0, 250) if across == "left" else (560, 1000)
    moved = Rows("windows", {"program": program, "x": between(low, high), "y": between(230, 700)})

    def oracle(hand: DeskHand) -> None:
        window = hand.of(program)
        if window is None or moved(Evidence(hand.state, hand.state)).passed:
            return
        hand.program(program, program)
        left, top, _, _ = window.bounds
        to = 60 if across == "left" else 600
        hand.drag((left + 100, top - 12), (to + 100, 288), f"Drag {english} down.")

    return Case(
        says={
            "en-US": (
                f"Move the window of {english} to the {down} {across} of the screen.",
                f"Drag the window of {english} so that it lies {down} {across} on the screen.",
            ),
            "zh-CN": (f"把{chinese}的窗口移到屏幕{'左' if across == 'left' else '右'}下方",),
        },
        params={"program": program, "to": across},
        prepare=prepare,
        check=All(moved, same_windows(f"{program}-1")),
        oracle=solution(oracle),
    )
