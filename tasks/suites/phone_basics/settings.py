"""Settings: two switches, a slider, two choices."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Setting
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, SETTINGS
from tasks.suites.phone_basics._suite import SUITE
from tasks.task import Case


@SUITE.task(steps=8, apps=(SETTINGS,), locales=BOTH)
def bluetooth(draw: Random, fresh: State) -> Case:
    """A switch one level deep."""
    on = draw.random() < 0.5

    def oracle(hand: Hand) -> None:
        hand.app(SETTINGS)
        if hand.page != "connected":
            hand.tap("Connected devices")
        hand.switch("Bluetooth", on)

    return Case(
        says={
            "en-US": (f"Turn Bluetooth {'on' if on else 'off'}.", f"{'Enable' if on else 'Disable'} bluetooth"),
            "zh-CN": (f"{'打开' if on else '关闭'}蓝牙", f"请{'开启' if on else '关掉'}蓝牙。"),
        },
        params={"on": on},
        prepare=(f"settings put global bluetooth_on {int(not on)}",),
        check=_set("global", "bluetooth_on", str(int(on))),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(SETTINGS,), locales=BOTH)
def theme(draw: Random, fresh: State) -> Case:
    """Dark or light."""
    dark = draw.random() < 0.5

    def oracle(hand: Hand) -> None:
        hand.app(SETTINGS)
        if hand.page != "display":
            hand.tap("Display")
        hand.switch("Dark theme", dark)

    return Case(
        says={
            "en-US": (f"Switch to the {'dark' if dark else 'light'} theme.", f"turn {'on' if dark else 'off'} dark mode"),
            "zh-CN": (f"把手机换成{'深色' if dark else '浅色'}主题", f"{'打开' if dark else '关闭'}深色模式。"),
        },
        params={"dark": dark},
        prepare=(f"settings put secure ui_night_mode {1 if dark else 2}",),
        check=_set("secure", "ui_night_mode", "2" if dark else "1"),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(SETTINGS,), locales=BOTH)
def media_volume(draw: Random, fresh: State) -> Case:
    """A slider to one of its ends."""
    loud = draw.random() < 0.5
    wanted = 15 if loud else 0

    def oracle(hand: Hand) -> None:
        hand.app(SETTINGS)
        if hand.page != "sound":
            hand.tap("Sound & vibration")
        hand.slide("Media volume", float(loud), str(wanted))

    return Case(
        says={
            "en-US": (
                f"Turn the media volume {'all the way up' if loud else 'down to zero'}.",
                f"Set media volume to {'maximum' if loud else 'mute'}",
            ),
            "zh-CN": (f"把媒体音量调到{'最大' if loud else '零'}", f"媒体音量{'开到最大' if loud else '静音'}。"),
        },
        params={"loud": loud},
        prepare=(f"settings put system volume_music {draw.randint(4, 11)}",),
        check=_set("system", "volume_music", str(wanted)),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(SETTINGS,), locales=BOTH)
def screen_timeout(draw: Random, fresh: State) -> Case:
    """One of four times in a dialog."""
    times = (
        ("15000", "15 seconds", "15 秒"),
        ("30000", "30 seconds", "30 秒"),
        ("60000", "1 minute", "1 分钟"),
        ("300000", "5 minutes", "5 分钟"),
    )
    now, (value, english, chinese) = draw.sample(times, 2)

    return Case(
        says={
            "en-US": (f"Set the screen timeout to {english}.", f"Let the screen go off after {english} without use"),
            "zh-CN": (f"把屏幕超时设为{chinese}", f"让屏幕在{chinese}后自动熄灭。"),
        },
        params={"value": value},
        prepare=(f"settings put system screen_off_timeout {now[0]}",),
        check=_set("system", "screen_off_timeout", value),
        oracle=lambda hand: _choose(hand, ("system", "screen_off_timeout", value), "Screen timeout", english),
    )


@SUITE.task(steps=9, apps=(SETTINGS,), locales=BOTH)
def font_size(draw: Random, fresh: State) -> Case:
    """One of three sizes in a dialog."""
    sizes = (("0.85", "Small", "小"), ("1.15", "Large", "大"), ("1.3", "Largest", "最大"))
    value, english, chinese = draw.choice(sizes)

    return Case(
        says={
            "en-US": (f"Set the font size to {english.lower()}.", f"Change the size of text on this phone to “{english}”"),
            "zh-CN": (f"把字体大小设为“{chinese}”", f"手机上的字改成“{chinese}”号。"),
        },
        params={"value": value},
        prepare=("settings put system font_scale 1.0",),
        check=_set("system", "font_scale", value),
        oracle=lambda hand: _choose(hand, ("system", "font_scale", value), "Font size", english),
    )


def _choose(hand: Hand, wanted: tuple[str, str, str], row: str, choice: str) -> None:
    """Settings › Display › row › choice."""
    namespace, key, value = wanted
    if hand.state.setting(namespace, key) == value:
        return
    hand.app(SETTINGS)
    if hand.page != "display":
        hand.tap("Display")
    if hand.find(choice, kind="RadioButton"):
        hand.tap(choice, kind="RadioButton")
    hand.tap(row)


def _set(namespace: str, key: str, value: str) -> All:
    return All(Setting(namespace, key, value), OnlyChanged(settings=[f"{namespace}/{key}"]))
