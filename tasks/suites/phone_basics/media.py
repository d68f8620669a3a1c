"""Gallery, camera, music, recorder."""

from __future__ import annotations

from random import Random

from tasks.checks import All, NewFiles, OnlyChanged, Rows, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CAMERA, GALLERY, MUSIC, RECORDER
from tasks.suites.phone_basics._suite import SUITE
from tasks.task import Case

_STORAGE = "/storage/emulated/0"


@SUITE.task(steps=7, apps=(GALLERY,), locales=BOTH)
def favourite_photo(draw: Random, fresh: State) -> Case:
    """The photo that was taken last."""
    newest = max(fresh.provider("images"), key=lambda row: float(str(row["taken"])))
    number, name = newest["_id"], str(newest["name"])

    def oracle(hand: Hand) -> None:
        if any(fits(row, {"_id": number, "favourite": 1}) for row in hand.state.provider("images")):
            return
        hand.app(GALLERY)
        if hand.page != "photo":
            hand.tap(name)
        hand.tap("Add to favourites")

    return Case(
        says={
            "en-US": ("Add my most recent photo to the favourites.", "Mark the newest picture in the gallery as a favourite"),
            "zh-CN": ("把最新的一张照片加入收藏", "收藏相册里最近拍的那张照片。"),
        },
        params={"name": name},
        prepare=(f"content update --uri content://images --bind favourite:i:0 --where _id={number}",),
        check=All(
            Rows("images", {"_id": number, "name": name, "favourite": one_of(1, "1")}), OnlyChanged(rows=[f"images/{number}"])
        ),
        oracle=oracle,
    )


@SUITE.task(steps=6, apps=(CAMERA,), locales=BOTH)
def take_picture(draw: Random, fresh: State) -> Case:
    """One picture; the camera may be used already."""
    folder = f"{_STORAGE}/DCIM/Camera"
    before = sum(path.startswith(f"{folder}/") for path in fresh.files)

    def oracle(hand: Hand) -> None:
        if sum(path.startswith(f"{folder}/") for path in hand.state.files) > before:
            return
        hand.app(CAMERA)
        hand.tap("Take photo")

    return Case(
        says={
            "en-US": ("Take a photo.", "Take one picture with the camera"),
            "zh-CN": ("拍一张照片", "用相机拍张照。"),
        },
        prepare=(f"pm grant {CAMERA} android.permission.CAMERA", f"pm grant {CAMERA} android.permission.ACCESS_FINE_LOCATION"),
        check=All(
            NewFiles(f"{folder}/IMG_*.png"),
            OnlyChanged(settings=["secure/camera_*"], rows=["images"], files=[f"{folder}/IMG_*.png"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=7, apps=(MUSIC,), locales=BOTH)
def play_song(draw: Random, fresh: State) -> Case:
    """A song out of the list of all songs."""
    path = draw.choice(sorted(path for path in fresh.files if path.startswith(f"{_STORAGE}/Music/") and path.endswith(".mid")))
    title = path.rpartition("/")[2].removesuffix(".mid").partition(" ")[2]
    wanted = {"path": path, "playing": one_of(1, "1", True)}

    def oracle(hand: Hand) -> None:
        if any(fits(row, wanted) for row in hand.state.provider("player")):
            return
        hand.app(MUSIC)
        hand.tap(title, kind="LinearLayout")

    return Case(
        says={
            "en-US": (f"Play the song “{title}”.", f"I want to hear {title}, put it on in Music"),
            "zh-CN": (f"播放歌曲《{title}》", f"我想听“{title}”，在音乐里放一下。"),
        },
        params={"title": title},
        check=All(Rows("player", wanted), OnlyChanged(rows=["player", "audio"])),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(RECORDER,), locales=BOTH)
def record(draw: Random, fresh: State) -> Case:
    """A recording under the name that is proposed; the microphone may be used already."""

    def oracle(hand: Hand) -> None:
        if len(hand.state.provider("recordings")) > before:
            return
        hand.app(RECORDER)
        if hand.page != "record":
            hand.tap("Record" if hand.find("Record") else "Return to the recording")
        hand.tap("Save" if hand.find("Save") else "Start recording")

    before = len(fresh.provider("recordings"))
    return Case(
        says={
            "en-US": (
                "Make a new voice recording and save it.",
                "Record something with the recorder and keep it, any name will do",
            ),
            "zh-CN": ("录一段新的录音并保存", "用录音机录点什么，然后保存，名字随意。"),
        },
        prepare=(f"pm grant {RECORDER} android.permission.RECORD_AUDIO",),
        check=All(
            Rows("recordings", {}, new=True),
            NewFiles(f"{_STORAGE}/Recordings/*.wav"),
            OnlyChanged(rows=["recordings"], files=[f"{_STORAGE}/Recordings/*"]),
        ),
        oracle=oracle,
    )
