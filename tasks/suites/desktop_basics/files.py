"""Folders and files in PCManFM."""

from __future__ import annotations

from random import Random

from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.oracle import solution
from tasks.bodies.desktop.world import THINGS
from tasks.checks import All, File, Setting
from tasks.state import State
from tasks.suites.desktop_basics._suite import BOTH, FILES, SUITE, Says, only, pick
from tasks.suites.desktop_basics._ways import folder, selected
from tasks.task import Case

TRASH = ".local/share/Trash"
PLACES = ("Documents", "Downloads", "Projects/garden", "Projects/house")


@SUITE.task(steps=8, apps=(FILES,), locales=BOTH)
def new_folder(draw: Random, fresh: State) -> Case:
    """A folder in a folder."""
    where = draw.choice((*PLACES, "Music", "Pictures"))
    name = f"{draw.choice(THINGS)}-{draw.randint(10, 99)}"
    path = f"{where}/{name}"

    def oracle(hand: DeskHand) -> None:
        if path in hand.state.files:
            return
        folder(hand, where)
        if hand.title != "Creating New Folder":
            hand.keys("ctrl", "shift", "n")
        hand.write(name)
        hand.tap("OK", role="push button")

    return Case(
        says={
            "en-US": (
                f"Make a new folder called {name} in the folder {where}.",
                f"In the file manager, go to {where} and create a folder with the name {name}.",
            ),
            "zh-CN": (f"在文件夹 {where} 里新建一个名为 {name} 的文件夹",),
        },
        params={"where": where, "name": name},
        check=All(File(path), only(files=[path])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=9, apps=(FILES,), locales=BOTH)
def rename_file(draw: Random, fresh: State) -> Case:
    """A file gets another name, in its folder."""
    path, text = pick(draw, fresh)
    where, _, name = path.rpartition("/")
    new = f"{draw.choice(('old', 'new', 'last', 'first'))}-{draw.choice(THINGS)}.txt"
    renamed = f"{where}/{new}"

    def oracle(hand: DeskHand) -> None:
        if renamed in hand.state.files:
            return
        folder(hand, where)
        if hand.title == where.rpartition("/")[2]:
            selected(hand, name)
            hand.keys("f2")
        hand.write(new)
        hand.tap("OK", role="push button")

    return Case(
        says={
            "en-US": (
                f"Rename the file {path} to {new}.",
                f"Give {name} in the folder {where} the new name {new}.",
            ),
            "zh-CN": (f"把文件 {path} 改名为 {new}",),
        },
        params={"path": path, "new": new},
        check=All(Says(renamed, text), File(path, there=False), only(files=[path, renamed])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=12, apps=(FILES,), locales=BOTH)
def move_file(draw: Random, fresh: State) -> Case:
    """A file into another folder."""
    return _carried(draw, fresh, move=True)


@SUITE.task(steps=12, apps=(FILES,), locales=BOTH)
def copy_file(draw: Random, fresh: State) -> Case:
    """A file into another folder, and it stays."""
    return _carried(draw, fresh, move=False)


def _carried(draw: Random, fresh: State, *, move: bool) -> Case:
    path, text = pick(draw, fresh)
    where, _, name = path.rpartition("/")
    to = draw.choice([place for place in (*PLACES, "Music", "Pictures") if place != where])
    there = f"{to}/{name}"

    def oracle(hand: DeskHand) -> None:
        if there in hand.state.files and (path in hand.state.files) != move:
            return
        if not hand.has("taken"):
            folder(hand, where)
            selected(hand, name)
            hand.mark("taken")
            hand.keys("ctrl", "x" if move else "c")
        folder(hand, to)
        hand.keys("ctrl", "v")

    verb, chinese = ("Move", "移动") if move else ("Copy", "复制")
    other = f"Put {name} from {where} into {to}" + (" instead." if move else ", too: it should be in both.")
    return Case(
        says={
            "en-US": (f"{verb} the file {path} into the folder {to}.", other),
            "zh-CN": (f"把文件 {path} {chinese}到文件夹 {to}",),
        },
        params={"path": path, "to": to},
        check=All(
            Says(there, text),
            File(path, there=not move),
            only(files=[there, *([path] if move else [])]),
        ),
        oracle=solution(oracle),
    )


@SUITE.task(steps=9, apps=(FILES,), locales=BOTH)
def trash_file(draw: Random, fresh: State) -> Case:
    """A file into the trash, where it can be had back."""
    path, _ = pick(draw, fresh)
    where, _, name = path.rpartition("/")
    kept = f"{TRASH}/files/{name}"

    def oracle(hand: DeskHand) -> None:
        if path not in hand.state.files:
            return
        folder(hand, where)
        if hand.find("Yes", role="push button"):
            hand.tap("Yes", role="push button")
        selected(hand, name)
        hand.keys("delete")

    return Case(
        says={
            "en-US": (
                f"Put the file {path} into the trash.",
                f"I no longer need {name} in {where}: throw it into the trash can.",
            ),
            "zh-CN": (f"把文件 {path} 放入回收站",),
        },
        params={"path": path},
        check=All(File(path, there=False), File(kept), only(files=[path, kept, f"{TRASH}/files", f"{TRASH}/info*"])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=6, apps=(FILES,), locales=BOTH)
def show_hidden(draw: Random, fresh: State) -> Case:
    """A switch that has a key."""
    on = draw.random() < 0.5

    def oracle(hand: DeskHand) -> None:
        if hand.state.setting("pcmanfm", "ui/show_hidden") == str(int(on)):
            return
        hand.program(FILES, "File Manager PCManFM")
        hand.keys("ctrl", "h")

    return Case(
        says={
            "en-US": (
                f"{'Show' if on else 'Do not show'} hidden files in the file manager.",
                f"Files whose names begin with a dot {'should' if on else 'should not'} be seen in PCManFM.",
            ),
            "zh-CN": (f"让文件管理器{'显示' if on else '不显示'}隐藏文件",),
        },
        params={"on": on},
        prepare=(f"pcmanfm ui/show_hidden {int(not on)}",),
        check=All(Setting("pcmanfm", "ui/show_hidden", str(int(on))), only(settings=["pcmanfm/ui/show_hidden"])),
        oracle=solution(oracle),
    )


@SUITE.task(steps=6, apps=(FILES,), locales=BOTH)
def status_bar(draw: Random, fresh: State) -> Case:
    """Another switch, in the menu View."""
    on = draw.random() < 0.5

    def oracle(hand: DeskHand) -> None:
        if hand.state.setting("pcmanfm", "ui/show_statusbar") == str(int(on)):
            return
        hand.program(FILES, "File Manager PCManFM")
        hand.keys("ctrl", "b")

    return Case(
        says={
            "en-US": (
                f"{'Show' if on else 'Hide'} the status bar of the file manager.",
                f"The bar at the bottom of PCManFM's window {'should be there again' if on else 'is in the way: hide it'}.",
            ),
            "zh-CN": (f"{'显示' if on else '隐藏'}文件管理器的状态栏",),
        },
        params={"on": on},
        prepare=(f"pcmanfm ui/show_statusbar {int(not on)}",),
        check=All(Setting("pcmanfm", "ui/show_statusbar", str(int(on))), only(settings=["pcmanfm/ui/show_statusbar"])),
        oracle=solution(oracle),
    )
