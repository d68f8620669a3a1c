"""Working things out in Galculator, and putting them to use."""

from __future__ import annotations

from random import Random

from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.oracle import solution
from tasks.checks import All, Rows
from tasks.state import State
from tasks.suites.desktop_basics._suite import BOTH, CALCULATOR, MOUSEPAD, SUITE, Says, clipboard, only
from tasks.suites.desktop_basics._ways import editor, saved_as
from tasks.task import Case


def _sum(draw: Random) -> tuple[str, str, str]:
    """Something to work out: as it is typed, as it is said, and what comes of it.

    No key comes twice: Galculator loses one that is pressed again while its button on the screen still flashes.
    """
    while True:
        first, second = draw.randint(123, 987), draw.randint(12, 98)
        sign, word = draw.choice((("*", "times"), ("+", "plus"), ("-", "minus")))
        result = {"*": first * second, "+": first + second, "-": first - second}[sign]
        typed = f"{first}{sign}{second}"
        if len(set(typed)) == len(typed) and str(result) not in typed:
            return typed, f"{first} {word} {second}", str(result)


def _worked_out(hand: DeskHand, typed: str, result: str) -> None:
    """Have the result in the calculator's display."""
    hand.program(CALCULATOR, "Galculator")
    display = hand.there(role="text")
    if display.text == result:
        return
    if display.text != "0":
        hand.tap("AC", role="toggle button")
    hand.type(typed, submit=True)


@SUITE.task(steps=6, apps=(CALCULATOR,), locales=BOTH)
def calculate(draw: Random, fresh: State) -> Case:
    """The result is wanted on the clipboard."""
    typed, said, result = _sum(draw)

    def oracle(hand: DeskHand) -> None:
        if clipboard(hand.state) == result:
            return
        _worked_out(hand, typed, result)
        hand.keys("ctrl", "c")

    return Case(
        says={
            "en-US": (
                f"Work out {said} in the calculator and copy the result to the clipboard.",
                f"What is {said}? Let Galculator tell, and copy what it shows, so that I can paste it.",
            ),
            "zh-CN": (f"用计算器算出 {typed.replace('*', '×')}，并把结果复制到剪贴板",),
        },
        params={"sum": typed},
        check=All(Rows("clipboard", {"text": result}), only()),
        oracle=solution(oracle),
        answer=result,
    )


@SUITE.task(steps=14, apps=(CALCULATOR, MOUSEPAD), locales=BOTH)
def calculate_and_note(draw: Random, fresh: State) -> Case:
    """The result is wanted in a file."""
    typed, said, result = _sum(draw)
    path = f"Documents/{draw.choice(('result', 'total', 'answer', 'figure'))}-{draw.randint(10, 99)}.txt"

    def oracle(hand: DeskHand) -> None:
        if Says(path, result).holds(hand.state):
            return
        if not hand.has("known"):
            _worked_out(hand, typed, result)
            hand.mark("known")
        hand.program(MOUSEPAD, "Mousepad")
        saved_as(hand, path)
        editor(hand, result)
        hand.keys("ctrl", "s")

    return Case(
        says={
            "en-US": (
                f"Work out {said} with the calculator, and save the result, and nothing else, as {path}.",
                f"Write what {said} is (ask the calculator) into a new text file {path}: only the number.",
            ),
            "zh-CN": (f"用计算器算出 {typed.replace('*', '×')}，只把结果写进新文件 {path}",),
        },
        params={"sum": typed, "path": path},
        check=All(Says(path, result), only(files=[path])),
        oracle=solution(oracle),
        answer=result,
    )
