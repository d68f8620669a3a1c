"""Files: a new folder, a file thrown away."""

from __future__ import annotations

from random import Random

from tasks.checks import All, File, OnlyChanged
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, FILES
from tasks.suites.phone_basics._suite import SUITE, words
from tasks.task import Case

_STORAGE = "/storage/emulated/0"
_NAMES = (
    ("Invoices", "Scans", "Garden", "Recipes", "Taxes", "School"),
    ("发票", "扫描件", "花园", "菜谱", "税务", "学校"),
)


@SUITE.task(steps=9, apps=(FILES,), locales=BOTH)
def new_folder(draw: Random, fresh: State) -> Case:
    """A folder among the downloads."""
    name = words(draw, *_NAMES, fresh)
    path = f"{_STORAGE}/Download/{name}"

    def oracle(hand: Hand) -> None:
        if path in hand.state.files:
            return
        hand.app(FILES)
        if hand.page == "":
            hand.tap("Downloads")
        if not hand.fields():
            hand.tap("New folder")
        hand.write(name)
        hand.tap("Save")

    return Case(
        says={
            "en-US": (f"Create a folder named “{name}” in Downloads.", f"Make a new {name} folder inside my Downloads"),
            "zh-CN": (f"在“下载”里新建名为“{name}”的文件夹", f"给下载文件夹里加一个“{name}”文件夹。"),
        },
        params={"name": name},
        check=All(File(path, text=""), OnlyChanged(files=[path])),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(FILES,), locales=BOTH)
def delete_file(draw: Random, fresh: State) -> Case:
    """A download goes to the bin."""
    folder = f"{_STORAGE}/Download"
    names = [path.rpartition("/")[2] for path in fresh.files if path.rpartition("/")[0] == folder]
    name = draw.choice(sorted(name for name in names if not name.startswith(".") and not name.endswith(".png")))
    path = f"{folder}/{name}"

    def oracle(hand: Hand) -> None:
        if path not in hand.state.files:
            return
        hand.app(FILES)
        if hand.page == "":
            hand.tap("Downloads")
        if hand.find("Move to bin"):
            hand.tap("Move to bin")
        row = hand.reach(name)
        if row.checked:
            hand.tap("Delete")
        hand.hold(name)

    return Case(
        says={
            "en-US": (f"Delete the file {name} from Downloads.", f"Throw away {name}, it is in my downloads"),
            "zh-CN": (f"把“下载”里的文件 {name} 删掉", f"删除下载的文件 {name}。"),
        },
        params={"name": name},
        check=All(File(path, there=False), OnlyChanged(files=[path, f"{folder}/.trashed-*-{name}"])),
        oracle=oracle,
    )
