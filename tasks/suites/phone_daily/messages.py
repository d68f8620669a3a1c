"""Messages: pass something on, find something, learn who wrote."""

from __future__ import annotations

import re
from random import Random

from tasks.checks import All, Answered, OnlyChanged, Rows, contains, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CONTACTS, MAIL, MAPS, MESSAGES
from tasks.suites.phone_daily._checks import Kept, dials, figures, reads
from tasks.suites.phone_daily._oracles import address_and_send
from tasks.suites.phone_daily._suite import SUITE, free_number, insert, number, only, reachable, stranger, words
from tasks.task import Case


@SUITE.task(steps=15, apps=(MAPS, MESSAGES), locales=BOTH)
def send_address(draw: Random, fresh: State) -> Case:
    """Where a place is, from Maps to somebody by message."""
    places = [row for row in only(fresh.provider("map_places"), "name") if row["kind"] not in ("home", "office", "park")]
    place, person = draw.choice(places), draw.choice(reachable(fresh, "phone"))
    name, phone = str(person["name"]), str(person["phone"])
    title, address = str(place["name"]), str(place["address"])

    def oracle(hand: Hand) -> None:
        if any(row["address"] == phone and address in str(row["body"]) for row in hand.state.provider("sms")):
            return
        if hand.package == MESSAGES and hand.page == "new":
            address_and_send(hand, name)
        hand.app(MAPS)
        if hand.find("Messages"):
            hand.tap("Messages")
        if hand.page == "place" and hand.sees(address):
            hand.tap("Share")
        if hand.page == "search":
            hand.write(title, name="Search here")
            hand.tap(title, kind="LinearLayout")
        if hand.page == "":
            hand.tap("Search here")
        hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Look up the address of {title} in Maps and send it to {name} by text message.",
                f"{name} wants to know where {title} is: text the address from Maps",
            ),
            "zh-CN": (
                f"在地图里查{title}的地址，用短信发给{name}",
                f"{name}想知道{title}在哪里，请把地图上的地址发短信过去。",
            ),
        },
        params={"place": title, "to": name},
        check=All(
            Rows("sms", {"address": dials(phone), "body": contains(address), "kind": "sent"}, new=True),
            Rows("sms", {"kind": one_of("sent", "failed")}, new=True),
            Kept("sms", besides=("read",)),
            OnlyChanged(rows=["sms", "sms_replies", "map_searches"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(MESSAGES, MAIL), locales=BOTH)
def message_to_mail(draw: Random, fresh: State) -> Case:
    """What one person wrote last by message, for another to read as a mail."""
    people = {row["phone"]: str(row["name"]) for row in reachable(fresh, "phone")}
    last = {row["address"]: row for row in sorted(fresh.provider("sms"), key=lambda row: number(row, "time"))}
    ends = sorted((row for row in last.values() if row["kind"] == "inbox"), key=lambda row: -number(row, "time"))
    source = draw.choice([row for row in ends if row["address"] in people][:5])
    person = draw.choice([row for row in reachable(fresh, "email") if row["phone"] != source["address"]])
    name, email = str(person["name"]), str(person["email"])
    writer, body = people[source["address"]], str(source["body"])

    def oracle(hand: Hand) -> None:
        if any(row["to"] == email and body in str(row["body"]) for row in hand.state.provider("mail")):
            return
        if hand.package == MAIL and hand.page == "compose":
            address_and_send(hand, name)
        hand.app(MESSAGES)
        for step in ("Mail", "Share"):
            if hand.find(step):
                hand.tap(step)
        if hand.page == "conversation":
            if hand.find(body):
                hand.hold(body)
            hand.press("back")
        hand.tap(writer, kind="LinearLayout")

    return Case(
        says={
            "en-US": (
                f"Send the last text message that I got from {writer} to {name} by e-mail.",
                f"Mail {name} exactly what {writer} texted me last",
            ),
            "zh-CN": (
                f"把{writer}发来的最后一条短信用邮件转给{name}",
                f"将{writer}最近发给我的那条短信原样写进邮件，发给{name}。",
            ),
        },
        params={"from": writer, "to": name},
        check=All(
            Rows("mail", {"to": reads(email), "body": contains(body), "folder": one_of("sent", "outbox")}, new=True),
            Rows("mail", {}, new=True),
            Kept("mail", besides=("read",)),
            Kept("sms", besides=("read",)),
            OnlyChanged(rows=["mail", "sms"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(MESSAGES,), tags=("question",), locales=BOTH)
def sign_in_code(draw: Random, fresh: State) -> Case:
    """A code out of an older message."""
    row = next(row for row in fresh.provider("sms") if not row["name"] and re.search(r"\d{6}", str(row["body"])))
    address, code = str(row["address"]), re.findall(r"\d{6}", str(row["body"]))[0]

    def oracle(hand: Hand) -> str:
        hand.app(MESSAGES)
        if not hand.sees(str(row["body"])):
            hand.tap(address, kind="LinearLayout")
        return str(code)

    return Case(
        says={
            "en-US": (
                "What is the sign-in code that I got by text message?",
                "Tell me the code for signing in, it came as a text.",
            ),
            "zh-CN": ("我短信里收到的登录验证码是多少？", "查一下短信里的登录验证码。"),
        },
        answer=code,
        check=All(Answered((code, address + code), digits=True), Kept("sms", besides=("read",)), OnlyChanged(rows=["sms"])),
        oracle=oracle,
    )


@SUITE.task(steps=14, apps=(MESSAGES, CONTACTS), locales=BOTH)
def save_sender(draw: Random, fresh: State) -> Case:
    """A new number, whose owner tells a name only in the message."""
    (name, _), phone = stranger(draw, fresh), free_number(draw, fresh)
    body = words(
        draw,
        (f"Hi, this is {name}. Here is my new number.", f"New phone! Please save this number. {name}"),
        (f"你好，我是{name}，这是我的新号码。", f"我换手机了，请存一下这个号码。{name}"),
        fresh,
    )

    def oracle(hand: Hand) -> None:
        if any(figures(str(row["phone"])) == figures(phone) for row in hand.state.provider("contacts")):
            return
        if hand.package == CONTACTS and hand.page == "edit":
            hand.write(name, name="Name")
            hand.tap("Save")
        hand.app(MESSAGES)
        if hand.page == "conversation":
            hand.tap("Add contact" if hand.find("Add contact") else "More options")
        hand.tap(phone, kind="LinearLayout")

    thread = 1 + max(number(row, "thread") for row in fresh.provider("sms"))
    arrived = {"date": fresh.now - draw.randint(2, 9) * 60_000, "type": 1, "read": 0, "thread_id": thread}
    return Case(
        says={
            "en-US": (
                "A new message came from a number I do not know. Save the sender in my contacts under the name in the message.",
                "Read the latest text from an unknown number and add whoever wrote it to Contacts",
            ),
            "zh-CN": (
                "有个陌生号码刚发来短信，请按短信里的名字把对方存为联系人",
                "看看最近那条陌生号码的短信，把发信人加到通讯录。",
            ),
        },
        params={"name": name, "number": phone},
        prepare=(insert("sms", address=phone, body=body, **arrived),),
        check=All(
            Rows("contacts", {"name": reads(name), "phone": dials(phone)}, new=True),
            Rows("contacts", {}, new=True),
            Kept("contacts"),
            Kept("sms", besides=("read",)),
            OnlyChanged(rows=["contacts", "sms"]),
        ),
        oracle=oracle,
    )
