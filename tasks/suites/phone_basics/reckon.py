"""The calculator, the weather, the launcher: one each."""

from __future__ import annotations

from random import Random

from devices.phone import manifest
from tasks.checks import All, Answered, OnlyChanged, Rows, Setting, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CALCULATOR, LAUNCHER, WEATHER
from tasks.suites.phone_basics._suite import SUITE
from tasks.task import Case


@SUITE.task(steps=9, apps=(CALCULATOR,), locales=BOTH)
def calculate(draw: Random, fresh: State) -> Case:
    """Two figures multiplied; the sum stands in the calculator's history afterwards."""
    one, other = draw.choice([(one, other) for one in range(3, 10) for other in range(3, 10) if one * other >= 12])
    result = str(one * other)
    sum_ = f"{one}×{other}"

    def oracle(hand: Hand) -> str:
        if any(row["result"] == result for row in hand.state.provider("calculations")):
            return result
        hand.app(CALCULATOR)
        written = (hand.state.setting("secure", "calculator_expression") or "").replace(" ", "")
        if not f"{sum_}=".startswith(written):
            hand.tap("Clear")
        hand.tap(f"{sum_}="[len(written)])

    return Case(
        says={
            "en-US": (
                f"Use the calculator to multiply {one} by {other} and tell me the result.",
                f"What does the Calculator app say for {one} times {other}?",
            ),
            "zh-CN": (f"用计算器算 {one} 乘以 {other}，告诉我结果", f"计算器上 {one} 乘 {other} 等于多少？"),
        },
        params={"one": one, "other": other},
        answer=result,
        check=All(
            Answered((result,), numbers=True),
            Rows("calculations", {"result": one_of(result, int(result))}, new=True),
            OnlyChanged(settings=["secure/calculator_expression"], rows=["calculations"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(WEATHER,), locales=BOTH)
def weather_unit(draw: Random, fresh: State) -> Case:
    """Degrees as they are counted elsewhere."""
    wanted, before = draw.sample(("c", "f"), 2)
    name, chinese = {"c": ("Celsius", "摄氏度"), "f": ("Fahrenheit", "华氏度")}[wanted]

    def oracle(hand: Hand) -> None:
        if hand.state.setting("secure", "weather_unit") == wanted:
            return
        hand.app(WEATHER)
        sign = f"°{wanted.upper()}"
        if hand.page == "settings":
            hand.tap(sign if hand.find(sign, kind="RadioButton") else "Temperature")
        hand.tap("Settings" if hand.find("Settings") else "More options")

    return Case(
        says={
            "en-US": (f"Show temperatures in {name} in the Weather app.", f"Change the weather’s temperature unit to {name}"),
            "zh-CN": (f"天气应用里的温度改用{chinese}显示", f"把天气的温度单位换成{chinese}。"),
        },
        params={"unit": wanted},
        prepare=(f"settings put secure weather_unit {before}",),
        check=All(Setting("secure", "weather_unit", wanted), OnlyChanged(settings=["secure/weather_unit"])),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(LAUNCHER,), locales=BOTH)
def icon_on_home(draw: Random, fresh: State) -> Case:
    """An app that lies in the drawer alone gets an icon on the home screen."""
    app = draw.choice([app for app in manifest.installed() if app.package not in (LAUNCHER, WEATHER)])
    label, chinese = app.label, manifest.translations("zh-CN").get(app.label, app.label)

    def oracle(hand: Hand) -> None:
        if any(row["package"] == app.package and not row["removed"] for row in hand.state.provider("launcher")):
            return
        if hand.package != LAUNCHER:
            hand.press("home")
        if hand.find("Add to home screen"):
            hand.tap("Add to home screen")
        if hand.find("Search apps", kind="EditText") is None:
            hand.all_apps()
        hand.hold(label)

    return Case(
        says={
            "en-US": (f"Put the {label} app on the home screen.", f"Add an icon for {label} to my home screen"),
            "zh-CN": (f"把“{chinese}”放到主屏幕上", f"在主屏幕上添加{chinese}的图标。"),
        },
        params={"package": app.package},
        prepare=(f"content insert --uri content://launcher --bind package:s:{app.package} --bind removed:i:1",),
        check=All(Rows("launcher", {"package": app.package, "removed": one_of(0, False)}), OnlyChanged(rows=["launcher"])),
        oracle=oracle,
    )
