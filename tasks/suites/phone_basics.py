"""Thirty things that a person does on a phone in one app and at most six steps."""

from __future__ import annotations

from random import Random

from tasks.checks import All, Answered, OnlyChanged, Setting
from tasks.hand import Hand
from tasks.state import State
from tasks.task import Case, Suite

SUITE = Suite("phone_basics", version=1, about="one app, up to six steps: switches, alarms, notes, look-ups")
SETTINGS, CLOCK, CONTACTS, NOTES = (
    "com.android.settings",
    "com.android.deskclock",
    "com.android.contacts",
    "com.fingertip.notes",
)
BOTH = ("en-US", "zh-CN")


@SUITE.task(steps=6, apps=(SETTINGS,), locales=BOTH)
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
        check=All(Setting("global", "bluetooth_on", str(int(on))), OnlyChanged(settings=["global/bluetooth_on"])),
        oracle=oracle,
    )


@SUITE.task(steps=6, apps=(CONTACTS,), locales=BOTH)
def phone_number(draw: Random, fresh: State) -> Case:
    """Look up somebody's number."""
    person = draw.choice(fresh.provider("contacts"))
    name, number = str(person["name"]), str(person["phone"])

    def oracle(hand: Hand) -> str:
        if not hand.has("read"):
            hand.app(CONTACTS)
            if hand.page != "contact":
                hand.tap(name)
            hand.mark("read")
        return number

    return Case(
        says={
            "en-US": (f"What is {name}'s phone number?", f"Find the phone number of {name}."),
            "zh-CN": (f"{name}的电话号码是多少？",),
        },
        params={"name": name},
        answer=number,
        check=All(Answered((number,)), OnlyChanged()),
        oracle=oracle,
    )
