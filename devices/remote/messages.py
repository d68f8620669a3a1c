"""What client and server say to each other: frozen values that travel as JSON. Version 1 of the protocol.

Knows the words. Does not know HTTP (link.py, app.py), or when which word is right.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from devices import errors
from devices.actions import Action, Frozen
from devices.base import DeviceInfo, Receipt
from devices.errors import ActionRefused, DeliveryUnknown, DeviceError, DeviceLost, Unauthorized

PROTOCOL = 1
"""The version that this program speaks; both sides must speak the same one."""
MARK = "Fingertip-Protocol"
"""Header of every answer, with PROTOCOL as its value: what lacks it comes from somebody else."""
HEAD = "Fingertip-Frame"
"""Header of an answer that carries a picture: a FrameHead as JSON."""

Format = Literal["png", "raw", "jpeg", "webp"]
Identifier = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Holder = Annotated[str, Field(min_length=1, max_length=200)]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Pixels = Annotated[int, Field(ge=1, le=100_000)]
Quarter = Annotated[int, Field(ge=0, le=3)]


class Trouble(Frozen):
    """Why something was not done. kind: a class of devices/errors.py, or one of OWN_KINDS; message: one sentence.

    boot: the server's name for its own present life, so that a client can tell a restart.
    """

    kind: Annotated[str, Field(max_length=60)]
    message: Annotated[str, Field(max_length=10_000)]
    boot: str = ""


OWN_KINDS = (
    "WrongToken",
    "WebPage",
    "Busy",
    "LeaseTaken",
    "LeaseUnknown",
    "OtherProtocol",
    "NoSuchPath",
    "BadRequest",
    "TooLarge",
    "Superseded",
)
"""Kinds of trouble that no device has, only a server."""


class Health(Frozen):
    """That a server is there. boot: a name for its present life. holder: who drives, empty while nobody does."""

    protocol: int
    boot: str
    holder: str = ""


class Told(Frozen):
    """What the served device is."""

    info: DeviceInfo


class LeaseWish(Frozen):
    """Somebody wants to drive. driver: made up by the driver, so that asking again gives the same lease again.

    holder: who it is, for the next one who wants to drive.
    """

    protocol: int
    driver: Identifier
    holder: Holder


class Lease(Frozen):
    """The right to drive. seconds: how long it outlives the driver's last word. boot: see Health. alive: see Device."""

    lease: Identifier
    seconds: Annotated[float, Field(gt=0)]
    boot: str
    alive: bool = False


class FrameMark(Frozen):
    """Which frame an action refers to, by the server's own number, and what it looked like to the driver."""

    sequence: Count
    width: Pixels
    height: Pixels
    rotation: Quarter = 0


class Order(Frozen):
    """Do this once. lease and number together are the action's name: sent again, it is told about, not done again.

    number: rises by at least one from order to order of a lease; a higher one forbids all lower ones that have not begun.
    """

    lease: Identifier
    number: Annotated[int, Field(ge=1, lt=2**53)]
    action: Action
    frame: FrameMark


class Running(Frozen):
    """The action is under way; ask again."""

    state: Literal["running"] = "running"


class Done(Frozen):
    """The action was done."""

    state: Literal["done"] = "done"
    receipt: Receipt


class Failed(Frozen):
    """The device raised this while it was asked to act."""

    state: Literal["failed"] = "failed"
    trouble: Trouble


Outcome = Annotated[Running | Done | Failed, Field(discriminator="state")]
OUTCOME: TypeAdapter[Running | Done | Failed] = TypeAdapter(Outcome)


class FrameHead(Frozen):
    """All of a frame but its pixels; they follow in `format`, or are those of `digest` that the driver has ("same").

    question: what the driver sent along, so that an answer to another question is found out. digest: as Frame.digest, of
    the picture before a lossy format.
    """

    boot: str
    question: str = ""
    sequence: Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    width: Pixels
    height: Pixels
    rotation: Quarter = 0
    display: Annotated[int, Field(ge=0)] = 0
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    format: Literal["png", "raw", "jpeg", "webp", "same"]


_DEVICE_ERRORS: dict[str, type[DeviceError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, DeviceError)
}


def trouble_of(error: DeviceError, boot: str = "") -> Trouble:
    """A device's error as it travels: the nearest class that both sides know, and its sentence."""
    known = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in _DEVICE_ERRORS)
    return Trouble(kind=known, message=str(error)[:10_000], boot=boot)


def error_of(trouble: Trouble, *, acting: bool = False) -> DeviceError:
    """The error that a driver raises for some trouble; acting: the trouble answers an order."""
    if trouble.kind in _DEVICE_ERRORS:
        return _DEVICE_ERRORS[trouble.kind](trouble.message)
    match trouble.kind:
        case "WrongToken":
            return Unauthorized(trouble.message)
        case "BadRequest" | "TooLarge" if acting:
            return ActionRefused(trouble.message)
        case "Superseded":
            return DeliveryUnknown(trouble.message)
        case _:
            return DeviceLost(trouble.message)
