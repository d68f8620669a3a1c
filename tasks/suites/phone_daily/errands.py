"""The settings, and a bill to be split."""

from __future__ import annotations

from random import Random

from devices.phone import manifest
from tasks.checks import All, Either, OnlyChanged, Rows, Setting, matches, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CALCULATOR, CAMERA, MAPS, MESSAGES, NOTES, RECORDER, SETTINGS
from tasks.suites.phone_daily._checks import Kept, number_is, reads
from tasks.suites.phone_daily._suite import SUITE, number, update, words
from tasks.task import Case

_PASSWORDS = ("violet-harbour-19", "seven-small-owls", "copper-kettle-58", "maple-window-77", "late-tram-home-6")
_RIGHTS = (
    (MAPS, "ACCESS_FINE_LOCATION", "Location"),
    (CAMERA, "ACCESS_FINE_LOCATION", "Location"),
    (CAMERA, "CAMERA", "Camera"),
    (RECORDER, "RECORD_AUDIO", "Microphone"),
    (MESSAGES, "READ_MEDIA_IMAGES", "Photos and videos"),
)
_MEALS = (
    ("Pizza night", "Birthday dinner", "Lunch by the lake", "Team breakfast", "Picnic"),
    ("披萨之夜", "生日晚餐", "湖边午餐", "团队早餐", "野餐"),
)


