"""What a surprise says where nobody chose its words: drawn by the phone's seed, in its language."""

from __future__ import annotations

import random
from collections.abc import Iterable

from devices.phone.world import Person, World


def popup(world: World, draw: random.Random) -> tuple[str, str, str, str]:
    """Title, text and two buttons of a dialog that nobody asked for; neither button leads anywhere."""
    say = world.say
    words = (
        (say("Enjoying your phone?"), say("Tell us how it has been this week.")),
        (say("Tip of the day"), say("Hold an icon to see what else it can do.")),
        (say("Thanks for updating"), say("This version is faster and keeps your battery longer.")),
        (say("We’ve changed our terms"), say("By going on you agree to the new terms of use.")),
        (say("Join the beta"), say("Try new features before everybody else does.")),
        (say("Your week in numbers"), say("You picked up your phone less than last week.")),
    )
    buttons = (
        (say("It’s great"), say("Not now")),
        (say("Got it"), say("No more tips")),
        (say("Nice"), say("Close")),
        (say("I agree"), say("Ask me later")),
        (say("Maybe later"), say("No, thanks")),
        (say("Well done"), say("Skip")),
    )
    chosen = draw.randrange(len(words))
    return (*words[chosen], *buttons[chosen])


def message(world: World, draw: random.Random) -> str:
    """What a friend writes out of the blue."""
    say = world.say
    return draw.choice(
        (
            say("Are you on your way?"),
            say("Call me when you have a minute"),
            say("Look what I found in the attic!"),
            say("Running ten minutes late, sorry"),
            say("Did you get my mail?"),
            say("Don’t forget the tickets"),
        )
    )


def somebody(world: World, draw: random.Random) -> Person:
    """Somebody whom the owner knows, with a number."""
    reachable = [person for person in world.people if person.phone]
    return draw.choice(reachable) if reachable else Person("", phone=f"+1555{draw.randrange(10**7):07d}")


def permission(draw: random.Random, names: Iterable[str]) -> str:
    """One of some permissions."""
    return draw.choice(sorted(names))
