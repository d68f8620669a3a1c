"""gentle: no stroke is quicker than a second. A hook as a function that edits."""

from agent.hooks import BeforePerform, Edit, Event
from devices.actions import Drag, Swipe

SLOWEST = 1.0


def gentle(event: Event) -> Edit | None:
    match event:
        case BeforePerform(action=Swipe(seconds=seconds) | Drag(seconds=seconds) as action) if seconds < SLOWEST:
            return Edit(action=action.model_copy(update={"seconds": SLOWEST}))
        case _:
            return None