@SUITE.task(steps=13, apps=(SETTINGS,), locales=BOTH)
def join_wifi(draw: Random, fresh: State) -> Case:
    """A network with a password that the phone has not been in."""
    locked = [row for row in fresh.provider("wifi_networks") if not number(row, "saved") and row["security"] != "open"]
    row = draw.choice([row for row in locked if _chinese(str(row["ssid"])) == row["ssid"]])  # which is no app's word, too
    word = draw.choice(_PASSWORDS)
    name, key = str(row["ssid"]), number(row, "_id")

    def oracle(hand: Hand) -> None:
        if any(each["_id"] == key and each["connected"] for each in hand.state.provider("wifi_networks")):
            return
        hand.app(SETTINGS)
        if hand.sees("Connect"):
            if not hand.fields()[0].text:  # it does not tell what is in it
                hand.write(word)
            hand.tap("Connect")
        match hand.page:
            case "":
                hand.tap("Network & internet")
            case "network":
                hand.tap("Wi-Fi networks")
            case _:
                hand.tap(name)

    return Case(
        says={
            "en-US": (
                f"Connect to the Wi-Fi network “{name}”, the password is {word}.",
                f"Join the wireless network {name} with the password {word}",
            ),
            "zh-CN": (f"连接 Wi-Fi“{name}”，密码是 {word}", f"加入无线网络“{name}”，密码 {word}。"),
        },
        params={"ssid": name},
        prepare=(update("wifi_networks", key, passphrase=word),),
        check=All(
            Rows("wifi_networks", {"_id": key, "ssid": name, "connected": one_of(1, True), "password": word}),
            Rows("wifi_networks", {"connected": one_of(1, True)}),
            Kept("wifi_networks", besides=("connected",), apart=(key,)),
            Rows("wifi_networks", {}, count=len(fresh.provider("wifi_networks"))),
            OnlyChanged(rows=["wifi_networks"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=10, apps=(SETTINGS,), locales=BOTH)
def save_battery(draw: Random, fresh: State) -> Case:
    """When the battery saver comes on, and that the percentage is shown."""
    level = draw.choice(range(25, 75, 5))

    def oracle(hand: Hand) -> None:
        hand.app(SETTINGS)
        if hand.page != "battery":
            hand.tap("Battery")
        hand.switch("Battery percentage", True)
        hand.slide("Turn on battery saver at", (level - 5) / 70, str(level))

    return Case(
        says={
            "en-US": (
                f"Let the battery saver turn on at {level} %, and show the battery percentage in the status bar.",
                f"Schedule battery saver for when {level} percent are left; I also want to see the percentage at the top",
            ),
            "zh-CN": (
                f"让省电模式在电量剩 {level}% 时开启，并在状态栏显示电量百分比",
                f"电池设置：电量到 {level}% 自动省电，状态栏里也显示百分比。",
            ),
        },
        params={"level": level},
        check=All(
            Setting("global", "low_power_trigger_level", str(level)),
            Setting("system", "status_bar_show_battery_percent", "1"),
            OnlyChanged(settings=["global/low_power_trigger_level", "system/status_bar_show_battery_percent"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=14, apps=(SETTINGS,), locales=BOTH)
def take_permission(draw: Random, fresh: State) -> Case:
    """An app loses one of the things that it may do; another app keeps its own."""
    (package, name, shown), (other, kept, _) = draw.sample(_RIGHTS, 2)
    full, label = f"android.permission.{name}", manifest.by_package()[package].label

    def oracle(hand: Hand) -> None:
        rows = hand.state.provider("permissions")
        if any(row["package"] == package and row["permission"] == full and not row["granted"] for row in rows):
            return
        hand.app(SETTINGS)
        match hand.page:
            case "":
                hand.tap("Apps")
            case "apps":
                hand.tap("All apps")
            case "apps/all":
                hand.tap(label)
            case "apps/details":
                hand.tap("Permissions")
            case "apps/details/permissions":
                hand.tap(shown)
            case "privacy/permissions/choose":
                hand.tap("Do not allow")
            case _:
                hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Take the permission “{shown}” away from the {label} app.",
                f"In the settings, do not let {label} use “{shown}” any more",
            ),
            "zh-CN": (
                f"在设置里取消“{_chinese(label)}”应用的“{_chinese(shown)}”权限",
                f"不要再让{_chinese(label)}使用“{_chinese(shown)}”权限。",
            ),
        },
        params={"package": package, "permission": name},
        prepare=(f"pm grant {package} {full}", f"pm grant {other} android.permission.{kept}"),
        check=All(
            Rows("permissions", {"package": package, "permission": full, "granted": one_of(0, False)}),
            Rows("permissions", {"package": other, "permission": f"android.permission.{kept}", "granted": one_of(1, True)}),
            Rows("permissions", {"granted": one_of(0, False)}),
            OnlyChanged(rows=["permissions"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CALCULATOR, NOTES), locales=BOTH)
def split_bill(draw: Random, fresh: State) -> Case:
    """A bill through some people, by the calculator, and into a note."""
    people, share = draw.choice([(people, share) for people in range(3, 8) for share in range(12, 33) if people * share < 100])
    title, bill = words(draw, *_MEALS, fresh), people * share
    sum_ = f"{bill}÷{people}="

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title and row["body"] == str(share) for row in hand.state.provider("notes")):
            return
        if not any(row["result"] == str(share) for row in hand.state.provider("calculations")):
            hand.app(CALCULATOR)
            written = (hand.state.setting("secure", "calculator_expression") or "").replace(" ", "")
            hand.tap(sum_[len(written)] if sum_.startswith(written) else "Clear")
        hand.app(NOTES)
        if hand.page != "edit":
            hand.tap("New note")
        hand.write(title, name="Title", submit=True)
        hand.write(str(share), name="Note")

    wanted = {"title": reads(title), "body": matches(rf"(?s)(.*\D)?{share}(\D.*)?"), "checklist": number_is(0)}
    result = {"result": one_of(str(share), share)}
    return Case(
        says={
            "en-US": (
                f"{people} of us share a bill of {bill}. Use the calculator to find out what each pays, "
                f"and write that amount into a new note titled “{title}”.",
                f"Divide {bill} by {people} in the calculator, then make a note “{title}” with the result in it",
            ),
            "zh-CN": (
                f"我们 {people} 个人平分 {bill} 元的账单，用计算器算出每人多少，写进标题为“{title}”的新笔记",
                f"用计算器算 {bill} 除以 {people}，把结果记在一条叫“{title}”的新笔记里。",
            ),
        },
        params={"people": people, "bill": bill, "title": title},
        check=All(
            Rows("notes", wanted, new=True),
            Rows("notes", {}, new=True),
            Kept("notes"),
            Either(*(Rows("calculations", result, new=True, count=count) for count in (1, 2, 3))),
            OnlyChanged(settings=["secure/calculator_expression"], rows=["notes", "calculations"]),
        ),
        oracle=oracle,
    )


def _chinese(text: str) -> str:
    return manifest.translations("zh-CN").get(text, text)
