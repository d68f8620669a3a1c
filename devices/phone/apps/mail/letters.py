"""What stands in the mails of a fresh phone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from devices.phone.times import format_time
from devices.phone.world import World

Words = tuple[str, Sequence[str]]
"""A subject and paragraphs."""


@dataclass(frozen=True, slots=True)
class Letter:
    """folder: where it lies. sender: a relation ("friend", …), a firm as "Name <address>", or "me" for the owner.

    body: paragraphs; one that is a web address alone becomes a link.
    """

    folder: str
    sender: str
    subject: str
    body: Sequence[str]


def letters(world: World, draw: random.Random) -> list[Letter]:
    """Some forty of them, the newest first within each folder's reach."""
    kinds = ("cafe", "restaurant", "museum", "park", "theatre", "bakery", "cinema")
    places = draw.sample([spot.name for spot in world.spots if spot.kind in kinds] or [world.city] * 6, 6)

    table = next((spot.name for spot in world.spots if spot.kind in ("cafe", "restaurant")), world.city)

    def day(days: float) -> str:
        return format_time(world.when(days=days), "day", world.locale, half=False)

    def number() -> int:
        return draw.randrange(10_000, 99_999)

    shop = world.say("Corner Shop") + " <orders@shop.example>"
    library = world.say("City Library") + " <desk@library.example>"
    rail = world.say("Regional Railway") + " <tickets@rail.example>"
    news = world.say("The Morning Tribune") + " <letters@tribune.example>"
    bank = world.say("Harbour Bank") + " <service@bank.example>"
    prize = world.say("Prize Office") + " <winner@prizes.example>"
    dinner = (
        world.say("Invitation: dinner on {day}", day=day(3)),
        (
            world.say("I am cooking for a few friends and would love to see you."),
            world.say("Half past seven on {day}, at my place. Bring an appetite!", day=day(3)),
        ),
    )
    lunch = (
        world.say("Lunch at {place}?", place=table),
        (world.say("I am in town on {day}. Shall we eat together?", day=day(2)),),
    )
    photos = (
        world.say("Photos from {place}", place=places[1]),
        (world.say("Here are the pictures I promised. You look great in the third one!"),),
    )
    minutes = (
        world.say("Minutes of the meeting"),
        (
            world.say("Please find below what we agreed on:"),
            world.say("1. The report is due on {day}.", day=day(6)),
            world.say("2. Everybody checks their own figures."),
            world.say("3. We meet again in two weeks."),
        ),
    )
    report = (
        world.say("Question about the report"),
        (world.say("Which numbers did you use on page four? Mine look different."), world.say("A short answer is enough.")),
    )
    budget = (
        world.say("Budget for next year"),
        (world.say("The first draft is ready. Please comment until {day}.", day=day(5)),),
    )
    holiday = (
        world.say("Holiday plans"),
        (world.say("We found a small house by the sea. Five rooms, a garden, and no television."), world.say("Are you in?")),
    )
    recipe = (
        world.say("The soup recipe"),
        (
            world.say("Fry an onion, add a kilo of carrots and a litre of broth, cook for half an hour."),
            world.say("Ginger at the end!"),
        ),
    )
    running = (
        world.say("Running on {day}", day=day(1)),
        (world.say("We start at seven in front of {place}. Slow pace, nobody is left behind.", place=places[2]),),
    )
    moved = (
        world.say("New address"),
        (world.say("We have moved! The new flat is close to {place}. Come and see it.", place=places[3]),),
    )
    order = (
        world.say("Your order {number} is on its way", number=number()),
        (
            world.say("Hello {name},", name=world.owner.name),
            world.say("your parcel left our house today and arrives within two days."),
        ),
    )
    receipt = (
        world.say("Receipt {number}", number=number()),
        (world.say("Thank you for your purchase. Please keep this mail as a proof of payment."),),
    )
    due = (
        world.say("Your books are due on {day}", day=day(4)),
        (world.say("You can renew them once, on our site:"), "https://library.example/"),
    )
    ticket = (
        world.say("Your ticket for {day}", day=day(7)),
        (world.say("Have a good journey! You find all trains in the timetable:"), "https://rail.example/"),
    )
    weekly = (
        world.say("This week in {city}", city=world.city),
        (
            world.say("The market is back, the bridge is open again, and {place} turns twenty.", place=places[4]),
            "https://tribune.example/",
        ),
    )
    sign_in = (
        world.say("New sign-in to your account"),
        (world.say("Somebody signed in on a new device. If it was you, there is nothing to do."),),
    )
    statement = (world.say("Your monthly statement"), (world.say("Your statement is ready. Sign in to read it."),))
    won = (world.say("You have won!!!"), (world.say("Send us your card number to receive your prize today."),))
    cheap = (world.say("Watches for half the price"), (world.say("Only today. Only for you."),))
    thanks = (world.say("Thank you!"), (world.say("That helped a lot. I owe you a coffee."),))
    agenda = (world.say("Agenda for {day}", day=day(1)), (world.say("Short round, then the open questions, then cake."),))
    weekend = (
        world.say("Weekend"),
        (world.say("Do you already know when you will arrive? I will pick you up at the station."),),
    )

    inbox = [
        ("friend", dinner),
        ("work", agenda),
        (shop, order),
        ("friend", lunch),
        (library, due),
        ("work", report),
        ("family", weekend),
        (news, weekly),
        ("friend", photos),
        ("work", minutes),
        (rail, ticket),
        ("friend", running),
        (bank, sign_in),
        ("family", recipe),
        ("work", budget),
        ("friend", moved),
        (shop, receipt),
        ("family", holiday),
        (bank, statement),
        ("work", thanks),
        ("friend", thanks),
        (news, weekly),
    ]
    say_yes = world.say("With pleasure, thank you for asking!")
    sent = [
        ("me", (world.say("Re: {subject}", subject=dinner[0]), (say_yes,))),
        ("me", (world.say("Re: {subject}", subject=report[0]), (world.say("The ones from the spring survey."),))),
        ("me", photos),
        ("me", (world.say("Re: {subject}", subject=holiday[0]), (say_yes,))),
        ("me", recipe),
        ("me", (world.say("Sick today"), (world.say("I have a cold and stay at home. Please move the meeting."),))),
    ]
    drafts = [
        ("me", (world.say("Complaint"), (world.say("The washing machine still leaks, although"),))),
        ("me", (world.say("Ideas for the summer party"), (world.say("Lanterns, a long table, a band?"),))),
    ]
    archive = [("work", minutes), (shop, receipt), ("friend", running), (rail, ticket), (library, due)]
    spam = [(prize, won), (prize, cheap), (prize, won)]
    trash = [(news, weekly), (shop, order)]
    boxes: dict[str, Sequence[tuple[str, Words]]] = {
        "inbox": inbox,
        "sent": sent,
        "drafts": drafts,
        "archive": archive,
        "spam": spam,
        "trash": trash,
    }
    return [Letter(folder, sender, subject, body) for folder, entries in boxes.items() for sender, (subject, body) in entries]
