"""If it is so do this, otherwise do that: which of both is right shows only on the phone."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CALENDAR, CLOCK, MESSAGES
from tasks.suites.phone_daily._checks import number_is
from tasks.suites.phone_daily._oracles import dial
from tasks.suites.phone_daily._suite import chinese, day_of, insert, number, reachable, spoken, update, words
from tasks.suites.phone_hard._oracles import plan, show_day, text
from tasks.suites.phone_hard._suite import HOUR, SUITE, Kept, clock, event, free_days, reads, texted
from tasks.task import Case

_ON, _OFF = one_of(1, "1"), one_of(0, "0")
_EVENINGS = (
    ("Cinema", "Sauna", "Bowling", "Jazz concert"),
    ("看电影", "桑拿", "打保龄球", "爵士音乐会"),
)
_BUSY = (
    ("Driving lesson", "Night shift", "Visit to the theatre"),
    ("学车", "夜班", "去剧院"),
)
_CONSENTS = (
    ("Count me in", "Gladly, see you then", "Yes, I have time"),
    ("算我一个", "好的，到时见", "可以，我有空"),
)
_EXCUSES = (
    ("Sorry, that evening is taken", "Not this time, I have plans already", "Another day perhaps, I am busy then"),
    ("抱歉，那天晚上有事", "这次不行，我已经有安排了", "改天吧，那天晚上没空"),
)


@SUITE.task(steps=11, apps=(CLOCK,), locales=BOTH)
def early_alarm(draw: Random, fresh: State) -> Case:
    """Whether an alarm before seven is on decides what becomes of it, and for when a new one is set."""
    rows = fresh.provider("alarms")
    place = number(min(rows, key=lambda row: number(row, "hour")), "_id")
    early, minute = draw.random() < 0.5, draw.randrange(5, 55, 5)
    late, soon = draw.sample(range(5, 60, 5), 2)
    hour, at = (8, late) if early else (6, soon)
    taken = {"_id": place, "hour": 5, "minute": minute}
    wanted = {"hour": number_is(hour), "minute": number_is(at), "days": one_of("", None), "enabled": _ON}

    def oracle(hand: Hand) -> None:
        alarms = hand.state.provider("alarms")
        off = all(number(row, "enabled") == 0 for row in alarms if row["_id"] == place)
        made = any(fits(row, wanted) for row in alarms)
        if off and made:
            return
        hand.app(CLOCK)
        if hand.page == "alarm":
            hand.press("back")
        if not off and not hand.find("Hour"):
            hand.switch(f"05:{minute:02} {hand.say('alarm')}", False)
        dial(hand, hour, at, "Add alarm")

    return Case(
        says={
            "en-US": (
                f"If an alarm before 7:00 is turned on, turn it off and set one for 8:{late:02} instead. "
                f"If none that early is on, set an alarm for 6:{soon:02}.",
                "Check my alarms. Is one on that rings before seven in the morning? Then switch it off and "
                f"add one at 8:{late:02}; otherwise just add one at 6:{soon:02}",
            ),
            "zh-CN": (
                f"如果有 7:00 以前的闹钟开着，就把它关掉，另设一个 8:{late:02} 的；如果没有，就设一个 6:{soon:02} 的闹钟",
                f"看看闹钟：早上七点前有没有开着的？有就关掉它，再加一个 8:{late:02} 的；没有的话加一个 6:{soon:02} 的。",
            ),
        },
        params={"early": early, "hour": hour, "minute": at},
        prepare=(
            update("alarms", place, hour=5, minute=minute, enabled=int(early), days=""),
            *(update("alarms", number(row, "_id"), hour=9) for row in rows if row["_id"] != place and number(row, "hour") < 7),
        ),
        check=All(
            Rows("alarms", {**taken, "enabled": _OFF}),
            Rows("alarms", wanted, new=True),
            Rows("alarms", {}, new=True),
            Kept("alarms", apart=(place,)),
            OnlyChanged(rows=["alarms"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=26, apps=(CALENDAR, MESSAGES), locales=BOTH)
def free_evening(draw: Random, fresh: State) -> Case:
    """On a free evening something is planned; whether it is free or not, somebody is told."""
    day, person = draw.choice(free_days(fresh)), draw.choice(reachable(fresh, "phone"))
    title, busy = words(draw, *_EVENINGS, fresh), draw.random() < 0.5
    yes, no = words(draw, *_CONSENTS, fresh), words(draw, *_EXCUSES, fresh)
    name, phone, begin = str(person["name"]), str(person["phone"]), day + draw.choice((18, 19, 20)) * HOUR
    dull, when, body = "体检" if chinese(fresh) else "Check-up", spoken(day), no if busy else yes
    taken = event(words(draw, *_BUSY, fresh), day + draw.choice((17, 18, 19, 20)) * HOUR + HOUR // 2, 120)

    def oracle(hand: Hand) -> None:
        sent = any(row["kind"] == "sent" and row["body"] == body for row in hand.state.provider("sms"))
        planned = any(row["title"] == title for row in hand.state.provider("events"))
        if sent and (busy or planned):
            return
        if busy and not hand.has("day"):
            show_day(hand, day, fresh)
            hand.mark("day")
        if not busy and not planned:
            plan(hand, title, begin, fresh)
        text(hand, [name], body)

    planned = {"title": reads(title), "begin": begin, "all_day": _OFF, "repeat": ""}
    hour = clock(begin)
    return Case(
        says={
            "en-US": (
                f"Am I free on {when[0]} from 17:00 on? If so, put “{title}” into the calendar at {hour} that day "
                f"and text {name}: {yes}. If not, just text {name}: {no}",
                f"{name} asks about {when[0]}. If my calendar has nothing that evening (17:00 or later), "
                f"add “{title}” at {hour} and send {name} “{yes}”; otherwise only send “{no}”.",
            ),
            "zh-CN": (
                f"{when[1]} 17:00 以后我有空吗？有空就在{hour}加一个日程“{title}”，并给{name}发短信“{yes}”；没空只发“{no}”",
                f"{name}约我{when[1]}晚上见面。如果那天 17:00 以后没有安排，就在{hour}添加“{title}”，再给{name}发短信“{yes}”；"
                f"否则只发“{no}”。",
            ),
        },
        params={"day": day_of(day).isoformat(), "busy": busy, "with": name},
        prepare=(
            insert("events", **event(dull, day + draw.choice((9, 10, 11)) * HOUR)),
            *([insert("events", **taken)] if busy else []),
        ),
        check=texted([phone], reads(body))
        if busy
        else All(
            Rows("events", planned, new=True),
            Rows("events", {}, new=True),
            Kept("events"),
            texted([phone], reads(body), "events"),
        ),
        oracle=oracle,
    )
