"""Mail: answer, pass on, write, tidy up, and find out what was not read yet."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows, contains, one_of
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, MAIL
from tasks.suites.phone_daily._checks import Counts, Kept, reads
from tasks.suites.phone_daily._oracles import address_and_send
from tasks.suites.phone_daily._suite import SUITE, insert, number, only, reachable, update, words
from tasks.task import Case

_ANSWERS = (
    ("Yes, that suits me well", "I need one more day", "Let us talk on Monday", "Count me in", "I will think it over"),
    ("可以，很合适", "我还需要一天", "我们周一再谈", "算我一个", "我再考虑一下"),
)
_SUBJECTS = (
    ("Ladder", "Choir on Thursday", "Keys for the cellar", "Lost umbrella", "Ride to work"),
    ("梯子", "周四合唱", "地下室的钥匙", "丢失的雨伞", "上班拼车"),
)
_BODIES = (
    ("Can you lend it to me for a day?", "Please tell me what you think.", "I have left it with the neighbours."),
    ("能借我用一天吗？", "请告诉我你的想法。", "我放在邻居那里了。"),
)


@SUITE.task(steps=14, apps=(MAIL,), locales=BOTH)
def reply_mail(draw: Random, fresh: State) -> Case:
    """An answer with a given text, to the one who wrote."""
    mail = draw.choice(_known(_inbox(fresh), fresh)[:6])
    subject, name, text = str(mail["subject"]), str(mail["from_name"]), words(draw, *_ANSWERS, fresh)

    def oracle(hand: Hand) -> None:
        if any(row["to"] == mail["from"] and text in str(row["body"]) for row in hand.state.provider("mail")):
            return
        hand.app(MAIL)
        if hand.page == "compose":
            hand.write(text, name="Compose mail")
            hand.tap("Send")
        if hand.page == "read":
            if hand.sees(subject):
                hand.tap("Reply")
            hand.press("back")
        hand.tap(subject)

    return Case(
        says={
            "en-US": (
                f"Reply to {name}’s mail “{subject}” with: {text}",
                f"Answer the e-mail “{subject}” from {name}, write “{text}”",
            ),
            "zh-CN": (f"回复{name}的邮件“{subject}”：{text}", f"{name}发来的邮件“{subject}”，请回复“{text}”。"),
        },
        params={"subject": subject, "from": name, "text": text},
        check=_sent_mail({"to": reads(str(mail["from"])), "subject": contains(subject), "body": contains(text)}),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(MAIL,), locales=BOTH)
def forward_mail(draw: Random, fresh: State) -> Case:
    """A mail for somebody else to read."""
    mail = draw.choice(only(_inbox(fresh), "subject")[:6])
    person = draw.choice([row for row in reachable(fresh, "email") if row["email"] != mail["from"]])
    subject, name, line = str(mail["subject"]), str(person["name"]), max(str(mail["body"]).split("\n"), key=len)

    def oracle(hand: Hand) -> None:
        if any(row["to"] == person["email"] and line in str(row["body"]) for row in hand.state.provider("mail")):
            return
        hand.app(MAIL)
        if hand.page == "compose":
            address_and_send(hand, name)
        if hand.page == "read":
            if hand.sees(subject):
                hand.tap("Forward")
            hand.press("back")
        hand.tap(subject)

    return Case(
        says={
            "en-US": (f"Forward the mail “{subject}” to {name}.", f"Send the e-mail “{subject}” in my inbox on to {name}"),
            "zh-CN": (f"把邮件“{subject}”转发给{name}", f"请将收件箱里的“{subject}”转发给{name}。"),
        },
        params={"subject": subject, "to": name},
        check=_sent_mail({"to": reads(str(person["email"])), "subject": contains(subject), "body": contains(line)}),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(MAIL,), locales=BOTH)
def write_mail(draw: Random, fresh: State) -> Case:
    """A mail of one's own: to whom, what about, what."""
    person = draw.choice(reachable(fresh, "email"))
    name, subject, text = str(person["name"]), words(draw, *_SUBJECTS, fresh), words(draw, *_BODIES, fresh)

    def oracle(hand: Hand) -> None:
        if any(row["subject"] == subject and row["folder"] == "sent" for row in hand.state.provider("mail")):
            return
        hand.app(MAIL)
        if hand.page != "compose":
            hand.tap("Compose")
        if not hand.find(f"{hand.say('Remove')} {name}"):
            hand.write(name, name="To", submit=True)
        hand.write(subject, name="Subject", submit=True)
        hand.write(text, name="Compose mail")
        hand.tap("Send")

    return Case(
        says={
            "en-US": (
                f"Write a mail to {name} with the subject “{subject}” and the text “{text}”",
                f"E-mail {name}. Subject: {subject}. Text: {text}",
            ),
            "zh-CN": (
                f"给{name}写邮件，主题“{subject}”，内容“{text}”",
                f"发一封邮件给{name}。主题：{subject}。正文：{text}",
            ),
        },
        params={"to": name, "subject": subject, "text": text},
        check=_sent_mail({"to": reads(str(person["email"])), "subject": reads(subject), "body": reads(text)}),
        oracle=oracle,
    )


