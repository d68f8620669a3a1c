"""Count, compare, add up: questions whose answer stands nowhere by itself, and one choice between all places of a kind."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CALENDAR, CONTACTS, MAIL, MAPS, MESSAGES
from tasks.suites.phone_daily._checks import Says
from tasks.suites.phone_daily._suite import chinese, day_of, insert, number, only, reachable, spoken
from tasks.suites.phone_hard._oracles import open_person, read_mail, show_day
from tasks.suites.phone_hard._suite import (
    HOUR,
    SUITE,
    CountsAndDials,
    CountsAndSays,
    Kept,
    SaysYear,
    Totals,
    event,
    free_days,
    pick,
)
from tasks.task import Case

_PLANS = (
    ("Piano lesson", "Optician", "Book club", "Language course", "Badminton", "Choir", "Tax office", "Car wash", "Poker night"),
    ("钢琴课", "配眼镜", "读书会", "语言课", "羽毛球", "合唱", "税务局", "洗车", "牌局"),
)
_NEWS = (
    ("Call me when you can", "I found your scarf", "Look what I saw today", "Are we still on?", "Guess who is back in town"),
    ("有空给我回电话", "我找到你的围巾了", "你猜我今天看到了什么", "我们还照旧吗？", "猜猜谁回来了"),
)
_KINDS = {
    "cafe": ("Cafes", "cafés", "咖啡馆"),
    "restaurant": ("Restaurants", "restaurants", "餐馆"),
    "supermarket": ("Groceries", "supermarkets", "超市"),
    "station": ("Stations", "stations", "车站"),
}


@SUITE.task(steps=8, apps=(CALENDAR,), tags=("question",), locales=BOTH)
def evening_plans(draw: Random, fresh: State) -> Case:
    """How much begins late on a day, and what comes last."""
    day = draw.choice(free_days(fresh))
    late = draw.sample(range(17 * 4, 22 * 4), draw.randint(2, 4))
    early = [16 * 4 + 2, *draw.sample(range(8 * 4, 16 * 4), draw.randint(1, 2))]
    names = pick(draw, *_PLANS, fresh, len(late) + len(early))
    plans = dict(zip(names, [*late, *early], strict=True))
    last, when = max(plans, key=lambda name: plans[name]), spoken(day)
    answer = f"{len(late)}, {last}"

    def oracle(hand: Hand) -> str:
        show_day(hand, day, fresh)
        hand.reach(last)
        return answer

    return Case(
        says={
            "en-US": (
                f"How many of my appointments on {when[0]} begin at 17:00 or later, and what is the last one called?",
                f"Look at {when[0]} in the calendar: tell me how many things start from five in the afternoon on, "
                "and the name of the one that starts last.",
            ),
            "zh-CN": (
                f"{when[1]}有几个日程在 17:00 或之后开始？最后一个叫什么？",
                f"看一下{when[1]}的日历：下午五点以后（含五点）开始的有几项，最晚开始的是哪一项？",
            ),
        },
        params={"day": day_of(day).isoformat(), "late": len(late)},
        prepare=tuple(insert("events", **event(name, day + at * HOUR // 4, 45)) for name, at in plans.items()),
        answer=answer,
        check=All(CountsAndSays(len(late), last, [name for name in names if name != last]), OnlyChanged()),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(MAIL,), tags=("question",), locales=BOTH)
def receipts(draw: Random, fresh: State) -> Case:
    """What three mails add up to."""
    sender = "城市停车" if chinese(fresh) else "City Parking"
    numbers, sums = draw.sample(range(1000, 9999), 3), [draw.randrange(405, 2995, 5) for _ in range(3)]
    subjects = [f"停车收据 {number}" if chinese(fresh) else f"Parking receipt {number}" for number in numbers]
    answer = f"{sum(sums) / 100:.2f}"

    def body(cents: int) -> str:
        if chinese(fresh):
            thanks = "感谢您使用我们的停车场，欢迎再次光临。请妥善保存本邮件作为付款凭证。"
            return f"您好！\n\n{thanks}\n\n已付金额：${cents / 100:.2f}"
        return (
            "Dear customer,\n\nthank you for parking with us. Please keep this mail as a proof of payment.\n\n"
            f"Amount paid: ${cents / 100:.2f}"
        )

    def news() -> str:
        if chinese(fresh):
            return "您好！\n\n从下月起，每小时停车费为 $3.50。"
        return "Dear customer,\n\nfrom next month on, an hour of parking costs $3.50."

    def mail(subject: str, text: str, hours: int) -> str:
        fields = {"from_name": sender, "from": "receipts@parking.example", "to": "", "cc": "", "subject": subject, "body": text}
        return insert("mail", **fields, time=int(fresh.now) - hours * HOUR, folder="inbox", read=0, starred=0)

    def oracle(hand: Hand) -> str:
        for subject in subjects:
            read_mail(hand, subject)
        return answer

    return Case(
        says={
            "en-US": (
                f"What do the three parking receipts from {sender} in my inbox add up to?",
                f"Three receipts of {sender} came by mail. How much did I pay for parking altogether?",
            ),
            "zh-CN": (f"收件箱里{sender}的三张停车收据一共多少钱？", f"{sender}发来三封收据邮件，我停车总共花了多少？"),
        },
        params={"sums": [*sums]},
        prepare=(
            *(
                mail(subject, body(cents), 2 + place * 5)
                for place, (subject, cents) in enumerate(zip(subjects, sums, strict=True))
            ),
            mail("价格调整" if chinese(fresh) else "Our new prices", news(), 5),
        ),
        answer=answer,
        check=All(
            Totals(sum(sums)), Kept("mail", besides=("read",)), Rows("mail", {}, count=0, new=True), OnlyChanged(rows=["mail"])
        ),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(MESSAGES, CONTACTS), tags=("question",), locales=BOTH)
def unread(draw: Random, fresh: State) -> Case:
    """How many conversations hold something new, and the telephone number of the one who wrote last."""
    writers = draw.sample(reachable(fresh, "phone"), draw.randint(2, 5))
    sms = fresh.provider("sms")
    last, phone = str(writers[0]["name"]), str(writers[0]["phone"])
    threads = {str(row["address"]): number(row, "thread") for row in sms}
    following = max(threads.values()) + 1
    waiting = {str(row["address"]) for row in sms if row["kind"] == "inbox" and not row["read"]}
    count = len(waiting | {str(row["phone"]) for row in writers})
    lines, inserts = pick(draw, *_NEWS, fresh, len(writers)), list[str]()
    for place, (row, body) in enumerate(zip(writers, lines, strict=True)):
        thread = threads.get(str(row["phone"]), following + place)
        arrived = {"date": int(fresh.now) - (1 + place) * 60_000, "type": 1, "read": 0, "thread_id": thread}
        inserts.append(insert("sms", address=str(row["phone"]), body=body, **arrived))

    def oracle(hand: Hand) -> str:
        if not hand.has("list"):
            hand.app(MESSAGES)
            if hand.page == "":
                hand.mark("list")
        open_person(hand, last)
        return f"{count}, {phone}"

    return Case(
        says={
            "en-US": (
                "How many conversations in Messages have something unread, and what is the phone number of whoever wrote last?",
                "Count my conversations with unread messages. Who wrote the newest? Tell me how many, and the person’s number.",
            ),
            "zh-CN": (
                "短信里有几个会话有未读消息？最后发消息的人电话号码是多少？",
                "数一下有未读短信的会话，再告诉我最新一条是谁发的：说出个数和那个人的电话号码。",
            ),
        },
        params={"count": count, "last": last},
        prepare=tuple(inserts),
        answer=f"{count}, {phone}",
        check=All(
            CountsAndDials(count, phone),
            Kept("sms", besides=("read",)),
            Rows("sms", {}, count=0, new=True),
            OnlyChanged(rows=["sms"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=26, apps=(CONTACTS,), tags=("question",), locales=BOTH)
def oldest(draw: Random, fresh: State) -> Case:
    """Which of three people was born first, and when."""
    born = {str(row["name"]): int(str(row["birthday"])[:4]) for row in reachable(fresh, "birthday")}
    names = draw.sample(sorted(born), 3)
    while len({born[name] for name in names}) < 3:
        names = draw.sample(sorted(born), 3)
    name = min(names, key=lambda one: born[one])
    answer = f"{name}, {born[name]}"

    def oracle(hand: Hand) -> str:
        for one in names:
            if not hand.has(one):
                open_person(hand, one)
                hand.mark(one)
        return answer

    listed = f"{names[0]}, {names[1]} and {names[2]}"
    return Case(
        says={
            "en-US": (
                f"Which of my contacts {listed} is the oldest, and in which year was he or she born?",
                f"Compare the birthdays of {listed} in Contacts. Tell me who was born first, with the year.",
            ),
            "zh-CN": (
                f"通讯录里{'、'.join(names)}三个人谁年纪最大？是哪一年出生的？",
                f"比一比联系人{'、'.join(names)}的生日，谁最早出生，哪一年？",
            ),
        },
        params={"names": [*names]},
        answer=answer,
        check=All(Says(name, [one for one in names if one != name]), SaysYear(born[name]), OnlyChanged()),
        oracle=oracle,
    )


@SUITE.task(steps=17, apps=(MAPS,), locales=BOTH)
def best_places(draw: Random, fresh: State) -> Case:
    """The two places of a kind that people like best are saved."""
    kind = draw.choice(sorted(_KINDS))
    chip, plural, other = _KINDS[kind]
    places = [row for row in only(fresh.provider("map_places"), "name") if row["kind"] == kind]
    ratings = dict(zip([number(row, "_id") for row in places], draw.sample(range(28, 50), len(places)), strict=True))
    best = sorted(places, key=lambda row: -ratings[number(row, "_id")])[:2]
    shelf = next(str(row["name"]) for row in fresh.provider("map_lists") if row["key"] == "want")

    def oracle(hand: Hand) -> None:
        saved = {row["place"] for row in hand.state.provider("map_saved") if row["list"] == "want"}
        missing = [str(row["name"]) for row in best if row["_id"] not in saved]
        if not missing:
            return
        hand.app(MAPS)
        match hand.page:
            case "results" if hand.sees(chip):
                hand.tap(missing[0], kind="LinearLayout")
            case "search":
                hand.tap(chip)
            case "place" if hand.find(shelf):
                hand.tap(shelf)
            case "place" if hand.sees(missing[0]):
                hand.tap("Save" if hand.find("Save") else "Saved")
            case "":
                hand.tap("Search here")
            case _:
                hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Save the two best rated {plural} in Maps to the list “{shelf}”.",
                f"Find the {plural} of this city in Maps and put the two with the highest rating on my “{shelf}” list",
            ),
            "zh-CN": (
                f"在地图里把评分最高的两家{other}保存到“{shelf}”",
                f"查一下地图上的{other}，把评分前两名加进“{shelf}”列表。",
            ),
        },
        params={"kind": kind, "places": [str(row["name"]) for row in best]},
        prepare=(
            *(
                f"content update --uri content://map_places --bind rating:d:{ten / 10} --where _id={n}"
                for n, ten in ratings.items()
            ),
            "content delete --uri content://map_saved --where \"list='want'\"",
        ),
        check=All(
            *(Rows("map_saved", {"list": "want", "place": row["_id"]}, new=True) for row in best),
            Rows("map_saved", {}, count=2, new=True),
            Kept("map_saved"),
            OnlyChanged(rows=["map_saved", "map_searches"]),
        ),
        oracle=oracle,
    )
