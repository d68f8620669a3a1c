"""People: look one up, call one, write to one."""

from __future__ import annotations

from random import Random

from tasks.checks import All, Answered, Either, OnlyChanged, Rows, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CONTACTS, MESSAGES, PHONE
from tasks.suites.phone_basics._suite import SUITE, only, words
from tasks.task import Case

_LINES = (
    (
        "See you at six",
        "The parcel is here",
        "I missed the bus",
        "Bring the blue folder, please",
        "All well here",
        "Dinner is at my place",
    ),
    ("六点见", "包裹到了", "我没赶上公交车", "请带上那个蓝色文件夹", "我这边一切都好", "晚饭在我家吃"),
)


@SUITE.task(steps=8, apps=(CONTACTS,), locales=BOTH)
def phone_number(draw: Random, fresh: State) -> Case:
    """Look up somebody's number."""
    person = draw.choice([row for row in only(fresh.provider("contacts"), "name") if row["phone"]])
    name, number = str(person["name"]), str(person["phone"])

    def oracle(hand: Hand) -> str:
        hand.app(CONTACTS)
        if hand.page != "contact" or not hand.sees(number):
            hand.tap(name)
        return number

    return Case(
        says={
            "en-US": (f"What is {name}’s phone number?", f"Find the phone number of {name}."),
            "zh-CN": (f"{name}的电话号码是多少？", f"查一下{name}的电话。"),
        },
        params={"name": name},
        answer=number,
        check=All(Answered((number,), digits=True), OnlyChanged()),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(PHONE,), locales=BOTH)
def call_contact(draw: Random, fresh: State) -> Case:
    """Call somebody out of the list of people."""
    person = draw.choice([row for row in only(fresh.provider("contacts"), "name")[:12] if row["phone"]])
    name, number = str(person["name"]), str(person["phone"])

    def oracle(hand: Hand) -> None:
        if any(fits(row, {"number": number, "kind": "out"}) for row in hand.state.provider("live_calls")):
            return
        hand.app(PHONE)
        if hand.page != "":
            hand.press("back")
        call = f"{hand.say('Call')} {name}"
        tab = hand.find("Contacts")
        if tab is not None and not tab.checked:
            hand.tap("Contacts")
        hand.tap(call)

    return Case(
        says={
            "en-US": (f"Call {name}.", f"Phone {name}, please"),
            "zh-CN": (f"给{name}打电话", f"请拨打{name}的电话。"),
        },
        params={"name": name},
        check=All(
            Either(
                Rows("live_calls", {"number": number, "kind": "out"}),
                Rows("calls", {"number": number, "kind": "out"}, new=True),
            ),
            OnlyChanged(rows=["calls", "live_calls"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(MESSAGES,), locales=BOTH)
def send_message(draw: Random, fresh: State) -> Case:
    """An answer in a conversation that is there."""
    last = {row["address"]: row for row in sorted(fresh.provider("sms"), key=lambda row: float(str(row["time"])))}
    recent = sorted((row for row in last.values() if row["name"]), key=lambda row: -float(str(row["time"])))[:6]
    names = [row["name"] for row in fresh.provider("contacts")]
    row = draw.choice([row for row in recent if names.count(row["name"]) == 1])
    name, address, body = str(row["name"]), row["address"], words(draw, *_LINES, fresh)

    def oracle(hand: Hand) -> None:
        if any(row["body"] == body and row["kind"] == "sent" for row in hand.state.provider("sms")):
            return
        hand.app(MESSAGES)
        if hand.page == "":
            hand.tap(name)
        if hand.page != "conversation" or not hand.sees(name):
            hand.press("back")
        hand.write(body, name="Text message")
        hand.tap("Send")

    return Case(
        says={
            "en-US": (f"Send {name} a text message: {body}", f"Text “{body}” to {name}"),
            "zh-CN": (f"给{name}发短信：{body}", f"发一条“{body}”的短信给{name}。"),
        },
        params={"name": name, "body": body},
        check=All(
            Rows("sms", {"address": address, "body": body, "kind": "sent"}, new=True),
            Rows("sms", {"kind": one_of("sent", "failed")}, new=True),
            OnlyChanged(rows=["sms", "sms_replies"]),
        ),
        oracle=oracle,
    )
