"""Reading and writing in Mousepad."""

from __future__ import annotations

import re
from random import Random

from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.oracle import solution
from tasks.bodies.desktop.world import PEOPLE, THINGS
from tasks.checks import All, Answered, Setting
from tasks.state import State
from tasks.suites.desktop_basics._suite import BOTH, MOUSEPAD, SUITE, Says, clipboard, only, pick, quoted
from tasks.suites.desktop_basics._ways import editor, focus, opened, saved_as, text_of
from tasks.task import Case

VIEW = "org/xfce/mousepad/preferences/view"
LINE = re.compile(r"(\d+) (\w+) for (\w+)")


@SUITE.task(steps=10, apps=(MOUSEPAD,), locales=BOTH)
def write_note(draw: Random, fresh: State) -> Case:
    """A new text, saved under a name."""
    name = f"{draw.choice(('reminder', 'note', 'memo', 'list'))}-{draw.randint(10, 99)}.txt"
    text = f"Bring {draw.choice(THINGS)} and {draw.choice(THINGS)} to {draw.choice(PEOPLE)}"
    path = f"Documents/{name}"

    def oracle(hand: DeskHand) -> None:
        if Says(path, text).holds(hand.state):
            return
        hand.program(MOUSEPAD, "Mousepad")
        saved_as(hand, path)
        editor(hand, text)
        hand.keys("ctrl", "s")

    return Case(
        says={
            "en-US": (
                f"Write “{text}” in a new text file and save it as {name} in the folder Documents.",
                f"In Mousepad make a note that says “{text}”; it should be Documents/{name}.",
            ),
            "zh-CN": (f"在文本编辑器里写“{text}”，并保存为 Documents 文件夹里的 {name}",),
        },
        params={"name": name, "text": text},
        check=All(Says(path, text), only(files=[path])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=5, apps=(MOUSEPAD,), locales=BOTH)
def line_numbers(draw: Random, fresh: State) -> Case:
    """A switch in a menu."""
    on = draw.random() < 0.5
    path, _ = pick(draw, fresh)
    menu, item, key = draw.choice((("View", "Line Numbers", "show-line-numbers"), ("Document", "Word Wrap", "word-wrap")))
    what, chinese = ("line numbers", "行号") if key == "show-line-numbers" else ("word wrap", "自动换行")

    def oracle(hand: DeskHand) -> None:
        if hand.state.setting("mousepad", f"{VIEW}/{key}") == str(on).lower():
            return
        hand.program(MOUSEPAD, "Mousepad")
        hand.menu(menu, item)

    return Case(
        says={
            "en-US": (
                f"Turn {what} {'on' if on else 'off'} in Mousepad.",
                f"The text editor {'should' if on else 'should not'} use {what}.",
            ),
            "zh-CN": (f"让文本编辑器 Mousepad {'使用' if on else '不使用'}{chinese}",),
        },
        params={"on": on, "key": key},
        prepare=(f"mousepad {VIEW}/{key} {str(not on).lower()}", quoted("windows", "mousepad", path)),
        check=All(Setting("mousepad", f"{VIEW}/{key}", str(on).lower()), only(settings=[f"mousepad/{VIEW}/{key}"])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=14, apps=(MOUSEPAD,), locales=BOTH)
def append_line(draw: Random, fresh: State) -> Case:
    """One more line at the end of a text that has to be opened first."""
    path, old = pick(draw, fresh)
    line = f"{draw.randint(2, 99)} {draw.choice(THINGS)} for {draw.choice(PEOPLE)}"
    new = f"{old}{line}"

    def oracle(hand: DeskHand) -> None:
        if Says(path, new).holds(hand.state):
            return
        opened(hand, path)
        if text_of(hand) == new:
            hand.keys("ctrl", "s")
        if text_of(hand) != old:
            editor(hand, new)
        focus(hand)
        if not hand.has("at the end"):
            hand.mark("at the end")
            hand.keys("ctrl", "end")
        hand.type(line)

    return Case(
        says={
            "en-US": (
                f"Add the line “{line}” at the end of {path} and save the file.",
                f"{path} needs one more line after the last one: {line}. Save it.",
            ),
            "zh-CN": (f"在文件 {path} 的末尾加一行“{line}”并保存",),
        },
        params={"path": path, "line": line},
        check=All(Says(path, new), only(files=[path])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=14, apps=(MOUSEPAD,), locales=BOTH)
def replace_word(draw: Random, fresh: State) -> Case:
    """All places where a word stands, in a text that is open."""
    old, new = draw.sample(THINGS, 2)
    path = f"Documents/{draw.choice(('inventory', 'cellar', 'pantry'))}.txt"
    others = [word for word in THINGS if old not in word and new not in word]
    lines = [f"{draw.randint(2, 99)} {word}" for word in (*draw.sample(others, 3), old, old, old)]
    draw.shuffle(lines)
    wanted = "".join(f"{line}\n" for line in lines).replace(old, new)

    def oracle(hand: DeskHand) -> None:
        if Says(path, wanted).holds(hand.state):
            return
        hand.program(MOUSEPAD, "Mousepad")
        asking = hand.title == "Find and Replace"
        if text_of(hand) == wanted:
            hand.keys(*(("escape",) if asking else ("ctrl", "s")))
        if not asking:
            hand.keys("ctrl", "r")
        hand.write(old)
        hand.write(new, nth=1)
        hand.check("Replace all in:", True)
        hand.tap("Replace", role="push button", part=True)

    return Case(
        says={
            "en-US": (
                f"In the open text, put {new} instead of {old} everywhere, and save it.",
                f"Replace every “{old}” in {path} by “{new}” and save the file.",
            ),
            "zh-CN": (f"把打开的文件里所有的“{old}”替换成“{new}”并保存",),
        },
        params={"path": path, "old": old, "new": new},
        prepare=(quoted("text", path, *lines), quoted("windows", "mousepad", path)),
        check=All(Says(path, wanted), only(files=[path])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=9, apps=(MOUSEPAD,), locales=BOTH)
def save_copy(draw: Random, fresh: State) -> Case:
    """An open text under another name; the old one stays."""
    path, text = pick(draw, fresh, "Documents")
    copy = f"Projects/{draw.choice(('copy', 'backup', 'spare', 'second'))}-{draw.randint(10, 99)}.txt"

    def oracle(hand: DeskHand) -> None:
        if Says(copy, text).holds(hand.state):
            return
        hand.program(MOUSEPAD, "Mousepad")
        saved_as(hand, copy)
        hand.keys("ctrl", "shift", "s")

    return Case(
        says={
            "en-US": (
                f"Save a copy of the open text as {copy}.",
                f"The text that is open should also be saved under the name {copy}.",
            ),
            "zh-CN": (f"把打开的文本另存为 {copy}",),
        },
        params={"path": path, "copy": copy},
        prepare=(quoted("windows", "mousepad", path),),
        check=All(Says(copy, text), only(files=[copy])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=9, apps=(MOUSEPAD,), locales=BOTH)
def amount(draw: Random, fresh: State) -> Case:
    """A question that a text answers."""
    path, text = pick(draw, fresh)
    number, thing, person = draw.choice(LINE.findall(text))

    def oracle(hand: DeskHand) -> str:
        opened(hand, path)
        return f"{number} {thing}"

    return Case(
        says={
            "en-US": (
                f"How many {thing} are for {person}? It is in {path}.",
                f"Look into {path}: what is the number of {thing} for {person}?",
            ),
            "zh-CN": (f"看看文件 {path}：给 {person} 的 {thing} 有多少？",),
        },
        params={"path": path, "thing": thing, "person": person},
        check=All(Answered((number,), numbers=True), only()),
        oracle=solution(oracle),
        answer=number,
    )


@SUITE.task(steps=20, apps=(MOUSEPAD,), locales=BOTH)
def merge_texts(draw: Random, fresh: State) -> Case:
    """The text of one file behind that of another, by way of the clipboard."""
    first, head = pick(draw, fresh)
    second, tail = pick(draw, fresh)
    while second == first:
        second, tail = pick(draw, fresh)

    def oracle(hand: DeskHand) -> None:
        if Says(first, head + tail).holds(hand.state):
            return
        if clipboard(hand.state) != tail:
            opened(hand, second)
            if hand.has("all of it"):
                hand.keys("ctrl", "c")
            focus(hand)
            hand.mark("all of it")
            hand.keys("ctrl", "a")
        opened(hand, first)
        if text_of(hand) == head + tail:
            hand.keys("ctrl", "s")
        if text_of(hand) != head:
            editor(hand, head + tail)
        focus(hand)
        if not hand.has("at the end"):
            hand.mark("at the end")
            hand.keys("ctrl", "end")
        hand.keys("ctrl", "v")

    return Case(
        says={
            "en-US": (
                f"Copy everything in {second} to the end of {first}, and save {first}.",
                f"Put the whole text of {second} behind that of {first}; save it there.",
            ),
            "zh-CN": (f"把 {second} 的全部内容复制到 {first} 的末尾并保存",),
        },
        params={"from": second, "to": first},
        check=All(Says(first, head + tail), only(files=[first])),
        oracle=solution(oracle),
    )
