"""People and calls: who they are, how to reach them, who may not ring."""

from __future__ import annotations

from collections import Counter
from random import Random

from tasks.checks import All, Either, OnlyChanged, Rows, one_of
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, CONTACTS, PHONE
from tasks.suites.phone_daily._checks import Counts, Kept, dials, figures, reads
from tasks.suites.phone_daily._suite import SUITE, free_number, insert, reachable, stranger
from tasks.task import Case

_MINUTE = 60_000
_SEEN = ("seen", "new")
"""Fields of a call that change by looking at the list."""


@SUITE.task(steps=15, apps=(CONTACTS,), locales=BOTH)
def new_contact(draw: Random, fresh: State) -> Case:
    """Four fields out of the instruction."""
    name, local = stranger(draw, fresh)
    number, email = free_number(draw, fresh), f"{local}@{draw.choice(('example.net', 'example.org'))}"
    company = str(draw.choice([row for row in fresh.provider("contacts") if row["company"]])["company"])

    def oracle(hand: Hand) -> None:
        if any(row["name"] == name for row in hand.state.provider("contacts")):
            return
        hand.app(CONTACTS)
        if hand.page != "edit":
            hand.tap("Create contact")
        hand.write(name, name="Name", submit=True)
        hand.write(number, name="Phone", submit=True)
        hand.write(email, name="Email", submit=True)
        hand.write(company, name="Company")
        hand.tap("Save")

    return Case(
        says={
            "en-US": (
                f"Create a contact: name {name}, phone {number}, e-mail {email}, company {company}.",
                f"I met {name} from {company}. Save the number {number} and the address {email} in my contacts.",
            ),
            "zh-CN": (
                f"新建联系人：姓名{name}，电话{number}，邮箱 {email}，公司{company}",
                f"我认识了{company}的{name}，请存到通讯录：电话{number}，邮箱 {email}。",
            ),
        },
        params={"name": name, "number": number, "email": email, "company": company},
        check=All(
            Rows(
                "contacts",
                {"name": reads(name), "phone": dials(number), "email": reads(email), "company": reads(company)},
                new=True,
            ),
            Rows("contacts", {}, new=True),
            Kept("contacts"),
            OnlyChanged(rows=["contacts"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CONTACTS,), locales=BOTH)
def new_number(draw: Random, fresh: State) -> Case:
    """Somebody has another number; nothing else of theirs may change."""
    person = draw.choice(reachable(fresh, "phone"))
    name, place, number = str(person["name"]), person["_id"], free_number(draw, fresh)

    def oracle(hand: Hand) -> None:
        if any(
            row["_id"] == place and figures(str(row["phone"])) == figures(number) for row in hand.state.provider("contacts")
        ):
            return
        hand.app(CONTACTS)
        if hand.page == "edit":
            hand.write(number, name="Phone")
            hand.tap("Save")
        if hand.page == "contact":
            if hand.sees(name):
                hand.tap("Edit contact")
            hand.press("back")
        hand.write(name, name="Search contacts")
        hand.tap(name, kind="LinearLayout")

    return Case(
        says={
            "en-US": (
                f"{name} has a new phone number: {number}. Update the contact.",
                f"Change the number of {name} in Contacts to {number}",
            ),
            "zh-CN": (f"{name}换号码了，新号码是{number}，请更新联系人", f"把{name}的电话改成{number}。"),
        },
        params={"name": name, "number": number},
        check=All(
            Rows("contacts", {"_id": place, "phone": dials(number)}),
            Kept("contacts", besides=("phone",)),
            OnlyChanged(rows=[f"contacts/{place}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CONTACTS,), locales=BOTH)
def two_favourites(draw: Random, fresh: State) -> Case:
    """Two people at once, one after the other."""
    plain = [row for row in reachable(fresh, "name") if not row["starred"]][:14]
    first, second = sorted(draw.sample(plain, 2), key=lambda row: int(str(row["_id"])))
    names = str(first["name"]), str(second["name"])

    def oracle(hand: Hand) -> None:
        done = {row["name"] for row in hand.state.provider("contacts") if row["starred"]}
        for name in names:
            if name in done:
                continue
            hand.app(CONTACTS)
            if hand.page == "contact" and hand.sees(name):
                hand.tap("Add to favourites")
            if hand.page != "":
                hand.press("back")
            hand.tap(name, kind="LinearLayout")

    return Case(
        says={
            "en-US": (
                f"Add {names[0]} and {names[1]} to the favourites in Contacts.",
                f"Star two of my contacts: {names[1]} and {names[0]}",
            ),
            "zh-CN": (f"在通讯录里收藏{names[0]}和{names[1]}", f"把{names[1]}和{names[0]}设为常用联系人。"),
        },
        params={"names": list(names)},
        check=All(
            *(Rows("contacts", {"_id": row["_id"], "starred": one_of(1, "1")}) for row in (first, second)),
            Kept("contacts", besides=("starred",)),
            OnlyChanged(rows=[f"contacts/{row['_id']}" for row in (first, second)]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(CONTACTS,), tags=("question",), locales=BOTH)
def colleagues(draw: Random, fresh: State) -> Case:
    """How many people are with a company: found by the search, as it stands in no list."""
    firms = Counter(str(row["company"]) for row in fresh.provider("contacts") if row["company"])
    firm, count = draw.choice([(firm, count) for firm, count in sorted(firms.items()) if 2 <= count <= 8])

    def oracle(hand: Hand) -> str:
        hand.app(CONTACTS)
        if hand.page != "":
            hand.press("back")
        hand.write(firm, name="Search contacts")
        return str(count)

    return Case(
        says={
            "en-US": (f"How many of my contacts work at {firm}?", f"Count the people from {firm} in my contacts."),
            "zh-CN": (f"我的联系人里有几位在{firm}工作？", f"数一数通讯录里{firm}的人有多少。"),
        },
        params={"firm": firm},
        answer=str(count),
        check=All(Counts(count), OnlyChanged()),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(PHONE,), locales=BOTH)
def call_back(draw: Random, fresh: State) -> Case:
    """The last missed call, which is not the last call."""
    missed, other = draw.sample(reachable(fresh, "phone"), 2)
    name, number = str(missed["name"]), str(missed["phone"])

    def oracle(hand: Hand) -> None:
        if any(row["number"] == number for row in hand.state.provider("live_calls")):
            return
        hand.app(PHONE)
        chip = hand.find("Missed")
        if chip is not None and not chip.checked:
            hand.tap("Missed")
        hand.tap(f"{hand.say('Call')} {name}", nth=0)

    return Case(
        says={
            "en-US": ("Call back whoever I missed last.", "Return my latest missed call"),
            "zh-CN": ("给最近一个未接来电回电话", "回拨我最后一次未接的来电。"),
        },
        params={"name": name},
        prepare=(
            _call(missed, "missed", fresh.now - draw.randint(16, 28) * _MINUTE),
            _call(other, draw.choice(("in", "out")), fresh.now - draw.randint(3, 12) * _MINUTE),
        ),
        check=All(
            Either(
                Rows("live_calls", {"number": dials(number), "kind": "out"}),
                Rows("calls", {"number": dials(number), "kind": "out"}, new=True),
            ),
            Either(Rows("live_calls", {}), Rows("calls", {"kind": "out"}, new=True)),
            Either(Rows("live_calls", {}, count=0), Rows("calls", {}, count=0, new=True)),
            Kept("calls", besides=_SEEN),
            OnlyChanged(rows=["calls", "live_calls"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=11, apps=(PHONE,), locales=BOTH)
def block_caller(draw: Random, fresh: State) -> Case:
    """A number out of the list of calls, that nobody has a name for."""
    number, other = free_number(draw, fresh), draw.choice(reachable(fresh, "phone"))

    def oracle(hand: Hand) -> None:
        if any(figures(str(row["number"])) == figures(number) for row in hand.state.provider("blocked_numbers")):
            return
        hand.app(PHONE)
        for name in ("Block", "Block number"):
            if hand.find(name):
                hand.tap(name)
        if hand.page == "call":
            hand.tap("More options")
        hand.tap(number, kind="LinearLayout", nth=0)

    return Case(
        says={
            "en-US": (
                "An unknown number called me a few minutes ago. Block it.",
                "Block the number of the last call from somebody who is not in my contacts",
            ),
            "zh-CN": ("几分钟前有个陌生号码打来电话，把它屏蔽掉", "请屏蔽最近一次陌生来电的号码。"),
        },
        params={"number": number},
        prepare=(
            insert(
                "calls",
                **{"number": number, "name": "", "time": fresh.now - draw.randint(5, 9) * _MINUTE, "seconds": 0},
                **{"kind": "missed", "type": 3, "seen": 0, "new": 1},
            ),
            _call(other, "in", fresh.now - draw.randint(2, 4) * _MINUTE),
        ),
        check=All(
            Rows("blocked_numbers", {"number": dials(number)}),
            Rows("blocked_numbers", {}),
            Kept("calls", besides=_SEEN),
            OnlyChanged(rows=["blocked_numbers", "calls"]),
        ),
        oracle=oracle,
    )


def _call(person: Row, kind: str, time: int) -> str:
    seconds, missed = 0 if kind == "missed" else 74, int(kind == "missed")
    known = {"number": str(person["phone"]), "name": str(person["name"]), "time": time, "seconds": seconds}
    return insert("calls", **known, kind=kind, type={"in": 1, "out": 2, "missed": 3}[kind], seen=1 - missed, new=missed)
