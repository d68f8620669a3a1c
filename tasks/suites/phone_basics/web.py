"""The browser and the mail."""

from __future__ import annotations

from random import Random

from devices.phone import manifest
from tasks.checks import All, OnlyChanged, Rows, fits, one_of
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, BROWSER, MAIL
from tasks.suites.phone_basics._suite import SUITE, only
from tasks.task import Case

_SITES = (
    ("Little Encyclopaedia", "https://encyclo.example/"),
    ("City Library", "https://library.example/"),
    ("Pizzeria Stella", "https://pizza.example/"),
    ("Regional Railway", "https://rail.example/"),
)


@SUITE.task(steps=8, apps=(BROWSER,), locales=BOTH)
def bookmark_site(draw: Random, fresh: State) -> Case:
    """A site of the start page becomes a bookmark."""
    name, url = draw.choice(_SITES)
    chinese = manifest.translations("zh-CN").get(name, name)

    def oracle(hand: Hand) -> None:
        if any(row["url"] == url for row in hand.state.provider("bookmarks")):
            return
        hand.app(BROWSER)
        if hand.page == "bookmark":
            hand.tap("Save")
        tab = next((row for row in hand.state.provider("browser_tabs") if row["active"]), None)
        if tab is not None and tab["url"] == url:
            hand.tap("Add bookmark")
        hand.tap(name if hand.find(name) else "Start page")

    return Case(
        says={
            "en-US": (f"Open {name} in the browser and bookmark it.", f"Save the {name} site as a bookmark"),
            "zh-CN": (f"在浏览器里打开“{chinese}”并加为书签", f"把{chinese}的网站存成书签。"),
        },
        params={"url": url},
        prepare=(f"content delete --uri content://bookmarks --where \"url='{url}'\"",),
        check=All(
            Rows("bookmarks", {"url": url}, new=True),
            Rows("bookmarks", {}, new=True),
            OnlyChanged(rows=["bookmarks", "browser_tabs"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(MAIL,), locales=BOTH)
def archive_mail(draw: Random, fresh: State) -> Case:
    """One of the first mails of the inbox leaves it."""
    row = _recent(draw, fresh)
    subject, number = str(row["subject"]), row["_id"]

    def oracle(hand: Hand) -> None:
        if any(fits(row, {"_id": number, "folder": "archive"}) for row in hand.state.provider("mail")):
            return
        hand.app(MAIL)
        if hand.page == "read":
            hand.tap("Archive")
        hand.tap(subject, kind="LinearLayout")

    return Case(
        says={
            "en-US": (f"Archive the mail “{subject}”.", f"Move the e-mail with the subject “{subject}” to the archive"),
            "zh-CN": (f"把邮件“{subject}”归档", f"将主题为“{subject}”的邮件移到归档。"),
        },
        params={"subject": subject},
        check=All(Rows("mail", {"_id": number, "subject": subject, "folder": "archive"}), OnlyChanged(rows=[f"mail/{number}"])),
        oracle=oracle,
    )


@SUITE.task(steps=7, apps=(MAIL,), locales=BOTH)
def star_mail(draw: Random, fresh: State) -> Case:
    """One of the first mails of the inbox gets a star."""
    row = _recent(draw, fresh)
    subject, number = str(row["subject"]), row["_id"]

    def oracle(hand: Hand) -> None:
        if any(fits(row, {"_id": number, "starred": 1}) for row in hand.state.provider("mail")):
            return
        hand.app(MAIL)
        hand.tap(f"{hand.say('Add star')}: {subject}")

    return Case(
        says={
            "en-US": (f"Give the mail “{subject}” a star.", f"Star the message “{subject}” in my inbox"),
            "zh-CN": (f"给邮件“{subject}”加星标", f"收件箱里的“{subject}”，加个星标。"),
        },
        params={"subject": subject},
        prepare=(f"content update --uri content://mail --bind starred:i:0 --where _id={number}",),
        check=All(
            Rows("mail", {"_id": number, "subject": subject, "folder": "inbox", "starred": one_of(1, "1")}),
            OnlyChanged(rows=[f"mail/{number}"]),
        ),
        oracle=oracle,
    )


def _recent(draw: Random, fresh: State) -> Row:
    """One of the eight newest mails of the inbox, whose subject is no other's."""
    inbox = sorted(
        (row for row in fresh.provider("mail") if row["folder"] == "inbox"), key=lambda row: -float(str(row["time"]))
    )
    subjects = {row["_id"] for row in only(fresh.provider("mail"), "subject")}
    return draw.choice([row for row in inbox[:8] if row["_id"] in subjects])
