"""Songs and recordings: another name, a list of one's own."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, MUSIC, RECORDER
from tasks.suites.phone_daily._checks import Kept, reads
from tasks.suites.phone_daily._suite import SUITE, only, words
from tasks.task import Case

_STORAGE = "/storage/emulated/0"
_SOUNDS = (
    ("Interview, first part", "Frogs at the pond", "Lecture on maps", "Grandmother’s story", "Choir, second voice"),
    ("采访第一部分", "池塘蛙声", "地图讲座", "奶奶的故事", "合唱第二声部"),
)
_LISTS = (
    ("Long drive", "Cooking", "Rainy Sunday", "For the party", "Falling asleep"),
    ("长途驾驶", "做饭", "雨天", "聚会用", "睡前"),
)


@SUITE.task(steps=12, apps=(RECORDER,), locales=BOTH)
def rename_recording(draw: Random, fresh: State) -> Case:
    """A recording, and its file with it."""
    row = draw.choice(only(fresh.provider("recordings"), "name"))
    old, name = str(row["name"]), words(draw, *_SOUNDS, fresh)

    def oracle(hand: Hand) -> None:
        if any(one["name"] == name for one in hand.state.provider("recordings")):
            return
        hand.app(RECORDER)
        if hand.fields():
            hand.write(name)
            hand.tap("Save")
        if hand.page == "play":
            hand.tap("Rename" if hand.find("Rename") else "More options")
        hand.tap(old, kind="LinearLayout")

    return Case(
        says={
            "en-US": (
                f"Rename the recording “{old}” to “{name}”.",
                f"In the recorder, “{old}” should be called “{name}” from now on",
            ),
            "zh-CN": (f"把录音“{old}”改名为“{name}”", f"录音机里的“{old}”，名称请改成“{name}”。"),
        },
        params={"old": old, "name": name},
        check=All(
            Rows("recordings", {"_id": row["_id"], "name": reads(name)}),
            Kept("recordings", besides=("name", "path")),
            Rows("recordings", {"name": old}, count=0),
            OnlyChanged(rows=[f"recordings/{row['_id']}"], files=[f"{_STORAGE}/Recordings/{each}.wav" for each in (old, name)]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(MUSIC,), locales=BOTH)
def playlist_of_two(draw: Random, fresh: State) -> Case:
    """A playlist of one's own with two songs."""
    name, paths = words(draw, *_LISTS, fresh), draw.sample(_songs(fresh), 2)
    one, other = map(_title, paths)

    def oracle(hand: Hand) -> None:
        made = next((row for row in hand.state.provider("playlists") if row["name"] == name), None)
        lacking = [path for path in paths if made is None or path not in list(made["songs"])]  # type: ignore[arg-type]
        if not lacking:
            return
        hand.app(MUSIC)
        if hand.page == "add":
            hand.tap(_title(lacking[0]), kind="LinearLayout")
        if made is not None:
            hand.tap("Add songs" if hand.page == "playlist" else name)
        if hand.fields():
            hand.write(name)
            hand.tap("Save")
        hand.tap("New playlist" if hand.page == "playlists" else "Playlists")

    wanted = {"name": reads(name), "songs": one_of(paths, paths[::-1]), "favourite": one_of(0, False, None)}
    return Case(
        says={
            "en-US": (
                f"Make a playlist “{name}” with the songs “{one}” and “{other}”.",
                f"I want a new playlist called {name}. Put “{one}” and “{other}” into it, nothing else",
            ),
            "zh-CN": (
                f"新建播放列表“{name}”，加入《{one}》和《{other}》两首歌",
                f"在音乐里建一个叫“{name}”的歌单，里面只放《{one}》和《{other}》。",
            ),
        },
        params={"name": name, "songs": [one, other]},
        check=All(
            Rows("playlists", wanted, new=True),
            Rows("playlists", {}, new=True),
            Kept("playlists"),
            OnlyChanged(rows=["playlists", "player", "audio"]),
        ),
        oracle=oracle,
    )


def _songs(fresh: State) -> list[str]:
    return sorted(path for path in fresh.files if path.startswith(f"{_STORAGE}/Music/") and path.endswith(".mid"))


def _title(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".mid").partition(" ")[2]
