"""Conversations that a fresh phone remembers. Each line begins with "<" (they wrote) or ">" (the owner wrote)."""

from __future__ import annotations

from devices.phone.world import World

Script = tuple[str, tuple[str, ...]]
"""The relation of the other person, and the lines."""


def scripts(world: World, place: str, other: str, code: str) -> tuple[Script, ...]:
    """All conversations in the world's language. place, other: names of two spots; code: six digits."""
    me = world.owner.name
    said: tuple[Script, ...] = (
        (
            "friend",
            (
                "<" + world.say("Are you free this weekend?"),
                ">" + world.say("I think so. What is the plan?"),
                "<" + world.say("Breakfast at {place}, then a walk.", place=place),
                ">" + world.say("Sounds good. Half past nine?"),
                "<" + world.say("Perfect, see you there!"),
            ),
        ),
        (
            "friend",
            (
                ">" + world.say("Do you still have my bicycle pump?"),
                "<" + world.say("Yes, sorry! I will bring it on Friday."),
                ">" + world.say("No hurry, thank you."),
            ),
        ),
        (
            "friend",
            (
                "<" + world.say("I have two tickets for tonight. Do you want to come?"),
                ">" + world.say("What is on?"),
                "<" + world.say("A jazz trio at {place}.", place=other),
            ),
        ),
        (
            "friend",
            (
                "<" + world.say("Did you get home all right?"),
                ">" + world.say("Yes, the last train was on time."),
                "<" + world.say("Good. It was a lovely evening."),
                ">" + world.say("Let us do that again soon."),
            ),
        ),
        (
            "friend",
            (
                ">" + world.say("Happy birthday! All the best for the new year of your life."),
                "<" + world.say("Thank you so much! Cake is waiting for you."),
            ),
        ),
        (
            "friend",
            (
                "<" + world.say("Which book did you tell me about?"),
                ">" + world.say("The one about lighthouses. I can lend it to you."),
                "<" + world.say("Yes, please!"),
            ),
        ),
        (
            "family",
            (
                "<" + world.say("Please call me when you have a minute."),
                ">" + world.say("In a meeting, I will call you at six."),
                "<" + world.say("All right. It is about the weekend."),
            ),
        ),
        (
            "family",
            (
                "<" + world.say("Can you buy milk and bread on the way?"),
                ">" + world.say("Sure. Anything else?"),
                "<" + world.say("Coffee and some apples, please."),
                ">" + world.say("Done. I am home in twenty minutes."),
                "<" + world.say("You are the best."),
            ),
        ),
        (
            "family",
            (
                "<" + world.say("The key is under the blue flowerpot."),
                ">" + world.say("Found it, thanks."),
            ),
        ),
        (
            "work",
            (
                "<" + world.say("The meeting moved to half past two."),
                ">" + world.say("Thanks for telling me. Same room?"),
                "<" + world.say("No, the small one on the third floor."),
            ),
        ),
        (
            "work",
            (
                ">" + world.say("I am running ten minutes late, please start without me."),
                "<" + world.say("No problem, we keep you a seat."),
            ),
        ),
        (
            "work",
            (
                "<" + world.say("Could you send me the slides from yesterday?"),
                ">" + world.say("They are in your inbox."),
                "<" + world.say("Great, thank you!"),
            ),
        ),
        (
            "service",
            (
                "<" + world.say("Your appointment is confirmed. Reply C to cancel."),
                ">" + world.say("Thank you, I will be there."),
            ),
        ),
        ("service", ("<" + world.say("We can come on Thursday between eight and ten. Does that suit you?"),)),
        ("28 400", ("<" + world.say("{code} is your sign-in code. Do not share it with anybody.", code=code),)),
        (
            "70 210",
            (
                "<" + world.say("Hello {name}, your parcel arrives today between 14:00 and 16:00.", name=me),
                "<" + world.say("Your parcel was left with a neighbour."),
            ),
        ),
    )
    return said


def answers(world: World) -> tuple[str, ...]:
    """What people answer to whatever one writes."""
    return (
        world.say("Okay!"),
        world.say("Thanks for letting me know."),
        world.say("Sounds good."),
        world.say("I will get back to you later."),
        world.say("Haha, true."),
        world.say("Can we talk about it tomorrow?"),
    )
