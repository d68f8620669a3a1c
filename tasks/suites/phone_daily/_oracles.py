"""Ways through dialogs that the oracles of several apps go."""

from __future__ import annotations

from tasks.hand import Hand
from tasks.state import State
from tasks.suites.phone_daily._suite import day_of


def dial(hand: Hand, hour: int, minute: int, opener: str) -> None:
    """On a page with a dial: have it show a time and agree. opener: what opens it."""
    at_hour, at_minute = hand.find("Hour"), hand.find("Minute")
    if at_hour is None or at_minute is None:
        hand.tap(opener)
    if at_hour.text != f"{hour:02}":
        hand.tap(str(hour) if at_hour.checked else "Hour")
    if at_minute.text != f"{minute:02}":
        hand.tap(f"{minute:02}" if at_minute.checked else "Minute")
    hand.tap("OK")


def choose_day(hand: Hand, day: int, fresh: State) -> None:
    """In the dialog with the days of a month, which opens on today's."""
    if day_of(day).month != day_of(fresh.now).month and not hand.has("next month"):
        hand.mark("next month")
        hand.tap("Next month")
    cell = hand.reach(str(day_of(day).day))
    if not cell.checked:
        hand.tap_node(cell)
    hand.tap("OK")


def address_and_send(hand: Hand, name: str) -> None:
    """On the page of a new mail or message that is written but for whom it is for."""
    if not hand.find(f"{hand.say('Remove')} {name}"):
        hand.write(name, name="To", submit=True)
    hand.tap("Send")
