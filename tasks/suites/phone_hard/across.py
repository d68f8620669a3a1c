"""Read here, use there: what one app says is needed in another."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows, contains, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CALENDAR, CONTACTS, MAIL, MESSAGES, NOTES, SETTINGS, SHOP
from tasks.suites.phone_daily._suite import (
    chinese,
    coming_day,
    day_of,
    free_number,
    insert,
    number,
    only,
    reachable,
    spoken,
    stranger,
    update,
    words,
)
from tasks.suites.phone_hard._oracles import plan, read_mail, read_note, text
from tasks.suites.phone_hard._suite import HOUR, SUITE, Kept, clock, costs, dials, reads, texted
from tasks.task import Case

_SECRETS = ("maple", "harbor", "velvet", "copper", "meadow", "falcon", "pepper", "willow", "cobalt", "marble")
_LISTS = (
    ("Networks on the road", "Codes for guests", "Getting online"),
    ("出门上网", "访客密码", "上网备忘"),
)
_NUMBERS = (
    ("New neighbours", "People from the course", "From the trade fair"),
    ("新邻居", "培训班的同学", "展会上认识的人"),
)
_PARTIES = (
    ("Housewarming", "Farewell party", "Garden concert", "Tasting evening"),
    ("乔迁聚会", "欢送会", "花园音乐会", "品鉴晚会"),
)


@SUITE.task(steps=20, apps=(SHOP, MESSAGES), locales=BOTH)
def order_total(draw: Random, fresh: State) -> Case:
    """What one of several orders cost, in a message."""
    orders = sorted(fresh.provider("shop_orders"), key=lambda row: number(row, "placed"))
    dearest = draw.random() < 0.5
    order = max(orders, key=lambda row: number(row, "total")) if dearest else orders[-1]
    total, person = number(order, "total"), draw.choice(reachable(fresh, "phone"))
    name, phone, sum_ = str(person["name"]), str(person["phone"]), f"${total / 100:.2f}"

    def oracle(hand: Hand) -> None:
        if any(row["kind"] == "sent" and row["body"] == sum_ for row in hand.state.provider("sms")):
            return
        if not hand.has("read"):
            hand.app(SHOP)
            match hand.page:
                case "orders":
                    hand.mark("read")
                case "account":
                    hand.tap("Orders")
                case "" | "cart" | "wishes":
                    hand.tap("Account")
                case _:
                    hand.press("back")
        text(hand, [name], sum_)

    which = ("my most expensive order", "我最贵的一笔订单") if dearest else ("my latest order", "我最近一笔订单")
    return Case(
        says={
            "en-US": (
                f"Text {name} the total of {which[0]} in the Shop.",
                f"{name} asks what {which[0]} in the Shop came to. Look it up and send the sum by text message.",
            ),
            "zh-CN": (
                f"把{which[1]}的总金额用短信发给{name}",
                f"{name}想知道{which[1]}一共多少钱，去商店里查一下，用短信告诉对方。",
            ),
        },
        params={"to": name, "order": str(order["number"])},
        check=texted([phone], costs(total)),
        oracle=oracle,
    )


@SUITE.task(steps=17, apps=(NOTES, SETTINGS), locales=BOTH)
def guest_network(draw: Random, fresh: State) -> Case:
    """The password of one of three networks stands in a note."""
    rows = fresh.provider("wifi_networks")
    secured = [row for row in only(rows, "ssid") if row["security"] != "open" and not row["saved"]]
    known = draw.sample(secured, min(3, len(secured)))
    network, title = known[0], words(draw, *_LISTS, fresh)
    secrets = {row["_id"]: f"{'-'.join(draw.sample(_SECRETS, 2))}-{draw.randint(10, 99)}" for row in known}
    ssid, place, password = str(network["ssid"]), number(network, "_id"), secrets[network["_id"]]
    body = "\n".join(f"{row['ssid']}: {secrets[row['_id']]}" for row in draw.sample(known, len(known)))
    joined = {"_id": place, "connected": one_of(1, "1", True), "password": password}

    def oracle(hand: Hand) -> None:
        if any(fits(row, joined) for row in hand.state.provider("wifi_networks")):
            return
        read_note(hand, title)
        hand.app(SETTINGS)
        match hand.page:
            case "network/wifi":
                if hand.find("Password", kind="EditText"):
                    field = hand.find("Password", kind="EditText")
                    if field is not None and len(field.text) != len(password):
                        hand.write(password, name="Password")
                    hand.tap("Connect")
                hand.tap(ssid)
            case "network":
                hand.tap("Wi-Fi networks")
            case "":
                hand.tap("Network & internet")
            case _:
                hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Connect the phone to the Wi-Fi “{ssid}”. You will find its password in my notes.",
                f"One of my notes has the password of the network {ssid}: join it",
            ),
            "zh-CN": (f"连接 WLAN“{ssid}”，密码记在笔记里", f"我的一条笔记里有“{ssid}”这个网络的密码，请用它连上。"),
        },
        params={"ssid": ssid, "note": title},
        prepare=(
            *(update("wifi_networks", number(row, "_id"), passphrase=secrets[row["_id"]]) for row in known),
            insert("notes", title=title, body=body, pinned=0, colour="", archived=0, checklist=0, modified="2026-01-02 08:00"),
        ),
        check=All(
            Rows("wifi_networks", joined),
            Rows("wifi_networks", {"connected": one_of(1, "1", True)}),
            Kept("wifi_networks", besides=("connected",), apart=(place,)),
            OnlyChanged(rows=["wifi_networks"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=23, apps=(NOTES, CONTACTS), locales=BOTH)
def copy_numbers(draw: Random, fresh: State) -> Case:
    """The people in a note become contacts."""
    title, people = words(draw, *_NUMBERS, fresh), dict[str, str]()
    while len(people) < 2:
        people[stranger(draw, fresh)[0]] = free_number(draw, fresh)
    if len({*people.values()}) < len(people):
        return copy_numbers(draw, fresh)  # who shares a number would be one person
    body = "\n".join(f"{name}: {phone}" for name, phone in people.items())

    def oracle(hand: Hand) -> None:
        there = {str(row["name"]) for row in hand.state.provider("contacts")}
        missing = [name for name in people if name not in there]
        if not missing:
            return
        read_note(hand, title)
        hand.app(CONTACTS)
        if hand.page == "edit":
            hand.write(missing[0], name="Name")
            hand.write(people[missing[0]], name="Phone")
            hand.tap("Save")
        if hand.page == "contact":
            hand.press("back")
        hand.tap("Create contact")

    return Case(
        says={
            "en-US": (
                f"Save everybody in my note “{title}” as a contact, each with the name and the phone number.",
                f"Copy the names and phone numbers from the note {title} into Contacts",
            ),
            "zh-CN": (
                f"把笔记“{title}”里的人都存到通讯录，姓名和电话都要",
                f"笔记“{title}”里有几个人的电话，请逐个新建联系人。",
            ),
        },
        params={"note": title, "people": [*people]},
        prepare=(
            insert("notes", title=title, body=body, pinned=0, colour="", archived=0, checklist=0, modified="2026-01-02 08:00"),
        ),
        check=All(
            *(Rows("contacts", {"name": reads(name), "phone": dials(phone)}, new=True) for name, phone in people.items()),
            Rows("contacts", {}, count=len(people), new=True),
            Kept("contacts"),
            OnlyChanged(rows=["contacts"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=25, apps=(MAIL, CALENDAR), locales=BOTH)
def invitation(draw: Random, fresh: State) -> Case:
    """What a mail invites to goes into the calendar: day, hour, place."""
    title, person = words(draw, *_PARTIES, fresh), draw.choice(reachable(fresh, "email"))
    spots = [
        row for row in only(fresh.provider("map_places"), "name") if row["kind"] in ("restaurant", "cafe", "hotel", "park")
    ]
    name, place, day = str(person["name"]), str(draw.choice(spots)["name"]), coming_day(draw, fresh)
    hour, other = draw.sample(range(15, 21), 2)
    begin, when = day + hour * HOUR + draw.choice((0, 15, 30, 45)) * 60_000, spoken(day)
    body = (
        f"大家好：\n\n去年我们{other}点开始，不太合适，"
        f"所以今年定在{when[1]} {clock(begin)}，地点是{place}。\n\n不用带东西，人来就好。"
        if chinese(fresh)
        else f"Hello everybody,\n\nlast year we began at {other}:00, which was not the best time. "
        f"So this year it is on {when[0]}, {clock(begin)}, at {place}.\n\nBring nothing but yourselves!"
    )
    mail = {"from_name": name, "from": str(person["email"]), "to": "", "cc": "", "subject": title, "body": body}

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("events")):
            return
        read_mail(hand, title)
        plan(hand, title, begin, fresh, place)

    return Case(
        says={
            "en-US": (
                f"Put what {name}’s mail “{title}” invites me to into my calendar: call it “{title}”, "
                "with the right day, start time and place.",
                f"{name} sent me an invitation by mail. Add “{title}” to the calendar, with date, time and place as it says",
            ),
            "zh-CN": (
                f"把{name}的邮件“{title}”里说的活动加到日历，标题写“{title}”，日期、开始时间和地点都要对",
                f"{name}发邮件邀请我参加“{title}”，请按邮件里的日期、时间和地点记到日历里，标题就用“{title}”。",
            ),
        },
        params={"title": title, "day": day_of(day).isoformat(), "time": clock(begin), "place": place},
        prepare=(insert("mail", **mail, time=int(fresh.now) - HOUR, folder="inbox", read=0, starred=0),),
        check=All(
            Rows(
                "events", {"title": reads(title), "begin": begin, "all_day": one_of(0, "0"), "place": contains(place)}, new=True
            ),
            Rows("events", {}, new=True),
            Kept("events"),
            Kept("mail", besides=("read",)),
            OnlyChanged(rows=["events", "mail"]),
        ),
        oracle=oracle,
    )
