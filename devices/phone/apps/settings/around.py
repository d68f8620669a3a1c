"""What a fresh phone finds around it: wireless networks, Bluetooth devices, the owner's accounts. Knows no phone."""

from __future__ import annotations

from random import Random

from devices.phone.store import Row
from devices.phone.world import World

_OWN_DEVICES = (
    ("Aria Buds", "headphones"),
    ("Pulse 2", "watch"),
    ("Town Car", "car"),
)
_NEAR_DEVICES = (
    ("Living Room TV", "television"),
    ("Kitchen Speaker", "speaker"),
    ("Slim Keyboard", "keyboard"),
    ("Travel Mouse", "mouse"),
    ("Studio Headset", "headset"),
)
_GUEST_KINDS = ("cafe", "hotel", "library", "restaurant")


def networks(world: World) -> list[Row]:
    """Rows of "wifi_networks".

    ssid; security: "open", "wpa2", "wpa3"; signal: 1..4; passphrase: what joins it, empty where any of 8 characters does;
    password: what the phone remembers; saved, connected, auto (join by itself), metered: 0 or 1.
    """
    draw = world.stream("settings/networks")
    family = world.owner.name.split()[-1]
    rows = [
        _network(world.say("{name} Home", name=family), "wpa2", 4, passphrase="pear-lantern-42", saved=True, connected=True),
        _network("Lakeside", "wpa2", 1, passphrase="cabin-by-the-lake", saved=False),
    ]
    if office := next((spot for spot in world.spots if spot.kind == "office"), None):
        rows.append(_network(office.name, "wpa3", 2, passphrase="quarterly-report", saved=True))
    guests = [spot for spot in world.spots if spot.kind in _GUEST_KINDS]
    for spot in draw.sample(guests, min(3, len(guests))):
        rows.append(_network(spot.name, draw.choice(("open", "wpa2")), draw.randint(1, 3)))
    rows.append(_network(f"Router-{draw.randrange(0x1000, 0xFFFF):04X}", "wpa2", draw.randint(1, 3)))
    return rows


def _network(
    ssid: str, security: str, signal: int, *, passphrase: str = "", saved: bool = False, connected: bool = False
) -> Row:
    return {
        "ssid": ssid,
        "security": security,
        "signal": signal,
        "passphrase": passphrase,
        "password": passphrase if saved else "",
        "saved": int(saved),
        "connected": int(connected),
        "auto": 1,
        "metered": 0,
    }


def devices(world: World) -> list[Row]:
    """Rows of "bluetooth_devices": name, kind, address, paired and connected (0 or 1), battery (percent, -1: does not say)."""
    draw = world.stream("settings/bluetooth")
    own = draw.sample(_OWN_DEVICES, 2)
    near = draw.sample(_NEAR_DEVICES, 3)
    return [
        *(_device(draw, name, kind, paired=True) for name, kind in own),
        *(_device(draw, name, kind, paired=False) for name, kind in near),
    ]


def _device(draw: Random, name: str, kind: str, *, paired: bool) -> Row:
    address = ":".join(f"{draw.randrange(256):02X}" for _ in range(6))
    charge = draw.randint(20, 95) if kind in ("headphones", "watch", "headset") else -1
    return {"name": name, "kind": kind, "address": address, "paired": int(paired), "connected": 0, "battery": charge}


def accounts(world: World) -> list[Row]:
    """Rows of "accounts".

    name: the address; kind: "fingertip", "mail", "work"; mail, contacts, calendar: 1 where that is kept in step;
    synced: when that was done last (ms, UTC).
    """
    address = world.owner.email or "owner@example.com"
    return [
        {"name": address, "kind": "fingertip", "mail": 1, "contacts": 1, "calendar": 1, "synced": world.when(minutes=-35)},
    ]
