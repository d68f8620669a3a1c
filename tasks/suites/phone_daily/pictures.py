"""Pictures: tidy up, pass on, put away, look closely, take one."""

from __future__ import annotations

from random import Random

from tasks.checks import All, Evidence, File, Finding, NewFiles, OnlyChanged, Rows, fits, one_of
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, CAMERA, GALLERY, MESSAGES
from tasks.suites.phone_daily._checks import Kept, Says, dials, figures
from tasks.suites.phone_daily._suite import SUITE, number, reachable, words
from tasks.task import Case

_STORAGE = "/storage/emulated/0"
_ALBUMS = (
    ("Wallpapers", "For the calendar", "Garden year", "Best shots", "Moving house"),
    ("壁纸", "做日历", "花园一年", "精选", "搬家"),
)
_LIKED = {"favourite": one_of(1, "1", True)}


@SUITE.task(steps=14, apps=(GALLERY,), locales=BOTH)
def clear_screenshots(draw: Random, fresh: State) -> Case:
    """All screenshots but the newest go to the bin."""
    shots = sorted((row for row in fresh.provider("images") if row["album"] == "Screenshots"), key=_taken)
    *old, newest = [str(row["path"]) for row in shots]

    def oracle(hand: Hand) -> None:
        left = [path for path in old if path in hand.state.files]
        if not left:
            return
        hand.app(GALLERY)
        if hand.page in ("", "albums"):
            hand.tap("Screenshots" if hand.page == "albums" else "Collections")
        if hand.find("Move to bin"):
            hand.tap("Move to bin")
        thumbs = [hand.reach(_name(path)) for path in left]
        unmarked = [thumb for thumb in thumbs if not thumb.checked]
        if not unmarked:
            hand.tap("Delete")
        if len(unmarked) == len(thumbs):
            hand.hold(unmarked[0].label)
        hand.tap(unmarked[0].label)

    return Case(
        says={
            "en-US": (
                "Delete all screenshots from the gallery except the newest one.",
                "Tidy up my screenshots: keep only the latest, move the others to the bin",
            ),
            "zh-CN": ("删除相册里的所有截图，只留最新的一张", "清理一下截图，除了最近的那张都移到回收站。"),
        },
        params={"kept": newest},
        check=All(
            *(File(path, there=False) for path in old),
            File(newest),
            OnlyChanged(
                files=[pattern for path in old for pattern in (path, f"{_folder(path)}/.trashed-*-{_name(path)}")],
                rows=[f"images/{row['_id']}" for row in shots[:-1]],
            ),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(GALLERY, MESSAGES), locales=BOTH)
def send_photo(draw: Random, fresh: State) -> Case:
    """The newest picture, to a person, as a message."""
    newest = max(fresh.provider("images"), key=_taken)
    person = draw.choice(reachable(fresh, "phone"))
    name, phone = str(person["name"]), str(person["phone"])

    def sent(row: Row) -> bool:
        return str(row["picture"]).endswith(str(newest["name"])) and figures(str(row["address"])) == figures(phone)

    def oracle(hand: Hand) -> None:
        if any(sent(row) for row in hand.state.provider("sms")):
            return
        if hand.package == MESSAGES and hand.page == "new":
            if not hand.find(f"{hand.say('Remove')} {name}"):
                hand.write(name, name="To", submit=True)
            hand.tap("Send")
        hand.app(GALLERY)
        if hand.page == "photo":
            hand.tap("Messages" if hand.find("Messages") else "Share")
        hand.tap(str(newest["name"]))

    picture = one_of(*(str(newest["path"]).replace(_STORAGE, root) for root in (_STORAGE, "/sdcard")))
    return Case(
        says={
            "en-US": (
                f"Send the newest photo in my gallery to {name} as a message.",
                f"Text {name} the picture at the very top of my gallery",
            ),
            "zh-CN": (f"把相册里最新的照片用短信发给{name}", f"把相册里排在最前面的那张图片发短信给{name}。"),
        },
        params={"to": name, "photo": newest["name"]},
        check=All(
            Rows("sms", {"address": dials(phone), "picture": picture, "kind": "sent"}, new=True),
            Rows("sms", {"kind": one_of("sent", "failed")}, new=True),
            Kept("sms", besides=("read",)),
            OnlyChanged(rows=["sms", "sms_replies", "permissions"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(GALLERY,), locales=BOTH)
def photo_to_new_album(draw: Random, fresh: State) -> Case:
    """One of the photos that lie on top moves to an album that is not there yet."""
    row = draw.choice(sorted(fresh.provider("images"), key=_taken)[-3:])
    path, name, album = str(row["path"]), str(row["name"]), words(draw, *_ALBUMS, fresh)
    target = f"{_STORAGE}/Pictures/{album}"

    def oracle(hand: Hand) -> None:
        if f"{target}/{name}" in hand.state.files:
            return
        hand.app(GALLERY)
        if hand.fields():
            hand.write(album)
            hand.tap("Save")
        if hand.page == "photo":
            for step in ("New album", "Move to album", "More options"):
                if hand.find(step):
                    hand.tap(step)
        hand.tap(name)

    return Case(
        says={
            "en-US": (
                f"Create an album “{album}” in the gallery and move the photo {name} there.",
                f"Move the picture {name} into a new gallery album named “{album}”",
            ),
            "zh-CN": (f"在相册里新建相簿“{album}”，把照片 {name} 移进去", f"把图片 {name} 移到一个名为“{album}”的新相簿。"),
        },
        params={"photo": name, "album": album},
        check=All(
            NewFiles(f"{_STORAGE}/*{album}/{name}"),
            File(path, there=False),
            Kept("images", apart=(number(row, "_id"),)),
            OnlyChanged(rows=["images"], files=[path, f"{_STORAGE}/*{album}", f"{_STORAGE}/*{album}/{name}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=10, apps=(GALLERY,), tags=("question",), locales=BOTH)
def first_holiday_photo(draw: Random, fresh: State) -> Case:
    """Where the oldest photo of an album was taken."""
    photos = sorted((row for row in fresh.provider("images") if row["place"] and row["album"] != "Camera"), key=_taken)
    oldest, album = photos[0], str(photos[0]["album"])
    place = str(oldest["place"])
    others = {str(row["place"]) for row in fresh.provider("images")} - {place, ""}

    def oracle(hand: Hand) -> str:
        if hand.package == GALLERY and hand.page == "photo" and hand.sees(place):
            return place
        hand.app(GALLERY)
        if hand.page in ("", "albums"):
            hand.tap(album if hand.page == "albums" else "Collections")
        hand.tap(str(oldest["name"]))

    return Case(
        says={
            "en-US": (
                f"Where was the oldest photo in the album “{album}” taken?",
                f"Open the first picture that I took of those in my {album} album and tell me its place.",
            ),
            "zh-CN": (f"“{album}”相簿里最早的那张照片是在哪里拍的？", f"看看相簿“{album}”中最早拍的照片，告诉我地点。"),
        },
        params={"album": album},
        answer=place,
        check=All(Says(place, tuple(others)), OnlyChanged()),
        oracle=oracle,
    )


@SUITE.task(steps=10, apps=(CAMERA, GALLERY), locales=BOTH)
def square_favourite(draw: Random, fresh: State) -> Case:
    """A square picture is taken and becomes a favourite."""
    known = {row["_id"] for row in fresh.provider("images")}

    def oracle(hand: Hand) -> None:
        mine = [row for row in hand.state.provider("images") if row["_id"] not in known and row["width"] == row["height"]]
        if any(fits(row, _LIKED) for row in mine):
            return
        if mine and hand.package == GALLERY and hand.page == "photo":
            hand.tap("Add to favourites")
        hand.app(CAMERA)
        if mine:
            hand.tap("Last photo")
        hand.switch("Square", True)
        hand.tap("Take photo")

    return Case(
        says={
            "en-US": (
                "Take a square photo with the camera and add it to the favourites in the gallery.",
                "Make one picture in square format, then mark it as a favourite",
            ),
            "zh-CN": ("用相机拍一张方形照片，然后在相册里收藏它", "拍张正方形的照片，并把它加入收藏。"),
        },
        prepare=tuple(f"pm grant {CAMERA} android.permission.{each}" for each in ("CAMERA", "ACCESS_FINE_LOCATION")),
        check=All(
            Rows("images", _LIKED, new=True),
            Rows("images", {}, new=True),
            _Square(),
            Kept("images"),
            OnlyChanged(settings=["secure/camera_*"], rows=["images"], files=[f"{_STORAGE}/DCIM/Camera/IMG_*.png"]),
        ),
        oracle=oracle,
    )


class _Square:
    """Every new picture is as wide as it is high."""

    def __call__(self, seen: Evidence, /) -> Finding:
        known = {row["_id"] for row in seen.before.provider("images")}
        new = [row for row in seen.after.provider("images") if row["_id"] not in known]
        return Finding(all(row["width"] == row["height"] for row in new), "the format of the new pictures")


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _taken(row: Row) -> int:
    return number(row, "taken")
