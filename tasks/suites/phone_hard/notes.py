"""Notes that say what is to be done: what to buy, whom to tell."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, MESSAGES, NOTES, SHOP
from tasks.suites.phone_daily._suite import chinese, insert, number, only, reachable, words
from tasks.suites.phone_hard._oracles import EMPTY_CART, in_cart, read_note, show_product, text
from tasks.suites.phone_hard._suite import SUITE, reads, texted
from tasks.task import Case

_DINNERS = (
    ("Soup for Sunday", "Brunch with the neighbours", "Picnic basket"),
    ("周日的汤", "邻居早午餐", "野餐篮"),
)
_GUESTS = (
    ("Film night", "Board game evening", "Hike on Saturday"),
    ("电影之夜", "桌游晚会", "周六徒步"),
)
_INVITATIONS = (
    ("We meet at my place at seven", "Please bring something to drink", "It begins half an hour later"),
    ("七点在我家集合", "请带点喝的来", "推迟半小时开始"),
)


@SUITE.task(steps=26, apps=(NOTES, SHOP), locales=BOTH)
def missing_groceries(draw: Random, fresh: State) -> Case:
    """What a recipe needs and the kitchen has not."""
    shelf = [row for row in only(fresh.provider("shop_products"), "name") if row["category"] == "groceries" and row["stock"]]
    needed, title = draw.sample(shelf, 4), words(draw, *_DINNERS, fresh)
    missing, there = needed[:2], [str(row["name"]) for row in needed[2:]]
    other = draw.choice([str(row["name"]) for row in shelf if row not in needed])
    kitchen = "家里还有的东西" if chinese(fresh) else "Still in the kitchen"
    needs = [str(row["name"]) for row in draw.sample(needed, 4)]
    has = draw.sample([*there, other], 3)

    def note(name: str, lines: list[str]) -> str:
        fields = {"title": name, "body": "\n".join(lines), "colour": "", "modified": "2026-01-02 08:00"}
        return insert("notes", **fields, pinned=0, archived=0, checklist=0)

    def oracle(hand: Hand) -> None:
        left = [row for row in missing if not in_cart(hand, number(row, "_id"))]
        if not left:
            return
        read_note(hand, title)
        read_note(hand, kitchen)
        show_product(hand, str(left[0]["name"]), "groceries")
        hand.tap("Add to cart")

    return Case(
        says={
            "en-US": (
                f"Compare my notes “{title}” and “{kitchen}”, and put what is missing into the cart of the Shop, one of each.",
                f"What I need is in the note {title}, what I have is in {kitchen}. "
                "Add the things that I still have to buy to my shopping cart",
            ),
            "zh-CN": (
                f"对照笔记“{title}”和“{kitchen}”，把缺的东西各一件放进商店的购物车",
                f"需要的东西在笔记“{title}”里，现有的在“{kitchen}”里，把还要买的加到购物车，每样一件。",
            ),
        },
        params={"missing": [*sorted(number(row, "_id") for row in missing)]},
        prepare=(EMPTY_CART, note(title, needs), note(kitchen, has)),
        check=All(
            *(Rows("shop_cart", {"product": row["_id"], "quantity": 1}) for row in missing),
            Rows("shop_cart", {}, count=2),
            OnlyChanged(rows=["shop_cart", "shop_searches"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=20, apps=(NOTES, MESSAGES), locales=BOTH)
def tell_guests(draw: Random, fresh: State) -> Case:
    """Everybody on a list who has not declined gets the same message."""
    people = draw.sample(reachable(fresh, "phone"), 4)
    title, body = words(draw, *_GUESTS, fresh), words(draw, *_INVITATIONS, fresh)
    coming, away = people[:3], str(people[3]["name"])
    names, phones = [str(row["name"]) for row in coming], [str(row["phone"]) for row in coming]
    declined = f"{away}（来不了）" if chinese(fresh) else f"{away} (cannot come)"
    lines = "\n".join(draw.sample([*names, declined], 4))
    fields = {"title": title, "body": lines, "colour": "", "modified": "2026-01-02 08:00"}

    def oracle(hand: Hand) -> None:
        if sum(row["kind"] == "sent" and row["body"] == body for row in hand.state.provider("sms")) == len(names):
            return
        read_note(hand, title)
        text(hand, names, body)

    return Case(
        says={
            "en-US": (
                f"Text “{body}” to everybody on my note “{title}” who is coming.",
                f"Send a message to all people in the note {title}, except to those who cannot come: {body}",
            ),
            "zh-CN": (
                f"给笔记“{title}”里所有会来的人发短信：{body}",
                f"笔记“{title}”上的人，除了来不了的，每人发一条短信“{body}”。",
            ),
        },
        params={"names": [*names], "away": away},
        prepare=(insert("notes", **fields, pinned=0, archived=0, checklist=0),),
        check=texted(phones, reads(body)),
        oracle=oracle,
    )
