"""The shop: compare, change one's mind, use a coupon, send it elsewhere, cancel.

Nothing is paid: of the page for that nobody may take a picture, so it is left to the phone's owner.
"""

from __future__ import annotations

from random import Random

from devices.phone import manifest
from tasks.checks import All, Answered, OnlyChanged, Rows, fits
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, SHOP
from tasks.suites.phone_daily._checks import Kept, Says, number_is
from tasks.suites.phone_daily._suite import SUITE, insert, number, only, update
from tasks.task import Case

_CATEGORIES = {
    "electronics": ("Electronics", "电子产品"),
    "clothing": ("Clothing", "服装"),
    "home": ("Home and living", "家居"),
    "kitchen": ("Kitchen", "厨房"),
    "sports": ("Sports", "运动"),
    "toys": ("Toys and games", "玩具"),
    "books": ("Books", "图书"),
    "groceries": ("Groceries", "食品"),
}
_DELIVERIES = {"express": ("Express", "express delivery"), "pickup": ("Pick-up point", "delivery to a pick-up point")}
_STARS, _FREE_FROM, _SHIPPING = 4, 5000, 490


@SUITE.task(steps=15, apps=(SHOP,), locales=BOTH)
def cheapest_good(draw: Random, fresh: State) -> Case:
    """The cheapest thing of a category that others like, into the cart."""
    category, row = draw.choice(_bargains(fresh))
    chosen, name = row["_id"], str(row["name"])
    english, chinese = _CATEGORIES[category][0], _chinese(_CATEGORIES[category][0])

    def oracle(hand: Hand) -> None:
        if any(line["product"] == chosen for line in hand.state.provider("shop_cart")):
            return
        hand.app(SHOP)
        enough = hand.say("{n} and more").replace("{n}", str(_STARS))
        match hand.page:
            case "":
                hand.tap(english, kind="Button")
            case "list" if hand.sees("Sort by"):
                hand.tap("Price: low to high")
            case "list":
                if not hand.reach("Filter").checked:
                    hand.tap("Filter")
                hand.tap("Best match" if hand.find("Best match") else name)
            case "filter":
                hand.tap("Show products" if hand.reach(enough).checked else enough)
            case _:
                hand.tap("Add to cart")

    return Case(
        says={
            "en-US": (
                f"Put the cheapest product from “{english}” that is rated {_STARS} stars or better into my shopping cart.",
                f"Of all {english} items in the shop with at least {_STARS} stars, add the cheapest one to the cart",
            ),
            "zh-CN": (
                f"把商店“{chinese}”分类里评分不低于 {_STARS} 星的最便宜的商品加入购物车",
                f"在商店的“{chinese}”中，从 {_STARS} 星及以上的商品里挑价格最低的一件放进购物车。",
            ),
        },
        params={"category": category, "product": chosen, "name": name},
        check=All(
            Rows("shop_cart", {"product": chosen, "quantity": number_is(1)}, new=True),
            Rows("shop_cart", {}, new=True),
            Kept("shop_cart"),
            OnlyChanged(rows=["shop_cart", "shop_searches"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(SHOP,), locales=BOTH)
def cart_quantity(draw: Random, fresh: State) -> Case:
    """Another number of something that lies in the cart already."""
    row = draw.choice([row for row in _plain(fresh) if number(row, "stock") >= 5])
    product, name, before, wanted = row["_id"], str(row["name"]), *draw.choice([(1, 3), (1, 4), (2, 4), (3, 1), (4, 2)])

    def oracle(hand: Hand) -> None:
        line = next((line for line in hand.state.provider("shop_cart") if line["product"] == product), None)
        there = 0 if line is None else number(line, "quantity")
        if there == wanted:
            return
        hand.app(SHOP)
        if hand.page == "cart":
            hand.tap(f"{hand.say('More' if there < wanted else 'Fewer')}: {name}")
        hand.tap("Cart")

    line = {"product": product, "quantity": before, "colour": "", "size": ""}
    return Case(
        says={
            "en-US": (
                f"Change the quantity of “{name}” in my shopping cart from {before} to {wanted}.",
                f"I have {before} “{name}” in the cart of the shop, but I need {wanted}",
            ),
            "zh-CN": (
                f"把购物车里“{name}”的数量从 {before} 改为 {wanted}",
                f"购物车里有 {before} 件“{name}”，我要的是 {wanted} 件，请改一下。",
            ),
        },
        params={"product": product, "wanted": wanted},
        prepare=(insert("shop_cart", **{key: _int(value) for key, value in line.items()}),),
        check=All(
            Rows("shop_cart", {"product": product, "quantity": number_is(wanted), "colour": "", "size": ""}),
            Rows("shop_cart", {"product": product}),
            *(Rows("shop_cart", dict(other)) for other in fresh.provider("shop_cart")),
            Rows("shop_cart", {}, count=1 + len(fresh.provider("shop_cart"))),
            OnlyChanged(rows=["shop_cart"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=12, apps=(SHOP,), tags=("question",), locales=BOTH)
def coupon_total(draw: Random, fresh: State) -> Case:
    """A coupon changes what the cart costs in the end."""
    prices = {row["_id"]: number(row, "price") for row in fresh.provider("shop_products")}
    cost = sum(prices[row["product"]] * number(row, "quantity") for row in fresh.provider("shop_cart"))
    valid = [
        row
        for row in fresh.provider("shop_coupons")
        if number(row, "until") > fresh.now + 3_600_000 and number(row, "minimum") <= cost
    ]
    coupon = draw.choice(valid)
    code = str(coupon["code"])
    less = (cost * number(coupon, "percent") + 50) // 100
    total = f"{(cost - less + (0 if cost >= _FREE_FROM else _SHIPPING)) / 100:.2f}"

    def oracle(hand: Hand) -> str:
        hand.app(SHOP)
        if hand.page == "cart":
            if hand.state.provider("shop_checkout")[0]["coupon"] == code:
                return total
            hand.write(code, name="Coupon code")
            hand.tap("Apply")
        hand.tap("Cart")

    return Case(
        says={
            "en-US": (
                f"Use the coupon code {code} for my shopping cart. How much is the total then?",
                f"Enter the code {code} in the cart and tell me what I have to pay altogether, delivery included.",
            ),
            "zh-CN": (
                f"在购物车里使用优惠码 {code}，总共要付多少钱？",
                f"给购物车输入优惠码 {code}，告诉我连运费在内一共多少钱。",
            ),
        },
        params={"code": code},
        answer=total,
        prepare=(update("shop_checkout", 1, coupon="", delivery="standard"),),
        check=All(
            Answered((total,), numbers=True),
            Rows("shop_checkout", {"coupon": code}),
            Kept("shop_checkout", besides=("coupon",)),
            OnlyChanged(rows=["shop_checkout"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=12, apps=(SHOP,), locales=BOTH)
def delivery_elsewhere(draw: Random, fresh: State) -> Case:
    """The first step of the checkout with everything other than proposed."""
    place, address = next(pair for pair in enumerate(fresh.provider("shop_addresses")) if not number(pair[1], "usual"))
    kind = draw.choice(sorted(_DELIVERIES))
    (shown, english), street = _DELIVERIES[kind], str(address["street"])
    chinese = _chinese(shown)
    wanted = {"address": number_is(number(address, "_id")), "delivery": kind}

    def oracle(hand: Hand) -> None:
        if any(fits(row, wanted) for row in hand.state.provider("shop_checkout")):
            return
        hand.app(SHOP)
        if hand.page != "checkout":
            hand.tap("Check out" if hand.page == "cart" else "Cart")
        if not (line := hand.reach(str(address["name"]), kind="RadioButton", nth=place)).checked:
            hand.tap_node(line, street)
        hand.tap(shown)

    return Case(
        says={
            "en-US": (
                f"Check out my cart: choose the address {street} and {english}. Stop before the payment, I do that myself.",
                f"Begin the checkout of my cart, with the address {street} and the delivery “{shown}”. Leave the rest to me",
            ),
            "zh-CN": (
                f"结算购物车，地址选{street}，配送方式选“{chinese}”，不要进入付款，我自己付款",
                f"购物车里的东西去结账：送到{street}，用“{chinese}”配送，付款留给我。",
            ),
        },
        params={"address": address["_id"], "delivery": kind},
        prepare=(update("shop_checkout", 1, address=1, delivery="standard"),),
        check=All(Rows("shop_checkout", wanted), OnlyChanged(rows=["shop_checkout"])),
        oracle=oracle,
    )


@SUITE.task(steps=13, apps=(SHOP,), tags=("question",), locales=BOTH)
def cancel_order(draw: Random, fresh: State) -> Case:
    """The one order that has not left the house, and its number."""
    orders = fresh.provider("shop_orders")
    order = draw.choice([row for row in orders if row["status"] == "processing"])
    code, key = str(order["number"]), number(order, "_id")

    def oracle(hand: Hand) -> str:
        if any(row["_id"] == key and row["status"] == "cancelled" for row in hand.state.provider("shop_orders")):
            return code
        hand.app(SHOP)
        match hand.page:
            case "order":
                hand.tap("Cancel order")
            case "orders":
                hand.tap(code)
            case _:
                hand.tap("Orders" if hand.page == "account" else "Account")

    return Case(
        says={
            "en-US": (
                "Cancel my order in the shop that is still being processed, and tell me its number.",
                "The order that has not been shipped yet: cancel it. What was the order number?",
            ),
            "zh-CN": ("取消商店里还在处理中的那个订单，并告诉我订单号", "把还没发货的订单取消掉，它的订单号是多少？"),
        },
        answer=code,
        check=All(
            Says(code, [str(row["number"]) for row in orders if row is not order]),
            Rows("shop_orders", {"_id": key, "status": "cancelled"}),
            Kept("shop_orders", apart=(key,)),
            Kept("shop_products", besides=("stock",)),
            OnlyChanged(rows=[f"shop_orders/{key}", "shop_products"]),
        ),
        oracle=oracle,
    )


def _plain(fresh: State) -> list[Row]:
    """What is to be had, comes in one kind alone, and is not in the cart."""
    carted = {row["product"] for row in fresh.provider("shop_cart")}
    return [
        row
        for row in only(fresh.provider("shop_products"), "name")
        if row["stock"] and not row["colours"] and not row["sizes"] and row["_id"] not in carted
    ]


def _bargains(fresh: State) -> list[tuple[str, Row]]:
    """Categories whose cheapest good thing is one thing that can be had at once; where it is not simply the cheapest of all,
    if there are such."""
    plain = [row["_id"] for row in _plain(fresh)]
    found, harder = list[tuple[str, Row]](), list[tuple[str, Row]]()
    for category in _CATEGORIES:
        rows = sorted((row for row in fresh.provider("shop_products") if row["category"] == category), key=_price)
        good = [row for row in rows if float(str(row["rating"])) >= _STARS]
        if good and good[0]["_id"] in plain and (len(good) < 2 or _price(good[0]) < _price(good[1])):
            found.append((category, good[0]))
            harder += [found[-1]] if good[0] is not rows[0] else []
    return harder or found


def _price(row: Row) -> int:
    return number(row, "price")


def _int(value: object) -> str | int:
    return value if isinstance(value, str) else int(str(value))


def _chinese(text: str) -> str:
    return manifest.translations("zh-CN").get(text, text)