@SUITE.task(steps=10, apps=(MAIL,), tags=("question",), locales=BOTH)
def unread_mails(draw: Random, fresh: State) -> Case:
    """How many of a sender's mails are unread: they stand in bold."""
    rows = _inbox(fresh)
    senders = [str(row["from_name"]) for row in rows]
    name = draw.choice(sorted({sender for sender in senders if senders.count(sender) >= 2}))
    mine = [row for row in rows if row["from_name"] == name]
    more = [draw.choice(mine) for _ in range(draw.randint(1, 3))]  # so that it is not nearly always two
    count = draw.randint(2, len(mine) + len(more))
    read = draw.sample([0] * count + [1] * (len(mine) + len(more) - count), len(mine) + len(more))
    times = sorted(fresh.now - draw.randint(1, 200) * 900_000 for _ in more)

    def oracle(hand: Hand) -> str:
        hand.app(MAIL)
        if hand.page != "":
            hand.press("back")
        if not hand.find("Search mail", kind="EditText"):
            hand.tap("Search mail")
        hand.write(name, name="Search mail")
        return str(count)

    return Case(
        says={
            "en-US": (
                f"How many unread mails from {name} are in my inbox?",
                f"Count the mails from {name} I have not read yet.",
            ),
            "zh-CN": (f"收件箱里有几封{name}的未读邮件？", f"{name}发来的邮件里还有多少封没读？"),
        },
        params={"from": name},
        prepare=(
            *(update("mail", number(row, "_id"), read=seen) for row, seen in zip(mine, read, strict=False)),
            *(_again(*new) for new in zip(more, times, read[len(mine) :], strict=True)),
        ),
        answer=str(count),
        check=All(Counts(count), Kept("mail", besides=("read",)), OnlyChanged(rows=["mail"])),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(MAIL,), locales=BOTH)
def delete_mails(draw: Random, fresh: State) -> Case:
    """Both mails of a sender, and no other."""
    rows = _inbox(fresh)
    clear = only(rows, "subject")
    senders = [str(row["from_name"]) for row in clear]
    name = draw.choice(sorted({sender for sender in senders if senders.count(sender) >= 2}))
    first, second = [row for row in clear if row["from_name"] == name][:2]
    pair = number(first, "_id"), number(second, "_id")
    rest = [number(row, "_id") for row in rows if row["from_name"] == name and row["_id"] not in pair]

    def oracle(hand: Hand) -> None:
        gone = {row["_id"] for row in hand.state.provider("mail") if row["folder"] == "trash"}
        for mail in (first, second):
            if mail["_id"] in gone:
                continue
            hand.app(MAIL)
            if hand.page == "read":
                if hand.sees(str(mail["subject"])):
                    hand.tap("Delete")
                hand.press("back")
            hand.tap(str(mail["subject"]))

    return Case(
        says={
            "en-US": (
                f"Delete both mails from {name} in my inbox.",
                f"Move the two e-mails from {name} out of my inbox into the trash",
            ),
            "zh-CN": (f"删除收件箱里{name}的两封邮件", f"把收件箱里{name}发来的两封邮件移到垃圾箱。"),
        },
        params={"from": name},
        prepare=tuple(update("mail", place, folder="archive") for place in rest),
        check=All(
            *(Rows("mail", {"_id": place, "folder": "trash"}) for place in pair),
            Kept("mail", besides=("read",), apart=pair),
            Rows("mail", {}, count=0, new=True),
            OnlyChanged(rows=["mail"]),
        ),
        oracle=oracle,
    )


def _again(mail: Row, time: int, read: int) -> str:
    words = {name: str(mail[name]) for name in ("from_name", "from", "to", "cc", "subject", "body", "folder")}
    return insert("mail", **words, time=time, read=read, starred=0)


def _inbox(fresh: State) -> list[Row]:
    """The newest first."""
    return sorted((row for row in fresh.provider("mail") if row["folder"] == "inbox"), key=lambda row: -number(row, "time"))


def _known(rows: list[Row], fresh: State) -> list[Row]:
    """Those from people with a subject that only one of them has."""
    addresses = {row["email"] for row in reachable(fresh, "email")}
    return [row for row in only(rows, "subject") if row["from"] in addresses]


def _sent_mail(fields: dict[str, object]) -> All:
    return All(
        Rows("mail", {**fields, "cc": one_of("", None), "folder": one_of("sent", "outbox")}, new=True),
        Rows("mail", {}, new=True),
        Kept("mail", besides=("read",)),
        OnlyChanged(rows=["mail"]),
    )
