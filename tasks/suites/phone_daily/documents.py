"""Files: a folder for one of them, one back out of the bin, one with another figure in it."""

from __future__ import annotations

import hashlib
from random import Random

from tasks.checks import All, Either, File, OnlyChanged
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, FILES
from tasks.suites.phone_daily._suite import SUITE, words
from tasks.task import Case

_STORAGE = "/storage/emulated/0"
_DOWNLOADS = f"{_STORAGE}/Download"
_FOLDERS = (
    ("Evenings out", "To print", "Old papers", "For the trip", "Paid"),
    ("晚间活动", "待打印", "旧文件", "旅行用", "已付"),
)
_CODES = (
    ("Locker", "Bicycle lock", "Gate of the yard", "Key safe", "Gym cupboard"),
    ("储物柜", "自行车锁", "院子大门", "钥匙箱", "健身房柜子"),
)


@SUITE.task(steps=15, apps=(FILES,), locales=BOTH)
def file_into_new_folder(draw: Random, fresh: State) -> Case:
    """One of the downloads goes into a folder that is not there yet, outside the downloads."""
    name, folder = draw.choice(_downloads(fresh)), words(draw, *_FOLDERS, fresh)
    old, place = f"{_DOWNLOADS}/{name}", f"{_STORAGE}/{folder}"

    def oracle(hand: Hand) -> None:
        if f"{place}/{name}" in hand.state.files:
            return
        hand.app(FILES)
        if hand.page == "pick":
            if hand.fields():
                hand.write(folder)
                hand.tap("Save")
            if place not in hand.state.files:
                hand.tap("New folder")
            hand.tap(folder if hand.find(folder, kind="LinearLayout") else "Move here")
        if hand.page == "":
            hand.tap("Downloads")
        if hand.find("Move to…"):
            hand.tap("Move to…")
        if hand.reach(name).checked:
            hand.tap("More options")
        hand.hold(name)

    return Case(
        says={
            "en-US": (
                f"Make a new folder “{folder}” in the internal storage and move the file {name} from Downloads into it.",
                f"Put {name}, it is in my downloads, into a new folder named “{folder}” at the top level of the storage",
            ),
            "zh-CN": (
                f"在内部存储里新建文件夹“{folder}”，把“下载”里的 {name} 移进去",
                f"把下载的文件 {name} 移动到内部存储里新建的“{folder}”文件夹。",
            ),
        },
        params={"name": name, "folder": folder},
        check=All(
            File(f"{place}/{name}"),
            File(old, there=False),
            OnlyChanged(files=[old, place, f"{place}/{name}", f"{_DOWNLOADS}/.trashed-*-{name}"], rows=["images"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=10, apps=(FILES,), locales=BOTH)
def restore_from_bin(draw: Random, fresh: State) -> Case:
    """Two downloads lie in the bin; one of them is wanted again."""
    name, other = draw.sample([name for name in _downloads(fresh) if not name.endswith(".png")], 2)
    path, seconds = f"{_DOWNLOADS}/{name}", fresh.now // 1000 + draw.randint(9, 27) * 86_400
    binned = {each: f"{_DOWNLOADS}/.trashed-{seconds + place}-{each}" for place, each in enumerate((name, other))}

    def oracle(hand: Hand) -> None:
        if path in hand.state.files:
            return
        hand.app(FILES)
        if hand.page != "trash":
            hand.tap("Bin")
        hand.tap("Restore" if hand.find("Restore") else name)

    return Case(
        says={
            "en-US": (
                f"I threw away {name} by mistake. Get it back from the bin.",
                f"Restore the deleted file {name}, but leave everything else in the bin",
            ),
            "zh-CN": (f"我误删了文件 {name}，请从回收站里恢复", f"把回收站里的 {name} 还原，其他的不要动。"),
        },
        params={"name": name},
        prepare=tuple(f"mv '{_DOWNLOADS}/{each}' '{target}'" for each, target in binned.items()),
        check=All(File(path), File(binned[other]), OnlyChanged(files=[path, binned[name]])),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(FILES,), locales=BOTH)
def correct_document(draw: Random, fresh: State) -> Case:
    """A text file that holds an old code gets the new one."""
    title = words(draw, *_CODES, fresh)
    old, new = draw.sample(range(1000, 9999), 2)
    path, wanted = f"{_STORAGE}/Documents/{title}.txt", f"{title}: {new}"

    def oracle(hand: Hand) -> None:
        if hand.state.files.get(path) in right:
            return
        hand.app(FILES)
        match hand.page:
            case "":
                hand.tap("Documents")
            case "text":
                hand.tap("Edit")
            case "edit":
                hand.write(wanted)
                hand.tap("Save")
            case _:
                hand.tap(f"{title}.txt")

    texts = (wanted, f"{wanted}\n")  # a line may end or not
    right = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return Case(
        says={
            "en-US": (
                f"The code in my document {title}.txt is out of date: replace {old} by {new}.",
                f"Change the number {old} in {title}.txt to {new}, the file is among my documents",
            ),
            "zh-CN": (f"文档 {title}.txt 里的密码 {old} 过期了，改成 {new}", f"把我文档中 {title}.txt 里的 {old} 改为 {new}。"),
        },
        params={"file": title, "old": old, "new": new},
        prepare=(f"echo '{title}: {old}' > '{path}'",),
        check=All(Either(*(File(path, text) for text in texts)), OnlyChanged(files=[path])),
        oracle=oracle,
    )


def _downloads(fresh: State) -> list[str]:
    """The names of the files in the download folder."""
    names = [path.removeprefix(f"{_DOWNLOADS}/") for path in fresh.files if path.startswith(f"{_DOWNLOADS}/")]
    return sorted(name for name in names if "/" not in name and not name.startswith("."))
