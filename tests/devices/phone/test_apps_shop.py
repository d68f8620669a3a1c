"""Shop, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone import manifest
from devices.phone.apps.shop.catalogue import ARTICLES
from devices.phone.apps.shop.provider import contents
from devices.phone.world import make_world

SHOP = "com.fingertip.shop"


@pytest.fixture(scope="module")
def shared() -> Iterator[AppFinger]:
    made = AppFinger(SHOP, seed=3)
    yield made
    made.close()


@pytest.fixture
def finger(shared: AppFinger) -> AppFinger:
    """The one phone, as new."""
    shared.phone.erase()
    shared.put("animator_duration_scale", "0")
    shared.start()
    return shared


def product(finger: AppFinger, **wanted: Any) -> dict[str, Any]:
    rows = finger.rows("shop_products")
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


def plain(finger: AppFinger) -> dict[str, Any]:
    """A product in stock without a choice of colours and sizes, that is not in the cart."""
    carted = {row["product"] for row in finger.rows("shop_cart")}
    rows = finger.rows("shop_products")
    return next(
        row for row in rows if row["stock"] > 3 and not row["colours"] and not row["sizes"] and row["_id"] not in carted
    )


def test_the_catalogue_is_large_and_the_same_for_a_seed() -> None:
    assert len(ARTICLES) >= 60
    assert len({article.category for article in ARTICLES}) == 8
    assert len({article.name for article in ARTICLES}) == len(ARTICLES)
    assert contents(make_world(4, ())) == contents(make_world(4, ()))


def test_every_page_opens_by_its_activity(finger: AppFinger) -> None:
    for page in manifest.by_package()[SHOP].activities.values():
        finger.start(page)
        assert finger.phone.page == page


def test_a_product_with_a_choice_wants_to_be_chosen(finger: AppFinger) -> None:
    shirt = next(row for row in finger.rows("shop_products") if row["colours"] and row["sizes"] and row["stock"] > 1)
    before = len(finger.rows("shop_cart"))
    finger.start("product", id=shirt["_id"])
    finger.tap("Add to cart")
    assert len(finger.rows("shop_cart")) == before
    finger.tap(shirt["colours"][0])
    finger.phone.swipe(360, 1000, 360, 700)
    finger.tap(shirt["sizes"][1], "Add to cart")
    last = finger.rows("shop_cart")[-1]
    assert (last["product"], last["colour"], last["size"], last["quantity"]) == (
        shirt["_id"], shirt["colours"][0], shirt["sizes"][1], 1
    )  # fmt: skip


def test_search_filter_and_order(finger: AppFinger) -> None:
    finger.start("search")
    finger.phone.commit_text("mug")
    finger.tap("Search for “mug”")
    assert finger.phone.page == "list"
    assert finger.shows("Coffee mug")
    assert finger.rows("shop_searches")[-1]["text"] == "mug"
    finger.start("list", category="books")
    finger.tap("Filter", "Under $20", "In stock only", "Show products")
    fits = [
        row for row in finger.rows("shop_products") if row["category"] == "books" and row["price"] < 2000 and row["stock"] > 0
    ]
    assert finger.shows(f"Products: {len(fits)}")
    finger.tap("Best match", "Price: low to high")
    cheapest = min(fits, key=lambda row: (row["price"], row["_id"]))
    shown = [name for name in finger.names() if name in {row["name"] for row in fits}]
    assert shown[0] == cheapest["name"]


def test_nothing_found_is_said(finger: AppFinger) -> None:
    finger.start("list", query="zzzz")
    assert finger.shows("No results for")


def test_wishes_come_and_go(finger: AppFinger) -> None:
    what = plain(finger)
    finger.start("product", id=what["_id"])
    finger.tap("Add to wish list")
    assert any(row["product"] == what["_id"] for row in finger.rows("shop_wishes"))
    finger.tap("Remove from wish list")
    assert not any(row["product"] == what["_id"] for row in finger.rows("shop_wishes"))


def test_quantities_and_removal_ask(finger: AppFinger) -> None:
    finger.start("cart")
    line = next(row for row in finger.rows("shop_cart") if product(finger, _id=row["product"])["stock"] > row["quantity"])
    name = product(finger, _id=line["product"])["name"]
    finger.tap(f"More: {name}")
    assert next(row for row in finger.rows("shop_cart") if row["_id"] == line["_id"])["quantity"] == line["quantity"] + 1
    finger.tap(f"Remove {name}", "Not now")
    assert any(row["_id"] == line["_id"] for row in finger.rows("shop_cart"))
    finger.tap(f"Remove {name}", "Remove")
    assert not any(row["_id"] == line["_id"] for row in finger.rows("shop_cart"))
    finger.tap("Empty the cart", "Empty cart")
    assert finger.rows("shop_cart") == []
    assert finger.shows("Your cart is empty")


@pytest.mark.parametrize(
    ("code", "said", "kept"),
    [
        ("nonsense", "This code is not valid", ""),
        ("SPRING15", "This code has expired", ""),
        ("welcome10", "Coupon WELCOME10 is used", "WELCOME10"),
    ],
)
def test_coupons(finger: AppFinger, code: str, said: str, kept: str) -> None:
    finger.start("cart")
    finger.write("coupon", code)
    finger.hide_keyboard()
    finger.tap("Apply")
    assert finger.shows(said)
    assert finger.rows("shop_checkout")[0]["coupon"] == kept


def test_an_order_from_the_cart_to_the_door(finger: AppFinger) -> None:
    cart = finger.rows("shop_cart")
    stocks = {row["product"]: product(finger, _id=row["product"])["stock"] - row["quantity"] for row in cart}
    finger.start("cart")
    finger.tap("Check out", "Express", "Continue")
    assert finger.phone.page == "payment"
    assert finger.phone.secure, "nobody takes a picture of a card"
    finger.tap("Continue")
    assert finger.shows("This card number is not valid", "3 or 4 digits")
    for field, text in (("card_number", "4111 1111 1111 1112"), ("card_expiry", "12/31"), ("card_code", "123")):
        finger.write(field, text)
    finger.hide_keyboard()
    finger.write("card_holder", "Alex Morgan")
    finger.hide_keyboard()
    finger.tap("Continue")
    assert finger.shows("This card number is not valid"), "its check digit is wrong"
    finger.write("card_number", "4111 1111 1111 1111")
    finger.hide_keyboard()
    finger.tap("Continue")
    assert finger.phone.page == "confirm"
    orders = len(finger.rows("shop_orders"))
    finger.tap("Place order", "Not now")
    assert len(finger.rows("shop_orders")) == orders
    finger.tap("Place order", "Place order")
    placed = finger.rows("shop_orders")[-1]
    assert finger.phone.page == "placed"
    assert (placed["status"], placed["payment"], placed["delivery"]) == ("processing", "•••• 1111", "express")
    assert placed["total"] == placed["subtotal"] - placed["discount"] + placed["shipping"]
    assert finger.rows("shop_cart") == []
    assert {number: product(finger, _id=number)["stock"] for number in stocks} == stocks
    finger.tap("View order")
    assert (finger.phone.page, finger.shows(placed["number"])) == ("order", True)


def test_cancelling_an_order_asks_and_gives_the_stock_back(finger: AppFinger) -> None:
    order = next(row for row in finger.rows("shop_orders") if row["status"] == "processing")
    item = order["items"][0]
    stock = product(finger, _id=item["product"])["stock"]
    finger.start("order", id=order["_id"])
    for _ in range(3):
        finger.phone.swipe(360, 1200, 360, 400)
    finger.tap("Cancel order", "Not now")
    assert next(row for row in finger.rows("shop_orders") if row["_id"] == order["_id"])["status"] == "processing"
    finger.tap("Cancel order", "Cancel order")
    assert next(row for row in finger.rows("shop_orders") if row["_id"] == order["_id"])["status"] == "cancelled"
    assert product(finger, _id=item["product"])["stock"] >= stock + item["quantity"]


def test_addresses_are_checked_kept_and_deleted(finger: AppFinger) -> None:
    finger.start("address")
    finger.tap("Save")
    assert finger.shows("Enter a name first", "Enter street and number", "Enter the city", "Enter the postal code")
    for field, text in (("name", "Ada"), ("street", "Mill Lane 3"), ("city", "Fairhaven"), ("zip", "12345")):
        finger.write(field, text)
    finger.tap("Save")
    kept = finger.rows("shop_addresses")[-1]
    assert (kept["name"], kept["street"], kept["city"], kept["zip"]) == ("Ada", "Mill Lane 3", "Fairhaven", "12345")
    finger.start("address", id=kept["_id"])
    finger.tap("Delete address", "Delete")
    assert all(row["_id"] != kept["_id"] for row in finger.rows("shop_addresses"))


def test_what_is_out_of_stock_cannot_be_bought(finger: AppFinger) -> None:
    gone = product(finger, stock=0)
    finger.start("product", id=gone["_id"])
    assert "Add to cart" not in finger.names()
    assert finger.shows("Out of stock")


def test_a_review_is_written_and_deleted(finger: AppFinger) -> None:
    what = plain(finger)
    finger.start("review", id=what["_id"])
    finger.tap("Post")
    assert not any(row["mine"] for row in finger.rows("shop_reviews"))
    finger.tap("Stars: 4")
    finger.write("review_text", "Well made.")
    finger.tap("Post")
    (mine,) = (row for row in finger.rows("shop_reviews") if row["mine"])
    assert (mine["product"], mine["stars"], mine["text"]) == (what["_id"], 4, "Well made.")
    finger.start("reviews", id=what["_id"])
    finger.tap("Delete your review", "Delete")
    assert not any(row["mine"] for row in finger.rows("shop_reviews"))
