"""What the shop keeps: products and their reviews, the cart, wishes, orders, addresses, coupons, and the checkout under way.

Rows: shop_products (name, category, icon, colour, price, was, rating, reviews, stock, colours, sizes, about), shop_reviews
(product, author, stars, text, time, mine), shop_cart (product, colour, size, quantity), shop_wishes (product), shop_orders
(number, status, items, subtotal, discount, shipping, total, address, delivery, payment, placed), shop_addresses (name, street,
city, zip, phone, usual), shop_coupons (code, percent, minimum, until), shop_searches (text), shop_checkout (coupon, address,
delivery, payment; one row). Money in cents, times in ms.
"""

from __future__ import annotations

from random import Random
from typing import Any

from devices.phone.apps.shop.catalogue import ARTICLES, REVIEWS
from devices.phone.provider import Contents
from devices.phone.world import World

_TILES = ("#B3261E", "#B06000", "#137333", "#00639B", "#0B57D0", "#8430CE", "#AD1457", "#5F6368", "#006A6A", "#7D5260")
_SHIPPING, _FREE_FROM = 490, 5000
_PAYMENTS = ("•••• 4242", "•••• 1881", "")  # empty: cash on delivery


def contents(world: World) -> Contents:
    """Sixty-odd products, and what the owner has bought, wished for and left in the cart."""
    draw = world.stream("shop")
    products = [_product(world, draw, number) for number in range(len(ARTICLES))]
    numbers = list(range(1, len(products) + 1))
    chosen = draw.sample([number for number in numbers if products[number - 1]["stock"]], 14)
    addresses = _addresses(world, draw)
    orders = [
        _order(world, draw, status, days, [(number, products[number - 1]) for number in some], addresses[0])
        for status, days, some in (
            ("delivered", 47, chosen[0:2]),
            ("cancelled", 30, chosen[2:3]),
            ("delivered", 16, chosen[3:6]),
            ("shipped", 2, chosen[6:7]),
            ("processing", 0.2, chosen[7:9]),
        )
    ]
    cart = [
        {**_choice(draw, products[number - 1]), "product": number, "quantity": min(quantity, products[number - 1]["stock"])}
        for number, quantity in zip(chosen[9:11], (1, 2), strict=True)
    ]
    return Contents(
        {
            "shop_products": products,
            "shop_reviews": [row for number in numbers for row in _reviews(world, draw, number)],
            "shop_cart": cart,
            "shop_wishes": [{"product": number} for number in chosen[11:14]],
            "shop_orders": orders,
            "shop_addresses": addresses,
            "shop_coupons": [
                {"code": "WELCOME10", "percent": 10, "minimum": 0, "until": world.when(days=365)},
                {"code": "SAVE20", "percent": 20, "minimum": 10000, "until": world.when(days=90)},
                {"code": "SPRING15", "percent": 15, "minimum": 0, "until": world.when(days=-20)},
            ],
            "shop_searches": [{"text": world.say(ARTICLES[number - 1].name)} for number in draw.sample(numbers, 3)],
            "shop_checkout": [{"coupon": "", "address": 1, "delivery": "standard", "payment": ""}],
        }
    )


def _product(world: World, draw: Random, number: int) -> dict[str, Any]:
    article = ARTICLES[number]
    price = round(article.price * draw.uniform(0.85, 1.15) / 10) * 10 - 1
    return {
        "name": world.say(article.name),
        "category": article.category,
        "icon": article.icon,
        "colour": draw.choice(_TILES),
        "price": price,
        "was": round(price * draw.uniform(1.15, 1.5) / 100) * 100 if draw.random() < 0.25 else 0,
        "rating": round(min(5.0, max(2.4, draw.gauss(4.1, 0.5))), 1),
        "reviews": draw.randrange(3, 2400),
        "stock": 0 if draw.random() < 0.1 else draw.choice((1, 2, 3, 8, 12, 20, 40)),
        "colours": list(article.colours),
        "sizes": list(article.sizes),
        "about": world.say(article.about),
    }


def _reviews(world: World, draw: Random, product: int) -> list[dict[str, Any]]:
    people = draw.sample(world.people, min(len(world.people), draw.randrange(2, 5)))
    return [
        {
            "product": product,
            "author": person.name,
            "stars": stars,
            "text": world.say(text),
            "time": world.when(days=-draw.randrange(2, 300)),
            "mine": 0,
        }
        for person, (stars, text) in zip(people, draw.sample(REVIEWS, len(people)), strict=True)
    ]


def _choice(draw: Random, product: dict[str, Any]) -> dict[str, str]:
    return {key: draw.choice(product[f"{key}s"]) if product[f"{key}s"] else "" for key in ("colour", "size")}


def _addresses(world: World, draw: Random) -> list[dict[str, Any]]:
    spots = {spot.kind: spot for spot in world.spots}
    rows: list[dict[str, Any]] = []
    for kind in ("home", "office"):
        if kind in spots:
            rows.append(
                {
                    "name": world.owner.name,
                    "street": _street(spots[kind].address, world.city),
                    "city": world.city,
                    "zip": f"{draw.randrange(10000, 99999)}",
                    "phone": world.owner.phone,
                    "usual": int(not rows),
                }
            )
    return rows or [{"name": world.owner.name, "street": "1", "city": world.city, "zip": "10000", "phone": "", "usual": 1}]


def _street(address: str, city: str) -> str:
    """An address without its city, which languages put last or first and part from the street in their own ways."""
    return address.strip().removesuffix(city).removeprefix(city).strip(" ,،、，")


def _order(
    world: World, draw: Random, status: str, days: float, some: list[tuple[int, dict[str, Any]]], address: dict[str, Any]
) -> dict[str, Any]:
    items = [
        {
            "product": number,
            "name": product["name"],
            "icon": product["icon"],
            "tile": product["colour"],
            "price": product["price"],
            "quantity": draw.choice((1, 1, 1, 2)),
            **_choice(draw, product),
        }
        for number, product in some
    ]
    subtotal = sum(item["price"] * item["quantity"] for item in items)
    shipping = 0 if subtotal >= _FREE_FROM else _SHIPPING
    return {
        "number": f"F{draw.randrange(100000, 999999)}",
        "status": status,
        "items": items,
        "subtotal": subtotal,
        "discount": 0,
        "shipping": shipping,
        "total": subtotal + shipping,
        "address": f"{address['name']}, {address['street']}, {address['city']} {address['zip']}",
        "delivery": "standard",
        "payment": draw.choice(_PAYMENTS),
        "placed": world.when(days=-days),
    }
