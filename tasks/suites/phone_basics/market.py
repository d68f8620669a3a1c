"""Maps and the shop."""

from __future__ import annotations

from random import Random

from tasks.checks import All, Answered, Front, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, MAPS, SHOP
from tasks.suites.phone_basics._suite import SUITE, only
from tasks.task import Case

_CATEGORIES = {
    "electronics": "Electronics",
    "clothing": "Clothing",
    "home": "Home and living",
    "kitchen": "Kitchen",
    "sports": "Sports",
    "toys": "Toys and games",
    "books": "Books",
    "groceries": "Groceries",
}


@SUITE.task(steps=8, apps=(MAPS,), locales=BOTH)
def find_place(draw: Random, fresh: State) -> Case:
    """Search a place by its name, and open it."""
    searched = {row["text"] for row in fresh.provider("map_searches")}
    row = draw.choice(
        [
            row
            for row in only(fresh.provider("map_places"), "name")
            if row["kind"] not in ("home", "office") and row["name"] not in searched
        ]
    )
    name = str(row["name"])

    def oracle(hand: Hand) -> None:
        hand.app(MAPS)
        if hand.page == "place" and hand.sees(name):
            return
        if hand.page != "search":
            hand.tap("Search here")
        if not any(field.text == name for field in hand.fields()):
            hand.write(name, name="Search here")
        hand.tap(name, kind="LinearLayout")

    return Case(
        says={
            "en-US": (f"Search for {name} in Maps and open it.", f"Find {name} by the search of the map and show me the place"),
            "zh-CN": (f"在地图里搜索{name}并打开", f"用地图搜一下“{name}”，打开它的页面。"),
        },
        params={"name": name},
        check=All(Front(MAPS, "place"), Rows("map_searches", {"text": name}, new=True), OnlyChanged(rows=["map_searches"])),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(SHOP,), locales=BOTH)
def add_to_cart(draw: Random, fresh: State) -> Case:
    """One piece of a thing that has neither sizes nor colours."""
    carted = {row["product"] for row in fresh.provider("shop_cart")}
    row = draw.choice(
        [
            row
            for row in only(fresh.provider("shop_products"), "name")
            if row["stock"] and not row["colours"] and not row["sizes"] and row["_id"] not in carted
        ]
    )
    name, number = str(row["name"]), row["_id"]

    def oracle(hand: Hand) -> None:
        if any(row["product"] == number for row in hand.state.provider("shop_cart")):
            return
        _show(hand, row)
        hand.tap("Add to cart")

    return Case(
        says={
            "en-US": (f"Add “{name}” to my shopping cart.", f"Put one “{name}” into the cart of the shop"),
            "zh-CN": (f"把“{name}”加入购物车", f"在商店里放一件“{name}”到购物车。"),
        },
        params={"product": number},
        check=All(
            Rows("shop_cart", {"product": number, "quantity": 1}, new=True),
            Rows("shop_cart", {}, new=True),
            OnlyChanged(rows=["shop_cart", "shop_searches"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(SHOP,), locales=BOTH)
def price(draw: Random, fresh: State) -> Case:
    """What a thing costs."""
    row = draw.choice(
        [
            row
            for row in only(fresh.provider("shop_products"), "name")
            if not row["was"] and not any(letter.isdigit() for letter in str(row["name"]))
        ]
    )
    name, answer = str(row["name"]), f"{int(str(row['price'])) / 100:.2f}"

    def oracle(hand: Hand) -> str:
        _show(hand, row)
        return answer

    return Case(
        says={
            "en-US": (f"How much is “{name}” in the shop?", f"Look up the price of “{name}” in Shop."),
            "zh-CN": (f"商店里的“{name}”卖多少钱？", f"查一下商店里“{name}”的价格。"),
        },
        params={"product": row["_id"]},
        answer=answer,
        check=All(Answered((answer,), numbers=True), OnlyChanged(rows=["shop_searches"])),
        oracle=oracle,
    )


def _show(hand: Hand, row: Row) -> None:
    """Have a product's own page in front."""
    hand.app(SHOP)
    name = str(row["name"])
    match hand.page:
        case "product" if hand.sees(name):
            return
        case "":
            hand.tap(_CATEGORIES[str(row["category"])], kind="Button")
        case "list" if hand.find(name, kind="LinearLayout") or hand.sees(_CATEGORIES[str(row["category"])]):
            hand.tap(name, kind="LinearLayout")
        case _:
            hand.press("back")
