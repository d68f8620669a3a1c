"""`ip`, `ifconfig`, `ping`: the phone's one network, which is there while Wi-Fi is on. No packet leaves this process."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.handset import Handset

ADDRESS, BROADCAST, SUBNET = "192.168.1.23", "192.168.1.255", "192.168.1.0/24"
_MAC = "02:00:00:44:55:66"


def commands(handset: Handset) -> Mapping[str, Command]:
    """`ip`, `ifconfig` and `ping` for this phone."""
    return {
        "ip": refusing(lambda call: _ip(handset, call)),
        "ifconfig": refusing(lambda call: _ifconfig(handset, call)),
        "ping": refusing(_ping),
    }


def _connected(handset: Handset) -> bool:
    store = handset.phone.store
    return store.get("global", "wifi_on") == "1" and store.get("global", "airplane_mode_on") != "1"


def _ip(handset: Handset, call: Invocation) -> int | None:
    words = [word for word in call.argv[1:] if not word.startswith("-") and word not in ("show", "list", "dev")]
    match words:
        case ["route" | "r" | "ro"]:
            if _connected(handset):
                call.print(f"{SUBNET} dev wlan0 proto kernel scope link src {ADDRESS} ")
        case ["addr" | "address" | "a"]:
            call.print(_loopback())
            call.print(_wlan(handset))
        case ["addr" | "address" | "a", "wlan0"]:
            call.print(_wlan(handset))
        case ["addr" | "address" | "a", "lo"]:
            call.print(_loopback())
        case ["addr" | "address" | "a", name]:
            raise Refused(f'Device "{name}" does not exist.', 1)
        case _:
            raise Refused("Usage: ip [ OPTIONS ] { route | addr } [ show [dev NAME] ]", 255)
    return None


def _loopback() -> str:
    return "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN qlen 1000\n    inet 127.0.0.1/8 scope host lo"


def _wlan(handset: Handset) -> str:
    up = _connected(handset)
    lines = [
        f"2: wlan0: <BROADCAST,MULTICAST{',UP,LOWER_UP' if up else ''}> mtu 1500 state {'UP' if up else 'DOWN'} qlen 3000",
        f"    link/ether {_MAC} brd ff:ff:ff:ff:ff:ff",
        *([f"    inet {ADDRESS}/24 brd {BROADCAST} scope global wlan0"] if up else []),
    ]
    return "\n".join(lines)


def _ifconfig(handset: Handset, call: Invocation) -> int | None:
    inner = " " * 10
    for name in [word for word in call.argv[1:] if not word.startswith("-")] or ["lo", "wlan0"]:
        match name:
            case "lo":
                call.print("lo        Link encap:Local Loopback")
                call.print(f"{inner}inet addr:127.0.0.1  Mask:255.0.0.0\n{inner}UP LOOPBACK RUNNING  MTU:65536")
            case "wlan0":
                call.print(f"wlan0     Link encap:Ethernet  HWaddr {_MAC}")
                if _connected(handset):
                    call.print(f"{inner}inet addr:{ADDRESS}  Bcast:{BROADCAST}  Mask:255.255.255.0")
                call.print(f"{inner}BROADCAST MULTICAST  MTU:1500  Metric:1")
            case _:
                raise Refused(f"ifconfig: {name}: No such device", 1)
    return None


def _ping(call: Invocation) -> int:
    host = call.argv[-1] if len(call.argv) > 1 else ""
    raise Refused(f"ping: unknown host {host}", 2)
