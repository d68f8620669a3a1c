"""Ways through an app that several oracles go. Each has a need met, or does the touch that comes next."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import CALENDAR, CONTACTS, MAIL, MESSAGES, NOTES, SHOP
from tasks.suites.phone_daily._oracles import dial
from tasks.suites.phone_daily._suite import DAY, day_of, midnight
from tasks.suites.phone_hard._suite import HOUR, clock, month_of

EMPTY_CART = "content delete --uri content://shop_cart"
"""A line for the phone's shell."""
CATEGORIES = {
    "electronics": ("Electronics", "电子产品"),
    "home": ("Home and living", "家居"),
    "kitchen": ("Kitchen", "厨房"),
    "sports": ("Sports", "运动"),
    "toys": ("Toys and games", "玩具"),
    "books": ("Books", "图书"),
    "groceries": ("Groceries", "食品"),
}


def read_note(hand: Hand, title: str) -> None:
    """Have a note read, from its first word to its last."""
    if hand.has(title):
        return
    hand.app(NOTES)
    if hand.page == "edit" and any(field.text == title for field in hand.fields()):
        hand.mark(title)
        return
    if hand.page:
        hand.press("back")
    hand.tap(title, kind="FrameLayout")


def read_mail(hand: Hand, subject: str) -> None:
    """Have a mail of the inbox read."""
    if hand.has(subject):
        return
    hand.app(MAIL)
    if hand.page == "read" and hand.sees(subject):
        hand.mark(subject)
        return
    if hand.page:
        hand.press("back")
    hand.tap(subject, kind="LinearLayout")


def open_person(hand: Hand, name: str) -> None:
    """Have somebody's card in front."""
    hand.app(CONTACTS)
    if hand.page == "contact" and hand.sees(name):
        return
    if hand.page:
        hand.press("back")
    hand.tap(name, kind="LinearLayout")


def text(hand: Hand, names: Sequence[str], body: str) -> None:
    """Send a message to some people at once."""
    hand.app(MESSAGES)
    if hand.page not in ("", "new"):
        hand.press("back")
    if hand.page == "":
        hand.tap("Start chat")
    for name in names:
        if not hand.find(f"{hand.say('Remove')} {name}"):
            hand.write(name, name="To", submit=True)
    hand.write(body, name="Text message")
    hand.tap("Send")


def pick_day(hand: Hand, day: int, fresh: State) -> None:
    """In the dialog with the days of a month, wherever it opens."""
    if not hand.find(f": {month_of(day, fresh)}", part=True):
        shown = next((node.text for node in hand.scene.tree.walk() if hand.say("Choose a year") in node.label), "")
        hand.tap("Previous month" if shown == month_of(day + 31 * DAY, fresh) else "Next month")
    cell = hand.reach(str(day_of(day).day))
    if not cell.checked:
        hand.tap_node(cell)
    hand.tap("OK")


def show_day(hand: Hand, day: int, fresh: State) -> None:
    """Have a day in front in the month of the calendar."""
    hand.app(CALENDAR)
    if hand.page != "":
        hand.press("back")
    if not hand.sees(month_of(day, fresh)):
        hand.tap("Later")
    date = day_of(day)
    cell = hand.reach(str(date.day), nth=-1 if date.day > 15 else 0)  # it also stands among the days of the months beside
    if not cell.checked:
        hand.tap_node(cell)


def plan(hand: Hand, title: str, begin: int, fresh: State, place: str = "") -> None:
    """Put something into the calendar on a day that is not today."""
    hand.app(CALENDAR)
    if hand.page == "edit":
        if hand.find("Hour"):
            dial(hand, begin % DAY // HOUR, begin % HOUR // 60_000, "Hour")
        hand.write(title, name="Title")
        if not hand.find(f"{hand.say('Starts')}: {clock(begin)}"):
            hand.tap(f"{hand.say('Starts')}: {clock(midnight(begin) + 9 * HOUR)}")
        if place:
            hand.write(place, name="Place")
        hand.tap("Save")
    show_day(hand, midnight(begin), fresh)
    hand.tap("New event")


def show_product(hand: Hand, name: str, category: str, *, cheapest_first: bool = False) -> None:
    """Have a product's own page in front, by its category."""
    hand.app(SHOP)
    label = CATEGORIES[category][0]
    if hand.page == "product" and hand.sees(name):
        return
    if hand.find("Price: low to high", kind="RadioButton"):
        hand.tap("Price: low to high", kind="RadioButton")
    if hand.page == "":
        hand.tap(label, kind="Button")
    if hand.page != "list" or not hand.sees(label):
        hand.press("back")
    if cheapest_first and hand.find("Best match"):
        hand.tap("Best match")
    hand.tap(name, kind="LinearLayout")


def in_cart(hand: Hand, product: int) -> bool:
    """Whether a product lies in the cart."""
    return any(row["product"] == product for row in hand.state.provider("shop_cart"))
